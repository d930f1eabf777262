"""Trained models in ``models/<version>/``: saved whole or not at all, read only after their hashes agree.

The registry knows files, not what they mean: how to make a model of verified bytes is given to it. Nothing it reads is
executed. ``CURRENT`` names the champion, the version that is to be served; ``CHALLENGER`` one that forecasts in its
shadow. Where the champion's files are not what was stored, the version served before it answers, and says so.
"""

import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

import pandas as pd

from core.errors import ModelIntegrity, ModelNotFound, RegistryError
from core.log import log_event

logger = logging.getLogger(__name__)

Model = TypeVar("Model")

VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
"""What a version may be called: never a path."""

CURRENT = "CURRENT"
CHALLENGER = "CHALLENGER"
CARD = "README.md"
METADATA = "metadata/metadata.json"
EVALUATION = "evaluation/evaluation.json"
"""Measured after a version was stored, so it is no file of its list; it carries its own hash and that of its model."""
COMPLIANCE = "evaluation/compliance.json"
"""Result of the compliance check, written after a version was stored; carries its own hash and that of its model."""
PROMOTIONS = "promotions.jsonl"
"""The governance record, a line per change of ``CURRENT``: version now served, day, reason, what the reason was needed
for, who; and where there were any, the proposal, the hash of its evidence, the compliance result, and the version that
was withdrawn."""

LARGEST_FILE = 64 * 2**20
"""Bytes; a model file larger than this is not one of ours."""

SAVING = ".saving-"
"""Begin of the name of a folder in which a version is being written."""

ABANDONED_SECONDS = 24 * 3600
"""Age after which such a folder was left behind by a process that was ended."""


@dataclass(frozen=True)
class Served:
    """Which version answers.

    Attributes
    ----------
    version
        The one that answers.
    named
        The one that ``CURRENT`` names.
    fault
        Why the one named does not answer, in words; empty where it does.
    """

    version: str
    named: str
    fault: str = ""

    @property
    def is_fallback(self) -> bool:
        """Whether another version answers than the one named."""
        return self.version != self.named


@dataclass(frozen=True, eq=False)
class _Loaded:
    """A model that was read, or why it cannot be; true as long as no file of it is touched."""

    stamp: tuple[tuple[int, int, int] | None, ...]
    names: tuple[str, ...]
    model: Any
    fault: RegistryError | None


@dataclass(frozen=True, eq=False)
class ModelDescription:
    """What the model card page shows.

    Attributes
    ----------
    version
        Version described.
    metadata
        Data and code version, hyperparameters, seed, libraries, measures, hashes.
    card
        Text of the model card, Markdown.
    metrics, metrics_by_horizon
        Measures per method, and per method and ``horizon_weeks``; empty where the metadata hold none.
    plots
        Evaluation plots.
    changed
        Files that differ from their recorded hash or are missing.
    evaluation
        What was measured of it, of its own file or else of training; empty where there is neither.
    """

    version: str
    metadata: Mapping[str, Any]
    card: str
    metrics: pd.DataFrame
    metrics_by_horizon: pd.DataFrame
    plots: tuple[Path, ...]
    changed: tuple[str, ...]
    evaluation: Mapping[str, Any]


