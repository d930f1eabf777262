"""Models that somebody proposed to serve: the evidence as it was, the compliance result, and who decided about them."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core.domain.access import Actor
from core.domain.decision import Act, Decision
from core.errors import StoreError
from core.store.database import model_proposals
from core.store.recorded_table import RecordedTable
from core.store.versions import aware


class ModelState(StrEnum):
    """How far a proposed model has come."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, eq=False)
class ModelDraft:
    """A model about to be proposed.

    Attributes
    ----------
    version, fingerprint
        Which model; the proposal is about these very files.
    champion
        Version that answered when the evidence was made; None where none did.
    evidence
        Of ``gather_evidence``, as plain JSON values.
    compliance
        Of ``check_compliance``, as plain JSON values.
    note
        Why it is proposed.
    seen
        What the person had before them, for the record of decisions.
    """

    version: str
    fingerprint: str
    champion: str | None
    evidence: Mapping[str, Any]
    compliance: Mapping[str, Any]
    code_version: str
    note: str = ""
    seen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ModelProposal:
    """A proposed model; times are in UTC.

    Attributes
    ----------
    evidence_sha256
        Of the evidence as it was written.
    decided_by, decided, reason
        Who accepted or declined it, when and why; None while nobody has.
    """

    id: int
    version: str
    fingerprint: str
    champion: str | None
    evidence: Mapping[str, Any]
    evidence_sha256: str
    compliance: Mapping[str, Any]
    code_version: str
    author: str
    note: str
    created: dt.datetime
    state: ModelState
    decided_by: str | None
    decided: dt.datetime | None
    reason: str


class ModelProposals(RecordedTable):
    """The table of proposed models; ``Store.model_proposals`` makes it. Every step is recorded in its transaction."""

    def propose(self, draft: ModelDraft, actor: Actor) -> ModelProposal:
        """Keep a proposal with its evidence until somebody decides about it.

        Raises
        ------
        StoreError
            If the same model waits for a decision already.
        """
        evidence = json.dumps(dict(draft.evidence), sort_keys=True, ensure_ascii=False, allow_nan=False)
        values = {
            "version": draft.version,
            "fingerprint": draft.fingerprint,
            "champion": draft.champion,
            "evidence": evidence,
            "evidence_sha256": hashlib.sha256(evidence.encode()).hexdigest(),
            "compliance": json.dumps(dict(draft.compliance), sort_keys=True, ensure_ascii=False, allow_nan=False),
            "code_version": draft.code_version,
            "author": actor.name,
            "note": draft.note,
            "state": ModelState.PROPOSED.value,
            "reason": "",
        }
        with self._deciding() as connection:
            waiting = connection.execute(
                select(model_proposals.c.id).where(
                    model_proposals.c.fingerprint == draft.fingerprint,
                    model_proposals.c.state == ModelState.PROPOSED.value,
                )
            ).scalar_one_or_none()
            if waiting is not None:
                raise StoreError(
                    f"Model {draft.version} waits for a decision already, as proposal {waiting}.", "Look at that one."
                )
            number = connection.execute(
                insert(model_proposals).values(**values, created=self._now()).returning(model_proposals.c.id)
            ).scalar_one()
            made = _of(connection, int(number))
            self._record(connection, Act.PROPOSE_MODEL, actor, made, draft.note, draft.seen)
        return made

    def accept(self, proposal: int, actor: Actor, reason: str, seen: Mapping[str, Any]) -> ModelProposal:
        """Accept one that waits.

        Raises
        ------
        StoreError
            If it does not wait for a decision any more, or its evidence is not what was proposed.
        """
        return self._decide(proposal, actor, Act.ACCEPT_MODEL, ModelState.ACCEPTED, reason, seen)

    def decline(self, proposal: int, actor: Actor, reason: str, seen: Mapping[str, Any]) -> ModelProposal:
        """Decline one that waits; raises as ``accept``."""
        return self._decide(proposal, actor, Act.DECLINE_MODEL, ModelState.DECLINED, reason, seen)

    def get(self, proposal: int) -> ModelProposal:
        """One proposed model.

        Raises
        ------
        StoreError
            If there is none of this number, or its evidence is not what was proposed.
        """
        with self._reading() as connection:
            return _of(connection, proposal)

    def of(self, version: str | None = None, state: ModelState | None = None) -> list[ModelProposal]:
        """Proposed models, newest first; of one version and in one state where they are named."""
        asked = select(model_proposals).order_by(model_proposals.c.id.desc())
        if version is not None:
            asked = asked.where(model_proposals.c.version == version)
        if state is not None:
            asked = asked.where(model_proposals.c.state == state.value)
        with self._reading() as connection:
            return [_proposal(row) for row in connection.execute(asked).all()]

    def _decide(
        self, proposal: int, actor: Actor, act: Act, state: ModelState, reason: str, seen: Mapping[str, Any]
    ) -> ModelProposal:
        with self._deciding() as connection:
            found = _of(connection, proposal)
            if found.state != ModelState.PROPOSED:
                raise StoreError(
                    f"Proposal {found.id} was {found.state.value} already, by {found.decided_by}.",
                    "Look at the newest list: `aid models proposals`.",
                )
            connection.execute(
                update(model_proposals)
                .where(model_proposals.c.id == proposal)
                .values(state=state.value, decided_by=actor.name, decided=self._now(), reason=reason)
            )
            self._record(connection, act, actor, found, reason, seen)
            return _of(connection, proposal)

    def _record(
        self,
        connection: Connection,
        act: Act,
        actor: Actor,
        found: ModelProposal,
        reason: str,
        seen: Mapping[str, Any],
    ) -> None:
        told = {
            **seen,
            "proposal": found.id,
            "proposed": found.version,
            "proposed_fingerprint": found.fingerprint,
            "evidence_sha256": found.evidence_sha256,
            "compliant": found.compliance.get("passed"),
        }
        self._log.append(connection, Decision(act, actor, subject=f"model {found.version}", reason=reason, seen=told))


def _of(connection: Connection, proposal: int) -> ModelProposal:
    row = connection.execute(select(model_proposals).where(model_proposals.c.id == proposal)).one_or_none()
    if row is None:
        raise StoreError(f"There is no proposed model {proposal}.", "See them with `aid models proposals`.")
    return _proposal(row)


def _proposal(row: Row) -> ModelProposal:
    if hashlib.sha256(row.evidence.encode()).hexdigest() != row.evidence_sha256:
        raise StoreError(
            f"The evidence of proposal {row.id} was altered in the store.", "Restore the store from a backup."
        )
    values = dict(row._mapping)
    for name in ("evidence", "compliance"):
        values[name] = json.loads(values[name])
    values["created"] = aware(row.created)
    values["decided"] = None if row.decided is None else aware(row.decided)
    return ModelProposal(**{**values, "state": ModelState(row.state)})
