"""A dispatch: which vehicle carries what, in which trip and when; the question, and the answer as tables."""

import datetime as dt
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

import pandas as pd

from core.errors import InvalidScenario

Objective = Literal["cost", "time", "co2"]
"""What a dispatch has least of: money, hours of vehicles, or CO2."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MOST_SECONDS, MOST_ITERATIONS = 3600.0, 1_000_000


@dataclass(frozen=True)
class LockedLoad:
    """Goods of one shipment that a locked trip hands over at one place."""

    place_id: str
    item_id: str
    lot_id: str | None
    quantity: float
    origin_id: str
    route_id: str


@dataclass(frozen=True)
class LockedTrip:
    """A trip that stays as it is: its vehicle, when it begins to load, and what it hands over, in the order of stops.

    Attributes
    ----------
    vehicle
        Name of one real vehicle, as in ``kigoma/truck-20t/3``.
    starts
        When loading begins, as ISO text to the second; None for as early as it can.
    loads
        In the order of stops; loads of one place that follow each other are one stop.
    """

    vehicle: str
    starts: str | None
    loads: tuple[LockedLoad, ...]

    def stops(self) -> tuple[str, ...]:
        """Places in the order they are visited."""
        places = [load.place_id for load in self.loads]
        return tuple(place for n, place in enumerate(places) if n == 0 or places[n - 1] != place)


@dataclass(frozen=True)
class DispatchRequest:
    """What a dispatch is asked for.

    Attributes
    ----------
    week
        Sunday that ends the week whose shipments are dispatched.
    objective
        What there should be least of.
    seconds
        Longest search; where it, and not ``iterations``, ends the search, another run may find other trips.
    iterations
        Steps of the search for the vehicles of one origin.
    seed
        Of the search: the same request has the same answer.
    working_days
        Days on which vehicles load, drive and unload.
    locked
        Trips that stay as they are; everything else is arranged around them.

    Raises
    ------
    InvalidScenario
        If a value is out of bounds.
    """

    week: dt.date
    objective: Objective = "cost"
    seconds: float = 60.0
    iterations: int = 3000
    seed: int = 0
    working_days: tuple[str, ...] = WEEKDAYS
    locked: tuple[LockedTrip, ...] = ()

    def __post_init__(self) -> None:
        if self.week.weekday() != 6:
            raise InvalidScenario(
                f"{self.week} is no Sunday.", hint="Name a week by the Sunday that ends it, as in 2026-11-08."
            )
        if self.objective not in get_args(Objective):
            raise InvalidScenario(
                f"The objective “{self.objective}” is not known.", hint=f"One of {', '.join(get_args(Objective))}."
            )
        if not (math.isfinite(self.seconds) and 0 < self.seconds <= MOST_SECONDS):
            raise InvalidScenario(f"{self.seconds:g} seconds were given; above 0 to {MOST_SECONDS:,.0f} can be.")
        if not 1 <= self.iterations <= MOST_ITERATIONS:
            raise InvalidScenario(f"{self.iterations:,} iterations were given; 1 to {MOST_ITERATIONS:,} can be.")
        if not 0 <= self.seed < 2**32:
            raise InvalidScenario(f"The seed is {self.seed}; a whole number from 0 to {2**32 - 1} was expected.")
        unknown = [day for day in self.working_days if day not in WEEKDAYS]
        if unknown or not self.working_days:
            came = f"“{unknown[0]}” is no day." if unknown else "There is no working day."
            raise InvalidScenario(came, hint=f"Name days as in {' '.join(WEEKDAYS[:5])}.")

    @property
    def key(self) -> str:
        """sha256 of everything asked."""
        return hashlib.sha256(json.dumps(self.as_values(), sort_keys=True).encode()).hexdigest()

    def as_values(self) -> dict[str, Any]:
        """The question as plain values, for a file."""
        values = {**asdict(self), "week": self.week.isoformat(), "working_days": list(self.working_days)}
        # lists, as they come back from a file
        values["locked"] = [{**trip, "loads": list(trip["loads"])} for trip in values["locked"]]
        return values

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "DispatchRequest":
        """The question that ``as_values`` wrote.

        Raises
        ------
        InvalidScenario
            If a key is missing, unknown or out of bounds.
        """
        try:
            locked = tuple(
                LockedTrip(trip["vehicle"], trip["starts"], tuple(LockedLoad(**load) for load in trip["loads"]))
                for trip in values.get("locked", ())
            )
            asked = {**values, "week": dt.date.fromisoformat(values["week"]), "locked": locked}
            asked["working_days"] = tuple(values.get("working_days", WEEKDAYS))
            return cls(**asked)
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidScenario(f"The question of a dispatch cannot be read: {error}.") from error

    def with_locked(self, *trips: LockedTrip) -> "DispatchRequest":
        """The same question with these trips, and no others, kept as they are."""
        return replace(self, locked=tuple(trips))


@dataclass(frozen=True, eq=False)
class Dispatch:
    """What vehicles do in a week.

    Attributes
    ----------
    request
        What was asked.
    tables
        ``DISPATCH_TABLES``, by name: ``visits``, ``loads``, ``unserved``, ``trips``, ``drives``.
    summary
        ``cost_usd, distance_km, hours, co2_kg, trips, vehicles, carried_t, unserved_t, distances, is_reproducible,
        notes`` and what they rest on.
    """

    request: DispatchRequest
    tables: Mapping[str, pd.DataFrame]
    summary: Mapping[str, Any]

    @property
    def visits(self) -> pd.DataFrame:
        """Stops of vehicles in their order."""
        return self.tables["visits"].copy(deep=False)

    @property
    def loads(self) -> pd.DataFrame:
        """What is handed over at each stop."""
        return self.tables["loads"].copy(deep=False)

    @property
    def unserved(self) -> pd.DataFrame:
        """What no vehicle carries, why, and what would serve it."""
        return self.tables["unserved"].copy(deep=False)

    @property
    def trips(self) -> pd.DataFrame:
        """One row a trip: vehicle, home, times, load, cost."""
        return self.tables["trips"].copy(deep=False)
