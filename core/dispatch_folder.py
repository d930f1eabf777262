"""A dispatch as a folder of files; it appears whole or not at all."""

import json
from pathlib import Path

import pandas as pd

from core.domain.dispatch import Dispatch, DispatchRequest
from core.domain.schemas import DISPATCH_TABLES, Table
from core.errors import InvalidTable, SourceUnavailable
from core.whole_folder import json_text, refuse_foreign, write_whole

SUMMARY_FILE = "summary.json"
MOMENT = "%Y-%m-%dT%H:%M:%S"
"""How moments are written."""


def refuse_other_than_dispatch(folder: Path) -> None:
    """Refuse to write a dispatch over anything but a dispatch.

    Raises
    ------
    SourceUnavailable
        If something is there that is no folder, or a folder that holds other things.
    """
    names = {f"{name}.csv" for name in DISPATCH_TABLES} | {SUMMARY_FILE}
    refuse_foreign(folder, names, "visits.csv", "dispatch")


def write_dispatch(dispatch: Dispatch, folder: Path) -> None:
    """Write a dispatch; moments as ``YYYY-MM-DDTHH:MM:SS``, numbers that read back equal.

    Raises
    ------
    SourceUnavailable
        If the folder cannot be written, or holds something that is no dispatch.
    """
    refuse_other_than_dispatch(folder)
    files: dict[str, str | bytes] = {
        f"{name}.csv": dispatch.tables[name][schema.column_names()].to_csv(
            index=False, date_format=MOMENT, lineterminator="\n"
        )
        for name, schema in DISPATCH_TABLES.items()
    }
    write_whole(folder, files | {SUMMARY_FILE: json_text(dispatch.summary)}, "dispatch")


def read_dispatch(folder: Path) -> Dispatch:
    """Read a dispatch from its folder.

    Raises
    ------
    SourceUnavailable
        If a file is missing or cannot be read.
    InvalidTable
        If a cell is not what its column should hold.
    InvalidScenario
        If the question in its summary cannot be asked.
    """
    tables = {name: _read_table(folder / f"{name}.csv", schema) for name, schema in DISPATCH_TABLES.items()}
    try:
        summary = json.loads((folder / SUMMARY_FILE).read_text(encoding="utf-8"))
        question = summary["question"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceUnavailable(
            f"{folder / SUMMARY_FILE} does not say what was asked: {error}.", hint="Make it again with aid route."
        ) from error
    return Dispatch(DispatchRequest.from_values(question), tables, summary)


def _read_table(path: Path, schema: type[Table]) -> pd.DataFrame:
    """A table with the types of its schema; moments are more than the days that tables of an operation hold."""
    try:
        cells = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    except (OSError, ValueError) as error:
        raise SourceUnavailable(f"{path} cannot be read as a table: {error}", hint=_AGAIN) from error
    found = {}
    for name, declared in schema.to_schema().columns.items():
        if name not in cells:
            raise InvalidTable(f"{path.name} has no column “{name}”.", hint=_AGAIN)
        kind = str(declared.dtype)
        try:
            if "datetime" in kind:
                found[name] = pd.to_datetime(cells[name], format=MOMENT).astype("datetime64[ns]")
            elif kind == "bool":
                if not cells[name].isin(["True", "False"]).all():
                    raise ValueError("expected True or False in every row")
                found[name] = cells[name] == "True"
            else:
                found[name] = cells[name].astype(kind)
        except ValueError as error:
            raise InvalidTable(f"{path.name}, column {name}: {error}.", hint=_AGAIN) from error
    return pd.DataFrame(found)


_AGAIN = "Make the dispatch again with aid route."