class ModelRegistry(Generic[Model]):
    """Versions under one folder.

    Parameters
    ----------
    folder
        Usually ``models``.
    read
        Makes a model of ``(files, metadata)``; ``files`` are the bytes of ``metadata["serving_files"]`` by name.
    """

    def __init__(self, folder: Path, read: Callable[[Mapping[str, bytes], Mapping[str, Any]], Model]) -> None:
        self.folder = Path(folder)
        self._read = read
        self._loaded: dict[str, _Loaded] = {}
        self._told: Served | None = None
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process it is a registry of its own over the same folder."""
        return ModelRegistry, (self.folder, self._read)

    def versions(self) -> list[str]:
        """Versions that are stored, sorted by name."""
        if not self.folder.is_dir():
            return []
        return sorted(
            entry.name
            for entry in self.folder.iterdir()
            if VERSION.fullmatch(entry.name) and (entry / METADATA).is_file()
        )

    def current_version(self) -> str:
        """Version that answers; see ``served``."""
        return self.served().version

    def served(self) -> Served:
        """Which version answers: the champion, or where its files are not what was stored the one served before it.

        A version that was never promoted, or was withdrawn, is never fallen back on.

        Raises
        ------
        ModelNotFound
            If ``CURRENT`` is missing, or names no stored version and none was served before.
        ModelIntegrity
            If its files are not what was stored, and none was served before.
        """
        named = self.champion()
        try:
            self.load(named)
        except RegistryError as fault:
            earlier = next((version for version in self.served_before(named) if self._can_serve(version)), None)
            if earlier is None:
                raise
            found = Served(earlier, named, fault.message)
            if found != self._told:
                log_event(logger, logging.ERROR, "the version before the champion answers", model_version=earlier)
        else:
            found = Served(named, named)
        self._told = found
        return found

    def champion(self) -> str:
        """The version that ``CURRENT`` names, whether or not it can be read.

        Raises
        ------
        ModelNotFound
            If ``CURRENT`` is missing or names nothing.
        """
        named = self._pointer(CURRENT)
        if named is None:
            raise ModelNotFound(
                f"{self.folder / CURRENT} should name the model to serve and cannot be read.",
                "Run `aid train`, then `aid promote VERSION`.",
            )
        return named

    def champion_or_none(self) -> str | None:
        """The version that ``CURRENT`` names; None where it names nothing."""
        return self._pointer(CURRENT)

    def reopened(self) -> "ModelRegistry[Model]":
        """The same folder as another process would see it, nothing read yet."""
        return ModelRegistry(self.folder, self._read)

    def challenger(self) -> str | None:
        """The version that forecasts in the shadow; None where there is none, or it is the champion itself."""
        named = self._pointer(CHALLENGER)
        stored = named is not None and VERSION.fullmatch(named) and (self.folder / named / METADATA).is_file()
        return named if stored and named != self._pointer(CURRENT) else None

    def challenge(self, version: str | None) -> None:
        """Let a version forecast in the shadow from now on, or none; its files are compared and read first."""
        if version is None:
            (self.folder / CHALLENGER).unlink(missing_ok=True)
            return
        self.load(version)
        self._point(CHALLENGER, version)

    def served_before(self, version: str) -> list[str]:
        """Versions that were served and not withdrawn since, the latest first, without the one given."""
        withdrawn: set[str] = set()
        found: list[str] = []
        for entry in self.promotions():
            if entry.get("withdrawn"):
                withdrawn.add(str(entry["withdrawn"]))
            name = str(entry.get("version", ""))
            if name not in withdrawn and name != version and name not in found and VERSION.fullmatch(name):
                found.append(name)
        return found

    def fingerprint(self, version: str | None = None) -> str:
        """sha256 of a version's metadata, which hold the hash of every file: a version made anew has another one.

        Raises
        ------
        ModelNotFound
            If there is no such version.
        ModelIntegrity
            If its metadata cannot be read.
        """
        return hashlib.sha256(self._metadata_bytes(self._folder_of(version or self.current_version()))).hexdigest()

    def served_fingerprint(self, version: str) -> str:
        """sha256 over the files that forecasts come from: what was measured stays true when a card is worded anew.

        Raises
        ------
        ModelNotFound, ModelIntegrity
            As ``fingerprint``.
        """
        metadata = self._metadata(self._folder_of(version))[1]
        served = {str(name): metadata["files"].get(str(name)) for name in metadata.get("serving_files", [])}
        return hashlib.sha256(json.dumps(served, sort_keys=True).encode()).hexdigest()

    def load(self, version: str | None = None) -> Model:
        """Model of a version, the one that answers by default; read once, kept while no file of it is touched.

        Raises
        ------
        ModelNotFound
            If there is no such version.
        ModelIntegrity
            If a file is missing or differs from its hash.
        """
        version = version or self.current_version()
        folder = self._folder_of(version)
        with self._lock:
            kept = self._loaded.get(version)
            if kept is None or kept.stamp != _stamp(folder, kept.names):
                kept = self._read_whole(folder)
                self._loaded[version] = kept
        if kept.fault is not None:
            raise kept.fault
        model: Model = kept.model
        return model

    def _read_whole(self, folder: Path) -> _Loaded:
        names: tuple[str, ...] = ()
        stamp = _stamp(folder, names)  # before reading: what changes meanwhile is read again
        try:
            metadata = self._metadata(folder)[1]
            names = tuple(str(name) for name in metadata.get("serving_files", []))
            stamp = _stamp(folder, names)
            files = {name: self._verified(folder, name, metadata) for name in names}
            return _Loaded(stamp, names, self._read(files, metadata), None)
        except RegistryError as fault:
            return _Loaded(stamp, names, None, fault)

    def _can_serve(self, version: str) -> bool:
        try:
            self.load(version)
        except RegistryError:
            return False
        return True

    def read_file(self, name: str, version: str | None = None) -> bytes:
        """Bytes of one listed file of a version, compared with its hash first."""
        folder = self._folder_of(version or self.current_version())
        return self._verified(folder, name, self._metadata(folder)[1])

    def describe(self, version: str | None = None) -> ModelDescription:
        """Card, metadata and measures of a version, and which of its files changed since it was saved."""
        version = version or self.current_version()
        folder = self._folder_of(version)
        metadata = self._metadata(folder)[1]
        changed = self._changed(folder, metadata)
        try:
            evaluation = self.evaluation(version)
        except ModelIntegrity:
            evaluation = {}
            changed.append(EVALUATION)
        try:
            card = (folder / CARD).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            card = ""
        return ModelDescription(
            version=version,
            metadata=metadata,
            card=card,
            metrics=pd.DataFrame(metadata.get("metrics", [])),
            metrics_by_horizon=pd.DataFrame(metadata.get("metrics_by_horizon", [])),
            plots=tuple(sorted((folder / "artifacts" / "evaluation").glob("*.png"))),
            changed=tuple(changed),
            evaluation=evaluation,
        )

    def save(
        self,
        version: str,
        write: Callable[[Path], None],
        metadata: Mapping[str, Any],
        card: str,
        *,
        replace: bool = False,
    ) -> Path:
        """Store a version; the folder appears whole or not at all.

        Parameters
        ----------
        version
            Name of the new folder.
        write
            Writes the model's files into the folder given.
        metadata
            JSON values; ``version`` and ``files`` (sha256 of every file) are added.
        card
            Text of the model card, Markdown.
        replace
            Whether a stored version of this name is exchanged.

        Raises
        ------
        RegistryError
            If the name is not allowed, or taken.
        """
        target = self.free_folder(version, replace=replace)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            work = Path(tempfile.mkdtemp(prefix=SAVING, dir=self.folder))
            try:
                _write_whole(work / version, write, metadata, card)
                if target.exists() and replace:
                    target.rename(work / "replaced")
                (work / version).rename(target)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        except OSError as error:
            if target.exists() and not replace:
                raise RegistryError(
                    f"Version {version} was stored by another training meanwhile; that one was kept.",
                    "Look at it with `aid models`, or train under another name.",
                ) from error
            raise RegistryError(
                f"Version {version} could not be stored: {error.strerror or error}. Nothing of it was kept.",
                f"See that {self.folder} can be written and its disk has room, then train again.",
            ) from error
        return target

    def _sweep(self) -> None:
        """Take away what processes that were ended left half written."""
        for left in self.folder.glob(f"{SAVING}*"):
            if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def claim(self, version: str) -> Iterator[None]:
        """Keep a name for the training of this process; it is given back when the process ends, however it ends.

        Raises
        ------
        RegistryError
            If the name is not allowed or taken, another process trains under it, or the folder cannot be written.
        """
        self.free_folder(version)
        lock = self.folder / f".training-{version}.lock"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            held = lock.open("a")
        except OSError as error:
            raise RegistryError(
                f"{self.folder} cannot be written: {error.strerror or error}. Nothing was trained.",
                "Make the folder of models writable, or name another one in AID_MODELS.",
            ) from error
        with held:
            if not _lock(held):
                raise RegistryError(
                    f"Another process is training version {version} now.",
                    "Wait for it, or train under another name with --version.",
                )
            try:
                self.free_folder(version)
                yield
            finally:
                lock.unlink(missing_ok=True)

    def free_folder(self, version: str, *, replace: bool = False) -> Path:
        """Where a new version would be stored; asked before hours of training, not after.

        Raises
        ------
        RegistryError
            If the name is not allowed, or taken and not to be replaced.
        """
        if not VERSION.fullmatch(version):
            raise RegistryError(
                f"“{version[:80]}” cannot name a version.", "Use letters, digits, points and hyphens, as in 2026.11.0."
            )
        target = self.folder / version
        if target.exists() and not replace:
            raise RegistryError(f"Version {version} is already stored.", "Choose another version.")
        return target

    def promote(self, version: str) -> None:
        """Serve a version from now on; its files are compared with their hashes and read first."""
        self.load(version)
        self._point(CURRENT, version)
        if self._pointer(CHALLENGER) == version:
            self.challenge(None)

    def _pointer(self, name: str) -> str | None:
        try:
            return (self.folder / name).read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError):
            return None

    def _point(self, name: str, version: str) -> None:
        written = self.folder / f".{name}-{os.getpid()}"
        try:
            written.write_text(f"{version}\n", encoding="utf-8")
            written.replace(self.folder / name)
        except OSError as error:
            written.unlink(missing_ok=True)
            raise RegistryError(
                f"{self.folder / name} could not be written: {error.strerror or error}. Nothing was changed.",
                "Make the folder of models writable and see that its disk has room.",
            ) from error

    def evaluation(self, version: str) -> Mapping[str, Any]:
        """What was measured of a version: of its evaluation file, else of its training; empty where there is neither.

        A file made for other content than the version has now is out of date and not read.

        Raises
        ------
        ModelIntegrity
            If the file was changed since it was written.
        """
        trained = self._metadata(self._folder_of(version))[1].get("evaluation")
        trained = trained if isinstance(trained, dict) else {}
        stored = self._read_beside(version, EVALUATION, "evaluation")
        return stored[0] if stored and stored[1] == self.served_fingerprint(version) else trained

    def keep_evaluation(self, version: str, values: Mapping[str, Any]) -> Path:
        """Write what was measured of a version beside its files, in place of an earlier one."""
        return self._keep_beside(version, EVALUATION, "evaluation", values, self.served_fingerprint(version))

    def compliance(self, version: str) -> Mapping[str, Any]:
        """Result of the last compliance check of a version as it is now; empty where there is none.

        Raises
        ------
        ModelIntegrity
            If the file was changed since it was written.
        """
        stored = self._read_beside(version, COMPLIANCE, "compliance")
        return stored[0] if stored and stored[1] == self.fingerprint(version) else {}

    def keep_compliance(self, version: str, values: Mapping[str, Any]) -> Path:
        """Write the result of a compliance check beside a version's files, in place of an earlier one."""
        return self._keep_beside(version, COMPLIANCE, "compliance", values, self.fingerprint(version))

    def _read_beside(self, version: str, file: str, what: str) -> tuple[dict[str, Any], str] | None:
        """Values of a file that was written after a version was stored, and the model it was written for."""
        try:
            stored = json.loads((self._folder_of(version) / file).read_text(encoding="utf-8"))
            values, model, wanted = stored[what], str(stored["model"]), stored["sha256"]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _changed_beside(version, what) from error
        if not isinstance(values, dict) or _digest(values, model) != wanted:
            raise _changed_beside(version, what)
        return values, model

    def _keep_beside(self, version: str, file: str, what: str, values: Mapping[str, Any], model: str) -> Path:
        path = self._folder_of(version) / file
        plain = json.loads(json.dumps(dict(values), allow_nan=False))
        stored = {"model": model, "sha256": _digest(plain, model), what: plain}
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f".{path.name}-{os.getpid()}")
        draft.write_text(json.dumps(stored, separators=(",", ":"), allow_nan=False) + "\n", encoding="utf-8")
        draft.replace(path)
        return path

    def record_promotion(self, entry: Mapping[str, Any]) -> None:
        """Add a line to the governance record."""
        with (self.folder / PROMOTIONS).open("a", encoding="utf-8") as file:
            file.write(json.dumps(dict(entry), ensure_ascii=False) + "\n")

    def promotions(self) -> list[dict[str, Any]]:
        """Lines of the governance record, the newest first; one that cannot be read is left out."""
        try:
            lines = (self.folder / PROMOTIONS).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []
        found = []
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                found.append(entry)
        return found[::-1]

    def _folder_of(self, version: str) -> Path:
        folder = self.folder / version
        if not VERSION.fullmatch(version) or not (folder / METADATA).is_file():
            stored = ", ".join(self.versions()) or "none"
            raise ModelNotFound(
                f"No model of version “{version[:80]}”; stored: {stored}.",
                "Choose a stored version, or run `aid train`.",
            )
        return folder

    def _metadata(self, folder: Path) -> tuple[bytes, dict[str, Any]]:
        content = self._metadata_bytes(folder)
        try:
            metadata = json.loads(content)
            if not isinstance(metadata, dict) or not isinstance(metadata.get("files"), dict):
                raise ValueError("the list of files is missing")
            if not isinstance(metadata.get("serving_files", []), list):
                raise ValueError("serving_files is not a list of files")
        except ValueError as error:
            raise _unreadable(folder, error) from error
        return content, metadata

    def _metadata_bytes(self, folder: Path) -> bytes:
        try:
            return (folder / METADATA).read_bytes()
        except OSError as error:
            raise _unreadable(folder, error) from error

    def _verified(self, folder: Path, name: str, metadata: Mapping[str, Any]) -> bytes:
        wanted = metadata["files"].get(name)
        if wanted is None or ".." in Path(name).parts or Path(name).is_absolute():
            raise ModelIntegrity(f"“{name[:80]}” is not a file of model {folder.name}.")
        path = folder / name
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise ModelIntegrity(f"{name} of model {folder.name} is larger than {LARGEST_FILE // 2**20} MB.")
            content = path.read_bytes()
        except OSError as error:
            raise ModelIntegrity(f"{name} of model {folder.name} cannot be read.", _RESTORE) from error
        if hashlib.sha256(content).hexdigest() != wanted:
            raise ModelIntegrity(
                f"{name} of model {folder.name} differs from the hash recorded when it was trained.", _RESTORE
            )
        return content

    def _changed(self, folder: Path, metadata: Mapping[str, Any]) -> list[str]:
        changed = []
        for name in metadata["files"]:
            try:
                self._verified(folder, name, metadata)
            except ModelIntegrity:
                changed.append(name)
        return changed


