"""The what-if form of the ration: days, limits of foods, foods left out, weekly limits."""

from typing import cast

import pandas as pd
import streamlit as st

from core.domain.operation import Operation
from core.domain.ration import LONGEST_DAYS, MOST_GRAMS, FoodLimit, RationQuestion, WeeklyLimits
from core.domain.schemas import Items
from core.locale import message
from ui import text
from ui.language import say

WEEKLY = {
    "where_possible": message("kept where a ration is left"),
    "hold": message("always kept"),
    "aside": message("left aside"),
}


def ask_ration(operation: Operation) -> RationQuestion:
    """Show the form; returns what it asks, unchanged until *Design the ration* is pressed."""
    foods = operation.items[operation.items[Items.sector] == "food"]
    names = dict(zip(foods[Items.item_id], foods[Items.name], strict=True))
    with st.expander(say("What if: other days, limits or foods")), st.form("ration:form", border=False):
        days_at, out_at, weekly_at = st.columns([1, 2, 2])
        days = days_at.number_input(say("Days"), 1, LONGEST_DAYS, 30, key="ration:days")
        left_out = out_at.multiselect(
            say("Leave out"), list(names), format_func=lambda item: text.plain(names[item]), key="ration:left_out"
        )
        weekly = weekly_at.selectbox(
            say("Weekly limits of offers and roads"),
            list(WEEKLY),
            format_func=lambda how: say(WEEKLY[how]),
            key="ration:weekly",
        )
        st.caption(say("Grams per person and day; blank: no limit."))
        limits = [_limit(row, names) for row in foods.to_dict("records")]
        st.form_submit_button(say("Design the ration"), type="primary")
    changed = tuple(limit for limit in limits if limit is not None)
    return RationQuestion(int(days), changed, tuple(left_out), cast(WeeklyLimits, weekly or "where_possible"))


def _limit(row: dict[str, object], names: dict[str, str]) -> FoodLimit | None:
    """Two fields for one food; a limit where they differ from the items table."""
    item = str(row[Items.item_id])
    label, least_at, most_at = st.columns([2, 1, 1], vertical_alignment="bottom")
    label.markdown(text.plain(names[item]))
    stored = [_stored(row[name]) for name in (Items.ration_min_g, Items.ration_max_g)]
    least = least_at.number_input(say("Least (g)"), 0.0, MOST_GRAMS, stored[0], key=f"ration:least:{item}")
    most = most_at.number_input(say("Most (g)"), 0.0, MOST_GRAMS, stored[1], key=f"ration:most:{item}")
    if (least, most) == tuple(stored):
        return None
    return FoodLimit(item, 0.0 if least is None else least, MOST_GRAMS if most is None else most)


def _stored(value: object) -> float | None:
    return None if pd.isna(value) else float(str(value))
