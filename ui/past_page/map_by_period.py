"""Camps coloured by the need met in one past period; a slider goes through the periods."""

import pandas as pd
import streamlit as st

from core.domain.operation import Operation
from core.domain.schemas import PastCoverage
from core.look.palette import COVERAGE, Theme
from core.services.past_distributions import PastDistributions
from ui import maps, state, text
from ui.components import map_legend, show_map
from ui.language import say
from ui.maps import Region

HEIGHT = 400


@st.fragment
def show_map_by_period(operation: Operation, past: PastDistributions, camps: pd.DataFrame, theme: Theme) -> None:
    """Draw the map with its slider; only this part of the page runs again when the slider moves.

    Parameters
    ----------
    camps
        ``camp_figures``: where the camps lie, and their people now.
    """
    periods = list(past.periods)
    shown = periods[-1]
    if len(periods) > 1:
        shown = st.select_slider(
            say("Period to"), options=periods, value=shown, format_func=text.date,
            key=state.widget_key("past", "period", str(past.weeks)),
        )  # fmt: skip
    of_period = past.by_camp_period[past.by_camp_period[PastCoverage.period] == shown]
    values = of_period.set_index(PastCoverage.camp_id)[PastCoverage.share]
    show_map(
        maps.base_map(Region.of_camps(camps, operation.depots), theme, camps, operation.depots),
        maps.situation_layers(camps, theme, values=values, scale=COVERAGE),
        theme,
        key="past:map",
        height=HEIGHT,
    )
    words = say(
        "Colour: share of need met by what was handed out in the {weeks} weeks to {day}; people as counted last.",
        weeks=past.weeks, day=text.date(shown),
    )  # fmt: skip
    map_legend(maps.situation_legend_html(COVERAGE, camps["people"], None, depots=False), words)
