"""Where people are short: camps, roads and the plan's flows on a map, and the sheet of the selected camp."""

import pandas as pd
import streamlit as st

from core.look.palette import COVERAGE, DAYS_OF_COVER
from core.services.load_situation import camp_figures
from core.services.map_layers import closed_routes, drawn_routes, tonnes_per_week
from core.services.total_people import people_in_all
from ui import cache, maps, state, text
from ui.asking import ask_plan
from ui.components import camp_sheet, caption, empty_panel, headline, map_legend, show_map
from ui.components.map_controls import DAYS, NEED, map_controls
from ui.components.map_figures import map_table
from ui.maps import Region
from ui.opening import open_page
from ui.tell_camp import camp_facts, camp_place, camp_shelf
from ui.tell_map import map_answer, what_is_coloured
from ui.theme import current_theme

opened = open_page()
operation, theme = opened.operation, current_theme()
scenario = state.load_scenario()
names = operation.place_names
has_items = operation.has("items")

title = st.container()
evidence, act = st.columns([1.9, 1], gap="medium")
with evidence:
    shown = map_controls(has_items)
    audited = ask_plan(opened, scenario, "map") if has_items else None

situation = cache.situation(opened, scenario.weeks) if has_items else None
camps = (
    situation.camps
    if situation is not None
    else camp_figures(operation, cache.forecast(opened, scenario.weeks).table, operation.planning_start)
)
in_all = people_in_all(cache.totals(opened, scenario.weeks)) if camps["people"].notna().any() else None
coverage = cache.coverage(opened, audited) if audited else None
least = cache.least_met(opened, audited) if audited else None
values, scale = None, None
if shown.what == NEED:
    scale = COVERAGE
    values = pd.Series(dtype=float) if coverage is None else coverage.set_index("camp_id")["coverage"]
elif shown.what == DAYS and situation is not None:
    scale = DAYS_OF_COVER
    values = situation.cover.groupby("camp_id")["days"].min()

closed = closed_routes(operation, scenario)
flows = tonnes_per_week(operation, audited.plan) if audited else {}
routes = drawn_routes(operation)
if not operation.has("routes"):
    routes = routes[routes["route_id"].isin(flows)]  # routes from distances are drawn where something moves
lines = maps.route_lines(routes, camps, operation.depots, flows, closed=closed)
order = (camps["camp_id"].map(values) if values is not None else -camps["people"]).sort_values().index
selected = state.selected_camp(camps.loc[order, "camp_id"].tolist())

with title:
    headline(map_answer(shown.what, operation, camps, coverage, situation, in_all, len(closed)))

with evidence:
    region = Region.of_camps(camps, operation.depots)
    drawn_camps = camps if shown.camps else camps.iloc[0:0]
    drawn_depots = operation.depots if shown.depots else None
    drawn_lines = lines if shown.routes else None
    show_map(
        maps.base_map(
            region, theme, drawn_camps, operation.depots, provinces=shown.provinces, online=shown.online
        ),
        maps.situation_layers(
            drawn_camps, theme, values=values, scale=scale, selected=selected, depots=drawn_depots, lines=drawn_lines
        ),
        theme,
        key="map:main",
    )  # fmt: skip
    legend = maps.situation_legend_html(scale, camps["people"], drawn_lines, depots=shown.depots)
    map_legend(legend, what_is_coloured(shown.what, scenario, operation, online=shown.online))

if selected is not None:
    with act:
        sheet = camp_sheet(
            names[selected],
            camp_place(camps, selected),
            camp_facts(operation, camps, selected, coverage, least, cache.traffic(opened, audited), scenario.weeks),
            camp_shelf(operation, situation, selected) if situation is not None else (),
            key="map:sheet",
        )
        with sheet:
            if has_items and st.button(
                f"Try a what-if for {text.plain(names[selected])}", type="primary", width="stretch", key="map:what-if"
            ):
                state.begin_what_if(names[selected])
                st.switch_page("pages/decide/plan.py")
            if st.button("Forecast", key="map:forecast"):
                st.switch_page("pages/situation/forecast.py")
        if not has_items:
            empty_panel(
                "No items yet", "Need met and days of cover need items with a standard. People work without.",
                key="map:no-items",
            )  # fmt: skip

with st.expander("The figures of the map as a table"):
    map_table(operation, camps, coverage, situation)
    caption("The forecast is for the Sunday that ends the first week; days of cover are of the emptiest shelf.")
