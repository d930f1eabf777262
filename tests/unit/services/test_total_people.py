"""Totals as the doors ask for them: kept, the same again, and with planning figures."""

import pandas as pd
import pytest

from core.errors import NotEnoughHistory
from core.services.forecast_people import forecast_each_method, forecast_people
from core.services.needs_of_people import needs_of_people
from core.services.past_totals import past_totals
from core.services.total_people import total_people, totals_of
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.forecasting.test_new_camps import operation_with_figure, tables_with_figure


def test_totals_are_the_same_whether_computed_or_kept(resources):
    operation = small_operation()
    first = total_people(resources, operation, PLANNING_START, 4)
    kept = total_people(resources, operation, PLANNING_START, 4)
    pd.testing.assert_frame_equal(first, kept)
    resources.results.clear()
    pd.testing.assert_frame_equal(first, total_people(resources, operation, PLANNING_START, 4))


def test_the_mean_of_all_camps_is_the_sum_of_their_means(resources):
    operation = small_operation()
    camps = forecast_people(resources, operation, PLANNING_START, 4).table.groupby("horizon_weeks")["mean"].sum()
    whole = totals_of(total_people(resources, operation, PLANNING_START, 4), "operation").set_index("horizon_weeks")
    pd.testing.assert_series_equal(whole["mean"], camps, check_index_type=False)


def test_a_planned_camp_is_forecast_needed_and_named(resources):
    operation = operation_with_figure()
    forecast = forecast_people(resources, operation, PLANNING_START, 4)
    assert forecast.planned == ("east",)
    assert forecast.missing == ()
    needs = needs_of_people(resources, operation, PLANNING_START, 4)
    assert needs.notes[0] == "Need by a planning figure, not a count: East Camp."
    assert (needs.table.loc[needs.table["camp_id"] == "east", "need_q90"] > 0).any()
    whole = totals_of(total_people(resources, operation, PLANNING_START, 4), "operation")
    assert whole["planning_figures"].tolist() == [1] * 4
    assert whole["camps"].tolist() == [3] * 4


def test_without_any_count_figures_alone_make_a_forecast(resources):
    tables = tables_with_figure()
    later = tables["population"].assign(date=PLANNING_START + pd.Timedelta(weeks=5)).drop_duplicates("camp_id")
    operation = small_operation(**{**tables, "population": later})
    for _ in range(2):  # computed, then kept
        forecast = forecast_people(resources, operation, PLANNING_START, 2)
        assert forecast.table["camp_id"].unique().tolist() == ["east"]
        assert set(forecast.missing) == {"north", "south"}
    assert forecast_each_method(resources, operation, PLANNING_START, 2).empty
    with pytest.raises(NotEnoughHistory):
        forecast_people(resources, small_operation(population=later), PLANNING_START, 2)


def test_past_totals_add_the_newest_counts_and_say_where_a_camp_is_missing():
    population = small_tables()["population"]
    begun = population["date"] >= PLANNING_START - pd.Timedelta(weeks=3)
    population = population[(population["camp_id"] != "east") | begun]
    past = past_totals(small_operation(population=population), PLANNING_START, 5)
    assert past["camps"].tolist() == [2, 2, 3, 3, 3, 3]
    assert past["complete"].tolist() == [False, False, True, True, True, True]
    last = population.sort_values("date").groupby("camp_id")["population"].last().sum()
    assert past["people"].iloc[-1] == last
    one = past_totals(small_operation(population=population), PLANNING_START, 1, "TZA", "elsewhere")
    assert one["camps"].tolist() == [0, 0]
