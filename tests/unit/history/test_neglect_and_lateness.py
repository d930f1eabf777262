"""Runs of short periods, and what came after its promise."""

import pandas as pd

from core.domain.schemas import Arrivals, Orders, Receipts
from core.domain.validation import typed_table
from core.history import late_arrivals, late_orders, neglected

DAY = pd.Timestamp("2025-06-29")


def shares(values, camp="north"):
    periods = pd.date_range(end=DAY, periods=len(values), freq="28D")
    return pd.DataFrame({"camp_id": camp, "period": periods, "share": values})


def test_only_periods_in_a_row_are_neglect():
    assert neglected(shares([0.4, 0.9, 0.4, 0.9]), 0.7).empty
    (row,) = neglected(shares([0.9, 0.4, 0.3, 0.9]), 0.7).to_dict("records")
    assert (row["periods"], row["worst_share"], row["goes_on"]) == (2, 0.3, False)


def test_a_period_nobody_recorded_neither_ends_a_run_nor_makes_it_longer():
    (row,) = neglected(shares([0.4, None, 0.3]), 0.7).to_dict("records")
    assert (row["periods"], row["goes_on"]) == (2, True)


def test_what_still_goes_on_comes_first_and_camps_are_kept_apart():
    both = pd.concat([shares([0.1, 0.1, 0.1, 0.9]), shares([0.9, 0.9, 0.5, 0.5], "south")])
    assert neglected(both, 0.7)["camp_id"].tolist() == ["south", "north"]
    assert neglected(pd.concat([shares([0.9, 0.1]), shares([0.1, 0.9], "south")]), 0.7).empty


def orders(**columns):
    base = {
        "order_id": ["a", "b", "c", "d"],
        "origin": "X",
        "destination_id": "north",
        "ordered": "2025-01-01",
        "promised": ["2025-03-01", "2025-03-01", "2025-05-01", "2025-09-01"],
        "delivered": ["2025-03-05", "2025-03-21", None, None],
    }
    return typed_table("orders", pd.DataFrame({**base, **columns}), Orders)[0]


def test_an_order_is_late_a_week_after_its_promise_and_overdue_while_it_has_not_come():
    (row,) = late_orders(orders(), DAY).to_dict("records")
    assert (row["place"], row["came"], row["late"], row["overdue"]) == ("north", 2, 1, 1)
    assert row["median_days_late"] == 12


def test_what_is_delivered_after_the_day_is_not_known_on_it():
    (row,) = late_orders(orders(delivered=["2025-03-05", "2025-07-21", None, None]), DAY).to_dict("records")
    assert (row["came"], row["overdue"]) == (1, 2)


def test_an_order_delivered_before_it_was_ordered_is_left_out():
    assert late_orders(orders(delivered=["2024-03-05", None, None, None], promised="2025-08-01"), DAY).empty


def test_an_arrival_is_compared_with_the_receipt_of_its_lot():
    arrivals = pd.DataFrame(
        {"depot_id": "hub", "item_id": "soap", "date": ["2025-05-01", "2025-05-01", "2025-05-01"],
         "quantity": 5, "lot_id": ["A", "B", None]}
    )  # fmt: skip
    receipts = pd.DataFrame(
        {"waybill_id": ["w"], "place_id": ["hub"], "item_id": ["soap"], "lot_id": ["A"], "date": ["2025-05-21"],
         "sent": [5], "good": [5], "damaged": [0], "missing": [0]}
    )  # fmt: skip
    typed = typed_table("arrivals", arrivals, Arrivals)[0], typed_table("receipts", receipts, Receipts)[0]
    (row,) = late_arrivals(*typed, DAY).to_dict("records")
    assert (row["came"], row["late"], row["median_days_late"], row["overdue"]) == (1, 1, 20, 1)
