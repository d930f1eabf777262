"""Levels and quantities against published cases, and against the same rules played through many futures.

Sources: L. V. Snyder and Z.-J. M. Shen, *Fundamentals of Supply Chain Theory*, 2nd edition (2019), examples 3.1, 5.1,
5.5, 6.3 and 6.5; H. Tempelmeier, *Inventory Management in Supply Networks*, chapter on the (s,q) policy; J. Heizer and
B. Render, *Operations Management*, chapter 12, solved problem on a lead time that varies.
"""

import numpy as np
import pytest

from core.inventory.reorder.demand_over_time import FutureWeeks, IndependentWeeks, Spread
from core.inventory.reorder.guaranteed_service import FeedingTree, best_promises
from core.inventory.reorder.levels import (
    cycle_level,
    economic_quantity,
    fill_rate,
    mean_cost,
    order_up_to_for_fill_rate,
    reorder_point_for_fill_rate,
)
from core.inventory.reorder.policy_simulation import play, play_depot_and_camps


def one(*values):
    return np.array(values, float)


def unchanged(used):
    return used


def test_economic_order_quantity_of_snyder_and_shen_3_1():
    assert economic_quantity(one(1300), one(8), one(0.225))[0] == pytest.approx(304.0467800264368)


def test_an_order_quantity_is_not_known_without_its_costs():
    assert np.isnan(economic_quantity(one(1300, 1300, 1300), one(np.nan, 8, 0), one(0.2, np.nan, 0.2))).all()


def test_reorder_point_of_snyder_and_shen_5_5():
    used = Spread(one(1300 / 12), one(150 / np.sqrt(12)))
    assert cycle_level(used, one(7.5 / 7.725))[0] == pytest.approx(190.3369965715624)


@pytest.mark.parametrize(
    ("level", "quantity", "cost"), [(126.8, 328.5, 78.07116250928294), (100, 250, 87.34647802817499)]
)
def test_cost_of_snyder_and_shen_5_1(level, quantity, cost):
    used = Spread(one(1300 / 12), one(150 / np.sqrt(12)))
    found = mean_cost(used, one(level), one(quantity), rate=1300, order=8, holding=0.225, lack=7.5)
    assert found[0] == pytest.approx(cost, rel=1e-9)


def test_reorder_points_of_tempelmeier_with_and_without_a_look_at_every_moment():
    demand, quantity, service = IndependentWeeks(one(100), one(40)), one(200), one(0.95)
    every_moment = demand.until_it_comes(one(1), one(0))
    each_day = demand.until_it_comes(one(1), one(1))
    assert reorder_point_for_fill_rate(every_moment, quantity, service)[0] == pytest.approx(114, abs=0.5)
    assert reorder_point_for_fill_rate(each_day, quantity, service)[0] == pytest.approx(190, abs=0.5)
    assert fill_rate(each_day, one(114), quantity)[0] == pytest.approx(0.75, abs=0.01)


def test_a_lead_time_that_varies_as_in_heizer_and_render():
    used = IndependentWeeks(one(60), one(0)).over(one(6)).with_lead_spread(one(60), one(2))
    # the book rounds the safety factor to 1.28
    assert cycle_level(used, one(0.9))[0] == pytest.approx(513.6, abs=0.5)


def test_promises_of_snyder_and_shen_6_3():
    root = np.sqrt(np.arange(4))
    chain = FeedingTree(
        np.array([-1, 0, 1]), np.array([1, 0, 1]), np.array([1, 0, 0]), np.array([0, 0, 1]),
        one(2, 4, 7)[:, None] * root,
    )  # fmt: skip
    found = best_promises(chain)
    assert found.service_weeks.tolist() == [0, 0, 1]
    assert found.cost == pytest.approx(2.8284271247461903)


def test_promises_of_snyder_and_shen_6_5():
    spread = np.sqrt(one(2, 2, 1, 1))
    tree = FeedingTree(
        np.array([-1, 0, 1, 1]), np.array([2, 1, 1, 1]), np.array([1, 0, 0, 0]), np.array([0, 0, 0, 1]),
        (one(1, 2, 3, 3) * spread)[:, None] * np.sqrt(np.arange(6)),
    )  # fmt: skip
    found = best_promises(tree)
    assert found.service_weeks.tolist() == [0, 0, 0, 1]
    assert found.cost == pytest.approx(8.277916867529369)


