"""Write an archive: members one after another, manifest last, in place only once it is whole on the disk."""

import hashlib
import io
import os
import uuid
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from core.archive.manifest import MANIFEST, SIGNATURE, Manifest, Member, usable_name
from core.archive.signature import signature_of
from core.errors import SourceUnavailable
from core.keys import OwnKey

_SAME_DATE = (1980, 1, 1, 0, 0, 0)
"""Date of every member, so that equal content gives equal bytes."""

_PIECE = 1 << 20

Source = bytes | Path | Iterable[bytes]
"""Content of a member: bytes, a file, or pieces made while it is written."""


def refuse_existing(path: Path) -> None:
    """Refuse to write over a file.

    Raises
    ------
    SourceUnavailable
        If something is there already.
    """
    if path.exists() or path.is_symlink():
        raise SourceUnavailable(f"{path} is there already and is left as it is.", "Name a new file.")


def write_archive(
    path: Path,
    kind: str,
    about: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
    members: Iterable[tuple[str, Source]],
    key: OwnKey | None = None,
) -> Manifest:
    """Write an archive; the file appears whole or not at all, and never over another one.

    Parameters
    ----------
    about
        Values of the manifest, or a function that gives them once every member is written.
    members
        Name and content, in the order they are written.
    key
        Signs the manifest; None leaves it unsigned.

    Raises
    ------
    SourceUnavailable
        If a file is there already, or the place cannot be written to.
    """
    refuse_existing(path)
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}.draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # what is written may be confidential: nobody else may read it meanwhile, or later unless its owner says so
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as file:
            manifest = _write(file, kind, about, members, key)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(draft, path)
    except FileExistsError as error:
        raise SourceUnavailable(f"{path} is there already and is left as it is.", "Name a new file.") from error
    except OSError as error:
        raise SourceUnavailable(
            f"{path} cannot be written: {error.strerror or error}.", "Choose another place, with room on its disk."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _put_in_place(draft: Path, path: Path) -> None:
    try:
        # unlike a renaming, a link never replaces a file that somebody put there meanwhile
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        # memory sticks often have a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        os.rename(draft, path)
    if os.name == "posix":
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write(
    file: BinaryIO,
    kind: str,
    about: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
    members: Iterable[tuple[str, Source]],
    key: OwnKey | None,
) -> Manifest:
    written: dict[str, Member] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, source in members:
            if not usable_name(name) or name in written:
                raise ValueError(f"Expected a new plain name for a member, got {name!r}.")
            written[name] = _write_member(archive, name, source)
        manifest = Manifest(kind, about() if callable(about) else about, written)
        data = manifest.to_bytes()
        archive.writestr(_entry(MANIFEST), data)
        if key is not None:
            archive.writestr(_entry(SIGNATURE), signature_of(key, data, kind))
    return manifest


def _write_member(archive: zipfile.ZipFile, name: str, source: Source) -> Member:
    digest, size = hashlib.sha256(), 0
    with archive.open(_entry(name), "w", force_zip64=True) as target:
        for piece in _pieces(source):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    return Member(digest.hexdigest(), size)


def _pieces(source: Source) -> Iterable[bytes]:
    if isinstance(source, bytes):
        stream: BinaryIO = io.BytesIO(source)
    elif isinstance(source, Path):
        stream = source.open("rb")
    else:
        yield from source
        return
    with stream:
        while piece := stream.read(_PIECE):
            yield piece


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _SAME_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the same bytes on every system
    entry.external_attr = 0o600 << 16
    return entry
