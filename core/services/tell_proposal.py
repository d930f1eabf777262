"""A proposed plan in words, for whoever approves it; the same on the page and on the command line."""

import pandas as pd

from core.domain import wording
from core.locale import ENGLISH, Language
from core.services.review_proposal import ProposalReview
from core.services.tell_plan import tell_plan

LEAST_CHANGE = 0.005
"""Share of need met from which on a change is told: half a point, below which the printed per cent is the same."""


def tell_proposal(review: ProposalReview, language: Language = ENGLISH) -> list[str]:
    """What the plan does, what it takes away beside the plan approved last, and how old its data are."""
    say = language.say
    answer, lead = tell_plan(review.operation, review.audited, review.figures, review.least, language)
    told = [f"{answer}. {lead}"]
    if review.approved is None:
        told.append(say("No plan was approved before it: there is nothing that it replaces."))
    else:
        told += _beside(review, language)
    if not review.is_current and review.newest is not None:
        told.append(
            say(
                "It was made from data version {number}; the newest is {newest}.",
                number=language.number(review.data.number),
                newest=language.number(review.newest.number),
            )
        )
    return told


def losing_camps(review: ProposalReview) -> pd.DataFrame:
    """Rows of ``review.camps`` that get a smaller share of their need than by the plan approved last."""
    camps = review.camps.dropna(subset=["met_before", "met_now"])
    return camps[camps["met_now"] - camps["met_before"] <= -LEAST_CHANGE]


def _beside(review: ProposalReview, language: Language) -> list[str]:
    say, approved, weeks_before = language.say, review.approved, review.weeks_before
    assert approved is not None
    assert weeks_before is not None
    told = [
        say(
            "Before it, plan {number} was approved, by {name}. Weeks of that plan: {before}; of this one: {now}.",
            number=language.number(approved.id),
            name=language.name(approved.decided_by or approved.author),
            before=_span(weeks_before, language),
            now=_span(review.weeks, language),
        )
    ]
    losers = losing_camps(review)
    if losers.empty:
        told.append(say("No camp gets a smaller share of its need than by that plan."))
    else:
        worst = losers.iloc[0]
        told.append(
            language.counted(
                len(losers),
                "{count} camp gets a smaller share of its need than by that plan: {place}, {before} to {now}.",
                "{count} camps get a smaller share of their need than by that plan, most of all {place}, "
                "{before} to {now}.",
                place=language.name(str(worst["name"])),
                before=wording.percent(worst["met_before"], language),
                now=wording.percent(worst["met_now"], language),
            )
        )
    gone = review.camps.loc[review.camps["met_now"].isna(), "name"]
    if len(gone):
        told.append(say("In that plan and not in this one: {camps}.", camps=language.joined(list(gone))))
    return told


def _span(weeks: tuple[pd.Timestamp, pd.Timestamp], language: Language) -> str:
    first, last = (language.day(week) for week in weeks)
    return first if first == last else language.say("{low} to {high}", low=first, high=last)
