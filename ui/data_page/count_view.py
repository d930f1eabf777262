"""Questions about counts, asked one by one, and the button that saves the answers as a new data version."""

from dataclasses import replace

import streamlit as st

from core.domain.access import Right
from core.errors import AidError
from core.services.answer_counts import LONGEST_REASON, CountAnswer, save_answers
from core.services.count_questions import CountQuestion
from core.services.open_operation import OpenOperation
from ui import cache, state, text
from ui.actor import actor, why_not
from ui.components import caption, name_field, section, sentence_list, small_table
from ui.data_page import count_words, desk
from ui.language import say

MOST_ASKED = 5
"""Questions asked at a time; the others come up as these are answered."""


def show_count_questions(opened: OpenOperation) -> None:
    """Every open question with what stands around it and what may be answered; nothing where none is open."""
    questions = cache.questions_about_counts(opened)
    if not questions:
        return
    section(count_words.heading(len(questions)))
    caption(count_words.EFFECTS)
    shown = questions[:MOST_ASKED]
    for question in shown:
        _show(question, opened.version.id)
    left = len(questions) - len(shown)
    if left:
        caption(say("{left} more {rest} asked after these.", left=left, rest="is" if left == 1 else "are"))
    who, why = st.columns([1, 2])
    with who:
        name_field("data")
    reason_key = state.widget_key("data", "count_reason", str(opened.version.id))
    why.text_input(
        say("How do you know?"),
        key=reason_key,
        max_chars=LONGEST_REASON,
        placeholder=say("for instance: asked the registrar"),
    )
    answers = _answers(shown, opened.version.id)
    not_allowed = why_not(Right.ANSWER)
    st.button(
        count_words.save_label(len(answers)),
        type="primary",
        key="data:save_answers",
        disabled=not answers or bool(not_allowed),
        on_click=_save,
        args=(opened, answers, reason_key),
    )
    caption(
        say(
            "Answers are a new data version; this one stays, and one press returns to it. Say how "
            "you know to save them."
        ),
        not_allowed,
    )


def _show(question: CountQuestion, version: int) -> None:
    facts, choice = st.columns([1.7, 1], gap="large", vertical_alignment="top")
    with facts:
        sentence_list([count_words.asked(question)])
        table = count_words.around(question)
        small_table(table)
    choice.selectbox(
        say("What is it?"),
        question.choices,
        index=None,
        format_func=lambda answer: say(count_words.CHOICES[answer]),
        placeholder=say("Not answered yet"),
        key=_key(question, version),
        persist_state="session",
    )


def _key(question: CountQuestion, version: int) -> str:
    return state.widget_key("data", "count", ":".join((str(version), *question.key)))


def _answers(questions: tuple[CountQuestion, ...], version: int) -> list[CountAnswer]:
    chosen = [(question, st.session_state.get(_key(question, version))) for question in questions]
    return [CountAnswer(question.key, choice) for question, choice in chosen if choice in question.choices]


def _save(opened: OpenOperation, answers: list[CountAnswer], reason_key: str) -> None:
    held = desk.desk()
    try:
        reason = str(st.session_state.get(reason_key, ""))
        saved = save_answers(cache.resources(), opened, answers, actor(), reason)
    except AidError as error:
        refused = (error.message, error.hint)
        state.keep_upload(replace(held, refused=refused, way_on=count_words.LOOK_AGAIN, said="", undo=None))
        return
    stored = saved.version
    if stored is None:
        said, undo = desk.words_of_saved(saved, text.counted(len(answers), "answer")), None
    else:
        said, undo = count_words.saved(len(answers), stored.number, stored.operation), opened.version
    state.keep_upload(replace(held, said=said, undo=undo, refused=None))
