"""A week's shipments on vehicles, worked out by hand beside the program."""

import threading

import pandas as pd
import pytest

from core.dispatch import check_dispatch, distances_of, solve_dispatch
from core.domain.dispatch import DispatchRequest
from core.domain.schemas import DISPATCH_TABLES
from core.errors import InvalidScenario, InvalidTable, SolveCancelled
from tests.unit.dispatch.hand_made import (
    CAMPS,
    DEPOTS,
    ITEMS,
    ROUTES,
    SUNDAY,
    VEHICLES,
    at,
    dispatched,
    operation,
    plan,
)


def carried(dispatch) -> pd.Series:
    return dispatch.loads.groupby(["place_id", "item_id"])["quantity"].sum()


def only_reason(dispatch) -> tuple[str, str]:
    reasons = dispatch.unserved[["reason", "remedy"]].drop_duplicates()
    assert len(reasons) == 1
    return tuple(reasons.iloc[0])


def assert_holds(of, sent, dispatch) -> None:
    check = check_dispatch(of, sent, dispatch)
    assert check.limits_checked > 10
    assert check.passed, check.violations.to_string()


def test_one_truck_goes_there_and_back_by_the_clock():
    of, sent = operation(), plan(("hub_north", "maize", 9000.0))
    dispatch = dispatched(of, sent)
    visits = dispatch.visits
    assert visits["place_id"].tolist() == ["hub", "north", "hub"]
    # loads from 06:00 for half an hour, drives 2 h, is received from 08:30 for an hour, is back at 11:30
    assert visits["arrive"].tolist() == [at("Mon", "06:00"), at("Mon", "08:30"), at("Mon", "11:30")]
    assert visits["depart"].tolist() == [at("Mon", "06:30"), at("Mon", "09:30"), at("Mon", "11:30")]
    assert visits["distance_km"].tolist() == [0, 80, 80]
    assert dispatch.summary["cost_usd"] == pytest.approx(160 + 50)
    assert dispatch.summary["co2_kg"] == pytest.approx(144)
    assert dispatch.summary["hours"] == pytest.approx(5.5)
    assert dispatch.unserved.empty
    assert_holds(of, sent, dispatch)


def test_a_truck_waits_until_the_camp_receives_it():
    camps = CAMPS.replace("north,North camp,TZA,-3,30,08:00", "north,North camp,TZA,-3,30,11:00")
    of, sent = operation(camps=camps), plan(("hub_north", "maize", 9000.0))
    dispatch = dispatched(of, sent)
    north = dispatch.visits[dispatch.visits["place_id"] == "north"].iloc[0]
    assert north["arrive"] == at("Mon", "11:00")
    assert_holds(of, sent, dispatch)


def test_a_long_way_goes_on_after_the_night():
    routes = ROUTES.replace("hub_north,hub,north,truck,80,2", "hub_north,hub,north,truck,400,12")
    of, sent = operation(routes=routes), plan(("hub_north", "maize", 9000.0))
    dispatch = dispatched(of, sent)
    # 8.5 h on Monday after loading, 3.5 h on Tuesday from 06:00; back 4.5 h on Tuesday and 7.5 h on Wednesday
    north = dispatch.visits[dispatch.visits["place_id"] == "north"].iloc[0]
    assert north["arrive"] == at("Tue", "09:30")
    assert dispatch.visits["arrive"].iloc[-1] == at("Wed", "13:30")
    assert dispatch.summary["vehicle_days"] == 3
    assert_holds(of, sent, dispatch)


def test_demands_larger_than_a_truck_are_split_and_add_up():
    of, sent = operation(), plan(("hub_north", "maize", 47_123.25), ("hub_south", "stove", 333.0))
    dispatch = dispatched(of, sent)
    assert carried(dispatch)["north", "maize"] == pytest.approx(47_123.25, abs=1e-9)
    assert carried(dispatch)["south", "stove"] == 333.0
    stoves = dispatch.loads.loc[dispatch.loads["item_id"] == "stove", "quantity"]
    assert (stoves == stoves.round()).all()
    assert (dispatch.trips["load_kg"] <= 10_000 + 1e-6).all()
    # 333 stoves fill 166.5 m3: by weight two trucks would do, by volume it takes five
    assert len(dispatch.trips[dispatch.trips["load_m3"] > 30]) >= 4
    assert_holds(of, sent, dispatch)


