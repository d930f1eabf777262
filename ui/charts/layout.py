"""What all charts share: frame, axes, labels at the end of lines."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.look.palette import Theme

FONT = "Source Sans, Noto Sans, sans-serif"
DAY_FORMAT = "%-d\u00a0%b"
LABEL_PX = 17
"""Least distance of two labels, in pixels."""


def base_layout(theme: Theme, height: int, **more: Any) -> dict[str, Any]:
    """The layout every chart begins with."""
    margin = {"l": 8, "r": 8, "t": 8, "b": 28} | more.pop("margin", {})
    return {
        "margin": margin,
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "font": {"family": FONT, "size": 14, "color": theme.ink},
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": theme.panel,
            "bordercolor": theme.line,
            "font": {"family": FONT, "size": 13, "color": theme.ink},
        },
        "bargap": 0.35,
        "separators": ".,",
        **more,
    }


def x_axis(theme: Theme, **more: Any) -> dict[str, Any]:
    """An axis of dates or shares along the bottom."""
    return {
        "showgrid": False,
        "linecolor": theme.line,
        "ticks": "outside",
        "ticklen": 4,
        "tickangle": 0,
        "tickcolor": theme.line,
        "tickfont": {"size": 13, "color": theme.soft},
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
        **more,
    }


def y_axis(theme: Theme, **more: Any) -> dict[str, Any]:
    """An axis of amounts at the side, with quiet lines."""
    return {
        "gridcolor": theme.grid,
        "zeroline": False,
        "tickfont": {"size": 13, "color": theme.soft},
        "automargin": True,
        "fixedrange": True,
        "nticks": 5,
        **more,
    }


def label(x: Any, y: Any, words: str, color: str, size: int = 13, **more: Any) -> dict[str, Any]:
    """Words beside a point."""
    place = {"xanchor": "left", "yanchor": "middle", "showarrow": False}
    return {"x": x, "y": y, "text": words, "font": {"size": size, "color": color}, **place, **more}


def padded_range(
    values: Sequence[float] | np.ndarray, share: float = 0.07, floor: float | None = None
) -> tuple[float, float]:
    """Lowest and highest of the values with some room around them."""
    numbers = np.asarray(values, dtype=float)
    numbers = numbers[np.isfinite(numbers)]
    if not len(numbers):
        return 0.0, 1.0
    low, high = float(numbers.min()), float(numbers.max())
    room = max((high - low) * share, abs(high) * 0.005, 1e-9)
    low -= room
    return (low if floor is None else max(floor, low)), high + room


def spread_labels(values: Sequence[float], span: float, plot_px: int) -> list[float]:
    """Heights for labels beside values, moved apart so that no two touch; order is kept.

    Parameters
    ----------
    values
        Where the labels would stand.
    span, plot_px
        Height of the plot in units of the values, and in pixels.

    Examples
    --------
    >>> spread_labels([10, 10], 100, 170)
    [5.0, 15.0]
    """
    gap = LABEL_PX * span / max(plot_px, 1)
    order = np.argsort(values, kind="stable")
    placed = np.asarray(values, dtype=float)[order]
    for _ in range(50):
        apart = np.diff(placed)
        close = np.flatnonzero(apart < gap - 1e-9)
        if not len(close):
            break
        for i in close:
            push = (gap - (placed[i + 1] - placed[i])) / 2
            if push > 0:
                placed[i] -= push
                placed[i + 1] += push
    result = np.empty(len(placed))
    result[order] = placed
    return [float(v) for v in result]


def week_ticks(first: pd.Timestamp, last: pd.Timestamp, most: int = 8) -> list[pd.Timestamp]:
    """Days to write under an axis: whole weeks back from the last, at most so many."""
    weeks = max(1, round((last - first).days / 7))
    step = -(-weeks // max(most - 1, 1))
    return [last - pd.Timedelta(weeks=i) for i in range(0, weeks + 1, step)][::-1]


def day_line(theme: Theme, day: pd.Timestamp) -> dict[str, Any]:
    """The thin dotted line of today."""
    line = {"color": theme.soft, "width": 1.5, "dash": "dot"}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": 0, "y1": 1, "line": line}


def empty_figure(theme: Theme, height: int, words: str) -> go.Figure:
    """A chart with nothing to draw says so."""
    note = label(0.5, 0.5, words, theme.soft, xref="paper", yref="paper", xanchor="center")
    hidden = {"visible": False, "fixedrange": True}
    return go.Figure(layout=base_layout(theme, height, annotations=[note], xaxis=hidden, yaxis=hidden))
