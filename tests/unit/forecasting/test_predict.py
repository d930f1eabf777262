"""The forecast of an operation, made with the model that ships."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.domain.operation import Operation
from core.domain.schemas import QUANTILES, ForecastTable
from core.errors import NotEnoughHistory
from core.forecasting.predict import camps_without_history, forecast_by_method, forecast_population
from core.forecasting.storage import read_model
from core.registry import ModelRegistry

ROOT = Path(__file__).parents[3]
MODEL = ModelRegistry(ROOT / "models", read_model).load()
AS_OF = pd.Timestamp("2020-06-10")  # a Wednesday
COUNTED = pd.date_range("2020-01-05", periods=22, freq="7D")
"""Weekly counts up to 2020-05-31."""


def operation(series, expected=None, closed=None):
    rows = [(camp, date, people) for camp, counts in series.items() for date, people in counts]
    population = pd.DataFrame(rows, columns=["camp_id", "date", "population"])
    camps = pd.DataFrame(
        {"camp_id": list(series), "name": list(series), "country": "KEN", "latitude": 1.0, "longitude": 36.0}
    )
    if closed:
        camps["closed"] = camps["camp_id"].map(closed)
    tables = {"camps": camps, "population": population.astype({"population": "float64"})}
    if expected is not None:
        tables["expected"] = pd.DataFrame(expected, columns=["camp_id", "date", "people", "reason", "known_since"])
    return Operation.build(tables)


def weekly(people):
    return list(zip(COUNTED.strftime("%Y-%m-%d"), people, strict=False))


def levels(table):
    return table[list(QUANTILES)].to_numpy()


GROWING = weekly(10_000 + 150 * np.arange(22))


def test_the_forecast_keeps_its_schema_and_starts_on_the_first_sunday():
    table = forecast_population(operation({"b": GROWING, "a": weekly([4000.0] * 22)}), AS_OF, 12, MODEL)
    ForecastTable.validate(table)
    assert list(table.columns) == ForecastTable.column_names()
    assert table["camp_id"].tolist() == ["a"] * 12 + ["b"] * 12
    assert str(table["week"].iloc[0].date()) == "2020-06-14"
    assert str(table["last_count_date"].iloc[0].date()) == "2020-05-31"
    assert set(table["model_version"]) == {MODEL.version}
    assert (np.diff(levels(table), axis=1) >= 0).all()


def test_from_a_sunday_horizon_1_is_the_next_sunday():
    table = forecast_population(operation({"a": GROWING}), pd.Timestamp("2020-06-07"), 1, MODEL)
    assert str(table["week"].iloc[0].date()) == "2020-06-14"


def test_a_flat_camp_keeps_a_narrow_interval_and_a_growing_one_grows():
    table = forecast_population(operation({"flat": weekly([4000.0] * 22), "up": GROWING}), AS_OF, 8, MODEL)
    last = table[table["horizon_weeks"] == 8].set_index("camp_id")
    assert last.loc["flat", "q80"] - last.loc["flat", "q20"] < 0.04 * 4000
    assert last.loc["flat", "q90"] - last.loc["flat", "q10"] < 0.15 * 4000
    assert last.loc["up", "q50"] > 13_150


def test_announced_changes_known_by_then_are_added_to_every_quantile():
    plain = operation({"a": GROWING})
    announced = operation(
        {"a": GROWING},
        expected=[
            ("a", "2020-06-10", 9000, "on the day itself: already counted", ""),
            ("a", "2020-06-14", 500, "arrivals", ""),
            ("a", "2020-06-20", 70, "arrivals", "2020-06-10"),
            ("a", "2020-06-20", 7000, "not known yet", "2020-06-11"),
            ("a", "2021-06-20", 5, "after the horizon", ""),
        ],
    )
    added = levels(forecast_population(announced, AS_OF, 3, MODEL)) - levels(
        forecast_population(plain, AS_OF, 3, MODEL)
    )
    np.testing.assert_allclose(added, np.array([[500.0], [570.0], [570.0]]) * np.ones((1, 9)))


def test_announced_departures_never_make_a_camp_negative():
    leaving = operation({"a": GROWING}, expected=[("a", "2020-06-12", -13_000, "return", "")])
    table = forecast_population(leaving, AS_OF, 2, MODEL)
    assert (levels(table) >= 0).all()
    np.testing.assert_allclose(table["mean"], levels(table).mean(axis=1))


def test_camps_without_a_count_are_left_out_and_listed():
    mixed = operation({"old": GROWING, "later": [("2020-07-01", 900)], "blank": [("2020-02-02", np.nan)], "none": []})
    assert camps_without_history(mixed, AS_OF) == ["later", "blank", "none"]
    assert set(forecast_population(mixed, AS_OF, 2, MODEL)["camp_id"]) == {"old"}


@pytest.mark.parametrize(
    "counts",
    [[("2020-07-01", 900)], [("2020-02-02", np.nan), ("2020-02-09", np.nan)]],
    ids=["future", "blank"],
)
def test_an_operation_without_any_usable_count_is_refused_with_a_reason(counts):
    with pytest.raises(NotEnoughHistory, match="No camp has a count on or before 2020-06-10"):
        forecast_population(operation({"a": counts}), AS_OF, 2, MODEL)


def test_one_count_is_enough_for_a_cautious_forecast():
    table = forecast_population(operation({"a": [("2020-05-31", 5000)]}), AS_OF, 4, MODEL)
    assert table["q50"].between(4000, 7000).all()
    assert (table["q90"] > table["q10"]).all()


def test_a_camp_of_zeros_is_forecast_to_be_empty():
    assert (levels(forecast_population(operation({"a": weekly([0.0] * 22)}), AS_OF, 4, MODEL)) == 0).all()


def test_a_camp_that_emptied_is_not_forecast_to_be_negative_or_huge():
    table = forecast_population(operation({"a": weekly([8000.0] * 18 + [0.0] * 4)}), AS_OF, 8, MODEL)
    assert (table["q50"] < 800).all()
    assert np.isfinite(levels(table)).all()


def test_a_closed_camp_is_empty_unless_it_was_counted_since():
    series = {"shut": GROWING, "open": GROWING, "again": GROWING}
    table = forecast_population(
        operation(series, closed={"shut": "2020-06-01", "open": "2020-09-01", "again": "2020-05-01"}), AS_OF, 2, MODEL
    )
    assert table.groupby("camp_id")["q90"].max().gt(0).to_dict() == {"again": True, "open": True, "shut": False}


def test_thirty_years_of_daily_counts_are_forecast():
    days = pd.date_range("1990-06-10", "2020-06-09", freq="D")
    people = 50_000 + 2_000 * np.sin(np.arange(len(days)) / 300)
    table = forecast_population(
        operation({"a": list(zip(days.strftime("%Y-%m-%d"), people, strict=True))}), AS_OF, 4, MODEL
    )
    assert table["q50"].between(40_000, 60_000).all()


def test_long_horizons_widen():
    table = forecast_population(operation({"a": GROWING}), AS_OF, 40, MODEL)
    width = (table["q90"] - table["q10"]).to_numpy()
    assert width[39] > width[20] > width[2]


def test_every_method_is_shown_beside_the_last_count():
    table = forecast_by_method(operation({"a": GROWING}), AS_OF, 3, MODEL)
    assert table["method"].unique().tolist() == ["blend", "damped_trend", "boosting", "forest", "net", "last_count"]
    assert (table.loc[table["method"] == "last_count", "q10"] == GROWING[-1][1]).all()
    ForecastTable.validate(table[table["method"] == "blend"].drop(columns="method"))
    blend = table[table["method"] == "blend"].drop(columns="method").reset_index(drop=True)
    pd.testing.assert_frame_equal(blend, forecast_population(operation({"a": GROWING}), AS_OF, 3, MODEL))


def test_forecasting_loads_neither_scikit_learn_nor_tensorflow():
    code = """
import sys
from pathlib import Path
import pandas as pd
import core.forecasting.train, core.forecasting.backtest, core.forecasting.card
from core.forecasting.predict import forecast_population
from core.forecasting.storage import read_model
from core.registry import ModelRegistry
from core.domain.operation import Operation
operation = Operation.build({
    "camps": pd.DataFrame({"camp_id": ["a"], "name": "a", "country": "KEN", "latitude": 1.0, "longitude": 36.0}),
    "population": pd.DataFrame({"camp_id": ["a", "a"], "date": ["2020-01-01", "2020-02-01"], "population": [5.0, 6.0]}),
})
forecast_population(operation, pd.Timestamp("2020-02-02"), 2, ModelRegistry(Path("models"), read_model).load())
heavy = {"sklearn", "skops", "tensorflow", "keras", "scipy", "matplotlib", "seaborn"} & set(sys.modules)
sys.exit(f"loaded: {sorted(heavy)}" if heavy else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
