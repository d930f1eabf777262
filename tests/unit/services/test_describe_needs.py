"""Needs are added up for reading; each of them can be opened into its factors."""

import numpy as np
import pytest

from core.needs import compute_needs
from core.services.describe_needs import describe_needs, people_behind, standards_table
from core.services.open_need import open_need
from core.services.short_names import shortened
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.needs.test_compute_needs import forecast_of

PEOPLE = {"north": 1000.0, "south": 2000.0, "east": 500.0}


def made(operation, weeks=3):
    forecast = forecast_of(PEOPLE, weeks)
    return forecast, compute_needs(operation, forecast, PLANNING_START).table


def test_sums_over_items_sectors_and_weeks_agree():
    operation = small_operation()
    _, needs = made(operation)
    summary = describe_needs(operation, needs)
    assert summary.total_t == pytest.approx(summary.by_item["t"].sum())
    assert summary.total_t == pytest.approx(summary.by_sector["t"].sum())
    assert summary.total_t == pytest.approx(float(summary.by_week.to_numpy().sum()))
    assert summary.low_t <= summary.total_t <= summary.high_t
    assert summary.net_t <= summary.total_t


def test_one_camp_is_a_part_of_all():
    operation = small_operation()
    _, needs = made(operation)
    parts = [describe_needs(operation, needs, camp).total_t for camp in PEOPLE]
    assert sum(parts) == pytest.approx(describe_needs(operation, needs).total_t)


def test_camp_stock_in_days_is_the_part_of_the_need_it_covers():
    operation = small_operation()
    _, needs = made(operation)
    summary = describe_needs(operation, needs)
    assert summary.stock_days == pytest.approx((1 - summary.net_t / summary.total_t) * 21)


def test_a_shelf_that_was_not_counted_is_not_called_empty():
    operation = small_operation(stock=None)
    _, needs = made(operation)
    summary = describe_needs(operation, needs)
    assert summary.stock_days is None
    assert not summary.by_item["shelf_is_known"].any()


def test_standards_without_a_source_are_estimates():
    items = small_tables()["items"].assign(source=["WFP", None, "UNHCR, estimate"])
    table = standards_table(small_operation(items=items))
    assert table["is_estimate"].tolist() == [False, True, True]
    assert table["source"].tolist()[1] == "estimate"


def test_households_and_groups_are_shown_as_the_camp_counts_them():
    table = people_behind(small_operation(), PLANNING_START).set_index("camp_id")
    assert table.loc["east", "household_is_estimate"]
    assert table.loc["east", "household_size"] == 5
    assert table.loc["north", "children_under_5"] == pytest.approx(0.18, abs=1e-3)
    assert "women" not in table
    assert table.loc["north", "counted"] == PLANNING_START


@pytest.mark.parametrize("item", ["cereal", "soap", "blanket"])
def test_an_opened_need_adds_up_to_the_figure_of_the_table(item):
    operation = small_operation()
    forecast, needs = made(operation)
    for row in needs[(needs["item_id"] == item) & (needs["camp_id"] == "south")].itertuples():
        opened = open_need(operation, forecast, needs, PLANNING_START, camp_id="south", item_id=item, week=row.week)
        assert opened.due_units - opened.already_units == pytest.approx(row.need)
        assert row.need - opened.from_stock_units == pytest.approx(row.net_need)


def test_an_opened_need_marks_what_is_an_estimate():
    operation = small_operation()
    forecast, needs = made(operation)
    week = needs["week"].min()
    opened = open_need(operation, forecast, needs, PLANNING_START, camp_id="east", item_id="blanket", week=week)
    assert opened.is_once
    assert opened.household_is_estimate
    assert not opened.shelf_is_known
    cereal = open_need(operation, forecast, needs, PLANNING_START, camp_id="north", item_id="cereal", week=week)
    assert cereal.standard_is_estimate
    assert cereal.shelf_is_known
    assert np.isclose(cereal.due_units, 1000 * 0.4 * 7)


def test_equal_names_are_told_apart_by_their_identifier():
    assert shortened({"a": "Kit, large", "b": "Kit, large"}) == {"a": "Kit, large (a)", "b": "Kit, large (b)"}
