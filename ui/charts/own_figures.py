"""People's own figures as marks on the fan, apart from counts and forecast."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.look.palette import Theme
from core.store import Override
from ui import text
from ui.charts.layout import label

MOST_NAMED = 3
"""Figures named beside their mark; the others are in the table under the chart."""


def mark_own_figures(figure: go.Figure, overrides: Sequence[Override], theme: Theme) -> None:
    """Draw each figure at its Sunday as a triangle, with its range as a line, and name the first few.

    Parameters
    ----------
    figure
        Of ``fan_chart``, made with ``reach`` within its axis; changed in place.
    overrides
        Those whose week the chart shows.
    """
    if not overrides:
        return
    ranges = [
        (o.people - (o.people if o.low is None else o.low), (o.people if o.high is None else o.high) - o.people)
        for o in overrides
    ]
    figure.add_trace(
        go.Scatter(
            x=[pd.Timestamp(override.week) for override in overrides],
            y=[override.people for override in overrides],
            mode="markers",
            marker={
                "symbol": "triangle-down",
                "size": 12,
                "color": theme.paper,
                "line": {"color": theme.ink, "width": 2},
            },
            error_y={
                "type": "data",
                "array": [high for _, high in ranges],
                "arrayminus": [low for low, _ in ranges],
                "color": theme.ink,
                "thickness": 1.5,
                "width": 5,
            },
            customdata=[text.safe(override.author) for override in overrides],
            hovertemplate="%{y:,.0f} expected by %{customdata}<extra></extra>",
        )
    )
    for override in overrides[:MOST_NAMED]:
        words = f"{text.safe(_short(override.author))}: {text.whole(override.people)}"
        day = pd.Timestamp(override.week)
        figure.add_annotation(
            label(day, override.people, words, theme.ink, xanchor="right", xshift=-10, bgcolor=theme.paper)
        )


def reach(overrides: Sequence[Override]) -> list[float]:
    """People the axis of a chart must reach to hold the figures and their ranges."""
    return [value for o in overrides for value in (o.people, o.low, o.high) if value is not None]


def _short(name: str) -> str:
    return name if len(name) <= 20 else name[:19] + "…"
