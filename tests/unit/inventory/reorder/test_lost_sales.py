"""Order-up-to rules replayed by hand, at the same stock, with an interval over sites."""

import numpy as np
import pytest

from core.inventory.reorder.lost_sales import factor_for_stock, loss_ratio, replay


def test_a_replay_by_hand():
    """Level 20, ten a month and then thirty: what is ordered comes a month later, what lacks is lost."""
    demand = np.array([[10.0, 10.0, 30.0, 10.0]])
    done = replay(demand, np.ones((1, 4), bool), np.full((1, 4), 20.0))
    # shelf 20 -> 10; ordered 10 -> 0; ordered 10, came 10 -> lost 20, 0; came 10 -> 0
    assert done.lost[0] == 20
    assert done.wanted[0] == 60
    assert done.mean_stock[0] == pytest.approx((10 + 0 + 0 + 0) / 4)


def test_periods_of_unknown_demand_run_and_are_not_counted():
    demand, known = np.array([[5.0, 50.0, 50.0]]), np.array([[True, False, True]])
    done = replay(demand, known, np.full((1, 3), 10.0))
    assert done.wanted[0] == 55
    assert done.lost[0] == 45, "the unknown month emptied the shelf; 5 came after it, and its own loss is not counted"


def test_the_factor_gives_the_stock_that_was_asked_for():
    demand = np.random.default_rng(0).poisson(20, (30, 24)).astype(float)
    middle, spread, unit = np.full(demand.shape, 40.0), np.full(demand.shape, 10.0), np.full(30, 20.0)
    factor = factor_for_stock(demand, middle, spread, unit, 1.5)
    held = replay(demand, np.ones(demand.shape, bool), middle + factor * spread).mean_stock
    assert (held / unit).mean() == pytest.approx(1.5, abs=1e-6)


def test_the_ratio_of_losses_has_an_interval_over_sites():
    ours, theirs, site = np.array([1.0, 1.0, 2.0, 4.0]), np.array([2.0, 2.0, 2.0, 2.0]), np.array([0, 0, 1, 2])
    ratio, low, high = loss_ratio(ours, theirs, site, 500, 0)
    assert ratio == 1.0
    assert 0.5 <= low < 1 < high <= 2.0
