"""How past forecasts did: later counts inside the band by weeks ahead, and gain over the last count by camp."""

import pandas as pd
import plotly.graph_objects as go

from core.domain.schemas import ForecastTable
from core.look.palette import Theme
from ui import text
from ui.charts.layout import base_layout, empty_figure, label, x_axis, y_axis

HEIGHT = 300
ROW_PX = 27
MOST_CAMPS = 20
LABEL_SHARE = 0.35
"""Room beside the longest bar for its figure, as a share of the span of all bars."""
NOTHING = "\u200b"
"""A space of no width: keeps the bars of two camps of one name apart."""
FARTHEST_SKILL = 1.0
"""Bars end here in either direction; the printed figure is exact."""


def held_by_horizon(horizons: pd.DataFrame, theme: Theme, wanted: float = 0.8) -> go.Figure:
    """Share of later counts inside the 80 % band over the weeks ahead, with the share that is wanted.

    Parameters
    ----------
    horizons
        ``horizon_weeks`` and ``coverage_80``.
    """
    if horizons.empty:
        return empty_figure(theme, HEIGHT, "No past forecast can be scored yet")
    weeks = [int(week) for week in horizons[ForecastTable.horizon_weeks]]
    shares = [float(share) for share in horizons["coverage_80"]]
    figure = go.Figure(
        go.Scatter(
            x=weeks,
            y=shares,
            mode="lines+markers+text",
            line={"color": theme.accent, "width": 3},
            marker={"size": 8, "color": theme.accent},
            text=[text.percent_number(share) for share in shares],
            textposition="top center",
            textfont={"color": theme.ink, "size": 13},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    line = {"color": theme.soft, "width": 1.5, "dash": "dot"}
    figure.update_layout(
        **base_layout(theme, HEIGHT, margin={"r": 64, "t": 12}, hovermode=False),
        xaxis=x_axis(theme, range=[weeks[0] - 0.5, weeks[-1] + 0.1], tickvals=weeks, ticktext=[str(w) for w in weeks]),
        yaxis=y_axis(
            theme,
            range=[0, 1.08],
            tickvals=[0, 0.25, 0.5, 0.75, 1],
            ticktext=["0", "25", "50", "75", f"100{text.NBSP}%"],
        ),
        shapes=[{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": wanted, "y1": wanted, "line": line}],
        annotations=[label(1, wanted, "wanted", theme.soft, xref="paper", xshift=8)],
    )
    return figure


def skill_by_camp(camps: pd.DataFrame, theme: Theme) -> go.Figure:
    """Gain over "same as last count" of each camp as bars from zero, the least first; the sign is printed.

    Parameters
    ----------
    camps
        ``name``, ``n`` and ``skill`` (1 less the ratio of the misses).
    """
    shown = camps[camps["skill"].notna()].head(MOST_CAMPS)
    if shown.empty:
        return empty_figure(theme, 160, "“Same as last count” never missed here, so nothing can be gained on it")
    values = [float(skill) for skill in shown["skill"]]
    colors = [theme.gain if value >= 0 else theme.loss for value in values]
    drawn = [max(-FARTHEST_SKILL, min(FARTHEST_SKILL, value)) for value in values]
    low, high = min(0.0, *drawn), max(0.0, *drawn)
    room = max(high - low, 0.05)
    figure = go.Figure(
        go.Bar(
            x=drawn,
            y=[text.safe(name) + NOTHING * row for row, name in enumerate(shown["name"])],
            orientation="h",
            marker={"color": colors},
            text=[text.signed_percent(value) for value in values],
            textposition="outside",
            textfont={"color": theme.ink, "size": 13},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        **base_layout(theme, 24 + ROW_PX * len(shown), margin={"r": 16, "b": 8}, hovermode=False),
        xaxis=x_axis(theme, range=[low - LABEL_SHARE * room, high + LABEL_SHARE * room], visible=False, zeroline=True),
        yaxis=y_axis(
            theme, autorange="reversed", showgrid=False, nticks=None, tickfont={"size": 14, "color": theme.ink}
        ),
        shapes=[
            {
                "type": "line",
                "x0": 0,
                "x1": 0,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": theme.line, "width": 1},
            }
        ],
    )
    return figure
