"""The spread of a forecast: 80 % band, 50 % band, median."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.look.palette import Theme


def middle_half(rows: pd.DataFrame, prefix: str = "") -> tuple[np.ndarray, np.ndarray]:
    """Quarter and three-quarter quantile, halfway between the deciles beside them."""
    low = (rows[f"{prefix}q20"] + rows[f"{prefix}q30"]) / 2
    high = (rows[f"{prefix}q70"] + rows[f"{prefix}q80"]) / 2
    return low.to_numpy(float), high.to_numpy(float)


def band_traces(
    days: pd.DatetimeIndex,
    rows: pd.DataFrame,
    theme: Theme,
    *,
    prefix: str = "",
    anchor: tuple[pd.Timestamp, float] | None = None,
) -> list[go.Scatter]:
    """Bands and median as traces.

    Parameters
    ----------
    rows
        Columns q10 to q90 behind ``prefix``, one row per day, in order.
    anchor
        Day and people of the last count, where the fan opens.
    """
    low50, high50 = middle_half(rows, prefix)

    def drawn(values: Any) -> np.ndarray:
        numbers = np.asarray(values, dtype=float)
        return numbers if anchor is None else np.concatenate([[anchor[1]], numbers])

    x = days if anchor is None else pd.DatetimeIndex([anchor[0]]).append(days)
    around = x.append(x[::-1])
    traces = []
    for low, high, color, edge in (
        (rows[f"{prefix}q10"], rows[f"{prefix}q90"], theme.band80, theme.band_edge),
        (low50, high50, theme.band50, theme.band50),
    ):
        y = np.concatenate([drawn(high), drawn(low)[::-1]])
        traces.append(
            go.Scatter(
                x=around,
                y=y,
                mode="lines",
                fill="toself",
                fillcolor=color,
                line={"color": edge, "width": 1},
                hoverinfo="skip",
            )
        )
    median = go.Scatter(
        x=x,
        y=drawn(rows[f"{prefix}q50"]),
        mode="lines",
        line={"color": theme.median, "width": 2.5},
        name="median",
    )
    return [*traces, median]
