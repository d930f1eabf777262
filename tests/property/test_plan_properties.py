"""What holds of every plan, whatever the operation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from core.allocation import solve_plan
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import Scenario
from core.domain.weeks import planning_weeks, week_numbers
from tests.random_operations import START, random_case

few = settings(max_examples=10, deadline=None)
seeds = st.integers(min_value=0, max_value=100_000)
rules = st.sampled_from(["efficiency", "equal_shares", "coverage_floor", "worst_off", "leximin", "ledger"])


def plan_for(seed: int, **asked: object) -> tuple[Operation, Plan]:
    operation, needs, scenario = random_case(seed)
    return operation, solve_plan(operation, needs, scenario.model_copy(update=asked), START)


@few
@given(seeds, rules, st.sampled_from(["continuous", "whole"]))
def test_unmet_is_the_rest_and_coverage_a_share(seed, fairness, trips):
    _, plan = plan_for(seed, fairness=fairness, trips=trips)
    coverage = plan.coverage
    assert np.allclose(coverage["need"], coverage["delivered"] + coverage["unmet"], rtol=1e-12, atol=1e-9)
    assert coverage["coverage"].between(0, 1).all()
    assert 0 <= plan.summary["worst_coverage"] <= 1


@few
@given(seeds, rules)
def test_goods_are_conserved(seed, fairness):
    operation, plan = plan_for(seed, fairness=fairness)
    tables = plan.tables
    weeks = planning_weeks(START, plan.summary["weeks"])
    arrivals = operation.arrivals
    number = week_numbers(arrivals["date"], START)
    came = arrivals[(number >= 0) & (number < len(weeks))].groupby("item_id")["quantity"].sum()
    had = operation.stock.groupby("item_id")["quantity"].sum().add(came, fill_value=0)
    had = had.add(tables["purchases"].groupby("item_id")["quantity"].sum(), fill_value=0)
    used = tables["coverage"].groupby("item_id")["delivered"].sum()
    left = tables["stock"][tables["stock"]["week"] == weeks[-1]].groupby("item_id")["quantity"].sum()
    lost = tables["losses"].groupby("item_id")["quantity"].sum()
    total = used.add(left, fill_value=0).add(lost, fill_value=0)
    both = pd.concat([had, total], axis=1).fillna(0.0).to_numpy()
    assert np.allclose(both[:, 0], both[:, 1], rtol=1e-6, atol=1e-5)
    assert (tables["stock"]["quantity"] >= 0).all()


@few
@given(seeds, rules)
def test_no_place_sends_more_than_it_has(seed, fairness):
    """Week by week and lot by lot: what leaves a depot was there, came in, or was bought."""
    operation, plan = plan_for(seed, fairness=fairness)
    tables = plan.tables
    routes = operation.routes.set_index("route_id")
    shipments = tables["shipments"]
    lead = routes["lead_time_weeks"].fillna(0).reindex(shipments["route_id"]).to_numpy()
    landed = shipments["week"] + pd.to_timedelta(lead * 7, unit="D")
    for place in operation.depots["depot_id"]:
        out = shipments[shipments["origin_id"] == place].groupby("item_id")["quantity"].sum()
        into = shipments[(shipments["destination_id"] == place) & (landed <= tables["coverage"]["week"].max())]
        stock = operation.stock.query("place_id == @place").groupby("item_id")["quantity"].sum()
        came = operation.arrivals.query("depot_id == @place").groupby("item_id")["quantity"].sum()
        bought = tables["purchases"].query("depot_id == @place").groupby("item_id")["quantity"].sum()
        had = sum_of(stock, came, bought, into.groupby("item_id")["quantity"].sum())
        assert (out <= had.reindex(out.index).fillna(0) * (1 + 1e-6) + 1e-5).all()


def sum_of(*parts: pd.Series) -> pd.Series:
    return pd.concat(parts).groupby(level=0).sum()


@few
@given(seeds, st.floats(min_value=0, max_value=3000), st.floats(min_value=0, max_value=3000))
def test_more_budget_never_gives_a_worse_objective(seed, budget, more):
    objectives = [plan_for(seed, budget_usd=money)[1].summary["objective"] for money in (budget, budget + more)]
    assert objectives[1] <= objectives[0] * (1 + 1e-6) + 1e-4


@few
@given(seeds)
def test_worst_off_is_never_worse_for_the_worst_off(seed):
    least = {rule: plan_for(seed, fairness=rule)[1].summary["worst_coverage"] for rule in ("efficiency", "worst_off")}
    assert least["worst_off"] >= least["efficiency"] - 1e-6


@few
@given(seeds, rules)
def test_money_trips_and_room_hold(seed, fairness):
    operation, needs, scenario = random_case(seed)
    plan = solve_plan(operation, needs, scenario.model_copy(update={"fairness": fairness}), START)
    if scenario.budget_usd is not None:
        assert plan.summary["cost_usd"] <= scenario.budget_usd * (1 + 1e-6) + 1e-4
    limit = operation.routes.set_index("route_id")["trips_per_week"]
    trips = plan.tables["trips"]
    most = limit.reindex(trips["route_id"]).fillna(np.inf).to_numpy()
    assert (trips["trips"].to_numpy() <= most * (1 + 1e-6) + 1e-6).all()
    shared = plan.shipments.groupby(["route_id", "week"])["trips"].sum()
    assert np.allclose(
        trips.set_index(["route_id", "week"])["trips"],
        shared.sort_index().reindex(trips.set_index(["route_id", "week"]).index),
    )


def test_same_question_gives_the_same_plan():
    (_, one), (_, two) = plan_for(11), plan_for(11)
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, two.tables[name])


@pytest.mark.parametrize("weeks", [1, 52])
def test_shortest_and_longest_horizon_are_planned(weeks):
    operation, _, _ = random_case(3)
    needs = pd.DataFrame({"camp_id": "c0", "item_id": "maize", "week": planning_weeks(START, weeks), "need": 10.0})
    plan = solve_plan(operation, needs, Scenario(weeks=weeks), START)
    assert plan.summary["weeks"] == weeks
