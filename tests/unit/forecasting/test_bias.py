"""Bias tables: parted by kind of camp, judged where there is enough, beyond the bounds or not."""

import numpy as np
import pandas as pd
import pytest

from core.domain.schemas import QUANTILES
from core.forecasting.bias import BiasBounds, bias_table, breaches, part_names

BOUNDS = BiasBounds(fewest_forecasts=10, fewest_camps=2)


def points(n=20, camps=2, error=0.0, spread=50.0, **columns):
    """Forecasts of 1,000 people, off by ``error`` people, q10 to q90 ``spread`` people on either side."""
    table = {
        "place": "TZA",
        "camp": [f"c{i % camps}" for i in range(n)],
        "camp_people": 1_000.0,
        "age_weeks": 60.0,
        "stale_days": 3.0,
        "n_counts": 30,
        "level": 1_000.0,
        "truth": 1_000.0,
        **columns,
    }
    levels = np.linspace(-spread, spread, 9)
    frame = pd.DataFrame(table, index=range(n))
    return frame.assign(**{name: 1_000.0 + error + step for name, step in zip(QUANTILES, levels, strict=True)})


def row(table, by, group=""):
    return table[(table["by"] == by) & (table["group"] == group)].iloc[0]


def test_bias_is_the_signed_error_and_the_naive_one_stands_beside_it():
    table = bias_table(points(error=-40.0, level=900.0), BOUNDS)
    every = row(table, "all")
    assert every["bias_share"] == pytest.approx(-0.04)
    assert every["naive_bias_share"] == pytest.approx(-0.1)
    assert every["coverage_80"] == 1.0
    assert every["breach"] == ""


@pytest.mark.parametrize("error", [-120.0, 120.0])
def test_a_group_that_leans_too_far_either_way_is_beyond_the_bounds(error):
    table = bias_table(points(error=error, spread=500.0), BOUNDS)
    assert set(breaches(table)["by"]) == {"all", "place", "size", "age", "staleness", "counts"}
    assert row(table, "all")["breach"] == "bias"


def test_a_band_that_holds_too_little_is_beyond_the_bounds():
    table = bias_table(points(error=60.0), BOUNDS)
    assert row(table, "all")["coverage_80"] == 0.0
    assert row(table, "all")["breach"] == "coverage"


@pytest.mark.parametrize(("n", "camps"), [(9, 2), (40, 1)])
def test_too_few_forecasts_or_camps_are_shown_and_not_judged(n, camps):
    table = bias_table(points(n, camps, error=400.0), BOUNDS)
    assert not table["is_judged"].any()
    assert breaches(table).empty
    assert row(table, "all")["n"] == n


def test_only_the_group_that_leans_is_named():
    good = points(30)
    young = points(20, error=-300.0, age_weeks=5.0, n_counts=4)
    named = breaches(bias_table(pd.concat([good, young], ignore_index=True), BOUNDS))
    assert ("age", "under 13") in list(zip(named["by"], named["group"], strict=True))
    assert ("age", "52 to 155") not in list(zip(named["by"], named["group"], strict=True))


def test_every_forecast_falls_in_one_part_of_each_kind_and_unknown_sizes_in_none():
    table = bias_table(points(camp_people=np.nan), BOUNDS)
    assert "size" not in set(table["by"])
    for by in ("place", "age", "staleness", "counts"):
        assert table.loc[table["by"] == by, "n"].sum() == 20


def test_edges_belong_to_the_part_above():
    table = bias_table(points(age_weeks=13.0, stale_days=57.0), BOUNDS)
    assert row(table, "age", "13 to 51")["n"] == 20
    assert row(table, "staleness", "57 or more")["n"] == 20
    assert part_names((8, 29, 57)) == ["under 8", "8 to 28", "29 to 56", "57 or more"]


def test_nothing_scored_is_an_empty_table():
    assert bias_table(points(0), BOUNDS).empty
