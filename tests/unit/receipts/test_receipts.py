"""Receipts against waybills, the cycle, and what a count should find: by hand on a few rows."""

import datetime as dt

import pandas as pd
import pytest

from core.receipts import (
    check_against_waybills,
    compare_cycle,
    expected_stock,
    overdue_waybills,
    received_lines,
    waybill_lines,
)
from tests.builders import small_operation
from tests.waybills import line, waybill

DAY = pd.Timestamp("2025-06-30")
"""The day on which the waybills of ``tests.waybills`` leave and arrive."""

NORTH = waybill()
TWO_LOTS = waybill("south", lines=(line(lot_id="A", quantity=100.0), line(lot_id="B", quantity=200.0)), stop=2)
SOAPS = ("soap", "soap")
COLUMNS = ["waybill_id", "place_id", "item_id", "lot_id", "date", "sent", "good", "damaged", "missing"]


def receipts_of(*rows):
    """Typed receipts; a row is waybill, place, item, lot, days after leaving, sent, good, damaged, missing."""
    table = pd.DataFrame(
        [(w, p, i, lot, DAY + pd.Timedelta(days=days), *amounts) for w, p, i, lot, days, *amounts in rows],
        columns=COLUMNS,
    )
    return small_operation(receipts=table).receipts


def rules(*rows):
    findings = check_against_waybills(waybill_lines([NORTH, TWO_LOTS]), receipts_of(*rows))
    return sorted({(f.rule, f.row) for f in findings})


def test_a_receipt_as_the_waybill_says_raises_no_question():
    assert (
        rules(
            (NORTH.id, "north", "cereal", "L1", 0, 500, 490, 6, 4), (NORTH.id, "north", "soap", None, 1, 40, 40, 0, 0)
        )
        == []
    )


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ((NORTH.id, "north", "cereal", "L1", 0, 500, 495, 6, 0), "received_above_waybill"),
        ((NORTH.id, "north", "cereal", "L1", 0, 490, 490, 0, 0), "sent_against_waybill"),
        ((NORTH.id, "north", "cereal", "L1", -1, 500, 500, 0, 0), "receipt_before_dispatch"),
        ((NORTH.id, "south", "cereal", "L1", 0, 500, 500, 0, 0), "not_on_waybill"),
        ((NORTH.id, "north", "blanket", None, 0, 500, 500, 0, 0), "not_on_waybill"),
        ((NORTH.id, "north", "cereal", "L9", 0, 500, 500, 0, 0), "not_on_waybill"),
        ((TWO_LOTS.id, "south", "cereal", None, 0, 300, 300, 0, 0), "not_on_waybill"),
        (("WB-9", "north", "cereal", None, 0, 500, 500, 0, 0), "unknown_waybill"),
    ],
)
def test_a_receipt_that_says_otherwise_than_the_waybill_is_asked_about(row, rule):
    assert rules(row) == [(rule, 2)]


def test_two_receipts_of_a_line_together_are_held_against_the_waybill():
    half = (NORTH.id, "north", "soap", None, 0, 40, 25, 0, 0)
    assert ("received_above_waybill", 2) in rules(half, half)


def test_receipts_older_than_the_first_waybill_are_of_other_papers():
    assert rules(("WB-1", "north", "cereal", None, -30, 500, 500, 0, 0)) == []


def test_a_receipt_without_a_lot_is_of_the_only_lot_there_is():
    received = received_lines(
        waybill_lines([NORTH]), receipts_of((NORTH.id, "north", "cereal", None, 0, 500, 480, 20, 0))
    )
    cereal = received.set_index("item_id").loc["cereal"]
    assert (cereal["receipts"], cereal["good"], cereal["damaged"]) == (1, 480, 20)


def test_what_has_no_receipt_is_not_known_and_is_asked_about_after_a_week():
    received = received_lines(waybill_lines([NORTH]), receipts_of((NORTH.id, "north", "soap", None, 0, 40, None, 0, 0)))
    assert received["good"].isna().all()
    assert received.set_index("item_id")["receipts"].to_dict() == {"cereal": 0, "soap": 1}
    assert overdue_waybills(received, DAY + pd.Timedelta(days=7)) == []
    (late,) = overdue_waybills(received, DAY + pd.Timedelta(days=8))
    assert (late.rule, late.level) == ("receipt_overdue", "question")
    assert "8 days ago" in late.message


def cycle(receipts, deliveries, waybills=(NORTH,), weeks=("2025-07-06",)):
    week = pd.Timestamp("2025-07-06")
    plan = {
        "shipments": pd.DataFrame(
            {"destination_id": ["north", "north", "hub"], "item_id": ["cereal", *SOAPS], "quantity": [600.0, 40.0, 9.0]}
        ).assign(week=week),
        "coverage": pd.DataFrame(
            {"camp_id": ["north", "north", "east"], "item_id": ["cereal", *SOAPS], "delivered": [700.0, 0.0, 0.0]}
        ).assign(week=week),
    }  # fmt: skip
    lines = waybill_lines(waybills)
    received = received_lines(lines, receipts)
    other = receipts[~receipts["waybill_id"].isin(lines["waybill_id"])]
    table = compare_cycle(plan, received, other, deliveries, pd.DatetimeIndex(weeks))
    return table.set_index(["camp_id", "item_id"])


def deliveries_of(*rows):
    table = pd.DataFrame(rows, columns=["camp_id", "item_id", "date", "quantity"])
    return small_operation(deliveries=table.assign(date=pd.to_datetime(table["date"]))).deliveries


