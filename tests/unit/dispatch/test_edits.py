"""Trips kept as they are, and stops carried by another vehicle."""

import pytest

from core.dispatch import check_dispatch, moved_stop, trip_as_it_is
from core.domain.dispatch import DispatchRequest, LockedTrip
from core.errors import InvalidScenario
from tests.unit.dispatch.hand_made import VEHICLES, dispatched, operation, plan

SENT = (("hub_north", "maize", 9000.0), ("hub_south", "maize", 9000.0))


def locked(dispatch, vehicle, trip):
    """The question of a dispatch with one of its trips kept as it is."""
    return dispatch.request.with_locked(trip_as_it_is(dispatch, vehicle, trip))


@pytest.fixture(scope="module")
def case():
    of, sent = operation(vehicles=VEHICLES.replace("10000,40,2", "20000,80,2")), plan(*SENT)
    return of, sent, dispatched(of, sent)


def test_a_locked_trip_is_the_same_when_all_else_changes(case):
    of, sent, dispatch = case
    vehicle = dispatch.trips["vehicle"].iloc[0]
    question = locked(dispatch, vehicle, 1)
    again = dispatched(of, sent, locked=question.locked, objective="time")
    assert check_dispatch(of, sent, again).passed
    mine = again.visits[again.visits["vehicle"] == vehicle].reset_index(drop=True)
    before = dispatch.visits[dispatch.visits["vehicle"] == vehicle].reset_index(drop=True)
    assert mine[mine["trip"] == 1].equals(before[before["trip"] == 1])
    assert again.trips["locked"].sum() == 1


def test_a_locked_trip_makes_another_question(case):
    _, _, dispatch = case
    vehicle = dispatch.trips["vehicle"].iloc[0]
    question = locked(dispatch, vehicle, 1)
    assert [trip.vehicle for trip in question.locked] == [vehicle]
    assert question.key != dispatch.request.key
    assert question.with_locked() == dispatch.request


def test_a_stop_moved_to_a_new_trip_of_another_vehicle_is_driven_there(case):
    of, sent, dispatch = case
    row = dispatch.loads.iloc[0]
    other = next(f"hub/truck/{n}" for n in (1, 2) if f"hub/truck/{n}" != row["vehicle"])
    question = moved_stop(dispatch, row["vehicle"], row["trip"], row["sequence"], other, None)
    again = dispatched(of, sent, locked=question.locked)
    assert check_dispatch(of, sent, again).passed
    moved = again.loads[again.loads["place_id"] == row["place_id"]]
    assert moved["vehicle"].tolist() == [other]
    assert again.unserved.empty


def test_a_stop_moved_onto_another_trip_is_one_of_its_stops():
    sent = plan(*SENT)
    dispatch = dispatched(operation(), sent)
    one, other = dispatch.loads.iloc[0], dispatch.loads.iloc[1]
    question = moved_stop(dispatch, one["vehicle"], one["trip"], one["sequence"], other["vehicle"], other["trip"])
    larger = operation(vehicles=VEHICLES.replace("10000,40,2", "20000,80,2"))
    again = dispatched(larger, sent, locked=question.locked)
    assert check_dispatch(larger, sent, again).passed
    assert again.loads["place_id"].tolist() == [other["place_id"], one["place_id"]]
    assert again.trips["vehicle"].tolist() == [other["vehicle"]]


def test_a_move_onto_a_full_truck_is_refused_when_the_dispatch_is_made():
    of, sent = operation(), plan(*SENT)
    dispatch = dispatched(of, sent)
    one, other = dispatch.loads.iloc[0], dispatch.loads.iloc[1]
    question = moved_stop(dispatch, one["vehicle"], one["trip"], one["sequence"], other["vehicle"], other["trip"])
    with pytest.raises(InvalidScenario, match="the load is more than the vehicle holds"):
        dispatched(of, sent, locked=question.locked)


def test_edits_of_what_is_not_there_are_refused(case):
    _, _, dispatch = case
    vehicle = dispatch.trips["vehicle"].iloc[0]
    with pytest.raises(InvalidScenario, match="no trip 9"):
        locked(dispatch, vehicle, 9)
    with pytest.raises(InvalidScenario, match="hands nothing over"):
        moved_stop(dispatch, vehicle, 1, 0, "hub/truck/2", None)
    row = dispatch.loads.iloc[0]
    with pytest.raises(InvalidScenario, match="already"):
        moved_stop(dispatch, row["vehicle"], row["trip"], row["sequence"], row["vehicle"], row["trip"])


def test_a_locked_trip_of_a_truck_that_is_gone_or_of_goods_no_longer_sent_is_named(case):
    of, sent, dispatch = case
    question = locked(dispatch, dispatch.trips["vehicle"].iloc[0], 1)
    loads = question.locked[0].loads
    with pytest.raises(InvalidScenario, match="the fleet does not have"):
        dispatched(of, sent, locked=(LockedTrip("hub/truck/9", None, loads),))
    with pytest.raises(InvalidScenario, match="the plan leaves"):
        dispatched(of, plan(("hub_north", "maize", 1.0)), locked=question.locked)


def test_a_question_with_locked_trips_survives_a_file(case):
    _, _, dispatch = case
    question = locked(dispatch, dispatch.trips["vehicle"].iloc[0], 1)
    assert DispatchRequest.from_values(question.as_values()) == question
    with pytest.raises(InvalidScenario):
        DispatchRequest.from_values({"week": "someday"})
