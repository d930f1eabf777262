"""Stock reports made for tests: places and items with a steady demand, some shelves empty."""

import numpy as np
import pandas as pd

START = pd.Timestamp("2024-01-01")


def monthly_reports(places: int = 6, items: int = 2, months: int = 24, seed: int = 0) -> pd.DataFrame:
    """Reports with stock that adds up; every place and item has its own level, stock runs out now and then."""
    draw = np.random.default_rng(seed)
    rows = []
    starts = pd.date_range(START, periods=months, freq="MS")
    for place in range(places):
        for item in range(items):
            level, stock = 20.0 * (1 + place) * (1 + item), 60.0 * (1 + place) * (1 + item)
            for number, start in enumerate(starts):
                wanted = float(draw.poisson(level))
                received = 0.0 if number % 7 in (4, 5, 6) else level
                given = min(wanted, stock + received)
                stock = stock + received - given
                rows.append(
                    (f"p{place}", f"i{item}", start, start.days_in_month, given, received, 0.0, stock, 0.0, level)
                )
    columns = ["place_id", "item_id", "period_start", "days", "distributed", "received", "adjustment", "stock_end"]
    table = pd.DataFrame(rows, columns=[*columns, "stockout_days", "ordered"])
    return table.astype({"days": float})


def weekly_reports(**asked: int) -> pd.DataFrame:
    """The same by weeks of seven days."""
    table = monthly_reports(**asked)
    number = table.groupby(["place_id", "item_id"]).cumcount()
    return table.assign(period_start=START + pd.to_timedelta(7 * number, unit="D"), days=7.0)
