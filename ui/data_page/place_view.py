"""Findings on a small map, where they have a place: what is odd about which camp, at one look."""

import pandas as pd
import streamlit as st

from core.locale import message
from ui import maps
from ui.components import caption, show_map, small_table
from ui.language import say
from ui.maps import Region
from ui.tell_findings import places_table, where_findings_lie
from ui.theme import current_theme

HEIGHT_PX = 320
FEW_PLACES = 12


def show_places(places: pd.DataFrame) -> None:
    """The map and the same as a table; nothing where no finding has a place.

    Parameters
    ----------
    places
        As ``places_of_findings`` gives them.
    """
    if places.empty:
        return
    theme = current_theme()
    with st.expander(where_findings_lie(places), expanded=bool(places["errors"].any())):
        camps = places.rename(columns={"place_id": "camp_id"})
        show_map(
            maps.base_map(Region.of_camps(camps), theme, camps),
            maps.finding_layers(places, theme),
            theme,
            key="data:findings_map",
            height=HEIGHT_PX,
        )
        st.html(maps.findings_legend_html(theme))
        caption(
            say("Borders shown do not imply endorsement. A place with several findings has the colour of the worst.")
        )
        with st.container(height=HEIGHT_PX if len(places) > FEW_PLACES else "content", border=False):
            small_table(places_table(places), numbers=(message("Findings"),), strong=(message("Place"),))
