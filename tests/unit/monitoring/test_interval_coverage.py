"""Coverage and skill by group of camps, with intervals that know that one camp's forecasts miss together."""

import numpy as np
import pandas as pd
import pytest

from core.domain.schemas import QUANTILES, ForecastTable
from core.forecasting.bias import AGE, COUNTS, LEVEL, PLACE, STALE, TRUTH
from core.monitoring import CoverageTable, coverage_table
from core.monitoring.interval_coverage import independent_answers, wilson


def points(held, camp, place="TZA", level=1000.0):
    """Forecasts of 900 to 1,100; a later count of 1,000 is held, one of 2,000 is not."""
    n = len(held)
    table = pd.DataFrame({ForecastTable.camp_id: camp, PLACE: place})
    for number, name in enumerate(QUANTILES):
        table[name] = 900.0 + 25 * number
    table[TRUTH] = np.where(held, 1000.0, 2000.0)
    return table.assign(**{LEVEL: level, AGE: 60.0, STALE: 3.0, COUNTS: 30, ForecastTable.horizon_weeks: np.ones(n)})


def test_every_group_has_its_share_size_and_interval():
    held = np.array([True] * 80 + [False] * 20)
    table = coverage_table(points(held, np.arange(100) % 10, np.where(np.arange(100) < 50, "TZA", "UGA")))
    CoverageTable.validate(table)
    whole = table.iloc[0]
    assert (whole["by"], whole["forecasts"], whole["camps"]) == ("all", 100, 10)
    assert whole["coverage_80"] == pytest.approx(0.8)
    assert whole["low"] < 0.8 < whole["high"]
    assert whole["verdict"] == "holds"
    countries = table[table["by"] == "country"].set_index("group")
    assert countries.loc["TZA", "coverage_80"] == 1.0
    assert countries.loc["UGA", "coverage_80"] == pytest.approx(0.6)
    assert set(table["by"]) == {"all", "country", "size", "age", "staleness"}


def test_intervals_that_are_too_narrow_are_called_so_and_a_single_camp_is_not_judged():
    held = np.random.default_rng(1).random(300) < 0.4
    assert coverage_table(points(held, np.arange(300) % 30)).iloc[0]["verdict"] == "too narrow"
    assert coverage_table(points(held, np.zeros(300))).iloc[0]["verdict"] == "too few"
    assert coverage_table(points(np.ones(300, dtype=bool), np.arange(300) % 30)).iloc[0]["verdict"] == "too wide"


def test_forecasts_of_one_camp_count_as_one_answer_where_they_miss_together():
    camp = np.repeat(np.arange(10), 50)
    together = np.repeat(np.arange(10) < 8, 50).astype(float)
    apart = (np.random.default_rng(2).random(500) < 0.8).astype(float)
    assert independent_answers(together, camp) == pytest.approx(10, abs=1)
    assert independent_answers(apart, camp) > 150


def test_the_interval_holds_the_true_share_as_often_as_it_says():
    rng = np.random.default_rng(7)
    inside = 0
    for _ in range(400):
        rate = np.clip(rng.beta(8, 2, 40), 0, 1)
        camp = np.repeat(np.arange(40), 12)
        held = (rng.random(480) < rate[camp]).astype(float)
        low, high = wilson(float(held.mean()), independent_answers(held, camp))
        inside += low <= 0.8 <= high
    assert inside / 400 == pytest.approx(0.95, abs=0.03)


def test_skill_is_against_the_last_count_and_blank_where_that_was_perfect():
    held = np.ones(12, dtype=bool)
    better = coverage_table(points(held, np.arange(12), level=1500.0)).iloc[0]
    assert 0.9 < better["skill"] < 1
    worse = coverage_table(points(~held, np.arange(12), level=1990.0)).iloc[0]
    assert worse["skill"] < -10
    assert np.isnan(coverage_table(points(held, np.arange(12), level=1000.0)).iloc[0]["skill"])


def test_nothing_scored_gives_an_empty_table():
    table = coverage_table(pd.DataFrame())
    assert table.empty
    assert list(table.columns) == CoverageTable.column_names()
