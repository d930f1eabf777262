"""A printed sheet as a value: what stands on it, whatever it is printed with."""

from dataclasses import dataclass
from typing import Literal

NBSP = "\u00a0"


@dataclass(frozen=True)
class Column:
    """A column of the sheet's table.

    Attributes
    ----------
    share
        Of the width; all of a sheet add up to 1.
    is_blank
        Whether it is left free to be written in by hand.
    """

    title: str
    share: float
    align: Literal["start", "end"] = "start"
    is_blank: bool = False


@dataclass(frozen=True)
class Sheet:
    """One paper.

    Attributes
    ----------
    kind
        What it is: ``Waybill``.
    title
        What tells it from others of its kind.
    marks
        What must not be overlooked, as ``DRAFT``.
    facts
        Label and value.
    columns, rows, totals
        The table; ``totals`` is one row more, set apart.
    blanks
        Labels of lines to be filled in by hand.
    notes
        Small print.
    seal
        Text of the QR code; none where empty.
    """

    kind: str
    title: str
    marks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    blanks: tuple[str, ...]
    notes: tuple[str, ...]
    seal: str = ""
