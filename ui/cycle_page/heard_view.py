"""What people said after a distribution, and the forms in which it is entered: counts of people, never names."""

import datetime as dt
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.domain.access import Right
from core.domain.schemas import COMPLAINT_CATEGORIES, INDICATORS, Complaints, Items, Monitoring
from core.locale import message
from core.look.palette import COVERAGE
from core.services.add_records import Record
from core.services.heard import FEWEST_ASKED, Heard
from core.services.open_operation import OpenOperation
from core.services.priorities.tell import GROUPS
from ui import state, text
from ui.actor import why_not
from ui.components import HeatGroup, caption, heat_table, section, small_table
from ui.cycle_page import words
from ui.language import say
from ui.recording import keep_rows

PAGE = "cycle"


def show_heard(opened: OpenOperation, heard: Heard, camps: pd.DataFrame) -> None:
    """Shares that agree by camp and statement, and complaints.

    Parameters
    ----------
    camps
        ``Situation.camps``.
    """
    section(words.heard_heading(heard))
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        shares = heard.newest_shares()
        if not shares.empty:
            names = {name: words.statement(str(name)) for name in shares.columns}
            heat_table(camps, [HeatGroup("% of people asked who say", COVERAGE, shares, names)], key="cycle:heard")
            asked = heard.monitoring[Monitoring.people_asked]
            caption(
                say(
                    "{least} to {most} people asked at a camp, {first} to {last}. “?”: nobody was asked. A "
                    "plan can go by what people received (rule “camps that waited first”) from "
                    "{fewest_asked} people asked on.",
                    least=text.whole(asked.min()),
                    most=text.whole(asked.max()),
                    first=text.date(heard.monitoring[Monitoring.date].min()),
                    last=text.date(heard.monitoring[Monitoring.date].max()),
                    fewest_asked=FEWEST_ASKED,
                )
            )
        else:
            caption(say("No answer since {since} is on record.", since=text.date(heard.since)))
    with right:
        if heard.complaints.empty:
            caption(
                say(
                    "No complaint since {since} is on record; that is not the same as none.",
                    since=text.date(heard.since),
                )
            )
        else:
            small_table(words.complaints_table(opened.operation, heard), numbers=(message("Complaints"),))
            caption(say("Counted, without names. Few complaints can also mean that nobody knows where to complain."))


def enter_heard(opened: OpenOperation, day: dt.date) -> None:
    """The two forms; ``day`` is put in as their day."""
    answers, complaints = st.tabs([say("Enter answers"), say("Enter complaints")])
    with answers:
        _answers(opened, day)
    with complaints:
        _complaints(opened, day)
    caption(why_not(Right.SUBMIT_DATA), say("Files with these columns can be uploaded on the page Data."))


def _answers(opened: OpenOperation, day: dt.date) -> None:
    keys = _keys("answer", "camp", "day", "item", "group", "statement", "asked", "yes")
    with st.form("cycle:answer", border=False):
        first, second = st.columns(4), st.columns(3)
        _camp_and_day(opened, first, day, keys)
        _item(opened, first[2], keys["item"])
        first[3].selectbox(
            say("Asked of"), list(GROUPS), None,
            format_func=lambda group: say(GROUPS[group]), placeholder="everybody",
            key=keys["group"],
        )  # fmt: skip
        second[0].selectbox(say("Statement"), INDICATORS, format_func=words.statement, key=keys["statement"])
        second[1].number_input(say("People asked"), 0, 10**8, None, key=keys["asked"])
        second[2].number_input(say("of whom agree"), 0, 10**8, None, key=keys["yes"])
        _submit(say("Save the answer"), _save_answer, opened, keys)


def _complaints(opened: OpenOperation, day: dt.date) -> None:
    keys = _keys("complaint", "camp", "day", "item", "category", "number")
    with st.form("cycle:complaint", border=False):
        first, second = st.columns(3), st.columns(2)
        _camp_and_day(opened, first, day, keys)
        _item(opened, first[2], keys["item"])
        second[0].selectbox(say("What about"), COMPLAINT_CATEGORIES, key=keys["category"])
        second[1].number_input(say("Complaints"), 0, 10**8, None, key=keys["number"])
        _submit(say("Save the complaints"), _save_complaint, opened, keys)


def _save_answer(opened: OpenOperation, keys: dict[str, str]) -> None:
    given = _given(keys)
    if given["asked"] is None or given["yes"] is None or given["day"] is None:
        state.tell_recorded(
            say("The answer is not whole."), say("Fill in the day, people asked and people who agree."), is_done=False
        )
        return
    if given["yes"] > given["asked"]:
        words_ = say(
            "{yes} of {asked} people asked cannot agree.", yes=f"{given['yes']:,}", asked=f"{given['asked']:,}"
        )
        state.tell_recorded(words_, say("Correct one of the two."), is_done=False)
        return
    row: Record = {
        Monitoring.camp_id: given["camp"],
        Monitoring.date: given["day"].isoformat(),
        Monitoring.item_id: given["item"],
        Monitoring.group: given["group"],
        Monitoring.indicator: given["statement"],
        Monitoring.share_yes: None,
        Monitoring.people_yes: float(given["yes"]),
        Monitoring.people_asked: float(given["asked"]),
    }
    if keep_rows(
        opened, "monitoring", [row], say("1 answer at {camp}", camp=opened.operation.place_names[given["camp"]])
    ):
        _clear(keys["asked"], keys["yes"])


def _save_complaint(opened: OpenOperation, keys: dict[str, str]) -> None:
    given = _given(keys)
    if not given["number"] or given["day"] is None:
        state.tell_recorded(
            say("The complaints have no number or no day."), say("Say how many there were, and when."), is_done=False
        )
        return
    row: Record = {
        Complaints.camp_id: given["camp"],
        Complaints.date: given["day"].isoformat(),
        Complaints.category: given["category"],
        Complaints.item_id: given["item"],
        Complaints.complaints: float(given["number"]),
    }
    what = say(
        "{counted} at {camp}",
        counted=text.counted(given["number"], "complaint"),
        camp=opened.operation.place_names[given["camp"]],
    )
    if keep_rows(opened, "complaints", [row], what):
        _clear(keys["number"])


def _camp_and_day(opened: OpenOperation, columns: Sequence[DeltaGenerator], day: dt.date, keys: dict[str, str]) -> None:
    camps = opened.operation.camps["camp_id"].tolist()
    names = opened.operation.place_names
    columns[0].selectbox(say("Camp"), camps, format_func=names.__getitem__, key=keys["camp"])
    columns[1].date_input(say("Day"), day, key=keys["day"], format="YYYY-MM-DD")


def _item(opened: OpenOperation, column: DeltaGenerator, key: str) -> None:
    items = dict(opened.operation.items[[Items.item_id, Items.name]].to_numpy())
    column.selectbox(say("Item"), list(items), None, format_func=items.__getitem__, placeholder="all", key=key)


def _submit(label: str, save: Callable[..., None], opened: OpenOperation, keys: dict[str, str]) -> None:
    st.form_submit_button(label, disabled=bool(why_not(Right.SUBMIT_DATA)), on_click=save, args=(opened, keys))


def _keys(form: str, *names: str) -> dict[str, str]:
    return {name: state.widget_key(PAGE, form, name) for name in names}


def _given(keys: dict[str, str]) -> dict:
    return {name: st.session_state.get(key) for name, key in keys.items()}


def _clear(*keys: str) -> None:
    for key in keys:
        del st.session_state[key]
