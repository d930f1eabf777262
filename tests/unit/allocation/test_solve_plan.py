"""What a plan says, checked on an operation small enough to think through."""

import numpy as np
import pandas as pd
import pytest

from core.allocation import solve_plan
from core.allocation.solve import Session
from core.audit import audit_plan
from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import Scenario
from core.domain.schemas import PLAN_TABLES
from core.errors import Infeasible, InvalidScenario, SolveCancelled, SolverFailed
from tests.random_operations import START, random_case, small_needs, small_operation, small_tables, table


def plan_of(operation: Operation | None = None, needs: pd.DataFrame | None = None, **asked) -> Plan:
    return solve_plan(
        operation or small_operation(),
        small_needs() if needs is None else needs,
        Scenario.from_values({"weeks": 4, **asked}),
        START,
    )


def one_road(**routes: object) -> dict[str, pd.DataFrame]:
    """One depot, one camp, one item, one road."""
    road = {
        "route_id": "road",
        "origin_id": "hub",
        "destination_id": "camp",
        "mode": "truck",
        "distance_km": 100.0,
        "open": True,
    }
    return {
        "camps": table("camp_id,name,country,latitude,longitude\ncamp,Camp,TZA,-4,30"),
        "population": table("camp_id,date,population\ncamp,2015-10-04,1000"),
        "depots": table("depot_id,name,kind,latitude,longitude\nhub,Hub,depot,-5,30"),
        "items": table(
            "item_id,name,sector,unit,weight_kg,volume_m3,need_quantity,need_basis,priority\n"
            "maize,Maize,food,kg,1,0.002,1,person_week,1"
        ),
        "stock": table("place_id,item_id,quantity\nhub,maize,3000"),
        "routes": pd.DataFrame([road | routes]),
        "settings": table("key,value\nplanning_start,2015-10-04\ncost_usd_per_t_km,0.1"),
    }


def maize_needs(*quantities: float) -> pd.DataFrame:
    needs = small_needs(len(quantities)).query("camp_id == 'north' and item_id == 'maize'")
    return needs.assign(camp_id="camp", need=list(quantities)).reset_index(drop=True)


@pytest.mark.parametrize("fairness", ["efficiency", "worst_off"])
def test_every_table_is_as_its_schema_declares(fairness):
    plan = plan_of(fairness=fairness)
    assert set(plan.tables) == set(PLAN_TABLES)
    for name, schema in PLAN_TABLES.items():
        schema.validate(plan.tables[name])
        assert list(plan.tables[name].columns) == schema.column_names()


def test_empty_tables_are_as_their_schemas_declare():
    plan = plan_of(closures=[{"route_id": f"r{n}"} for n in range(1, 6)], needs=small_needs().iloc[:0])
    assert plan.tables["shipments"].empty
    for name, schema in PLAN_TABLES.items():
        schema.validate(plan.tables[name])


def test_coverage_has_every_need_and_adds_up():
    coverage = plan_of().coverage
    assert len(coverage) == len(small_needs())
    assert np.allclose(coverage["need"], coverage["delivered"] + coverage["unmet"], rtol=1e-12)
    assert coverage["coverage"].between(0, 1).all()


def test_unmet_blankets_wait_for_the_next_week():
    coverage = plan_of().coverage.query("item_id == 'blanket'")
    new = small_needs().query("item_id == 'blanket'").set_index(["camp_id", "week"])["need"]
    due = coverage.set_index(["camp_id", "week"])
    waited = due["unmet"].groupby("camp_id").shift().fillna(0.0)
    assert np.allclose(due["need"], new + waited)


def test_objective_is_penalty_times_weighted_unmet_plus_cost():
    summary = plan_of(penalty_usd=7).summary
    assert summary["objective"] == 7 * summary["weighted_unmet"] + summary["cost_usd"]
    assert summary["cost_usd"] == summary["transport_usd"] + summary["purchase_usd"]
    assert summary["cost_usd"] <= 60000 * (1 + 1e-9)
    assert {"status", "termination", "gap", "worst_coverage", "waste_t", "versions", "seconds", "notes"} <= set(summary)


