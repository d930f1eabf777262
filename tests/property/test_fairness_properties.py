"""What holds of fairness figures, whatever the operation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from core.allocation import solve_plan
from core.allocation.price_of_fairness import price_of_fairness
from core.audit import audit_plan
from core.comparison.lorenz import camp_need, gini, lorenz_curve
from core.domain.change import apply_scenario
from core.services.evenness import evenness, harm
from tests.random_operations import START, random_case

few = settings(max_examples=12, deadline=None)
seeds = st.integers(min_value=0, max_value=100_000)
shares = st.lists(st.tuples(st.floats(1e-3, 1e6), st.floats(0, 1)), min_size=1, max_size=30)


def asked(seed, **values):
    operation, needs, scenario = random_case(seed)
    scenario = scenario.model_copy(update={"trips": "continuous", **values})
    return operation, apply_scenario(operation, scenario), needs, scenario


@few
@given(seeds)
def test_a_higher_floor_never_costs_less(seed):
    _, changed, needs, scenario = asked(seed, fairness="worst_off")
    found = price_of_fairness(changed, needs, scenario, START, n_points=6)
    points = found.points
    assert found.is_whole
    if points.empty:
        return
    objective, floor = points["objective"].to_numpy(), points["floor"].to_numpy()
    room = 1e-6 * np.abs(objective).max() + 1e-3
    assert (np.diff(floor) >= 0).all()
    assert (np.diff(objective) >= -room).all()
    # the objective of a linear problem is convex in a limit
    assert (np.diff(objective, 2) >= -2 * room).all()
    assert (points["worst_coverage"] >= points["floor"] - 1e-5).all()
    assert points["price_share"].between(0, 1).all()
    if not found.parts_of_units:
        plan = solve_plan(changed, needs, scenario, START)
        assert objective[-1] == pytest.approx(plan.summary["objective"], rel=1e-5, abs=1e-2)


@few
@given(shares)
def test_gini_lies_in_0_to_1_and_the_curve_below_the_diagonal(pairs):
    need, share = (pd.Series(part) for part in zip(*pairs, strict=True))
    curve = lorenz_curve(need, share)
    assert 0 <= gini(curve) <= 1
    assert (curve["delivered_share"] <= curve["need_share"] + 1e-9).all()
    assert curve[["need_share", "delivered_share"]].iloc[-1].tolist() == pytest.approx([1, 1])
    assert gini(lorenz_curve(need, share * 0 + 0.3)) == pytest.approx(0, abs=1e-9)
    assert gini(lorenz_curve(need * 7, share * 0.5)) == pytest.approx(gini(curve), abs=1e-9)


@few
@given(seeds)
def test_nobody_gets_less_under_pro_rata_than_under_pro_rata(seed):
    operation, changed, needs, scenario = asked(seed, fairness="equal_shares")
    plan = solve_plan(changed, needs, scenario, START)
    found = harm(operation, plan, plan)
    assert found.camps.empty
    assert found.items.empty


@few
@given(seeds, st.sampled_from(["efficiency", "leximin", "ledger"]))
def test_whoever_is_not_named_has_at_least_the_coverage_of_pro_rata(seed, rule):
    operation, changed, needs, scenario = asked(seed, fairness="equal_shares")
    pro_rata = solve_plan(changed, needs, scenario, START)
    plan = solve_plan(changed, needs, scenario.model_copy(update={"fairness": rule}), START)
    named = harm(operation, plan, pro_rata).camps
    before, after = (camp_need(changed, of)["coverage"] for of in (pro_rata, plan))
    lost = set(before.index[after.reindex(before.index) < before - 1e-4])
    assert lost <= set(named["camp_id"])
    even = evenness(operation, plan)
    assert 0 <= even.gini <= 1
    assert even.groups["gini"].between(0, 1).all()


@few
@given(seeds, st.sampled_from(["efficiency", "equal_shares"]), st.sampled_from(["continuous", "whole"]))
def test_every_figure_of_the_summary_is_what_the_files_make(seed, rule, trips):
    operation, changed, needs, scenario = asked(seed, fairness=rule, trips=trips)
    plan = solve_plan(changed, needs, scenario, START)
    report = audit_plan(operation, plan)
    assert report.passed, report.violations["message"].tolist()[:3]
    for name, figure in report.figures.items():
        told = plan.summary[name]
        assert told == (None if figure is None else pytest.approx(figure, rel=1e-5, abs=1e-3)), name
