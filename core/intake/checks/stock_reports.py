"""Questions and notes about periodic stock reports: stock that does not add up, shelves that were never filled."""

from collections.abc import Mapping

import pandas as pd

from core.domain.finding import Finding
from core.domain.received import above
from core.domain.schemas import Consumption
from core.intake.checks.listing import findings_of_rows

FEWEST_PERIODS = 2
"""Reports of a series under which nothing can be told of its course."""
GAP_DAYS = 3
"""Days by which one report may begin off the end of the one before, and still follow it."""

_SERIES = [Consumption.place_id, Consumption.item_id]


def check_stock_reports(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Questions and notes about ``consumption``; every row stays as it is."""
    reports = tables["consumption"]
    if reports.empty:
        return []
    rows = reports.dropna(subset=[*_SERIES, Consumption.period_start, Consumption.days])
    return [*_sums(rows), *_outages(rows), *_series(rows)]


def opening_of(reports: pd.DataFrame) -> pd.Series:
    """Stock at the end of the report before, where one follows on the other; NaN elsewhere, index of ``reports``."""
    rows = reports.sort_values([*_SERIES, Consumption.period_start], kind="stable")
    by_series = rows.groupby(_SERIES, sort=False)
    length = pd.to_timedelta(rows[Consumption.days], unit="D")
    ended = (rows[Consumption.period_start] + length).groupby([rows[c] for c in _SERIES], sort=False).shift()
    follows = (rows[Consumption.period_start] - ended).dt.days.abs() <= GAP_DAYS
    return by_series[Consumption.stock_end].shift().where(follows).reindex(reports.index)


def _sums(rows: pd.DataFrame) -> list[Finding]:
    expected = (
        opening_of(rows)
        + rows[Consumption.received].fillna(0)
        - rows[Consumption.distributed]
        + rows[Consumption.adjustment].fillna(0)
    )
    told = rows.assign(expected=expected)
    closing = rows[Consumption.stock_end]
    return findings_of_rows(
        "question",
        "consumption",
        told[above(expected, closing) | above(closing, expected)],
        Consumption.stock_end,
        "stock_sum",
        lambda row: (
            f"{row[Consumption.place_id]}, {row[Consumption.item_id]}, {row[Consumption.period_start].date()}: stock "
            f"at the end of the period before + received − distributed + adjustment makes {row['expected']:,.6g}; "
            f"stock at the end is {row[Consumption.stock_end]:,.6g}."
        ),
        "Correct one of them, or enter the difference as an adjustment; all are used as given.",
    )


def _outages(rows: pd.DataFrame) -> list[Finding]:
    return findings_of_rows(
        "question",
        "consumption",
        rows[rows[Consumption.stockout_days] > rows[Consumption.days]],
        Consumption.stockout_days,
        "stockout_days_above_period",
        lambda row: (
            f"{row[Consumption.place_id]}, {row[Consumption.item_id]}, {row[Consumption.period_start].date()}: "
            f"{row[Consumption.stockout_days]:,.6g} days out of stock in a period of {row[Consumption.days]:,.6g}."
        ),
        "Correct one of them; at most the whole period counts.",
    )


def _series(rows: pd.DataFrame) -> list[Finding]:
    never_filled = rows[Consumption.stock_end].eq(0) | rows[Consumption.stockout_days].ge(rows[Consumption.days])
    hidden = rows[Consumption.distributed].eq(0) & never_filled
    by_series = rows.assign(hidden=hidden).groupby(_SERIES, sort=False)
    told = rows.assign(
        reports=by_series[Consumption.period_start].transform("size"),
        always=hidden.groupby([rows[c] for c in _SERIES], sort=False).transform("all"),
    )
    first = ~told.duplicated(_SERIES)
    return [
        *findings_of_rows(
            "note",
            "consumption",
            told[first & told["always"]],
            Consumption.stock_end,
            "shelf_always_empty",
            lambda row: (
                f"{row[Consumption.place_id]}, {row[Consumption.item_id]}: nothing given out and nothing left in all "
                f"{row['reports']:,} reports; what people wanted is not known."
            ),
            "It is forecast from the same item at other places.",
        ),
        *findings_of_rows(
            "note",
            "consumption",
            told[first & ~told["always"] & (told["reports"] < FEWEST_PERIODS)],
            Consumption.period_start,
            "one_period",
            lambda row: f"{row[Consumption.place_id]}, {row[Consumption.item_id]}: only one period is reported.",
            "Add earlier reports; until then its likes are looked at.",
        ),
    ]
