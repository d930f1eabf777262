"""Which table of an operation a file or sheet is: by its name, else by its columns."""

import re

from core.domain.schemas import OPERATION_TABLES

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
