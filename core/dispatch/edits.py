"""Edits of a dispatch without dragging: a trip kept as it is, a stop carried by another trip."""

from dataclasses import replace

import pandas as pd

from core.domain.dispatch import Dispatch, DispatchRequest, LockedLoad, LockedTrip
from core.domain.schemas import Loads, Visits
from core.errors import InvalidScenario


def trip_as_it_is(dispatch: Dispatch, vehicle: str, trip: int) -> LockedTrip:
    """A trip of a dispatch as the question of another one names it.

    Raises
    ------
    InvalidScenario
        If there is no such trip.
    """
    visits = dispatch.visits
    calls = visits[(visits[Visits.vehicle] == vehicle) & (visits[Visits.trip] == trip)]
    loads = dispatch.loads
    carried = loads[(loads[Loads.vehicle] == vehicle) & (loads[Loads.trip] == trip)].sort_values(
        Loads.sequence, kind="stable"
    )
    if calls.empty or carried.empty:
        raise InvalidScenario(f"The dispatch has no trip {trip} of {vehicle}.", hint="Choose one of its trips.")
    loading = calls[calls[Visits.place_id] == carried[Loads.origin_id].iloc[0]].sort_values(Visits.sequence).iloc[0]
    return LockedTrip(vehicle, loading[Visits.arrive].isoformat(), tuple(map(_load, carried.itertuples(index=False))))


def moved_stop(
    dispatch: Dispatch, vehicle: str, trip: int, sequence: int, to_vehicle: str, to_trip: int | None
) -> DispatchRequest:
    """The question with what a stop hands over carried by another trip, kept as it then is.

    Raises
    ------
    InvalidScenario
        If there is no such stop or trip, they are the same, or the trips load at different places.
    """
    loads = dispatch.loads
    here = (loads[Loads.vehicle] == vehicle) & (loads[Loads.trip] == trip) & (loads[Loads.sequence] == sequence)
    moved = tuple(map(_load, loads[here].itertuples(index=False)))
    if not moved:
        raise InvalidScenario(
            f"Stop {sequence} of trip {trip} of {vehicle} hands nothing over.", hint="Choose a stop with a load."
        )
    if (vehicle, trip) == (to_vehicle, to_trip):
        raise InvalidScenario("The stop is on that trip already.", hint="Choose another trip.")
    kept = list(dispatch.request.locked)
    source = trip_as_it_is(dispatch, vehicle, trip)
    if source in kept:
        rest = tuple(load for load in source.loads if load not in moved)
        kept.remove(source)
        kept += [replace(source, loads=rest)] if rest else []
    if to_trip is None:
        target = LockedTrip(to_vehicle, None, moved)
    else:
        whole = trip_as_it_is(dispatch, to_vehicle, to_trip)
        if whole.loads[0].origin_id != moved[0].origin_id:
            raise InvalidScenario(
                f"That trip loads at {whole.loads[0].origin_id}; the stop's goods lie at {moved[0].origin_id}.",
                hint="Choose a trip that loads at the same place, or a new one.",
            )
        kept = [other for other in kept if other != whole]
        same = [n for n, load in enumerate(whole.loads) if load.place_id == moved[0].place_id]
        at = same[-1] + 1 if same else len(whole.loads)
        target = replace(whole, loads=(*whole.loads[:at], *moved, *whole.loads[at:]))
    return dispatch.request.with_locked(*kept, target)


def _load(row: object) -> LockedLoad:
    lot = getattr(row, Loads.lot_id)
    return LockedLoad(
        place_id=getattr(row, Loads.place_id),
        item_id=getattr(row, Loads.item_id),
        lot_id=None if pd.isna(lot) else str(lot),
        quantity=float(getattr(row, Loads.quantity)),
        origin_id=getattr(row, Loads.origin_id),
        route_id=getattr(row, Loads.route_id),
    )
