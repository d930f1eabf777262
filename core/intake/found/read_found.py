"""Any file as it is found in the world to its tables, with the reasons for how each was read.

Every kind of file becomes grids of text cells (``separated_text``, ``xlsx_sheets``, ``xls_sheets``, ``ods_sheets``); a
grid becomes a table in ``as_table``. A map and a parquet file know their columns and become tables at once.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import cast

from core.domain.finding import Finding
from core.domain.validation import quote
from core.errors import InvalidTable
from core.intake.found.allowance import Allowance
from core.intake.found.archive_members import read_members
from core.intake.found.as_table import as_table
from core.intake.found.decimal_mark import decimal_mark
from core.intake.found.found import Found
from core.intake.found.found_table import FoundTable
from core.intake.found.grid import Grid
from core.intake.found.kinds import Kind, Other, kind_of
from core.intake.found.prose import is_prose
from core.intake.found.refused import AS_TABLE
from core.intake.found.separated_text import read_separated
from core.intake.limits import LARGEST_FILE
from core.intake.parquet import read_parquet_text

_DEEPEST = 1
"""Archives inside an archive that are opened."""

Result = FoundTable | Finding


def read_found(name: str, data: bytes) -> Found:
    """Every table of a file: separated text, XLSX, XLS, ODS, GeoJSON, parquet, or a zip archive of these.

    What kind of file it is, its bytes tell; its ending is not believed. Nothing of it is executed or written to disk.

    Parameters
    ----------
    name
        File name as given; folders in it are left off.
    data
        The whole file.
    """
    file = _plain(PurePosixPath(name.replace("\\", "/")).name) or "file"
    if len(data) > LARGEST_FILE:
        words = f"The file has {len(data) / 1e6:,.0f} MB; at most {LARGEST_FILE / 1e6:,.0f} MB are read."
        return Found((), (_error(file, "too_large", words, "Split it into several files."),))
    results = list(_read(file, "", data, Allowance(), 0))
    tables = tuple(result for result in results if isinstance(result, FoundTable))
    findings = [result for result in results if isinstance(result, Finding)]
    if not tables and not any(finding.level == "error" for finding in findings):
        findings.append(_error(file, "no_rows", f"{file} holds no table.", AS_TABLE))
    return Found(tables, tuple(findings))


def _plain(name: str) -> str:
    """A name on one line; long ones are kept whole, as two members may differ at their ends."""
    return " ".join(name.split())


def _error(place: str, rule: str, message: str, suggestion: str) -> Finding:
    return Finding("error", place, None, None, rule, message, suggestion)


def _read(file: str, sheet: str, data: bytes, allowance: Allowance, depth: int) -> Iterator[Result]:
    """Tables and findings of one file, which may be a member of an archive (``sheet`` then names it)."""
    place = f"{file}, {sheet}" if sheet else file
    kind = kind_of(data)
    try:
        if isinstance(kind, Other):
            rule = "not_a_table" if kind.was_table else "no_table"
            yield _error(place, rule, f"Expected a table; this is {kind.words}.", AS_TABLE)
        elif kind is Kind.ZIP:
            yield from _archive(file, sheet, data, allowance, depth)
        elif kind is Kind.PARQUET:
            yield from _parquet(file, sheet, data)
        elif kind is Kind.MAP:
            from core.intake.found.geojson_map import read_map

            table, findings = read_map(file, sheet, data)
            yield from findings
            yield table
        elif kind is Kind.TEXT:
            yield from _table(file, sheet, read_separated(place, data))
        else:
            for title, grid in _sheets(kind, place, data, allowance):
                inner = ", ".join(part for part in (sheet, _plain(title)) if part)
                if isinstance(grid, Grid) and is_prose(grid.cells):
                    yield _read_me(f"{file}, {inner}", grid)
                else:
                    yield from _table(file, inner, grid)
    except InvalidTable as refusal:
        yield from cast(tuple[Finding, ...], refusal.findings)


def _table(file: str, sheet: str, grid: Grid | Finding) -> Iterator[Result]:
    if isinstance(grid, Finding):
        yield grid
        return
    table, findings = as_table(file, sheet, grid)
    yield from findings
    yield table


def _read_me(place: str, grid: Grid) -> Finding:
    """A note for a sheet of text beside tables."""
    first = grid.cells.bfill(axis=1).iloc[0, 0]
    words = f"The sheet is text without columns, {len(grid.cells):,} rows; it begins “{quote(first)}” and is set aside."
    return Finding("note", place, None, None, "no_table", words, "")


def _archive(file: str, sheet: str, data: bytes, allowance: Allowance, depth: int) -> Iterator[Result]:
    place = f"{file}, {sheet}" if sheet else file
    if depth > _DEEPEST:
        words = "It is an archive inside an archive inside an archive; that is not read."
        yield _error(place, "not_a_table", words, "Unpack it and give the files.")
        return
    for name, member in read_members(place, data, allowance):
        if isinstance(member, Finding):
            yield member
            continue
        inner = ", ".join(part for part in (sheet, _plain(name)) if part)
        for result in _read(file, inner, member, allowance, depth + 1):
            is_none = isinstance(result, Finding) and result.rule in ("no_table", "empty_file")
            # a picture or a read-me beside tables is no fault of theirs
            yield replace(result, level="note") if isinstance(result, Finding) and is_none else result


def _sheets(kind: Kind, place: str, data: bytes, allowance: Allowance) -> Iterator[tuple[str, Grid | Finding]]:
    """Sheets of a workbook; the library of its kind is loaded when the first of that kind comes."""
    if kind is Kind.XLSX:
        from core.intake.found.xlsx_sheets import read_xlsx as read
    elif kind is Kind.XLS:
        from core.intake.found.xls_sheets import read_xls as read
    else:
        from core.intake.found.ods_sheets import read_ods as read
    return read(place, data, allowance)


def _parquet(file: str, sheet: str, data: bytes) -> Iterator[Result]:
    place = f"{file}, {sheet}" if sheet else file
    cells, findings = read_parquet_text(place, data)
    yield from findings
    if cells is not None:
        mark, proof, doubts = decimal_mark(place, cells)
        yield from doubts
        positions = MappingProxyType({str(column): at for at, column in enumerate(cells.columns, start=1)})
        how = tuple(sentence for sentence in ("It is a parquet file, which names its columns.", proof) if sentence)
        yield FoundTable(file=file, sheet=sheet, cells=cells, positions=positions, decimal=mark, how=how)
