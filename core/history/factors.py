"""What shortage, delay or loss goes with: read off a fitted model, and only as far as the model foretells later cases.

A model learns from earlier cases and is asked about later ones. It is compared with "no model", which says the mean of
the earlier cases every time. A factor counts by how much worse the later cases are foretold once its words are shuffled
among them (permutation importance, Breiman 2001). What goes with what is no reason: two factors that come together
cannot be told apart, and what nobody wrote down is not here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from core.demand.boosting import one_thread
from core.history.examples import About, Examples

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingRegressor

LEAST_CASES = 120
"""Cases below which nothing is claimed."""
LEAST_CASES_TOLD = 20
"""Cases below which a value of a factor is not told."""
MOST_CASES_AVERAGED = 2000
"""Cases over which a partial dependence is averaged, evenly drawn; more of them move it little."""
FOLDS = 3
REPEATS = 3
RESAMPLES = 400
SEED = 7
STEPS = {"max_iter": 80, "learning_rate": 0.08, "max_leaf_nodes": 8, "min_samples_leaf": 20, "l2_regularization": 1.0}
"""A small model: it shall find what is plain, not what is rare."""

FACTOR_COLUMNS = ("factor", "importance", "low", "high", "cases")
VALUE_COLUMNS = ("factor", "value", "cases", "mean", "expected", "difference")


@dataclass(frozen=True, eq=False)
class Factors:
    """What an outcome goes with, or why that is not known.

    Attributes
    ----------
    about
        ``shortage``, ``delay`` or ``loss``.
    cases, later_cases
        All cases; those that were foretold from earlier ones.
    mean
        Mean outcome: share 0 to 1, or days.
    skill, skill_low, skill_high
        1 less squared error over that of "no model", on later cases; 1 is perfect, 0 is no better than the mean. The
        range holds 90 % of resampled later cases. None below ``LEAST_CASES``.
    is_known
        Whether there are cases enough and the low end of the skill lies above 0.
    factors
        ``FACTOR_COLUMNS``, the most important first: growth of the squared error as a share of that of "no model";
        the range is of the resampled later cases. Only factors whose low end lies above 0.
    values
        ``VALUE_COLUMNS`` for these factors: ``mean`` as it was, ``expected`` the partial dependence (what the model
        expects if all cases had the value), ``difference`` from the mean over all values.
    """

    about: About
    cases: int
    later_cases: int
    mean: float
    skill: float | None
    skill_low: float | None
    skill_high: float | None
    is_known: bool
    factors: pd.DataFrame
    values: pd.DataFrame


def key_factors(examples: Examples) -> Factors:
    """Fit, foretell later cases, shuffle, and tell what stands."""
    with one_thread():
        return _key_factors(examples)


def _key_factors(examples: Examples) -> Factors:
    n = len(examples.outcome)
    mean = float(examples.outcome.mean()) if n else float("nan")
    codes, words = _codes(examples.factors)
    if n < LEAST_CASES or not codes.shape[1] or np.ptp(examples.outcome) == 0:
        return _unknown(examples.about, n, 0, mean)
    later, error, plain, shuffled = _foretold(examples, codes)
    if not len(later):
        return _unknown(examples.about, n, 0, mean)
    # cases of one day share a cause that nobody wrote down, so whole days are drawn
    drawn = _resampled(examples.when[later])
    base = drawn @ plain
    skills = 1.0 - (drawn @ error) / base
    low, high = (float(q) for q in np.quantile(skills, [0.05, 0.95]))
    skill = 1.0 - float(error.sum() / plain.sum())
    if low <= 0:
        return _unknown(examples.about, n, len(later), mean, (skill, low, high))
    growth = shuffled - error[:, None]
    spread = np.quantile((drawn @ growth) / base[:, None], [0.05, 0.95], axis=0)
    factors = pd.DataFrame(
        {
            "factor": list(examples.factors.columns),
            "importance": growth.sum(axis=0) / plain.sum(),
            "low": spread[0],
            "high": spread[1],
            "cases": len(later),
        }
    )
    told = factors[factors["low"] > 0].sort_values("importance", ascending=False, kind="stable", ignore_index=True)
    values = _values(examples, codes, words, list(told["factor"]))
    return Factors(examples.about, n, len(later), mean, skill, low, high, not told.empty, told, values)


def _foretold(examples: Examples, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Later cases, squared error of the model, of "no model", and of the model once each factor is shuffled."""
    days = np.unique(examples.when)
    cuts = np.unique(np.quantile(np.searchsorted(days, examples.when), np.linspace(0, 1, FOLDS + 2)[1:-1]).astype(int))
    at = np.searchsorted(days, examples.when)
    rng = np.random.default_rng(SEED)
    parts: list[tuple[np.ndarray, ...]] = []
    for cut, end in zip(cuts, [*cuts[1:], len(days)], strict=True):
        earlier, part = np.nonzero(at < cut)[0], np.nonzero((at >= cut) & (at < end))[0]
        if len(earlier) < LEAST_CASES // 2 or not len(part):
            continue
        model, truth = _fitted(codes[earlier], examples.outcome[earlier]), examples.outcome[part]
        shuffled = np.zeros((len(part), codes.shape[1]))
        for column in range(codes.shape[1]):
            for _ in range(REPEATS):
                mixed = codes[part].copy()
                mixed[:, column] = rng.permutation(mixed[:, column])
                shuffled[:, column] += (model.predict(mixed) - truth) ** 2 / REPEATS
        plain = (examples.outcome[earlier].mean() - truth) ** 2
        parts.append((part, (model.predict(codes[part]) - truth) ** 2, plain, shuffled))
    if not parts:
        return np.array([], dtype=int), np.array([]), np.array([]), np.zeros((0, codes.shape[1]))
    later, error, plain, shuffled = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return later, error, plain, shuffled


