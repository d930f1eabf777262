"""Submissions that wait: what each would change, and the buttons of a second person."""

from collections.abc import Callable

import streamlit as st

from core.domain.access import Actor, Right
from core.domain.schemas import OPERATION_TABLES
from core.errors import AidError
from core.locale import message
from core.services.open_operation import OpenOperation
from core.services.publish_data import publish_data, rebase_data
from core.services.resources import Resources
from core.services.review_data import (
    LONGEST_REASON,
    State,
    Submission,
    SubmissionReview,
    approve_data,
    reject_data,
    submissions_of,
    waiting_submissions,
    withdraw_data,
)
from core.services.tell_submission import told_review
from core.store import VersionInfo
from ui import cache, state, text
from ui.actor import actor
from ui.components import caption, data_table, section, sentence_list, small_table
from ui.data_page import desk, words
from ui.language import say

MOST_WAITING = 5
"""Submissions that are shown with what they change; the others come up as these are decided."""
MOST_PAST = 200
"""Submissions listed under the versions."""


def show_waiting(opened: OpenOperation) -> None:
    """Every submission that waits for a decision or for publication, the oldest first; nothing where none waits."""
    waiting = waiting_submissions(cache.resources(), opened.version.operation)
    if not waiting:
        return
    section(
        say(
            "{counted} {rest} for a second person",
            counted=text.counted(len(waiting), "submission"),
            rest="waits" if len(waiting) == 1 else "wait",
        )
    )
    for one in waiting[:MOST_WAITING]:
        _show(one)
    left = len(waiting) - MOST_WAITING
    if left > 0:
        caption(say("{left} more come up as these are decided.", left=left))


def _show(one: Submission) -> None:
    review = cache.submission_review(one)
    with st.container(border=True, key=f"data-waiting-{one.id}"):
        told = words.submitted(one)
        sentence_list([told, *(("", sentence) for sentence in told_review(review))])
        if len(review.effect):
            has_items = review.operation.has("items")
            table = words.effects(review.effect, has_items=has_items)
            small_table(
                table,
                numbers=(message("Now"), message("New"), message("Change")),
                strong=(message("Change"),),
                wide=has_items,
            )
            if not has_items:
                caption(words.NO_ITEMS)
        _show_gone(review)
        _buttons(one, is_current=review.is_current)


def _show_gone(review: SubmissionReview) -> None:
    """Every row that would vanish, for the sentences name the first of each table."""
    for table, rows in review.change.gone.items():
        label = say(
            "{counted} of {table} would be gone: all of them", counted=text.counted(len(rows), "row"), table=table
        )
        with st.expander(label):
            key = f"data:gone:{review.submission.id}:{table}"
            data_table(rows, OPERATION_TABLES[table], key=key)


def _buttons(one: Submission, is_current: bool) -> None:
    who = actor()
    is_own = who.signed_in and who.name == one.author
    key = state.widget_key("data", "reason", str(one.id))
    st.text_input(say("Why (a rejection needs it)"), key=key, max_chars=LONGEST_REASON)
    may_approve = who.may(Right.APPROVE_DATA)
    with st.container(horizontal=True):
        if one.state == State.SUBMITTED:
            _button(say("Approve"), one, approve_data, key, may_approve and not is_own, is_main=True)
        elif is_current:
            _button(say("Publish"), one, _publish, key, who.may(Right.PUBLISH_DATA), is_main=True)
        if not is_current:
            _button(say("Lay it on top of the newest version"), one, _rebase, key, who.may(Right.SUBMIT_DATA))
        _button(say("Reject"), one, reject_data, key, may_approve)
        if is_own or not who.signed_in:
            _button(say("Withdraw"), one, withdraw_data, key, who.may(Right.SUBMIT_DATA))
    if one.state == State.SUBMITTED and is_own:
        caption(say("You submitted this; a second person must approve it."))
    elif one.state == State.SUBMITTED and not may_approve:
        caption(say("Somebody who is approver can approve it."))


def _button(
    label: str, one: Submission, act: Callable[..., object], key: str, may: bool, *, is_main: bool = False
) -> None:
    st.button(
        label,
        key=f"data:{label.split(maxsplit=1)[0].lower()}:{one.id}",
        type="primary" if is_main else "secondary",
        disabled=not may,
        on_click=_do,
        args=(label, one, act, key),
    )


def _do(label: str, one: Submission, act: Callable[..., object], key: str) -> None:
    reason = str(st.session_state.get(key, ""))
    try:
        act(cache.resources(), one.id, actor(), reason)
    except AidError as error:
        desk.refuse(error)
        return
    desk.tell(words.DONE[label].format(number=one.id))


def _publish(resources: Resources, number: int, who: Actor, _reason: str) -> VersionInfo:
    return publish_data(resources, number, who)


def _rebase(resources: Resources, number: int, who: Actor, _reason: str) -> Submission:
    return rebase_data(resources, number, who)


def show_past(opened: OpenOperation) -> None:
    """Who submitted, approved and published what, and when, newest first."""
    every = submissions_of(cache.resources(), opened.version.operation)[:MOST_PAST]
    if not every:
        caption(say("Nothing was submitted yet."))
        return
    small_table(words.past(every), wide=True)
