"""Read an upload against a stored data version: at once for a page, or in a process of its own for a large one."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from core.domain.operation import Operation
from core.intake.mapping import ImportAnswers
from core.metrics.meter import timed
from core.needs import KnownStandards
from core.services.compare_standards import known_standards
from core.services.import_files import NO_ANSWERS, Tell
from core.services.mending import NOTHING, Mending
from core.services.remember_mappings import coding_key_of, recall_mappings
from core.services.resources import Resources
from core.services.upload_tables import How, Preview, preview_tables


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


@timed("upload")
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
