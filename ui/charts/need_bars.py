"""Need by item: what lies in the camps, what is still needed, and the spread of the forecast."""

import pandas as pd
import plotly.graph_objects as go

from core.look.palette import Theme
from ui import text
from ui.charts.layout import base_layout, empty_figure, label, x_axis, y_axis

ROW_PX = 34
MOST_ITEMS = 12


def need_bars(by_item: pd.DataFrame, theme: Theme, most: int = MOST_ITEMS) -> go.Figure:
    """Tonnes by item as bars from zero: on the camps' shelves pale, still needed dark, a line for the 80 % band.

    Parameters
    ----------
    by_item
        ``by_item`` of ``NeedsSummary``: short, t, t_low, t_high, net_t; the heaviest first.
    most
        Items drawn; the caption must say when there are more.
    """
    rows = by_item[by_item["t"] > 0].head(most).iloc[::-1]
    if rows.empty:
        return empty_figure(theme, 160, "Nothing is needed in these weeks")
    names = [text.safe(name) for name in rows["short"]]
    net = rows["net_t"].clip(lower=0, upper=rows["t"])
    spread = {
        "type": "data",
        "symmetric": False,
        "array": rows["t_high"] - rows["t"],
        "arrayminus": rows["t"] - rows["t_low"],
        "color": theme.ink,
        "thickness": 1.5,
        "width": 4,
    }
    figure = go.Figure(
        [
            go.Bar(x=net, y=names, orientation="h", marker={"color": theme.accent}, hoverinfo="skip"),
            go.Bar(
                x=rows["t"] - net,
                y=names,
                orientation="h",
                marker={"color": theme.band50},
                error_x=spread,
                hoverinfo="skip",
                cliponaxis=False,
            ),
        ]
    )
    notes = [
        label(high, name, f"{text.tonnes(t)}", theme.ink, xshift=8)
        for high, name, t in zip(rows["t_high"], names, rows["t"], strict=True)
    ]
    figure.update_layout(
        **base_layout(theme, 24 + ROW_PX * len(rows), margin={"r": 84, "b": 8}, barmode="stack", hovermode=False),
        xaxis=x_axis(theme, visible=False, range=[0, float(rows["t_high"].max()) * 1.02 or 1.0]),
        yaxis=y_axis(theme, showgrid=False, tickfont={"size": 14, "color": theme.ink}, nticks=None),
        annotations=notes,
    )
    return figure
