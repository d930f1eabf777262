"""The fan of several camps together: what their newest counts added up to, and what the forecasts add up to."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.domain.schemas import TotalsTable
from core.look.palette import Theme
from ui import text
from ui.charts.bands import band_traces
from ui.charts.layout import (
    DAY_FORMAT,
    base_layout,
    day_line,
    label,
    padded_range,
    spread_labels,
    week_ticks,
    x_axis,
    y_axis,
)

HEIGHT = 300
RIGHT = 122
LEAST_PAST = pd.Timedelta(weeks=2)
"""Room left of today, for its label."""
_PLOT_PX = HEIGHT - 36


def totals_fan(totals: pd.DataFrame, past: pd.DataFrame, today: pd.Timestamp, theme: Theme) -> go.Figure:
    """People of several camps together: bands and median ahead, before them the sum of the newest counts as a line.

    Parameters
    ----------
    totals
        Rows of ``TotalsTable`` of one place and group, one per week.
    past
        Of ``past_totals``; days on which a camp was not counted yet are left out.
    """
    rows = totals.sort_values(TotalsTable.week)
    days = pd.DatetimeIndex(rows[TotalsTable.week])
    known = past[past["complete"] & (past["camps"] > 0)]
    anchor = None if known.empty else (known["date"].iloc[-1], float(known["people"].iloc[-1]))
    values = [rows[TotalsTable.q10].to_numpy(float), rows[TotalsTable.q90].to_numpy(float), known["people"].to_numpy()]
    low, high = padded_range(np.concatenate(values), 0.12, floor=0.0)
    figure = go.Figure(band_traces(days, rows, theme, anchor=anchor))
    notes: list[dict[str, Any]] = [label(today, 1, "today ", theme.soft, yref="paper", xanchor="right", yanchor="top")]
    told = [
        (float(rows[TotalsTable.q90].iloc[-1]), "80\u00a0% of outcomes", theme.soft),
        (
            float(rows[TotalsTable.q50].iloc[-1]),
            f"<b>{text.hundreds(rows[TotalsTable.q50].iloc[-1])}</b> median",
            theme.median,
        ),
    ]
    if anchor is not None:
        line = {"color": theme.soft, "width": 1.5, "dash": "dot"}
        figure.add_trace(
            go.Scatter(
                x=known["date"],
                y=known["people"],
                mode="lines",
                line={"color": theme.ink, "width": 1.5, "shape": "hv"},
                hovertemplate="%{y:,.0f} by the newest counts<extra></extra>",
            )
        )
        figure.add_trace(
            go.Scatter(x=[anchor[0], days[-1]], y=[anchor[1]] * 2, mode="lines", line=line, name="same as last counts")
        )
        told.append((anchor[1], "same as last counts", theme.soft))
    heights = spread_labels([value for value, _, _ in told], high - low, _PLOT_PX)
    notes += [
        label(days[-1], height, words, color, xshift=8) for height, (_, words, color) in zip(heights, told, strict=True)
    ]
    first = min([*known["date"], today - LEAST_PAST])
    figure.update_layout(
        **base_layout(theme, HEIGHT, margin={"r": RIGHT}),
        xaxis=x_axis(theme, tickformat=DAY_FORMAT, tickvals=week_ticks(first, days[-1], 5), range=[first, days[-1]]),
        yaxis=y_axis(theme, range=[low, high], tickformat=",d"),
        shapes=[day_line(theme, today)],
        annotations=notes,
    )
    return figure
