"""Order books drawn for tests: two destinations by two modes, one slow, with orders still open on the last days."""

import numpy as np
import pandas as pd

from core.domain.schemas import Orders
from core.domain.validation import typed_table

LAST_DAY = pd.Timestamp("2024-12-31")


def lines_of(rows, **columns) -> pd.DataFrame:
    """Typed lines of orders from plain rows."""
    table, findings = typed_table(
        "orders", pd.DataFrame(rows).assign(**columns).astype("str").replace("NaT", pd.NA), Orders
    )
    assert [finding for finding in findings if finding.level == "error"] == []
    return table


def drawn_lines(n: int = 600, seed: int = 1) -> pd.DataFrame:
    """Orders over three years: by sea about 90 days, by air 20, and the vendor "slow" takes twice as long."""
    draw = np.random.default_rng(seed)
    mode = draw.choice(["air", "ocean"], n)
    origin = draw.choice(["quick", "slow"], n)
    days = np.where(mode == "air", 20, 90) * np.where(origin == "slow", 2, 1) * draw.lognormal(0, 0.3, n)
    ordered = pd.Timestamp("2022-01-03") + pd.to_timedelta(draw.integers(0, 1090, n), "D")
    delivered = ordered + pd.to_timedelta(days.round(), "D")
    weight = draw.lognormal(6, 1, n).round(1) + 1
    rate = np.where(mode == "air", 5.0, 0.5) * (weight / 400) ** -0.3 * draw.lognormal(0, 0.2, n)
    table = pd.DataFrame(
        {
            Orders.order_id: [f"o{i:04d}" for i in range(n)],
            Orders.origin: origin,
            Orders.destination_country: draw.choice(["UGA", "TZA"], n),
            Orders.mode: mode,
            Orders.quantity: draw.integers(10, 1000, n),
            Orders.value_usd: draw.lognormal(8, 1, n).round(2),
            Orders.weight_kg: weight,
            Orders.freight_usd: (rate * weight).round(2),
            Orders.ordered: ordered,
            Orders.promised: ordered + pd.to_timedelta(np.where(mode == "air", 20, 90), "D"),
            Orders.delivered: delivered,
            Orders.recorded: delivered + pd.Timedelta(days=1),
        }
    )
    return typed_table("orders", table, Orders)[0]
