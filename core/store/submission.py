"""Data that somebody submitted: what they are, who decided about them, and the data version they became."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.domain.operation import Operation


class State(StrEnum):
    """How far a submission has come."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, eq=False)
class Draft:
    """What is submitted.

    Attributes
    ----------
    name
        Operation it is for.
    operation
        Its tables as they would be.
    parent
        Id of the data version it was made from; None for a new operation.
    sources
        File name to content of the files as they came.
    mapping
        How their columns were understood, as JSON values.
    answers
        What a person chose and answered about them, as JSON values: with the files and the parent enough to make the
        tables again.
    seen
        What the person had before them, for the record of decisions.
    """

    name: str
    operation: Operation
    parent: int | None
    note: str = ""
    sources: Mapping[str, bytes] = field(default_factory=dict)
    mapping: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """A submission without its tables; times are in UTC, None where a step was not taken.

    Attributes
    ----------
    sources
        File name to sha256 of the raw files, in the order they were read.
    decided_by, decided, reason
        Who approved, rejected or withdrew it, when and why.
    version
        Id of the data version it became; None while it is none.
    """

    id: int
    operation: str
    parent: int | None
    fingerprint: str
    author: str
    note: str
    created: dt.datetime
    sources: Mapping[str, str]
    mapping: Mapping[str, Any]
    answers: Mapping[str, Any]
    state: State
    decided_by: str | None = None
    decided: dt.datetime | None = None
    reason: str = ""
    published_by: str | None = None
    published: dt.datetime | None = None
    version: int | None = None
