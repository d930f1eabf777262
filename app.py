"""Frame of the pages: who comes in, menu, style, errors in words. Start it with ``aid app``."""

import streamlit as st

from core.errors import AidError
from core.log import configure_logging
from core.settings import read_environment
from ui import state
from ui.address import show_address_fault
from ui.components.states import error_panel, failing_panel
from ui.language import language, say, settle_language
from ui.measured_page import measured_page
from ui.page_top import show_page_top
from ui.people.front_door import front_door, show_closed
from ui.styles import show_styles
from ui.theme import current_theme

configure_logging(form=read_environment().log_form)
settle_language()
st.set_page_config(page_title=say("Refugee Aid Planner"), page_icon="static/icon.png", layout="wide")
show_styles(current_theme(), language().direction)

door = front_door()
page = st.navigation(
    {
        say("Situation"): [
            st.Page("pages/situation/today.py", title=say("Today"), icon=":material/wb_twilight:", default=True),
            st.Page("pages/situation/overview.py", title=say("Overview"), icon=":material/monitoring:"),
            st.Page("pages/situation/map.py", title=say("Map"), icon=":material/map:"),
            st.Page("pages/situation/forecast.py", title=say("Forecast"), icon=":material/show_chart:"),
            st.Page("pages/situation/needs.py", title=say("Needs"), icon=":material/inventory_2:"),
            st.Page("pages/situation/past.py", title=say("Past distributions"), icon=":material/inbox:"),
            st.Page("pages/situation/inventory.py", title=say("Inventory"), icon=":material/shelves:"),
        ],
        say("Decide"): [
            st.Page("pages/decide/plan.py", title=say("Plan & scenarios"), icon=":material/alt_route:"),
            st.Page("pages/decide/dispatch.py", title=say("Dispatch"), icon=":material/local_shipping:"),
            st.Page("pages/decide/receipts.py", title=say("Receipts"), icon=":material/receipt_long:"),
            st.Page("pages/decide/cycle.py", title=say("Last cycle"), icon=":material/event_repeat:"),
            st.Page("pages/decide/outcomes.py", title=say("Outcomes"), icon=":material/rule:"),
            st.Page("pages/decide/ration.py", title=say("Ration"), icon=":material/nutrition:"),
        ],
        say("Data"): [
            st.Page("pages/data/data.py", title=say("Data"), icon=":material/upload_file:"),
            st.Page("pages/data/backtest.py", title=say("Backtest"), icon=":material/history:"),
            st.Page("pages/data/model_card.py", title=say("Model card"), icon=":material/fact_check:"),
            st.Page("pages/data/health.py", title=say("Health"), icon=":material/monitor_heart:"),
        ],
        say("People"): [st.Page("pages/people/accounts.py", title=say("Accounts"), icon=":material/group:")],
    },
    position="sidebar" if door.lets_in else "hidden",
    expanded=True,
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
    show_page_top(door)
    with measured_page(page.url_path):
        page.run()
except AidError as error:
    error_panel(error)
except Exception:
    # Streamlit's own signals (rerun, stop) are not of this class, so they pass.
    failing_panel(
        say("This page could not be made"),
        where=page.title,
        what=say("the program met something it did not expect; nothing was changed."),
        mend=say("load the page again; if it comes back, send the log to whoever looks after the planner."),
        key="failure",
    )
