"""Is it fair: the price of a higher floor with every rule marked, and the Lorenz curve."""

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from core.look.palette import Theme
from ui import text
from ui.charts.layout import base_layout, empty_figure, label, padded_range, x_axis, y_axis

HEIGHT = 300
SHARES = (0, 0.25, 0.5, 0.75, 1)
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2)
"""Distances of two ticks along the bottom."""
MOST_TICKS = 6
NEAR = 0.045
"""Marks nearer than this share of both spans are drawn as one, with all their letters."""


def price_curve(points: pd.DataFrame, marks: pd.DataFrame, column: str, theme: Theme, unit: str = "") -> go.Figure:
    """What a floor under every camp costs, with the plan of every rule as a letter in a circle.

    Parameters
    ----------
    points
        ``worst_coverage`` (0 to 1) and ``column``, a row per re-solved floor, rising.
    marks
        ``letter``, ``name``, ``worst_coverage``, ``column``, and ``is_shown``: the plan of the page, drawn full.
    column
        What is on the upright axis.
    unit
        Words after a figure of it.
    """
    if points.empty or marks.empty:
        return empty_figure(theme, HEIGHT, "Nothing to weigh: no camp needs anything")
    hover = "least coverage %{x:.0%}, %{y:,.0f} " + text.safe(unit) + "<extra></extra>"
    figure = go.Figure(
        go.Scatter(
            x=points["worst_coverage"],
            y=points[column],
            mode="lines+markers",
            line={"color": theme.soft, "width": 2},
            marker={"size": 6, "color": theme.soft},
            hovertemplate=hover,
        )
    )
    low, high = padded_range([*points[column], *marks[column]], 0.14, floor=0.0)
    left, right = padded_range([*points["worst_coverage"], *marks["worst_coverage"]], 0.1)
    for group in _together(marks, column, right - left, high - low):
        shown = bool(group["is_shown"].any())
        letters = "".join(group["letter"])
        figure.add_trace(
            go.Scatter(
                x=[group["worst_coverage"].mean()],
                y=[group[column].mean()],
                mode="markers+text",
                marker={
                    "symbol": "circle",
                    "size": 22 + 8 * (len(letters) - 1),
                    "color": theme.accent if shown else theme.paper,
                    "line": {"color": theme.accent if shown else theme.ink, "width": 1.5},
                },
                text=[f"<b>{text.safe(letters)}</b>"],
                textfont={"size": 13, "color": theme.on_accent if shown else theme.ink},
                cliponaxis=False,
                hovertemplate="<br>".join(text.safe(name) for name in group["name"]) + "<br>" + hover,
            )
        )
    step = next((step for step in STEPS if (right - left) / step <= MOST_TICKS), STEPS[-1])
    ticks = [step * n for n in range(math.ceil(left / step), math.floor(min(right, 1.0) / step + 1e-9) + 1)]
    figure.update_layout(
        **base_layout(theme, HEIGHT, margin={"r": 18, "t": 14}, hovermode="closest"),
        xaxis=x_axis(theme, range=[left, right], tickvals=ticks, ticktext=[text.percent(tick) for tick in ticks]),
        yaxis=y_axis(theme, range=[low, high], tickformat=".4~s", nticks=7),
    )
    return figure


def _together(marks: pd.DataFrame, column: str, wide: float, tall: float) -> list[pd.DataFrame]:
    """Marks that would lie on each other, in the order of their letters."""
    groups: list[list[Any]] = []
    for row in marks.sort_values("letter").itertuples():
        x, y = float(row.worst_coverage), float(getattr(row, column))
        for group in groups:
            first = group[0]
            near = abs(first[1] - x) <= NEAR * wide and abs(first[2] - y) <= 2 * NEAR * tall
            if near:
                group.append((row.Index, x, y))
                break
        else:
            groups.append([(row.Index, x, y)])
    return [marks.loc[[index for index, _, _ in group]] for group in groups]


def lorenz(curve: pd.DataFrame, other: pd.DataFrame | None, theme: Theme, name: str, other_name: str = "") -> go.Figure:
    """Cumulative share of deliveries over cumulative share of need, camps from the least covered on.

    Parameters
    ----------
    curve, other
        ``need_share``, ``delivered_share``, ``coverage`` and ``name`` of the camp (blank at the start); the second,
        dotted, is what the first is set beside.
    name, other_name
        Words at the lines.
    """
    if len(curve) < 2:
        return empty_figure(theme, HEIGHT, "Nobody needs anything")
    figure = go.Figure(
        go.Scatter(
            x=[0, 1], y=[0, 1], mode="lines", line={"color": theme.line, "width": 1.5}, hoverinfo="skip"
        )
    )  # fmt: skip
    notes = [label(0.03, 0.97, "straight line: all camps alike", theme.soft, yanchor="top")]
    if other is not None and len(other) > 1:
        dotted = {"color": theme.soft, "width": 2, "dash": "dot"}
        figure.add_trace(
            go.Scatter(
                x=other["need_share"], y=other["delivered_share"], mode="lines", line=dotted, hoverinfo="skip",
                name=text.safe(other_name),
            )
        )  # fmt: skip
        notes.append(label(0.03, 0.88, f"dotted: {text.safe(other_name)}", theme.soft, yanchor="top"))
    camps = [f"{text.safe(camp)}, {text.percent(share)} of its need met" for camp, share in _ends(curve)]
    figure.add_trace(
        go.Scatter(
            x=curve["need_share"],
            y=curve["delivered_share"],
            mode="lines+markers",
            line={"color": theme.accent, "width": 3},
            marker={"size": 6, "color": theme.accent},
            text=["", *camps],
            hovertemplate="%{text}<extra></extra>",
            name=text.safe(name),
        )
    )
    ticks = ["0", "25", "50", "75", f"100{text.NBSP}%"]
    figure.update_layout(
        **base_layout(theme, HEIGHT, margin={"r": 30, "t": 12}, hovermode="closest"),
        xaxis=x_axis(theme, range=[0, 1.01], tickvals=SHARES, ticktext=ticks),
        yaxis=y_axis(theme, range=[0, 1.02], tickvals=SHARES, ticktext=ticks),
        annotations=notes,
    )
    return figure


def _ends(curve: pd.DataFrame) -> list[tuple[str, float]]:
    return list(zip(curve["name"].iloc[1:], curve["coverage"].iloc[1:], strict=True))
