"""Open an archive of unknown origin: bounded in size, only plain names, every member checked against the manifest."""

import hashlib
import io
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.archive.manifest import LARGEST_MANIFEST, MANIFEST, SIGNATURE, Manifest, usable_name
from core.errors import SourceUnavailable
from core.intake.limits import LARGEST_FILE, LARGEST_UNPACKED, MOST_PACKED_FILES

_PIECE = 1 << 20
_LARGEST_SIGNATURE = 10_000
_NAMED = 5
"""Members that one message names before it counts the others."""

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    LookupError,
    NotImplementedError,
)
"""What reading a zip raises where bytes are not those that were written."""


@dataclass(frozen=True)
class Bounds:
    """How large an archive may be.

    Attributes
    ----------
    file_bytes, unpacked_bytes
        Of the file, and of all members unpacked.
    members
        How many.
    """

    file_bytes: int = LARGEST_FILE
    unpacked_bytes: int = LARGEST_UNPACKED
    members: int = MOST_PACKED_FILES


class Archive:
    """An open archive; ``open_archive`` makes it.

    Attributes
    ----------
    manifest, manifest_bytes
        What it says of itself, and the bytes a signature is about.
    signature
        Bytes of the signature; None where it has none.
    """

    def __init__(self, packed: zipfile.ZipFile, kind: str) -> None:
        self._packed = packed
        self.manifest_bytes = self._small(MANIFEST, LARGEST_MANIFEST, kind)
        self.manifest = Manifest.from_bytes(self.manifest_bytes, kind)
        names = set(packed.namelist())
        self.signature = self._small(SIGNATURE, _LARGEST_SIGNATURE, kind) if SIGNATURE in names else None
        told = set(self.manifest.members)
        strange = sorted(names - told - {MANIFEST, SIGNATURE})
        missing = sorted(told - names)
        if strange:
            raise SourceUnavailable(
                f"This {kind} holds what its manifest does not name: {_named(strange)}.",
                "It was altered after it was made; ask for it again.",
            )
        if missing:
            raise SourceUnavailable(
                f"This {kind} lacks what its manifest names: {_named(missing)}.",
                "It was altered after it was made; ask for it again.",
            )

    def verify(self) -> None:
        """Compare every member with the manifest.

        Raises
        ------
        SourceUnavailable
            Names every member that differs.
        """
        wrong = []
        for name in self.manifest.members:
            try:
                for _ in self.pieces(name):
                    pass
            except SourceUnavailable:
                wrong.append(name)
        if wrong:
            raise _altered(self.manifest.kind, wrong)

    def read(self, name: str) -> bytes:
        """The content of a member, checked.

        Raises
        ------
        SourceUnavailable
            If it is not what the manifest says.
        """
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a member piece by piece; raises at the end where it is not what the manifest says.

        Raises
        ------
        SourceUnavailable
            As ``read``; what came before may be used only after the last piece.
        """
        member = self.manifest.members.get(name)
        if member is None:
            raise SourceUnavailable(f"This {self.manifest.kind} has no {name}.", "It is not one of this program's.")
        digest, size = hashlib.sha256(), 0
        try:
            with self._packed.open(name) as stream:
                while piece := stream.read(_PIECE):
                    digest.update(piece)
                    size += len(piece)
                    if size > member.size:
                        break
                    yield piece
        except _DAMAGE as error:
            raise _altered(self.manifest.kind, [name]) from error
        if size != member.size or digest.hexdigest() != member.sha256:
            raise _altered(self.manifest.kind, [name])

    def _small(self, name: str, most: int, kind: str) -> bytes:
        try:
            with self._packed.open(name) as stream:
                data = stream.read(most + 1)
        except KeyError as error:
            raise SourceUnavailable(f"The file is no {kind}: it has no {name}.", "Choose the right file.") from error
        except _DAMAGE as error:
            raise _altered(kind, [name]) from error
        if len(data) > most:
            raise SourceUnavailable(f"{name} of this {kind} has more than {most:,} bytes.", "Ask for the file again.")
        return data


@contextmanager
def open_archive(file: Path | bytes, kind: str, bounds: Bounds = Bounds()) -> Iterator[Archive]:
    """Open an archive; its names, sizes and manifest are checked, its members when they are read.

    Parameters
    ----------
    file
        Where it is, or its content.

    Raises
    ------
    SourceUnavailable
        If it is no archive of this kind, larger than the bounds, or holds a name that is no plain path.
    """
    try:
        stream = io.BytesIO(file) if isinstance(file, bytes) else file.open("rb")
        size = stream.seek(0, os.SEEK_END)
    except OSError as error:
        raise SourceUnavailable(f"{file!s} cannot be read: {error.strerror}.", f"Name the file of a {kind}.") from error
    with stream:
        if size > bounds.file_bytes:
            raise SourceUnavailable(
                f"The {kind} has {size / 1e6:,.0f} MB; {bounds.file_bytes / 1e6:,.0f} MB are read at most.",
                f"A {kind} of this program is smaller; ask for the file again.",
            )
        try:
            packed = zipfile.ZipFile(stream)
        except _DAMAGE as error:
            raise SourceUnavailable(f"The file is no {kind}, or was cut short.", "Ask for the file again.") from error
        with packed:
            _refuse_hostile(packed, kind, bounds)
            yield Archive(packed, kind)


def _refuse_hostile(packed: zipfile.ZipFile, kind: str, bounds: Bounds) -> None:
    entries = packed.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > bounds.members + 2:
        raise SourceUnavailable(f"This {kind} has {len(entries):,} members; that is more than is read.", _ASK)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > bounds.unpacked_bytes:
        raise SourceUnavailable(
            f"This {kind} unpacks to {unpacked / 1e6:,.0f} MB; {bounds.unpacked_bytes / 1e6:,.0f} MB are read at most.",
            _ASK,
        )
    hostile = [name for name in names if name not in (MANIFEST, SIGNATURE) and not usable_name(name)]
    if hostile:
        raise SourceUnavailable(f"This {kind} holds names that are no plain paths: {_named(hostile)}.", _ASK)
    if len(set(names)) != len(names):
        twice = sorted(name for name, times in Counter(names).items() if times > 1)
        raise SourceUnavailable(f"This {kind} holds a name twice: {_named(twice)}.", _ASK)


_ASK = "It is not one that this program made; ask for the file again."


def _altered(kind: str, names: list[str]) -> SourceUnavailable:
    return SourceUnavailable(
        f"This {kind} was altered or damaged after it was made: {_named(names)}.",
        "Nothing of it was used; ask for it again, or use another copy.",
    )


def _named(names: list[str]) -> str:
    shown = ", ".join(f"“{name[:160]}”" for name in names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED} more"