def test_loads_of_two_camps_share_a_truck_where_that_is_cheaper():
    routes = ROUTES + "\n    north_south,north,south,truck,10,0.25,0,true,false,"
    of, sent = operation(routes=routes), plan(("hub_north", "maize", 3000.0), ("hub_south", "maize", 3000.0))
    dispatch = dispatched(of, sent)
    assert len(dispatch.trips) == 1
    # out to south, on to north, and back by south, which is shorter than the straight road
    assert dispatch.summary["distance_km"] == pytest.approx(60 + 10 + 70)
    assert_holds(of, sent, dispatch)


def test_the_dearer_truck_is_left_at_home():
    vehicles = VEHICLES + "\n    hub,dear,10000,40,2,3,50,9,50,0.9,truck"
    dispatch = dispatched(operation(vehicles=vehicles), plan(("hub_north", "maize", 9000.0)))
    assert dispatch.trips["kind"].tolist() == ["truck"]


@pytest.mark.parametrize(("objective", "kind"), [("cost", "cheap"), ("time", "fast"), ("co2", "clean")])
def test_the_objective_chooses_the_truck(objective, kind):
    vehicles = VEHICLES.splitlines()[0] + (
        "\n    hub,cheap,10000,40,1,1,0,9,20,2,truck"
        "\n    hub,fast,10000,40,1,3,0,9,90,2,truck"
        "\n    hub,clean,10000,40,1,3,0,9,20,0.1,truck"
    )
    routes = ROUTES.replace("truck,80,2,0", "truck,80,,0")
    dispatch = dispatched(
        operation(vehicles=vehicles, routes=routes), plan(("hub_north", "maize", 9000.0)), objective=objective
    )
    assert dispatch.trips["kind"].tolist() == [kind]


def test_what_two_trucks_cannot_do_in_the_week_is_left_and_one_more_truck_is_priced():
    routes = ROUTES.replace("hub_north,hub,north,truck,80,2", "hub_north,hub,north,truck,400,24")
    of, sent = operation(routes=routes), plan(("hub_north", "maize", 30_000.0))
    dispatch = dispatched(of, sent)
    # 24 h there and 24 h back take six days of nine hours: one trip a truck
    assert carried(dispatch)["north", "maize"] == pytest.approx(20_000.0)
    reason, remedy = only_reason(dispatch)
    assert "fleet is too small" in reason
    assert remedy.startswith("1 more truck at Hub, USD 1,")
    assert_holds(of, sent, dispatch)
    more = operation(routes=routes, vehicles=VEHICLES.replace("10000,40,2", "10000,40,3"))
    assert dispatched(more, sent).unserved.empty


def test_a_way_longer_than_the_week_names_the_hours():
    routes = ROUTES.replace("hub_north,hub,north,truck,80,2", "hub_north,hub,north,truck,2000,40")
    of, sent = operation(routes=routes), plan(("hub_north", "maize", 1000.0))
    dispatch = dispatched(of, sent)
    reason, remedy = only_reason(dispatch)
    assert "Driver hours" in reason
    assert "40.0 h one way" in reason
    assert "more hours of driving a day" in remedy
    hours = 9 + int(remedy.split()[0])
    longer = operation(routes=routes, vehicles=VEHICLES.replace(",9,50,", f",{hours},50,"))
    assert dispatched(longer, sent).unserved.empty
    shorter = operation(routes=routes, vehicles=VEHICLES.replace(",9,50,", f",{hours - 1},50,"))
    assert not dispatched(shorter, sent).unserved.empty


def test_a_lead_time_of_a_week_gives_the_truck_a_week_more():
    routes = ROUTES.replace("hub_north,hub,north,truck,80,2,0", "hub_north,hub,north,truck,2000,40,1")
    of, sent = operation(routes=routes), plan(("hub_north", "maize", 1000.0))
    dispatch = dispatched(of, sent)
    assert dispatch.unserved.empty
    assert dispatch.visits["arrive"].iloc[-1] > at("Sun", "23:59")
    assert_holds(of, sent, dispatch)


