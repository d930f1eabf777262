"""Orders whose dates cannot be true are asked about, row by row; nothing is lost."""

import pandas as pd

from core.intake.checks import check_tables
from tests.builders import small_tables

ORDERS = pd.DataFrame(
    {
        "order_id": ["o1", "o2", "o3", "o4"],
        "origin": ["Mombasa"] * 4,
        "ordered": ["2026-03-01", "2026-03-01", "2026-03-01", None],
        "delivered": ["2026-02-01", "2026-03-20", None, "2026-03-02"],
        "recorded": [None, "2026-02-20", None, None],
    }
)


def test_orders_delivered_or_recorded_before_they_were_ordered_are_named_by_row():
    operation, findings = check_tables(small_tables(orders=ORDERS))
    asked = [(f.rule, f.level, f.row, f.column) for f in findings if f.table == "orders"]
    assert asked == [
        ("delivered_before_ordered", "question", 2, "delivered"),
        ("recorded_before_ordered", "question", 3, "recorded"),
    ]
    told = next(f.message for f in findings if f.rule == "delivered_before_ordered")
    assert told == "Order o1 was delivered on 2026-02-01 and ordered on 2026-03-01."
    assert len(operation.orders) == 4


def test_handed_out_below_zero_is_an_error_by_row():
    given = pd.DataFrame({"camp_id": ["alpha"], "item_id": ["soap"], "date": ["2026-03-01"], "quantity": ["-3"]})
    _, findings = check_tables(small_tables(deliveries=given))
    found = [(f.rule, f.level, f.row, f.column) for f in findings if f.table == "deliveries" and f.column == "quantity"]
    assert found == [("minimum", "error", 2, "quantity")]
