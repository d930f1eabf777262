"""Merge a bundle of another laptop into an operation: previewed, whole or not at all, nothing lost without a word."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from core.bundle import (
    BundledOperation,
    Entry,
    MergedRecords,
    common_ancestors,
    history_of,
    merge_records,
    read_bundle,
    source_of,
)
from core.domain.access import Actor, Right, require, require_another
from core.domain.operation import Operation
from core.errors import DataError, NotAllowed, SourceUnavailable
from core.intake import read_folder, write_folder
from core.intake.limits import LARGEST_FILE
from core.keys import KnownKeys
from core.secrets_folder import SecretsFolder
from core.services.make_bundle import (
    bundled_dispatches,
    bundled_overrides,
    bundled_plans,
    bundled_scenarios,
    version_identity,
)
from core.services.merge_outcome import Merge, Merging
from core.services.resources import Resources
from core.store import Override, Store, TakenIn, VersionInfo, take_in
from core.three_way import Conflict, Prefer


def merge_bundle(
    resources: Resources,
    actor: Actor,
    file: Path,
    into: str,
    secrets: SecretsFolder,
    prefer: Prefer | None = None,
    dry_run: bool = False,
    trust_this: bool = False,
) -> Merge:
    """Merge a bundle into a stored operation or a folder of tables.

    Parameters
    ----------
    into
        Name of a stored operation, or a folder; where the bundle's own name is stored nowhere, it becomes a new one.
    prefer
        Which side stands in a conflict; without it nothing is changed where there is one.
    dry_run
        Whether to say only what would happen.
    trust_this
        Whether to take this bundle although nobody said to trust its signer.

    Raises
    ------
    NotAllowed
        Unless the actor may submit data (to a folder), or approve and publish them (to a stored operation); if they
        made the bundle themselves; or if the signer is not known: then it is the administrator's to trust the key, for
        a bundle says of itself who made it.
    SourceUnavailable, DataError
        If the bundle was altered or cannot be used.
    StoreError
        If somebody stored a newer version meanwhile.
    """
    store = resources.store
    stored = into in store.operations()
    is_folder = not stored and Path(into).is_dir()
    require(actor, Right.SUBMIT_DATA if is_folder else Right.PUBLISH_DATA)
    data = _content(file)
    bundled = read_bundle(data)
    # a bundle says of itself who made it: who merges must not be the one who believes that, or one person does both
    believes = not actor.signed_in or actor.may(Right.MANAGE_PEOPLE) or is_folder or dry_run
    signer = _signer(bundled, secrets, trust_this, believes)
    if is_folder:
        return _into_folder(bundled, signer, Path(into), prefer, dry_run)
    if not stored and into != bundled.name:
        raise DataError(
            f"There is no stored operation and no folder named “{into}”.",
            f"To open the bundle as a new operation, give its own name: “{bundled.name}”.",
        )
    # whoever made the bundle submitted what is in it; who merges it approves and publishes it
    require_another(actor, bundled.by, Right.APPROVE_DATA)
    return _into_store(store, bundled, signer, into, actor, data, prefer, dry_run)


def trusted_keys(secrets: SecretsFolder) -> dict[str, str]:
    """Keys of other installations by name."""
    return KnownKeys(secrets).all()


def trust_key(actor: Actor, secrets: SecretsFolder, name: str, key: str) -> None:
    """Believe bundles signed with a key from now on; the administrator's decision."""
    require(actor, Right.MANAGE_PEOPLE)
    KnownKeys(secrets).trust(name, key)


def forget_key(actor: Actor, secrets: SecretsFolder, name: str) -> None:
    """Believe them no longer."""
    require(actor, Right.MANAGE_PEOPLE)
    KnownKeys(secrets).forget(name)


def revoked_keys(secrets: SecretsFolder) -> dict[str, str]:
    """Keys nobody may believe any more, with the name they had."""
    return KnownKeys(secrets).revoked()


def revoke_key(actor: Actor, secrets: SecretsFolder, named: str) -> None:
    """Believe a key never again, named or given as it is: not in bundles, and not on waybills."""
    require(actor, Right.MANAGE_PEOPLE)
    KnownKeys(secrets).revoke(named)


def _content(file: Path) -> bytes:
    """The file, read once, so that what is kept of it is what was checked."""
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            raise SourceUnavailable(
                f"{file} has {size / 1e6:,.0f} MB; a bundle has {LARGEST_FILE / 1e6:,.0f} MB at most.",
                "Ask for one of the newest version only.",
            )
        return file.read_bytes()
    except OSError as error:
        raise SourceUnavailable(f"{file} cannot be read: {error.strerror}.", "Name the file of a bundle.") from error


def _signer(bundled: BundledOperation, secrets: SecretsFolder, trust_this: bool, believes: bool) -> str:
    known = KnownKeys(secrets)
    if bundled.signer in known.revoked():
        raise NotAllowed(
            f"The bundle is signed by a key that was revoked: {known.revoked()[bundled.signer] or bundled.signer}.",
            "Ask for it again, signed with the new key.",
        )
    name = known.signer_name(bundled.signer)
    if name is None and not (trust_this and believes):
        raise NotAllowed(
            f"The bundle is whole, but signed by a key nobody here trusts: {bundled.signer}. It says that "
            f"{bundled.by or 'nobody named'} made it on {bundled.made:%Y-%m-%d %H:%M} UTC.",
            "Ask them for their key (aid bundle --key). If it is this one: aid keys trust NAME KEY, "
            "by an administrator." + (" To take only this bundle: --trust-this." if believes else ""),
        )
    return name or bundled.signer


