"""By which week each open order and each arrival is there, and how surely."""

import numpy as np
import pandas as pd

from core.domain.arrival_delays import LEAST_ORDERS, days_late_at, past_days_late
from core.domain.operation import Operation
from core.domain.schemas import LEVELS, QUANTILES, Arrivals, ExpectedArrivals, Orders
from core.domain.weeks import planning_weeks
from core.lead_times.shipments import DESTINATION, known_on, one_row_per_order, sound_orders
from core.lead_times.target import LATE, LEAD
from core.services.forecast_orders import forecast_orders

TOLD_SPREAD, PAST_ORDERS, AS_TOLD = "spread told", "past orders", "date as told"


def expected_arrivals(operation: Operation, weeks: int, day: pd.Timestamp | None = None) -> pd.DataFrame:
    """Chance, week by week, that goods on their way are there, as ``ExpectedArrivals``.

    The chance is that of the highest of the nine levels whose day has come by the Sunday: 0 before the first, 0.9 from
    the last on, for a forecast of nine levels says no more. Open orders are forecast from the promised date, else from
    the day they were ordered; those without either are left out. An arrival comes by the spread told of it, else as
    past orders did, else on its date.

    Parameters
    ----------
    day
        Day of asking, the planning start by default; what was recorded on it or later is not looked at.
    """
    start = operation.planning_start if day is None else day
    parts = [_of_arrivals(operation, start), _of_orders(operation.orders, start)]
    goods = pd.concat([part for part in parts if len(part)] or [parts[0]], ignore_index=True)
    sundays = planning_weeks(start, weeks)
    rows = goods.loc[goods.index.repeat(weeks)].reset_index(drop=True)
    rows[ExpectedArrivals.week] = np.tile(sundays.to_numpy(), len(goods))
    there = rows[list(QUANTILES)].le(rows[ExpectedArrivals.week], axis=0).sum(axis=1)
    whole = (rows[ExpectedArrivals.basis] == AS_TOLD) & (there == len(LEVELS))
    rows[ExpectedArrivals.chance] = np.where(whole, 1.0, there / (len(LEVELS) + 1))
    return rows[ExpectedArrivals.column_names()]


def in_words(chances: pd.DataFrame) -> list[str]:
    """A sentence per good on its way: the weeks by which it is there with a chance of one half and of nine tenths."""
    if chances.empty:
        return ["Nothing is on its way."]
    lines = []
    what = [ExpectedArrivals.kind, ExpectedArrivals.name, ExpectedArrivals.place_id, ExpectedArrivals.item_id]
    for (kind, name, place, item), rows in chances.groupby([*what], sort=False, dropna=False):
        by = [_by(rows, chance) for chance in (0.5, 0.9)]
        named = f"{kind} {name}".strip()
        lines.append(f"{named}, {item} to {place}: as likely as not there {by[0]}; nine times in ten {by[1]}.")
    return lines


def _by(rows: pd.DataFrame, chance: float) -> str:
    reached = rows.loc[rows[ExpectedArrivals.chance] >= chance - 1e-9, ExpectedArrivals.week]
    return f"by {reached.min().date()}" if len(reached) else "only after these weeks"


def _of_arrivals(operation: Operation, start: pd.Timestamp) -> pd.DataFrame:
    arrivals = operation.arrivals
    arrivals = arrivals[arrivals[Arrivals.date] > start].reset_index(drop=True)
    late = [days_late_at(level, arrivals, operation.orders, start) for level in LEVELS]
    days = np.column_stack(late) if len(arrivals) else np.empty((0, len(LEVELS)))
    learnt = PAST_ORDERS if len(past_days_late(operation.orders, start)) >= LEAST_ORDERS else AS_TOLD
    return _dated(arrivals[Arrivals.date], np.ceil(np.nan_to_num(days))).assign(
        **{
            ExpectedArrivals.kind: "arrival",
            ExpectedArrivals.name: arrivals[Arrivals.lot_id].fillna(""),
            ExpectedArrivals.place_id: arrivals[Arrivals.depot_id],
            ExpectedArrivals.item_id: arrivals[Arrivals.item_id],
            ExpectedArrivals.date: arrivals[Arrivals.date],
            ExpectedArrivals.basis: np.where(arrivals[Arrivals.delay_days_sd].notna(), TOLD_SPREAD, learnt),
        }
    )


def _of_orders(lines: pd.DataFrame, start: pd.Timestamp) -> pd.DataFrame:
    orders, _ = sound_orders(one_row_per_order(lines))
    known = known_on(orders, start)
    still_open = known[known[Orders.delivered].isna()]
    parts = []
    for target in (LATE, LEAD):
        due = still_open[target.starts].notna() & (target is LATE or still_open[LATE.starts].isna())
        asked = still_open[due].reset_index(drop=True)
        if asked.empty or not (known[Orders.delivered].notna() & known[target.starts].notna()).any():
            continue
        of_asked = lines[lines[Orders.order_id].isin(asked[Orders.order_id])]
        table = forecast_orders(lines, of_asked, start, target.name).table.set_index(Orders.order_id)
        days = table.loc[asked[Orders.order_id], list(QUANTILES)].to_numpy()
        parts.append(
            _dated(asked[target.starts], np.ceil(days)).assign(
                **{
                    ExpectedArrivals.kind: "order",
                    ExpectedArrivals.name: asked[Orders.order_id],
                    ExpectedArrivals.place_id: asked[DESTINATION],
                    ExpectedArrivals.item_id: asked[Orders.item],
                    ExpectedArrivals.date: asked[Orders.promised],
                    ExpectedArrivals.basis: PAST_ORDERS,
                }
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _dated(start: pd.Series, days: np.ndarray) -> pd.DataFrame:
    dates = start.to_numpy()[:, None] + pd.to_timedelta(days.ravel(), unit="D").to_numpy().reshape(days.shape)
    return pd.DataFrame(dates, columns=list(QUANTILES), index=start.index)
