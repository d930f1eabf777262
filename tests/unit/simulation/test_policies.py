"""What policies plan for: the spread of the forecast by its parts, and the weeks gone by where the rule looks back."""

from dataclasses import replace

import numpy as np
import pytest

from core.domain.schemas import Population
from core.simulation import POLICIES, real_worlds
from core.simulation.known import what_is_known
from core.simulation.outcomes import figures_of
from core.simulation.policies import PARTS, parts_of
from core.simulation.run import run_policy
from core.simulation.state import first_state
from core.simulation.week import live_through
from tests.builders import small_operation, small_tables
from tests.unit.simulation.test_closed_loop import as_last_counted, equal, ground_of, growing


def spread_ahead(ground, share):
    """As last counted in the middle, and a spread around it."""
    still = as_last_counted(ground)
    return lambda day, counts: still(day, counts) * np.linspace(1 - share, 1 + share, 9)


def test_the_parts_of_a_forecast_are_equally_likely_and_the_middle_one_is_its_median():
    levels = np.sort(np.random.default_rng(1).uniform(100, 900, (4, 3, 9)), axis=2)
    parts = parts_of(levels)
    assert parts.shape == (PARTS, 4, 3)
    assert (np.diff(parts, axis=0) >= 0).all()
    assert parts[PARTS // 2] == pytest.approx(levels[:, :, 4])
    drawn = parts_of(np.broadcast_to(np.linspace(-1.2816, 1.2816, 9), (1, 1, 9)) + 10.0)
    assert drawn.mean() == pytest.approx(10.0)


def test_without_a_spread_the_planner_decides_as_for_the_median():
    ground = ground_of(growing())
    state, world = first_state(ground), real_worlds(ground, [1])[0]
    known = what_is_known(ground, world, state, 0, as_last_counted(ground))
    plain = replace(POLICIES["planner"], people="quantile", level=0.5)
    one, other = (policy.decide(known) for policy in (POLICIES["planner"], plain))
    kg = [ground.problem.weight_kg[ground.kinds.item[found.kind]] @ found.units for found in (one, other)]
    assert kg[0] == pytest.approx(kg[1], rel=1e-6)


def test_where_goods_and_roads_are_plenty_a_spread_sends_more_than_the_median():
    stock = small_tables()["stock"].assign(quantity=lambda rows: rows["quantity"] * 50)
    ground = ground_of(small_operation(stock=stock))
    state, world = first_state(ground), real_worlds(ground, [1])[0]
    known = what_is_known(ground, world, state, 0, spread_ahead(ground, 0.3))
    plain = replace(POLICIES["planner"], people="quantile", level=0.5)
    kg = [
        ground.problem.weight_kg[ground.kinds.item[found.kind]] @ found.units
        for found in (policy.decide(known) for policy in (POLICIES["planner"], plain))
    ]
    assert kg[0] > 1.05 * kg[1]


def test_beyond_a_size_the_planner_plans_for_the_quantile_of_robust(monkeypatch):
    ground = ground_of(growing())
    state, world = first_state(ground), real_worlds(ground, [1])[0]
    known = what_is_known(ground, world, state, 0, spread_ahead(ground, 0.3))
    assert not equal(POLICIES["planner"].decide(known), POLICIES["robust"].decide(known))
    monkeypatch.setattr("core.simulation.policies.MOST_CELLS", 1)
    assert equal(POLICIES["planner"].decide(known), POLICIES["robust"].decide(known))


def test_weeks_gone_by_are_those_of_the_figures_where_people_are_known_to_stay():
    ground = ground_of(small_operation(), budget_usd_per_week=600.0)
    state, world = first_state(ground), real_worlds(ground, [1])[0]
    weight = ground.problem.person_weight.reshape(ground.problem.n_camps, -1)
    without, needed = np.zeros(len(weight)), np.zeros(len(weight))
    for week in range(3):
        known = what_is_known(ground, world, state, week, as_last_counted(ground))
        assert known.gone_by.without == pytest.approx(without)
        assert known.gone_by.needed == pytest.approx(needed)
        done = live_through(ground, world, state, week, POLICIES["planner"].decide(known))
        without += ((done.need - done.delivered) * weight).sum(axis=1)
        due = ground.standards.due(world.people[:, week], ground.standards.served_before[:, :, week])
        needed += (due * weight).sum(axis=1)
    assert without.sum() > 0


def test_people_between_a_count_and_the_next_sunday_are_taken_to_go_evenly():
    ground = ground_of(growing())
    state, world = first_state(ground), real_worlds(ground, [1])[0]
    seen = world.counts_until(ground.as_of(2))
    north = list(ground.operation.camps["camp_id"]).index("north")
    assert len(seen[seen[Population.camp_id] == "north"]) > 1

    def gone_by(people):
        ahead = lambda day, counts: np.full((ground.problem.n_camps, ground.horizon, 9), people)  # noqa: E731
        return what_is_known(ground, world, state, 2, ahead).gone_by.needed[north]

    assert gone_by(20_000.0) > gone_by(10_000.0) > 0


def test_under_a_rule_that_looks_back_a_camp_that_was_starved_gets_more():
    ground = ground_of(growing(), budget_usd_per_week=700.0)
    state, world = first_state(ground), real_worlds(ground, [1])[0]
    known = what_is_known(ground, world, state, 0, as_last_counted(ground))
    starved = int(np.argmin(known.last_count))
    before = known.last_count * 10.0
    is_starved = np.arange(before.size) == starved
    gone_by = replace(known.gone_by, needed=before, without=np.where(is_starved, before, 0.0))
    sent = {}
    for name, seen in (("as is", known), ("starved", replace(known, gone_by=gone_by))):
        decided = POLICIES["worst_off"].decide(seen)
        there = ground.problem.network.destination[decided.arc] == starved
        sent[name] = float(ground.problem.weight_kg[ground.kinds.item[decided.kind[there]]] @ decided.units[there])
    assert sent["starved"] > sent["as is"]


def test_looking_back_lifts_the_worst_camp_where_a_forecast_is_wrong_each_week():
    ground = ground_of(growing(), budget_usd_per_week=700.0)
    world = real_worlds(ground, [2])[0]
    plain = replace(POLICIES["worst_off"], look_back=False)
    worst = [
        figures_of(ground, run_policy(ground, world, policy, as_last_counted(ground)))["worst_coverage"]
        for policy in (POLICIES["worst_off"], plain)
    ]
    print(worst)
    assert worst[0] > worst[1]
