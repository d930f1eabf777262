"""The fan: what was counted, and what the forecast holds possible."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.domain.schemas import ForecastTable, NeedsTable, Population
from core.look.palette import Theme
from ui import text
from ui.charts.bands import band_traces, middle_half
from ui.charts.layout import (
    DAY_FORMAT,
    base_layout,
    day_line,
    empty_figure,
    label,
    padded_range,
    spread_labels,
    week_ticks,
    x_axis,
    y_axis,
)

HEIGHT = 330
RIGHT = 122
HALF_WEEK = pd.Timedelta(days=3)
_PLOT_PX = HEIGHT - 36
MOST_RECOUNTS_TOLD = 2


def fan_chart(
    counts: pd.DataFrame,
    forecast: pd.DataFrame,
    today: pd.Timestamp,
    theme: Theme,
    history_weeks: int = 26,
    within: Sequence[float] = (),
) -> go.Figure:
    """People of one camp: counts, re-counts as diamonds, copied counts as rings, bands, "same as last count", today.

    Parameters
    ----------
    counts
        Rows of ``Population`` of the camp.
    forecast
        Rows of ``ForecastTable`` of the camp.
    today
        As-of of the forecast.
    history_weeks
        How far back counts are drawn.
    within
        Further people the axis must reach, for what is drawn on top.
    """
    past = counts.dropna(subset=[Population.population]).sort_values(Population.date)
    past = past[past[Population.date] <= today]
    rows = forecast.sort_values(ForecastTable.week)
    if past.empty and rows.empty:
        return empty_figure(theme, HEIGHT, "No counts and no forecast yet")
    shown = past[past[Population.date] >= today - pd.Timedelta(weeks=history_weeks)]
    shown = shown if len(shown) else past.tail(1)
    figure = go.Figure()
    notes: list[dict[str, Any]] = []
    values = [shown[Population.population].to_numpy(float), np.array(within, dtype=float)]
    real = past[~_is_kind(past, "copied")]
    last = real.iloc[-1] if len(real) else None
    if len(rows):
        days = pd.DatetimeIndex(rows[ForecastTable.week])
        anchor = None if last is None else (last[Population.date], float(last[Population.population]))
        figure.add_traces(band_traces(days, rows, theme, anchor=anchor))
        values += [rows[ForecastTable.q10].to_numpy(float), rows[ForecastTable.q90].to_numpy(float)]
    low, high = padded_range(np.concatenate(values), 0.12, floor=0.0)
    if _is_kind(shown, "recount").any():
        low = max(0.0, low - 0.2 * (high - low))
    first = min([*shown[Population.date], today])
    end = max([*rows[ForecastTable.week], today])
    if len(rows):
        notes += _end_labels(rows, last, high - low, theme)
        if last is not None:
            figure.add_trace(_same_as_last(last, days[-1], theme))
    figure.add_traces(_count_traces(shown, theme))
    notes += _recount_notes(past, shown, theme, first + (end - first) / 3)
    notes.append(label(today, 1, "today ", theme.soft, yref="paper", xanchor="right", yanchor="top"))
    figure.update_layout(
        **base_layout(theme, HEIGHT, margin={"r": RIGHT}),
        xaxis=x_axis(theme, tickformat=DAY_FORMAT, tickvals=week_ticks(first, end, 5), range=[first - HALF_WEEK, end]),
        yaxis=y_axis(theme, range=[low, high], tickformat=",d"),
        shapes=[day_line(theme, today)],
        annotations=notes,
    )
    return figure


def need_fan(needs: pd.DataFrame, theme: Theme, unit: str, stock: float | None = None) -> go.Figure:
    """Need of one item at one camp by week, with its spread; zero is on the axis.

    Parameters
    ----------
    needs
        Rows of ``NeedsTable`` of one camp and item.
    unit
        Unit of the item, for the label.
    stock
        Units on the shelf, drawn as a dotted line.
    """
    rows = needs.sort_values(NeedsTable.week)
    if rows.empty:
        return empty_figure(theme, HEIGHT, "No need is known")
    days = pd.DatetimeIndex(rows[NeedsTable.week])
    figure = go.Figure(band_traces(days, rows, theme, prefix="need_"))
    high = max(float(rows[NeedsTable.need_q90].max()), stock or 0.0) * 1.12 or 1.0
    ends = [float(rows[c].iloc[-1]) for c in (NeedsTable.need_q90, NeedsTable.need_q50)]
    heights = spread_labels(ends, high, _PLOT_PX)
    words = f"<b>{text.whole(text.significant(ends[1], 3))}</b> {text.safe(unit)}"
    notes = [
        label(days[-1], heights[0], "80\u00a0% of outcomes", theme.soft, xshift=8),
        label(days[-1], heights[1], words, theme.median, xshift=8),
    ]
    shapes = []
    if stock is not None:
        line = {"color": theme.soft, "width": 1.5, "dash": "dot"}
        shapes.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": stock, "y1": stock, "line": line})
        notes.append(label(0, stock, "on the shelf", theme.soft, xref="paper", yanchor="bottom"))
    figure.update_layout(
        **base_layout(theme, HEIGHT, margin={"r": RIGHT}),
        xaxis=x_axis(
            theme, tickformat=DAY_FORMAT, tickvals=week_ticks(days[0], days[-1], 4), range=[days[0], days[-1]]
        ),
        yaxis=y_axis(theme, range=[0, high], tickformat=",~f"),
        annotations=notes,
        shapes=shapes,
    )
    return figure


def _count_traces(shown: pd.DataFrame, theme: Theme) -> list[go.Scatter]:
    recount, copied = _is_kind(shown, "recount"), _is_kind(shown, "copied")
    dots, diamonds, rings = shown[~recount & ~copied], shown[recount], shown[copied]
    hover = "%{y:,.0f} counted<extra></extra>"
    return [
        go.Scatter(
            x=rings[Population.date],
            y=rings[Population.population],
            mode="markers",
            marker={"color": theme.paper, "size": 6, "line": {"color": theme.outline, "width": 1}},
            hovertemplate="%{y:,.0f} copied, not counted again<extra></extra>",
        ),
        go.Scatter(
            x=dots[Population.date],
            y=dots[Population.population],
            mode="markers",
            marker={"color": theme.ink, "size": 7},
            hovertemplate=hover,
        ),
        go.Scatter(
            x=diamonds[Population.date],
            y=diamonds[Population.population],
            mode="markers",
            marker={"color": theme.paper, "size": 11, "symbol": "diamond", "line": {"color": theme.ink, "width": 2}},
            hovertemplate="%{y:,.0f} at the re-count<extra></extra>",
        ),
    ]


def _is_kind(counts: pd.DataFrame, kind: str) -> np.ndarray:
    return (counts[Population.kind] == kind).fillna(False).to_numpy(bool)


def _same_as_last(last: pd.Series, end: pd.Timestamp, theme: Theme) -> go.Scatter:
    people = float(last[Population.population])
    line = {"color": theme.soft, "width": 1.5, "dash": "dot"}
    return go.Scatter(
        x=[last[Population.date], end], y=[people, people], mode="lines", line=line, name="same as last count"
    )


def _end_labels(rows: pd.DataFrame, last: pd.Series | None, span: float, theme: Theme) -> list[dict[str, Any]]:
    end = rows.iloc[-1]
    _, high50 = middle_half(rows.tail(1))
    told = [
        (float(end[ForecastTable.q90]), "80\u00a0% of outcomes", theme.soft),
        (float(high50[0]), "50\u00a0%", theme.soft),
        (float(end[ForecastTable.q50]), f"<b>{text.hundreds(end[ForecastTable.q50])}</b> median", theme.median),
    ]
    if last is not None:
        told.append((float(last[Population.population]), "same as last count", theme.soft))
    heights = spread_labels([value for value, _, _ in told], span, _PLOT_PX)
    return [
        label(end[ForecastTable.week], height, words, color, xshift=8)
        for height, (_, words, color) in zip(heights, told, strict=True)
    ]


def _recount_notes(
    past: pd.DataFrame, shown: pd.DataFrame, theme: Theme, left_until: pd.Timestamp
) -> list[dict[str, Any]]:
    """The newest re-counts in words, right of their diamond up to ``left_until``, left of it after that."""
    change = past[Population.population].diff()
    recounts = shown[_is_kind(shown, "recount")].tail(MOST_RECOUNTS_TOLD)
    notes = []
    for at, row in recounts.iterrows():
        by = change.get(at)
        size = (
            ""
            if by is None or np.isnan(by)
            else (f"<br>{text.hundreds(abs(by))} names {'struck off' if by < 0 else 'added'}")
        )
        people = float(row[Population.population])
        words = (
            f"re-count {text.date(row[Population.date])}:{size}"
            if size
            else f"re-count {text.date(row[Population.date])}"
        )
        is_left = row[Population.date] < left_until
        notes.append(
            {
                "x": row[Population.date],
                "y": people,
                "text": words,
                "ax": 16 if is_left else -16,
                "ay": 42,
                "align": "left" if is_left else "right",
                "xanchor": "left" if is_left else "right",
                "yanchor": "top",
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": theme.soft,
                "standoff": 6,
                "font": {"size": 13, "color": theme.ink},
            }
        )
    return notes
