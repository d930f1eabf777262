"""Vehicles as the table names them, one by one, with what binds them and what does not."""

import math
import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.domain.dispatch import Objective
from core.domain.operation import Operation
from core.domain.schemas import Depots, Vehicles
from core.errors import InvalidTable

DAY_SECONDS = 86_400
DAY_BEGINS_SECONDS = 6 * 3600
"""When drivers begin where their depot names no opening hour; an assumption, told with every dispatch."""
MOST_OF_A_KIND = 1000
"""Vehicles of one kind at one depot that are considered."""
_SEPARATORS = re.compile(r"[\s,;/]+")


@dataclass(frozen=True)
class Kind:
    """Vehicles of one row of the table.

    Attributes
    ----------
    depot_id
        Where they stand: each begins and ends its week there.
    duty_begins, duty_seconds
        Start of the working day, seconds after midnight, and its length; all driving, loading, unloading and waiting
        lies within it. A blank driving time does not bind: 24 hours.
    modes
        Modes of road it may use, in small letters; None where the table does not say, which does not bind.
    """

    depot_id: str
    vehicle: str
    payload_kg: float
    volume_m3: float
    count: int
    cost_usd_per_km: float
    cost_usd_per_day: float
    cost_usd_per_hour: float
    duty_begins: int
    duty_seconds: int
    speed_kmh: float
    co2_kg_per_km: float
    modes: frozenset[str] | None

    @property
    def name(self) -> str:
        """Depot and kind: ``kigoma/truck-20t``."""
        return f"{self.depot_id}/{self.vehicle}"

    def may_use(self, mode: str | None) -> bool:
        """Whether it may use a road of this mode; a road without one is open to all."""
        return self.modes is None or mode is None or mode in self.modes

    def holds(self, kg: float, m3: float) -> bool:
        """Whether a load fits, by weight and volume together."""
        return kg <= self.payload_kg + ROUNDING and m3 <= self.volume_m3 + ROUNDING


ROUNDING = 1e-6
"""kg or m3 that a sum of parts may be off."""


@dataclass(frozen=True)
class Vehicle:
    """One real vehicle, numbered from 1 within its kind."""

    kind: Kind
    number: int

    @property
    def name(self) -> str:
        """Depot, kind and number: ``kigoma/truck-20t/3``."""
        return f"{self.kind.name}/{self.number}"


def kinds_of(operation: Operation, objective: Objective, notes: list[str]) -> list[Kind]:
    """Kinds of vehicles that can carry anything; what is left out, or assumed, is noted.

    Raises
    ------
    InvalidTable
        If there is no table of vehicles, none of them can carry anything, or the objective needs what is not known.
    """
    if not operation.has("vehicles"):
        raise InvalidTable(
            "There are no vehicles, so nothing can be dispatched.",
            hint="Add vehicles.csv with one row per depot and kind of vehicle: " + ", ".join(Vehicles.required_names()),
        )
    depots = operation.depots.set_index(Depots.depot_id)
    rows = operation.vehicles
    unable = (rows[Vehicles.payload_kg] <= 0) | (rows[Vehicles.volume_m3] <= 0)
    for row in rows[unable].itertuples(index=False):
        notes.append(
            f"“{row.vehicle}” at {row.depot_id} has a payload of {row.payload_kg:g} kg and room for "
            f"{row.volume_m3:g} m3, so it carries nothing and is left out."
        )
    able = rows[~unable & (rows[Vehicles.count] >= 1)]
    if able.empty:
        raise InvalidTable(
            "No vehicle can carry anything: every one has a payload, a room or a number of zero.",
            hint="Correct payload_kg, volume_m3 and count in vehicles.",
        )
    without_hours = able[Vehicles.hours_per_day].isna()
    if without_hours.any():
        names = ", ".join(sorted(set(able.loc[without_hours, Vehicles.vehicle])))
        notes.append(f"The driving time of {names} is not known and does not bind: 24 hours a day.")
    if objective == "co2" and able[Vehicles.co2_kg_per_km].isna().any():
        names = ", ".join(sorted(set(able.loc[able[Vehicles.co2_kg_per_km].isna(), Vehicles.vehicle])))
        raise InvalidTable(
            f"The CO2 of {names} is not known, so there is no dispatch with the least of it.",
            hint="Fill co2_kg_per_km in vehicles, or choose cost or time as the objective.",
        )
    many = able[able[Vehicles.count] > MOST_OF_A_KIND]
    notes += [
        f"“{row.vehicle}” at {row.depot_id} counts {row.count:,.0f}; {MOST_OF_A_KIND:,} of them are considered."
        for row in many.itertuples(index=False)
    ]
    return [_kind(row, depots, operation.settings.speed_kmh) for row in able.itertuples(index=False)]


def _kind(row: Any, depots: pd.DataFrame, speed_kmh: float) -> Kind:
    hours = 24.0 if pd.isna(row.hours_per_day) else float(row.hours_per_day)
    duty = round(min(hours, 24.0) * 3600)
    opens = depots[Depots.window_start].get(row.depot_id)
    begins = DAY_BEGINS_SECONDS if pd.isna(opens) else seconds_of(str(opens))
    terrain = "" if pd.isna(row.terrain) else str(row.terrain).lower()
    modes = frozenset(word for word in _SEPARATORS.split(terrain) if word)
    return Kind(
        depot_id=str(row.depot_id),
        vehicle=str(row.vehicle),
        payload_kg=float(row.payload_kg),
        volume_m3=float(row.volume_m3),
        count=min(math.floor(row.count), MOST_OF_A_KIND),
        cost_usd_per_km=_or_zero(row.cost_usd_per_km),
        cost_usd_per_day=_or_zero(row.cost_usd_per_day),
        cost_usd_per_hour=_or_zero(row.cost_usd_per_hour),
        duty_begins=min(begins, DAY_SECONDS - duty),
        duty_seconds=duty,
        speed_kmh=speed_kmh if pd.isna(row.speed_kmh) else float(row.speed_kmh),
        co2_kg_per_km=float(row.co2_kg_per_km),
        modes=modes or None,
    )


def seconds_of(clock_time: str) -> int:
    """Seconds after midnight of a time of day.

    Examples
    --------
    >>> seconds_of("07:30")
    27000
    """
    hours, minutes = clock_time.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _or_zero(value: float) -> float:
    return 0.0 if pd.isna(value) else float(value)
