"""A workbook for people, to look at or to fill in: a sheet per table, and one that explains every column."""

import io
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from core.domain.schemas import OPERATION_TABLES, REQUIRED_TABLES, Table
from core.domain.settings import Settings
from core.intake.apostrophes import guard_name
from core.intake.xml_text import xml_text

LONGEST_CELL = 32_000
"""Characters a spreadsheet cell holds, a little under its limit."""

_REQUIRED_FILL = PatternFill("solid", fgColor="DCE6F2")
_BOLD = Font(bold=True)


def column_guide() -> pd.DataFrame:
    """Every column of every table: ``table,column,title,unit,required,blank,allowed,meaning``."""
    return pd.DataFrame(
        [row for name, schema in OPERATION_TABLES.items() for row in _guide_rows(name, schema)],
        columns=["table", "column", "title", "unit", "required", "blank", "allowed", "meaning"],
    )


def template_workbook(
    tables: Mapping[str, pd.DataFrame] | None = None,
    about: Sequence[tuple[str, str]] = (),
    *,
    given_only: bool = False,
) -> bytes:
    """An XLSX workbook with one sheet per table, and a sheet that explains every column.

    Parameters
    ----------
    tables
        Rows to put in, by table; only headers where it is None.
    about
        Words and what they say, for a first sheet *Read me*; no such sheet where it is empty.
    given_only
        Whether tables without rows to put in are left out; otherwise they have a sheet to fill in.
    """
    book = Workbook(write_only=True)
    if about:
        readme = book.create_sheet("Read me")
        _widths(readme, [22, 100])
        for word, said in about:
            _append(readme, [word, said])
    guide = book.create_sheet("Columns")
    explained = column_guide()
    _widths(guide, [22, 28, 28, 18, 10, 10, 60, 50])
    guide.freeze_panes = "A2"
    _append(guide, list(explained.columns), font=_BOLD)
    for row in explained.itertuples(index=False):
        _append(guide, list(row))
    for name, schema in OPERATION_TABLES.items():
        given = (tables or {}).get(name)
        if given is None and given_only:
            continue
        sheet = book.create_sheet(name)
        columns = list(schema.column_names() if given is None else given.columns)
        _widths(sheet, [max(12, len(column) + 3) for column in columns])
        sheet.freeze_panes = "A2"
        required = set(schema.required_names())
        cells = [_text_cell(sheet, column) for column in columns]
        for column, cell in zip(columns, cells, strict=True):
            cell.font = _BOLD
            if column in required:
                cell.fill = _REQUIRED_FILL
        sheet.append(cells)
        if given is not None:
            for row in _plain_rows(given):
                _append(sheet, row)
        elif name == "settings":
            for key in Settings.model_fields:
                _append(sheet, [key, None])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _guide_rows(name: str, schema: type[Table]) -> Iterable[tuple[str | None, ...]]:
    needed = "table required" if name in REQUIRED_TABLES else ""
    for column, spec in schema.to_schema().columns.items():
        meta = spec.metadata or {}
        meaning = "; ".join(part for part in (spec.description, needed) if part)
        yield (
            name,
            column,
            str(spec.title),
            meta.get("unit"),
            "yes" if meta.get("required", True) else "no",
            "yes" if spec.nullable else "no",
            _allowed(spec),
            meaning,
        )


def _allowed(spec: object) -> str:
    """What a cell may hold, in words."""
    dtype = str(spec.dtype)  # type: ignore[attr-defined]
    kind = "date as YYYY-MM-DD" if dtype.startswith("datetime") else ""
    kind = kind or ("true or false" if dtype.startswith("bool") else "")
    kind = kind or ("number" if dtype.startswith(("float", "int")) else "text")
    words = [kind]
    for check in spec.checks:  # type: ignore[attr-defined]
        told = check.statistics or {}
        if "allowed_values" in told:
            words = ["one of " + ", ".join(map(str, told["allowed_values"]))]
        elif "min_value" in told:
            words.append(f"{'at least' if 'equal' in str(check.name) else 'more than'} {told['min_value']:g}")
        elif "max_value" in told:
            words.append(f"{'at most' if 'equal' in str(check.name) else 'less than'} {told['max_value']:g}")
        elif "pattern" in told:
            words.append(f"of the form {getattr(told['pattern'], 'pattern', told['pattern'])}")
    return ", ".join(words)


def _plain_rows(table: pd.DataFrame) -> Iterable[list]:
    """Rows of plain Python values, None where blank, dates as dates."""
    columns = []
    for name in table.columns:
        cells = table[name]
        if pd.api.types.is_datetime64_any_dtype(cells.dtype):
            columns.append([None if pd.isna(day) else day.date() for day in cells])
        else:
            columns.append(cells.astype(object).where(cells.notna(), None).tolist())
    return (list(row) for row in zip(*columns, strict=True))


def _append(sheet: object, values: list, font: Font | None = None) -> None:
    row = []
    for value in values:
        if isinstance(value, str):
            cell = _text_cell(sheet, value)
            if font:
                cell.font = font
            row.append(cell)
        else:
            row.append(value)
    sheet.append(row)  # type: ignore[attr-defined]


def _text_cell(sheet: object, text: str) -> WriteOnlyCell:
    """A cell typed as a string, whatever it begins with, that stays text when a person edits it."""
    cell = WriteOnlyCell(sheet, value=None)
    cell.value = xml_text(text)[:LONGEST_CELL]
    cell.data_type = "s"
    if guard_name(text) != text:
        cell.quotePrefix = True
    if "\n" in text:
        cell.alignment = Alignment(wrap_text=True)
    return cell


def _widths(sheet: object, widths: list[int]) -> None:
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width  # type: ignore[attr-defined]
