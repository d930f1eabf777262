"""A planning figure on the fan: a hollow square, so that it is never taken for a count."""

import pandas as pd
import plotly.graph_objects as go

from core.domain.planning_figures import LABEL
from ui.charts.layout import label
from ui.palette import Theme


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
    first = pd.Timestamp(figure.layout.xaxis.range[0])
    day = today if set_on is None else max(set_on, first)
    figure.add_trace(
        go.Scatter(
            x=[day],
            y=[people],
            mode="markers",
            marker={"symbol": "square-open", "size": 11, "color": theme.ink, "line": {"color": theme.ink, "width": 2}},
            hovertemplate=f"%{{y:,.0f}}, {LABEL}<extra></extra>",
        )
    )
    figure.add_annotation(label(day, people, LABEL, theme.soft, xshift=12, bgcolor=theme.paper))
