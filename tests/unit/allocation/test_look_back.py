"""Rules that look back: what a camp went without in past weeks stands beside what it goes without now, by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.allocation import solve_plan
from core.audit import audit_plan
from core.domain.scenario import Scenario
from tests.random_operations import START, random_case, table
from tests.unit.allocation.test_fairness import needs, three_camps

DAY = pd.Timestamp("2025-06-29")
"""Of 8,000 kg that each camp needed in the eight weeks before, "a" was handed all, "b" 100 and "c" nothing."""


def planned(look_back: bool, rule: str = "leximin", operation=None, **asked):
    operation = three_camps(hub=1500.0) if operation is None else operation
    scenario = Scenario(weeks=1, fairness=rule, look_back=look_back, **asked)
    plan = solve_plan(operation, needs(), scenario, DAY)
    assert audit_plan(operation, plan).passed
    return plan


def coverage(plan) -> dict[str, float]:
    return plan.coverage.set_index("camp_id")["coverage"].round(4).to_dict()


def test_a_camp_that_went_without_is_made_up_for():
    assert coverage(planned(False)) == {"a": 0.7, "b": 0.7, "c": 0.1}
    assert coverage(planned(True)) == {"a": 0.4, "b": 1.0, "c": 0.1}


def test_the_level_is_that_of_past_and_planned_weeks_together_and_is_told():
    plan = planned(True)
    assert plan.summary["worst_coverage_looking_back"] == pytest.approx(100 / 9000, abs=1e-6)
    assert plan.summary["worst_coverage"] == pytest.approx(0.1, abs=1e-5)
    assert "worst_coverage_looking_back" not in planned(False).summary


def test_worst_off_raises_the_least_of_both_as_far_as_it_goes():
    # without the narrow road: "b" and "c" come from 100 and nothing of 9,000, and 1,500 kg make them alike
    open_road = three_camps(hub=1500.0)
    wide = open_road.replaced(routes=open_road.routes.assign(payload_kg=None, trips_per_week=None))
    got = planned(True, "worst_off", wide)
    sent = got.coverage.set_index("camp_id")["delivered"]
    assert got.summary["worst_coverage_looking_back"] == pytest.approx(800 / 9000, abs=1e-6)
    assert sent["b"] == pytest.approx(700, rel=1e-4)
    assert sent["c"] == pytest.approx(800, rel=1e-4)


def test_without_a_delivery_that_is_known_it_is_the_plain_rule_and_says_so():
    blind = three_camps(hub=1500.0).replaced(deliveries=table("camp_id,date,item_id,quantity\na,2025-01-20,maize,8000"))
    plan = planned(True, operation=blind)
    assert coverage(plan) == {"a": 0.7, "b": 0.7, "c": 0.1}
    assert any("no camp is known to have waited" in note for note in plan.summary["notes"])


@pytest.mark.parametrize("rule", ["efficiency", "equal_shares", "coverage_floor"])
def test_other_rules_do_not_look_back(rule):
    one, other = (planned(look_back, rule) for look_back in (False, True))
    assert coverage(one) == coverage(other)


@pytest.mark.parametrize("evidence", ["handed_out", "least"])
def test_the_auditor_adds_the_past_up_itself_and_finds_a_wrong_figure(evidence):
    asked = "camp_id,date,indicator,item_id,group,share_yes,people_yes,people_asked\na,2025-06-21,received,,,0,,100"
    operation = three_camps(hub=1500.0).replaced(monitoring=table(asked))
    plan = planned(True, operation=operation, ledger_evidence=evidence)
    assert (coverage(plan)["a"] > 0.4) == (evidence == "least")
    told = {**plan.summary, "worst_coverage_looking_back": 0.5}
    report = audit_plan(operation, replace(plan, summary=told))
    assert not report.passed


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("rule", ["worst_off", "leximin"])
def test_on_random_operations_every_limit_holds_and_no_other_rule_reaches_a_higher_level(rule, seed):
    operation, need, scenario = random_case(seed)
    camps = operation.camps["camp_id"]
    handed = np.random.default_rng(seed).uniform(0, 2000, len(camps)).astype(int).astype(str)
    given = pd.DataFrame({"camp_id": camps, "item_id": "maize", "date": "2015-09-20", "quantity": handed})
    operation = operation.replaced(deliveries=given)
    figure, level = "worst_coverage_looking_back", {}
    for fairness in (rule, "ledger"):
        asked = scenario.model_copy(update={"fairness": fairness, "look_back": True})
        plan = solve_plan(operation, need, asked, START)
        assert audit_plan(operation, plan).passed
        level[fairness] = plan.summary.get(figure)
    if level[rule] is not None and scenario.trips == "continuous":
        assert level[rule] >= level["ledger"] - 1e-6