def test_a_cycle_sets_planned_sent_received_and_handed_out_side_by_side():
    receipts = receipts_of((NORTH.id, "north", "cereal", "L1", 3, 500, 470, 20, 10))
    table = cycle(receipts, deliveries_of(("north", "cereal", "2025-07-04", 650.0)))
    cereal, soap = table.loc[("north", "cereal")], table.loc[("north", "soap")]
    told = ["planned", "dispatched", "good", "handed_out", "not_sent", "not_received", "not_handed_out", "days_late"]
    assert cereal[told].tolist() == [600, 500, 470, 650, 100, 30, 50, 3]
    assert cereal["loss_share"] == pytest.approx(0.06)
    # the soap's waybill has no receipt, and the camp's report of the week names no soap
    assert soap[["planned", "dispatched", "handed_out"]].tolist() == [40, 40, 0]
    assert soap[["good", "loss_share", "days_late", "not_received"]].isna().all()
    assert len(table) == 2


def test_dates_centuries_apart_are_told_as_they_are():
    receipts = receipts_of((NORTH.id, "north", "cereal", "L1", 3, 500, 470, 20, 10))
    table = cycle(receipts.assign(date=pd.Timestamp("1700-01-01")), deliveries_of())
    assert table.loc[("north", "cereal"), "days_late"] == 0
    received = received_lines(waybill_lines([NORTH]), receipts_of())
    assert overdue_waybills(received, pd.Timestamp("1700-01-01")) == []
    assert "ago" in overdue_waybills(received, pd.Timestamp("2400-01-01"))[0].message


def test_without_waybills_and_reports_nothing_is_known_of_a_cycle():
    table = cycle(receipts_of(), deliveries_of(("south", "cereal", "2025-07-04", 1.0)), waybills=())
    assert table[["dispatched", "good", "handed_out", "not_sent"]].isna().all(axis=None)
    assert table["planned"].tolist() == [600, 40]


def test_in_a_week_of_waybills_what_has_none_was_not_sent():
    only_south = waybill("south", lines=(line(),), stop=2)
    table = cycle(receipts_of(), deliveries_of(), waybills=(only_south,))
    assert table.loc[("north", "cereal"), ["dispatched", "good", "not_sent"]].tolist() == [0, 0, 600]


def test_receipts_of_other_papers_are_told_in_the_week_of_their_day():
    table = cycle(receipts_of(("WB-7", "north", "cereal", None, 2, 90, 80, 10, 0)), deliveries_of(), waybills=())
    assert table.loc[("north", "cereal"), "good"] == 80
    assert table.loc[("north", "cereal"), "loss_share"] == pytest.approx(1 / 9)


def test_a_count_should_find_what_was_counted_and_recorded_since():
    receipts = receipts_of(
        (NORTH.id, "north", "cereal", "L1", 1, 500, 470, 20, 10), ("old", "north", "cereal", None, -5, 900, 900, 0, 0)
    )
    losses = pd.DataFrame(
        {"place_id": ["north"], "item_id": ["cereal"], "date": [DAY], "quantity": [70.0], "reason": ["rats"]}
    )
    operation = small_operation(
        receipts=receipts, losses=losses, deliveries=deliveries_of(("north", "cereal", "2025-07-04", 4000.0))
    )
    table = expected_stock(operation, waybill_lines([NORTH]), pd.Timestamp("2025-07-06"))
    rows = table.set_index(["place_id", "item_id"])
    assert rows.loc[("north", "cereal")].tolist() == [9000, 470, 0, 4000, 70, 5400]
    assert rows.loc[("hub", "cereal")].tolist() == [250000, 0, 500, 0, 0, 249500]
    assert ("north", "soap") not in rows.index
    early = expected_stock(operation, waybill_lines([NORTH]), pd.Timestamp("2025-06-30"))
    assert early.set_index(["place_id", "item_id"]).loc[("north", "cereal"), "expected"] == 8930


def test_rounding_of_sums_is_not_a_wrong_record():
    given = deliveries_of(*(("north", "cereal", f"2025-07-0{day}", 0.1) for day in (2, 3, 4)))
    stock = small_operation().stock
    counted = stock["quantity"].mask((stock["place_id"] == "north") & (stock["item_id"] == "cereal"), 0.3)
    operation = small_operation(stock=stock.assign(quantity=counted), deliveries=given)
    assert 0.3 - sum([0.1] * 3) != 0
    table = expected_stock(operation, waybill_lines([NORTH]), pd.Timestamp("2025-07-06"))
    assert table.set_index(["place_id", "item_id"]).loc[("north", "cereal"), "expected"] == 0


def test_nothing_is_expected_where_goods_only_pass():
    passing = waybill("east", origin_id="crossing", lines=(line(),))
    table = expected_stock(small_operation(), waybill_lines([passing]), pd.Timestamp("2025-07-06"))
    assert table.empty


def test_what_was_never_counted_has_no_expected_stock():
    operation = small_operation(receipts=receipts_of((NORTH.id, "north", "soap", None, 1, 40, 40, 0, 0)))
    row = expected_stock(operation, waybill_lines([]), pd.Timestamp("2025-07-06")).iloc[0]
    assert (row["received"], row["item_id"]) == (40, "soap")
    assert pd.isna(row["expected"])


def test_days_of_waybills_are_days_without_a_time():
    assert waybill_lines([NORTH])["arrives"].tolist() == [DAY, DAY]
    assert NORTH.arrives == dt.datetime(2025, 6, 30, 10, 30)
