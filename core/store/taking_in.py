"""Take in what another installation kept, all of it in one transaction or nothing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import IntegrityError

from core.domain.access import Actor, alone
from core.domain.decision import Act, Decision
from core.domain.operation import Operation
from core.errors import StoreError
from core.store.accepted_plans import PlanInfo, record_plan
from core.store.database import overrides, scenarios
from core.store.overrides import Override
from core.store.packing import pack
from core.store.scenarios import StoredScenario
from core.store.store import Store
from core.store.versions import NewVersion, add_version, newest_version
from core.store.waybills import TakenDispatch, digests_of, record_dispatch


@dataclass(frozen=True, eq=False)
class TakenIn:
    """What is taken in.

    Attributes
    ----------
    operation
        The new data version; None where the tables stay.
    sources
        File name to content of what it came from.
    scenarios
        New ones, and those that replace one of the same name.
    plans
        Accepted plans; one whose key is recorded stays as it is.
    overrides
        New figures; ``data_version`` 0 stands for the new data version.
    dispatches
        Issued ones, with their waybills.
    withdrawals
        Identifier of a standing figure, when it was withdrawn, and by whom.
    actor
        Who is put on record; by default somebody of the author's name at a machine without accounts.
    """

    operation: Operation | None
    author: str
    note: str
    sources: Mapping[str, bytes]
    scenarios: tuple[StoredScenario, ...] = ()
    plans: tuple[PlanInfo, ...] = ()
    overrides: tuple[Override, ...] = ()
    dispatches: tuple[TakenDispatch, ...] = ()
    withdrawals: tuple[tuple[int, dt.datetime, str], ...] = ()
    actor: Actor | None = None


def take_in(store: Store, name: str, parent: int | None, taken: TakenIn) -> int | None:
    """Store what was taken in and give the identifier of the newest data version.

    Parameters
    ----------
    name
        The operation.
    parent
        Its newest data version when the merge was made; None where the operation is new here.

    Raises
    ------
    StoreError
        If somebody stored a newer version or the same record since; nothing is changed then.
    """
    content = None if taken.operation is None else pack(taken.operation)
    kept = {file: store.raw.keep(data) for file, data in taken.sources.items()} if taken.operation is not None else {}
    try:
        with store._deciding() as connection:
            newest = newest_version(connection, name)
            if (newest.id if newest else None) != parent:
                raise StoreError(
                    f"Somebody stored a newer version of “{name}” meanwhile; nothing was merged.", "Merge again."
                )
            version = parent
            if taken.operation is not None and content is not None:
                fingerprint = taken.operation.fingerprint
                new = NewVersion(name, parent, fingerprint, content, taken.author, taken.note, kept)
                version = add_version(connection, new, store._time()).id
            _records(connection, name, version, taken)
            store.decisions.append(connection, _decision(name, parent, version, taken))
    except IntegrityError as error:
        raise StoreError(
            f"Somebody stored into “{name}” at the same moment; nothing was merged.", "Merge again."
        ) from error
    return version


def _decision(name: str, parent: int | None, version: int | None, taken: TakenIn) -> Decision:
    told: dict[str, Any] = {
        "data_version": version,
        "parent": parent,
        "scenarios": [stored.scenario.name for stored in taken.scenarios],
        "plans": [plan.key for plan in taken.plans],
        "figures": len(taken.overrides),
        "withdrawals": len(taken.withdrawals),
        "waybills": digests_of(sealed for dispatch in taken.dispatches for sealed in dispatch.waybills),
    }
    if taken.operation is not None:
        told["fingerprint"] = taken.operation.fingerprint
    act = Act.MERGE if taken.operation is None else Act.PUBLISH
    who = taken.actor or alone("store", taken.author)
    return Decision(act, who, name, "what a bundle brought", taken.note, told)


def _records(connection: Connection, name: str, version: int | None, taken: TakenIn) -> None:
    for stored in taken.scenarios:
        same = (scenarios.c.operation == name) & (scenarios.c.name == stored.scenario.name)
        values = {"content": stored.scenario.to_json(), "updated": stored.updated}
        if not connection.execute(update(scenarios).where(same).values(**values)).rowcount:
            connection.execute(
                insert(scenarios).values(operation=name, name=stored.scenario.name, created=stored.created, **values)
            )
    for plan in taken.plans:
        record_plan(connection, replace(plan, operation=name))
    for dispatch in taken.dispatches:
        record_dispatch(connection, replace(dispatch.about, operation=name), dispatch.waybills, dispatch.files)
    for number, when, by in taken.withdrawals:
        standing = (overrides.c.id == number) & overrides.c.withdrawn.is_(None)
        if not connection.execute(update(overrides).where(standing).values(withdrawn=when, withdrawn_by=by)).rowcount:
            raise StoreError("A figure was withdrawn meanwhile; nothing was merged.", "Merge again.")
    for override in taken.overrides:
        beside = override.data_version or version
        if beside is None:
            raise StoreError("A figure needs a data version beside it.", "Merge the data too.")
        whole = replace(override, operation=name, data_version=beside)
        values = {field: getattr(whole, field) for field in Override.__dataclass_fields__ if field != "id"}
        connection.execute(insert(overrides).values(**values))