def _unreadable(folder: Path, error: Exception) -> ModelIntegrity:
    return ModelIntegrity(
        f"The metadata of model {folder.name} cannot be read: {error}.", "Serve another version, or train again."
    )


def _digest(values: Mapping[str, Any], model: str) -> str:
    """sha256 of an evaluation and the model it is of."""
    text = json.dumps([model, values], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _changed_beside(version: str, what: str) -> ModelIntegrity:
    again = {"evaluation": f"aid models evaluate {version}", "compliance": f"aid models compliance {version}"}[what]
    return ModelIntegrity(
        f"The {what} of model {version} was changed since it was written, or cannot be read.",
        f"Make it again: `{again}`.",
    )


def _write_whole(whole: Path, write: Callable[[Path], None], metadata: Mapping[str, Any], card: str) -> None:
    """Write a version into a new folder, its metadata with the hash of every file last."""
    whole.mkdir()
    write(whole)
    (whole / CARD).write_text(card, encoding="utf-8")
    hashes = {
        path.relative_to(whole).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(whole.rglob("*"))
        if path.is_file()
    }
    (whole / METADATA).parent.mkdir(exist_ok=True)
    text = json.dumps({**metadata, "version": whole.name, "files": hashes}, indent=1, allow_nan=False)
    (whole / METADATA).write_text(text + "\n", encoding="utf-8")


def _stamp(folder: Path, names: tuple[str, ...]) -> tuple[tuple[int, int, int] | None, ...]:
    """Time, size and number of a version's metadata and of its files; None where one is missing."""
    found: list[tuple[int, int, int] | None] = []
    for name in (METADATA, *names):
        try:
            stat = (folder / name).stat()
            found.append((stat.st_mtime_ns, stat.st_size, stat.st_ino))
        except (OSError, ValueError):
            found.append(None)
    return tuple(found)


def _lock(file: IO[str]) -> bool:
    """Whether this process got the lock on an open file; the system frees it when the process ends."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; there the check for a taken name alone protects
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


_RESTORE = "Restore the folder from its source, serve another version (`aid promote`), or train again."
