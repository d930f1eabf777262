"""All camps together, or those of one country or region: fan, groups, table, file."""

import pandas as pd
import streamlit as st

from core.domain.schemas import TotalsTable
from core.look.palette import Theme
from core.services.forecast_people import PeopleForecast
from core.services.open_operation import OpenOperation
from core.services.past_totals import past_totals
from core.services.total_people import totals_of
from ui import cache, tell_totals, text
from ui.charts import totals_fan
from ui.components import caption, download, section, show_chart, small_table

PAST_WEEKS = 26
KEY = "forecast:together"


def show_totals(opened: OpenOperation, forecast: PeopleForecast, weeks: int, start: pd.Timestamp, theme: Theme) -> None:
    """Draw the section.

    Parameters
    ----------
    forecast
        Of the same weeks; names the camps that are in no total.
    """
    operation = opened.operation
    totals = cache.totals(opened, weeks)
    places = tell_totals.places(totals)
    above = st.container()
    if st.session_state.get(KEY) not in places:
        st.session_state[KEY] = places[0]
    with st.container(width=320):
        place = st.selectbox("Added up over", places, format_func=tell_totals.name_of, key=KEY)
    rows = totals_of(totals, *place)
    end = rows.loc[rows[TotalsTable.week].idxmax()]
    with above:
        section(tell_totals.heading(end, place, start))
    region = place[2] if place[0] == "region" else None
    past = past_totals(operation, start, PAST_WEEKS, place[1], region)
    missing = [operation.place_names[camp] for camp in forecast.missing] if place[0] == "operation" else []
    fan, groups = st.columns([1.9, 1], gap="large")
    with fan:
        drawn = totals_fan(rows, past, start, theme)
        show_chart(drawn, tell_totals.heading(end, place, start), key="forecast:totals")
        caption(*tell_totals.notes(end, missing, past, drawn.layout.yaxis.range[0] <= 0))
    with groups:
        of_place = totals[(totals[TotalsTable.level] == place[0]) & (totals[TotalsTable.country] == place[1])]
        if place[0] == "region":
            caption("Groups are added up over countries and over all camps.")
        else:
            table = tell_totals.group_table(of_place)
            if len(table):
                small_table(table, numbers=table.columns[1:])
            caption(tell_totals.groups_explained(len(table) > 0))
    with st.expander("Every country and region", key="forecast:places"):
        table = tell_totals.place_table(totals)
        small_table(table, numbers=table.columns[1:], strong=("Median",), wide=True)
        caption("Means add up exactly; medians and bands of a sum are not sums of medians and bands.")
    download(
        totals,
        f"totals-{start.date()}-{weeks}-weeks.csv",
        f"Download the totals of regions and countries, {text.counted(weeks, 'week')}",
        key="forecast:totals:download",
    )
