"""An explanation in sentences: what binds and its worth, the smallest changes, what taking from others would do."""

import numpy as np

from core.allocation.explain import Explanation, Least, Worth
from core.domain import wording
from core.domain.operation import Operation
from core.services.limit_words import LimitWords, and_

LEAST_POINTS = 0.005
"""Share of need that is told as a difference."""

RULES_THAT_SHARE = ("equal_shares", "worst_off", "leximin", "coverage_floor", "ledger")


def tell_worth(operation: Operation, answer: Explanation) -> list[str]:
    """What one unit more of each limit that binds would do."""
    words = LimitWords(operation)
    name = operation.place_names[answer.camp_id]
    return [_worth(words, name, answer, each) for each in answer.worth]


def tell_least(operation: Operation, answer: Explanation, least: Least) -> str:
    """One smallest change that reaches the target, or that none of its kind does."""
    words = LimitWords(operation)
    if not least.reaches:
        alone = words.alone(least.limit)
        return f"{alone[:1].upper()}{alone[1:]} alone cannot: at most {wording.percent(least.coverage)}, however much."
    text = words.more(least.limit, least.amount)
    if len(least.parts) > 1 or (least.parts and not least.limit.item_id):
        text = f"{words.parts(least.parts)} more at {words.place(least.limit)}"
    return f"{text[:1].upper()}{text[1:]}{words.stands(least.limit)}."


def tell_goal(operation: Operation, answer: Explanation, fairness: str) -> list[str]:
    """What the target takes, before and after the list of single changes."""
    words = LimitWords(operation)
    name, target = _about(words, operation, answer), wording.percent(answer.target)
    sentences = []
    if answer.coverage >= answer.target - 1e-6:
        return [f"{name} gets {wording.percent(answer.coverage)}, which is {target} or more already."]
    if answer.coverage_unchanged >= answer.target - 1e-6:
        cause = (
            f"the rule “{wording.FAIRNESS[fairness]}” shares otherwise"
            if fairness in RULES_THAT_SHARE
            else ("the plan counts the cost of it higher than the need")
        )
        return [
            f"No limit has to move: {name} could get {wording.percent(answer.coverage_unchanged)} with no camp getting "
            f"less than by this plan; {cause}."
        ]
    if answer.coverage_unchanged > answer.coverage + LEAST_POINTS:
        sentences.append(
            f"With every limit where it stands and no camp getting less, {name} could get at most "
            f"{wording.percent(answer.coverage_unchanged)}."
        )
    reach = [each for each in answer.least if each.reaches]
    if reach:
        sentences.append(
            f"To lift {name} from {wording.percent(answer.coverage)} to {target}, any one of these is enough:"
        )
    elif answer.together:
        amounts = and_(words.more(each.limit, each.amount) for each in answer.together)
        sentences.append(f"No single change lifts {name} to {target}. Together these do: {amounts}.")
    else:
        sentences.append(
            f"No amount of money, trips, stock, storage or handling lifts {name} to {target} in these weeks: at most "
            f"{wording.percent(answer.coverage_together)}. What is left is lead time, closed roads, reserved or "
            "expired goods, or a limit the scenario sets."
        )
    return sentences


def tell_others(operation: Operation, answer: Explanation) -> str:
    """What taking from others would do."""
    words = LimitWords(operation)
    name = _about(words, operation, answer)
    if answer.coverage >= answer.target - 1e-6:
        return ""
    target, taken = wording.percent(answer.target), answer.taken_person_weeks
    if np.isnan(taken):
        most = wording.percent(answer.coverage_from_others)
        return f"Not even taking from others is enough without a change: at most {most}."
    if taken < 1:
        return f"{name} can be at {target} without any other going without more."
    cost = wording.person_weeks(taken)
    return f"Without any change it can only be taken from others: {name} at {target} costs them {cost}."


def _worth(words: LimitWords, name: str, answer: Explanation, each: Worth) -> str:
    more = words.more(each.limit, each.step)
    text = f"{more[:1].upper()}{more[1:]}{words.stands(each.limit)} would serve "
    if each.camp_person_weeks >= 0.5:
        text += (
            f"{wording.person_weeks(each.camp_person_weeks)} at {name}, {wording.percent(each.coverage)} of its need, "
            "with no camp getting less"
        )
        if each.all_person_weeks >= 0.5:
            text += f"; with the plan made anew {wording.person_weeks(each.all_person_weeks)} in all camps"
        return text + "."
    return (
        text
        + f"{wording.person_weeks(each.all_person_weeks)} in all camps, though none at {name} if no camp gets less."
    )


def _about(words: LimitWords, operation: Operation, answer: Explanation) -> str:
    name = operation.place_names[answer.camp_id]
    return name if answer.item_id is None else f"{name}, {words.item(answer.item_id)},"
