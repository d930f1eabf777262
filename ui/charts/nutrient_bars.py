"""What a ration gives of each nutrient, as a share of what is required, beside the basket people know."""

import pandas as pd
import plotly.graph_objects as go

from core.look.palette import Theme
from ui import text
from ui.charts.layout import base_layout, empty_figure, label, x_axis, y_axis

ROW_PX = 34
LONGEST_SHARE = 3.0
"""Share of a requirement at which a bar is cut; the number beside it says what it is."""


def nutrient_bars(nutrients: pd.DataFrame, known: pd.DataFrame, theme: Theme) -> go.Figure:
    """Bars from zero: the ration's share of each requirement, an open circle for the basket people know.

    Parameters
    ----------
    nutrients
        ``RationNutrients`` with ``words``: the name people read.
    known
        ``KnownBasketNutrients``.
    """
    rows = nutrients[nutrients["requirement"] > 0].copy()
    if rows.empty:
        return empty_figure(theme, 160, "No nutrient is required")
    rows["share"] = rows["amount"] / rows["requirement"]
    rows["known"] = rows["nutrient"].map(known.set_index("nutrient")["share"])
    rows = rows.sort_values("share", ascending=False)
    names = [text.safe(name) for name in rows["words"]]
    drawn, basket = rows["share"].clip(upper=LONGEST_SHARE), rows["known"].clip(upper=LONGEST_SHARE)
    ring = {"symbol": "circle", "size": 10, "color": theme.paper, "line": {"width": 2, "color": theme.ink}}
    figure = go.Figure(
        [
            go.Bar(x=drawn, y=names, orientation="h", marker={"color": theme.accent}, hoverinfo="skip"),
            go.Scatter(x=basket, y=names, mode="markers", marker=ring, hoverinfo="skip", cliponaxis=False),
        ]
    )
    notes = [
        label(max(at, ours if text.known(ours) else at), name, text.percent(share), theme.ink, xshift=10)
        for at, ours, name, share in zip(drawn, basket, names, rows["share"], strict=True)
    ]
    line = {"color": theme.soft, "width": 1.5, "dash": "dot"}
    one = {"type": "line", "xref": "x", "yref": "paper", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "line": line}
    figure.update_layout(
        **base_layout(theme, 24 + ROW_PX * len(rows), margin={"r": 64, "b": 8}, hovermode=False),
        xaxis=x_axis(theme, visible=False, range=[0, LONGEST_SHARE * 1.02]),
        yaxis=y_axis(theme, showgrid=False, tickfont={"size": 14, "color": theme.ink}, nticks=None),
        annotations=notes,
        shapes=[one],
    )
    return figure
