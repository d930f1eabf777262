"""What an extra buffer saves: person-weeks without, by weeks of buffer."""

import pandas as pd
import plotly.graph_objects as go

from core.domain.schemas import BufferCurve
from core.look.palette import Theme
from ui import text
from ui.charts.layout import base_layout, empty_figure, label, x_axis, y_axis
from ui.language import say

HEIGHT = 260


def buffer_curve_chart(curve: pd.DataFrame, chosen: float, theme: Theme) -> go.Figure:
    """A line from no buffer to the longest, with a dot at the chosen one; person-weeks begin at zero.

    Parameters
    ----------
    curve
        ``BufferCurve``.
    chosen
        Weeks of buffer that carry the dot; one of those on the curve.
    """
    rows = curve.dropna(subset=[BufferCurve.person_weeks_without])
    if rows.empty or not rows[BufferCurve.person_weeks_without].any():
        return empty_figure(theme, 140, say("Nobody lacks it, with or without a buffer"))
    at = rows[rows[BufferCurve.buffer_weeks] == chosen]
    figure = go.Figure(
        [
            go.Scatter(
                x=rows[BufferCurve.buffer_weeks],
                y=rows[BufferCurve.person_weeks_without],
                mode="lines",
                line={"color": theme.median, "width": 2.5},
                hoverinfo="skip",
            ),
            go.Scatter(
                x=at[BufferCurve.buffer_weeks],
                y=at[BufferCurve.person_weeks_without],
                mode="markers",
                marker={"color": theme.median, "size": 11},
                hoverinfo="skip",
            ),
        ]
    )
    notes = [
        label(week, value, text.whole(text.significant(value, 2)), theme.ink, size=14, xshift=10, yshift=10)
        for week, value in zip(at[BufferCurve.buffer_weeks], at[BufferCurve.person_weeks_without], strict=True)
    ]
    weeks = [week for week in rows[BufferCurve.buffer_weeks] if week == int(week)]
    figure.update_layout(
        **base_layout(theme, HEIGHT, margin={"r": 70}, hovermode=False),
        xaxis=x_axis(theme, tickvals=weeks, ticktext=[f"{week:g}" for week in weeks]),
        yaxis=y_axis(theme, rangemode="tozero"),
        annotations=notes,
    )
    return figure
