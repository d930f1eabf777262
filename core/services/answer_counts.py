"""Answer questions about counts: a new data version in which the answers stand beside the counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.access import Actor, Right, require
from core.domain.count_answers import AS_REPORTED, COUNT_ANSWER, COUNT_REASON, figure_text
from core.domain.operation import Operation
from core.domain.schemas import Population
from core.errors import InvalidTable
from core.services.count_questions import Choice, CountQuestion, count_questions
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.services.submit_data import Saved, save_or_submit
from core.store import Draft

LONGEST_REASON = 500
"""Characters."""


@dataclass(frozen=True)
class CountAnswer:
    """What a person answers to one question."""

    question: tuple[str, str, str]
    """``CountQuestion.key``."""
    choice: Choice


def save_answers(
    resources: Resources, opened: OpenOperation, answers: Sequence[CountAnswer], actor: Actor, reason: str
) -> Saved:
    """Store answers as the next data version, all of them or none; the version they were asked of stays.

    Where a second person can be asked, they are submitted and wait for approval, as an upload does.

    Raises
    ------
    NotAllowed
        Unless the actor may answer.
    InvalidTable
        If an answer cannot be used, or no reason is given; every fault is named.
    StoreError
        If someone stored a newer version meanwhile.
    """
    require(actor, Right.ANSWER)
    changed = with_answers(opened.operation, answers, reason)
    number = f"{len(answers)} answers" if len(answers) > 1 else "1 answer"
    draft = Draft(
        name=opened.version.operation,
        operation=changed,
        parent=opened.version.id,
        note=f"{number} about counts: {reason.strip()}",
        answers={
            "kind": "count_answers",
            "answers": [[*answer.question, answer.choice] for answer in answers],
            "reason": reason,
        },
    )
    return save_or_submit(resources, draft, actor)


def with_answers(operation: Operation, answers: Sequence[CountAnswer], reason: str) -> Operation:
    """The operation with answers beside its counts.

    A re-count, a movement and a copied figure become the ``kind`` of the count. An error makes the count blank, and the
    figure found moves to ``as_reported``. A count that is right stays, and is not asked about again.

    Raises
    ------
    InvalidTable
        As ``save_answers``.
    """
    asked = {question.key: question for question in count_questions(operation)}
    _refuse(asked, answers, reason)
    population = operation.population
    for column in (COUNT_ANSWER, AS_REPORTED, COUNT_REASON):
        if column not in population:
            population[column] = pd.Series(np.nan, index=population.index, dtype="str")
    for answer in answers:
        rows = _rows(population, asked[answer.question], answer.choice)
        found = population.loc[rows, Population.population].map(figure_text).astype("str")
        population[AS_REPORTED] = population[AS_REPORTED].where(~rows, found)
        population[COUNT_ANSWER] = population[COUNT_ANSWER].mask(rows, answer.choice)
        population[COUNT_REASON] = population[COUNT_REASON].mask(rows, reason.strip())
        if answer.choice == "error":
            population[Population.population] = population[Population.population].mask(rows)
        elif answer.choice != "right":
            population[Population.kind] = population[Population.kind].mask(rows, answer.choice)
    return operation.replaced(population=population)


def _rows(population: pd.DataFrame, question: CountQuestion, choice: Choice) -> pd.Series:
    """The counts an answer is about: one, or those of a run; the first of a copied run was counted."""
    own = population[Population.camp_id].eq(question.camp_id) & population[Population.population].notna()
    days = population[Population.date]
    if question.rule != "copied_forward":
        return own & days.eq(question.date)
    # where a run was found right, only its later counts are marked: a jump to it may be a question of its own
    return (
        own & days.gt(question.date) & days.le(question.through) & population[Population.population].eq(question.count)
    )


def _refuse(asked: dict[tuple[str, str, str], CountQuestion], answers: Sequence[CountAnswer], reason: str) -> None:
    faults = []
    if not answers:
        faults.append("no question is answered")
    if not reason.strip():
        faults.append("the reason is blank")
    if len(reason) > LONGEST_REASON:
        faults.append(f"the reason has {len(reason):,} characters, at most {LONGEST_REASON} are kept")
    seen: set[tuple[str, str, str]] = set()
    for answer in answers:
        question = asked.get(answer.question)
        where = f"{answer.question[1]}, {answer.question[2]}"
        if question is None:
            faults.append(f"{where}: nothing is asked about this count, or it was answered already")
        elif answer.choice not in question.choices:
            faults.append(f"{where}: “{answer.choice}” is no answer to this question")
        if answer.question in seen:
            faults.append(f"{where}: answered twice")
        seen.add(answer.question)
    if faults:
        raise InvalidTable(
            f"The answers cannot be saved: {'; '.join(faults)}.",
            hint="Look at the questions of the newest version, and say in a few words how you know.",
        )