def _fitted(codes: np.ndarray, outcome: np.ndarray) -> "HistGradientBoostingRegressor":
    from sklearn.ensemble import HistGradientBoostingRegressor

    every = list(range(codes.shape[1]))
    return HistGradientBoostingRegressor(**STEPS, categorical_features=every, random_state=SEED).fit(codes, outcome)


def _resampled(when: np.ndarray) -> np.ndarray:
    """How often each later case counts in each resample of days, shape (RESAMPLES, n)."""
    days, of = np.unique(when, return_inverse=True)
    rng = np.random.default_rng(SEED)
    return rng.multinomial(len(days), np.full(len(days), 1 / len(days)), size=RESAMPLES)[:, of].astype(float)


def _codes(factors: pd.DataFrame) -> tuple[np.ndarray, dict[str, list[str]]]:
    made = {name: pd.factorize(factors[name], sort=True) for name in factors.columns}
    codes = np.column_stack([code for code, _ in made.values()]) if made else np.zeros((len(factors), 0))
    return codes.astype(float), {name: list(words) for name, (_, words) in made.items()}


def _values(examples: Examples, codes: np.ndarray, words: dict[str, list[str]], told: list[str]) -> pd.DataFrame:
    from sklearn.inspection import partial_dependence

    model, names = _fitted(codes, examples.outcome), list(examples.factors.columns)
    some = codes[np.linspace(0, len(codes) - 1, min(len(codes), MOST_CASES_AVERAGED)).astype(int)]
    rows = []
    for name in told:
        column = names.index(name)
        found = partial_dependence(
            model, some, [column], kind="average", method="brute", categorical_features=[column],
            custom_values={column: np.arange(len(words[name]), dtype=float)},
        )  # fmt: skip
        expected = np.asarray(found["average"])[0]
        of = codes[:, column].astype(int)
        cases = np.bincount(of, minlength=len(words[name]))
        means = np.bincount(of, weights=examples.outcome, minlength=len(words[name])) / np.maximum(cases, 1)
        middle = float((expected * cases).sum() / cases.sum())
        rows += [
            (name, word, int(cases[i]), float(means[i]), float(expected[i]), float(expected[i] - middle))
            for i, word in enumerate(words[name])
            if cases[i] >= LEAST_CASES_TOLD
        ]
    table = pd.DataFrame(rows, columns=list(VALUE_COLUMNS))
    order = table["factor"].map({name: place for place, name in enumerate(told)})
    table = table.assign(order=order).sort_values(["order", "difference"], ascending=[True, False], kind="stable")
    return table.drop(columns="order").reset_index(drop=True)


def _unknown(
    about: About, cases: int, later: int, mean: float, skill: tuple[float | None, ...] = (None, None, None)
) -> Factors:
    none = pd.DataFrame(columns=list(FACTOR_COLUMNS)), pd.DataFrame(columns=list(VALUE_COLUMNS))
    return Factors(about, cases, later, mean, skill[0], skill[1], skill[2], False, *none)
