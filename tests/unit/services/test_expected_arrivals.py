"""Chance by week of goods on their way; plans and inventories that go by it; lead times of reorder rules."""

from dataclasses import replace

import pandas as pd
import pytest

from core.allocation import solve_plan
from core.audit import audit_plan
from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.services.expected_arrivals import expected_arrivals, in_words
from core.services.learnt_lead_times import in_words as lead_times_in_words, lead_times_of_rules
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.random_operations import START, table
from tests.unit.allocation.test_solve_plan import maize_needs, one_road
from tests.unit.lead_times.order_books import drawn_lines, lines_of


@pytest.fixture(scope="module")
def history():
    """Orders to the hub, some of them open on the planning start of the small operation."""
    lines = drawn_lines(120)
    move = pd.Timestamp("2025-07-20") - lines["delivered"].max()
    days = ["ordered", "promised", "delivered", "recorded"]
    return lines.assign(**{day: lines[day] + move for day in days}, destination_id="hub", item_id="soap")


def test_a_chance_rises_week_by_week_by_the_spread_that_is_told():
    arrivals = small_tables()["arrivals"].assign(delay_days_sd=[7.0, 0.0, None])
    found = expected_arrivals(small_operation(arrivals=arrivals), 5)
    chance = found.pivot_table(index="name", columns="week", values="chance")
    # 10 July with 7 days of spread: at the date half are there; 13, 20 and 27 July are 3, 10 and 17 days after it
    assert chance.loc["A1"].to_list() == [0.0, 0.6, 0.9, 0.9, 0.9]
    assert chance.loc["A3"].to_list() == [0.0, 0.0, 0.0, 1.0, 1.0]
    assert set(found.loc[found["name"] == "A3", "basis"]) == {"date as told"}
    by = "as likely as not there by 2025-07-13; nine times in ten by 2025-07-20."
    assert in_words(found)[0] == f"arrival A1, cereal to hub: {by}"


def test_open_orders_are_forecast_and_delivered_ones_are_not_on_their_way(history):
    found = expected_arrivals(small_operation(orders=history), 30)
    orders = found[found["kind"] == "order"]
    still_open = history[(history["recorded"] >= PLANNING_START) & (history["ordered"] < PLANNING_START)]
    assert set(orders["name"]) == set(still_open["order_id"])
    assert orders.groupby("name")["chance"].is_monotonic_increasing.all()
    assert orders.groupby("name")["chance"].max().median() == pytest.approx(0.9)


def test_nothing_on_its_way_is_said():
    nothing = small_operation(arrivals=small_tables()["arrivals"].iloc[:0])
    assert in_words(expected_arrivals(nothing, 4)) == ["Nothing is on its way."]


def test_a_plan_for_a_service_level_goes_by_later_goods_and_the_auditor_agrees():
    coming = table("depot_id,item_id,date,quantity,delay_days_sd\nhub,maize,2015-10-08,4000,8")
    operation = Operation.build(
        {**one_road(), "stock": table("place_id,item_id,quantity\nhub,maize,0"), "arrivals": coming}
    )
    needs, scenario = maize_needs(1000, 1000, 1000, 1000), Scenario(weeks=4, arrival_service_level=0.9)
    told = solve_plan(operation, needs, Scenario(weeks=4), START)
    safe = solve_plan(apply_scenario(operation, scenario, START), needs, scenario, START)
    assert audit_plan(operation, safe).passed
    # 10.3 days late at nine in ten: 19 October, the third week, so two weeks go without
    assert told.coverage["unmet"].sum() == pytest.approx(0, abs=1e-6)
    assert safe.coverage["unmet"].sum() == pytest.approx(2000, rel=1e-6)
    assert not audit_plan(operation, replace(told, scenario=scenario)).passed


def test_lead_times_of_rules_are_told_beside_those_of_past_orders(history):
    policies = pd.DataFrame(
        {
            "place_id": ["hub"],
            "item_id": ["soap"],
            "service_level_share": [0.9],
            "lead_time_weeks": [1.0],
            "review_weeks": [1.0],
        }
    )
    found = lead_times_of_rules(small_operation(orders=history, policies=policies))
    past = history[history["recorded"] < PLANNING_START]
    mean = (past["delivered"] - past["ordered"]).dt.days.mean() / 7
    # the orders that are still open make it longer than the mean of those that came
    assert mean < found["learnt_weeks"].iloc[0] < 1.5 * mean
    assert "its reorder rule says 1." in lead_times_in_words(found)[0]


def test_with_few_orders_no_lead_time_is_told():
    few = lines_of([{"order_id": "a", "origin": "x", "destination_id": "hub", "ordered": "2025-01-01"}])
    assert lead_times_of_rules(small_operation(orders=few)).empty
