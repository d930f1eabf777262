"""Check the record of decisions, and that what it names is still what it was."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.decision import Act
from core.errors import AidError, StoreError
from core.services.rebuild_version import Rebuilt, rebuild_version
from core.services.recorded_steps import faults_of_steps
from core.services.resources import Resources
from core.store import Entry, PlanState, Verification, VersionInfo

__all__ = ["Entry", "Verification", "Verified", "decisions_of", "verify_decisions"]


@dataclass(frozen=True)
class Verified:
    """What was found.

    Attributes
    ----------
    chain
        The chain of entries.
    faults
        What else is wrong, in words: a version or a plan that is not what an entry says, a version without an entry.
    notes
        What is no fault: versions stored before the record began.
    rebuilt
        Versions made again from their raw files, where that was asked.
    """

    chain: Verification
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rebuilt: tuple[Rebuilt, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.chain.holds and not self.faults


def decisions_of(resources: Resources, operation: str | None = None, most: int | None = None) -> list[Entry]:
    """Entries, newest first; of one operation where it is named, at most ``most`` where given."""
    return resources.store.decisions.entries(operation, most)


def verify_decisions(
    resources: Resources, expect: str | None = None, raw: bool = False, tables: bool = True
) -> Verified:
    """Check the chain from the first entry to the last, then the versions and plans it names.

    Parameters
    ----------
    expect
        Hash of an entry that was written down earlier, which the chain must still contain.
    raw
        Make every version that came from files again from those files.
    tables
        Compare the tables of every version with its fingerprint; without it they are compared only when they are read.
    """
    store = resources.store
    chain = store.decisions.verify(expect)
    if chain.broken is not None and not _is_cut_off(chain):
        return Verified(chain)
    entries = store.decisions.entries()[::-1]
    versions = [version for name in store.operations() for version in store.versions(name)]
    faults = [*_faults_of_versions(entries, versions), *faults_of_steps(entries)]
    unrecorded, notes = _versions_without_entry(entries, versions)
    faults += unrecorded
    faults += _faults_of_plans(resources, entries)
    faults += _faults_of_waybills(resources, entries)
    faults += [
        f"the guard {name} of the table {table} was taken off: rows of it could be changed or deleted. "
        "Restoring a safety copy puts it back."
        for table, name in store.missing_guards()
    ]
    if tables:
        faults += _faults_of_tables(resources, versions)
    rebuilt = tuple(rebuild_version(resources, version) for version in versions) if raw else ()
    faults += [
        f"version {each.version.number} of “{each.version.operation}” is not what its files make: {each.why}."
        for each in rebuilt
        if each.same is False
    ]
    return Verified(chain, tuple(faults), tuple(notes), rebuilt)


def _is_cut_off(chain: Verification) -> bool:
    """Whether all entries that are there hold, and only some that were expected are not there."""
    return chain.broken == chain.entries + 1


def _faults_of_versions(entries: Iterable[Entry], versions: list[VersionInfo]) -> list[str]:
    stored = {version.id: version for version in versions}
    faults = []
    for entry in entries:
        if entry.act not in (Act.PUBLISH, Act.ROLL_BACK):
            continue
        version = stored.get(entry.seen.get("data_version", -1))
        if version is None:
            faults.append(f"entry {entry.number}: {entry.subject} of “{entry.operation}” is not there.")
        elif version.fingerprint != entry.seen.get("fingerprint"):
            faults.append(f"entry {entry.number}: {entry.subject} of “{entry.operation}” is not what was published.")
        elif (version.operation, version.number) != (entry.operation, entry.seen.get("number", version.number)):
            faults.append(
                f"entry {entry.number}: {entry.subject} of “{entry.operation}” is kept as version {version.number} of "
                f"“{version.operation}”."
            )
    return faults


def _faults_of_tables(resources: Resources, versions: Iterable[VersionInfo]) -> list[str]:
    """Versions whose tables are not those of their fingerprint."""
    faults = []
    for version in versions:
        try:
            resources.store.load_version(version.id)
        except AidError as error:
            faults.append(f"version {version.number} of “{version.operation}”: {error.message}")
    return faults


def _versions_without_entry(entries: list[Entry], versions: list[VersionInfo]) -> tuple[list[str], list[str]]:
    """Faults: versions put in since the record began; notes: those that were there before."""
    began = entries[0].time if entries else None
    recorded = {entry.seen.get("data_version") for entry in entries if entry.act in (Act.PUBLISH, Act.ROLL_BACK)}
    first = min((known for known in recorded if isinstance(known, int)), default=math.inf)
    faults, notes = [], []
    for version in versions:
        words = f"version {version.number} of “{version.operation}” has no entry"
        if version.id in recorded:
            continue
        # a date can be written by hand; identifiers are counted up, and those before the first recorded one are taken
        if began is None or (version.created < began and 0 < version.id < first):
            notes.append(f"{words}: it was stored before the record began.")
        else:
            faults.append(f"{words}: it was put in by other means.")
    return faults, notes


def _faults_of_plans(resources: Resources, entries: Iterable[Entry]) -> list[str]:
    """Approved plans that are not those on record, and such that nobody approved."""
    faults, approved = [], set()
    for entry in entries:
        if entry.act != Act.APPROVE_PLAN:
            continue
        try:
            number = int(entry.subject.removeprefix("plan "))
            found = resources.store.proposals.get(number)
            resources.store.proposals.files(number)
        except (StoreError, ValueError) as error:
            told = error.message if isinstance(error, StoreError) else "it is not named by a number"
            faults.append(f"entry {entry.number}: {entry.subject} of “{entry.operation}”: {told}")
            continue
        approved.add(number)
        now = (found.operation, dict(found.files), found.scenario.to_values(), found.data_version, found.key)
        then = (entry.operation, *(entry.seen.get(key) for key in ("files", "scenario", "data_version", "plan_key")))
        if now != then:
            faults.append(f"entry {entry.number}: {entry.subject} is not what was approved.")
    faults += [
        f"plan {plan.id} of “{plan.operation}” is kept as approved, and no entry says that anybody approved it."
        for plan in resources.store.proposals.of(state=PlanState.APPROVED)
        if plan.id not in approved
    ]
    return faults


def _faults_of_waybills(resources: Resources, entries: Iterable[Entry]) -> list[str]:
    """Issued waybills that are not what an entry says, and such that no entry names."""
    told = {
        (entry.operation, waybill): (entry.number, digest)
        for entry in entries
        for waybill, digest in dict(entry.seen.get("waybills") or {}).items()
    }
    kept = {
        (operation, each.id): each.waybill.digest.hex()
        for operation in {name for name, _ in told} | set(resources.store.operations())
        for each in resources.store.waybills.all(operation)
    }
    faults = [
        f"entry {number}: waybill {waybill} of “{operation}” "
        f"{'is not what was issued' if (operation, waybill) in kept else 'is not there'}."
        for (operation, waybill), (number, digest) in told.items()
        if kept.get((operation, waybill)) != digest
    ]
    faults += [
        f"waybill {waybill} of “{operation}” is kept as issued, and no entry says that anybody issued it."
        for operation, waybill in kept
        if (operation, waybill) not in told
    ]
    return faults
