"""Orders from their lines, and what was known on a day."""

import pandas as pd

from core.lead_times.shipments import known_on, one_row_per_order, sound_orders
from tests.unit.lead_times.order_books import lines_of

FIRST = {"order_id": "A", "origin": "x", "item": "nets", "quantity": 5, "value_usd": 10, "ordered": "2024-01-01"}
LINES = [
    FIRST | {"delivered": "2024-02-01", "recorded": "2024-02-03"},
    FIRST | {"item": "tents", "quantity": 7, "value_usd": 90, "delivered": "2024-02-05", "recorded": "2024-02-06"},
    FIRST | {"order_id": "B", "origin": "y", "ordered": "2024-03-01", "delivered": "", "recorded": ""},
]


def test_lines_of_one_order_are_one_row_and_the_dearest_speaks():
    orders = one_row_per_order(lines_of(LINES)).set_index("order_id")
    assert list(orders.index) == ["A", "B"]
    assert orders.loc["A", ["item", "quantity", "value_usd", "lines"]].to_list() == ["tents", 12, 100, 2]
    assert orders.loc["A", "delivered"] == pd.Timestamp("2024-02-05")


def test_one_open_line_keeps_the_order_open():
    lines = [LINES[0], LINES[1] | {"delivered": "", "recorded": ""}]
    assert one_row_per_order(lines_of(lines))["delivered"].isna().all()


def test_what_was_recorded_on_the_day_or_later_is_not_known():
    orders, _ = sound_orders(one_row_per_order(lines_of(LINES)))
    before = known_on(orders, pd.Timestamp("2024-02-06"))
    assert list(before["order_id"]) == ["A"]
    assert before["delivered"].isna().all()
    assert known_on(orders, pd.Timestamp("2024-02-07"))["delivered"].notna().all()
    assert known_on(orders, pd.Timestamp("2024-01-01")).empty


def test_dates_that_cannot_be_are_named_and_left_out():
    wrong = [
        LINES[2],
        LINES[2] | {"order_id": "C", "delivered": "2024-02-01", "recorded": "2024-04-01"},
        LINES[2] | {"order_id": "D", "delivered": "2024-04-01", "recorded": "2024-02-01"},
        LINES[2] | {"order_id": "E", "delivered": "2024-04-01", "recorded": ""},
    ]
    kept, findings = sound_orders(one_row_per_order(lines_of(wrong)))
    assert list(kept["order_id"]) == ["B", "E"]
    assert [(f.rule, f.level) for f in findings] == [
        ("delivered_before_ordered", "question"),
        ("recorded_before_ordered", "question"),
        ("not_recorded", "note"),
    ]
    assert "“C”" in findings[0].message
    assert "“D”" in findings[1].message
    # known from the day it happened
    assert kept.set_index("order_id").loc["E", "recorded"] == pd.Timestamp("2024-04-01")


def test_a_delivery_is_never_known_before_it_happened():
    lines = lines_of([LINES[0] | {"recorded": "2024-01-20"}])
    kept, _ = sound_orders(one_row_per_order(lines))
    assert kept["recorded"].to_list() == [pd.Timestamp("2024-02-01")]
