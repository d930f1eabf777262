"""Quantiles with what has not ended, by hand."""

import numpy as np
import pytest

from core.lead_times.survival import days_foreseen, mean_and_sd, survival_quantiles


def quantiles(days, ended, at_least=-np.inf, weights=None):
    weights = np.ones(len(days)) if weights is None else np.array(weights, float)
    return survival_quantiles(np.array(days, float), np.array(ended), weights[None], np.array([float(at_least)]))[0]


def test_without_open_orders_the_quantiles_are_those_of_the_past():
    assert list(quantiles(range(10, 110, 10), [True] * 10)) == [10, 20, 30, 40, 50, 60, 70, 80, 90]


def test_an_open_order_hands_its_weight_on_to_those_that_took_longer():
    # 10 ends (1/4 over); 20 is open; 30 and 40 share its quarter: 10 -> 0.25, 30 -> 0.625, 40 -> 1
    assert list(quantiles([10, 20, 30, 40], [True, False, True, True])) == [10, 10, 30, 30, 30, 30, 40, 40, 40]


def test_the_open_ones_make_the_answer_longer_than_leaving_them_out():
    days, ended = np.arange(1.0, 101), np.arange(100) % 2 == 0
    assert quantiles(days, ended)[4] > quantiles(days[ended], ended[ended])[4]


def test_an_order_that_has_lasted_is_answered_by_those_that_lasted_as_long():
    assert list(quantiles([10, 20, 30], [True] * 3, at_least=20)) == [20] * 5 + [30] * 4
    assert (quantiles([10, 20, 30], [True] * 3, at_least=55) == 55).all()


def test_an_order_open_on_the_same_day_is_no_longer_at_risk_of_that_day():
    """Open since 20 days means it may still end on day 20, not that it was seen not to."""
    assert quantiles([20, 20], [True, False])[0] == 20


def test_weights_choose_who_speaks():
    assert list(quantiles([10, 500], [True, True], weights=[1, 0])) == [10] * 9


def test_what_is_never_reached_is_the_longest_observed():
    assert quantiles([10, 300], [True, False])[8] == 300


def test_days_foreseen_of_an_open_order_are_the_mean_of_what_is_left():
    days, ended = np.array([10.0, 20.0, 30.0, 40.0]), np.array([True, False, True, True])
    assert days_foreseen(days, ended, np.ones(4)) == pytest.approx([10, 35, 30, 40])


def test_mean_and_spread_count_the_open_ones_too():
    days, ended = np.array([10.0, 20.0, 30.0, 40.0]), np.array([True, False, True, True])
    mean, spread = mean_and_sd(days, ended, np.ones((1, 4)))
    # 1/4 at 10; 3/8 each at 30 and 40
    assert mean == pytest.approx([28.75])
    assert spread == pytest.approx([np.sqrt(0.25 * 100 + 0.375 * 900 + 0.375 * 1600 - 28.75**2)])
