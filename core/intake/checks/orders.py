"""Questions about past orders whose dates cannot be true; every row stays as it is."""

from collections.abc import Mapping

import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Orders
from core.intake.checks.listing import findings_of_rows


def check_orders(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Order lines delivered, or recorded as delivered, before they were ordered."""
    orders = tables["orders"]
    return [
        *_before_ordered(orders, Orders.delivered, "delivered_before_ordered", "delivered"),
        *_before_ordered(orders, Orders.recorded, "recorded_before_ordered", "recorded"),
    ]


def _before_ordered(orders: pd.DataFrame, column: str, rule: str, word: str) -> list[Finding]:
    return findings_of_rows(
        "question",
        "orders",
        orders[orders[column] < orders[Orders.ordered]],
        column,
        rule,
        lambda row: (
            f"Order {row[Orders.order_id]} was {word} on {row[column].date()} and ordered on "
            f"{row[Orders.ordered].date()}."
        ),
        "Correct the dates; lead times are learnt without it.",
    )
