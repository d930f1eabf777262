"""The one place of secrets: keys of this installation, never in the tree, never in a bundle.

The folder is ``AID_SECRETS``, or ``secrets`` in the working folder; only its owner may read it.
"""

import contextlib
import os
import re
import stat
import subprocess
import uuid
from collections.abc import Mapping
from pathlib import Path

from core.errors import SourceUnavailable

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
LARGEST_SECRET = 1_000_000
"""Bytes; what is larger is no key."""


def secrets_folder(home: Path, environment: Mapping[str, str] = os.environ) -> "SecretsFolder":
    """The secrets of the installation whose working folder is ``home``; nothing is made yet."""
    return SecretsFolder(Path(environment.get("AID_SECRETS") or home / "secrets").absolute())


class SecretsFolder:
    """Files that only their owner may read (folder 0700, files 0600), each written whole or not at all.

    Parameters
    ----------
    folder
        Where they live; made at first writing, refused where git would track it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def names(self) -> list[str]:
        """Names of what is kept, sorted."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if path.is_file() and _NAME.fullmatch(path.name))

    def read(self, name: str) -> bytes | None:
        """A secret; None where there is none of this name.

        Raises
        ------
        SourceUnavailable
            If others may read it, or it cannot be read.
        """
        path = self._path(name)
        try:
            about = path.stat()
            if os.name == "posix" and stat.S_IMODE(about.st_mode) & 0o077:
                raise SourceUnavailable(
                    f"The secret {name} in {self.folder} may be read by others.",
                    f"Make sure nobody has copied it, then: chmod 600 {path}",
                )
            if about.st_size > LARGEST_SECRET:
                raise SourceUnavailable(f"The secret {name} has {about.st_size:,} bytes.", "Put the right file back.")
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SourceUnavailable(
                f"The secret {name} in {self.folder} cannot be read: {error.strerror}.", "Check whose file it is."
            ) from error

    def keep(self, name: str, data: bytes, *, replace: bool = False) -> bytes:
        """Write a secret and give what is kept; without ``replace`` one that is there already stays and is given.

        Raises
        ------
        SourceUnavailable
            If it cannot be written, or git would track the folder.
        """
        path = self._path(name)
        self._make()
        draft = self.folder / f".{uuid.uuid4().hex}.draft"
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if replace:
                os.replace(draft, path)
            else:
                # two processes may make the same key at once: the first one's stays
                with contextlib.suppress(FileExistsError):
                    os.link(draft, path)
                return self.read(name) or b""
        except OSError as error:
            raise SourceUnavailable(
                f"The secret {name} cannot be kept in {self.folder}: {error.strerror}.",
                "Name a folder you may write to in AID_SECRETS.",
            ) from error
        finally:
            draft.unlink(missing_ok=True)
        return data

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"Expected a plain name for a secret, got {name!r}.")
        return self.folder / name

    def _make(self) -> None:
        _refuse_tracked(self.folder)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.folder.chmod(0o700)
        except OSError as error:
            raise SourceUnavailable(
                f"The folder of secrets {self.folder} cannot be made: {error.strerror}.",
                "Name a folder you may write to in AID_SECRETS.",
            ) from error


def _refuse_tracked(folder: Path) -> None:
    """Refuse a folder whose files the next ``git add`` would take along."""
    folder = folder.resolve()
    checkout = next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), None)
    if checkout is None:
        return
    probe = (folder / "probe").relative_to(checkout)
    ask = ["git", "-c", "safe.directory=*", "-C", str(checkout), "check-ignore", "--quiet", str(probe)]
    try:
        ignored = subprocess.run(ask, capture_output=True, check=False, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        ignored = False  # without git nobody can tell, and a key in a repository cannot be taken back
    if not ignored:
        raise SourceUnavailable(
            f"The folder of secrets {folder} lies in the checkout {checkout}, and git does not ignore it.",
            "Name a folder outside of it in AID_SECRETS, or add it to .gitignore.",
        )
