"""What policies leave people without: the mean of the futures as a dot, 80 % of them as a line."""

import pandas as pd
import plotly.graph_objects as go

from core.look.palette import Theme
from ui import text
from ui.charts.layout import base_layout, empty_figure, padded_range, x_axis, y_axis
from ui.language import say

ROW_PX, FRAME_PX = 44, 60


def policy_spread(rows: pd.DataFrame, theme: Theme) -> go.Figure:
    """A row a policy, the first on top.

    Parameters
    ----------
    rows
        ``name``, ``mean``, ``low``, ``high`` in weighted person-weeks, and ``is_best``: drawn in the accent colour.
    """
    height = FRAME_PX + ROW_PX * max(len(rows), 2)
    if rows.empty:
        return empty_figure(theme, height, say("No policy was simulated"))
    figure = go.Figure()
    names = [text.safe(name) for name in rows["name"]]
    for name, row in zip(names, rows.to_dict("records"), strict=True):
        color = theme.accent if row["is_best"] else theme.soft
        figure.add_trace(
            go.Scatter(
                x=[row["low"], row["high"]], y=[name, name], mode="lines", line={"color": color, "width": 5},
                hoverinfo="skip",
            )
        )  # fmt: skip
        figure.add_trace(
            go.Scatter(
                x=[row["mean"]],
                y=[name],
                mode="markers+text",
                marker={"size": 13, "color": color, "line": {"color": theme.paper, "width": 1.5}},
                text=[f"<b>{text.whole(row['mean'])}</b>" if row["is_best"] else text.whole(row["mean"])],
                textposition="top center",
                textfont={"size": 13, "color": theme.ink},
                cliponaxis=False,
                hovertemplate="%{x:,.0f}<extra></extra>",
            )
        )
    low, high = padded_range([*rows["low"], *rows["high"]], 0.12, floor=0.0)
    figure.update_layout(
        **base_layout(theme, height, margin={"r": 24, "t": 18}, hovermode="closest"),
        xaxis=x_axis(theme, range=[low, high], tickformat=".3~s", nticks=6),
        yaxis=y_axis(theme, categoryorder="array", categoryarray=names[::-1], range=[-0.5, len(names) - 0.3]),
    )
    return figure