def test_goods_leave_a_junction_only_after_they_came_in():
    of = operation()
    sent = plan(("hub_cross", "maize", 25_000.0), ("cross_south", "maize", 25_000.0))
    dispatch = dispatched(of, sent)
    assert dispatch.unserved.empty
    at_cross = dispatch.loads[dispatch.loads["place_id"] == "cross"].merge(dispatch.visits)
    leaving = dispatch.loads[dispatch.loads["origin_id"] == "cross"].merge(
        dispatch.visits[dispatch.visits["place_id"] == "cross"], on=["vehicle", "trip"], suffixes=("", "_cross")
    )
    assert leaving["arrive"].min() >= at_cross["depart"].min()
    assert_holds(of, sent, dispatch)


def test_trucks_of_the_depot_nearby_load_at_a_junction_without_any_and_come_home():
    of, sent = operation(), plan(("hub_cross", "maize", 9000.0), ("cross_south", "maize", 9000.0))
    dispatch = dispatched(of, sent)
    last = dispatch.visits.groupby("vehicle").last()
    assert (last["place_id"] == "hub").all()
    assert set(dispatch.trips["depot_id"]) == {"hub"}
    assert_holds(of, sent, dispatch)


def test_a_convoy_road_is_driven_on_its_days_only_both_ways():
    routes = ROUTES.replace(
        "hub_north,hub,north,truck,80,2,0,true,false,", "hub_north,hub,north,truck,80,4.5,0,true,false,Tue Fri"
    )
    of, sent = operation(routes=routes), plan(("hub_north", "maize", 9000.0))
    dispatch = dispatched(of, sent)
    drives = dispatch.tables["drives"]
    # four and a half hours out, an hour there: back on the same day it would be ten
    assert drives["depart"].dt.day_name().tolist() == ["Tuesday", "Friday"]
    assert drives["arrive"].dt.day_name().tolist() == ["Tuesday", "Friday"]
    assert_holds(of, sent, dispatch)


def test_one_convoy_day_more_is_told_where_it_is_enough():
    routes = ROUTES.replace(
        "hub_north,hub,north,truck,80,2,0,true,false,", "hub_north,hub,north,truck,80,4.5,0,true,false,Fri"
    )
    dispatch = dispatched(operation(routes=routes), plan(("hub_north", "maize", 9000.0)))
    _, remedy = only_reason(dispatch)
    assert remedy == "A convoy on Mon as well."


def test_only_days_of_work_are_worked():
    of, sent = operation(), plan(("hub_north", "maize", 60_000.0))
    dispatch = dispatched(of, sent, working_days=("Tue", "Thu", "Sat"))
    days = set(dispatch.visits["arrive"].dt.day_name()) | set(dispatch.visits["depart"].dt.day_name())
    assert days <= {"Tuesday", "Thursday", "Saturday"}
    assert_holds(of, sent, dispatch)


def test_no_vehicles_at_all_says_what_to_add():
    with pytest.raises(InvalidTable, match="no vehicles") as refused:
        dispatched(operation(vehicles=None), plan(("hub_north", "maize", 1.0)))
    assert "payload_kg" in refused.value.hint


def test_a_truck_with_no_payload_is_named_and_left_out():
    vehicles = VEHICLES + "\n    hub,broken,0,40,2,1,50,9,50,0.9,truck"
    dispatch = dispatched(operation(vehicles=vehicles), plan(("hub_north", "maize", 9000.0)))
    assert any("“broken” at hub has a payload of 0 kg" in note for note in dispatch.summary["notes"])
    only = VEHICLES.replace("10000,40,2", "0,40,2")
    with pytest.raises(InvalidTable, match="No vehicle can carry anything"):
        dispatched(operation(vehicles=only), plan(("hub_north", "maize", 9000.0)))


def test_a_unit_of_sixty_tonnes_is_left_with_its_weight_told():
    items = ITEMS + "\n    bridge,Bridge,shelter,piece,60000,30,1,household_once,1,true"
    of, sent = operation(items=items), plan(("hub_north", "bridge", 2.0), ("hub_north", "maize", 500.0))
    dispatch = dispatched(of, sent)
    reason, remedy = only_reason(dispatch)
    assert "60,000 kg" in reason
    assert "10,000 kg" in reason
    assert "60,000 kg" in remedy
    assert dispatch.unserved["quantity"].tolist() == [2.0]
    assert carried(dispatch)["north", "maize"] == 500.0
    assert_holds(of, sent, dispatch)


