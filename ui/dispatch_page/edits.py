"""Change a dispatch without dragging: lock a trip, move a stop, arrange the rest anew."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from core.domain import wording
from core.domain.dispatch import WEEKDAYS, Dispatch
from core.domain.schemas import DispatchTrips
from core.errors import AidError
from core.services.describe_dispatch import stops_words
from core.services.edit_dispatch import (
    DispatchEdits,
    TripName,
    arrange,
    lock,
    move,
    put_on_day,
    reorder,
    trips_that_load_alike,
    unlock,
)
from ui import state, text
from ui.components import caption, section, sentence_list
from ui.language import say

EARLIER, LATER, NEW_TRIP = ("", -1), ("", 1), ("", 0)
"""Ways of a stop that are no other trip."""

Edit = Callable[[DispatchEdits], DispatchEdits]


def show_edits(
    dispatch: Dispatch, edits: DispatchEdits, name: str, names: Mapping[str, str], places: Mapping[str, str]
) -> None:
    """Choose a trip, lock it or move one of its stops; what was changed so far, and the way back.

    Parameters
    ----------
    name
        Under which the edits are kept.
    names, places
        Words of vehicles and places.
    """
    trips: list[TripName] = [
        (row.vehicle, int(row.trip))
        for row in dispatch.trips.sort_values([DispatchTrips.vehicle, DispatchTrips.trip]).itertuples()
    ]
    if not trips and edits.before is None:
        return
    section(say("Change it"))
    with st.container(border=True, key="box-dispatch-edits"):
        if trips:
            _show_trip(dispatch, edits, name, trips, {**places, **names})
        _show_so_far(edits, name)


def _show_trip(
    dispatch: Dispatch,
    edits: DispatchEdits,
    name: str,
    trips: list[TripName],
    names: Mapping[str, str],
) -> None:
    trip_box, lock_box = st.columns([2.4, 1], vertical_alignment="bottom")
    chosen = trip_box.selectbox(
        say("Vehicle and trip"), trips, format_func=lambda each: _words(each, names), key=f"dispatch:trip:{name}",
        persist_state="session",
    )  # fmt: skip
    trip = chosen if chosen in trips else trips[0]
    is_locked = edits.is_pinned(dispatch, *trip)
    act = unlock if is_locked else lock
    lock_box.button(
        say("Unlock this trip") if is_locked else say("Lock this trip"), key="dispatch:lock", on_click=_edit,
        args=(name, edits, lambda now: act(now, dispatch, names, *trip)),
        icon=":material/lock_open:" if is_locked else ":material/lock:",
    )  # fmt: skip
    stops = stops_words(dispatch, *trip, names)
    told = f"{text.joined(list(stops.values()))}." if stops else say("Nothing is handed over.")
    caption(say("Stops in their order: {told}", told=told))
    stop_box, to_box, move_box = st.columns([1, 1.6, 0.6], vertical_alignment="bottom")
    stop = stop_box.selectbox(
        say("Stop"),
        list(stops),
        format_func=lambda each: stops[each],
        key=f"dispatch:stop:{name}:{':'.join(map(str, trip))}",
    )
    ways = _ways(dispatch, trip, len(stops), names)
    to = to_box.selectbox(say("Goes to"), list(ways), format_func=lambda each: ways[each], key=f"dispatch:to:{name}")
    stays = st.checkbox(
        say("All other trips stay as they are"), value=True, key="dispatch:others", persist_state="session"
    )
    move_box.button(
        say("Move"), key="dispatch:move", disabled=stop is None or to is None, width="stretch", on_click=_edit,
        args=(name, edits, lambda now: _moved(now, dispatch, names, trip, int(stop or 0), to or NEW_TRIP, stays)),
    )  # fmt: skip
    day_box, begin_box = st.columns([2.4, 1], vertical_alignment="bottom")
    monday = pd.Timestamp(dispatch.request.week) - pd.Timedelta(days=6)
    day = day_box.selectbox(
        say("Begin this trip on"), WEEKDAYS, index=_weekday(dispatch, trip),
        key=f"dispatch:day:{name}:{':'.join(map(str, trip))}",
        format_func=lambda each: f"{each} {wording.day(monday + pd.Timedelta(days=WEEKDAYS.index(each)))}",
    )  # fmt: skip
    begin_box.button(
        say("Begin then"), key="dispatch:begin", disabled=WEEKDAYS.index(day) == _weekday(dispatch, trip),
        on_click=_edit,
        args=(name, edits, lambda now: put_on_day(now, dispatch, names, *trip, day, stays)),
    )  # fmt: skip


def _show_so_far(edits: DispatchEdits, name: str) -> None:
    if edits.before is not None:
        sentence_list([(f"{number}.", said) for number, said in enumerate(edits.said, start=1)])
    count = len(edits.pinned)
    label = (
        say("Arrange anew around {counted}", counted=text.counted(count, "locked trip"))
        if count
        else say("Arrange all anew")
    )
    with st.container(horizontal=True):
        st.button(
            label, key="dispatch:arrange", disabled=edits.before is None, on_click=_edit, args=(name, edits, arrange)
        )
        if edits.before is not None:
            st.button(say("Take back the last change"), key="dispatch:undo", type="tertiary", on_click=_edit,
                      args=(name, edits, DispatchEdits.undone))  # fmt: skip
            st.button(say("Take back all"), key="dispatch:undo-all", type="tertiary", on_click=_edit,
                      args=(name, edits, DispatchEdits.begun_anew))  # fmt: skip
    caption(say("Nobody else sees these changes until the waybills are issued."))


def _ways(dispatch: Dispatch, trip: TripName, stops: int, names: Mapping[str, str]) -> dict[TripName, str]:
    ways: dict[TripName, str] = {}
    if stops > 1:
        ways |= {EARLIER: say("earlier on this trip"), LATER: say("later on this trip")}
    room = _room_words(dispatch)
    ways |= {other: f"{_words(other, names)} ({room[other]})" for other in trips_that_load_alike(dispatch, *trip)}
    return ways | {NEW_TRIP: say("a new trip of {vehicle}", vehicle=names.get(trip[0], trip[0]))}


def _moved(
    edits: DispatchEdits,
    dispatch: Dispatch,
    names: Mapping[str, str],
    trip: TripName,
    stop: int,
    to: TripName,
    others_stay: bool,
) -> DispatchEdits:
    if to in (EARLIER, LATER):
        return reorder(edits, dispatch, names, *trip, stop, to[1], others_stay)
    vehicle, number = (trip[0], None) if to == NEW_TRIP else to
    return move(edits, dispatch, names, *trip, stop, vehicle, number, others_stay)


def _edit(name: str, drawn_for: DispatchEdits, change: Edit) -> None:
    """Take an edit, unless the dispatch was changed since the button was drawn: a second fast click changes nothing."""
    now = state.dispatch_edits(name)
    if now is not None and now is not drawn_for and now != drawn_for:
        st.toast(say("The dispatch has changed since; look at it and press again."), icon=":material/update:")
        return
    try:
        state.keep_dispatch_edits(name, change(drawn_for))
    except AidError as error:
        st.toast(text.plain(f"{error.message} {error.hint}"), icon=":material/block:")


def _room_words(dispatch: Dispatch) -> dict[TripName, str]:
    """What each trip could still hold."""
    trips = dispatch.trips
    kg = (trips[DispatchTrips.payload_kg] - trips[DispatchTrips.load_kg]).clip(lower=0)
    m3 = (trips[DispatchTrips.volume_m3] - trips[DispatchTrips.load_m3]).clip(lower=0)
    named = zip(trips[DispatchTrips.vehicle], trips[DispatchTrips.trip], kg, m3, strict=True)
    return {
        (vehicle, int(trip)): say(
            "room for {weight}, {volume}\u00a0m³", weight=text.tonnes(weight / 1000), volume=f"{volume:,.0f}"
        )
        for vehicle, trip, weight, volume in named
    }


def _weekday(dispatch: Dispatch, trip: TripName) -> int:
    trips = dispatch.trips
    here = (trips[DispatchTrips.vehicle] == trip[0]) & (trips[DispatchTrips.trip] == trip[1])
    return int(trips.loc[here, DispatchTrips.starts].iloc[0].weekday())


def _words(trip: TripName, names: Mapping[str, str]) -> str:
    return say("{vehicle}, trip {trip}", vehicle=names.get(trip[0], trip[0]), trip=trip[1])