def _into_folder(bundled: BundledOperation, signer: str, folder: Path, prefer: Prefer | None, dry_run: bool) -> Merge:
    ours = Operation.build(read_folder(folder))
    common = common_ancestors([Entry("", ours.fingerprint)], _their_history(bundled))
    merged = Merging(bundled, ours, [ours] if common else [], prefer)
    notes = ["A folder holds tables only: scenarios, plans, own figures and waybills of the bundle stay in it."]
    if merged.result is None or dry_run or not merged.changes:
        return merged.told(False, signer, notes)
    write_folder(merged.result, folder, replace=True)
    return merged.told(True, signer, notes)


def _into_store(
    store: Store,
    bundled: BundledOperation,
    signer: str,
    name: str,
    actor: Actor,
    data: bytes,
    prefer: Prefer | None,
    dry_run: bool,
) -> Merge:
    versions = store.versions(name)
    ours = store.load_version(versions[0].id) if versions else None
    history = history_of(versions)
    known = any(entry.id == bundled.newest.id for entry in history)
    common = () if known else common_ancestors(history, _their_history(bundled))
    found = [_content_of(entry, store, bundled, versions) for entry in common]
    # one whose tables are nowhere here is none: what it would have told must be asked
    ancestors = [operation for operation in found if operation is not None] if None not in found else []
    merged = Merging(bundled, ours, ancestors, prefer, known=known)
    records = merge_records(
        (bundled_scenarios(store, name), bundled.scenarios),
        (bundled_plans(store, name), bundled.plans),
        (bundled_overrides(store, name), bundled.overrides),
        (bundled_dispatches(store, name), bundled.dispatches),
        prefer,
    )
    merged.add(records)
    if merged.result is None or dry_run or not (merged.changes or records):
        return merged.told(False, signer, [])
    taken = TakenIn(
        operation=merged.result if merged.changes else None,
        author=actor.name,
        note=_note(bundled, signer, merged.conflicts),
        sources={source_of(bundled.newest.id): data},
        scenarios=tuple(scenario.stored() for scenario in records.scenarios),
        plans=tuple(plan.plan(name) for plan in records.plans),
        overrides=_overrides(records, versions, name, merged.changes),
        dispatches=tuple(dispatch.taken(name) for dispatch in records.dispatches),
        withdrawals=_withdrawals(store, records, name),
        actor=actor,
    )
    take_in(store, name, versions[0].id if versions else None, taken)
    return merged.told(True, signer, [])


def _their_history(bundled: BundledOperation) -> list[Entry]:
    entries = []
    for version in bundled.history:
        entries.append(Entry(version.id, version.fingerprint))
        entries += [Entry(merged) for merged in version.merged]
    return entries


def _content_of(
    common: Entry, store: Store, bundled: BundledOperation, versions: Sequence[VersionInfo]
) -> Operation | None:
    """The tables of a version both came from; None where they are nowhere here."""
    for version in versions:
        if version_identity(version) == common.id or version.fingerprint == common.fingerprint:
            return store.load_version(version.id)
    for told in bundled.history:
        if told.id in bundled.contents and (told.id == common.id or told.fingerprint == common.fingerprint):
            return bundled.contents[told.id]
    for version in versions:
        kept = version.sources.get(source_of(common.id))
        if kept is not None:
            earlier = read_bundle(store.raw.read(kept))
            return earlier.contents[earlier.newest.id]
    return None


def _note(bundled: BundledOperation, signer: str, conflicts: Sequence[Conflict]) -> str:
    decided = f" {len(conflicts)} conflicts were decided for {conflicts[0].kept}." if conflicts else ""
    return (
        f"Merged version {bundled.newest.number} of “{bundled.name}”, made by {bundled.by or 'nobody named'} on "
        f"{bundled.made:%Y-%m-%d %H:%M} UTC, signed by {signer}.{decided}"
    )


def _overrides(
    records: MergedRecords, versions: Sequence[VersionInfo], name: str, is_new: bool
) -> tuple[Override, ...]:
    here: dict[str, int] = {}
    for version in versions:
        here.setdefault(version_identity(version), version.id)
        here |= {entry.id: version.id for entry in history_of([version])[1:]}
    # beside a version that is not here, a figure stands beside the one that holds the merge
    other = 0 if is_new or not versions else versions[0].id
    return tuple(override.override(name, here.get(override.version or "", other)) for override in records.overrides)


def _withdrawals(store: Store, records: MergedRecords, name: str) -> tuple[tuple[int, dt.datetime, str], ...]:
    numbers = {(o.camp_id, o.week, o.author, o.created): o.id for o in store.overrides.of(name)}
    return tuple(
        (numbers[(w.override.camp_id, w.override.week, w.override.author, w.override.created)], w.when, w.by)
        for w in records.withdrawals
    )