def test_a_stop_without_a_road_is_left_and_says_so():
    routes = "\n".join(line for line in ROUTES.splitlines() if "hub_north" not in line)
    routes += "\n    hub_north,hub,north,boat,80,2,0,true,false,"
    of, sent = operation(routes=routes), plan(("hub_north", "maize", 500.0))
    reason, remedy = only_reason(dispatched(of, sent))
    assert reason == "No vehicle that loads at Hub may use a road of mode “boat”."
    assert remedy == "A vehicle at Hub that may use boat; the fleet has none."


def test_a_closed_road_is_named_with_the_length_of_the_way_over_it():
    of = operation()
    sent = plan(("hub_north", "maize", 500.0), closures=[{"route_id": "hub_north", "to": "2026-11-20"}])
    reason, remedy = only_reason(dispatched(of, sent))
    assert reason == "There is no open road from Hub to North camp: “hub_north” is closed until 2026-11-20."
    assert remedy.startswith("The road opened again: 80 km.")


def test_a_window_that_ends_before_it_begins_is_named():
    camps = CAMPS.replace("north,North camp,TZA,-3,30,08:00,16:00", "north,North camp,TZA,-3,30,16:00,08:00")
    of, sent = operation(camps=camps), plan(("hub_north", "maize", 500.0))
    reason, remedy = only_reason(dispatched(of, sent))
    assert "from 16:00 until 08:00: the window ends before it begins" in reason
    assert "North camp" in remedy


def test_a_window_too_short_for_unloading_is_told_with_one_that_is_enough():
    camps = CAMPS.replace("north,North camp,TZA,-3,30,08:00,16:00,60", "north,North camp,TZA,-3,30,08:00,09:00,120")
    of, sent = operation(camps=camps), plan(("hub_north", "maize", 500.0))
    reason, remedy = only_reason(dispatched(of, sent))
    assert "too short for 120 min" in reason
    assert remedy == "North camp open from 07:30 until 09:30."
    wider = operation(camps=camps.replace("08:00,09:00", "07:30,09:30"))
    assert dispatched(wider, sent).unserved.empty


def test_a_depot_without_vehicles_far_away_asks_for_one():
    depots = DEPOTS + "\n    port,Port,supplier,-6,39,,,"
    routes = ROUTES + "\n    port_hub,port,hub,truck,1200,24,1,true,false,"
    of = operation(depots=depots, routes=routes)
    sent = plan(("port_hub", "maize", 15_000.0), routes={"port_hub": ("port", "hub")})
    reason, remedy = only_reason(dispatched(of, sent))
    assert reason == "No vehicle stands at Port, and none that does without reaches it within a working day."
    assert remedy.startswith("1 more truck at Port, USD ")


def test_an_optional_stop_is_served_for_its_prize_and_left_for_less():
    of = operation(stops="place_id,week,optional,prize_usd\nnorth,2026-11-08,true,300")
    sent = plan(("hub_north", "maize", 500.0))
    served = dispatched(of, sent)
    assert served.unserved.empty
    poor = operation(stops="place_id,week,optional,prize_usd\nnorth,2026-11-08,true,100")
    reason, remedy = only_reason(dispatched(poor, sent))
    assert "USD 100 is less than what carrying it adds: USD 210" in reason
    assert remedy == "A prize of USD 210."
    other_week = operation(stops="place_id,week,optional,prize_usd\nnorth,2026-11-15,true,0")
    assert dispatched(other_week, sent).unserved.empty


def test_without_roads_distances_are_straight_lines_and_said_to_be_estimates():
    of, sent = operation(routes=None), plan(("hub>north", "maize", 500.0))
    dispatch = dispatched(of, sent)
    assert dispatch.summary["distances_are_estimates"]
    assert dispatch.summary["distance_km"] == pytest.approx(2 * 1.35 * 55.6, rel=1e-3)
    assert_holds(of, sent, dispatch)


