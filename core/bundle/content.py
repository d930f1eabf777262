"""The members of a bundle: tables of each version as CSV, the rest as JSON; and back, checked."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from core.archive import Archive, open_archive, signer_of, write_archive
from core.bundle.records import (
    BundledDispatch,
    BundledOverride,
    BundledPlan,
    BundledScenario,
    BundledVersion,
    Name,
    Person,
)
from core.domain.operation import Operation
from core.domain.plain_faults import plain_fault
from core.domain.schemas import OPERATION_TABLES
from core.domain.tabular import csv_header, text_rows
from core.errors import DataError, InvalidScenario, SourceUnavailable
from core.intake.limits import MOST_COLUMNS
from core.intake.writing import operation_files
from core.keys import OwnKey

KIND = "bundle"

LEVELS = ("public", "internal", "confidential")
"""How far a bundle may go, least to most sensitive; whoever makes it says so."""

_SCENARIOS, _PLANS, _OVERRIDES, _DISPATCHES = "scenarios.json", "plans.json", "overrides.json", "dispatches.json"


@dataclass(frozen=True, eq=False)
class BundledOperation:
    """A whole operation as it goes into a bundle and comes out of it.

    Attributes
    ----------
    name
        Name of the operation.
    level
        One of ``LEVELS``.
    program
        Version of the program that made it.
    made, by
        When, with its zone, and who.
    history
        Every version, newest first.
    contents
        Identity to tables, of the newest version at least.
    scenarios, plans, overrides, dispatches
        What people kept beside the data, and the waybills they issued.
    signer
        Public key that signed it; empty before it is written.
    """

    name: str
    level: str
    program: str
    made: Any
    by: str
    history: tuple[BundledVersion, ...]
    contents: Mapping[str, Operation]
    scenarios: tuple[BundledScenario, ...] = ()
    plans: tuple[BundledPlan, ...] = ()
    overrides: tuple[BundledOverride, ...] = ()
    dispatches: tuple[BundledDispatch, ...] = ()
    signer: str = ""

    @property
    def newest(self) -> BundledVersion:
        """The version the bundle is about."""
        return self.history[0]


class _About(BaseModel):
    """Values of the manifest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    operation: Name
    level: str = Field(pattern=f"^({'|'.join(LEVELS)})$")
    program: str = Field(max_length=100)
    made: AwareDatetime
    by: Person
    history: tuple[BundledVersion, ...] = Field(min_length=1)


def write_bundle(path: Path, bundled: BundledOperation, key: OwnKey) -> None:
    """Write and sign a bundle; the same content, time and key give the same bytes.

    Raises
    ------
    SourceUnavailable
        If the file is there already or cannot be written.
    """
    about = _About(
        operation=bundled.name,
        level=bundled.level,
        program=bundled.program,
        made=bundled.made,
        by=bundled.by,
        history=tuple(
            version.model_copy(update={"member": _folder(version) if version.id in bundled.contents else None})
            for version in bundled.history
        ),
    )
    write_archive(path, KIND, about.model_dump(mode="json"), _members(bundled), key)


def read_bundle(file: Path | bytes) -> BundledOperation:
    """Read a bundle: signature first, then every member against its hash, then its content.

    Raises
    ------
    SourceUnavailable
        If it is no bundle, too large, not signed, or altered: names the member.
    DataError, InvalidScenario
        If what it holds cannot be used.
    """
    with open_archive(file, KIND) as archive:
        signer = signer_of(archive.manifest_bytes, archive.signature, KIND)
        archive.verify()
        try:
            about = _About.model_validate(dict(archive.manifest.about))
            scenarios = _records(archive, _SCENARIOS, BundledScenario)
            plans = _records(archive, _PLANS, BundledPlan)
            overrides = _records(archive, _OVERRIDES, BundledOverride)
            # a bundle made before there were waybills has none
            is_there = _DISPATCHES in archive.manifest.members
            dispatches = _records(archive, _DISPATCHES, BundledDispatch) if is_there else ()
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise DataError(
                f"The bundle says what cannot be used: {place}: {plain_fault(first)}.", "Ask for it again."
            ) from error
        contents = {version.id: _operation(archive, version) for version in about.history if version.member is not None}
    if about.history[0].id not in contents:
        raise DataError("The bundle does not hold its newest version.", "Ask for it again.")
    _check_scenarios(scenarios, plans, about.operation)
    for dispatch in dispatches:
        dispatch.taken(about.operation)
    return BundledOperation(
        about.operation, about.level, about.program, about.made, about.by, about.history, contents, scenarios, plans,
        overrides, dispatches, signer,
    )  # fmt: skip


def _folder(version: BundledVersion) -> str:
    return f"versions/{version.number}"


def _members(bundled: BundledOperation) -> Iterator[tuple[str, bytes]]:
    for name, records in (
        (_SCENARIOS, bundled.scenarios),
        (_PLANS, bundled.plans),
        (_OVERRIDES, bundled.overrides),
        (_DISPATCHES, bundled.dispatches),
    ):
        values = [record.model_dump(mode="json") for record in records]
        yield name, (json.dumps(values, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()
    for version in bundled.history:
        if version.id in bundled.contents:
            for file, data in operation_files(bundled.contents[version.id]).items():
                yield f"{_folder(version)}/{file}", data


def _records(archive: Archive, name: str, kind: type[Any]) -> tuple[Any, ...]:
    reader: TypeAdapter[tuple[Any, ...]] = TypeAdapter(tuple[kind, ...])  # type: ignore[valid-type]
    return reader.validate_json(archive.read(name))


def _operation(archive: Archive, version: BundledVersion) -> Operation:
    """The tables of a version, checked against its fingerprint."""
    tables = {}
    for table in OPERATION_TABLES:
        member = f"{version.member}/{table}.csv"
        if member not in archive.manifest.members:
            continue
        data = archive.read(member)
        try:
            header = csv_header(data)
            if len(header) > MOST_COLUMNS:
                raise DataError(
                    f"{member} has {len(header):,} columns; that is more than is read.", "Ask for it again."
                )
            tables[table] = text_rows(data, header)
        except (pa.ArrowException, UnicodeDecodeError, ValueError) as error:
            raise DataError(f"{member} of the bundle cannot be read as a table.", "Ask for it again.") from error
    operation = Operation.build(tables)
    if operation.fingerprint != version.fingerprint:
        raise SourceUnavailable(
            f"Version {version.number} of the bundle reads as {operation.fingerprint[:12]}, but is named "
            f"{version.fingerprint[:12]}.",
            "It was made by another version of this program; use the same one on both sides.",
        )
    return operation


def _check_scenarios(scenarios: tuple[BundledScenario, ...], plans: tuple[BundledPlan, ...], operation: str) -> None:
    wrong = []
    for scenario in scenarios:
        try:
            if scenario.stored().scenario.name != scenario.name:
                wrong.append(f"the scenario “{scenario.name}” has another name inside")
        except InvalidScenario as error:
            wrong.append(f"the scenario “{scenario.name}”: {error.message}")
    for plan in plans:
        try:
            plan.plan(operation)
        except InvalidScenario as error:
            wrong.append(f"the plan {plan.key[:8]}: {error.message}")
    if wrong:
        raise DataError(f"The bundle holds what cannot be used: {'; '.join(wrong[:5])}.", "Ask for it again.")
