"""A folder of result files that appears whole or not at all, and never over something of another kind."""

import json
import os
import shutil
import uuid
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.errors import SourceUnavailable


def refuse_foreign(folder: Path, own: Collection[str], marker: str, what: str) -> None:
    """Refuse to write a result over anything but a result of its kind.

    Parameters
    ----------
    own
        Names of the files such a result may hold.
    marker
        The file without which a folder is none.
    what
        What it is in words: ``plan``.

    Raises
    ------
    SourceUnavailable
        If something is there that is no folder, or a folder that holds other things.
    """
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise SourceUnavailable(f"{folder} is a file; a {what} is a folder.", hint="Name another folder.")
    held = {path.name for path in folder.iterdir()}
    foreign = sorted(held - set(own))
    if foreign:
        raise SourceUnavailable(
            f"{folder} holds “{foreign[0]}”, which is no part of a {what}, and is left as it is.",
            hint=f"Name a folder that does not exist yet, or one that holds a {what}.",
        )
    if held and marker not in held:
        raise SourceUnavailable(
            f"{folder} has no {marker}, so it is no {what}, and is left as it is.",
            hint=f"Name a folder that does not exist yet, or one that holds a {what}.",
        )


def write_whole(folder: Path, files: Mapping[str, str | bytes], what: str) -> None:
    """Write files into a folder that then replaces what was there; ``csv/camps.csv`` goes to a folder within it.

    Raises
    ------
    SourceUnavailable
        If the folder cannot be written.
    """
    target = folder.resolve()
    draft = target.parent / f".{target.name}.{uuid.uuid4().hex}.draft"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir()
        for name, content in files.items():
            (draft / name).parent.mkdir(exist_ok=True)
            _write_synced(draft / name, content)
        for within in {(draft / name).parent for name in files} | {draft}:
            sync_folder(within)
        _put_in_place(draft, target)
    except OSError as error:
        raise SourceUnavailable(
            f"The {what} cannot be written to {folder}: {error.strerror or error}.",
            hint="Name a folder you may write to, with room on its disk.",
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV with ISO dates; numbers read back equal."""
    return table.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n")


def json_text(values: Mapping[str, Any]) -> str:
    """Keys and values as JSON; a number that is none is null."""
    return json.dumps(_plain(values), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(inner) for inner in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _write_synced(path: Path, content: str | bytes) -> None:
    with path.open("wb") as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names of a folder outlive a loss of power, on its own disk or that of a file server."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put_in_place(draft: Path, target: Path) -> None:
    if not target.exists():
        os.replace(draft, target)
        sync_folder(target.parent)
        return
    # a folder that holds files cannot be replaced in one step: the old one steps aside, and comes back on a fault
    aside = draft.with_suffix(".old")
    os.replace(target, aside)
    try:
        os.replace(draft, target)
    except OSError:
        os.replace(aside, target)
        raise
    sync_folder(target.parent)
    shutil.rmtree(aside, ignore_errors=True)
