"""Take an operation out of the planner: protected for a level, in the formats asked for, with what was done to it."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core import __version__
from core.domain.access import Actor, require
from core.domain.decision import Act, Decision
from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES, REQUIRED_TABLES
from core.domain.sensitivity import Sensitivity, right_to_export
from core.errors import AidError
from core.exchange import ABOUT_FILE, FORMATS, About, Outgoing, about_file
from core.intake import table_csv
from core.privacy import protect
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.whole_folder import refuse_foreign, write_whole

EXPORT_FORMATS = {
    "xlsx": "Workbook (xlsx)",
    "csv": "Tables (csv)",
    "hxl": "Tables with HXL tags (csv)",
    "geojson": "Map (geojson)",
    "parquet": "Tables (parquet)",
    "3w": "Who did what where, with HXL tags (csv)",
    "openboxes": "Stock for OpenBoxes (csv)",
    "msupply": "Stock for Open mSupply (csv)",
}
"""Formats of an export, in words."""
_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""Time of every file in an archive, so that equal exports make equal archives."""


@dataclass(frozen=True, eq=False)
class Exported:
    """What was taken out, so that it can be handed over and recorded.

    Attributes
    ----------
    files
        File name (a folder within by ``/``) to content.
    about
        Level, versions, date, what was done.
    formats, tables
        What was written.
    actor
        Who took it out.
    """

    files: Mapping[str, bytes]
    about: About
    formats: tuple[str, ...]
    tables: tuple[str, ...]
    actor: Actor

    def sha256(self) -> dict[str, str]:
        """Hash of each file, by which a copy can be recognised later."""
        return {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}


def export_operation(
    operation: Operation, formats: Sequence[str], level: Sensitivity, day: pd.Timestamp, actor: Actor
) -> Exported:
    """Files of an operation at a level of sensitivity.

    Parameters
    ----------
    formats
        Keys of ``core.exchange.FORMATS``.
    day
        Date of the export.

    Raises
    ------
    NotAllowed
        If the actor may not take data of this level out.
    AidError
        If a format is not known.
    """
    require(actor, right_to_export(level))
    known_formats(formats)
    tables = {
        name: operation.filled(name) for name in OPERATION_TABLES if operation.has(name) or name in REQUIRED_TABLES
    }
    protected = protect(tables, level)
    about = About(
        operation=operation.settings.name,
        illustrative=operation.settings.illustrative,
        level=level,
        date=f"{day:%Y-%m-%d}",
        data_version=operation.fingerprint,
        program_version=__version__,
        done=protected.done,
    )
    outgoing = Outgoing(protected.tables, about)
    chosen = tuple(dict.fromkeys(formats))
    files = {name: content for form in chosen for name, content in FORMATS[form](outgoing).items()}
    return Exported(files | {ABOUT_FILE: about_file(outgoing)}, about, chosen, tuple(protected.tables), actor)


def export_stored(
    resources: Resources,
    opened: OpenOperation,
    formats: Sequence[str],
    level: Sensitivity,
    day: pd.Timestamp,
    actor: Actor,
) -> Exported:
    """The same of a stored data version, put on record; raises as ``export_operation``."""
    exported = export_operation(opened.operation, formats, level, day, actor)
    number, name = opened.version.number, opened.version.operation
    _record(resources, exported, name, f"version {number}, ", {"data_version": number})
    return exported


def export_unstored(
    resources: Resources,
    operation: Operation,
    formats: Sequence[str],
    level: Sensitivity,
    day: pd.Timestamp,
    actor: Actor,
) -> Exported:
    """The same of an operation in a folder, put on record by its fingerprint; raises as ``export_operation``."""
    exported = export_operation(operation, formats, level, day, actor)
    _record(resources, exported, exported.about.operation, "", {})
    return exported


def _record(resources: Resources, exported: Exported, operation: str, which: str, version: Mapping[str, int]) -> None:
    """Before anything is written: what left must not be without its entry, a file that was not written may be."""
    level = exported.about.level
    seen = {
        **version,
        "level": str(level),
        "formats": list(exported.formats),
        "tables": list(exported.tables),
        "fingerprint": exported.about.data_version,
        "program": __version__,
        "files": exported.sha256(),
    }
    subject = f"{which}{level}, as {', '.join(exported.formats)}"
    resources.store.decisions.record(Decision(Act.EXPORT, exported.actor, operation, subject, seen=seen))


def export_table(resources: Resources, opened: OpenOperation, table: str, actor: Actor) -> bytes:
    """One stored table as CSV, nothing left out or hidden; put on record.

    Raises
    ------
    NotAllowed
        If the actor may not take strictly confidential data out.
    """
    level, version = Sensitivity.STRICTLY_CONFIDENTIAL, opened.version
    require(actor, right_to_export(level))
    content = table_csv(opened.operation.filled(table))
    seen = {
        "level": str(level),
        "formats": ["csv"],
        "tables": [table],
        "data_version": version.number,
        "fingerprint": opened.operation.fingerprint,
        "program": __version__,
        "files": {f"{table}.csv": hashlib.sha256(content).hexdigest()},
    }
    subject = f"version {version.number}, {level}, {table} as csv"
    resources.store.decisions.record(Decision(Act.EXPORT, actor, version.operation, subject, seen=seen))
    return content


def export_archive(exported: Exported) -> bytes:
    """The files of an export as one zip; equal files make equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in exported.files.items():
            archive.writestr(zipfile.ZipInfo(name, _ALWAYS), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def known_formats(formats: Sequence[str]) -> None:
    """Refuse a format that nobody can write.

    Raises
    ------
    AidError
        Names every format that is not known, and those that are.
    """
    unknown = [form for form in formats if form not in FORMATS]
    if unknown or not formats:
        came = f"“{', '.join(unknown)}” is no format of an export." if unknown else "No format was named."
        raise AidError(came, f"Name some of {', '.join(FORMATS)}, parted by commas.")


def refuse_occupied_export(folder: Path) -> None:
    """Refuse to write an export over anything but an export.

    Raises
    ------
    SourceUnavailable
        If something else is there.
    """
    own = {ABOUT_FILE, "operation.xlsx", "operation.geojson", "3w.csv", "csv", "hxl", "parquet", "openboxes", "msupply"}
    refuse_foreign(folder, own, ABOUT_FILE, "export")


def write_export(exported: Exported, folder: Path) -> None:
    """Write the files into a folder that appears whole or not at all.

    Raises
    ------
    SourceUnavailable
        If something else is there, or it cannot be written.
    """
    refuse_occupied_export(folder)
    write_whole(folder, exported.files, "export")
