"""Before and after: who gains, who loses."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.look.palette import Theme
from ui import text
from ui.charts.layout import base_layout, empty_figure, label, x_axis, y_axis

ROW_PX = 36
LEAST_CHANGE = 0.005
"""Changes of less than half a point are drawn as unchanged."""


def dumbbell(
    table: pd.DataFrame,
    theme: Theme,
    before: str = "before",
    after: str = "after",
    floor: float | None = None,
    most: int = 30,
) -> go.Figure:
    """Need met by camp in two plans.

    Parameters
    ----------
    table
        ``name``, ``before``, ``after`` (shares), ``planned`` where a third plan is marked, ``least`` where a small
        second line stands under the name; a row per camp in the order to draw, the worst first.
    before, after
        Words for the two plans.
    floor
        Least coverage asked for, drawn as a dotted line with its name.
    most
        Rows drawn; the caption must say when there are more.
    """
    rows = table.head(most).reset_index(drop=True)
    if rows.empty:
        return empty_figure(theme, 200, "Nothing to compare")
    y = -np.arange(len(rows), dtype=float)
    old, new = rows["before"].to_numpy(float), rows["after"].to_numpy(float)
    change = new - old
    moved = np.abs(change) >= LEAST_CHANGE
    colors = [
        theme.outline if not m else theme.gain if c > 0 else theme.loss for m, c in zip(moved, change, strict=True)
    ]
    figure = go.Figure()
    for x0, x1, at, color, is_moved in zip(old, new, y, colors, moved, strict=True):
        if is_moved:
            figure.add_trace(
                go.Scatter(x=[x0, x1], y=[at, at], mode="lines", line={"color": color, "width": 5}, hoverinfo="skip")
            )
    edge = {"color": theme.ink, "width": 2}
    before_dots = {"color": theme.paper, "size": 11, "line": edge}
    after_dots = {"color": colors, "size": 11, "line": {"color": theme.ink, "width": 1}}
    figure.add_trace(_dots(old[moved], y[moved], before_dots, before))
    figure.add_trace(_dots(new, y, after_dots, after))
    if "planned" in rows:
        tick = {"symbol": "line-ns-open", "size": 14, "color": theme.ink, "line": {"width": 2}}
        figure.add_trace(_dots(rows["planned"].to_numpy(float), y, tick, "planned"))
    notes = _row_labels(rows, y, change, moved, colors, theme) + _head_labels(
        old, new, moved, colors, before, after, theme
    )
    shapes = []
    if floor is not None:
        line = {"color": theme.soft, "width": 1.5, "dash": "dot"}
        shapes.append({"type": "line", "x0": floor, "x1": floor, "yref": "paper", "y0": 0, "y1": 1, "line": line})
        words = f"floor {text.percent(floor)}\u00a0"
        notes.append(label(floor, 0, words, theme.soft, yref="paper", xanchor="right", yanchor="bottom"))
    shares = [0, 0.25, 0.5, 0.75, 1]
    figure.update_layout(
        **base_layout(theme, len(rows) * ROW_PX + 88, margin={"r": 122, "t": 26}, hovermode="closest"),
        xaxis=x_axis(
            theme,
            range=[-0.01, 1.03],
            tickvals=shares,
            ticktext=["0", "25", "50", "75", "100\u00a0%"],
            linecolor="rgba(0,0,0,0)",
        ),
        yaxis=y_axis(
            theme,
            range=[y[-1] - 1.2, 0.7],
            tickvals=y,
            ticktext=_names(rows, theme),
            tickfont={"size": 14, "color": theme.ink},
        ),
        annotations=notes,
        shapes=shapes,
    )
    return figure


def _names(rows: pd.DataFrame, theme: Theme) -> list[str]:
    names = [text.safe(name) for name in rows["name"]]
    if "least" not in rows:
        return names
    small = [f'<span style="font-size:12px;color:{theme.soft}">{text.safe(words)}</span>' for words in rows["least"]]
    return [f"{name}<br>{words}" if has else name for name, words, has in zip(names, small, rows["least"], strict=True)]


def _dots(x: np.ndarray, y: np.ndarray, marker: dict[str, Any], name: str) -> go.Scatter:
    hover = "%{x:.0%} " + text.safe(name) + "<extra></extra>"
    return go.Scatter(x=x, y=y, mode="markers", marker=marker, cliponaxis=False, hovertemplate=hover)


def _row_labels(
    rows: pd.DataFrame, y: np.ndarray, change: np.ndarray, moved: np.ndarray, colors: list[str], theme: Theme
) -> list[dict[str, Any]]:
    notes = []
    for share, at, by, is_moved, color in zip(rows["after"], y, change, moved, colors, strict=True):
        words = f"<b>{text.percent(share)}</b>  {text.points(by)}" if is_moved else text.percent(share)
        notes.append(label(1, at, words, color if is_moved else theme.soft, 14, xref="paper", xshift=14))
    return notes


def _head_labels(
    old: np.ndarray, new: np.ndarray, moved: np.ndarray, colors: list[str], before: str, after: str, theme: Theme
) -> list[dict[str, Any]]:
    """Names of the two plans above the first camp that changes."""
    if not moved.any():
        return []
    first = int(np.flatnonzero(moved)[0])
    at: dict[str, Any] = {"yref": "paper", "yanchor": "bottom", "yshift": 4}
    rising = new[first] > old[first]
    left, right = ("right", "left") if rising else ("left", "right")
    return [
        label(old[first], 1, text.safe(before), theme.soft, **{**at, "xanchor": left}, xshift=-3 if rising else 3),
        label(new[first], 1, text.safe(after), colors[first], **{**at, "xanchor": right}, xshift=3 if rising else -3),
    ]
