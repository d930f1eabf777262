"""Limits of drift hold what they state at the size of a real operation, where the usual one does not."""

import sys

import numpy as np
import pytest
from scipy.stats import ks_1samp

from core.monitoring import DriftTable, Sample, drift_limits, drift_table
from core.monitoring.drift import Yardstick
from core.monitoring.drift_limits import draw_camps

CAMPS = 34
USUAL_LIMIT, USUAL_BINS = 0.25, 10
NAMES = tuple(f"input {number}" for number in range(20))


def reference(seed=1, camps=150, inputs=20):
    """Camps with some views each; inputs hang together, some are skewed, some take few values."""
    rng = np.random.default_rng(seed)
    camp = np.repeat(np.arange(camps), rng.integers(1, 30, camps))
    own = rng.normal(size=(camps, inputs))[camp]
    values = 0.7 * own + 0.5 * rng.normal(size=(len(camp), 1)) + 0.5 * rng.normal(size=(len(camp), inputs))
    values[:, ::3] = np.exp(values[:, ::3])
    values[:, 1::5] = np.round(values[:, 1::5])
    return Sample(values, camp)


REFERENCE = reference()


def usual_psi(now, learnt):
    """PSI as it is usually done: ten bins of equal share of the rows learnt from, empty bins a little above zero."""
    edges = np.quantile(learnt, np.arange(1, USUAL_BINS) / USUAL_BINS)
    p, q = (
        np.maximum(np.bincount(np.searchsorted(edges, x), minlength=USUAL_BINS) / len(x), 1e-4) for x in (now, learnt)
    )
    return float(((p - q) * np.log(p / q)).sum())


def test_false_alarms_are_as_rare_as_stated_where_the_usual_limit_nearly_always_alarms():
    limits = drift_limits(REFERENCE, CAMPS)
    draws = draw_camps(REFERENCE, np.random.default_rng(99), 400, CAMPS)
    yardstick, seen = Yardstick.of(REFERENCE, CAMPS), [REFERENCE.values[:, j][draws] for j in range(20)]
    psi = np.column_stack([yardstick.psi(j, seen[j]) for j in range(20)])
    ks = np.column_stack([yardstick.ks(j, seen[j]) for j in range(20)])
    above = ((psi > limits.psi) | (ks > limits.ks)).any(axis=1)
    tables = [drift_table(NAMES, REFERENCE.values[rows], REFERENCE, limits) for rows in draws[:20]]
    assert [table[DriftTable.has_drifted].any() for table in tables] == above[:20].tolist()
    ours = above.mean()
    usual = np.mean(
        [
            any(usual_psi(REFERENCE.values[rows, j], REFERENCE.values[:, j]) > USUAL_LIMIT for j in range(20))
            for rows in draws[:60]
        ]
    )
    assert limits.false_alarms == 0.05
    assert 0.02 <= ours <= 0.09
    assert usual >= 0.95


def test_a_shift_of_one_input_is_found_and_named():
    limits = drift_limits(REFERENCE, CAMPS)
    now = REFERENCE.values[draw_camps(REFERENCE, np.random.default_rng(6), 1, CAMPS)[0]].copy()
    now[:, 4] += 2.5
    table = drift_table(NAMES, now, REFERENCE, limits)
    assert table[DriftTable.input].iloc[0] == "input 4"
    assert table.loc[table[DriftTable.has_drifted], DriftTable.input].tolist() == ["input 4"]
    assert (table[DriftTable.camps] == CAMPS).all()
    DriftTable.validate(table)


def test_limits_widen_as_camps_get_fewer_and_many_camps_are_drawn_in_parts(monkeypatch):
    few, many = drift_limits(REFERENCE, 10, resamples=300), drift_limits(REFERENCE, 80, resamples=300)
    assert (few.ks > many.ks).all()
    monkeypatch.setattr(sys.modules["core.monitoring.drift_limits"], "VALUES_AT_ONCE", 80 * 300 // 7)
    assert drift_limits(REFERENCE, 80, resamples=300).ks == pytest.approx(many.ks, abs=0.08)


def test_distance_is_that_of_scipy_where_values_do_not_repeat():
    rng = np.random.default_rng(3)
    learnt = Sample(np.sort(rng.normal(size=(500, 1)), axis=0), np.arange(500))
    yardstick = Yardstick.of(learnt, 20)
    # scipy wants a continuous distribution: between the values learnt from it is taken as the step below
    for _ in range(20):
        now = rng.choice(learnt.values[:, 0], 20, replace=False) + 1e-9
        steps = lambda x: np.searchsorted(learnt.values[:, 0], x, side="right") / 500  # noqa: E731
        assert yardstick.ks(0, now[None])[0] == pytest.approx(ks_1samp(now, steps).statistic)


def test_psi_is_zero_where_the_shares_are_the_same_and_grows_with_distance():
    learnt = Sample(np.arange(100.0)[:, None], np.arange(100))
    yardstick = Yardstick.of(learnt, 50)
    same, near, far = (np.arange(0, 100, 2.0) + step for step in (0, 20, 60))
    psi = [yardstick.psi(0, now[None])[0] for now in (same, near, far)]
    assert psi[0] == pytest.approx(0, abs=0.01)
    assert psi[0] < psi[1] < psi[2]


def test_a_camp_counts_once_however_many_views_it_has():
    values = np.concatenate([np.zeros(900), np.arange(1.0, 101.0)])[:, None]
    learnt = Sample(values, np.concatenate([np.zeros(900, dtype=int), np.arange(1, 101)]))
    yardstick = Yardstick.of(learnt, 20)
    assert yardstick.share[0][0] == pytest.approx(1 / 101)
    now = np.linspace(1, 100, 20)[None]
    assert yardstick.ks(0, now)[0] < 0.1


def test_an_input_that_never_differs_has_no_drift_and_no_crash():
    flat = Sample(np.ones((40, 2)), np.arange(40))
    limits = drift_limits(flat, 10, resamples=100)
    table = drift_table(("a", "b"), np.ones((10, 2)), flat, limits)
    assert not table[DriftTable.has_drifted].any()
    assert drift_table(("a", "b"), np.full((10, 2), 2.0), flat, limits)[DriftTable.has_drifted].all()


@pytest.mark.parametrize(("n", "camps"), [(0, 5), (5, 0)])
def test_nothing_to_compare_is_said_so(n, camps):
    empty = Sample(np.ones((camps, 1)), np.arange(camps))
    with pytest.raises(ValueError, match="at least one camp"):
        drift_limits(empty, n)
