"""What was dispatched: waybills as they were issued, and the dispatch they belong to; never changed, never deleted."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select
from sqlalchemy.exc import IntegrityError

from core.domain.access import Actor
from core.domain.decision import Act, Decision
from core.domain.waybill import SealedWaybill, Waybill
from core.errors import StoreError
from core.store.database import issued_dispatches, issued_waybills
from core.store.packing import pack_files, unpack_files
from core.store.recorded_table import RecordedTable
from core.store.versions import aware, checked_name


@dataclass(frozen=True)
class IssuedDispatch:
    """The dispatch of one week of a plan, without its files; times are in UTC.

    Attributes
    ----------
    plan
        Content key of the plan.
    week
        Sunday of the week of departure.
    files
        File name to sha256 of the dispatch's files.
    """

    id: int
    operation: str
    plan: str
    week: dt.date
    files: Mapping[str, str]
    issued: dt.datetime
    issued_by: str


@dataclass(frozen=True)
class IssuedWaybill:
    """A waybill as it was issued.

    Attributes
    ----------
    waybill
        What it says; ``waybill.plan`` is the content key of its plan.
    seal, key
        What its QR code carries, and the public key of the installation that sealed it.
    issued, issued_by
        When, in UTC, and by whom.
    """

    waybill: Waybill
    seal: str
    key: str
    issued: dt.datetime
    issued_by: str

    @property
    def id(self) -> str:
        """The waybill's id, by which receipts name it."""
        return self.waybill.id


@dataclass(frozen=True, eq=False)
class TakenDispatch:
    """An issued dispatch of another installation, to be kept here as it was issued there.

    Attributes
    ----------
    about
        When and by whom; its id and the hashes of its files are given anew.
    """

    about: IssuedDispatch
    waybills: Sequence[SealedWaybill]
    files: Mapping[str, bytes]


class Waybills(RecordedTable):
    """The tables of issued dispatches and waybills; ``Store.waybills`` makes it."""

    def issue(
        self,
        operation: str,
        plan: str,
        week: dt.date,
        waybills: Sequence[SealedWaybill],
        files: Mapping[str, bytes],
        actor: Actor,
        seen: Mapping[str, Any] | None = None,
    ) -> list[IssuedWaybill]:
        """Issue every waybill of a plan's week, with its entry in the record of decisions, in one transaction.

        Parameters
        ----------
        plan
            Content key of the plan.
        week
            Sunday of the week of departure.
        files
            Name to content of the files of the dispatch.
        seen
            What the person had before them, for the record of decisions.

        Raises
        ------
        StoreError
            If waybills of this week of the plan were issued already, or there is none to issue.
        """
        if not waybills:
            raise StoreError(
                "There is no waybill to issue: no vehicle carries anything.", "Look at what is not served."
            )
        made = IssuedDispatch(0, checked_name(operation, "operation"), plan, week, {}, self._now(), actor.name)
        with self._deciding() as connection:
            before = connection.execute(_of_week(operation, plan, week)).one_or_none()
            if before is not None:
                raise StoreError(
                    f"Waybills of this plan for the week to {week} were issued already, by {before.issued_by} on "
                    f"{aware(before.issued):%Y-%m-%d %H:%M} UTC.",
                    "Look at those; what changed since needs a new plan.",
                )
            record_dispatch(connection, made, waybills, files)
            told = {
                **(seen or {}),
                "plan_key": plan,
                "week": week.isoformat(),
                "waybills": digests_of(waybills),
            }
            subject = f"{len(waybills)} waybill{'' if len(waybills) == 1 else 's'} of the week to {week}"
            self._log.append(connection, Decision(Act.ISSUE_WAYBILLS, actor, operation, subject, seen=told))
        return [
            IssuedWaybill(sealed.waybill, sealed.seal, sealed.key, made.issued, made.issued_by) for sealed in waybills
        ]

    def of_plan(self, operation: str, plan: str) -> list[IssuedWaybill]:
        """Waybills of a plan by its content key, in the order they were issued."""
        return self._found(_WAYBILLS.where(_of(operation) & (issued_dispatches.c.plan == plan)))

    def of_week(self, operation: str, week: dt.date) -> list[IssuedWaybill]:
        """Waybills of every plan for the week that ends on a Sunday, in the order they were issued."""
        return self._found(_WAYBILLS.where(_of(operation) & (issued_dispatches.c.week == week)))

    def all(self, operation: str) -> list[IssuedWaybill]:
        """Every waybill of an operation, in the order they were issued."""
        return self._found(_WAYBILLS.where(_of(operation)))

    def get(self, operation: str, waybill_id: str) -> IssuedWaybill:
        """One waybill by its id.

        Raises
        ------
        StoreError
            If none of this id was issued here.
        """
        found = self._found(_WAYBILLS.where(_of(operation) & (issued_waybills.c.waybill_id == waybill_id)))
        if not found:
            raise StoreError(
                f"No waybill {waybill_id} of “{operation}” was issued here.", "Look whether the id is read rightly."
            )
        return found[0]

    def find(self, waybill_id: str) -> IssuedWaybill | None:
        """A waybill of any operation by its id; None where none was issued here."""
        found = self._found(_WAYBILLS.where(issued_waybills.c.waybill_id == waybill_id))
        return found[0] if found else None

    def dispatches(self, operation: str) -> list[IssuedDispatch]:
        """Issued dispatches of an operation, newest first."""
        return self._dispatches(
            _DISPATCHES.where(_of(operation)).order_by(issued_dispatches.c.issued.desc(), issued_dispatches.c.id.desc())
        )

    def dispatch(self, operation: str, plan: str, week: dt.date) -> IssuedDispatch | None:
        """The issued dispatch of a plan's week; None where nothing was issued."""
        found = self._dispatches(_of_week(operation, plan, week))
        return found[0] if found else None

    def files(self, dispatch: IssuedDispatch) -> dict[str, bytes]:
        """The files of an issued dispatch, each compared with its hash.

        Raises
        ------
        StoreError
            If a file is not what was issued.
        """
        with self._reading() as connection:
            content = connection.execute(
                select(issued_dispatches.c.content).where(issued_dispatches.c.id == dispatch.id)
            ).scalar_one()
        return unpack_files(bytes(content), dispatch.files, f"the dispatch of the week to {dispatch.week}")

    def _found(self, asked: Select[Any]) -> list[IssuedWaybill]:
        with self._reading() as connection:
            rows = connection.execute(
                asked.order_by(issued_dispatches.c.issued, issued_dispatches.c.id, issued_waybills.c.id)
            ).all()
        return [_waybill(row) for row in rows]

    def _dispatches(self, asked: Select[Any]) -> list[IssuedDispatch]:
        with self._reading() as connection:
            rows = connection.execute(asked).all()
        return [
            IssuedDispatch(
                row.id, row.operation, row.plan, row.week, json.loads(row.files), aware(row.issued), row.issued_by
            )
            for row in rows
        ]


