"""What commands print and write: a summary for people or JSON for a machine, files whole or not at all."""

import json
import os
import re
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.errors import SourceUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from core.domain.finding import Finding
    from core.domain.finding_groups import FindingGroup

SHOWN_KINDS = 40
"""Kinds of findings that a summary tells."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def folder_argument(name: str) -> Any:
    """An argument that is an existing folder; its absence is a fault of the input, said in words."""
    return click.argument(name, type=click.Path(path_type=Path))


def counted(number: int, one: str) -> str:
    """A number with its noun: ``1 error``, ``6,058 errors``."""
    return f"{number:,} {one if number == 1 else one + 's'}"


def levels_counted(findings: "Iterable[Finding]") -> str:
    """Last line of a check: ``1 error, 0 questions, 2 notes.``"""
    from core.domain.finding_groups import faults_by_level

    return ", ".join(counted(number, level) for level, number in faults_by_level(findings).items()) + "."


def findings_told(groups: "list[FindingGroup]", where_all_are: str) -> list[str]:
    """A line for each kind of finding, and where the rest of them is."""
    lines = [group.told() for group in groups[:SHOWN_KINDS]]
    left = len(groups) - SHOWN_KINDS
    return [*lines, f"... and {counted(left, 'kind')} more; {where_all_are}."] if left > 0 else lines


def write_csv(table: "pd.DataFrame", path: Path) -> None:
    """Write a table as CSV with ISO dates; the file appears whole or not at all.

    Raises
    ------
    SourceUnavailable
        If the place cannot be written to.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            # a pipe or a device is written to; a file put in its place would destroy it
            with path.open("w", encoding="utf-8", newline="") as file:
                table.to_csv(file, index=False, date_format="%Y-%m-%d")
            return
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{uuid.uuid4().hex}.draft")
        try:
            with draft.open("x", encoding="utf-8", newline="") as file:
                table.to_csv(file, index=False, date_format="%Y-%m-%d")
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise SourceUnavailable(f"{path} cannot be written: {error.strerror}.", hint="Choose another place.") from error


def write_file(data: bytes, path: Path) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    SourceUnavailable
        If the place cannot be written to.
    """
    try:
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{uuid.uuid4().hex}.draft")
        try:
            draft.write_bytes(data)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise SourceUnavailable(f"{path} cannot be written: {error.strerror}.", hint="Choose another place.") from error


def show(result: dict[str, Any], summary: str, machine: bool) -> None:
    """Print a result: JSON where a machine asked, the summary otherwise."""
    click.echo(machine_text(result) if machine else printable(summary))


def machine_text(result: dict[str, Any]) -> str:
    """A result as one line of JSON; signs that would steer a terminal it is printed on are written as escapes."""
    # they can only stand inside strings, for JSON itself has none of them
    return _UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(result, ensure_ascii=False, default=str))


def printable(text: str) -> str:
    """Text of outsiders for a terminal: nothing in it moves the cursor, changes colours or turns the reading order."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but tab and line feed, those that override the direction of text, and half characters."""


def records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows of a table as plain values, dates as ISO text, blanks as null."""
    from core.services.plain_values import rows_of

    return rows_of(table)
