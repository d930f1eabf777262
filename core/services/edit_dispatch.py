"""Edits of a dispatch, one after the other: a trip locked, a stop moved, the rest arranged anew; each can be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from core.dispatch import moved_stop, trip_as_it_is
from core.domain import wording
from core.domain.dispatch import WEEKDAYS, Dispatch, DispatchRequest, LockedLoad, LockedTrip
from core.domain.schemas import DispatchTrips, Loads
from core.errors import InvalidScenario

TripName = tuple[str, int]
"""Vehicle and number of the trip."""

Names = Mapping[str, str]
"""Words of vehicles and places."""


@dataclass(frozen=True)
class DispatchEdits:
    """What somebody wants of a dispatch so far.

    Attributes
    ----------
    request
        The question whose answer is shown.
    pinned
        Trips the person locked: they stay when the rest is arranged anew.
    said
        The edits in words, the first one first.
    before
        What it was before the last edit; None at the beginning.
    """

    request: DispatchRequest
    pinned: tuple[LockedTrip, ...] = ()
    said: tuple[str, ...] = ()
    before: "DispatchEdits | None" = None

    def is_pinned(self, dispatch: Dispatch, vehicle: str, trip: int) -> bool:
        """Whether the person locked a trip of the dispatch that is shown."""
        return any(_same(kept, trip_as_it_is(dispatch, vehicle, trip)) for kept in self.pinned)

    def undone(self) -> "DispatchEdits":
        """Without the last edit."""
        return self.before or self

    def begun_anew(self) -> "DispatchEdits":
        """Without any edit."""
        return self if self.before is None else self.before.begun_anew()

    def _then(self, words: str, request: DispatchRequest, pinned: Iterable[LockedTrip]) -> "DispatchEdits":
        return DispatchEdits(request, tuple(pinned), (*self.said, words), self)


def lock(edits: DispatchEdits, dispatch: Dispatch, names: Names, vehicle: str, trip: int) -> DispatchEdits:
    """Keep a trip as it is whenever the rest is arranged anew.

    Parameters
    ----------
    names
        Words of vehicles and places, by identifier.

    Raises
    ------
    InvalidScenario
        If the dispatch has no such trip.
    """
    kept = trip_as_it_is(dispatch, vehicle, trip)
    if edits.is_pinned(dispatch, vehicle, trip):
        return edits
    return edits._then(f"Lock {_told(names, vehicle, trip)}", edits.request, (*edits.pinned, kept))


def unlock(edits: DispatchEdits, dispatch: Dispatch, names: Names, vehicle: str, trip: int) -> DispatchEdits:
    """Let a trip be changed again; raises as ``lock``."""
    freed = trip_as_it_is(dispatch, vehicle, trip)
    pinned = [kept for kept in edits.pinned if not _same(kept, freed)]
    return edits._then(f"Unlock {_told(names, vehicle, trip)}", edits.request, pinned)


def move(
    edits: DispatchEdits,
    dispatch: Dispatch,
    names: Names,
    vehicle: str,
    trip: int,
    sequence: int,
    to_vehicle: str,
    to_trip: int | None,
    others_stay: bool = True,
) -> DispatchEdits:
    """Have a stop carried by another trip, or by a new trip of a vehicle; that trip is then locked.

    Parameters
    ----------
    others_stay
        Whether all other trips are kept as they are; otherwise all but the locked ones are arranged anew.

    Raises
    ------
    InvalidScenario
        If there is no such stop or trip, or the other trip loads at another place.
    """
    asked = moved_stop(dispatch, vehicle, trip, sequence, to_vehicle, to_trip)
    target = asked.locked[-1]
    source = trip_as_it_is(dispatch, vehicle, trip)
    rest = _without(source, _loads_at(dispatch, vehicle, trip, sequence))
    changed = {(vehicle, trip), *([(to_vehicle, to_trip)] if to_trip is not None else [])}
    place = _places(dispatch, vehicle, trip)[sequence]
    what = names.get(place, place)
    onto = (
        _told(names, to_vehicle, to_trip)
        if to_trip is not None
        else f"a new trip of {names.get(to_vehicle, to_vehicle)}"
    )
    words = f"Move {what} from {_told(names, vehicle, trip)} to {onto}"
    return _replaced(edits, dispatch, words, changed, target, rest, others_stay)


def reorder(
    edits: DispatchEdits,
    dispatch: Dispatch,
    names: Names,
    vehicle: str,
    trip: int,
    sequence: int,
    by: int,
    others_stay: bool = True,
) -> DispatchEdits:
    """Visit a stop so many places earlier (below 0) or later in its trip, which is then locked; raises as ``move``."""
    source = trip_as_it_is(dispatch, vehicle, trip)
    stops = list(dict.fromkeys(load.place_id for load in source.loads))
    place = _loads_at(dispatch, vehicle, trip, sequence)[0].place_id
    at = stops.index(place)
    to = min(max(at + by, 0), len(stops) - 1)
    if to == at:
        raise InvalidScenario(
            f"The stop is the {'first' if by < 0 else 'last'} of its trip already.", hint="Choose another one."
        )
    stops.insert(to, stops.pop(at))
    loads = tuple(sorted(source.loads, key=lambda load: stops.index(load.place_id)))
    words = f"Visit {names.get(place, place)} {'earlier' if by < 0 else 'later'} on {_told(names, vehicle, trip)}"
    return _replaced(edits, dispatch, words, {(vehicle, trip)}, replace(source, loads=loads), None, others_stay)


def put_on_day(
    edits: DispatchEdits,
    dispatch: Dispatch,
    names: Names,
    vehicle: str,
    trip: int,
    weekday: str,
    others_stay: bool = True,
) -> DispatchEdits:
    """Begin to load a trip on another day of the week, at the same time of day at the earliest; raises as ``lock``."""
    source = trip_as_it_is(dispatch, vehicle, trip)
    starts = _starts(dispatch, vehicle, trip)
    moved = starts + pd.Timedelta(days=WEEKDAYS.index(weekday) - starts.weekday())
    words = f"Begin {_told(names, vehicle, trip)} on {weekday} {wording.day(moved)}"
    return _replaced(
        edits, dispatch, words, {(vehicle, trip)}, replace(source, starts=moved.isoformat()), None, others_stay
    )  # fmt: skip


def arrange(edits: DispatchEdits) -> DispatchEdits:
    """Arrange everything anew around the locked trips."""
    count = len(edits.pinned)
    around = f" around {count} locked trip{'' if count == 1 else 's'}" if count else ""
    return edits._then(f"Arrange anew{around}", edits.request.with_locked(*edits.pinned), edits.pinned)


def trips_that_load_alike(dispatch: Dispatch, vehicle: str, trip: int) -> list[TripName]:
    """Other trips that load at the same place: where a stop of this trip can go."""
    trips = dispatch.trips
    here = (trips[DispatchTrips.vehicle] == vehicle) & (trips[DispatchTrips.trip] == trip)
    origin = trips.loc[here, DispatchTrips.origin_id].iloc[0]
    others = trips[(trips[DispatchTrips.origin_id] == origin) & ~here]
    return [(row.vehicle, int(row.trip)) for row in others.itertuples()]


def _replaced(
    edits: DispatchEdits,
    dispatch: Dispatch,
    words: str,
    changed: set[TripName],
    target: LockedTrip,
    rest: LockedTrip | None,
    others_stay: bool,
) -> DispatchEdits:
    """The next question: the changed trip as it is wanted, the others as they are or as the person locked them."""
    old = [trip_as_it_is(dispatch, *name) for name in sorted(changed)]
    was_pinned = rest is not None and edits.is_pinned(dispatch, rest.vehicle, _number(dispatch, rest, changed))
    pinned = [kept for kept in edits.pinned if not any(_same(kept, each) for each in old)]
    pinned += [target, *([rest] if rest is not None and was_pinned else [])]
    if not others_stay:
        return edits._then(words, edits.request.with_locked(*pinned), pinned)
    names = [(row.vehicle, int(row.trip)) for row in dispatch.trips.itertuples()]
    others = [trip_as_it_is(dispatch, *name) for name in names if name not in changed]
    stays = [*others, *([rest] if rest is not None else []), target]
    return edits._then(words, edits.request.with_locked(*stays), pinned)


def _number(dispatch: Dispatch, rest: LockedTrip, changed: set[TripName]) -> int:
    return next(trip for vehicle, trip in sorted(changed) if vehicle == rest.vehicle)


def _without(trip: LockedTrip, loads: tuple[LockedLoad, ...]) -> LockedTrip | None:
    rest = tuple(load for load in trip.loads if load not in loads)
    return replace(trip, loads=rest) if rest else None


def _loads_at(dispatch: Dispatch, vehicle: str, trip: int, sequence: int) -> tuple[LockedLoad, ...]:
    place = _places(dispatch, vehicle, trip).get(sequence)
    loads = tuple(load for load in trip_as_it_is(dispatch, vehicle, trip).loads if load.place_id == place)
    if not loads:
        raise InvalidScenario(
            f"Stop {sequence} of trip {trip} of {vehicle} hands nothing over.", hint="Choose a stop with a load."
        )
    return loads


def _places(dispatch: Dispatch, vehicle: str, trip: int) -> dict[int, str]:
    """Stop to place, where something is handed over."""
    loads = dispatch.loads
    here = loads[(loads[Loads.vehicle] == vehicle) & (loads[Loads.trip] == trip)]
    return dict(zip(here[Loads.sequence].astype(int), here[Loads.place_id], strict=True))


def _starts(dispatch: Dispatch, vehicle: str, trip: int) -> pd.Timestamp:
    kept = trip_as_it_is(dispatch, vehicle, trip).starts
    return pd.Timestamp(kept)


def _same(one: LockedTrip, other: LockedTrip) -> bool:
    """Whether two are the same trip, whenever it begins: a locked trip may begin later than asked."""
    return one.vehicle == other.vehicle and set(one.loads) == set(other.loads)


def _told(names: Names, vehicle: str, trip: int) -> str:
    return f"{names.get(vehicle, vehicle)}, trip {trip}"
