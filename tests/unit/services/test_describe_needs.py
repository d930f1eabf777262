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
        assert opened.due_units - opened.served_units - opened.earlier_units == pytest.approx(row.need)
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


def test_the_mean_that_stands_in_for_an_uncounted_group_is_told():
    counts = small_tables()["population"]
    counts.loc[counts["camp_id"] == "east", "children_under_5"] = np.nan
    items = small_tables()["items"].assign(group=["children_under_5", None, None])
    table = people_behind(small_operation(population=counts, items=items), PLANNING_START).set_index("camp_id")
    assert np.isnan(table.loc["east", "children_under_5"])
    assert table.loc["east", "children_under_5_mean"] == pytest.approx(0.18, abs=1e-3)
    assert np.isnan(table.loc["north", "children_under_5_mean"])
    assert "children_under_5_mean" not in people_behind(small_operation(population=counts), PLANNING_START)


def test_an_opened_need_tells_households_life_and_shelf():
    sizes = small_tables()["camps"].assign(household_size_low=4.0, household_size_high=6.0)
    operation = small_operation(camps=sizes)
    forecast, needs = made(operation)
    weeks = sorted(needs["week"].unique())
    kit = open_need(operation, forecast, needs, PLANNING_START, camp_id="south", item_id="blanket", week=weeks[0])
    factors = kit.arithmetic
    assert (factors.household_size, factors.household_low, factors.household_high) == (5, 4, 6)
    assert factors.lifetime_days == 730
    assert factors.served_units == 5000
    assert kit.served_units == pytest.approx(kit.due_units)
    last = open_need(operation, forecast, needs, PLANNING_START, camp_id="north", item_id="cereal", week=weeks[-1])
    assert last.arithmetic.shelf_units == 9000
    assert last.arithmetic.shelf_used_units == pytest.approx(1000 * 0.4 * 7 * 2)
    assert last.arithmetic.people_low < last.arithmetic.people < last.arithmetic.people_high
    assert last.arithmetic.need_low < last.arithmetic.need_units < last.arithmetic.need_high


def test_equal_names_are_told_apart_by_their_identifier():
    assert shortened({"a": "Kit, large", "b": "Kit, large"}) == {"a": "Kit, large (a)", "b": "Kit, large (b)"}
