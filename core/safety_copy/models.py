"""Trained models in a safety copy: named by the hash of their files, copied only when asked for."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.archive import Archive
from core.errors import StoreError
from core.registry import VERSION

FOLDER = "models"


def models_by_hash(folder: Path) -> dict[str, str]:
    """Version to sha256 over the names and contents of its files."""
    found = {}
    for version in _versions(folder):
        digest = hashlib.sha256()
        for name, path in model_files(folder / version):
            digest.update(f"{name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        found[version] = digest.hexdigest()
    return found


def model_members(folder: Path) -> Iterator[tuple[str, Path]]:
    """Member name and file of every model file."""
    for version in _versions(folder):
        for name, path in model_files(folder / version):
            yield f"{FOLDER}/{version}/{name}", path


def model_files(version: Path) -> list[tuple[str, Path]]:
    """Name below its version and path of every file, sorted."""
    files = [path for path in version.rglob("*") if path.is_file() and not path.is_symlink()]
    return sorted((path.relative_to(version).as_posix(), path) for path in files)


def restore_models(archive: Archive, folder: Path, told: dict[str, str]) -> tuple[list[str], list[str]]:
    """Put back the models of a copy that are not there; which one serves is not touched.

    Returns
    -------
    tuple
        Versions put back, and versions that the copy names but neither it nor this machine holds.

    Raises
    ------
    StoreError
        If a version of the same name is there with other files.
    """
    here = models_by_hash(folder)
    different = sorted(version for version, name in told.items() if here.get(version, name) != name)
    held = {name.split("/")[1] for name in archive.manifest.members if name.startswith(f"{FOLDER}/")}
    if different and held & set(different):
        raise StoreError(
            f"The model {different[0]} is here with other files than in the copy.", "Move it away, then restore again."
        )
    back = sorted(held - set(here))
    for version in back:
        prefix = f"{FOLDER}/{version}/"
        _put_back(archive, [n for n in archive.manifest.members if n.startswith(prefix)], prefix, folder / version)
    return back, sorted((set(told) - set(here) - set(back)) | set(different))


def _put_back(archive: Archive, members: Sequence[str], prefix: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".part-", dir=target.parent))
    try:
        for name in members:
            path = draft / name.removeprefix(prefix)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                for piece in archive.pieces(name):
                    stream.write(piece)
                stream.flush()
                os.fsync(stream.fileno())
        draft.chmod(0o755)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _versions(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.is_dir() and VERSION.fullmatch(path.name) and (path / "metadata").is_dir()
    )
