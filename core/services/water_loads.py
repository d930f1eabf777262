"""Water in litres as m3 and as loads of a water truck a day."""

from dataclasses import dataclass

import pandas as pd

from core.domain.known_standards import LITRES_PER_M3
from core.domain.measures import measure
from core.domain.operation import Operation
from core.domain.schemas import Items, NeedsTable
from core.domain.weeks import DAYS_PER_WEEK


@dataclass(frozen=True)
class Truck:
    """A water truck: what it carries, and whether nobody has set that (``water_truck_m3``)."""

    m3: float
    is_estimate: bool


def water_truck(operation: Operation) -> Truck:
    """The water truck of an operation."""
    settings = operation.settings
    return Truck(settings.water_truck_m3, "water_truck_m3" not in settings.model_fields_set)


def litres_per_unit(operation: Operation) -> pd.Series:
    """Litres in a unit, by item_id, of the items of sector water whose unit is a volume (l, litre, litres, m3)."""
    items = operation.items
    water = items[items[Items.sector] == "water"].set_index(Items.item_id)
    measures = water[Items.unit].map(measure, na_action="ignore")
    volumes = measures[measures.map(lambda m: m is not None and m[0] == "volume", na_action="ignore").fillna(False)]
    return volumes.map(lambda m: m[1]).astype("float64")


def water_loads(operation: Operation, needs: pd.DataFrame) -> pd.DataFrame:
    """Water that camps need a day, on the mean of the weeks of a needs table.

    Returns
    -------
    pandas.DataFrame
        camp_id, m3, m3_low, m3_high (medians and outer 80 % bands of all water items together), loads (of a truck, a
        day, may be a part of one), loads_most: the same in the week that needs most; the largest first. Empty where no
        item of sector water is measured as a volume.
    """
    litres = litres_per_unit(operation)
    rows = needs[needs[NeedsTable.item_id].isin(litres.index)]
    names = {"m3": NeedsTable.need_q50, "m3_low": NeedsTable.need_q10, "m3_high": NeedsTable.need_q90}
    factor = rows[NeedsTable.item_id].map(litres).astype("float64") / LITRES_PER_M3 / DAYS_PER_WEEK
    daily = pd.DataFrame({name: rows[column] * factor for name, column in names.items()})
    by_week = daily.groupby([rows[NeedsTable.camp_id], rows[NeedsTable.week]]).sum()
    by_camp = by_week.groupby(level=0)
    table, most = by_camp.mean(), by_camp["m3"].max()
    truck_m3 = operation.settings.water_truck_m3
    table = table.assign(loads=table["m3"] / truck_m3, loads_most=most / truck_m3)
    return table.sort_values("m3", ascending=False, kind="stable").rename_axis("camp_id").reset_index()
