"""The price of fairness by hand, and what happens when it cannot be found in time."""

import pandas as pd
import pytest

from core.allocation import solve, solve_plan
from core.allocation.price_of_fairness import POINTS, price_of_fairness
from core.domain.change import apply_scenario
from core.domain.scenario import Scenario
from core.errors import SolveCancelled
from tests.unit.allocation.test_fairness import needs, three_camps

START = pd.Timestamp("2025-06-29")
QUESTION = Scenario(weeks=1)


def curve(scenario=QUESTION, first_floor=None, **asked):
    operation = apply_scenario(three_camps(hub=1200.0), scenario)
    return price_of_fairness(operation, needs(), scenario, START, first_floor, **asked)


def test_the_curve_by_hand():
    # 1,200 kg for three camps of 1,000; the road to the third carries 100, and costs 1 USD a tonne more
    points = curve().points
    assert len(points) == POINTS
    assert points["floor"].iloc[[0, 7, -1]].tolist() == pytest.approx([0.0, 0.05, 0.1], abs=1e-5)
    assert points["cost_usd"].iloc[[0, 7, -1]].tolist() == pytest.approx([1.4, 1.45, 1.5], abs=1e-4)
    assert points["weighted_unmet"].tolist() == pytest.approx([180.0] * POINTS)
    assert points["price_share"].tolist() == pytest.approx([0.0] * POINTS, abs=1e-9)


def test_lifting_a_camp_that_weighs_less_has_a_price():
    scenario = Scenario.from_values({"weeks": 1, "vulnerability": [{"camp_id": "c", "vulnerability": 0.5}]})
    points = curve(scenario, n_points=2).points
    # 10 person-weeks go from a camp of weight 1 to one of weight 0.5; 120 are served before
    assert points["weighted_unmet"].tolist() == pytest.approx([130.0, 135.0], abs=1e-3)
    assert points["price_share"].tolist() == pytest.approx([0.0, 5 / 120], abs=1e-5)


def test_the_curve_begins_where_the_efficient_plan_is_known_to_stand():
    points = curve(first_floor=0.04).points
    assert points["worst_coverage"].iloc[0] == pytest.approx(0.04, abs=1e-6)
    assert points["worst_coverage"].iloc[-1] == pytest.approx(0.1, abs=1e-6)


def test_where_no_floor_is_higher_the_curve_is_one_point():
    assert len(curve(first_floor=0.9).points) == 1


def test_no_need_gives_no_point():
    nothing = needs().assign(need=0.0)
    found = price_of_fairness(three_camps(hub=1200.0), nothing, QUESTION, START)
    assert found.points.empty
    assert found.is_whole


def test_whole_trips_are_counted_in_parts_and_that_is_said():
    whole = curve(Scenario(weeks=1, trips="whole"))
    assert whole.parts_of_units
    pd.testing.assert_frame_equal(whole.points, curve().points)


def test_going_on_from_the_point_before_finds_what_solving_anew_finds(monkeypatch):
    warm = curve().points
    monkeypatch.setattr(solve, "MOST_STEPS_ON", 0)
    pd.testing.assert_frame_equal(warm, curve().points, rtol=1e-6)


def test_the_time_limit_is_of_all_stages_and_not_of_the_solver_s_whole_life(monkeypatch):
    limits, made = [], solve.HiGHSArrays

    def recorded(**options):
        limits.append(options.get("time_limit"))
        return made(**options)

    monkeypatch.setattr(solve, "HiGHSArrays", recorded)
    monkeypatch.setattr(solve.highspy.Highs, "getRunTime", lambda highs: 1000.0)
    assert curve(time_limit_seconds=60.0).is_whole
    assert limits[0] < 60
    # from the second run on the solver's own clock stands at 1,000 seconds
    assert all(1000 < limit < 1060 for limit in limits[1:])


def test_a_curve_that_runs_out_of_time_stops_and_says_so(monkeypatch):
    ran = solve.Session.minimise

    def late(session, costs, words, **how):
        if words.startswith("Price of a floor, 4 "):
            session._deadline = 0.0
        return ran(session, costs, words, **how)

    monkeypatch.setattr(solve.Session, "minimise", late)
    found = curve()
    assert len(found.points) == 3
    assert not found.is_whole


def test_a_curve_can_be_cancelled():
    told = []
    with pytest.raises(SolveCancelled):
        curve(cancelled=lambda: len(told) > 3, progress=lambda share, words: told.append(share))
    assert told == sorted(told)


def test_the_highest_point_is_the_plan_of_the_worst_off_rule():
    plan = solve_plan(three_camps(hub=1200.0), needs(), Scenario(weeks=1, fairness="worst_off"), START)
    assert curve().points["objective"].iloc[-1] == pytest.approx(plan.summary["objective"], rel=1e-6)
