"""Put a chart on a page, with the words that say the same."""

import plotly.graph_objects as go
import streamlit as st

from ui.text import safe

CONFIG = {"displayModeBar": False, "responsive": True}


def show_chart(figure: go.Figure, finding: str, *, key: str) -> None:
    """Show a chart.

    Parameters
    ----------
    figure
        From ``ui.charts``.
    finding
        What the chart says, for those who cannot see it.
    key
        Page and chart: ``forecast:fan``.
    """
    st.plotly_chart(figure, theme=None, width="stretch", config=CONFIG, alt=finding, key=key)


def show_drawing(html: str, finding: str) -> None:
    """Show a chart that ``ui.charts`` made as HTML; ``finding`` is what it says, for those who cannot see it."""
    st.html(f'<div role="group" aria-label="{safe(finding)}">{html}</div>')
