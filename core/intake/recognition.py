"""Which table of an operation a file or sheet is: by its name, else by its columns."""

import re

from core.domain.finding import Finding
from core.domain.schemas import OPERATION_TABLES
from core.domain.validation import quote

_COPY = re.compile(r"(\s*\(\d+\)|[\s_-]*(copy|final|new|\d[\d._-]*))+$")


def table_by_name(name: str) -> str | None:
    """The table a file or sheet is named after; ``Camps (2).csv`` and ``stock-2025-01-05`` still count.

    Examples
    --------
    >>> table_by_name("Nutrient requirements"), table_by_name("stock-2025-01-05"), table_by_name("Sheet1")
    ('nutrient_requirements', 'stock', None)
    """
    plain = name.strip().lower()
    for form in (plain, _COPY.sub("", plain)):
        key = re.sub(r"[\s-]+", "_", form).strip("_")
        if key in OPERATION_TABLES:
            return key
    return None


def tables_by_columns(columns: list[str]) -> list[str]:
    """Tables that these columns could be, most likely first; several where the columns leave it open."""
    given = set(columns)
    fits = {
        name: len(given & set(schema.column_names()))
        for name, schema in OPERATION_TABLES.items()
        if set(schema.required_names()) <= given
    }
    best = max(fits.values(), default=0)
    return [name for name, matched in fits.items() if matched == best]


def which_table(source: str, columns: list[str]) -> tuple[str | None, Finding | None]:
    """The table of a file or sheet, or the question that must be answered first."""
    named = table_by_name(source)
    if named:
        return named, None
    found = tables_by_columns(columns)
    if len(found) == 1:
        return found[0], None
    if found:
        words = f"“{quote(source)}” could be {' or '.join(found)}: its columns fit both."
        if len(found) > 2:
            words = f"“{quote(source)}” could be {', '.join(found)}: its columns fit each."
    else:
        words = f"“{quote(source)}” has the columns {quote(', '.join(columns[:12]))}; no table has these."
    return None, Finding(
        "error",
        source,
        None,
        None,
        "which_table",
        words,
        f"Name the file or sheet after its table: {', '.join(OPERATION_TABLES)}.",
    )
