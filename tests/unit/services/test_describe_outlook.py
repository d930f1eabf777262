"""What the forecast says of each camp, and what is announced."""

import numpy as np
import pandas as pd
import pytest

from core.services.describe_outlook import announced_movements, outlook_of, outlook_table
from core.services.forecast_people import forecast_people
from tests.builders import PLANNING_START, small_operation, small_tables


def outlook(resources, operation, camp):
    forecast = forecast_people(resources, operation, PLANNING_START, 4).table
    return outlook_of(outlook_table(operation, forecast, PLANNING_START), camp)


def test_the_change_is_the_median_against_the_last_real_count(resources):
    operation = small_operation()
    counts = operation.population
    last = counts[(counts["camp_id"] == "north") & counts["population"].notna()].iloc[-1]
    found = outlook(resources, operation, "north")
    assert found.last_count == last["population"]
    assert found.change == pytest.approx(found.median - last["population"])
    assert found.low <= found.median <= found.high


def test_a_copied_count_is_no_count(resources):
    population = small_tables()["population"]
    day = pd.Timestamp(PLANNING_START)
    last = population.index[(population["camp_id"] == "north") & (pd.to_datetime(population["date"]) == day)]
    before = outlook(resources, small_operation(), "north")
    population["kind"] = population.get("kind", pd.Series("registration", index=population.index)).astype(object)
    population.loc[last, "kind"] = "copied"
    after = outlook(resources, small_operation(population=population), "north")
    assert after.last_count_date < before.last_count_date
    assert (after.copied, after.counts) == (before.copied + 1, before.counts - 1)


def test_camps_that_change_most_come_first_and_those_not_known_last(resources):
    population = small_tables()["population"]
    operation = small_operation(population=population[population["camp_id"] != "east"])
    forecast = forecast_people(resources, operation, PLANNING_START, 4).table
    table = outlook_table(operation, forecast, PLANNING_START)
    assert table["camp_id"].iloc[-1] == "east"
    assert table["state"].iloc[-1] == "unknown"
    assert table["change_share"].abs().iloc[:2].is_monotonic_decreasing
    assert outlook_of(table, "east").change is None


def test_a_last_count_of_zero_is_told_apart_from_a_forecast_of_zero(resources):
    population = small_tables()["population"]
    day = pd.to_datetime(population["date"])
    is_last = (population["camp_id"] == "south") & (day == day[population["camp_id"] == "south"].max())
    population["population"] = np.where(is_last, 0.0, population["population"])
    assert outlook(resources, small_operation(population=population), "south").state == "zero"


def test_only_what_is_ahead_and_known_is_announced():
    expected = pd.DataFrame(
        {
            "camp_id": ["north"] * 4,
            "date": ["2025-07-10", "2025-06-01", "2025-07-11", "2025-12-01"],
            "people": [500, 1, 2, 3],
            "reason": ["transfer"] * 4,
            "known_since": [None, None, "2025-07-01", None],
        }
    )
    until = PLANNING_START + pd.Timedelta(weeks=4)
    found = announced_movements(small_operation(expected=expected), PLANNING_START, until)
    assert found["people"].tolist() == [500.0]