def test_scenario_budget_overrides_the_setting():
    assert plan_of(budget_usd=1000).summary["cost_usd"] == pytest.approx(1000)
    assert plan_of(budget_usd=0).summary["cost_usd"] == 0


def test_weekly_budget_is_not_carried_over():
    operation = Operation.build(one_road())
    plan = plan_of(operation, maize_needs(0, 3000), budget_usd_per_week=10, weeks=2)
    sent = plan.shipments.set_index("week")["quantity"]
    assert sent.tolist() == pytest.approx([1000, 1000])


def test_blank_freight_is_rate_times_distance():
    plan = plan_of(Operation.build(one_road()), maize_needs(1000))
    assert plan.summary["transport_usd"] == pytest.approx(1.0 * 0.1 * 100)
    assert any("freight" in note for note in plan.summary["notes"])


def test_blank_freight_is_rate_times_distance_beside_trips_that_are_paid():
    tables = one_road(trip_cost_usd=50, payload_kg=500)
    plan = plan_of(Operation.build(tables), maize_needs(1000))
    assert plan.summary["transport_usd"] == pytest.approx(100 + 1.0 * 0.1 * 100)


def test_trips_carry_weight_and_volume():
    tables = one_road(trip_cost_usd=50, payload_kg=500, volume_m3=0.5)
    plan = plan_of(Operation.build(tables), maize_needs(1000))
    assert plan.tables["trips"]["trips"].tolist() == pytest.approx([4])
    whole = plan_of(Operation.build(tables), maize_needs(1010), trips="whole").tables
    assert whole["trips"]["trips"].tolist() == [5]
    assert whole["shipments"]["trips"].sum() == pytest.approx(5)


def test_payload_alone_counts_trips_and_limits_nothing():
    plan = plan_of(Operation.build(one_road(payload_kg=500)), maize_needs(1750))
    assert plan.tables["trips"]["trips"].tolist() == pytest.approx([3.5])


@pytest.mark.parametrize("road", [{"payload_kg": 0.0}, {"payload_kg": 500, "trips_per_week": 0.0}, {"open": False}])
def test_nothing_moves_where_nothing_can(road):
    plan = plan_of(Operation.build(one_road(**road)), maize_needs(1000))
    assert plan.shipments.empty
    assert plan.summary["worst_coverage"] == 0


def test_both_directions_share_the_trips():
    tables = one_road(payload_kg=500, trips_per_week=3, both_ways=True)
    tables["camps"] = table("camp_id,name,country,latitude,longitude\ncamp,Camp,TZA,-4,30\nother,Other,TZA,-4,30")
    back = {"route_id": "on", "origin_id": "hub", "destination_id": "other", "mode": "truck", "distance_km": 1.0}
    tables["routes"] = pd.concat([tables["routes"], pd.DataFrame([back | {"open": True}])], ignore_index=True)
    tables["stock"] = table("place_id,item_id,quantity,earmark\nhub,maize,3000,camp\ncamp,maize,3000,other")
    needs = pd.concat([maize_needs(3000), maize_needs(3000).assign(camp_id="other")], ignore_index=True)
    plan = plan_of(Operation.build(tables), needs)
    assert plan.tables["trips"].query("route_id == 'road'")["trips"].tolist() == pytest.approx([3])
    assert plan.coverage["delivered"].sum() == pytest.approx(1500)


def test_lead_time_delays_use_and_nothing_is_sent_to_land_after_the_horizon():
    plan = plan_of(Operation.build(one_road(lead_time_weeks=1.0)), maize_needs(1000, 1000))
    assert plan.coverage["delivered"].tolist() == pytest.approx([0, 1000])
    assert plan.shipments["quantity"].tolist() == pytest.approx([1000])


