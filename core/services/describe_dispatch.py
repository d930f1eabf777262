"""A dispatch in words: what is carried, what is not and why, and how its vehicles are named."""

from collections.abc import Mapping

import pandas as pd

from core.domain import wording
from core.domain.dispatch import Dispatch
from core.domain.operation import Operation
from core.domain.schemas import DispatchTrips, Items, Loads, Unserved
from core.services.tell_dispatch import unserved_legs

KG_PER_T = 1000


def vehicle_names(dispatch: Dispatch, operation: Operation) -> dict[str, str]:
    """Words of each vehicle that drives: where it stands, what it is, and its number where it has one."""
    places = operation.place_names
    vehicles = dispatch.trips.drop_duplicates(DispatchTrips.vehicle).itertuples()
    # of one kind the shorter name comes first: truck 2 before truck 10
    ordered = sorted(vehicles, key=lambda row: (row.depot_id, row.kind, len(row.vehicle), row.vehicle))
    return {
        row.vehicle: f"{places.get(row.depot_id, row.depot_id)}: {row.kind} {row.vehicle.rpartition('/')[2]}"
        for row in ordered
    }


def tell_dispatch(operation: Operation, dispatch: Dispatch) -> tuple[str, str]:
    """Headline and lead: what cannot be carried first, then by how many vehicles the rest goes, how far, for what."""
    summary, week = dispatch.summary, wording.day(pd.Timestamp(dispatch.request.week))
    carried, left = float(summary["carried_t"]), float(summary["unserved_t"])
    trips, vehicles = len(dispatch.trips), dispatch.trips[DispatchTrips.vehicle].nunique()
    carry = "carries" if vehicles == 1 else "carry"
    by = f"{_counted(vehicles, 'vehicle')} in {_counted(trips, 'trip')} {carry}"
    effort = (
        f"{summary['distance_km']:,.0f}{wording.SPACE}km for {wording.usd(float(summary['cost_usd']))}, "
        f"{summary['hours']:,.0f} hours on duty."
    )
    if dispatch.unserved.empty:
        return f"{by} all {wording.tonnes(carried)} of the week to {week}", f"In all {effort}"
    if not trips:
        stays = f"{wording.tonnes(left)} stay where they are"
        return f"Nothing of the week to {week} can be carried: {stays}", "Below stands why, and what would serve it."
    places = [operation.place_names.get(place, place) for place in _worst_places(operation, dispatch)]
    more = f" and {_counted(len(places) - 1, 'more place')}" if len(places) > 1 else ""
    of = f"{wording.tonnes(left)} of {wording.tonnes(carried + left)}"
    answer = (
        f"{of} cannot be carried in the week to {week}, {'most of it' if more else 'all of it'} to {places[0]}{more}"
    )
    return answer, f"{by} {wording.tonnes(carried)}, {effort}"


def unserved_words(operation: Operation, dispatch: Dispatch) -> pd.DataFrame:
    """What no vehicle carries, as rows of ready words: the heaviest first."""
    legs, places = unserved_legs(operation, dispatch), operation.place_names
    return pd.DataFrame(
        {
            "From": legs[Unserved.origin_id].map(places).fillna(legs[Unserved.origin_id]),
            "To": legs[Unserved.place_id].map(places).fillna(legs[Unserved.place_id]),
            "Not carried": [wording.tonnes(float(tonnes)) for tonnes in legs["tonnes"]],
            "Why": legs[Unserved.reason],
            "What would serve it": legs[Unserved.remedy],
        }
    )


def tonnes_by_place(operation: Operation, table: pd.DataFrame) -> pd.Series:
    """Tonnes by receiving place, of loads or of what is not served."""
    weight = operation.items.set_index(Items.item_id)[Items.weight_kg].astype(float)
    mass = table[Loads.quantity] * table[Loads.item_id].map(weight).astype(float) / KG_PER_T
    return mass.groupby(table[Loads.place_id]).sum()


def what_goes(dispatch: Dispatch, waybills: int, others: int) -> list[str]:
    """What issuing does, in sentences for the person who confirms it.

    Parameters
    ----------
    waybills
        How many are issued.
    others
        Waybills of other plans that were issued for the week.
    """
    summary = dispatch.summary
    said = [
        f"{_counted(waybills, 'waybill')} for {wording.tonnes(float(summary['carried_t']))} of the week to "
        f"{wording.day(pd.Timestamp(dispatch.request.week))} are sealed, kept for ever and put on record."
    ]
    if not dispatch.unserved.empty:
        said.append(f"{wording.tonnes(float(summary['unserved_t']))} of the week are not carried and get no waybill.")
    if others:
        said.append(
            f"For this week {_counted(others, 'waybill')} of another plan {'were' if others != 1 else 'was'} issued "
            "already: make sure that nothing is sent twice."
        )
    return said


def stops_words(dispatch: Dispatch, vehicle: str, trip: int, places: Mapping[str, str]) -> dict[int, str]:
    """Stop to place, of a trip, where something is handed over, in the order of the stops."""
    loads = dispatch.loads
    here = loads[(loads[Loads.vehicle] == vehicle) & (loads[Loads.trip] == trip)].drop_duplicates(Loads.sequence)
    return {
        int(row.sequence): places.get(row.place_id, row.place_id)
        for row in here.sort_values(Loads.sequence).itertuples()
    }


def _worst_places(operation: Operation, dispatch: Dispatch) -> list[str]:
    return [str(place) for place in tonnes_by_place(operation, dispatch.unserved).sort_values(ascending=False).index]


def _counted(number: int, one: str) -> str:
    return f"{number:,}{wording.SPACE}{one}{'' if number == 1 else 's'}"
