"""Plans over many futures: by hand, against the plan itself, and what must hold of every plan."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.allocation import solve_plan
from core.domain.scenario import Scenario
from core.errors import InvalidScenario, InvalidTable
from core.services.stress_plans import stress_plans
from tests.unit.allocation.test_fairness import three_camps

DAY = pd.Timestamp("2025-06-29")
LEVELS = [f"need_q{level}0" for level in range(1, 10)]


def spread_needs(spread: float = 0.2) -> pd.DataFrame:
    """Each camp needs 1,000 kg in each of two weeks, give or take a share."""
    weeks = pd.to_datetime(["2025-07-06", "2025-07-13"])
    rows = pd.MultiIndex.from_product([["a", "b", "c"], ["maize"], weeks], names=["camp_id", "item_id", "week"])
    table = rows.to_frame(index=False)
    for column, step in zip(LEVELS, np.linspace(-1, 1, 9), strict=True):
        table[column] = 1000.0 * (1 + spread * step)
    return table.assign(need=1000.0)


def plan_of(needs: pd.DataFrame, **asked: object):
    operation = three_camps(hub=1500.0, a=2000.0)
    return operation, solve_plan(operation, needs, Scenario(weeks=2, **asked), DAY)


def test_without_spread_every_future_is_the_plan():
    operation, plan = plan_of(spread_needs(0.0))
    found = stress_plans(operation, {"plan": plan}, futures=20)
    by_hand = plan.coverage.groupby("camp_id")[["need", "delivered"]].sum()
    by_hand = by_hand["delivered"] / by_hand["need"]
    camps = found.stress.camps.set_index("camp_id")
    for column in ("planned", "coverage_q10", "coverage_q50", "coverage_q90"):
        assert camps[column].reindex(by_hand.index).to_numpy() == pytest.approx(by_hand.to_numpy(), abs=1e-9)
    assert found.stress.mean_unmet == pytest.approx(plan.summary["weighted_unmet"], rel=1e-9)
    assert found.stress.planned_unmet == pytest.approx(plan.summary["weighted_unmet"], rel=1e-9)
    assert (camps["beyond_plan"].abs() < 1e-6).all()


def test_a_camp_that_has_just_enough_falls_short_in_half_of_the_futures():
    operation, plan = plan_of(spread_needs(0.2))
    camps = stress_plans(operation, {"plan": plan}, futures=2000, threshold=1.0).stress.camps.set_index("camp_id")
    # half of a percent rounds to full, so a little under one half
    assert camps["chance_under"]["a"] == pytest.approx(0.5, abs=0.08)
    assert camps["coverage_q90"]["a"] == pytest.approx(1.0)
    assert camps["coverage_q10"]["a"] == pytest.approx(1 / 1.2, abs=0.03)


def test_what_is_left_of_a_lean_week_is_handed_out_in_the_next():
    needs = spread_needs(0.0)
    needs.loc[(needs["camp_id"] == "a") & (needs["week"] == "2025-07-06"), LEVELS] = 400.0
    needs.loc[(needs["camp_id"] == "a") & (needs["week"] == "2025-07-13"), LEVELS] = 1600.0
    operation, plan = plan_of(spread_needs(0.0))
    camps = stress_plans(operation, {"plan": replace(plan, needs=needs)}, futures=10).stress.camps
    assert camps.set_index("camp_id")["coverage_q50"]["a"] == pytest.approx(1.0)


def test_the_same_futures_whatever_is_asked_with_them_and_regret_is_from_the_best():
    operation, plan = plan_of(spread_needs())
    _, other = plan_of(spread_needs(), fairness="leximin")
    alone = stress_plans(operation, {"plan": plan}, futures=200).stress.camps
    both = stress_plans(operation, {"plan": plan, "other": other}, futures=200)
    pd.testing.assert_frame_equal(both.stress.camps, alone)
    regret = both.regret.set_index("plan")
    assert (regret["mean_regret"] >= 0).all()
    assert regret["best_share"].sum() >= 1
    assert regret["mean_unmet"].diff().iloc[-1] == pytest.approx(regret["mean_regret"].diff().iloc[-1])
    assert (regret["worst_tenth"] >= regret["mean_unmet"]).all()


def test_a_plan_beside_itself_is_not_regretted():
    operation, plan = plan_of(spread_needs())
    regret = stress_plans(operation, {"one": plan, "two": plan}, futures=50).regret
    assert (regret["max_regret"] == 0).all()
    assert (regret["best_share"] == 1).all()


@pytest.mark.parametrize("asked", [{"futures": 0}, {"futures": 10**6}, {"threshold": 1.5}, {"threshold": float("nan")}])
def test_bounds_of_the_question_are_told(asked):
    operation, plan = plan_of(spread_needs())
    with pytest.raises(InvalidScenario):
        stress_plans(operation, {"plan": plan}, **asked)


def test_needs_without_a_spread_are_told():
    operation, plan = plan_of(spread_needs())
    bare = replace(plan, needs=plan.needs[["camp_id", "item_id", "week", "need"]])
    with pytest.raises(InvalidTable, match="no spread"):
        stress_plans(operation, {"plan": bare})