def test_goods_are_used_before_they_expire_and_the_rest_is_a_loss():
    tables = one_road() | {"stock": table("place_id,item_id,quantity,expires\nhub,maize,3000,2015-10-18")}
    plan = plan_of(Operation.build(tables), maize_needs(1000, 1000))
    assert plan.coverage["delivered"].tolist() == pytest.approx([1000, 0])
    losses = plan.tables["losses"]
    assert losses["quantity"].tolist() == pytest.approx([2000])
    assert losses["reason"].tolist() == ["expired"]
    assert losses["week"].tolist() == [pd.Timestamp("2015-10-18")]


def test_reserved_goods_go_to_their_camp_alone():
    tables = small_tables() | {"stock": table("place_id,item_id,quantity,earmark\nhub,maize,5000,south")}
    tables["offers"] = tables["offers"].iloc[:0]
    tables["arrivals"] = tables["arrivals"].iloc[:0]
    delivered = plan_of(Operation.build(tables)).coverage.groupby("camp_id")["delivered"].sum()
    assert delivered.round(3).to_dict() == {"north": 0, "east": 0, "south": 5000}


def test_junction_keeps_nothing():
    tables = small_tables() | {"stock": table("place_id,item_id,quantity\ncross,maize,200000")}
    tables["offers"] = tables["offers"].iloc[:0]
    plan = plan_of(Operation.build(tables))
    assert "cross" not in set(plan.tables["stock"]["place_id"])


def test_blank_stock_counts_for_nothing_and_says_so():
    tables = one_road() | {"stock": table("place_id,item_id,quantity\nhub,maize,\nhub,maize,100")}
    plan = plan_of(Operation.build(tables), maize_needs(1000))
    assert plan.coverage["delivered"].sum() == pytest.approx(100)
    assert any("no quantity" in note for note in plan.summary["notes"])


def test_arrivals_on_the_day_of_the_count_are_in_the_count():
    tables = one_road() | {
        "stock": table("place_id,item_id,quantity\nhub,maize,10"),
        "arrivals": table("depot_id,item_id,date,quantity\nhub,maize,2015-10-04,50\nhub,maize,2015-10-05,7"),
    }
    assert plan_of(Operation.build(tables), maize_needs(1000)).coverage["delivered"].sum() == pytest.approx(17)


def test_purchases_take_the_shelf_life_of_the_item():
    tables = one_road() | {
        "stock": table("place_id,item_id,quantity\nhub,maize,0"),
        "offers": table("depot_id,item_id,price_usd_per_t\nhub,maize,100"),
    }
    tables["items"] = tables["items"].assign(shelf_life_days="7")
    plan = plan_of(
        Operation.build(tables), maize_needs(100, 100, 100), closures=[{"route_id": "road", "from": "2015-10-19"}]
    )
    # What is bought in the second week, before the road closes, expires on the third Sunday.
    assert plan.coverage["delivered"].tolist() == pytest.approx([100, 100, 0])
    assert plan.shipments["expires"].notna().all()


def test_storage_holds_what_was_there_at_the_start():
    tables = one_road()
    tables["depots"] = tables["depots"].assign(storage_m3="1")
    plan = plan_of(Operation.build(tables), maize_needs(100, 100))
    assert plan.tables["losses"].empty
    tables["arrivals"] = table("depot_id,item_id,date,quantity\nhub,maize,2015-10-12,500")
    losses = plan_of(Operation.build(tables), maize_needs(100, 100)).tables["losses"]
    assert losses["reason"].tolist() == ["disposed"]
    assert losses["quantity"].sum() == pytest.approx(300)


def test_throughput_limits_what_leaves_a_depot():
    tables = one_road()
    tables["depots"] = tables["depots"].assign(throughput_t_per_week="0.4")
    assert plan_of(Operation.build(tables), maize_needs(1000)).coverage["delivered"].sum() == pytest.approx(400)


