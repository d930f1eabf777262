"""One computed statement about what keeps goods from a camp."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "met", "short", "route", "closed", "lead_time", "stock", "reserved", "expired", "offers", "handling", "budget",
    "limit", "cost",
]  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """One computed statement.

    Attributes
    ----------
    kind
        What it is about.
    binds
        Whether a limit is used up, so that more of it could raise the coverage.
    text
        The statement; plain text, names as the operation has them.
    """

    kind: Kind
    binds: bool
    text: str