def test_no_other_promise_of_a_depot_costs_less():
    rng = np.random.default_rng(5)
    cost = rng.uniform(0.5, 2, 4)[:, None] * np.sqrt(np.arange(10))
    weeks = np.array([4, 1, 2, 1])
    tree = FeedingTree(np.array([-1, 0, 0, 0]), weeks, np.zeros(4, int), np.zeros(4, int), cost)
    by_hand = [cost[0, 4 - s] + sum(cost[i, s + weeks[i]] for i in (1, 2, 3)) for s in range(5)]
    assert best_promises(tree).cost == pytest.approx(min(by_hand))


def test_costs_that_do_not_reach_are_refused():
    with pytest.raises(ValueError, match="Expected costs for 0 to 5 weeks"):
        best_promises(FeedingTree(np.array([-1]), np.array([5]), np.array([0]), np.array([0]), np.zeros((1, 5))))


def played(level, quantity, lead, review, mean=100.0, sd=30.0, lead_sd=0.0):
    rng = np.random.default_rng(11)
    used = rng.normal(mean, sd, (1500, 300))
    periods = np.maximum(np.rint(rng.normal(lead, lead_sd, used.shape)), 1).astype(int)
    return play(used, periods, level=level, quantity=quantity, review=review, warm_up=50)


@pytest.mark.parametrize("review", [1, 2])
def test_a_reorder_point_for_a_fill_rate_reaches_it_when_played(review):
    used = IndependentWeeks(one(100), one(30)).until_it_comes(one(2), one(review))
    level = float(reorder_point_for_fill_rate(used, one(400), one(0.95))[0])
    assert played(level, 400.0, 2, review).fill_rate == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize(("lead", "review"), [(1, 1), (2, 2), (3, 1)])
def test_ordering_up_to_a_level_reaches_both_services_when_played(lead, review):
    demand = IndependentWeeks(one(100), one(30))
    cycle = float(cycle_level(demand.over(one(lead + review)), one(0.9))[0])
    fill = float(order_up_to_for_fill_rate(demand, one(lead), one(review), one(0.97), unchanged)[0])
    assert played(cycle, None, lead, review).cycle_service == pytest.approx(0.9, abs=0.01)
    assert played(fill, None, lead, review).fill_rate == pytest.approx(0.97, abs=0.005)


def test_a_depot_and_its_camps_reach_their_service_when_played():
    rng = np.random.default_rng(3)
    used = rng.normal(100, 30, (3, 1500, 200))
    service, depot_weeks, camp_weeks = 0.95, 3, np.array([2, 2, 3])
    spread = np.append(30 * np.sqrt(3), np.full(3, 30.0))
    cost = 1.6448536 * spread[:, None] * np.sqrt(np.arange(10)) * one(1, 1.5, 1.5, 1.5)[:, None]
    weeks = np.append(depot_weeks, camp_weeks)
    promises = best_promises(FeedingTree(np.array([-1, 0, 0, 0]), weeks, np.zeros(4, int), np.zeros(4, int), cost))
    covered = promises.covered_weeks
    level = one(300, 100, 100, 100) * covered + 1.6448536 * spread * np.sqrt(covered)
    # a period's use is asked for at its end, so one of the weeks is that of the review
    reached = play_depot_and_camps(
        used, depot_level=level[0], depot_lead=depot_weeks, camp_levels=level[1:], camp_leads=camp_weeks - 1, warm_up=50
    )
    assert (np.abs(reached - service) < 0.03).all(), reached


def test_use_of_futures_goes_on_and_goes_together():
    units = np.array([[[10.0, 20.0], [30.0, 40.0]]])
    demand = FutureWeeks(units)
    assert demand.over(one(1.5)).mean[0] == pytest.approx((25 + 40) / 2)
    assert demand.over(one(4)).mean[0] == pytest.approx((100 + 140) / 2)
    assert demand.over(one(4)).sd[0] == pytest.approx(20)


def test_more_service_never_needs_less_stock():
    shares = np.linspace(0.5, 0.999, 30)
    used = Spread(np.full(30, 100.0), np.full(30, 25.0))
    assert (np.diff(cycle_level(used, shares)) > 0).all()
    assert (np.diff(reorder_point_for_fill_rate(used, np.full(30, 150.0), shares)) > 0).all()


def test_sure_use_needs_no_safety_stock():
    used = Spread(one(100.0), one(0.0))
    assert cycle_level(used, one(0.99))[0] == 100
    assert reorder_point_for_fill_rate(used, one(50.0), one(1.0))[0] == pytest.approx(100)
