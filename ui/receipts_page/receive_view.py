"""What arrived of one waybill, line by line; looked at as it is typed, saved by one button."""

import datetime as dt

import pandas as pd
import streamlit as st

from core.domain.access import Right
from core.errors import AidError
from core.services.open_operation import OpenOperation
from core.services.receive_waybills import Received, Receiving, check_received, record_receipts
from ui import cache, state, text
from ui.actor import actor, why_not
from ui.components import caption, name_field, section, sentence_list
from ui.language import say
from ui.receipts_page import words
from ui.recording import keep
from ui.text import safe

PAGE = "receipts"
AMOUNTS = ("good", "damaged", "missing")


def receive_waybill(opened: OpenOperation, receiving: Receiving) -> None:
    """Choose a waybill that waits and say what arrived of it; nothing is filled in unless somebody says so."""
    open_ids = [i for i in receiving.waiting["waybill_id"] if i not in receiving.submitted]
    if not open_ids:
        return
    section(say("Enter what arrived"))
    chosen_key = state.widget_key(PAGE, "waybill")
    if st.session_state.get(chosen_key) not in open_ids:
        st.session_state[chosen_key] = open_ids[0]
    waybill, day = st.columns([2, 1])
    chosen = waybill.selectbox(
        say("Waybill"),
        open_ids,
        format_func=lambda one: words.option(opened.operation, receiving, one),
        key=chosen_key,
        persist_state="session",
    )
    lines = receiving.open_lines(chosen)
    received_on = day.date_input(
        say("Received on"), _likely_day(lines, receiving.as_of), key=_key(chosen, "day"), format="YYYY-MM-DD"
    )
    for number, line in enumerate(lines.to_dict("records")):
        _line(opened, chosen, number, line)
    received = _entered(chosen, lines)
    _checked(opened, receiving, chosen, received_on, received)
    name_field(PAGE)
    not_allowed = why_not(Right.SUBMIT_DATA)
    with st.container(horizontal=True):
        st.button(
            say("Save {counted} of {chosen}", counted=text.counted(len(received), "line"), chosen=chosen)
            if received
            else say("Save the receipt"),
            type="primary",
            key="receipts:save",
            disabled=not received or bool(not_allowed) or received_on is None,
            on_click=_save,
            args=(opened, chosen, received_on, received),
        )
        st.button(say("Everything arrived good"), key="receipts:as-sent", on_click=_fill, args=(chosen, lines))
    caption(not_allowed, say("A line whose good units are blank is not saved, and goes on waiting."))


def _line(opened: OpenOperation, chosen: str, number: int, line: dict) -> None:
    lot = None if pd.isna(line["lot_id"]) else line["lot_id"]
    name, sent = words.line(opened.operation, line["item_id"], lot, line["quantity"])
    about, *fields = st.columns([1.5, 1, 1, 1], vertical_alignment="bottom")
    about.html(f'<div class="aid-panel"><b>{safe(name)}</b><p>{safe(sent)}</p></div>')
    for column, amount in zip(fields, AMOUNTS, strict=True):
        column.number_input(
            amount.capitalize(),
            min_value=0.0,
            max_value=1e12,
            value=None,
            step=1.0,
            format="%.10g",
            key=_key(chosen, amount, number),
            persist_state="session",
        )


def _entered(chosen: str, lines: pd.DataFrame) -> list[Received]:
    """Lines whose good units are filled in; damaged and missing are none where they are blank, and the check asks."""
    entered = []
    for number, (item, lot) in enumerate(lines[["item_id", "lot_id"]].itertuples(index=False)):
        good, damaged, missing = (st.session_state.get(_key(chosen, amount, number)) for amount in AMOUNTS)
        if good is not None:
            entered.append(Received(item, None if pd.isna(lot) else lot, good, damaged or 0.0, missing or 0.0))
    return entered


def _checked(
    opened: OpenOperation, receiving: Receiving, chosen: str, day: dt.date | None, received: list[Received]
) -> None:
    if not received or day is None:
        return
    try:
        findings = check_received(opened, receiving, chosen, day, received)
    except AidError as error:
        sentence_list([(say("Error"), f"{error.message} {error.hint}")])
        return
    if findings:
        sentence_list([(text.LEVELS[found.level], f"{found.message} {found.suggestion}") for found in findings])


def _fill(chosen: str, lines: pd.DataFrame) -> None:
    for number, quantity in enumerate(lines["quantity"]):
        st.session_state[_key(chosen, "good", number)] = float(quantity)
        st.session_state[_key(chosen, "damaged", number)] = 0.0
        st.session_state[_key(chosen, "missing", number)] = 0.0


def _save(opened: OpenOperation, chosen: str, day: dt.date, received: list[Received]) -> None:
    keep(
        lambda: record_receipts(cache.resources(), opened.version.operation, chosen, day, received, actor()),
        say("Receipt of {counted} of {chosen}", counted=text.counted(len(received), "line"), chosen=chosen),
    )


def _likely_day(lines: pd.DataFrame, as_of: pd.Timestamp) -> dt.date:
    """The day it was to arrive, or today where that lies ahead; never before it left."""
    first = lines.iloc[0]
    return max(first["leaves"], min(first["arrives"], as_of)).date()


def _key(chosen: str, name: str, number: int | str = "") -> str:
    return state.widget_key(PAGE, name, f"{chosen}:{number}")
