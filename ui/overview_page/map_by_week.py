"""Camps coloured by the need met in one week of the plan; a slider goes through the weeks."""

import pandas as pd
import streamlit as st

from core.domain.operation import Operation
from core.look.palette import COVERAGE, Theme
from core.services.overview import Overview
from ui import maps, state, text
from ui.components import map_legend, show_map
from ui.language import say
from ui.maps import Region

HEIGHT = 360


@st.fragment
def show_map_by_week(operation: Operation, overview: Overview, camps: pd.DataFrame, theme: Theme) -> None:
    """Draw the map with its slider; only this part of the page runs again when the slider moves.

    Parameters
    ----------
    camps
        ``Situation.camps`` or ``camp_figures``.
    """
    weeks = sorted(overview.by_week["week"].unique())
    shown = weeks[0]
    if len(weeks) > 1:
        shown = st.select_slider(
            say("Week to"), options=weeks, format_func=text.date, key=state.widget_key("overview", "week")
        )
    of_week = overview.by_week[overview.by_week["week"] == shown].set_index("camp_id")["coverage"]
    drawn, key = st.columns([1.9, 1], gap="medium")
    region = Region.of_camps(camps, operation.depots)
    with drawn:
        show_map(
            maps.base_map(region, theme, camps, operation.depots),
            maps.situation_layers(camps, theme, values=of_week, scale=COVERAGE),
            theme,
            key="overview:map",
            height=HEIGHT,
        )
    words = say("Colour: share of need met in the week to {day}, by the plan.", day=text.date(shown))
    with key:
        map_legend(maps.situation_legend_html(COVERAGE, camps["people"], None, depots=False), words)
