"""Goods lost in store, entered by hand."""

import datetime as dt

import streamlit as st

from core.domain.access import Right
from core.domain.schemas import Items, Losses
from core.services.open_operation import OpenOperation
from ui import state
from ui.actor import why_not
from ui.components import caption
from ui.language import say
from ui.receipts_page import words
from ui.recording import keep_rows

NAMES = ("place", "item", "day", "quantity", "reason")


def enter_loss(opened: OpenOperation, day: dt.date) -> None:
    """The form of a loss; ``day`` is put in as its day."""
    operation = opened.operation
    places, items = operation.place_names, dict(operation.items[[Items.item_id, Items.name]].to_numpy())
    keys = {name: state.widget_key("receipts", f"loss:{name}") for name in NAMES}
    with st.form("receipts:loss", border=False):
        place, item = st.columns(2)
        place.selectbox(say("Place"), list(places), format_func=places.__getitem__, key=keys["place"])
        item.selectbox(say("Item"), list(items), format_func=items.__getitem__, key=keys["item"])
        when, how_much, why = st.columns(3)
        when.date_input(say("Day"), day, key=keys["day"], format="YYYY-MM-DD")
        how_much.number_input(
            say("Units lost"), min_value=0.0, max_value=1e12, value=None, format="%.10g", key=keys["quantity"]
        )
        why.selectbox(
            say("Why"), words.REASONS, index=None, format_func=say, placeholder=say("Not known"), key=keys["reason"]
        )
        not_allowed = why_not(Right.SUBMIT_DATA)
        st.form_submit_button(say("Save the loss"), disabled=bool(not_allowed), on_click=_save, args=(opened, keys))
    caption(not_allowed, say("Losses before the stock was counted are in the count already."))


def _save(opened: OpenOperation, keys: dict[str, str]) -> None:
    given = {name: st.session_state.get(key) for name, key in keys.items()}
    if not given["quantity"] or given["day"] is None:
        state.tell_recorded(
            say("The loss has no quantity or no day."), say("Say how many units were lost, and when."), is_done=False
        )
        return
    row = {
        Losses.place_id: given["place"],
        Losses.item_id: given["item"],
        Losses.date: given["day"].isoformat(),
        Losses.quantity: given["quantity"],
        Losses.reason: given["reason"],
    }
    if keep_rows(opened, "losses", [row], words.loss_said(opened.operation, row)):
        del st.session_state[keys["quantity"]]
