"""One table as it was found in a file, before anybody says what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import pandas as pd


@dataclass(frozen=True, eq=False)
class FoundTable:
    """Cells of one sheet, member or layer of a file.

    Attributes
    ----------
    file
        Name of the file as it was given, without folders.
    sheet
        Sheet of a workbook, member of an archive, layer of a map; empty where the file is one table.
    cells
        Text, a blank cell missing; columns are unique and named as in the file, ``column 1`` and so on where it has no
        header. The index is the row of the file less 2, whatever stands above the header, so that a row can be found.
    positions
        Column to its place in the file, the first being 1; one that the file does not have (of a map) is not in it.
    hxl
        Column to its HXL tag with attributes, as in ``#affected+f+children``.
    has_header
        Whether the names of the columns come from the file.
    decimal
        The decimal mark of its numbers; ``cells`` keep the text as it came.
    how
        Why it was read like this, in sentences: encoding, separator, header row, tags.
    """

    file: str
    sheet: str
    cells: pd.DataFrame
    positions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    hxl: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    has_header: bool = True
    decimal: Literal[".", ","] = "."
    how: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """File and sheet, to name it by: ``camps.xlsx, sheet Mali``."""
        return f"{self.file}, {self.sheet}" if self.sheet else self.file
