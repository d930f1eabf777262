"""The whole operation as one signed file that another laptop opens."""

import datetime as dt
from pathlib import Path

from core import __version__
from core.archive import OwnKey
from core.bundle import (
    LEVELS,
    BundledOperation,
    identity,
    merged_source,
    write_bundle,
)
from core.bundle.records import BundledOverride, BundledPlan, BundledScenario, BundledVersion
from core.domain.access import Actor, Right, require
from core.domain.decision import Act, Decision
from core.domain.operation import Operation
from core.errors import DataError, StoreError
from core.intake import read_folder
from core.secrets_folder import SecretsFolder
from core.services.resources import Resources
from core.store import Store, VersionInfo


def make_bundle(
    resources: Resources,
    actor: Actor,
    operation: str,
    out: Path,
    secrets: SecretsFolder,
    level: str = "confidential",
    every_version: bool = False,
) -> BundledOperation:
    """Write an operation, as it is and unblurred, into a signed file.

    Parameters
    ----------
    operation
        Name of a stored operation, or a folder of tables.
    level
        How far the file may go: ``public``, ``internal``, ``confidential``.
    every_version
        Whether the tables of all data versions go along; else those of the newest, and the fingerprints of the others.

    Raises
    ------
    NotAllowed
        Unless the actor may take confidential data out: nothing in a bundle is blurred, whatever its level says.
    StoreError, SourceUnavailable, DataError
        If there is no such operation, or the file cannot be written.
    """
    if level not in LEVELS:
        raise DataError(f"The level is “{level}”; one of {', '.join(LEVELS)} was expected.", "Choose one of them.")
    # whatever level its maker writes on it, it holds exact places, small counts and people's own figures
    require(actor, Right.EXPORT_CONFIDENTIAL)
    made = resources.store.now()
    if operation not in resources.store.operations():
        bundled = _of_folder(Path(operation), level, made, actor)
    else:
        bundled = of_store(resources.store, operation, level, made, actor.name, every_version)
        # on record first: what left must never be without its entry, a file that could not be written may be
        seen = {"level": level, "versions": len(bundled.history), "newest": bundled.newest.fingerprint}
        resources.store.decisions.record(Decision(Act.EXPORT, actor, operation, f"a bundle, {level}", seen=seen))
    write_bundle(out, bundled, OwnKey(secrets))
    return bundled


def of_store(
    store: Store, operation: str, level: str, made: dt.datetime, by: str, every_version: bool = False
) -> BundledOperation:
    """A stored operation as it goes into a bundle; parameters as in ``make_bundle``."""
    versions = store.versions(operation)
    taken = versions if every_version else versions[:1]
    return BundledOperation(
        name=operation,
        level=level,
        program=__version__,
        made=made,
        by=by,
        history=tuple(bundled_version(version) for version in versions),
        contents={version_identity(version): store.load_version(version.id) for version in taken},
        scenarios=bundled_scenarios(store, operation),
        plans=bundled_plans(store, operation),
        overrides=bundled_overrides(store, operation),
    )


def version_identity(version: VersionInfo) -> str:
    """``identity`` of a stored version."""
    return identity(version.fingerprint, version.created, version.author, version.number)


def bundled_version(version: VersionInfo) -> BundledVersion:
    """A stored version as the history of a bundle tells it."""
    return BundledVersion(
        id=version_identity(version),
        number=version.number,
        fingerprint=version.fingerprint,
        created=version.created,
        author=version.author,
        note=version.note,
        sources=dict(version.sources),
        merged=merged_source(version.sources),
    )


def bundled_scenarios(store: Store, operation: str) -> tuple[BundledScenario, ...]:
    """Every stored scenario, by name."""
    return tuple(BundledScenario.of(stored) for stored in store.scenarios.of(operation).values())


def bundled_plans(store: Store, operation: str) -> tuple[BundledPlan, ...]:
    """Every accepted plan, the oldest first."""
    return tuple(sorted(map(BundledPlan.of, store.plans(operation)), key=lambda plan: (plan.created, plan.key)))


def bundled_overrides(store: Store, operation: str) -> tuple[BundledOverride, ...]:
    """Every own figure, withdrawn ones too, the oldest first."""
    names = {version.id: version_identity(version) for version in store.versions(operation)}
    made = [
        BundledOverride.of(override, names.get(override.data_version)) for override in store.overrides.of(operation)
    ]
    return tuple(sorted(made, key=lambda o: (o.created, o.camp_id, o.week, o.author)))


def public_key(secrets: SecretsFolder) -> str:
    """The public key of this installation, for others to trust; made at first use."""
    return OwnKey(secrets).public


def _of_folder(folder: Path, level: str, made: dt.datetime, actor: Actor) -> BundledOperation:
    if not folder.is_dir():
        raise StoreError(
            f"There is no stored operation and no folder named “{folder}”.", "Name one of them, as it is written."
        )
    operation = Operation.build(read_folder(folder))
    name = operation.settings.name or folder.name
    # a folder has no history: its content is its identity
    start = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    version = BundledVersion(
        id=identity(operation.fingerprint, start, "", 1),
        number=1,
        fingerprint=operation.fingerprint,
        created=start,
        author="",
        note="From a folder",
        sources={},
    )
    return BundledOperation(name, level, __version__, made, actor.name, (version,), {version.id: operation})
