"""Backtests of an operation's own past."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.domain.operation import Operation
from core.domain.schemas import QUANTILES
from core.errors import NotEnoughHistory
from core.forecasting.backtest import backtest_at, rolling_errors
from core.forecasting.hyperparameters import Simulation
from core.forecasting.predict import forecast_population
from core.forecasting.simulate import simulate_population
from core.forecasting.storage import read_model
from core.registry import ModelRegistry

ROOT = Path(__file__).parents[3]
MODEL = ModelRegistry(ROOT / "models", read_model).load()
POPULATION = simulate_population(Simulation(camps=12, weeks=120), 11)


def operation(population):
    ids = sorted(population["camp_id"].unique())
    camps = pd.DataFrame({"camp_id": ids, "name": ids, "country": "KEN", "latitude": 1.0, "longitude": 36.0})
    return Operation.build({"camps": camps, "population": population})


OPERATION = operation(POPULATION)


def cutoffs_of(population, after_days):
    first = population.groupby("camp_id")["date"].min() + pd.Timedelta(days=after_days)
    return first.rename("cutoff").reset_index()


def test_a_forecast_from_any_day_starts_on_the_first_sunday_after_it():
    asked = cutoffs_of(POPULATION, 100)
    table = backtest_at(OPERATION, asked, 8, MODEL)
    assert list(table.columns) == ["camp_id", "cutoff", "horizon_weeks", *QUANTILES]
    assert len(table) == 8 * len(asked)
    camp, cutoff = asked.iloc[0]
    same = forecast_population(OPERATION, cutoff, 8, MODEL).query("camp_id == @camp")
    got = table[table["camp_id"] == camp]
    np.testing.assert_allclose(got[list(QUANTILES)], same[list(QUANTILES)], rtol=1e-6)


def test_forecasts_do_not_change_when_later_counts_are_cut_off():
    asked = cutoffs_of(POPULATION, 150)
    whole = backtest_at(OPERATION, asked, 8, MODEL)
    for camp, cutoff in asked.itertuples(index=False):
        kept = POPULATION[POPULATION["date"] <= cutoff]
        cut = backtest_at(operation(kept), asked[asked["camp_id"] == camp], 8, MODEL)
        expected = whole[whole["camp_id"] == camp]
        np.testing.assert_allclose(cut[list(QUANTILES)], expected[list(QUANTILES)], rtol=1e-6)


def test_a_cutoff_before_the_first_count_names_the_camp():
    asked = cutoffs_of(POPULATION, 0)
    asked.loc[1, "cutoff"] -= pd.Timedelta(days=1)
    with pytest.raises(NotEnoughHistory, match=f"first row 3: camp “{asked['camp_id'][1]}”"):
        backtest_at(OPERATION, asked, 8, MODEL)


def test_rolling_errors_put_every_method_beside_the_last_count():
    errors = rolling_errors(OPERATION, 4, MODEL)
    assert set(errors["method"]) == {"blend", "damped_trend", "boosting", "forest", "net", "last_count"}
    assert set(errors["horizon_weeks"]) == {1, 2, 3, 4}
    assert errors.groupby(["camp_id", "horizon_weeks"])["n"].nunique().eq(1).all()
    naive = errors[errors["method"] == "last_count"]
    np.testing.assert_allclose(naive["mean_absolute_error"], naive["mean_pinball"])


def test_the_shipped_model_beats_the_last_count_on_camps_it_has_not_seen():
    errors = rolling_errors(OPERATION, 8, MODEL)
    loss = errors.assign(total=errors["scaled_loss"] * errors["n"]).groupby("method")["total"].sum()
    assert loss["blend"] < 0.95 * loss["last_count"]


def test_an_operation_too_young_to_score_gives_an_empty_table():
    young = POPULATION[POPULATION["date"] <= POPULATION["date"].min() + pd.Timedelta(days=20)]
    assert rolling_errors(operation(young), 8, MODEL).empty
