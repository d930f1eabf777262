"""Trips of vehicles on the days of a week."""

import pandas as pd
import plotly.graph_objects as go

from core.look.palette import Theme
from ui import text
from ui.charts.layout import base_layout, empty_figure, x_axis, y_axis
from ui.language import say

MOST_ROWS = 24
ROW_PX = 26
MILLISECONDS = 1000


def timeline(table: pd.DataFrame, theme: Theme, first: pd.Timestamp, chosen: str | None = None) -> go.Figure:
    """Bars from the beginning to the end of each trip, one row a vehicle; at most ``MOST_ROWS`` of them.

    Parameters
    ----------
    table
        One row a trip: ``row`` (words of the vehicle), ``trip``, ``starts``, ``ends``, ``told`` (what the trip does),
        ``is_locked``, ``is_chosen``; rows of one vehicle together, in the order they are drawn.
    first
        Monday of the week.
    chosen
        Words of the vehicle that is drawn even where it is beyond the most.
    """
    if table.empty:
        return empty_figure(theme, 160, say("No vehicle drives in this week"))
    rows = list(dict.fromkeys(table["row"]))
    shown = rows[:MOST_ROWS]
    if chosen in rows and chosen not in shown:
        shown = [*shown[:-1], str(chosen)]
    drawn = table[table["row"].isin(shown)]
    length = (drawn["ends"] - drawn["starts"]).dt.total_seconds() * MILLISECONDS
    figure = go.Figure(
        go.Bar(
            y=[text.safe(row) for row in drawn["row"]],
            x=length,
            base=drawn["starts"],
            orientation="h",
            marker={
                "color": [theme.accent if marked else theme.band50 for marked in drawn["is_chosen"]],
                "line": {"color": theme.ink, "width": [2.5 if locked else 0.5 for locked in drawn["is_locked"]]},
            },
            text=[str(trip) for trip in drawn["trip"]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            customdata=[text.safe(words) for words in drawn["told"]],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    last = max(first + pd.Timedelta(days=7), drawn["ends"].max())
    days = pd.date_range(first, last, freq="D")
    figure.update_layout(
        **base_layout(theme, 58 + ROW_PX * len(shown), margin={"b": 42}, hovermode="closest", bargap=0.25),
        xaxis=x_axis(
            theme, type="date", range=[first, last], tickvals=list(days[:-1]), showgrid=True, gridcolor=theme.grid,
            ticktext=[f"{day:%a}<br>{day.day}" for day in days[:-1]],
        ),
        yaxis=y_axis(
            theme, autorange="reversed", showgrid=False, nticks=None, dtick=1,
            tickfont={"size": 13, "color": theme.ink},
        ),
    )  # fmt: skip
    return figure
