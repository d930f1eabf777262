"""Open a safety copy and check all of it before anything is touched."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from core.archive import Archive, Bounds, open_archive, signer_of
from core.errors import SourceUnavailable
from core.safety_copy.cells import row_of

KIND = "safety copy"
TABLES, RAW, SECRETS = "tables", "raw", "secrets"

MOST_MEMBERS = 1_000_000
MOST_PACKING = 1_100
"""Times that a zip can pack at most."""

LONGEST_LINE = 1_500_000_000
"""Bytes of one row; the tables of a data version have 600 MB at most, packed and written as text a third more."""


class About(BaseModel):
    """What the manifest of a safety copy says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    program: str = Field(max_length=200)
    made: AwareDatetime
    by: str = Field(max_length=200)
    rows: Mapping[str, int]
    columns: Mapping[str, list[str]]
    models: Mapping[str, str]
    notes: list[str]


class SafetyCopy:
    """An open safety copy; ``open_safety_copy`` makes it."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        try:
            self.about = About.model_validate(dict(archive.manifest.about))
        except ValidationError as error:
            raise SourceUnavailable("The manifest of this safety copy cannot be read.", "Use another copy.") from error
        told = {f"{TABLES}/{name}.jsonl" for name in self.about.rows}
        found = {name for name in archive.manifest.members if name.startswith(f"{TABLES}/")}
        if told != found or set(self.about.rows) != set(self.about.columns):
            raise SourceUnavailable("The manifest of this safety copy contradicts itself.", "Use another copy.")

    def verify(self) -> None:
        """Check every member against its hash and every row for being one.

        Raises
        ------
        SourceUnavailable
            Names what is wrong.
        """
        self.archive.verify()
        for name, expected in self.about.rows.items():
            found = sum(1 for _ in self.rows(name))
            if found != expected:
                raise SourceUnavailable(
                    f"The table {name} of this safety copy has {found:,} rows; {expected:,} were written.",
                    "Use another copy.",
                )

    def signer(self) -> str | None:
        """The public key that signed it; None where it is not signed.

        Raises
        ------
        SourceUnavailable
            If it was altered after it was signed.
        """
        if self.archive.signature is None:
            return None
        return signer_of(self.archive.manifest_bytes, self.archive.signature, KIND)

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a table, each with every column it was written with.

        Raises
        ------
        SourceUnavailable
            If a line is no row of this table.
        """
        columns = set(self.about.columns[name])
        for line in _lines(self.archive.pieces(f"{TABLES}/{name}.jsonl")):
            try:
                row = row_of(line)
            except (ValueError, TypeError, RecursionError) as error:
                raise SourceUnavailable(
                    f"A row of the table {name} of this safety copy cannot be read.", "Use another copy."
                ) from error
            if set(row) != columns:
                raise SourceUnavailable(
                    f"A row of the table {name} of this safety copy has other columns than it says.",
                    "Use another copy.",
                )
            yield row

    def members(self, folder: str) -> list[str]:
        """Names of the members below a folder."""
        return [name for name in self.archive.manifest.members if name.startswith(f"{folder}/")]


@contextmanager
def open_safety_copy(path: Path, room: Path | None = None) -> Iterator[SafetyCopy]:
    """Open a safety copy.

    Parameters
    ----------
    room
        Folder it is to be put back into: what it unpacks to must have room on that disk. None to only look at it, which
        unpacks nothing to disk.

    Raises
    ------
    SourceUnavailable
        If it is none, was altered, or has no room.
    """
    size = path.stat().st_size if path.is_file() else 0
    unpacked = size * MOST_PACKING
    if room is not None:
        folder = room.absolute()
        unpacked = shutil.disk_usage(next(p for p in (folder, *folder.parents) if p.is_dir())).free
    bounds = Bounds(file_bytes=max(size, 1), unpacked_bytes=max(unpacked, 1), members=MOST_MEMBERS)
    with open_archive(path, KIND, bounds) as archive:
        yield SafetyCopy(archive)


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest: list[bytes] = []
    held = 0
    for piece in pieces:
        *whole, last = piece.split(b"\n")
        for line in whole:
            yield b"".join([*rest, line])
            rest, held = [], 0
        rest.append(last)
        held += len(last)
        if held > LONGEST_LINE:
            raise SourceUnavailable("A row of this safety copy is longer than any that was written.", "Use another.")
    if held:
        raise SourceUnavailable("A table of this safety copy ends within a row.", "Use another copy.")