def digests_of(waybills: Iterable[SealedWaybill]) -> dict[str, str]:
    """Id to sha256 of what each waybill says, for the record of decisions."""
    return {sealed.waybill.id: sealed.waybill.digest.hex() for sealed in waybills}


def record_dispatch(
    connection: Connection, made: IssuedDispatch, waybills: Sequence[SealedWaybill], files: Mapping[str, bytes]
) -> None:
    """Write a dispatch and its waybills; its id and the hashes of its files are given anew.

    Raises
    ------
    StoreError
        If a waybill of the same id was issued before.
    """
    content, hashes = pack_files(files)
    try:
        number = connection.execute(
            insert(issued_dispatches)
            .values(
                operation=made.operation,
                plan=made.plan,
                week=made.week,
                files=json.dumps(hashes, sort_keys=True),
                content=content,
                issued=made.issued,
                issued_by=made.issued_by,
            )
            .returning(issued_dispatches.c.id)
        ).scalar_one()
        connection.execute(
            insert(issued_waybills),
            [
                {
                    "dispatch": int(number),
                    "operation": made.operation,
                    "waybill_id": sealed.waybill.id,
                    "content": sealed.waybill.to_text(),
                    "seal": sealed.seal,
                    "key": sealed.key,
                }
                for sealed in waybills
            ],
        )
    except IntegrityError as error:
        raise StoreError(
            "One of these waybills was issued before; nothing was issued.", "Load the page again."
        ) from error


_WAYBILLS = select(
    issued_waybills.c.waybill_id,
    issued_waybills.c.content,
    issued_waybills.c.seal,
    issued_waybills.c.key,
    issued_dispatches.c.issued,
    issued_dispatches.c.issued_by,
).join(issued_dispatches, issued_waybills.c.dispatch == issued_dispatches.c.id)

_DISPATCHES = select(*(column for column in issued_dispatches.c if column.name != "content"))


def _of(operation: str) -> Any:
    return issued_dispatches.c.operation == operation


def _of_week(operation: str, plan: str, week: dt.date) -> Select[Any]:
    return _DISPATCHES.where(_of(operation) & (issued_dispatches.c.plan == plan) & (issued_dispatches.c.week == week))


def _waybill(row: Row) -> IssuedWaybill:
    waybill = Waybill.from_values(json.loads(row.content))
    return IssuedWaybill(waybill, row.seal, row.key, aware(row.issued), row.issued_by)
