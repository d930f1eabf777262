"""What the answer rests on: nutrients, foods and what would replace them, suppliers and roads."""

import streamlit as st

from core.domain.operation import Operation
from core.domain.ration import RationDesign
from core.locale import message
from ui import tell_ration
from ui.charts.nutrient_bars import nutrient_bars
from ui.components import caption, download, section, show_chart, small_table
from ui.language import say
from ui.theme import current_theme


def show_nutrients(design: RationDesign) -> None:
    """Bars against the requirements, and the price of one unit more of each."""
    section(say("Nutrients: how much of what is required"))
    rows = design.tables["nutrients"]
    named = rows.assign(words=[tell_ration.nutrient_label(name) for name in rows["nutrient"]])
    bars = nutrient_bars(named, design.tables["known_basket_nutrients"], current_theme())
    show_chart(bars, tell_ration.answer(design), key="ration:nutrients")
    caption(say("Bar: the ration; ring: the basket people know; dotted line: 100\u00a0%. Bars end at 300\u00a0%."))
    with st.expander(say("What one unit more of a nutrient costs"), key="ration:prices"):
        table = tell_ration.nutrient_table(design)
        small_table(table, numbers=tell_ration.NUTRIENT_NUMBERS, strong=(message("USD for one more"),), wide=True)
        caption(
            say(
                "USD per person and day, solved anew with one unit more required. 0: there is more than enough already."
            )
        )


def show_foods(operation: Operation, design: RationDesign) -> None:
    """The basket beside the one people know, and what takes the place of each food."""
    section(say("Foods, beside the basket people know"))
    small_table(
        tell_ration.basket_table(operation, design), numbers=tell_ration.BASKET_NUMBERS, strong=(message("Ration (g)"),)
    )
    caption(
        say(
            "Grams per person and day. The basket people know is each item's standard; foods for one "
            "group are left out."
        )
    )
    section(say("If a food is dropped"))
    table = tell_ration.substitute_table(operation, design)
    small_table(table, numbers=tell_ration.SUBSTITUTE_NUMBERS, strong=(message("Without"),))
    caption(say("Solved anew without the food; USD per person and day."))


def show_buying(operation: Operation, design: RationDesign) -> None:
    """Suppliers, roads, and by how much weekly limits are exceeded."""
    beyond = tell_ration.beyond_table(operation, design)
    if len(beyond):
        section(say("What would have to grow to bring it"))
        small_table(beyond, numbers=tell_ration.BEYOND_NUMBERS, strong=(message("Needed a week"),), wide=True)
    left, right = st.columns(2, gap="large")
    with left:
        section(say("Where it is bought"))
        small_table(tell_ration.buying_table(operation, design), numbers=tell_ration.BUYING_NUMBERS, strong=("USD",))
    with right:
        section(say("How it moves"))
        small_table(tell_ration.road_table(operation, design), numbers=tell_ration.ROAD_NUMBERS, strong=("t",))
    names = {"ration": "ration", "purchases": "purchases", "flows": "flows"}
    with st.container(horizontal=True):
        for name, words in names.items():
            download(design.tables[name], f"{name}.csv", say("Download {words}", words=words), key=f"ration:{name}:csv")
