"""Personal data in files: what holds them, and what is done with each column before anything is kept."""

import streamlit as st

from core.domain.access import Right
from core.errors import AidError
from core.services.give_answers import say_treatment
from core.services.persons_in_files import PersonalColumn, Treatment
from ui import text
from ui.actor import why_not
from ui.components import caption, section, sentence_list
from ui.data_page import desk, import_words
from ui.language import say

MOST_COLUMNS = 12
"""Columns that are asked about at a time; the others come up as these are decided."""
BOTH = 2
LONGEST_REASON = 200


def show_persons(columns: tuple[PersonalColumn, ...], held: desk.Desk) -> None:
    """Ask about every column that seems to hold personal data and is not decided; no value of them is shown."""
    waiting = [column for column in columns if column.chosen is None]
    section(say("1 Personal data: choose what is done with each column"))
    caption(import_words.TREATMENTS_MEAN)
    refused = why_not(Right.SUBMIT_DATA)
    for column in waiting[:MOST_COLUMNS]:
        _show(column, may=not refused)
    left = len(waiting) - MOST_COLUMNS
    caption(say("{left} more are asked after these.", left=left) if left > 0 else "", refused)
    if len(waiting) > 1:
        _all_at_once(waiting, held, may=not refused)


def _show(column: PersonalColumn, *, may: bool) -> None:
    key = desk.key("personal", column.place, column.column)
    told, choice = st.columns([1.7, 1], gap="large", vertical_alignment="top")
    with told:
        sentence_list([import_words.whose(column)])
    with choice:
        st.selectbox(
            text.plain(say("What is done with “{column}”?", column=column.column)),
            [str(treatment) for treatment in column.possible],
            index=None,
            format_func=lambda treatment: say(import_words.TREATMENTS[treatment]),
            placeholder=say("Not chosen yet"),
            key=key,
            disabled=not may,
            on_change=_take,
            args=(column, key),
        )
        if st.session_state.get(key) == "keep":
            reason = f"{key}:reason"
            st.text_input(
                say("Why is it not personal?"),
                key=reason,
                max_chars=LONGEST_REASON,
                placeholder=say("names of camps, not of people"),
            )
            st.button(
                say("Keep it as it is"), key=f"{key}:keep", on_click=_keep, args=(column, reason), disabled=not may
            )


def _all_at_once(waiting: list[PersonalColumn], held: desk.Desk, *, may: bool) -> None:
    st.button(
        say("Drop both columns") if len(waiting) == BOTH else say("Drop all {waiting} columns", waiting=len(waiting)),
        key=f"data:personal_drop:{held.number}",
        on_click=_drop,
        args=(tuple(waiting),),
        disabled=not may,
    )


def _drop(columns: tuple[PersonalColumn, ...]) -> None:
    answers = desk.desk().answers
    for column in columns:
        answers = say_treatment(answers, column.place, column.column, Treatment.DROP)
    desk.take_answers(answers)


def _take(column: PersonalColumn, key: str) -> None:
    chosen = {str(treatment): treatment for treatment in column.possible}.get(st.session_state.get(key) or "")
    # a column is kept only once its reason is written
    if chosen is not None and chosen is not Treatment.KEEP:
        desk.take_answers(say_treatment(desk.desk().answers, column.place, column.column, chosen))


def _keep(column: PersonalColumn, reason_key: str) -> None:
    reason = str(st.session_state.get(reason_key, ""))
    try:
        desk.take_answers(say_treatment(desk.desk().answers, column.place, column.column, Treatment.KEEP, reason))
    except AidError as error:
        desk.refuse(error, desk.CHOOSE_AGAIN)
