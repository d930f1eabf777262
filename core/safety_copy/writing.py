"""Write a safety copy while the planner runs."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.archive import Source, write_archive
from core.errors import StoreError
from core.keys import OwnKey
from core.safety_copy.models import model_members, models_by_hash
from core.safety_copy.reading import KIND, RAW, SECRETS, TABLES
from core.safety_copy.snapshot import Snapshot, snapshot
from core.secrets_folder import SecretsFolder
from core.store import Store

HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Written:
    """What a safety copy holds.

    Attributes
    ----------
    rows
        Table to rows.
    raw_files, secrets
        How many files.
    models
        Version to hash of every model named in it.
    with_models
        Whether their files are in it.
    notes
        What is not in it and should be known, in words.
    """

    rows: dict[str, int]
    raw_files: int
    secrets: int
    models: dict[str, str]
    with_models: bool
    notes: tuple[str, ...]


def write_safety_copy(
    path: Path,
    store: Store,
    models: Path,
    program: str,
    by: str,
    made: dt.datetime,
    secrets: SecretsFolder,
    with_secrets: bool = False,
    with_models: bool = False,
) -> Written:
    """Write every table as it stands at one instant, the raw files, and what else is asked for; sign it.

    Parameters
    ----------
    secrets
        Of this installation: they hold the key that signs.
    with_secrets
        Whether they go along.
    with_models
        Whether the files of trained models go along; else only their names and hashes.

    Raises
    ------
    StoreError
        If the database cannot be read.
    SourceUnavailable
        If the file is there already or cannot be written.
    """
    notes: list[str] = []
    counted = {"raw": 0, "secrets": 0}
    named = models_by_hash(models)
    with snapshot(store.url) as held:
        notes += [f"{name} of the database is unknown to this program and is not copied." for name in held.not_copied]

        def members() -> Iterator[tuple[str, Source]]:
            for table in held.tables:
                yield f"{TABLES}/{table.name}.jsonl", held.lines(table.name)
            # after the tables: every file that a row names was kept before the row
            yield from _raw_files(store.raw.folder, counted, notes)
            for name in secrets.names() if with_secrets else []:
                counted["secrets"] += 1
                yield f"{SECRETS}/{name}", secrets.read(name) or b""
            if with_models:
                yield from model_members(models)

        def about() -> dict[str, object]:
            return {
                "program": program,
                "made": made.isoformat(),
                "by": by,
                "rows": held.rows,
                "columns": _columns(held),
                "models": named,
                "notes": notes,
            }

        write_archive(path, KIND, about, members(), OwnKey(secrets))
        return Written(dict(held.rows), counted["raw"], counted["secrets"], named, with_models, tuple(notes))


def _columns(held: Snapshot) -> dict[str, list[str]]:
    return {table.name: [column.name for column in table.columns] for table in held.tables}


def _raw_files(folder: Path, counted: dict[str, int], notes: list[str]) -> Iterator[tuple[str, Source]]:
    files = sorted(path for path in folder.iterdir() if HASH.fullmatch(path.name)) if folder.is_dir() else []
    for path in files:
        digest = hashlib.sha256()
        try:
            with path.open("rb") as stream:
                while piece := stream.read(1 << 20):
                    digest.update(piece)
        except FileNotFoundError:
            continue  # tidied away meanwhile: nothing names it
        except OSError as error:
            raise StoreError(
                f"The raw file {path.name[:12]} cannot be read: {error.strerror}.", "Try again."
            ) from error
        if digest.hexdigest() != path.name:
            notes.append(f"The raw file {path.name} has been altered and is not copied; an older copy may hold it.")
            continue
        counted["raw"] += 1
        yield f"{RAW}/{path.name}", path
