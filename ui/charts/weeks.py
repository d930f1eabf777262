"""Bars: need and coverage week by week, and ranks."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.look.palette import Theme, item_color
from ui import text
from ui.charts.layout import DAY_FORMAT, base_layout, empty_figure, label, spread_labels, x_axis, y_axis

HEIGHT = 320
_PLOT_PX = HEIGHT - 40
MOST_ITEMS = 4
"""More colours than this cannot be told apart in a grey print."""


def stacked_weeks(table: pd.DataFrame, theme: Theme, unit: str = "t") -> go.Figure:
    """Amounts by week, stacked by item; the four largest items, and all others as one.

    Parameters
    ----------
    table
        Weeks down (dates), words of items across, amounts in ``unit``.
    """
    if table.empty or not table.shape[1]:
        return empty_figure(theme, HEIGHT, "Nothing is needed in these weeks")
    stacked = largest_items(table)
    figure = go.Figure()
    weeks = pd.DatetimeIndex(stacked.index)
    tops = stacked.cumsum(axis=1)
    top = float(tops.iloc[:, -1].max()) * 1.08 or 1.0
    middles = (tops.iloc[-1] - stacked.iloc[-1] / 2).to_list()
    heights = spread_labels(middles, top, _PLOT_PX)
    notes = []
    for position, (item, height) in enumerate(zip(stacked, heights, strict=True)):
        color = theme.soft if item == OTHERS else item_color(position, theme)
        words = text.safe(item)
        figure.add_trace(
            go.Bar(
                x=weeks,
                y=stacked[item],
                marker={"color": color},
                name=words,
                hovertemplate="%{y:,.0f} " + text.safe(unit),
            )
        )
        notes.append(label(1, height, words, theme.ink if item == OTHERS else color, xref="paper", xshift=8))
    figure.update_layout(
        **base_layout(theme, HEIGHT, margin={"r": 125}, barmode="stack"),
        xaxis=x_axis(theme, tickformat=DAY_FORMAT, tickvals=_few(weeks), range=_bar_range(weeks)),
        yaxis=y_axis(theme, range=[0, top], tickformat=",~f"),
        annotations=notes,
    )
    return figure


OTHERS = "all others"


def largest_items(table: pd.DataFrame, most: int = MOST_ITEMS) -> pd.DataFrame:
    """The largest columns of a table, and the sum of the others as one more."""
    order = table.sum().sort_values(ascending=False).index
    if len(order) <= most:
        return table[order]
    return table[order[: most - 1]].assign(**{OTHERS: table[order[most - 1 :]].sum(axis=1)})


def coverage_by_week(
    shares: pd.Series, theme: Theme, target: float | None = None, target_words: str = "target", height: int = HEIGHT
) -> go.Figure:
    """Share of need met by week as bars from zero; the last one is marked and its value printed.

    Parameters
    ----------
    shares
        Shares in 0 to 1 by week (dates), in order.
    target
        Share drawn as a dotted line.
    """
    if shares.empty:
        return empty_figure(theme, height, "No week is planned")
    weeks = pd.DatetimeIndex(shares.index)
    lowest = int(np.nanargmin(shares.to_numpy(float)))
    colors = [theme.accent if i == lowest else theme.band50 for i in range(len(weeks))]
    figure = go.Figure(go.Bar(x=weeks, y=shares, marker={"color": colors}, hovertemplate="%{y:.0%}<extra></extra>"))
    notes = [
        label(
            weeks[lowest], float(shares.iloc[lowest]), f"<b>{text.percent(shares.iloc[lowest])}</b>", theme.accent,
            xanchor="center", yanchor="bottom", yshift=2, bgcolor=theme.paper, borderpad=1,
        )
    ]  # fmt: skip
    shapes = []
    if target is not None:
        line = {"color": theme.ink, "width": 1.5, "dash": "dot"}
        shapes.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target, "y1": target, "line": line})
        words = f"{target_words} {text.percent(target)}"
        notes.append(label(1, target, words, theme.soft, xref="paper", xshift=6))
    figure.update_layout(
        **base_layout(theme, height, margin={"r": 8 if target is None else 96}),
        xaxis=x_axis(theme, tickformat=DAY_FORMAT, tickvals=_few(weeks), range=_bar_range(weeks)),
        yaxis=y_axis(theme, range=[0, 1.12], tickvals=[0, 0.5, 1], ticktext=["0", "50", "100\u00a0%"]),
        annotations=notes,
        shapes=shapes,
    )
    return figure


def ranked_bars(
    amounts: Mapping[str, float], theme: Theme, unit: str = "", marked: Sequence[str] = (), most: int = 20
) -> go.Figure:
    """Amounts by name as bars from zero, the largest first; marked names in the accent colour."""
    if not amounts:
        return empty_figure(theme, 160, "Nothing to show")
    order = sorted(amounts, key=lambda name: amounts[name], reverse=True)[:most][::-1]
    values = [float(amounts[name]) for name in order]
    after = f"{text.NBSP}{text.safe(unit)}" if unit else ""
    figure = go.Figure(
        go.Bar(
            x=values,
            y=[text.safe(name) for name in order],
            orientation="h",
            marker={"color": [theme.accent if name in marked else theme.band50 for name in order]},
            text=[text.whole(text.significant(v, 3)) + after for v in values],
            textposition="outside",
            textfont={"color": theme.ink},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        **base_layout(theme, 24 + 31 * len(order), margin={"r": 84, "b": 8}, hovermode=False),
        xaxis=x_axis(theme, rangemode="tozero", visible=False),
        yaxis=y_axis(theme, showgrid=False, tickfont={"size": 14, "color": theme.ink}, nticks=None),
    )
    return figure


def _bar_range(weeks: pd.DatetimeIndex) -> list[pd.Timestamp]:
    half = pd.Timedelta(days=4)
    return [weeks[0] - half, weeks[-1] + half]


def _few(weeks: pd.DatetimeIndex, most: int = 6) -> list[pd.Timestamp]:
    step = -(-len(weeks) // most)
    return list(weeks[::step])
