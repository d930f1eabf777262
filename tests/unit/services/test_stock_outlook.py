"""An operation's shelves looked ahead: what runs out, what is not known, what expires, what to order."""

import numpy as np
import pandas as pd
import pytest

from core.domain.plan import Plan
from core.domain.scenario import EarlierArrival, Scenario
from core.domain.schemas import INVENTORY_TABLES, Policies
from core.errors import InvalidScenario, SolveCancelled, SourceUnavailable
from core.inventory import days_of_cover
from core.services.buffer_what_if import buffer_curve, buffer_of_words
from core.services.describe_inventory import arrivals_at, describe_inventory
from core.services.inventory_files import keep_inventory, refuse_occupied_inventory_folder
from core.services.kept_outlook import cached_outlook, make_outlook
from core.services.needs_of_people import needs_of_people
from core.services.order_advice import policy_of, try_policy
from core.services.plan_distribution import plan_distribution
from core.services.stock_outlook import look_ahead
from tests.builders import PLANNING_START, small_operation, small_tables

SHELF = ["place_id", "item_id"]


def ahead(resources, operation, weeks=4, **asked):
    return look_ahead(resources, operation, weeks, futures=asked.pop("futures", 60), **asked)


def shelf(outlook, place, item, table="cover"):
    rows = outlook.tables[table].set_index(SHELF)
    return rows.loc[(place, item)]


def stock_with(**cells):
    """Stock with other quantities at rows of the small operation."""
    stock = small_tables()["stock"]
    for row, quantity in cells.items():
        stock.loc[int(row.removeprefix("row")), "quantity"] = quantity
    return stock


def test_tables_have_the_columns_that_are_declared(resources):
    outlook = ahead(resources, small_operation())
    for name, schema in INVENTORY_TABLES.items():
        assert list(outlook.tables[name]) == schema.column_names()
        types = {column: str(declared.dtype) for column, declared in schema.to_schema().columns.items()}
        schema.validate(outlook.tables[name].astype(types), lazy=True)


def test_the_first_day_without_is_the_empty_date_of_the_first_page(resources):
    operation = small_operation(arrivals=None)
    needs = needs_of_people(resources, operation, PLANNING_START, 4).table
    today = days_of_cover(operation, needs, PLANNING_START).set_index(["camp_id", "item_id"])
    row = shelf(ahead(resources, operation, futures=400), "north", "cereal")
    assert row["first_q50"] == today.loc[("north", "cereal"), "empty_on"]
    assert row["days"] == np.floor(today.loc[("north", "cereal"), "days"])


def test_the_same_question_has_the_same_answer_whatever_the_order_of_rows(resources):
    tables = small_tables()
    arrivals = tables["arrivals"].assign(delay_days_sd=[4.0, 2.0, 3.0])
    turned = small_operation(arrivals=arrivals.iloc[::-1], stock=tables["stock"].iloc[::-1])
    first, second = ahead(resources, small_operation(arrivals=arrivals)), ahead(resources, turned)
    for name in ("cover", "stockout"):
        pd.testing.assert_frame_equal(first.tables[name], second.tables[name])


def test_chances_by_date_only_rise(resources):
    chances = ahead(resources, small_operation()).tables["stockout"]
    by_shelf = chances[chances["lack"] == "lost"].groupby(SHELF)["probability"]
    assert by_shelf.apply(lambda p: (p.diff().dropna() >= -1e-12).all()).all()
    assert (chances["probability_on_date"].dropna() <= chances["probability"].dropna() + 1e-12).all()


def test_a_blank_quantity_is_not_known_and_never_zero(resources):
    outlook = ahead(resources, small_operation(stock=stock_with(row3=np.nan)))
    row = shelf(outlook, "north", "cereal")
    assert row[["stock_units", "days", "probability", "lack_units"]].isna().all()
    assert not ((outlook.tables["stockout"][SHELF] == ["north", "cereal"]).all(axis=1)).any()
    assert not ((outlook.tables["calendar"][SHELF] == ["north", "cereal"]).all(axis=1)).any()
    empty = shelf(ahead(resources, small_operation(stock=stock_with(row3=0.0))), "north", "cereal")
    assert empty["probability"] == 1
    assert empty["days"] == 0


def test_a_depot_that_nobody_counted_is_not_known_and_one_that_lists_other_goods_holds_none(resources):
    stock = small_tables()["stock"]
    uncounted = ahead(resources, small_operation(stock=stock[stock["place_id"] != "hub"], arrivals=None))
    assert np.isnan(shelf(uncounted, "hub", "cereal")["probability"])
    listed = stock[(stock["place_id"] != "hub") | (stock["item_id"] == "soap")]
    assert shelf(ahead(resources, small_operation(stock=listed, arrivals=None)), "hub", "cereal")["probability"] == 1


