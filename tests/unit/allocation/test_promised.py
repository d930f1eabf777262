"""A promised plan is changed as little as its price says."""

import pandas as pd
import pytest

from core.allocation import solve_plan
from core.audit import audit_plan
from core.domain.scenario import Scenario
from core.services.promised_plan import tonnes_changed
from tests.random_operations import START, random_case
from tests.unit.allocation.test_fairness import needs, three_camps

DAY = pd.Timestamp("2025-06-29")


def plans(price: float):
    """The plan when everybody needs the same, and the next one when the second camp matters more."""
    before = solve_plan(three_camps(hub=1200.0), needs(), Scenario(weeks=1), DAY)
    operation = three_camps(hub=1200.0)
    operation = operation.replaced(camps=operation.camps.assign(vulnerability=[1.0, 1.01, 1.0]))
    asked = Scenario(weeks=1, promised="plan", stability_usd_per_t=price)
    return before, solve_plan(operation, needs(), asked, DAY, promised=before.shipments), operation


def test_without_a_price_the_plan_follows_the_weights():
    before, after, operation = plans(0.0)
    assert after.coverage.set_index("camp_id")["coverage"]["b"] == pytest.approx(1.0)
    # 800 kg leave the first camp and come to the second
    assert tonnes_changed(operation.items, before.shipments, after.shipments) == pytest.approx(1.6, rel=1e-4)


def test_a_gain_under_the_price_moves_nothing():
    # 800 kg are 80 person-weeks, worth 1 % of 100 USD each: 80 USD against 1.6 t
    before, after, operation = plans(60.0)
    assert tonnes_changed(operation.items, before.shipments, after.shipments) == pytest.approx(0.0, abs=1e-6)
    before, after, operation = plans(40.0)
    assert tonnes_changed(operation.items, before.shipments, after.shipments) > 1.5


@pytest.mark.parametrize("seed", range(6))
def test_a_high_price_keeps_what_can_be_kept_and_every_limit(seed):
    operation, needs_, scenario = random_case(seed)
    scenario = scenario.model_copy(update={"trips": "continuous"})
    before = solve_plan(operation, needs_, scenario, START)
    changes, objectives = [], []
    for price in (0.0, 50.0, 1e6):
        asked = scenario.model_copy(
            update={"promised": "plan", "stability_usd_per_t": price, "penalty_usd": scenario.penalty_usd * 1.5}
        )
        plan = solve_plan(operation, needs_, asked, START, promised=before.shipments)
        assert audit_plan(operation, plan).passed
        changes.append(tonnes_changed(operation.items, before.shipments, plan.shipments))
        objectives.append(plan.summary["objective"])
    assert changes[2] <= changes[1] + 1e-6 <= changes[0] + 2e-6
    assert objectives[0] <= objectives[1] * (1 + 1e-6) + 1e-3
    assert changes[2] == pytest.approx(0.0, abs=1e-4)
