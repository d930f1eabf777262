"""Questions about files that are brought in, each with its control; an answer shows its effect at once."""

from collections.abc import Mapping

import streamlit as st

from core.errors import AidError
from core.locale import message
from core.services.give_answers import Given, answer, given_answers, say_new_camp, say_value, take_back
from core.services.import_questions import Asks, ImportQuestion
from ui import text
from ui.components import caption, section, sentence_list
from ui.data_page import desk, import_words
from ui.language import say

MOST_ASKED = 6
"""Questions asked at a time; the others come up as these are answered."""
FEW_OPTIONS = 2
NEW_CAMP = "\x00new"
"""Choice of a camp that no file describes; no identifier is like it."""
ONE_VALUE = "\x00value"
"""Choice of one value for every row; no column is called like it."""
GIVEN_PX, MANY_GIVEN = 240, 5


def show_questions(questions: tuple[ImportQuestion, ...], held: desk.Desk) -> None:
    """Every open question, those first without which nothing can be saved; nothing where none is open."""
    if not questions:
        return
    needed = sum(question.needed for question in questions)
    section(import_words.questions_heading(len(questions), needed))
    for question in questions[:MOST_ASKED]:
        _show(question, held)
    left = len(questions) - MOST_ASKED
    if left > 0:
        caption(say("{left} more {rest} asked after these.", left=left, rest="is" if left == 1 else "are"))


def show_given(held: desk.Desk, names: Mapping[str, str]) -> None:
    """Answers given so far, each with the way to take it back; ``names`` are those of places, by identifier."""
    given = given_answers(held.answers, names)
    if not given:
        return
    with st.expander(say("Your answers: {given}", given=len(given))):
        caption(import_words.REMEMBERED)
        with st.container(height=GIVEN_PX if len(given) > MANY_GIVEN else "content", border=False):
            for one in given:
                line, button = st.columns([4, 1], vertical_alignment="center")
                with line:
                    sentence_list([import_words.given_line(one)])
                button.button(say("Take back"), key=desk.key("take_back", *one.path), on_click=_take_back, args=(one,))


def _show(question: ImportQuestion, held: desk.Desk) -> None:
    key = desk.key("ask", question.asks, question.place, question.subject)
    asked, control = st.columns([1.7, 1], gap="large", vertical_alignment="top")
    with asked:
        where = question.place if question.asks is not Asks.KIND else say("Kind of place")
        must = "" if question.needed else say(" It can be saved without an answer.")
        sentence_list([(f"{where}:", f"{question.words}{must}")])
    with control:
        if (
            len(question.options) <= FEW_OPTIONS
            and not question.can_be_new
            and question.asks in (Asks.DATES, Asks.DECIMAL)
        ):
            _buttons(question, key)
        else:
            _picker(question, key)


def _buttons(question: ImportQuestion, key: str) -> None:
    label = say("Which stands first?") if question.asks is Asks.DATES else say("What stands before decimals?")
    st.segmented_control(
        label,
        list(question.options),
        format_func=lambda option: text.plain(question.options[option]),
        key=key,
        on_change=_take,
        args=(question, key),
    )


def _picker(question: ImportQuestion, key: str) -> None:
    options = list(question.options)
    options += [NEW_CAMP] if question.can_be_new else []
    options += [ONE_VALUE] if question.asks is Asks.COLUMN else []
    words = {**question.options, NEW_CAMP: say("+ A new camp"), ONE_VALUE: say("One value for every row")}
    used = question.options.get(question.used, "")
    st.selectbox(
        _LABELS[question.asks],
        options,
        index=None,
        format_func=lambda option: words[option],
        placeholder=say("Taken: {used}", used=used) if used else say("Not answered yet"),
        key=key,
        on_change=_take,
        args=(question, key),
    )
    if st.session_state.get(key) == NEW_CAMP:
        _new_camp(question, key)
    elif st.session_state.get(key) == ONE_VALUE:
        st.text_input(say("The value, as in 2015-10-04 or TZA"), key=f"{key}:value", max_chars=200)
        st.button(
            say("Take it for every row"), key=f"{key}:take", on_click=_take_value, args=(question, f"{key}:value")
        )


_LABELS = {
    Asks.TABLE: message("Which table is it?"),
    Asks.COLUMN: message("Which column tells it?"),
    Asks.RIVALS: message("Which column is it?"),
    Asks.DATES: message("How are the days counted?"),
    Asks.DECIMAL: message("What stands before decimals?"),
    Asks.UNIT: message("Which unit?"),
    Asks.CAMP: message("Whose counts are these?"),
    Asks.PLACE: message("Which one is meant?"),
    Asks.KIND: message("What is it?"),
    Asks.CHOICE: message("Which is taken?"),
}


def _new_camp(question: ImportQuestion, key: str) -> None:
    if question.asks is Asks.CAMP:
        st.text_input(say("Name of the camp"), key=f"{key}:name", max_chars=200)
    country, north, east = st.columns(3)
    country.text_input(say("Country, as in TZA"), key=f"{key}:country", max_chars=3)
    north.number_input(say("Latitude"), -90.0, 90.0, None, key=f"{key}:latitude", format="%.4f")
    east.number_input(say("Longitude"), -180.0, 180.0, None, key=f"{key}:longitude", format="%.4f")
    st.button(say("Make the new camp"), key=f"{key}:make", on_click=_make_camp, args=(question, key))
    caption(say("Without coordinates it cannot stand on the map, nor be routed to."))


def _take(question: ImportQuestion, key: str) -> None:
    said = st.session_state.get(key)
    if said is None or said in (NEW_CAMP, ONE_VALUE):
        return
    try:
        desk.take_answers(answer(desk.desk().answers, question, said))
    except AidError as error:
        desk.refuse(error, desk.CHOOSE_AGAIN)


def _take_value(question: ImportQuestion, key: str) -> None:
    try:
        desk.take_answers(say_value(desk.desk().answers, question, str(st.session_state.get(key, ""))))
    except AidError as error:
        desk.refuse(error, desk.CHOOSE_AGAIN)


def _make_camp(question: ImportQuestion, key: str) -> None:
    name = question.subject if question.asks is Asks.PLACE else str(st.session_state.get(f"{key}:name", "")).strip()
    camp = {
        "name": name,
        "country": str(st.session_state.get(f"{key}:country", "")).strip().upper(),
        "latitude": st.session_state.get(f"{key}:latitude"),
        "longitude": st.session_state.get(f"{key}:longitude"),
    }
    try:
        desk.take_answers(say_new_camp(desk.desk().answers, question, camp))
    except AidError as error:
        desk.refuse(error, desk.CHOOSE_AGAIN)


def _take_back(given: Given) -> None:
    desk.take_answers(take_back(desk.desk().answers, given.path))
