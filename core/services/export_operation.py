"""Take an operation out of the planner: protected for a level, in the formats asked for, with what was done to it."""

import hashlib
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
from core.privacy import protect
from core.services.resources import Resources
from core.whole_folder import refuse_foreign, write_whole


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
    own = {ABOUT_FILE, "operation.xlsx", "operation.geojson", "csv", "hxl", "parquet"}
    refuse_foreign(folder, own, ABOUT_FILE, "export")


def write_export(resources: Resources, exported: Exported, folder: Path) -> None:
    """Write the files into a folder that appears whole or not at all, and put that on record.

    Raises
    ------
    SourceUnavailable
        If something else is there, or it cannot be written.
    """
    refuse_occupied_export(folder)
    about = exported.about
    # on record first: what left must never be without its entry, a folder that could not be written may be
    resources.store.decisions.record(
        Decision(
            Act.EXPORT,
            exported.actor,
            about.operation,
            f"{', '.join(exported.formats)}, {about.level.value}",
            seen={"seen_fingerprint": about.data_version, "files": exported.sha256()},
        )
    )
    write_whole(folder, exported.files, "export")
