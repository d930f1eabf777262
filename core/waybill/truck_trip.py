"""A trip of a truck as its papers tell it: stops in their order, each with its waybill."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from core.domain.dispatch import Dispatch
from core.domain.schemas import DispatchTrips, Visits
from core.domain.waybill import SealedWaybill


@dataclass(frozen=True)
class Stop:
    """A place where the truck halts.

    Attributes
    ----------
    number
        0 where the trip begins, then counted up; one of them is where it loads.
    distance_km
        From the halt before.
    sealed
        What is handed over; None where nothing is, as at the end of the trip.
    """

    number: int
    place: str
    arrives: dt.datetime
    leaves: dt.datetime
    distance_km: float
    sealed: SealedWaybill | None
    is_loading: bool


@dataclass(frozen=True)
class TruckTrip:
    """One load of one truck, until it is empty.

    Attributes
    ----------
    vehicle, kind, home
        Its name, what kind it is, and the place it belongs to, in words.
    trip
        First, second ... trip of the vehicle in the week.
    loads_at
        Place where it loads, in words.
    payload_kg, room_m3
        What it may carry.
    is_draft
        Whether its waybills are not issued; papers then carry no seal.
    """

    vehicle: str
    kind: str
    home: str
    trip: int
    loads_at: str
    starts: dt.datetime
    ends: dt.datetime
    distance_km: float
    load_kg: float
    payload_kg: float
    load_m3: float
    room_m3: float
    stops: tuple[Stop, ...]
    is_draft: bool

    @property
    def sealed(self) -> tuple[SealedWaybill, ...]:
        """Waybills in the order of the stops."""
        return tuple(stop.sealed for stop in self.stops if stop.sealed is not None)


def truck_trips(
    dispatch: Dispatch, waybills: Iterable[SealedWaybill], names: Mapping[str, str], is_draft: bool
) -> list[TruckTrip]:
    """The trips of a dispatch in the order they begin.

    Parameters
    ----------
    waybills
        Of this dispatch.
    names
        Words of places.
    """
    by_stop = {(s.waybill.vehicle, s.waybill.trip, s.waybill.stop): s for s in waybills}
    visits = dict(list(dispatch.visits.groupby([Visits.vehicle, Visits.trip], sort=False)))
    trips = dispatch.trips.sort_values([DispatchTrips.starts, DispatchTrips.vehicle, DispatchTrips.trip])
    return [
        TruckTrip(
            vehicle=row.vehicle,
            kind=row.kind,
            home=names.get(row.depot_id, row.depot_id),
            trip=int(row.trip),
            loads_at=names.get(row.origin_id, row.origin_id),
            starts=row.starts.to_pydatetime(),
            ends=row.ends.to_pydatetime(),
            distance_km=float(row.distance_km),
            load_kg=float(row.load_kg),
            payload_kg=float(row.payload_kg),
            load_m3=float(row.load_m3),
            room_m3=float(row.volume_m3),
            stops=_stops(visits[(row.vehicle, row.trip)], row.origin_id, by_stop, names),
            is_draft=is_draft,
        )
        for row in trips.itertuples()
    ]


def _stops(
    visits: pd.DataFrame,
    origin_id: str,
    by_stop: Mapping[tuple[str, int, int], SealedWaybill],
    names: Mapping[str, str],
) -> tuple[Stop, ...]:
    rows = visits.sort_values(Visits.sequence)
    loads_at = int(rows.loc[rows[Visits.place_id] == origin_id, Visits.sequence].iloc[0])
    return tuple(
        Stop(
            int(row.sequence),
            names.get(row.place_id, row.place_id),
            row.arrive.to_pydatetime(),
            row.depart.to_pydatetime(),
            float(row.distance_km),
            by_stop.get((row.vehicle, int(row.trip), int(row.sequence))),
            int(row.sequence) == loads_at,
        )
        for row in rows.itertuples()
    )
