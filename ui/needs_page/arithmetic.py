"""One need opened: people times share times standard times days, less the shelf; and its weeks as a fan."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

import pandas as pd
import streamlit as st

from core.domain.operation import Operation
from core.domain.schemas import Items, NeedsTable, Stock
from core.look.palette import Theme
from core.services.open_need import open_need
from ui import charts, state, tell_opened_need, text
from ui.components import caption, section, show_chart, small_table

T = TypeVar("T", bound=Hashable)


def show_arithmetic(
    operation: Operation, forecast: pd.DataFrame, needs: pd.DataFrame, camps: Mapping[str, str], theme: Theme
) -> None:
    """Choose a camp, item and week, and show how its need is made.

    Parameters
    ----------
    operation
        With the scenario applied.
    forecast, needs
        ``ForecastTable`` and ``NeedsTable`` of it.
    camps
        camp_id to name of those that have a need.
    """
    items = dict(zip(operation.items[Items.item_id], operation.items[Items.name].astype(str), strict=True))
    weeks = sorted(needs[NeedsTable.week].unique())
    pickers = st.columns(3)
    with pickers[0]:
        camp_id = _pick("Of camp", camps, "of-camp", state.selected_camp(list(camps)))
    with pickers[1]:
        item_id = _pick("Item", items, "item", None)
    with pickers[2]:
        week = _pick("Week ending", {week: text.date(week) for week in weeks}, "week", None)
    start = operation.planning_start
    opened = open_need(operation, forecast, needs, start, camp_id=camp_id, item_id=item_id, week=week)
    camp, item = camps[camp_id], items[item_id]
    section(tell_opened_need.opened_sentence(opened, camp, item, week))
    steps, weekly = st.columns([1.9, 1], gap="medium")
    with steps:
        small_table(tell_opened_need.opened_rows(opened, camp, item, week), numbers=("Figure",), strong=("Figure",))
        caption(tell_opened_need.band_explained(opened))
    with weekly:
        of_both = needs[(needs[NeedsTable.camp_id] == camp_id) & (needs[NeedsTable.item_id] == item_id)]
        if len(of_both) > 1:
            fan = charts.need_fan(of_both, theme, opened.arithmetic.unit, _shelf(operation, camp_id, item_id))
            show_chart(fan, f"Need of {item} at {camp} by week, with its spread", key="needs:fan")
            caption("Need of each week with its 80\u00a0% band; dotted: what lies on the shelf, where it was counted.")


def _pick(label: str, options: Mapping[T, str], name: str, default: T | None) -> T:
    keys = list(options)
    index = keys.index(default) if default in keys else 0
    key = state.widget_key("needs", name)
    chosen: T = st.selectbox(label, keys, index=index, format_func=lambda k: options[k], key=key)
    return chosen


def _shelf(operation: Operation, camp_id: str, item_id: str) -> float | None:
    stock = operation.stock
    rows = stock[(stock[Stock.place_id] == camp_id) & (stock[Stock.item_id] == item_id)]
    quantity = rows[Stock.quantity].sum(skipna=False) if len(rows) else float("nan")
    return float(quantity) if text.known(float(quantity)) else None
