"""Small multiples: every camp's change against its last count, on one scale."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.domain.schemas import ForecastTable, Population
from ui import text
from ui.charts.bands import band_traces
from ui.charts.layout import DAY_FORMAT, base_layout, empty_figure, week_ticks, x_axis, y_axis
from ui.palette import Theme

ROW_PX = 132
TITLE_PX = 29
SECOND_LINE_PX = 16
"""Where charts are narrow, the figures stand under the camp's name."""
MOST_CAMPS = 40
LONGEST_NAME = 24
"""Letters of a camp's name that fit above its chart."""


def small_multiples(
    names: Mapping[str, str],
    counts: pd.DataFrame,
    forecast: pd.DataFrame,
    today: pd.Timestamp,
    theme: Theme,
    columns: int = 4,
    history_weeks: int = 8,
) -> go.Figure:
    """One small fan per camp, per cent change against the last count; "from to" above each.

    Parameters
    ----------
    names
        camp_id to name, in the order to draw, the worst first.
    counts, forecast
        ``Population`` and ``ForecastTable`` of all camps.
    columns
        Charts side by side; 2 for a narrow place.
    """
    known = counts.dropna(subset=[Population.population])
    known = known[~(known[Population.kind] == "copied").fillna(False).to_numpy(bool)]
    known = known[known[Population.date] <= today].sort_values(Population.date)
    of_camp = dict(iter(known.groupby(Population.camp_id)))
    ahead = dict(iter(forecast.sort_values(ForecastTable.week).groupby(ForecastTable.camp_id)))
    drawable = [i for i in names if i in of_camp and i in ahead and of_camp[i][Population.population].iloc[-1] > 0]
    camps = drawable[:MOST_CAMPS]
    if not camps:
        return empty_figure(theme, ROW_PX * 2, "No camp has both a count and a forecast")
    rows = -(-len(camps) // columns)
    is_narrow = columns < 3
    row_px = ROW_PX + SECOND_LINE_PX * is_narrow
    height = rows * row_px + 36
    figure = go.Figure()
    axes: dict[str, Any] = {}
    notes: list[dict[str, Any]] = []
    begin = today - pd.Timedelta(weeks=history_weeks)
    end = max(ahead[i][ForecastTable.week].iloc[-1] for i in camps)
    extreme = 0.02
    for position, camp in enumerate(camps):
        row, column = divmod(position, columns)
        n = "" if position == 0 else str(position + 1)
        on = {"xaxis": f"x{n}", "yaxis": f"y{n}"}
        past, future = of_camp[camp], ahead[camp]
        last = past.iloc[-1]
        people = float(last[Population.population])
        days = pd.DatetimeIndex(future[ForecastTable.week])
        bands = band_traces(days, future, theme, anchor=(last[Population.date], people), share_of=people, axes=on)
        figure.add_traces(bands)
        recent = past[past[Population.date] >= begin]
        moved = recent[Population.population].to_numpy(float) / people - 1
        dots = go.Scatter(
            x=recent[Population.date], y=moved, mode="markers", marker={"color": theme.ink, "size": 4}, **on
        )
        flat = {"color": theme.soft, "width": 1.2, "dash": "dot"}
        figure.add_trace(dots)
        figure.add_trace(go.Scatter(x=[last[Population.date], end], y=[0, 0], mode="lines", line=flat, **on))
        for trace in figure.data[-5:]:
            trace.hoverinfo = "skip"
        spread = [
            *moved,
            float(future[ForecastTable.q10].min() / people - 1),
            float(future[ForecastTable.q90].max() / people - 1),
        ]
        extreme = max(extreme, float(np.abs(spread).max()))
        axes |= _axes(row, column, rows, columns, n, position, len(camps), row_px, theme)
        to = float(future[ForecastTable.q50].iloc[-1])
        words = _title(names[camp], people, to, is_narrow)
        where = {"x": 0, "xref": f"x{n} domain", "y": 1, "yref": f"y{n} domain", "yanchor": "bottom", "align": "left"}
        notes.append(
            {"text": words, "showarrow": False, "xanchor": "left", "font": {"size": 13, "color": theme.ink}, **where}
        )
    extreme = min(extreme, 0.6) * 1.1
    step = max(s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if s <= extreme * 0.9)
    for name, axis in axes.items():
        if name.startswith("y"):
            axis |= {
                "tickvals": [-step, 0, step],
                "ticktext": [f"−{step * 100:.0f}\u00a0%", "0", f"+{step * 100:.0f}\u00a0%"],
            }
        else:
            axis["tickvals"] = week_ticks(begin, end, 3)
        axis["range"] = [-extreme, extreme] if name.startswith("y") else [begin, end + pd.Timedelta(days=2)]
    figure.update_layout(
        **base_layout(theme, height, margin={"t": 22 + SECOND_LINE_PX * is_narrow, "b": 26, "r": 18}, hovermode=False),
        annotations=notes,
        **axes,
    )
    return figure


def _title(name: str, people: float, to: float, is_narrow: bool) -> str:
    shown = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return f"<b>{text.safe(shown)}</b>{'<br>' if is_narrow else '  '}{text.whole(people)} to {text.hundreds(to)}"


def _axes(
    row: int, column: int, rows: int, columns: int, n: str, position: int, camps: int, row_px: int, theme: Theme
) -> dict[str, dict[str, Any]]:
    width, gap = 1 / columns, 0.035
    below = row == rows - 1 or position + columns >= camps
    x = x_axis(
        theme, domain=[column * width, (column + 1) * width - (gap if column < columns - 1 else 0)], anchor=f"y{n}"
    )
    x |= {"tickformat": DAY_FORMAT, "showticklabels": below, "automargin": False}
    top = 1 - row / rows
    share = 1 - (TITLE_PX + row_px - ROW_PX) / row_px if rows > 1 else 0.95
    y = y_axis(theme, domain=[top - share / rows, top], anchor=f"x{n}", nticks=None)
    y |= {"showticklabels": column == 0}
    return {f"xaxis{n}": x, f"yaxis{n}": y}