def test_when_no_shelf_is_known_nothing_is_told(resources):
    stock = small_tables()["stock"].assign(quantity=np.nan)
    outlook = ahead(resources, small_operation(stock=stock, arrivals=None))
    assert outlook.tables["stockout"].empty
    assert outlook.tables["calendar"].empty
    assert outlook.summary["first_break"] is None
    assert describe_inventory(small_operation(), outlook).chances.shape[0] == 0


def test_goods_needed_once_have_no_day_of_stock_out(resources):
    stock = small_tables()["stock"]
    blankets = stock.iloc[[3]].assign(item_id="blanket", quantity=100.0)
    outlook = ahead(resources, small_operation(stock=pd.concat([stock, blankets], ignore_index=True)))
    row = shelf(outlook, "north", "blanket")
    assert np.isnan(row["probability"])
    assert row["lack_units"] > 0
    days = outlook.tables["stockout"].set_index(SHELF).loc[("north", "blanket")]
    assert (days["lack"] == "waiting").all()
    assert days["probability"].isna().all()
    assert any("Blanket" in note for note in outlook.summary["notes"])


def test_arrivals_without_a_spread_come_on_their_date_and_that_is_said(resources):
    outlook = ahead(resources, small_operation())
    assert any("3 arrivals tell no spread" in note for note in outlook.summary["notes"])


def test_a_spread_of_delays_makes_the_break_less_sure(resources):
    arrivals = small_tables()["arrivals"].iloc[[0]].assign(depot_id="north", date=PLANNING_START + pd.Timedelta(days=2))
    sure = ahead(resources, small_operation(arrivals=arrivals), futures=200)
    late = ahead(resources, small_operation(arrivals=arrivals.assign(delay_days_sd=3.0)), futures=200)
    assert shelf(sure, "north", "cereal")["first_q10"] > PLANNING_START + pd.Timedelta(days=7)
    on = late.tables["stockout"].set_index([*SHELF, "date"])["probability"]
    assert 0.2 < on[("north", "cereal", PLANNING_START + pd.Timedelta(days=2))] < 0.8


def test_an_arrival_of_unknown_quantity_is_not_counted_on(resources):
    arrivals = small_tables()["arrivals"]
    arrivals.loc[0, "quantity"] = np.nan
    outlook = ahead(resources, small_operation(arrivals=arrivals))
    assert any("1 arrivals have no date or no quantity" in note for note in outlook.summary["notes"])


def test_lots_that_will_not_be_used_in_time_are_told_with_their_chance(resources):
    stock = small_tables()["stock"]
    stock.loc[3, ["quantity", "lot_id"]] = [5_000_000.0, "OLD"]
    stock.loc[3, "expires"] = PLANNING_START + pd.Timedelta(days=10)
    gone = stock.iloc[[3]].assign(expires=PLANNING_START, quantity=7.0, lot_id="GONE")
    stock = pd.concat([stock, gone], ignore_index=True)
    risk = ahead(resources, small_operation(stock=stock)).tables["expiry"].set_index("lot_id")
    assert risk.loc["OLD", "probability"] == 1
    assert 0 < risk.loc["OLD", "expiring_q10"] <= risk.loc["OLD", "expiring_units"] < 5_000_000
    assert risk.loc["GONE", ["expiring_units", "probability"]].tolist() == [7, 1]


def test_a_depot_holds_what_is_reserved_for_a_camp(resources):
    stock = small_tables()["stock"]
    stock.loc[0, "earmark"] = "north"
    kept = shelf(ahead(resources, small_operation(stock=stock, arrivals=None)), "hub", "cereal")
    free = shelf(ahead(resources, small_operation(arrivals=None)), "hub", "cereal")
    assert kept["first_q50"] < free["first_q50"]


def plan_of(resources, operation) -> Plan:
    return plan_distribution(resources, operation, Scenario(weeks=4)).plan


def test_a_plan_moves_goods(resources):
    operation = small_operation()
    plan = plan_of(resources, operation)
    without, with_plan = ahead(resources, operation), ahead(resources, operation, plan=plan)
    assert shelf(with_plan, "south", "cereal")["days_without"] < shelf(without, "south", "cereal")["days_without"]
    assert with_plan.summary["with_plan"]
    assert "crossing" not in set(with_plan.tables["cover"]["place_id"])


def test_a_plan_of_another_day_is_refused(resources):
    operation = small_operation()
    with pytest.raises(InvalidScenario, match="The plan begins on 2025-06-29"):
        ahead(resources, operation, plan=plan_of(resources, operation), as_of="2025-06-22")


def test_a_plan_that_ends_before_the_weeks_is_told(resources):
    operation = small_operation()
    outlook = ahead(resources, operation, weeks=6, plan=plan_of(resources, operation))
    assert any("after that nothing is sent" in note for note in outlook.summary["notes"])


@pytest.mark.parametrize("futures", [0, 20_000])
def test_a_number_of_futures_that_cannot_be_drawn_is_refused(resources, futures):
    with pytest.raises(InvalidScenario, match="10 to 10,000 can be drawn"):
        ahead(resources, small_operation(), futures=futures)