def test_closure_closes_every_week_it_touches():
    closures = [{"depot_id": "hub", "from": "2015-10-11", "to": "2015-10-12"}]
    plan = plan_of(Operation.build(one_road()), maize_needs(10, 10, 10), closures=closures, weeks=3)
    assert plan.shipments["week"].tolist() == [pd.Timestamp("2015-10-25")]


def test_worst_off_raises_the_least_coverage():
    efficient, fair = plan_of(), plan_of(fairness="worst_off")
    assert fair.summary["worst_coverage"] > efficient.summary["worst_coverage"] + 0.1
    assert fair.summary["objective"] >= efficient.summary["objective"]


def test_camp_limit_holds():
    plan = plan_of(camp_limits=[{"camp_id": "north", "item_id": "maize", "min_coverage": 0.5}])
    north = plan.coverage.query("camp_id == 'north' and item_id == 'maize'")
    assert north["delivered"].sum() >= 0.5 * north["need"].sum() * (1 - 1e-6)


@pytest.mark.parametrize(("kind", "sent"), [("frozen", 123.0), ("forced", 20000.0), ("forbidden", 0.0)])
def test_decision_holds(kind, sent):
    decision = {"kind": kind, "route_id": "r4", "item_id": "maize", "week": "2015-10-11", "quantity": sent}
    shipments = plan_of(decisions=[decision]).shipments
    mine = shipments[shipments["week"] == pd.Timestamp("2015-10-11")].query("route_id == 'r4' and item_id == 'maize'")
    total = mine["quantity"].sum()
    assert total >= sent - 1e-6 if kind == "forced" else total == pytest.approx(sent)


def test_clashing_decisions_are_named():
    decision = {"route_id": "r4", "item_id": "maize", "week": "2015-10-11", "quantity": 500}
    with pytest.raises(Infeasible) as caught:
        plan_of(decisions=[decision | {"kind": "forced"}, decision | {"kind": "forbidden"}])
    assert len(caught.value.limits) == 2
    assert all("of Maize on " in limit and "(r4), week 2015-10-11" in limit for limit in caught.value.limits)


def test_impossible_coverage_is_named():
    with pytest.raises(Infeasible, match="coverage of North camp at least 99%"):
        plan_of(camp_limits=[{"camp_id": "north", "min_coverage": 0.99}], trips="whole")


@pytest.mark.parametrize("change", [{"route_id": "nowhere"}, {"week": "2020-01-05"}])
def test_decision_about_what_the_plan_does_not_have_is_refused(change):
    decision = {"kind": "forced", "route_id": "r4", "item_id": "maize", "week": "2015-10-11", "quantity": 1}
    with pytest.raises(InvalidScenario, match="decision 1"):
        plan_of(decisions=[decision | change])


def test_whole_units_stay_whole():
    tables = small_tables()
    tables["items"] = tables["items"].assign(whole_units="true")
    plan = plan_of(Operation.build(tables))
    assert (plan.shipments["quantity"] % 1 == 0).all()
    assert (plan.coverage["delivered"] % 1 == 0).all()


def test_whole_trips_keep_their_limit():
    trips = plan_of(trips="whole").tables["trips"].query("route_id in ('r2', 'r4')")
    assert (trips["trips"] % 1 == 0).all()
    assert trips.query("route_id == 'r4'")["trips"].max() <= 9


def test_without_routes_they_are_made_and_named_estimates():
    operation = small_operation(routes=table("route_id,origin_id,destination_id,mode,distance_km,open"))
    plan = plan_of(operation)
    assert any("estimates" in note for note in plan.summary["notes"])
    assert set(plan.shipments["origin_id"]) <= {"hub", "cross", "port"}


@pytest.mark.parametrize("fairness", ["efficiency", "worst_off"])
def test_no_need_is_full_coverage(fairness):
    plan = plan_of(needs=small_needs().assign(need=0.0), fairness=fairness)
    assert plan.summary["worst_coverage"] == 1
    assert plan.summary["objective"] == 0
    assert plan.shipments.empty


