"""How sensitive each table and column of an operation is, and what may leave at each level.

Levels follow the classes of the IASC Operational Guidance on Data Responsibility (2023) and of the OCHA Data
Responsibility Guidelines (2021): what would happen to people if it were known. Which of our columns is at which level,
the grids and the threshold are choices of this project; an information-sharing protocol of the operation goes before
them.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from core.domain.access import Right
from core.domain.schemas import (
    Arrivals,
    Camps,
    Depots,
    Expected,
    Routes,
    Stock,
)

SMALL_COUNT = 10
"""A count of people under it points to single persons; the choice of this project, as guidance asks for one."""


class Sensitivity(StrEnum):
    """Levels, from what anybody may see to what hardly anybody may."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    STRICTLY_CONFIDENTIAL = "strictly confidential"

    def allows(self, level: "Sensitivity") -> bool:
        """Whether what is sensitive to a level may leave in an export of this one."""
        return _ORDER[level] <= _ORDER[self]


_ORDER = {level: position for position, level in enumerate(Sensitivity)}

TABLE_LEVELS: Mapping[str, Sensitivity] = MappingProxyType(
    {
        "camps": Sensitivity.PUBLIC,
        "population": Sensitivity.PUBLIC,
        "expected": Sensitivity.INTERNAL,
        "depots": Sensitivity.PUBLIC,
        "items": Sensitivity.PUBLIC,
        "stock": Sensitivity.INTERNAL,
        "arrivals": Sensitivity.INTERNAL,
        "offers": Sensitivity.INTERNAL,
        "routes": Sensitivity.INTERNAL,
        "vehicles": Sensitivity.INTERNAL,
        "stops": Sensitivity.CONFIDENTIAL,
        "deliveries": Sensitivity.INTERNAL,
        "consumption": Sensitivity.INTERNAL,
        "orders": Sensitivity.INTERNAL,
        "receipts": Sensitivity.INTERNAL,
        "losses": Sensitivity.INTERNAL,
        "monitoring": Sensitivity.INTERNAL,
        "complaints": Sensitivity.CONFIDENTIAL,
        "policies": Sensitivity.INTERNAL,
        "nutrients": Sensitivity.PUBLIC,
        "nutrient_requirements": Sensitivity.PUBLIC,
        "settings": Sensitivity.PUBLIC,
    }
)
"""Level of a table; a column is at the level of its table unless it has one of its own."""

COLUMN_LEVELS: Mapping[tuple[str, str], Sensitivity] = MappingProxyType(
    {
        ("camps", Camps.capacity_people): Sensitivity.INTERNAL,
        ("camps", Camps.planning_people): Sensitivity.INTERNAL,
        ("camps", Camps.planning_people_by): Sensitivity.CONFIDENTIAL,
        ("camps", Camps.planning_people_date): Sensitivity.INTERNAL,
        ("camps", Camps.storage_m3): Sensitivity.INTERNAL,
        ("camps", Camps.vulnerability): Sensitivity.INTERNAL,
        ("camps", Camps.window_start): Sensitivity.CONFIDENTIAL,
        ("camps", Camps.window_end): Sensitivity.CONFIDENTIAL,
        ("camps", Camps.service_minutes): Sensitivity.CONFIDENTIAL,
        ("depots", Depots.storage_m3): Sensitivity.INTERNAL,
        ("depots", Depots.throughput_t_per_week): Sensitivity.INTERNAL,
        ("depots", Depots.window_start): Sensitivity.CONFIDENTIAL,
        ("depots", Depots.window_end): Sensitivity.CONFIDENTIAL,
        ("depots", Depots.service_minutes): Sensitivity.CONFIDENTIAL,
        ("expected", Expected.reason): Sensitivity.CONFIDENTIAL,
        ("routes", Routes.convoy_days): Sensitivity.CONFIDENTIAL,
        ("stock", Stock.donor): Sensitivity.CONFIDENTIAL,
        ("arrivals", Arrivals.donor): Sensitivity.CONFIDENTIAL,
    }
)
"""Level of a column that differs from its table: when trucks come can be waited for, who gave may be a secret."""

SETTING_LEVELS: Mapping[str, Sensitivity] = MappingProxyType(
    {
        "budget_usd": Sensitivity.INTERNAL,
        "budget_usd_per_week": Sensitivity.INTERNAL,
        "cost_usd_per_t_km": Sensitivity.INTERNAL,
    }
)
"""Level of a setting that differs from its table."""

UNDECLARED_LEVEL = Sensitivity.STRICTLY_CONFIDENTIAL
"""Level of columns that are carried along: nobody has said what is in them."""

GRID_KM: Mapping[Sensitivity, float] = MappingProxyType(
    {
        Sensitivity.PUBLIC: 10.0,
        Sensitivity.INTERNAL: 2.0,
        Sensitivity.CONFIDENTIAL: 0.0,
        Sensitivity.STRICTLY_CONFIDENTIAL: 0.0,
    }
)
"""Grid to whose middle coordinates of camps are moved, in km; 0 leaves them as they are."""

LEVELS_IN_WORDS: Mapping[Sensitivity, str] = MappingProxyType(
    {
        Sensitivity.PUBLIC: "Public: camps to 10 km, counts under 10 blank",
        Sensitivity.INTERNAL: "Internal: camps to 2 km, counts under 10 blank",
        Sensitivity.CONFIDENTIAL: "Confidential: places as they are, counts under 10 blank",
        Sensitivity.STRICTLY_CONFIDENTIAL: "Strictly confidential: everything as it is",
    }
)
"""What each level does to an export, as people choose it."""

SUPPRESSED: frozenset[Sensitivity] = frozenset({Sensitivity.PUBLIC, Sensitivity.INTERNAL, Sensitivity.CONFIDENTIAL})
"""Levels at which counts of people under ``SMALL_COUNT`` are left blank."""


def level_of(table: str, column: str, declared: frozenset[str]) -> Sensitivity:
    """Level of a column.

    Parameters
    ----------
    declared
        Columns that the schema of the table has.
    """
    if column not in declared:
        return UNDECLARED_LEVEL
    return COLUMN_LEVELS.get((table, column), TABLE_LEVELS[table])


def right_to_export(level: Sensitivity) -> Right:
    """The right that taking data out at a level asks for."""
    return Right.EXPORT if Sensitivity.INTERNAL.allows(level) else Right.EXPORT_CONFIDENTIAL
