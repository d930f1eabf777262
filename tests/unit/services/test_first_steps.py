"""First steps are the plan's own, ranked by what they spare; counts that are old are asked for."""

import pandas as pd
import pytest

from core.domain.scenario import Scenario
from core.services.first_steps import first_steps
from core.services.load_situation import load_situation
from core.services.need_met import need_met_of_all
from core.services.plan_distribution import plan_distribution
from core.services.plan_figures import plan_figures
from core.services.read_today import read_today
from core.services.shelves import shelves_until_delivery
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.services.situations import plan_bringing, situation_of, stock_of

PEOPLE = {"north": 1000.0, "south": 2000.0, "east": 500.0}
FIRST_SUNDAY = pd.Timestamp("2025-07-06")


def steps_of(shipments, stock=None, purchases=None, **overrides):
    operation = small_operation(stock=stock_of(stock or {("north", "cereal"): 800.0}), **overrides)
    situation = situation_of(operation, PEOPLE)
    plan = plan_bringing(operation, situation, shipments, purchases)
    return first_steps(operation, situation, shelves_until_delivery(operation, situation, plan), plan)


def test_a_shipment_tells_tonnes_trips_cost_and_days_of_need():
    step = steps_of({("crossing_north", "cereal", 0): 2800.0}).shipments[0]
    assert (step.camp_id, step.item_id, step.origin_id, step.via) == ("north", "cereal", "crossing", "through")
    assert step.week == step.arrives == FIRST_SUNDAY
    assert step.tonnes == pytest.approx(2.8)
    assert step.need_days == pytest.approx(7.0)
    # USD 12 a tonne and USD 90 a trip of 10 t
    assert step.cost_usd == pytest.approx(2.8 * 12 + 0.28 * 90)
    assert step.empty_on == PLANNING_START + pd.Timedelta(days=3)


def test_shipments_come_in_the_order_of_the_shelves_and_later_weeks_stay_out():
    stock = {("north", "cereal"): 0.0, ("south", "cereal"): 0.0}
    shipments = {
        ("crossing_north", "cereal", 0): 2800.0,
        ("hub_south", "cereal", 0): 5600.0,
        ("crossing_south", "soap", 1): 900.0,
    }
    steps = steps_of(shipments, stock)
    assert [step.camp_id for step in steps.shipments] == ["south", "north"]
    assert steps.shipments[0].via == "from"
    assert steps.more_shipments == 0


def test_a_full_shelf_is_spared_nothing_and_comes_last():
    stock = {("north", "cereal"): 100.0, ("south", "cereal"): 1e6}
    steps = steps_of({("hub_south", "cereal", 0): 50000.0, ("crossing_north", "cereal", 0): 400.0}, stock)
    assert [step.camp_id for step in steps.shipments] == ["north", "south"]


def test_each_camp_comes_once_before_a_second_shipment_of_any():
    stock = {("north", "cereal"): 400.0, ("north", "soap"): 0.0, ("south", "cereal"): 2400.0}
    shipments = {("crossing_north", "cereal", 0): 2800.0, ("crossing_north", "soap", 0): 300.0}
    shipments[("hub_south", "cereal", 0)] = 5600.0
    steps = steps_of(shipments, stock).shipments
    assert [step.camp_id for step in steps] == ["north", "south", "north"]


def test_a_headline_that_no_shipment_answers_is_said_to_wait():
    stock = {("north", "cereal"): 400.0, ("south", "cereal"): 2400.0}
    steps = steps_of({("hub_south", "cereal", 0): 5600.0, ("crossing_north", "cereal", 2): 5600.0}, stock)
    wait = steps.waits[0]
    assert (wait.camp_id, wait.item_id, wait.answers_headline) == ("north", "cereal", True)
    assert wait.delivery_week == FIRST_SUNDAY + pd.Timedelta(weeks=2)
    assert wait.days_late == 13


def test_the_shelf_the_plan_leaves_empty_longest_waits_beside_an_answered_headline():
    stock = {("north", "cereal"): 400.0, ("south", "cereal"): 2400.0}
    steps = steps_of({("crossing_north", "cereal", 0): 50000.0}, stock)
    assert [(wait.camp_id, wait.answers_headline) for wait in steps.waits] == [("south", False)]
    assert steps.waits[0].delivery_week is None


def test_legs_between_depots_are_no_step():
    assert steps_of({("port_hub", "cereal", 0): 9000.0}).shipments == ()


def test_purchases_of_the_first_week_tell_when_they_can_leave():
    bought = pd.DataFrame(
        {
            "depot_id": ["port", "port"],
            "item_id": ["cereal", "cereal"],
            "week": [FIRST_SUNDAY, FIRST_SUNDAY + pd.Timedelta(weeks=1)],
            "quantity": [20000.0, 90000.0],
            "cost_usd": [8400.0, 37800.0],
            "lead_time_weeks": [1, 1],
        }
    )
    steps = steps_of({}, purchases=bought)
    assert len(steps.purchases) == 1
    assert steps.purchases[0].tonnes == pytest.approx(20.0)
    assert steps.purchases[0].ready == FIRST_SUNDAY + pd.Timedelta(weeks=1)


def test_old_and_missing_counts_are_asked_for_the_missing_first():
    population = small_tables()["population"]
    keep = (population["camp_id"] == "south") | (
        (population["camp_id"] == "east") & (population["date"] < PLANNING_START - pd.Timedelta(days=20))
    )
    counts = steps_of({}, population=population[keep]).counts
    assert [count.camp_id for count in counts] == ["north", "east"]
    assert counts[0].age_days is None
    assert counts[1].age_days > 20


def test_a_real_plan_is_read_whole(resources):
    operation = small_operation()
    plan = plan_distribution(resources, operation, Scenario(weeks=4))
    situation = load_situation(resources, operation, 4)
    today = read_today(operation, operation, situation, plan.plan)
    assert today.knows_shelves
    assert today.met.low <= today.met.share <= today.met.high
    assert today.met.share == pytest.approx(plan_figures(operation, plan).need_met)
    sent = plan.plan.shipments
    first = sent[(sent["week"] == FIRST_SUNDAY) & sent["destination_id"].isin(PEOPLE)]
    for step in today.steps.shipments:
        leg = first[(first["destination_id"] == step.camp_id) & (first["item_id"] == step.item_id)]
        assert step.cost_usd >= 0
        assert leg["quantity"].sum() > 0
    without = read_today(operation, operation, situation, None)
    assert without.met is None
    assert without.steps.shipments == ()


def test_need_met_has_no_band_where_the_needs_have_none(resources):
    operation = small_operation()
    plan = plan_distribution(resources, operation, Scenario(weeks=2)).plan
    bare = plan.__class__(plan.tables, plan.needs[["camp_id", "item_id", "week", "need"]], plan.scenario, plan.report)
    met = need_met_of_all(operation, bare)
    assert met.low is None
    assert met.high is None
    assert 0 <= met.share <= 1
