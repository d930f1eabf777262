"""A plan for the spread serves many futures better than one for the median; without spread it is the plain plan."""

import numpy as np
import pandas as pd
import pytest

from core.allocation import solve_plan
from core.audit import audit_plan
from core.domain.change import apply_scenario
from core.domain.scenario import Scenario
from core.services.spread_of_need import spread_of_need
from core.services.stress_plans import stress_plans
from core.stress.futures import NeedFutures
from core.stress.reduce import few_futures
from tests.unit.allocation.test_fairness import three_camps
from tests.unit.stress.test_stress import DAY, LEVELS, spread_needs


def planned(operation, needs, **asked):
    scenario = Scenario(weeks=2, **asked)
    futures = spread_of_need(operation, needs, scenario, DAY)
    plan = solve_plan(operation, needs, scenario, DAY, futures=futures)
    assert audit_plan(operation, plan).passed
    return plan


def test_without_spread_it_is_the_plain_plan():
    operation, needs = three_camps(hub=1500.0, a=2000.0), spread_needs(0.0)
    plain, spread = planned(operation, needs), planned(operation, needs, plan_for="spread")
    assert spread.summary["weighted_unmet"] == pytest.approx(plain.summary["weighted_unmet"], rel=1e-6)
    assert spread.summary["cost_usd"] == pytest.approx(plain.summary["cost_usd"], rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("caution", [0.0, 0.5])
def test_over_many_futures_it_leaves_less_unmet_than_the_plan_for_the_median(caution):
    # goods for all in the median; the second camp may need half or one and a half of it, the others always the same
    operation, needs = three_camps(hub=4000.0, c=2000.0), spread_needs(0.0)
    for level, step in zip(LEVELS, np.linspace(-1, 1, 9), strict=True):
        needs.loc[needs["camp_id"] == "b", level] = 1000.0 * (1 + 0.5 * step)
    median, spread = planned(operation, needs), planned(operation, needs, plan_for="spread", caution=caution)
    regret = stress_plans(operation, {"spread": spread, "median": median}, futures=400).regret.set_index("plan")
    assert regret["mean_unmet"]["spread"] <= regret["mean_unmet"]["median"] * (1 + 1e-6)
    assert regret["worst_tenth"]["spread"] <= regret["worst_tenth"]["median"] * (1 + 1e-6)
    if not caution:
        sent = [p.shipments.query("destination_id == 'b'")["quantity"].sum() for p in (median, spread)]
        assert sent[1] >= sent[0] - 1e-6


@pytest.mark.parametrize("caution", [0.0, 1.0])
def test_the_ledger_makes_up_for_waiting_in_every_future(caution):
    # goods for one camp of two; "a" counts half more, "b" waited and so counts nearly double
    asked = Scenario(vulnerability=({"camp_id": "a", "vulnerability": 1.5},))
    operation, needs = apply_scenario(three_camps(hub=2000.0), asked), spread_needs(0.1)
    needs = needs[needs["camp_id"] != "c"]
    for rule, first in (("efficiency", "a"), ("ledger", "b")):
        plan = planned(operation, needs, plan_for="spread", fairness=rule, caution=caution)
        sent = plan.shipments.groupby("destination_id")["quantity"].sum()
        assert sent.idxmax() == first, rule


def test_few_futures_stand_for_many():
    rng = np.random.default_rng(5)
    groups = np.array([10.0, 20.0, 40.0])
    need = rng.choice(groups, size=300, p=[0.5, 0.3, 0.2])
    futures = NeedFutures(
        pairs=pd.DataFrame({"camp_id": ["a"], "item_id": ["x"]}),
        weeks=pd.DatetimeIndex(["2025-07-06"]),
        waits=np.array([False]),
        planned=np.array([[20.0]]),
        need=need[None, None, :],
    )
    few = few_futures(futures, np.ones(1), 3)
    assert sorted(few.need.ravel()) == groups.tolist()
    by_need = dict(zip(few.need.ravel(), few.chance, strict=True))
    for group in groups:
        assert by_need[group] == pytest.approx((need == group).mean())
