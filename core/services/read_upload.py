"""Read an upload against a stored data version: at once for a page, or in a process of its own for a large one."""

import copyreg
import datetime as dt
import io
import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from core.domain.operation import Operation
from core.intake.mapping import ImportAnswers
from core.needs import KnownStandards
from core.services.compare_standards import known_standards
from core.services.import_files import NO_ANSWERS, Tell
from core.services.mending import NOTHING, Mending
from core.services.remember_mappings import coding_key_of, recall_mappings
from core.services.resources import Resources
from core.services.upload_tables import How, Preview, preview_tables

KINDS_OF_A_PREVIEW = {"core", "pandas", "numpy", "pyarrow", "datetime", "builtins"}
"""Packages whose values a preview consists of."""
PLAIN = {"set", "frozenset", "slice", "complex", "range", "bytearray"}
"""Of the language itself, values that do nothing by being made."""


@dataclass(frozen=True)
class UploadQuestion:
    """Everything a preview follows from, beside the files and what was remembered.

    Attributes
    ----------
    version
        Identifier of the stored data version that the files change; 0 for a new operation.
    how, mending, answers
        What a person chose.
    today
        Counts dated after it are asked about.
    """

    version: int
    how: How
    today: pd.Timestamp
    mending: Mending = NOTHING
    answers: ImportAnswers = NO_ANSWERS

    def to_text(self) -> str:
        """As text that ``from_text`` reads and a cache is keyed by."""
        values = {
            "version": self.version,
            "how": self.how,
            "today": str(self.today.date()),
            "left_out": sorted(map(list, self.mending.left_out)),
            "plan_from": None if self.mending.plan_from is None else self.mending.plan_from.isoformat(),
            "answers": self.answers.model_dump(mode="json", exclude_defaults=True),
        }
        return json.dumps(values, sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "UploadQuestion":
        """The same from its text."""
        values = json.loads(text)
        start = values["plan_from"]
        left_out = frozenset((str(table), int(row)) for table, row in values["left_out"])
        return cls(
            values["version"],
            values["how"],
            pd.Timestamp(values["today"]),
            Mending(left_out, None if start is None else dt.date.fromisoformat(start)),
            ImportAnswers.model_validate(values["answers"]),
        )


def read_upload(
    resources: Resources,
    question: UploadQuestion,
    files: Mapping[str, bytes],
    before: Operation | None = None,
    known: KnownStandards | None = None,
    tell: Tell = lambda _, __: None,
) -> Preview:
    """What files would change.

    Parameters
    ----------
    before, known
        The operation of ``question.version`` and the known standards, where they are at hand; else they are loaded.
    tell
        Hears how far it is.
    """
    if before is None and question.version:
        before = resources.store.load_version(question.version)
    return preview_tables(
        before,
        files,
        question.how,
        question.today,
        known if known is not None else known_standards(resources.settings.standards),
        question.mending,
        question.answers,
        lambda marks: recall_mappings(resources, marks),
        lambda: coding_key_of(resources),
        tell,
    )


def packed(preview: Preview) -> bytes:
    """A preview on its way from the process that read the files to the one that asked; without the files themselves.

    Both are this program on this machine, and what is packed is made by it: no file is ever unpacked like this.
    """
    stream = io.BytesIO()
    packer = pickle.Pickler(stream, protocol=5)
    packer.dispatch_table = copyreg.dispatch_table.copy()
    packer.dispatch_table[MappingProxyType] = _taken_apart
    packer.dump(replace(preview, sources={}))
    return stream.getvalue()


def unpacked(data: bytes, files: Mapping[str, bytes]) -> Preview:
    """The preview that ``packed`` packed, with the files it was read from."""
    preview = _Unpacker(io.BytesIO(data)).load()
    if not isinstance(preview, Preview):
        raise TypeError(f"Expected a Preview, got {type(preview).__name__}.")
    return replace(preview, sources=dict(files))


class _Unpacker(pickle.Unpickler):
    """Makes values of the kinds that a preview consists of, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """The class or function of a name, of this program and the libraries its tables are made of."""
        if module.partition(".")[0] not in KINDS_OF_A_PREVIEW or (module == "builtins" and name not in PLAIN):
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a preview.")
        return super().find_class(module, name)


def _taken_apart(view: Any) -> tuple[Any, tuple[dict[Any, Any]]]:
    return read_only, (dict(view),)


def read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """A mapping that cannot be changed; named here so that a packed one is made again."""
    return MappingProxyType(values)
