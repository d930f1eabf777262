"""What holds for every forecast, whatever the counts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings, strategies as st

from core.domain.operation import Operation
from core.domain.schemas import QUANTILES
from core.forecasting.backtest import backtest_at
from core.forecasting.predict import forecast_population
from core.forecasting.storage import read_model
from core.registry import ModelRegistry

MODEL = ModelRegistry(Path(__file__).parents[2] / "models", read_model).load()
START = pd.Timestamp("2020-01-05")
AS_OF = START + pd.Timedelta(days=300)


@st.composite
def counted(draw, camps=3):
    """Camp, date and people; dates are irregular, some of them after the day of the forecast."""
    rows = []
    for camp in range(camps):
        days = draw(st.lists(st.integers(0, 400), min_size=1, max_size=25, unique=True))
        days[0] = min(days[0], 200) if 200 not in days else 200
        for day in sorted(set(days)):
            rows.append((f"c{camp}", START + pd.Timedelta(days=day), draw(st.integers(0, 200_000))))
    return pd.DataFrame(rows, columns=["camp_id", "date", "population"])


CAMPS = pd.DataFrame({"camp_id": ["c0", "c1", "c2"], "name": "x", "country": "KEN", "latitude": 1.0, "longitude": 36.0})
EMPTY = Operation.build(
    {"camps": CAMPS, "population": pd.DataFrame({"camp_id": ["c0"], "date": [START], "population": [1.0]})}
)


def operation(population):
    # Validation has tests of its own and takes most of the time, so the counts are exchanged in a valid operation.
    counts = population.astype({"population": "float64", "camp_id": "str"}).assign(kind=pd.NA)
    return replace(EMPTY, tables={**EMPTY.tables, "population": counts})


def levels(population, weeks=6):
    table = forecast_population(operation(population), AS_OF, weeks, MODEL)
    return table.set_index(["camp_id", "week"])[list(QUANTILES)]


def close(a, b):
    np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-3)


@settings(max_examples=40, deadline=None)
@given(counted())
def test_quantiles_are_finite_sorted_and_never_negative(population):
    found = levels(population, weeks=15).to_numpy()
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert (np.diff(found, axis=1) >= 0).all()


@settings(max_examples=25, deadline=None)
@given(counted())
def test_ten_times_the_counts_give_ten_times_the_forecast(population):
    close(levels(population.assign(population=population["population"] * 10)), levels(population) * 10)


@settings(max_examples=25, deadline=None)
@given(counted(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(population, random):
    order = list(range(len(population)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(levels(population.iloc[order]), levels(population))


@settings(max_examples=25, deadline=None)
@given(counted())
def test_a_camp_is_forecast_as_if_it_were_alone(population):
    together = levels(population)
    for camp, rows in population.groupby("camp_id"):
        close(levels(rows), together.loc[[camp]])


@settings(max_examples=25, deadline=None)
@given(counted())
def test_a_later_count_never_changes_an_earlier_forecast(population):
    close(levels(population[population["date"] <= AS_OF]), levels(population))


@settings(max_examples=15, deadline=None)
@given(counted(), st.integers(200, 300))
def test_a_backtest_is_the_forecast_that_would_have_been_made(population, day):
    cutoff = START + pd.Timedelta(days=day)
    asked = pd.DataFrame({"camp_id": sorted(population["camp_id"].unique()), "cutoff": cutoff})
    past = backtest_at(operation(population), asked, 4, MODEL)
    then = forecast_population(operation(population[population["date"] <= cutoff]), cutoff, 4, MODEL)
    close(past[list(QUANTILES)], then[list(QUANTILES)])
