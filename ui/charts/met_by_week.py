"""Need met week by week: what was handed out, and what the plan hands out, beside the target."""

import pandas as pd
import plotly.graph_objects as go

from core.look.palette import Theme
from ui import text
from ui.charts.layout import DAY_FORMAT, base_layout, empty_figure, label, week_ticks, x_axis, y_axis
from ui.language import say

HEIGHT = 230


def met_by_week(trend: pd.DataFrame, target: float, theme: Theme) -> go.Figure:
    """Bars from zero, dark for the past and pale for the plan; a week of which nothing is on record has none.

    Parameters
    ----------
    trend
        ``week, share, is_past`` of ``Overview``.
    target
        Share, 0 to 1.
    """
    known = trend.dropna(subset=["share"])
    if known.empty:
        return empty_figure(theme, HEIGHT, say("Nothing is on record and nothing planned"))
    figure = go.Figure(
        go.Bar(
            x=known["week"],
            y=known["share"] * 100,
            marker={"color": [theme.accent if past else theme.band50 for past in known["is_past"]]},
            hovertemplate="%{y:.0f}\u00a0%<extra></extra>",
        )
    )
    weeks = pd.DatetimeIndex(trend["week"])
    line = {"color": theme.soft, "width": 1.5, "dash": "dot"}
    notes = [
        label(
            0, target * 100, say("target {share}", share=text.percent(target)), theme.soft,
            xref="paper", yshift=10,
        )
    ]  # fmt: skip
    figure.update_layout(
        **base_layout(theme, HEIGHT),
        xaxis=x_axis(theme, tickvals=week_ticks(weeks[0], weeks[-1], 4), tickformat=DAY_FORMAT),
        yaxis=y_axis(theme, range=[0, 112], tickvals=[0, 50, 100], ticktext=["0", "50", "100\u00a0%"]),
        shapes=[
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target * 100, "y1": target * 100, "line": line}
        ],
        annotations=notes,
    )
    return figure
