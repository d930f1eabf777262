"""Bars: need and coverage week by week, and ranks."""

import pandas as pd
import plotly.graph_objects as go

from core.locale import message
from core.look.palette import Theme, item_color
from ui import text
from ui.charts.layout import DAY_FORMAT, base_layout, empty_figure, label, spread_labels, x_axis, y_axis
from ui.language import say

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
        return empty_figure(theme, HEIGHT, say("Nothing is needed in these weeks"))
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
        notes.append(
            label(
                1,
                height,
                say(words) if item == OTHERS else words,
                theme.ink if item == OTHERS else color,
                xref="paper",
                xshift=8,
            )
        )
    figure.update_layout(
        **base_layout(theme, HEIGHT, margin={"r": 125}, barmode="stack"),
        xaxis=x_axis(theme, tickformat=DAY_FORMAT, tickvals=_few(weeks), range=_bar_range(weeks)),
        yaxis=y_axis(theme, range=[0, top], tickformat=",~f"),
        annotations=notes,
    )
    return figure


OTHERS = message("all others")


def largest_items(table: pd.DataFrame, most: int = MOST_ITEMS) -> pd.DataFrame:
    """The largest columns of a table, and the sum of the others as one more."""
    order = table.sum().sort_values(ascending=False).index
    if len(order) <= most:
        return table[order]
    return table[order[: most - 1]].assign(**{OTHERS: table[order[most - 1 :]].sum(axis=1)})


def _bar_range(weeks: pd.DatetimeIndex) -> list[pd.Timestamp]:
    half = pd.Timedelta(days=4)
    return [weeks[0] - half, weeks[-1] + half]


def _few(weeks: pd.DatetimeIndex, most: int = 6) -> list[pd.Timestamp]:
    step = -(-len(weeks) // most)
    return list(weeks[::step])
