"""How a column is declared: title, unit, bounds and meaning, once."""

from typing import Any

import pandera.pandas as pa

from core.domain.schemas.lean_pandera import without_dask_frames

without_dask_frames()


def column(
    title: str,
    unit: str | None = None,
    *,
    required: bool = True,
    blank: bool | None = None,
    description: str = "",
    **bounds: Any,
) -> Any:
    """Declare one column of a table.

    Parameters
    ----------
    title
        Words shown above the column on pages and in reports.
    unit
        Unit of the values; None for text, dates and pure numbers.
    required
        Whether a file must have this column at all.
    blank
        Whether a cell may be blank, which means "not known"; by default only in columns that are not required.
    description
        Meaning, where the title does not say all.
    bounds
        Checks of ``pandera.Field``: ge, gt, le, lt, isin, str_matches...
    """
    return pa.Field(
        title=title,
        description=description,
        nullable=(not required) if blank is None else blank,
        metadata={"unit": unit, "required": required},
        **bounds,
    )


class Table(pa.DataFrameModel):
    """A table: what people call it, its columns, the columns that identify a row, and what its columns refer to."""

    _called: str = ""
    _key: tuple[str, ...] = ()
    _references: dict[str, str] = {}

    class Config:
        """Columns we do not know are carried along."""

        strict = False
        coerce = False

    @classmethod
    def called(cls) -> str:
        """What people call the table."""
        return cls._called

    @classmethod
    def key_columns(cls) -> tuple[str, ...]:
        """Columns that identify a row; empty where rows may repeat."""
        return cls._key

    @classmethod
    def references(cls) -> dict[str, str]:
        """Column to the kind of thing it must name: ``camp``, ``depot``, ``place`` (either), ``item``, ``route``."""
        return cls._references

    @classmethod
    def column_names(cls) -> list[str]:
        """Names of the declared columns, in order."""
        return list(cls.to_schema().columns)

    @classmethod
    def required_names(cls) -> list[str]:
        """Names of the columns a file must have."""
        return [name for name, c in cls.to_schema().columns.items() if (c.metadata or {}).get("required", True)]

    @classmethod
    def title(cls, name: str) -> str:
        """Words for a column, with its unit where it has one."""
        unit = cls.unit_of(name)
        return f"{cls.words_of(name)} ({unit})" if unit else cls.words_of(name)

    @classmethod
    def words_of(cls, name: str) -> str:
        """Words for a column, without its unit."""
        return str(cls.to_schema().columns[name].title)

    @classmethod
    def unit_of(cls, name: str) -> str:
        """Unit of a column; empty where it has none."""
        return str((cls.to_schema().columns[name].metadata or {}).get("unit") or "")
