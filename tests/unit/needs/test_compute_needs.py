"""Need is people times standard; durable goods are needed once; camp stock is used earliest first."""

import numpy as np
import pandas as pd
import pytest

from core.domain.schemas import QUANTILES
from core.domain.weeks import planning_weeks
from core.errors import InvalidTable, NotEnoughHistory
from core.needs import compute_needs, explain_need
from tests.builders import PLANNING_START, small_operation, small_tables


def forecast_of(people_by_camp, weeks=3):
    rows = []
    for camp, people in people_by_camp.items():
        for number, week in enumerate(planning_weeks(PLANNING_START, weeks), start=1):
            level = people[number - 1] if isinstance(people, list) else people
            quantiles = {name: level * (0.8 + 0.05 * position) for position, name in enumerate(QUANTILES)}
            place = {"camp_id": camp, "week": week, "horizon_weeks": number}
            rows.append({**place, **quantiles, "mean": level, "model_version": "given"})
    return pd.DataFrame(rows)


def need_of(table, camp, item, column="need"):
    return table[(table.camp_id == camp) & (table.item_id == item)][column].to_numpy()


def test_a_daily_standard_needs_seven_days_a_week():
    table = compute_needs(small_operation(), forecast_of({"north": 1000.0}), PLANNING_START).table
    assert need_of(table, "north", "cereal") == pytest.approx([1000 * 0.4 * 7] * 3)
    assert need_of(table, "north", "soap") == pytest.approx([1000 * 7 / 30] * 3)


def test_the_planning_quantile_chooses_the_column_need():
    table = compute_needs(small_operation(), forecast_of({"north": 1000.0}), PLANNING_START, 0.9).table
    assert need_of(table, "north", "cereal") == pytest.approx([1200 * 0.4 * 7] * 3)


def test_quantiles_of_people_become_quantiles_of_need():
    table = compute_needs(small_operation(), forecast_of({"north": 1000.0}), PLANNING_START).table
    steps = np.diff(table[[f"need_{name}" for name in QUANTILES]].to_numpy(), axis=1)
    assert (steps >= 0).all()


def test_household_goods_are_needed_once_for_new_households_only():
    table = compute_needs(small_operation(), forecast_of({"north": [900.0, 900.0, 990.0]}), PLANNING_START).table
    assert need_of(table, "north", "blanket") == pytest.approx([900 / 4.5 * 2, 0, 90 / 4.5 * 2])


def test_goods_handed_out_within_their_life_are_not_needed_again():
    table = compute_needs(small_operation(), forecast_of({"south": 24000.0}), PLANNING_START).table
    assert need_of(table, "south", "blanket") == pytest.approx([24000 / 5 * 2 - 5000, 0, 0])


def test_goods_past_their_life_are_needed_again():
    items = small_tables()["items"].assign(lifetime_days=[np.nan, np.nan, 60.0])
    table = compute_needs(small_operation(items=items), forecast_of({"south": 24000.0}), PLANNING_START).table
    assert need_of(table, "south", "blanket").sum() == pytest.approx(24000 / 5 * 2)


def test_camp_stock_is_taken_from_the_earliest_need():
    table = compute_needs(small_operation(), forecast_of({"north": 2000.0}), PLANNING_START).table
    assert need_of(table, "north", "cereal", "net_need") == pytest.approx([0, 2 * 5600 - 9000, 5600])


def test_a_group_item_uses_the_last_known_share_of_the_camp():
    items = small_tables()["items"].assign(group=["children_under_5", None, None])
    operation = small_operation(items=items)
    table = compute_needs(operation, forecast_of({"north": 1000.0}), PLANNING_START).table
    assert need_of(table, "north", "cereal") == pytest.approx([1000 * 0.18 * 0.4 * 7] * 3, rel=1e-3)


def test_a_camp_without_its_own_share_takes_the_mean_and_says_so():
    items = small_tables()["items"].assign(group=["children_under_5", None, None])
    counts = small_tables()["population"]
    counts.loc[counts["camp_id"] == "east", "children_under_5"] = np.nan
    needs = compute_needs(
        small_operation(items=items, population=counts), forecast_of({"east": 1000.0}), PLANNING_START
    )
    assert any("Cereal" in note and "mean" in note for note in needs.notes)


def test_a_group_nobody_counted_is_an_error_that_names_the_column():
    items = small_tables()["items"].assign(group=["pregnant", None, None])
    with pytest.raises(NotEnoughHistory, match="pregnant"):
        compute_needs(small_operation(items=items), forecast_of({"north": 1000.0}), PLANNING_START)


def test_an_operation_without_items_cannot_be_turned_into_needs():
    tables = small_tables(items=None, stock=None, arrivals=None, offers=None, deliveries=None)
    from core.domain.operation import Operation

    with pytest.raises(InvalidTable, match="no items"):
        compute_needs(Operation.build(tables), forecast_of({"north": 1000.0}), PLANNING_START)


@pytest.mark.parametrize("item", ["cereal", "soap"])
def test_the_arithmetic_shown_gives_the_need_in_the_table(item):
    operation, forecast = small_operation(), forecast_of({"north": 1000.0})
    needs = compute_needs(operation, forecast, PLANNING_START).table
    week = planning_weeks(PLANNING_START, 1)[0]
    opened = explain_need(operation, forecast, needs, PLANNING_START, camp_id="north", item_id=item, week=week)
    product = opened.people * opened.group_share * opened.standard_units * opened.weeks_factor
    assert product == pytest.approx(opened.need_units)