def test_camps_alone_are_an_answer():
    tables = {name: small_tables()[name] for name in ("camps", "population", "settings")}
    plan = plan_of(Operation.build(tables), small_needs().iloc[:0])
    assert plan.summary["status"] == "optimal"
    assert plan.coverage.empty


def test_needs_shorter_than_the_horizon_set_the_horizon():
    plan = plan_of(needs=small_needs(2))
    assert plan.summary["weeks"] == 2
    assert any("end after week 2" in note for note in plan.summary["notes"])


def test_quantities_far_apart_are_planned():
    tables = small_tables() | {"stock": table("place_id,item_id,quantity\nsouth,maize,1000000000\nsouth,soap,0.001")}
    delivered = plan_of(Operation.build(tables)).coverage.query("camp_id == 'south'").groupby("item_id")["delivered"]
    assert delivered.sum()["soap"] == pytest.approx(0.001)
    assert delivered.sum()["maize"] == pytest.approx(4 * 84000)


def test_cancelling_stops_the_solve():
    with pytest.raises(SolveCancelled):
        solve_plan(small_operation(), small_needs(), Scenario(), START, cancelled=lambda: True)


def test_no_time_is_a_named_failure():
    with pytest.raises(SolverFailed, match="time limit"):
        solve_plan(small_operation(), small_needs(), Scenario(), START, time_limit_seconds=0.0)


def test_progress_only_grows():
    told: list[float] = []
    solve_plan(small_operation(), small_needs(), Scenario(), START, progress=lambda share, words: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize("seed", range(40, 60))
def test_whole_trips_cost_no_less_than_continuous_ones(seed):
    operation, needs, scenario = random_case(seed)
    whole = scenario.model_copy(update={"trips": "whole"})
    less = solve_plan(operation, needs, scenario, START).summary["objective"]
    assert solve_plan(operation, needs, whole, START).summary["objective"] >= less * (1 - 1e-6) - 1e-4


def test_decision_that_only_whole_numbers_break_is_named():
    tables = one_road() | {"items": one_road()["items"].assign(whole_units="true")}
    decision = {"kind": "frozen", "route_id": "road", "item_id": "maize", "week": "2015-10-11", "quantity": 10.5}
    with pytest.raises(Infeasible) as caught:
        plan_of(Operation.build(tables), maize_needs(100), decisions=[decision])
    assert any("10.5 of Maize on " in limit and "(road)" in limit for limit in caught.value.limits)


def test_fault_in_a_listener_is_raised_and_not_lost(monkeypatch):
    monkeypatch.setattr("core.allocation.solve.SECONDS_BETWEEN_REPORTS", 0.0)

    def listen(share: float, words: str) -> None:
        if 0.2 < share < 0.9:
            raise KeyError("listener")

    with pytest.raises(KeyError, match="listener"):
        solve_plan(small_operation(), small_needs(), Scenario(), START, progress=listen)


def test_plan_of_an_earlier_stage_is_kept_when_time_runs_out(monkeypatch):
    def only_once(session):
        if session._last is not None:
            return None
        return first_stage(session)

    first_stage = Session._minimise_continuous
    monkeypatch.setattr(Session, "_minimise_continuous", only_once)
    plan = plan_of(fairness="worst_off")
    assert (plan.report.status, plan.report.termination, plan.report.gap) == ("best_found", "Time limit reached", 1.0)
    assert plan.summary["worst_coverage"] > 0.4


@pytest.mark.parametrize("seed", [10, 16])
def test_a_stock_of_a_million_million_beside_ordinary_needs_has_a_plan_that_holds(seed):
    operation, needs, scenario = random_case(seed)
    scenario = scenario.model_copy(update={"fairness": "leximin", "trips": "whole"})
    stock = operation.stock.assign(quantity=1e12)
    operation = operation.replaced(stock=stock.astype(str).where(stock.notna()))
    plan = solve_plan(apply_scenario(operation, scenario), needs, scenario, START)
    assert audit_plan(operation, plan).passed
