"""Router and frame of the pages: menu, style, and the one place where an error becomes a panel."""

import logging

import streamlit as st

from core.errors import AidError
from ui import cache, state
from ui.components import error_panel, failing_panel
from ui.styles import show_styles
from ui.theme import current_theme

logger = logging.getLogger("core.pages")

MENU = {
    "Situation": [
        st.Page("pages/situation/today.py", title="Today", icon=":material/wb_twilight:", default=True),
        st.Page("pages/situation/map.py", title="Map", icon=":material/map:", url_path="map"),
        st.Page("pages/situation/forecast.py", title="Forecast", icon=":material/show_chart:", url_path="forecast"),
        st.Page("pages/situation/needs.py", title="Needs", icon=":material/inventory_2:", url_path="needs"),
    ],
    "Decide": [
        st.Page("pages/decide/plan.py", title="Plan & scenarios", icon=":material/alt_route:", url_path="plan"),
    ],
    "Data": [
        st.Page("pages/data/data.py", title="Data", icon=":material/upload_file:", url_path="data"),
        st.Page("pages/data/model_card.py", title="Model card", icon=":material/query_stats:", url_path="model"),
    ],
}


def main() -> None:
    """Draw the frame and run the page in it."""
    st.set_page_config(page_title="Refugee Aid Planner", page_icon="static/icon.png", layout="wide")
    show_styles(current_theme())
    page = st.navigation(MENU, expanded=True)
    cache.worker()
    try:
        state.begin()
    except AidError as error:
        error_panel(error, key="address")
    try:
        page.run()
    except AidError as error:
        error_panel(error)
    except Exception as error:
        logger.exception("page failed: %s", page.title)
        failing_panel(
            "This page could not be made",
            str(page.title),
            f"The program failed: {type(error).__name__}.",
            "Open another page, or this one again; if it stays, send the server's log to whoever runs the planner.",
            key="failure",
            details=f"{type(error).__name__}: {error}",
        )


main()