def test_a_road_network_of_ones_own_is_driven():
    roads = pd.DataFrame(
        {"origin_id": ["hub", "bend"], "destination_id": ["bend", "north"], "distance_km": [30.0, 25.0]}
    )
    of, sent = operation(), plan(("hub_north", "maize", 500.0))
    dispatch = dispatched(of, sent, roads)
    assert dispatch.summary["distance_km"] == pytest.approx(110)
    assert dispatch.tables["drives"]["destination_id"].tolist() == ["bend", "north", "bend", "hub"]
    assert_holds(of, sent, dispatch)


def test_a_road_network_that_cannot_be_used_names_the_cell():
    roads = pd.DataFrame({"origin_id": ["hub"], "destination_id": ["north"], "distance_km": ["far"]})
    with pytest.raises(InvalidTable, match="distance_km"):
        dispatched(operation(), plan(("hub_north", "maize", 500.0)), roads)


def test_the_same_question_has_the_same_answer():
    of, sent = operation(), plan(("hub_north", "maize", 47_000.0), ("hub_south", "maize", 31_000.0))
    first, second = dispatched(of, sent, seed=3), dispatched(of, sent, seed=3)
    assert first.summary["is_reproducible"]
    for name in DISPATCH_TABLES:
        pd.testing.assert_frame_equal(first.tables[name], second.tables[name])


def test_a_search_ended_by_its_seconds_says_so():
    of, sent = operation(), plan(("hub_north", "maize", 47_000.0), ("hub_south", "maize", 31_000.0))
    dispatch = dispatched(of, sent, iterations=1_000_000, seconds=0.3)
    assert not dispatch.summary["is_reproducible"]
    assert_holds(of, sent, dispatch)


def test_a_person_can_stop_it():
    of, sent = operation(), plan(("hub_north", "maize", 47_000.0))
    asked = threading.Event()
    request = DispatchRequest(SUNDAY, iterations=1_000_000)

    def cancelled() -> bool:
        asked.set()
        return True

    with pytest.raises(SolveCancelled):
        solve_dispatch(of, sent, request, distances_of(of, sent.scenario, request), cancelled=cancelled)
    assert asked.is_set()


def test_a_week_without_shipments_names_those_that_have_some():
    of, sent = operation(), plan(("hub_north", "maize", 500.0))
    request = DispatchRequest(pd.Timestamp("2026-11-15").date())
    with pytest.raises(InvalidScenario, match="sends nothing") as refused:
        solve_dispatch(of, sent, request, distances_of(of, sent.scenario, request))
    assert "2026-11-08" in refused.value.hint


@pytest.mark.parametrize(
    "wrong",
    [
        {"week": pd.Timestamp("2026-11-07").date()},
        {"objective": "beauty"},
        {"seconds": 0},
        {"seconds": float("nan")},
        {"iterations": 0},
        {"seed": -1},
        {"working_days": ()},
        {"working_days": ("Monday",)},
    ],
)
def test_a_question_out_of_bounds_is_refused(wrong):
    with pytest.raises(InvalidScenario):
        DispatchRequest(**({"week": SUNDAY} | wrong))


def test_an_optional_stop_is_left_under_every_objective_where_its_prize_is_too_low():
    of = operation(stops="place_id,week,optional,prize_usd\nnorth,2026-11-08,true,100")
    sent = plan(("hub_north", "maize", 500.0), ("hub_south", "maize", 500.0))
    for objective in ("cost", "time", "co2"):
        dispatch = dispatched(of, sent, objective=objective)
        assert set(dispatch.loads["place_id"]) == {"south"}
        assert "prize" in only_reason(dispatch)[0]
        assert_holds(of, sent, dispatch)


def test_nothing_is_driven_before_the_planning_start():
    of = operation(settings="key,value\nplanning_start,2026-11-04")
    sent = plan(("hub_north", "maize", 9000.0))
    dispatch = dispatched(of, sent)
    assert dispatch.visits["arrive"].min() == at("Thu", "06:00")
    assert_holds(of, sent, dispatch)


def test_a_fleet_beyond_belief_is_considered_in_part():
    of, sent = (
        operation(vehicles=VEHICLES.replace("10000,40,2", "10000,40,900000")),
        plan(("hub_north", "maize", 9000.0)),
    )
    dispatch = dispatched(of, sent)
    assert dispatch.unserved.empty
    assert any("900,000; 1,000 of them" in note for note in dispatch.summary["notes"])