def policies(*rows):
    return pd.DataFrame(rows, columns=Policies.column_names()).astype(dict.fromkeys(Policies.column_names()[2:], float))


def test_policies_become_orders_and_a_depot_covers_for_its_camps(resources):
    table = policies(
        ("hub", "cereal", 0.95, 300, 0.001, 3, 1, 1),
        ("north", "cereal", 0.95, 100, 0.002, 1, 0.5, 1),
        ("south", "cereal", 0.9, None, None, 1, None, 2),
    )
    advice = ahead(resources, small_operation(policies=table)).tables["reorder"].set_index("place_id")
    assert (advice["order_up_to_units"] > advice["demand_units_week"]).all()
    assert (advice["order_up_to_fill_units"] <= advice["order_up_to_units"]).all()
    assert np.isnan(advice.loc["south", "order_quantity_units"])
    assert advice["joint_stock_units"].notna().all()
    north = advice.loc["north"]
    assert north["order_now_units"] == pytest.approx(north["order_up_to_units"] - 9000)
    assert advice.loc["hub", "on_order_units"] == pytest.approx(210000)


def test_without_a_policy_nothing_is_ordered_and_one_may_be_tried(resources):
    operation = small_operation()
    assert ahead(resources, operation).tables["reorder"].empty
    low, high = (
        try_policy(resources, operation, 4, policy_of("north", "cereal", service, 2, 1)).iloc[0]
        for service in (0.7, 0.99)
    )
    assert low["order_up_to_units"] < high["order_up_to_units"]


def test_a_buffer_saves_more_the_larger_it_is_and_costs_more(resources):
    table = policies(("north", "cereal", 0.95, 100, 0.002, 1, 0.5, 1))
    curve = buffer_curve(resources, small_operation(policies=table), 4, "north", "cereal")
    assert (np.diff(curve["person_weeks_without"]) <= 1e-6).all()
    assert (np.diff(curve["probability"]) <= 0).all()
    assert (np.diff(curve["holding_cost_usd"]) > 0).all()
    unknown = buffer_curve(resources, small_operation(), 4, "hub", "cereal")
    assert unknown["holding_cost_usd"].isna().all()
    assert unknown["person_weeks_without"].iloc[-1] == 0


def test_the_part_around_a_place_says_the_same_as_all_shelves(resources):
    operation = small_operation()
    cover = ahead(resources, operation, futures=200)
    for place in ("north", "south", "hub"):
        ground = buffer_curve(resources, operation, 4, place, "cereal").iloc[0]
        assert ground["probability"] == shelf(cover, place, "cereal")["probability"]


def test_what_is_kept_is_what_was_found(resources):
    operation = small_operation()
    assert cached_outlook(resources, operation, Scenario(), 2, False) is None
    make_outlook(resources, operation, Scenario(), 2, False)
    kept = cached_outlook(resources, operation, Scenario(), 2, False)
    found = look_ahead(resources, operation, 2)
    for name in INVENTORY_TABLES:
        pd.testing.assert_frame_equal(kept.tables[name], found.tables[name])
    assert kept.summary == found.summary


def test_a_cancelled_outlook_ends(resources):
    with pytest.raises(SolveCancelled):
        make_outlook(resources, small_operation(), Scenario(), 2, False, cancelled=lambda: True)


def test_arrivals_are_told_with_the_days_they_may_come_in():
    arrivals = small_tables()["arrivals"].assign(delay_days_sd=[5.0, None, 40.0])
    rows = arrivals_at(small_operation(arrivals=arrivals), PLANNING_START)
    assert rows.loc[0, "late"] == rows.loc[0, "date"] + pd.Timedelta(days=6)
    assert pd.isna(rows.loc[1, "early"])
    assert rows.loc[2, "early"] == PLANNING_START + pd.Timedelta(days=1)


def test_a_folder_of_another_kind_is_left_as_it_is(resources, tmp_path):
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(SourceUnavailable, match="no part of a stock outlook"):
        refuse_occupied_inventory_folder(tmp_path)
    keep_inventory(ahead(resources, small_operation()), tmp_path / "inventory")
    assert sorted(p.name for p in (tmp_path / "inventory").iterdir()) == sorted(
        [*(f"{name}.csv" for name in INVENTORY_TABLES), "summary.json"]
    )


def test_shelves_under_a_plan_made_for_an_earlier_day_have_its_scenario_as_of_that_day(resources):
    operation, before = small_operation(), PLANNING_START - pd.Timedelta(weeks=2)
    earlier = EarlierArrival(depot_id="hub", item_id="cereal", date="2025-07-10", to="2025-06-20")
    plan = plan_distribution(resources, operation, Scenario(weeks=3, earlier_arrivals=(earlier,)), as_of=before).plan
    found = ahead(resources, operation, 3, as_of=before, plan=plan, futures=10)
    assert found.summary["as_of"] == str(before.date())
    curve = buffer_of_words(resources, operation, "hub=cereal", 3, before, plan, 10)
    assert len(curve)
