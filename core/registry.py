"""Trained models in ``models/<version>/``: saved whole or not at all, read only after their hashes agree.

The registry knows files, not what they mean: how to make a model of verified bytes is given to it. Nothing it reads is
executed. ``CURRENT`` names the version that is served; going back is editing that one line.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import pandas as pd

from core.errors import ModelIntegrity, ModelNotFound, RegistryError

Model = TypeVar("Model")

VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
"""What a version may be called: never a path."""

CURRENT = "CURRENT"
CARD = "README.md"
METADATA = "metadata/metadata.json"
EVALUATION = "evaluation/evaluation.json"
"""Measured after a version was stored, so it is no file of its list; it carries its own hash and that of its model."""
PROMOTIONS = "promotions.jsonl"
"""One line per promotion, beside ``CURRENT``: version, day, reason, and what the reason was needed for."""

LARGEST_FILE = 64 * 2**20
"""Bytes; a model file larger than this is not one of ours."""


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
        self._loaded: dict[tuple[str, str], Model] = {}
        self._lock = threading.Lock()

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
        """Version that is served.

        Raises
        ------
        ModelNotFound
            If ``CURRENT`` is missing or names no stored version.
        """
        try:
            named = (self.folder / CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ModelNotFound(
                f"{self.folder / CURRENT} should name the model to serve and cannot be read.",
                "Run `aid train`, then `aid promote VERSION`.",
            ) from error
        self._folder_of(named)
        return named

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
        """Model of a version, the current one by default; read once, kept while its metadata stay the same.

        Raises
        ------
        ModelNotFound
            If there is no such version.
        ModelIntegrity
            If a file is missing or differs from its hash.
        """
        version = version or self.current_version()
        folder = self._folder_of(version)
        content, metadata = self._metadata(folder)
        key = (version, hashlib.sha256(content).hexdigest())
        with self._lock:
            if key not in self._loaded:
                names = metadata.get("serving_files", [])
                files = {str(name): self._verified(folder, str(name), metadata) for name in names}
                self._loaded = {k: m for k, m in self._loaded.items() if k[0] != version}
                self._loaded[key] = self._read(files, metadata)
            return self._loaded[key]

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
        self.folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".saving-", dir=self.folder))
        try:
            whole = work / version
            whole.mkdir()
            write(whole)
            (whole / CARD).write_text(card, encoding="utf-8")
            hashes = {
                path.relative_to(whole).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(whole.rglob("*"))
                if path.is_file()
            }
            (whole / METADATA).parent.mkdir(exist_ok=True)
            text = json.dumps({**metadata, "version": version, "files": hashes}, indent=1, allow_nan=False)
            (whole / METADATA).write_text(text + "\n", encoding="utf-8")
            if target.exists():
                target.rename(work / "replaced")
            whole.rename(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return target

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
        written = self.folder / f".{CURRENT}-{os.getpid()}"
        written.write_text(f"{version}\n", encoding="utf-8")
        written.replace(self.folder / CURRENT)

    def evaluation(self, version: str) -> Mapping[str, Any]:
        """What was measured of a version: of its evaluation file, else of its training; empty where there is neither.

        A file made for other content than the version has now is out of date and not read.

        Raises
        ------
        ModelIntegrity
            If the file was changed since it was written.
        """
        folder = self._folder_of(version)
        metadata = self._metadata(folder)[1]
        trained = metadata.get("evaluation")
        trained = trained if isinstance(trained, dict) else {}
        try:
            stored = json.loads((folder / EVALUATION).read_text(encoding="utf-8"))
            values, model, wanted = stored["evaluation"], stored["model"], stored["sha256"]
        except FileNotFoundError:
            return trained
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _changed_evaluation(version) from error
        if not isinstance(values, dict) or _digest(values, str(model)) != wanted:
            raise _changed_evaluation(version)
        return values if model == self.served_fingerprint(version) else trained

    def keep_evaluation(self, version: str, values: Mapping[str, Any]) -> Path:
        """Write what was measured of a version beside its files, in place of an earlier one."""
        path = self._folder_of(version) / EVALUATION
        model = self.served_fingerprint(version)
        plain = json.loads(json.dumps(dict(values), allow_nan=False))
        stored = {"model": model, "sha256": _digest(plain, model), "evaluation": plain}
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f".{path.name}-{os.getpid()}")
        draft.write_text(json.dumps(stored, separators=(",", ":"), allow_nan=False) + "\n", encoding="utf-8")
        draft.replace(path)
        return path

    def record_promotion(self, entry: Mapping[str, Any]) -> None:
        """Add a line to the record of promotions."""
        with (self.folder / PROMOTIONS).open("a", encoding="utf-8") as file:
            file.write(json.dumps(dict(entry), ensure_ascii=False) + "\n")

    def promotions(self) -> list[dict[str, Any]]:
        """Promotions that were recorded, the newest first; a line that cannot be read is left out."""
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


def _changed_evaluation(version: str) -> ModelIntegrity:
    return ModelIntegrity(
        f"The evaluation of model {version} was changed since it was measured, or cannot be read.",
        f"Measure it again: `aid models evaluate {version}`.",
    )


_RESTORE = "Restore the folder from its source, serve another version (`aid promote`), or train again."
