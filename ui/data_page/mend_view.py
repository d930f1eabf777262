"""Mending an upload on its page: rows with errors left out, and a planning start that takes in later counts."""

import datetime as dt

import pandas as pd
import streamlit as st

from core.services.mending import Mending, Row, left_out_words, newest_later_count, row_words
from core.services.open_operation import OpenOperation
from core.services.upload_tables import Preview
from ui import state, text
from ui.components import caption, sentence_list, stale_note
from ui.data_page import desk
from ui.language import say

MOST_BOXES = 8
"""Rows that have a box each; more are left out together."""


def show_rows_to_leave_out(preview: Preview, held: desk.Desk) -> None:
    """A box for each row that holds an error or is left out; what was wrong with the latter stays in sight."""
    rows = {**held.left_out_for, **preview.can_be_left_out}
    if not rows:
        return
    for row in sorted(rows)[:MOST_BOXES]:
        key = state.widget_key("data", "leave_out", f"{row[0]}:{row[1]}")
        st.session_state[key] = row in held.mending.left_out
        st.checkbox(say("Leave {row} out", row=row_name(row)), key=key, on_change=_take_row, args=(key, row, rows[row]))
    still = preview.can_be_left_out
    if len(still) > 1:
        words = say("Leave all {still} rows with errors out", still=text.whole(len(still)))
        st.button(words, key="data:leave_out_all", on_click=_leave_out, args=(still,))
    if held.mending.left_out:
        sentence_list(
            [(f"{text.first_capital(row_name(row))}:", held.left_out_for[row]) for row in _first_left_out(held)]
        )
        caption(left_out_words(held.mending.left_out), say("They are not saved; the note of the version names them."))
        more = len(rows) > MOST_BOXES
        if more and st.button(say("Take all rows back in"), key="data:take_back_in", type="tertiary"):
            desk.mend(Mending(plan_from=held.mending.plan_from), {})
            st.rerun()


def show_start(preview: Preview, held: desk.Desk, current: OpenOperation | None) -> None:
    """Counts after the planning start: the box that plans from the newest of them, and what that means."""
    day = held.mending.plan_from or preview.later_count
    if day is not None and current is not None:
        key = state.widget_key("data", "plan_from", str(day))
        st.session_state[key] = held.mending.plan_from is not None
        st.checkbox(_start_words(day, current), key=key, on_change=_take_start, args=(key, day))
    if preview.told_start:
        stale_note(say("Planning start"), preview.told_start)


def offer_later_start(opened: OpenOperation) -> None:
    """The same for counts that are stored already."""
    day = newest_later_count(opened.operation)
    if day is None:
        return
    stale_note(
        say("Counts not used"),
        say("The newest are of {newest}; planning starts on {start}.", newest=_long(day), start=_start_of(opened)),
    )
    st.button(
        say("See what changes if planning starts on {day}", day=_long(day)),
        key="data:later_start",
        on_click=_start,
        args=(day,),
    )


def save_label(preview: Preview, waits: bool) -> str:
    """What the button does: ``Save 412 rows, leave row 207 out``; ``Submit 412 rows`` where a second person decides."""
    rows, left_out = sum(preview.tables.values()), preview.mending.left_out
    if not rows:
        return say("Submit the new planning start") if waits else say("Save the new planning start")
    without = ""
    if len(left_out) == 1:
        without = say(", leave {row} out", row=row_words(next(iter(left_out))[1]))
    elif left_out:
        without = say(", leave {counted} out", counted=text.counted(len(left_out), "row"))
    return f"{'Submit' if waits else 'Save'} {text.counted(rows, 'row')}{without}"


def row_name(row: Row) -> str:
    """``population, row 207``."""
    return f"{row[0]}, {row_words(row[1])}"


def _first_left_out(held: desk.Desk) -> list[Row]:
    return sorted(row for row in held.mending.left_out if row in held.left_out_for)[:MOST_BOXES]


def _start_words(day: dt.date, current: OpenOperation) -> str:
    return say(
        "Plan from {day} in place of {start} (was the stock counted that day too?)",
        day=_long(day),
        start=_start_of(current),
    )


def _start_of(opened: OpenOperation) -> str:
    return text.date(opened.operation.planning_start, year=True)


def _long(day: dt.date) -> str:
    return text.date(pd.Timestamp(day), year=True)


def _take_row(key: str, row: Row, wrong: str) -> None:
    held = desk.desk()
    if st.session_state[key]:
        _leave_out({row: wrong})
    else:
        why = {left: words for left, words in held.left_out_for.items() if left != row}
        desk.mend(Mending(held.mending.left_out - {row}, held.mending.plan_from), why)


def _leave_out(rows: dict[Row, str]) -> None:
    held = desk.desk()
    left_out = held.mending.left_out | set(rows)
    desk.mend(Mending(left_out, held.mending.plan_from), {**held.left_out_for, **rows})


def _take_start(key: str, day: dt.date) -> None:
    _start(day if st.session_state[key] else None)


def _start(day: dt.date | None) -> None:
    held = desk.desk()
    desk.mend(Mending(held.mending.left_out, day), held.left_out_for)
