"""How far past forecasts were off, beside "same as last count"."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.domain.schemas import ForecastTable
from core.look.palette import Theme
from ui import text
from ui.charts.layout import base_layout, empty_figure, label, spread_labels, x_axis, y_axis
from ui.language import say

HEIGHT = 300
_PLOT_PX = HEIGHT - 40


def errors_by_horizon(
    errors: pd.DataFrame,
    names: Mapping[str, str],
    served: str,
    naive: str,
    theme: Theme,
    column: str = "mean_absolute_error",
) -> go.Figure:
    """Error of each method over the weeks ahead, labelled at the end of its line.

    Parameters
    ----------
    errors
        ``method``, ``horizon_weeks``, ``n`` and the column of the error, of one camp or many, averaged by ``n``.
    names
        Method to words; only these are drawn.
    served, naive
        The method in the accent colour, and the one that is dotted.
    """
    drawn = errors[errors["method"].isin(list(names))]
    if drawn.empty:
        return empty_figure(theme, HEIGHT, say("No past forecast can be scored yet"))
    weighted = drawn.assign(total=drawn[column] * drawn["n"]).groupby(["method", ForecastTable.horizon_weeks])
    sums = weighted[["total", "n"]].sum()
    means = (sums["total"] / sums["n"]).rename("error").reset_index()
    lines = means.pivot_table(index=ForecastTable.horizon_weeks, columns="method", values="error").sort_index()
    shown = [method for method in names if method in lines]
    # room above the highest line for labels that are pushed apart
    top = float(np.nanmax(lines.to_numpy())) * (1 + 0.06 * len(shown)) or 1.0
    figure = go.Figure()
    ends = [float(lines[m].dropna().iloc[-1]) for m in shown]
    heights = spread_labels(ends, top, _PLOT_PX)
    notes = []
    for method, height in zip(shown, heights, strict=True):
        color = theme.accent if method == served else theme.soft
        line = {"color": color, "width": 3 if method == served else 1.5, "dash": "dot" if method == naive else "solid"}
        series = lines[method].dropna()
        figure.add_trace(
            go.Scatter(
                x=series.index,
                y=series,
                mode="lines",
                line=line,
                name=text.safe(names[method]),
                hovertemplate="%{y:,.0f}",
            )
        )
        words = text.safe(names[method])
        notes.append(label(series.index[-1], height, f"<b>{words}</b>" if method == served else words, color, xshift=8))
    weeks = [int(w) for w in lines.index]
    figure.update_layout(
        **base_layout(theme, HEIGHT, margin={"r": 125}),
        xaxis=x_axis(
            theme,
            range=[weeks[0] - 0.2, weeks[-1]],
            tickvals=weeks,
            ticktext=[say("{weeks} week", weeks=w) if w == 1 and len(weeks) <= 8 else str(w) for w in weeks],
        ),
        yaxis=y_axis(theme, range=[0, top], tickformat=",~f"),
        annotations=notes,
    )
    return figure
