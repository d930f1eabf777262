"""The check finds what is wrong: each limit broken by hand in a dispatch that holds."""

from dataclasses import replace

import pandas as pd
import pytest

from core.dispatch import check_dispatch
from core.domain.dispatch import Dispatch
from tests.unit.dispatch.hand_made import CAMPS, ROUTES, VEHICLES, dispatched, operation, plan

SENT = (("hub_north", "maize", 9000.0), ("hub_cross", "maize", 4000.0), ("cross_south", "maize", 4000.0))


@pytest.fixture(scope="module")
def case():
    of, sent = operation(), plan(*SENT)
    return of, sent, dispatched(of, sent)


def broken(of, sent, dispatch) -> set[str]:
    return set(check_dispatch(of, sent, dispatch).violations["limit"])


def with_table(dispatch: Dispatch, name: str, **columns) -> Dispatch:
    return replace(dispatch, tables={**dispatch.tables, name: dispatch.tables[name].assign(**columns)})


def test_a_dispatch_as_it_was_made_holds(case):
    assert broken(*case) == set()


def test_goods_that_vanish_are_missed(case):
    of, sent, dispatch = case
    less = dispatch.loads["quantity"].where(dispatch.loads["place_id"] != "north", 8999.0)
    assert "accounted" in broken(of, sent, with_table(dispatch, "loads", quantity=less))


def test_an_overloaded_truck_is_found_by_weight_and_by_volume(case):
    _, sent, dispatch = case
    assert "kg" in broken(operation(vehicles=VEHICLES.replace("10000,40,2", "8000,40,2")), sent, dispatch)
    assert "m3" in broken(operation(vehicles=VEHICLES.replace("10000,40,2", "10000,8,2")), sent, dispatch)


def test_a_vehicle_the_fleet_does_not_have_is_found(case):
    of, sent, dispatch = case
    tables = {
        name: table.assign(vehicle=table["vehicle"].str.replace("/1", "/7")) if "vehicle" in table else table
        for name, table in dispatch.tables.items()
    }
    assert "fleet" in broken(of, sent, replace(dispatch, tables=tables))


def test_longer_unloading_a_closed_gate_and_shorter_days_are_found(case):
    _, sent, dispatch = case
    assert "service" in broken(operation(camps=CAMPS.replace("08:00,16:00,60", "08:00,16:00,90")), sent, dispatch)
    assert "window" in broken(operation(camps=CAMPS.replace("08:00,16:00,60", "13:00,16:00,60")), sent, dispatch)
    assert "hours" in broken(operation(vehicles=VEHICLES.replace(",9,50,", ",4,50,")), sent, dispatch)
    assert "driving" in broken(operation(vehicles=VEHICLES.replace(",9,50,", ",9,10,")), sent, dispatch)


def test_work_on_a_day_off_is_found(case):
    of, sent, dispatch = case
    asked = replace(dispatch.request, working_days=("Sun",))
    assert "working_days" in broken(of, sent, replace(dispatch, request=asked))


def test_loading_before_the_planning_start_is_found(case):
    _, sent, dispatch = case
    assert broken(operation(settings="key,value\nplanning_start,2026-11-05"), sent, dispatch) == {"planning_start"}


def test_a_closed_road_the_wrong_terrain_and_a_missed_convoy_are_found(case):
    of, sent, dispatch = case
    closed = plan(*SENT, closures=[{"route_id": "hub_north"}])
    assert broken(of, closed, dispatch) == {"closed"}
    assert "closed" in broken(
        operation(routes=ROUTES.replace("truck,80,2,0,true", "truck,80,2,0,false")), sent, dispatch
    )
    assert "terrain" in broken(operation(vehicles=VEHICLES.replace("0.9,truck", "0.9,boat")), sent, dispatch)
    convoy = ROUTES.replace("truck,80,2,0,true,false,", "truck,80,2,0,true,false,Sun")
    assert "convoy" in broken(operation(routes=convoy), sent, dispatch)


def test_goods_that_leave_before_they_came_in_are_found(case):
    of, sent, dispatch = case
    visits = dispatch.visits
    into = (visits["place_id"] == "cross") & (visits["sequence"] > 0)
    late = visits["depart"].where(~into, visits["depart"] + pd.Timedelta(days=6))
    assert "goods" in broken(of, sent, with_table(dispatch, "visits", depart=late))


def test_stops_out_of_order_and_a_vehicle_that_stays_away_are_found(case):
    of, sent, dispatch = case
    visits = dispatch.visits
    early = visits["arrive"].where(visits["place_id"] != "north", visits["arrive"] - pd.Timedelta(hours=3))
    assert "order" in broken(of, sent, with_table(dispatch, "visits", arrive=early))
    last = ~visits["vehicle"].duplicated(keep="last")
    away = visits["place_id"].where(~last, "south")
    assert "home" in broken(of, sent, with_table(dispatch, "visits", place_id=away))


def test_a_load_for_another_place_and_one_never_loaded_are_found(case):
    of, sent, dispatch = case
    loads = dispatch.loads
    assert "handover" in broken(of, sent, with_table(dispatch, "loads", place_id="south"))
    assert "loading" in broken(of, sent, with_table(dispatch, "loads", origin_id="north"))
    assert len(loads) == 3


def test_figures_that_do_not_add_up_are_found(case):
    of, sent, dispatch = case
    assert "figures" in broken(of, sent, replace(dispatch, summary={**dispatch.summary, "cost_usd": 1.0}))
    assert "cost" in broken(of, sent, with_table(dispatch, "trips", cost_usd=dispatch.trips["cost_usd"] * 2))


def test_goods_left_without_a_reason_are_found():
    of = operation(vehicles=VEHICLES.replace("10000,40,2", "10000,40,1").replace(",9,50,", ",2,50,"))
    sent = plan(("hub_north", "maize", 90_000.0))
    dispatch = dispatched(of, sent)
    assert broken(of, sent, dispatch) == set()
    assert not dispatch.unserved.empty
    assert "reason" in broken(of, sent, with_table(dispatch, "unserved", reason=""))
