"""Age of counts, inputs beyond what was learnt from, forecasts nobody should believe unasked, and served forecasts."""

import numpy as np
import pandas as pd
import pytest

from core.domain.schemas import QUANTILES, ForecastTable
from core.forecasting.bias import LEVEL, TRUTH
from core.monitoring import Sample, data_age, implausible_forecasts, out_of_range, recorded_points
from tests.builders import PLANNING_START, small_operation

OPERATION = small_operation()


def test_age_is_counted_from_real_counts_known_on_the_day():
    age = data_age(OPERATION.camps, OPERATION.population, PLANNING_START)
    assert (age.newest_days, age.median_days, age.oldest_days) == (0, 0.0, 7)
    later = data_age(OPERATION.camps, OPERATION.population, PLANNING_START + pd.Timedelta(days=55))
    assert (later.newest_days, later.oldest_days, later.old) == (55, 62, ("east",))
    earlier = data_age(OPERATION.camps, OPERATION.population, PLANNING_START - pd.Timedelta(days=3))
    assert earlier.newest_days == 4


def test_camps_never_counted_are_named():
    counted = OPERATION.population[OPERATION.population["camp_id"] != "east"]
    assert data_age(OPERATION.camps, counted, PLANNING_START).never == ("east",)
    nothing = data_age(OPERATION.camps, counted.iloc[:0], PLANNING_START)
    assert (nothing.median_days, len(nothing.never)) == (None, 3)


def test_inputs_beyond_what_was_learnt_from_are_counted_by_input_and_camp():
    learnt = Sample(np.array([[0.0, 0.0], [1.0, 10.0]]), np.array([0, 1]))
    now = np.array([[0.5, 5.0], [2.0, 11.0], [-1.0, 0.0]])
    counted, camps = out_of_range(("a", "b"), now, np.array(["x", "y", "z"], dtype=object), learnt)
    assert counted == {"a": 2, "b": 1}
    assert camps == ("y", "z")


@pytest.mark.parametrize(
    ("levels", "last", "odd"),
    [
        (np.linspace(900, 1100, 9), 1000, False),
        (np.linspace(3000, 3400, 9), 1000, True),
        (np.linspace(200, 300, 9), 1000, True),
        (np.linspace(5, 60, 9), 10, False),
        (np.linspace(-5, 1100, 9), 1000, True),
        (np.linspace(1100, 900, 9), 1000, True),
        (np.full(9, np.nan), 1000, True),
        (np.append(np.linspace(900, 1100, 8), 30_000), 1000, True),
        (np.linspace(900, 1100, 9), np.nan, False),
    ],
)
def test_implausible_forecasts_are_marked(levels, last, odd):
    forecast = pd.DataFrame({ForecastTable.camp_id: ["a"], **{q: [v] for q, v in zip(QUANTILES, levels, strict=True)}})
    marked = implausible_forecasts(forecast, pd.Series({"a": last}))
    assert marked.tolist() == [odd]


def test_a_served_forecast_is_scored_by_counts_that_came_later_and_by_no_others():
    as_of = PLANNING_START - pd.Timedelta(weeks=4)
    weeks = pd.date_range(as_of + pd.Timedelta(weeks=1), periods=8, freq="7D")
    served = pd.DataFrame(
        [(camp, week, h + 1) for camp in ("north", "south", "nowhere") for h, week in enumerate(weeks)],
        columns=[ForecastTable.camp_id, ForecastTable.week, ForecastTable.horizon_weeks],
    ).assign(**dict.fromkeys(QUANTILES, 10_000.0))
    found = recorded_points(served, as_of, OPERATION.camps, OPERATION.population)
    assert set(found[ForecastTable.camp_id]) == {"north", "south"}
    assert found[ForecastTable.week].max() == PLANNING_START
    counted = OPERATION.population.set_index(["camp_id", "date"])["population"]
    first = found.iloc[0]
    assert first[TRUTH] == counted["north", weeks[0]]
    assert first[LEVEL] == counted["north", as_of]
    before = OPERATION.population[OPERATION.population["date"] <= as_of]
    assert recorded_points(served, as_of, OPERATION.camps, before).empty
    assert recorded_points(served, as_of, OPERATION.camps, before.iloc[:0]).empty
