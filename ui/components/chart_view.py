"""Put a chart on a page, with the words that say the same."""

import plotly.graph_objects as go
import streamlit as st

CONFIG = {"displayModeBar": False, "responsive": True}


def show_chart(figure: go.Figure, finding: str, *, key: str, narrow: go.Figure | None = None) -> None:
    """Show a chart.

    Parameters
    ----------
    figure
        From ``ui.charts``.
    finding
        What the chart says, for those who cannot see it.
    key
        Page and chart: ``forecast:fan``.
    narrow
        The same with fewer columns, shown in its place on a phone; for small multiples.
    """
    if narrow is None:
        _draw(figure, finding, key)
        return
    with st.container(key=f"wide-{key}".replace(":", "-")):
        _draw(figure, finding, key)
    with st.container(key=f"narrow-{key}".replace(":", "-")):
        _draw(narrow, finding, f"{key}:narrow")


def _draw(figure: go.Figure, finding: str, key: str) -> None:
    st.plotly_chart(figure, theme=None, width="stretch", config=CONFIG, alt=finding, key=key)
