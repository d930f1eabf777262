"""A planning figure on the fan: a hollow square, so that it is never taken for a count."""

import pandas as pd
import plotly.graph_objects as go

from core.domain.planning_figures import LABEL
from core.look.palette import Theme
from ui.charts.layout import label, week_ticks

FARTHEST, ROOM, EDGE = pd.Timedelta(weeks=26), pd.Timedelta(weeks=4), pd.Timedelta(days=3)
"""How far back a figure is drawn at its day, the least room left of today for its name, and that left of the mark."""


def mark_planning_figure(
    figure: go.Figure, people: float, set_on: pd.Timestamp | None, today: pd.Timestamp, theme: Theme
) -> None:
    """Draw the figure where it was set, or at the edge shown or today where that is not told, and say what it is.

    Parameters
    ----------
    figure
        Of ``fan_chart``, made with the figure within its axis; changed in place.
    set_on
        Day the figure was set; None where that is not told.
    today
        Day of the forecast.
    """
    day = today if set_on is None else max(set_on, today - FARTHEST)
    first, end = (pd.Timestamp(edge) for edge in figure.layout.xaxis.range)
    first = min(first, min(day, today - ROOM) - EDGE)
    figure.update_xaxes(range=[first, end], tickvals=week_ticks(first, end, 5))
    figure.add_trace(
        go.Scatter(
            x=[day],
            y=[people],
            mode="markers",
            marker={"symbol": "square-open", "size": 11, "color": theme.ink, "line": {"color": theme.ink, "width": 2}},
            hovertemplate=f"%{{y:,.0f}}, {LABEL}<extra></extra>",
        )
    )
    figure.add_annotation(label(day, people, LABEL, theme.soft, yshift=16, xshift=-6))
