"""What people answered to recommended actions: accepted, declined or put off, each with the action as it was told."""

import datetime as dt
import json
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Row, insert, select

from core.domain.access import Actor
from core.domain.action import Action
from core.domain.decision import Act, Decision
from core.store.database import action_answers
from core.store.recorded_table import RecordedTable
from core.store.versions import aware, checked_name


class Answer(StrEnum):
    """What may be answered."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    SNOOZED = "snoozed"


ACTS = {
    Answer.ACCEPTED: Act.ACCEPT_ACTION,
    Answer.DECLINED: Act.DECLINE_ACTION,
    Answer.SNOOZED: Act.SNOOZE_ACTION,
}


@dataclass(frozen=True)
class ActionAnswer:
    """One answer; it is never changed, a later one takes its place.

    Attributes
    ----------
    data_version
        Id of the data version on which the action was recommended.
    until
        Day on which a snoozed action comes back.
    proposal
        Plan that was put forward with it; None for a count, and where it was not accepted.
    action
        As it was told then.
    id, created
        Identifier in this store, and time in UTC; 0 and None before it is stored.
    """

    operation: str
    data_version: int
    answer: Answer
    author: str
    action: Action
    reason: str = ""
    until: dt.date | None = None
    proposal: int | None = None
    id: int = 0
    created: dt.datetime | None = None


class ActionAnswers(RecordedTable):
    """The table of answers; ``Store.actions`` makes it."""

    def add(self, given: ActionAnswer, actor: Actor) -> ActionAnswer:
        """Store an answer and put it on record, in one transaction."""
        created = self._now()
        told = given.action.to_values()
        values = {
            "operation": checked_name(given.operation, "operation"),
            "data_version": given.data_version,
            "key": given.action.key,
            "answer": given.answer.value,
            "until": given.until,
            "reason": given.reason,
            "author": given.author,
            "created": created,
            "proposal": given.proposal,
            "content": json.dumps(told, sort_keys=True),
        }
        with self._deciding() as connection:
            row = connection.execute(insert(action_answers).values(**values).returning(action_answers.c.id))
            kept = replace(given, id=int(row.scalar_one()), created=created)
            seen = {
                "data_version": given.data_version,
                "action": {name: value for name, value in told.items() if name != "gains"},
                "until": None if given.until is None else given.until.isoformat(),
                "proposal": given.proposal,
            }
            subject = f"action {given.action.key}"
            self._log.append(
                connection, Decision(ACTS[given.answer], actor, given.operation, subject, given.reason, seen)
            )
        return kept

    def of(self, operation: str) -> list[ActionAnswer]:
        """Every answer of an operation, the newest first."""
        asked = select(action_answers).where(action_answers.c.operation == operation)
        with self._reading() as connection:
            return [_answer(row) for row in connection.execute(asked.order_by(action_answers.c.id.desc())).all()]

    def newest(self, operation: str) -> int:
        """Id of the newest answer; 0 where there is none."""
        asked = select(action_answers.c.id).where(action_answers.c.operation == operation)
        with self._reading() as connection:
            return int(connection.scalar(asked.order_by(action_answers.c.id.desc()).limit(1)) or 0)


def _answer(row: Row) -> ActionAnswer:
    return ActionAnswer(
        operation=row.operation,
        data_version=row.data_version,
        answer=Answer(row.answer),
        author=row.author,
        action=Action.from_values(json.loads(row.content)),
        reason=row.reason,
        until=row.until,
        proposal=row.proposal,
        id=row.id,
        created=aware(row.created),
    )
