"""Frame of the pages: who comes in, menu, style, errors in words. Start it with ``aid app``."""

import logging

import streamlit as st

from core.errors import AidError
from core.log import configure_logging
from ui import state
from ui.address import show_address_fault
from ui.components.states import error_panel, failing_panel
from ui.people.front_door import front_door, show_closed, show_who
from ui.styles import show_styles
from ui.theme import current_theme

logger = logging.getLogger("core.frame")

configure_logging()
st.set_page_config(page_title="Refugee Aid Planner", page_icon="static/icon.png", layout="wide")
show_styles(current_theme())

door = front_door()
page = st.navigation(
    {
        "Situation": [
            st.Page("pages/situation/today.py", title="Today", icon=":material/wb_twilight:", default=True),
            st.Page("pages/situation/map.py", title="Map", icon=":material/map:"),
            st.Page("pages/situation/forecast.py", title="Forecast", icon=":material/show_chart:"),
            st.Page("pages/situation/needs.py", title="Needs", icon=":material/inventory_2:"),
        ],
        "Decide": [
            st.Page("pages/decide/plan.py", title="Plan & scenarios", icon=":material/alt_route:"),
            st.Page("pages/decide/dispatch.py", title="Dispatch", icon=":material/local_shipping:"),
            st.Page("pages/decide/receipts.py", title="Receipts", icon=":material/receipt_long:"),
            st.Page("pages/decide/cycle.py", title="Last cycle", icon=":material/event_repeat:"),
            st.Page("pages/decide/ration.py", title="Ration", icon=":material/nutrition:"),
        ],
        "Data": [
            st.Page("pages/data/data.py", title="Data", icon=":material/upload_file:"),
            st.Page("pages/data/backtest.py", title="Backtest", icon=":material/history:"),
            st.Page("pages/data/model_card.py", title="Model card", icon=":material/fact_check:"),
        ],
        "People": [st.Page("pages/people/accounts.py", title="Accounts", icon=":material/group:")],
    },
    position="sidebar" if door.lets_in else "hidden",
)
if not door.lets_in:
    # the address stays that of the page asked for, so that it comes as soon as somebody is signed in
    show_closed(door)
    st.stop()

try:
    state.begin()
except AidError as error:
    state.tell_address_fault(error)
show_address_fault()

try:
    show_who(door)
    page.run()
except AidError as error:
    logger.warning("page %s: %s", page.title, error.message)
    error_panel(error)
except Exception:
    # Streamlit's own signals (rerun, stop) are not of this class, so they pass.
    logger.exception("page %s failed", page.title)
    failing_panel(
        "This page could not be made",
        where=page.title,
        what="the program met something it did not expect; nothing was changed.",
        mend="load the page again; if it comes back, send the log to whoever looks after the planner.",
        key="failure",
    )
