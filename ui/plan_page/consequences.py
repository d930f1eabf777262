"""What a plan that waits does and takes away, in front of the person who decides about it."""

import pandas as pd

from core.errors import AidError
from core.services.plans_on_record import Proposal
from core.services.review_proposal import ProposalReview
from core.services.tell_proposal import tell_proposal
from ui import cache, text
from ui.components import caption, failing_panel, sentence_list, small_table
from ui.language import language, say

MOST_CAMPS = 10
"""Camps of the table; the sentences tell how many get less."""


def show_consequences(one: Proposal) -> bool:
    """The plan in words and camp by camp, beside the plan approved before it; False where it cannot be shown."""
    try:
        review = cache.proposal_review(one)
    except AidError as error:
        key = f"plan:not-shown:{one.id}"
        failing_panel(say("This plan cannot be shown"), "", error.message, error.hint, key=key)
        return False
    sentence_list([("", sentence) for sentence in tell_proposal(review, language())])
    table = _table(review)
    numbers = list(table.columns[1:])
    small_table(table.head(MOST_CAMPS), numbers=numbers, strong=numbers[:1], wide=True)
    left = len(table) - MOST_CAMPS
    if left > 0:
        caption(say("{counted} lose less or gain.", counted=text.counted(left, "more camp")))
    return True


def _table(review: ProposalReview) -> pd.DataFrame:
    """Camps as words, the largest loss first; without a plan to compare it with, the worst off first."""
    camps, approved = review.camps, review.approved
    if approved is None:
        camps = camps.sort_values("met_now", kind="stable")
    columns = {say("Camp"): list(camps["name"])}
    if approved is not None:  # what is lost stands first, where a phone shows it
        columns[say("Change")] = [text.points(change) for change in camps["met_now"] - camps["met_before"]]
    columns[say("Need met")] = [text.percent(share) for share in camps["met_now"]]
    if approved is not None:
        columns[say("By plan {number}", number=approved.id)] = [text.percent(share) for share in camps["met_before"]]
    columns[say("Need a week")] = [_tonnes(row.need_t_before, row.need_t_now) for row in camps.itertuples()]
    return pd.DataFrame(columns)


def _tonnes(before: float, now: float) -> str:
    old, new = text.tonnes(before), text.tonnes(now)
    return new if old == new or not text.known(before) else say("{before}, now {now}", before=old, now=new)
