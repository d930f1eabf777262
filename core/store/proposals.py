"""Plans that somebody proposed: the files as they were, what they were made from, and who decided about them."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core.domain.access import Actor
from core.domain.decision import Act, Decision
from core.domain.scenario import Scenario
from core.errors import StoreError
from core.store.accepted_plans import PlanInfo, record_plan
from core.store.database import proposals
from core.store.packing import pack_files, unpack_files
from core.store.recorded_table import RecordedTable
from core.store.versions import aware, checked_name


class PlanState(StrEnum):
    """How far a proposed plan has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, eq=False)
class PlanDraft:
    """A plan about to be proposed.

    Attributes
    ----------
    data_version
        Id of the data version it was made from.
    key
        Content key under which the plan is cached.
    model_version, model_fingerprint, code_version
        What made it, beside the data and the scenario.
    files
        Name to content of the files of its folder.
    seen
        What the person had before them, for the record of decisions.
    """

    operation: str
    data_version: int
    key: str
    scenario: Scenario
    model_version: str
    model_fingerprint: str
    code_version: str
    summary: Mapping[str, Any]
    files: Mapping[str, bytes]
    note: str = ""
    seen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """A proposed plan without its files; times are in UTC.

    Attributes
    ----------
    files
        File name to sha256 of the plan's files.
    decided_by, decided, reason
        Who approved or rejected it, when and why; None while nobody has.
    """

    id: int
    operation: str
    data_version: int
    key: str
    scenario: Scenario
    model_version: str
    model_fingerprint: str
    code_version: str
    summary: Mapping[str, Any]
    files: Mapping[str, str]
    author: str
    note: str
    created: dt.datetime
    state: PlanState
    decided_by: str | None
    decided: dt.datetime | None
    reason: str


class Proposals(RecordedTable):
    """The table of proposed plans; ``Store.proposals`` makes it. Every step is recorded in its own transaction."""

    def propose(self, draft: PlanDraft, actor: Actor) -> Proposal:
        """Keep a plan with all its files until somebody decides about it."""
        content, hashes = pack_files(draft.files)
        values = {
            "operation": checked_name(draft.operation, "operation"),
            "data_version": draft.data_version,
            "key": draft.key,
            "scenario": draft.scenario.to_json(),
            "model_version": draft.model_version,
            "model_fingerprint": draft.model_fingerprint,
            "code_version": draft.code_version,
            "summary": json.dumps(dict(draft.summary), sort_keys=True),
            "files": json.dumps(hashes, sort_keys=True),
            "content": content,
            "author": actor.name,
            "note": draft.note,
            "state": PlanState.PROPOSED.value,
            "reason": "",
        }
        with self._deciding() as connection:
            number = connection.execute(
                insert(proposals).values(**values, created=self._now()).returning(proposals.c.id)
            ).scalar_one()
            made = _of(connection, int(number))
            self._record(connection, Act.PROPOSE_PLAN, actor, made, draft.note, draft.seen)
        return made

    def approve(self, proposal: int, actor: Actor, reason: str = "", seen: Mapping[str, Any] | None = None) -> Proposal:
        """Approve one that waits; it is then among the accepted plans.

        Raises
        ------
        StoreError
            If it does not wait for a decision any more.
        """
        with self._deciding() as connection:
            found = self._decide(connection, proposal, actor, Act.APPROVE_PLAN, PlanState.APPROVED, reason, seen)
            fingerprint = str(found.summary.get("fingerprint", ""))
            record_plan(
                connection,
                PlanInfo(
                    0, found.operation, found.key, fingerprint, found.scenario, found.summary, self._now(), actor.name
                ),
            )
        return found

    def reject(self, proposal: int, actor: Actor, reason: str, seen: Mapping[str, Any] | None = None) -> Proposal:
        """Reject one that waits; raises as ``approve``."""
        with self._deciding() as connection:
            return self._decide(connection, proposal, actor, Act.REJECT_PLAN, PlanState.REJECTED, reason, seen)

    def get(self, proposal: int) -> Proposal:
        """One proposed plan.

        Raises
        ------
        StoreError
            If there is none of this number.
        """
        with self._reading() as connection:
            return _of(connection, proposal)

    def of(self, operation: str | None = None, state: PlanState | None = None) -> list[Proposal]:
        """Proposed plans, newest first; of one operation and in one state where they are named."""
        asked = select(*_COLUMNS).order_by(proposals.c.id.desc())
        if operation is not None:
            asked = asked.where(proposals.c.operation == operation)
        if state is not None:
            asked = asked.where(proposals.c.state == state.value)
        with self._reading() as connection:
            return [_proposal(row) for row in connection.execute(asked).all()]

    def files(self, proposal: int) -> dict[str, bytes]:
        """The files of a proposed plan, each compared with its hash.

        Raises
        ------
        StoreError
            If there is none, or a file is not what was proposed.
        """
        with self._reading() as connection:
            found = _of(connection, proposal)
            content = connection.execute(select(proposals.c.content).where(proposals.c.id == proposal)).scalar_one()
        return unpack_files(bytes(content), found.files, f"plan {proposal}")

    def _decide(
        self,
        connection: Connection,
        proposal: int,
        actor: Actor,
        act: Act,
        state: PlanState,
        reason: str,
        seen: Mapping[str, Any] | None,
    ) -> Proposal:
        found = _of(connection, proposal)
        if found.state != PlanState.PROPOSED:
            raise StoreError(
                f"Plan {found.id} was {found.state.value} already, by {found.decided_by}.", "Look at the newest list."
            )
        connection.execute(
            update(proposals)
            .where(proposals.c.id == proposal)
            .values(state=state.value, decided_by=actor.name, decided=self._now(), reason=reason)
        )
        self._record(connection, act, actor, found, reason, seen or {})
        return _of(connection, proposal)

    def _record(
        self, connection: Connection, act: Act, actor: Actor, found: Proposal, reason: str, seen: Mapping[str, Any]
    ) -> None:
        told = {
            **seen,
            "data_version": found.data_version,
            "plan_key": found.key,
            "files": dict(found.files),
            "model_version": found.model_version,
            "model_fingerprint": found.model_fingerprint,
            "scenario": found.scenario.to_values(),
            "code_version": found.code_version,
        }
        self._log.append(connection, Decision(act, actor, found.operation, f"plan {found.id}", reason, told))


_COLUMNS = [column for column in proposals.c if column.name != "content"]


def _of(connection: Connection, proposal: int) -> Proposal:
    row = connection.execute(select(*_COLUMNS).where(proposals.c.id == proposal)).one_or_none()
    if row is None:
        raise StoreError(f"There is no proposed plan {proposal}.", "See them with `aid plans list`.")
    return _proposal(row)


def _proposal(row: Row) -> Proposal:
    values = dict(row._mapping)
    values["scenario"] = Scenario.from_text(row.scenario)
    for name in ("summary", "files"):
        values[name] = json.loads(values[name])
    values["created"] = aware(row.created)
    values["decided"] = None if row.decided is None else aware(row.decided)
    return Proposal(**{**values, "state": PlanState(row.state)})
