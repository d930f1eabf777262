"""Every table we read or make; a column is named once, here, with title, unit and bounds."""

from core.domain.schemas.column import Table as Table
from core.domain.schemas.dispatch import (
    DispatchTrips as DispatchTrips,
    Drives as Drives,
    Loads as Loads,
    Unserved as Unserved,
    Visits as Visits,
)
from core.domain.schemas.feedback import (
    COMPLAINT_CATEGORIES as COMPLAINT_CATEGORIES,
    INDICATORS as INDICATORS,
    NEEDED_MOST as NEEDED_MOST,
    RECEIVED as RECEIVED,
    Complaints as Complaints,
    Monitoring as Monitoring,
)
from core.domain.schemas.goods import (
    GROUPS as GROUPS,
    HOUSEHOLD_BASES as HOUSEHOLD_BASES,
    NEED_BASES as NEED_BASES,
    ONCE_BASES as ONCE_BASES,
    Arrivals as Arrivals,
    Items as Items,
    NutrientRequirements as NutrientRequirements,
    Nutrients as Nutrients,
    Offers as Offers,
    Policies as Policies,
    Stock as Stock,
)
from core.domain.schemas.history import (
    EMPTY_SHELF as EMPTY_SHELF,
    GIVEN as GIVEN,
    NO_DEMAND as NO_DEMAND,
    NONE_GIVEN as NONE_GIVEN,
    NOT_RECORDED as NOT_RECORDED,
    RAN_OUT as RAN_OUT,
    SHELVES as SHELVES,
    PastCoverage as PastCoverage,
)
from core.domain.schemas.inventory import (
    BreakCalendar as BreakCalendar,
    BufferCurve as BufferCurve,
    ExpectedArrivals as ExpectedArrivals,
    ExpiryRisk as ExpiryRisk,
    LeadTimes as LeadTimes,
    Reorder as Reorder,
    ShelfCover as ShelfCover,
    Stockout as Stockout,
)
from core.domain.schemas.people import Expected as Expected, Population as Population
from core.domain.schemas.places import (
    FORMS as FORMS,
    Camps as Camps,
    Depots as Depots,
    Routes as Routes,
    Stops as Stops,
    Vehicles as Vehicles,
)
from core.domain.schemas.records import (
    Consumption as Consumption,
    Deliveries as Deliveries,
    Losses as Losses,
    Orders as Orders,
    Receipts as Receipts,
)
from core.domain.schemas.results import (
    LEVELS as LEVELS,
    NEED_QUANTILES as NEED_QUANTILES,
    QUANTILES as QUANTILES,
    TOTAL_LEVELS as TOTAL_LEVELS,
    Coverage as Coverage,
    ForecastTable as ForecastTable,
    NeedsInput as NeedsInput,
    NeedsTable as NeedsTable,
    PlannedLosses as PlannedLosses,
    Purchases as Purchases,
    Shipments as Shipments,
    StockLevels as StockLevels,
    TotalsTable as TotalsTable,
    Trips as Trips,
)
from core.domain.schemas.settings import SettingsTable as SettingsTable
from core.domain.schemas.simulation import (
    SimulatedFigures as SimulatedFigures,
    SimulatedWeeks as SimulatedWeeks,
    SimulatedWithout as SimulatedWithout,
)
from core.domain.schemas.standards import PHASES as PHASES, Standards as Standards
from core.domain.schemas.waybills import WaybillLines as WaybillLines

OPERATION_TABLES: dict[str, type[Table]] = {
    "camps": Camps,
    "population": Population,
    "expected": Expected,
    "depots": Depots,
    "items": Items,
    "stock": Stock,
    "arrivals": Arrivals,
    "offers": Offers,
    "routes": Routes,
    "vehicles": Vehicles,
    "stops": Stops,
    "deliveries": Deliveries,
    "consumption": Consumption,
    "orders": Orders,
    "receipts": Receipts,
    "losses": Losses,
    "monitoring": Monitoring,
    "complaints": Complaints,
    "policies": Policies,
    "nutrients": Nutrients,
    "nutrient_requirements": NutrientRequirements,
    "settings": SettingsTable,
}
"""File name without ending, and the schema of what it holds."""

REQUIRED_TABLES = ("camps", "population")

PLAN_TABLES: dict[str, type[Table]] = {
    "shipments": Shipments,
    "trips": Trips,
    "stock": StockLevels,
    "purchases": Purchases,
    "losses": PlannedLosses,
    "coverage": Coverage,
}
"""Files of a plan folder and the schema of what they hold."""

DISPATCH_TABLES: dict[str, type[Table]] = {
    "visits": Visits,
    "loads": Loads,
    "unserved": Unserved,
    "trips": DispatchTrips,
    "drives": Drives,
}
"""Files of a dispatch folder and the schema of what they hold."""

INVENTORY_TABLES: dict[str, type[Table]] = {
    "cover": ShelfCover,
    "stockout": Stockout,
    "expiry": ExpiryRisk,
    "reorder": Reorder,
    "calendar": BreakCalendar,
}
"""Files of an inventory folder and the schema of what they hold."""

SIMULATION_TABLES: dict[str, type[Table]] = {
    "outcomes": SimulatedWeeks,
    "figures": SimulatedFigures,
    "without": SimulatedWithout,
}
"""Files of a simulation folder and the schema of what they hold."""
