"""Bring files into an operation folder: looked at first, written whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from core.domain.access import Actor, Right, require
from core.domain.finding import Finding
from core.domain.operation import Operation
from core.errors import SourceUnavailable
from core.intake import read_folder, write_folder
from core.intake.limits import LARGEST_FILE
from core.intake.mapping import ImportAnswers, TableAnswers, read_answers
from core.services.compare_standards import known_standards
from core.services.remember_mappings import coding_key_of, recall_mappings, remember_mappings
from core.services.resources import Resources
from core.services.upload_tables import Preview, preview_tables


@dataclass(frozen=True, eq=False)
class FolderImport:
    """What an import into a folder would do, or did.

    Attributes
    ----------
    preview
        How the files were read and understood, and the operation as it would be.
    written
        Whether the folder holds it now.
    remembered
        Tables whose mapping will be known again.
    """

    preview: Preview
    written: bool = False
    remembered: int = 0


def import_into_folder(
    resources: Resources,
    files: tuple[Path, ...],
    folder: Path,
    answers: ImportAnswers,
    actor: Actor,
    today: pd.Timestamp,
    *,
    dry_run: bool = False,
) -> FolderImport:
    """Add the rows of files to an operation folder by key; nothing is written where any finding is an error.

    Parameters
    ----------
    files
        Paths, read whole.
    actor
        Who brings them in.
    folder
        Of the operation; it is made where it does not exist.
    today
        Counts dated after it are asked about.
    dry_run
        Only look.

    Raises
    ------
    NotAllowed
        Unless the actor may submit data.
    SourceUnavailable
        If a file or the folder cannot be read, or two files have one name.
    InvalidTable
        If the folder holds errors already.
    StoreError
        If the folder cannot be written.
    """
    require(actor, Right.SUBMIT_DATA)
    return import_contents(resources, _contents(files), folder, answers, actor, today, dry_run=dry_run)


def import_contents(
    resources: Resources,
    files: Mapping[str, bytes],
    folder: Path,
    answers: ImportAnswers,
    actor: Actor,
    today: pd.Timestamp,
    *,
    dry_run: bool = False,
) -> FolderImport:
    """The same with files that are read already.

    Parameters
    ----------
    files
        Name and content of each.
    """
    require(actor, Right.SUBMIT_DATA)
    if folder.is_file():
        raise SourceUnavailable(f"{folder} is a file; an operation is a folder.", "Name a folder.")
    current = Operation.build(read_folder(folder)) if folder.is_dir() and any(folder.iterdir()) else None
    preview = preview_tables(
        current,
        files,
        "add",
        today,
        known_standards(resources.settings.standards),
        answers=answers,
        recall=lambda marks: recall_mappings(resources, marks),
        coding_key=lambda: coding_key_of(resources),
    )
    if preview.operation is None or dry_run:
        return FolderImport(preview)
    write_folder(preview.operation, folder, replace=True)
    return FolderImport(preview, True, remember_mappings(resources, preview.imported, answers, actor.name))


def answers_of(file: Path | None, table: str | None) -> ImportAnswers:
    """Answers of a JSON file, and for every table about which it says nothing that it is one of ours.

    Raises
    ------
    SourceUnavailable
        If the file cannot be read.
    DataError
        If the answers cannot be used.
    """
    try:
        answers = read_answers(file.read_text(encoding="utf-8")) if file else ImportAnswers()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnavailable(f"{file} cannot be read: {error}", "Give a JSON file of answers.") from error
    if table is None:
        return answers
    return answers.model_copy(update={"tables": {**answers.tables, "*": TableAnswers(tables=(table,))}})


def told_with_files(findings: tuple[Finding, ...]) -> list[Finding]:
    """Findings whose message names the file where the row alone does not tell it."""
    return [replace(f, message=f"{f.file}: {f.message}") if f.file and f.row is not None else f for f in findings]


def _contents(files: tuple[Path, ...]) -> Mapping[str, bytes]:
    contents: dict[str, bytes] = {}
    for file in files:
        if file.name in contents:
            raise SourceUnavailable(
                f"Two of the files are named {file.name}.", "Rename one, so that findings can name it."
            )
        try:
            size = file.stat().st_size
            if size > LARGEST_FILE:
                raise SourceUnavailable(
                    f"{file.name} has {size / 1e6:,.0f} MB; at most {LARGEST_FILE / 1e6:,.0f} MB are read.",
                    "Split it into several files.",
                )
            contents[file.name] = file.read_bytes()
        except OSError as error:
            raise SourceUnavailable(
                f"{file} cannot be opened: {error.strerror or error}.", "Check the path and the permissions."
            ) from error
    return contents
