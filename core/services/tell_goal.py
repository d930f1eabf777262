"""The answer to a goal in sentences."""

import numpy as np

from core.allocation.seek import Sought
from core.domain import wording
from core.domain.operation import Operation
from core.services.limit_words import LimitWords, and_, tonnes

MEANS_IN_WORDS = {"budget": "money", "trips": "trips", "stock": "stock at the depots"}


def tell_goal_found(operation: Operation, answer: Sought) -> list[str]:
    """How much it takes, or why no amount does; the first sentence is the answer."""
    floor = wording.percent(answer.floor)
    words = LimitWords(operation)
    if not answer.suffices:
        return _no_amount(operation, answer, floor)
    if answer.means == "budget":
        week = " a week" if answer.weekly else ""
        first = f"No camp is under {floor} of its need from {wording.usd(answer.amount)}{week} on."
        return [first, *_beside_now(answer, week), *answer.notes]
    if answer.amount <= 0:
        more = "further trip" if answer.means == "trips" else "further stock"
        return [f"No {more} is needed: as it stands no camp has to be under {floor} of its need.", *answer.notes]
    in_all = (
        f"{answer.amount:,.1f} more trips a week in all"
        if answer.means == "trips"
        else (f"{tonnes(answer.amount)} more stock in all")
    )
    parts = [words.more(part.limit, part.amount) for part in sorted(answer.parts, key=lambda p: -p.amount)]
    return [f"It takes {in_all} for no camp to be under {floor} of its need: {and_(parts)}.", *answer.notes]


def _beside_now(answer: Sought, week: str) -> list[str]:
    if not np.isfinite(answer.now):
        return ["No budget is set, so money does not stand in the way now."]
    if answer.amount > answer.now:
        return [
            f"That is {wording.usd(answer.amount - answer.now)} more than the {wording.usd(answer.now)}{week} there is."
        ]
    return [f"The {wording.usd(answer.now)}{week} there is suffices."]


def _no_amount(operation: Operation, answer: Sought, floor: str) -> list[str]:
    what = MEANS_IN_WORDS[answer.means]
    sentences = [
        f"No amount of {what} brings every camp to {floor}: at most every camp gets "
        f"{wording.percent(max(answer.worst_coverage, 0.0))}."
    ]
    for each in answer.stuck:
        name = operation.place_names[each.camp_id]
        sentences.append(
            f"{name} can get at most {wording.percent(max(each.coverage, 0.0))}, were all done for it alone."
        )
    if not answer.stuck:
        sentences.append(f"Each camp alone could reach {floor}, but not all at once.")
    if answer.helped_by:
        sentences.append(
            f"With more {' or more '.join(MEANS_IN_WORDS[m] for m in answer.helped_by)} on top it could be reached."
        )
    else:
        sentences.append(
            "Neither money, trips nor stock on top would reach it: what is left is lead time, closed or missing roads, "
            "room, or a limit the scenario sets."
        )
    return [*sentences, *answer.notes]
