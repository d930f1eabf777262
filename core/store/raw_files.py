"""Files as they came, kept under the sha256 of their content; a file once kept never changes."""

import hashlib
import os
import tempfile
from pathlib import Path

from core.errors import StoreError
from core.own_files import make_private
from core.whole_folder import sync_folder


class RawFiles:
    """A folder of files named by their hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def keep(self, data: bytes) -> str:
        """Write a file, whole or not at all, and give its sha256; one already there is left as it is.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        name = hashlib.sha256(data).hexdigest()
        target = self.folder / name
        try:
            if target.is_file() and target.stat().st_size == len(data):
                # kept anew: tidying must not take away what somebody is about to name
                os.utime(target)
                return name
            make_private(self.folder)
            handle, part = tempfile.mkstemp(prefix=".part-", dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
                Path(part).replace(target)
                sync_folder(self.folder)
            finally:
                Path(part).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"A raw file cannot be kept in {self.folder}: {error}", "Check free space.") from error
        return name

    def read(self, name: str) -> bytes:
        """The file of a hash, checked.

        Raises
        ------
        StoreError
            If it is not there or its content has changed.
        """
        try:
            data = (self.folder / Path(name).name).read_bytes()
        except OSError as error:
            raise StoreError(f"The raw file {name[:12]} is not there.", "Restore it from a backup.") from error
        if hashlib.sha256(data).hexdigest() != name:
            raise StoreError(f"The raw file {name[:12]} has been altered.", "Restore it from a backup.")
        return data
