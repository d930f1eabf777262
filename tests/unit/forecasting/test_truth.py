"""Truth: scored only near real later counts, exactly as the published comparison does."""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.forecasting.counts import Counts, day_numbers
from core.forecasting.truth import truth_at

SHARED = Path(__file__).parents[3] / "../shared"


def truth(rows, cutoff, day):
    table = pd.DataFrame(rows, columns=["date", "population"]).assign(camp_id="a")
    table["date"] = pd.to_datetime(table["date"])
    counts = Counts.from_population(table)
    found = truth_at(counts, np.array([0]), day_numbers(pd.Timestamp(cutoff)), day_numbers(pd.Timestamp(day))[None, :])
    return found[0, 0]


def test_truth_is_linear_between_the_counts_around_a_week():
    assert truth([("2020-01-01", 100), ("2020-01-11", 200)], "2020-01-02", "2020-01-06") == 150


def test_a_week_far_from_every_later_count_is_not_scored():
    rows = [("2020-01-01", 100), ("2020-02-10", 200)]
    assert np.isnan(truth(rows, "2020-01-02", "2020-01-20"))
    assert not np.isnan(truth(rows, "2020-01-02", "2020-02-02"))


def test_a_count_on_or_before_the_cutoff_does_not_make_a_week_scored():
    rows = [("2020-01-01", 100), ("2020-01-08", 120), ("2020-02-10", 200)]
    assert np.isnan(truth(rows, "2020-01-08", "2020-01-12"))


def test_a_week_after_the_last_count_is_not_scored():
    assert np.isnan(truth([("2020-01-01", 100), ("2020-01-05", 100)], "2020-01-02", "2020-01-06"))


def test_counts_more_than_45_days_apart_do_not_bracket_a_week():
    assert np.isnan(truth([("2020-01-01", 100), ("2020-03-01", 200)], "2020-01-02", "2020-02-25"))


def test_truth_and_scale_agree_with_the_published_comparison_on_every_scored_point():
    script = SHARED / "bench" / "score_forecast.py"
    if not script.exists():
        pytest.skip("the published comparison is not beside the project")
    spec = importlib.util.spec_from_file_location("score_forecast", script)
    published = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(published)
    points = published.points()
    for case, asked in points.groupby("case"):
        table = pd.read_csv(SHARED / "data" / case / "population.csv", parse_dates=["date"])
        counts = Counts.from_population(table)
        cutoff = day_numbers(asked["cutoff"])
        days = (cutoff + 7 * asked["horizon_weeks"].to_numpy())[:, None]
        found = truth_at(counts, counts.positions_of(asked["camp_id"]), cutoff, days)[:, 0]
        np.testing.assert_allclose(found, asked["y"], rtol=1e-9)
