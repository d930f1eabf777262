"""Computed results on disk under a content key: shared by sessions and processes, bounded in size, never half there."""

import contextlib
import json
import logging
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.log import log_event
from core.metrics.meter import METER
from core.metrics.metric_names import CACHE_LOOKUPS
from core.own_files import make_private

logger = logging.getLogger(__name__)

_KEY = re.compile(r"[0-9a-f]{16,128}")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")
LEFTOVER_SECONDS = 3600
"""Age at which an unfinished entry of a process that died is swept away."""

Files = Mapping[str, pd.DataFrame | Mapping[str, Any]]


class ResultCache:
    """Least recently used results give way when the folder grows over its bound.

    An entry is a folder of parquet and JSON files that is made aside and renamed into place, so that readers in any
    thread or process see all of it or nothing. An entry that cannot be read counts as missing and is removed.

    Parameters
    ----------
    folder
        Where entries live; made at first use.
    max_bytes
        Size of all entries together; one larger than this is not kept.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.folder = Path(folder)
        self.max_bytes = int(max_bytes)
        self._sweeping = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process it is a cache of its own over the same folder."""
        return ResultCache, (self.folder, self.max_bytes)

    def get(self, key: str) -> dict[str, Any] | None:
        """Tables and values stored under a key; None where there is no such entry."""
        entry = self._entry(key)
        try:
            listing = json.loads((entry / "entry.json").read_text(encoding="utf-8"))
            if not listing:
                raise ValueError("Expected a listing of tables and values, got an empty one.")
            found: dict[str, Any] = {}
            for name, ending in listing.items():
                file = entry / f"{name}.{ending}"
                if ending == "parquet":
                    found[name] = pq.read_table(file).to_pandas()
                else:
                    found[name] = json.loads(file.read_text(encoding="utf-8"))
            os.utime(entry)
        except FileNotFoundError:
            METER.count(CACHE_LOOKUPS, outcome="miss")
            if entry.exists():
                self._discard(entry)
            return None
        except (OSError, ValueError, AttributeError, TypeError, pa.ArrowException) as error:
            log_event(logger, logging.WARNING, "a damaged result is removed", key=key, kind=type(error).__name__)
            METER.count(CACHE_LOOKUPS, outcome="damaged")
            self._discard(entry)
            return None
        METER.count(CACHE_LOOKUPS, outcome="hit")
        return found

    def holds(self, key: str) -> bool:
        """Whether there is an entry under a key; it may still turn out to be damaged when it is read."""
        return (self._entry(key) / "entry.json").is_file()

    def put(self, key: str, files: Files) -> None:
        """Keep tables and JSON values under a key; one already there is left as it is.

        A full or read-only disk is logged, not raised: a result that cannot be kept is still a result.
        """
        entry = self._entry(key)
        for name in files:
            if not _NAME.fullmatch(name) or name == "entry":
                raise ValueError(f"Expected a plain name for a stored result, got {name!r}.")
        try:
            if (entry / "entry.json").exists():
                return
            make_private(self.folder)
            aside = Path(tempfile.mkdtemp(prefix=".part-", dir=self.folder))
            try:
                size = _write(aside, files)
                if size > self.max_bytes:
                    log_event(
                        logger,
                        logging.WARNING,
                        "result is larger than the whole cache and not kept",
                        key=key,
                        bytes=size,
                    )
                    return
                aside.rename(entry)
            except OSError:
                # another process was first; its entry has the same content, as the key says
                if not (entry / "entry.json").exists():
                    raise
            finally:
                shutil.rmtree(aside, ignore_errors=True)
        except OSError as error:
            log_event(logger, logging.WARNING, "result could not be kept", key=key, kind=os.strerror(error.errno or 0))
            return
        self._sweep()

    def discard(self, key: str) -> None:
        """Remove what is kept under a key, so that something else can be."""
        if self.holds(key):
            self._discard(self._entry(key))

    def clear(self) -> None:
        """Remove every entry."""
        for entry in self._entries():
            self._discard(entry)

    def size_bytes(self) -> int:
        """Bytes of all entries."""
        return sum(_size(entry) for entry in self._entries())

    def _entry(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"Expected a key of 16 to 128 hexadecimal digits, got {key!r}.")
        return self.folder / key

    def _entries(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if _KEY.fullmatch(path.name)]
        except FileNotFoundError:
            return []

    def _discard(self, entry: Path) -> None:
        """Take an entry out of sight at once, then delete it."""
        try:
            hidden = Path(tempfile.mkdtemp(prefix=".gone-", dir=self.folder))
        except OSError:
            return
        # another thread may have been first; then there is nothing to take away
        with contextlib.suppress(OSError):
            entry.rename(hidden / entry.name)
        shutil.rmtree(hidden, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove what was used longest ago until the bound holds, and what dead processes left."""
        with self._sweeping:
            used: list[tuple[float, int, Path]] = []
            for entry in self._entries():
                try:
                    used.append((entry.stat().st_mtime, _size(entry), entry))
                except FileNotFoundError:
                    continue
            total = sum(size for _, size, _ in used)
            for _, size, entry in sorted(used, key=lambda item: item[0]):
                if total <= self.max_bytes:
                    break
                self._discard(entry)
                total -= size
            self._sweep_leftovers()

    def _sweep_leftovers(self) -> None:
        # the clock here is that of the file system: it decides on rubbish only, never on a result
        oldest = time.time() - LEFTOVER_SECONDS
        for path in self.folder.glob(".[pg]*-*"):
            try:
                if path.stat().st_mtime < oldest:
                    shutil.rmtree(path, ignore_errors=True)
            except FileNotFoundError:
                continue


def _write(folder: Path, files: Files) -> int:
    """Write tables and values, the listing last; gives the bytes written."""
    listing = {}
    for name, content in files.items():
        if isinstance(content, pd.DataFrame):
            pq.write_table(pa.Table.from_pandas(content, preserve_index=False), folder / f"{name}.parquet")
            listing[name] = "parquet"
        else:
            (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
            listing[name] = "json"
    (folder / "entry.json").write_text(json.dumps(listing), encoding="utf-8")
    return _size(folder)


def _size(folder: Path) -> int:
    total = 0
    try:
        for file in folder.iterdir():
            total += file.stat().st_size
    except FileNotFoundError:
        pass
    return total
