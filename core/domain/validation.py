"""Text tables to typed tables; every fault is collected with its place before anything is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import numpy as np
import pandas as pd
import pandera.pandas as pa

from core.domain.close_names import close_names
from core.domain.date_readings import how_to_write, proved_order, readings_of
from core.domain.finding import Finding
from core.domain.legible import legible
from core.domain.number_readings import how_to_write_number
from core.domain.schemas import FORMS, OPERATION_TABLES, REQUIRED_TABLES, Routes, Table
from core.domain.total_rows import total_rows
from core.domain.weeks import EARLIEST_DAY, LATEST_DAY

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
DATE = r"\d{4}-\d{2}-\d{2}"
LONGEST_QUOTE = 60
"""Characters of a cell that a message repeats."""

MOST_DIFFERENCES = 2
"""Columns that a message names where two rows of one key differ."""

MOST_LISTED = 1_000
"""Cells of one rule and column, or rows of one key, that are named one by one; the others are counted. A file with a
fault in every row would else take minutes and fill the page."""

LONGEST_TEXT = 2_000
"""Characters of a text cell; one that is longer is a file that was read wrongly, and no page can show it."""

RULES = {
    "greater_than_or_equal_to": ("minimum", "at least"),
    "greater_than": ("minimum", "more than"),
    "less_than_or_equal_to": ("maximum", "at most"),
    "less_than": ("maximum", "less than"),
    "isin": ("choice", "one of"),
    "str_matches": ("form", ""),
}
"""Check of a column to the rule a finding names, and what stands before the limit in words."""


def typed_table(name: str, raw: pd.DataFrame, schema: type[Table]) -> tuple[pd.DataFrame, list[Finding]]:
    """One table with every declared column in its type, and what is wrong with it.

    Parameters
    ----------
    name
        Name of the table, for the findings.
    raw
        Cells as read: text, or already typed; blank cells are missing values. Where its index is made of unique
        whole numbers, a finding's row is that number + 2, so that a reader that drops blank lines keeps file rows.
    schema
        What the table should be.

    Returns
    -------
    tuple
        The declared columns in order, then unknown ones as text; and the findings.
    """
    findings: list[Finding] = []
    declared = schema.to_schema().columns
    numbered = raw.index.is_unique and pd.api.types.is_integer_dtype(raw.index.dtype)
    raw = raw.rename_axis(index=None) if numbered else raw.reset_index(drop=True)
    for column in schema.required_names():
        if column not in raw.columns:
            came = ", ".join(map(str, raw.columns[:12])) or "no columns"
            findings.append(
                Finding(
                    "error",
                    name,
                    1,
                    column,
                    "missing_column",
                    f"Column “{column}” is missing; found {came}.",
                    f"Add the column “{column}”.",
                )
            )
    out: dict[str, pd.Series] = {}
    unreadable: dict[str, pd.Series] = {}
    for column, spec in declared.items():
        kind = _kind(spec.dtype)
        cells = raw[column] if column in raw.columns else pd.Series(pd.NA, index=raw.index, dtype="str")
        out[column], unreadable[column] = _READERS[kind](cells)
        findings += _unreadable_cells(name, column, kind, cells[unreadable[column]], (spec.metadata or {}).get("unit"))
        if kind == "text":
            findings += _long_cells(name, column, out[column])
    extra = [c for c in raw.columns if c not in declared]
    table = pd.DataFrame(out | {c: _as_text(raw[c]) for c in extra}, index=raw.index)
    out.clear()  # the table has copies of them, and a large one need not be there twice
    findings += _broken_bounds(name, table, schema, unreadable, set(raw.columns))
    findings += _repeated_keys(name, table, schema)
    return table, findings


def typed_tables(
    raw: Mapping[str, pd.DataFrame], checked: Mapping[str, pd.DataFrame] = MappingProxyType({})
) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """Every table of an operation, typed, with the findings of cells, keys and references.

    Parameters
    ----------
    raw
        Tables as read, by name.
    checked
        Tables that are typed already and hold no fault of their own; only their references are looked at again.
    """
    findings = [
        Finding("error", name, None, None, "missing_table", f"The table {name} is missing.", f"Add {name}.csv.")
        for name in REQUIRED_TABLES
        if name not in raw and name not in checked
    ]
    findings += [
        Finding("error", name, None, None, "no_rows", f"The table {name} has no rows.", "Add at least one row.")
        for name in REQUIRED_TABLES
        if name in raw and raw[name].empty
    ]
    findings += [
        Finding(
            "note", name, None, None, "unknown_table", f"{name} is not a table of an operation; it is not used.", ""
        )
        for name in raw
        if name not in OPERATION_TABLES
    ]
    tables: dict[str, pd.DataFrame] = {}
    for name, schema in OPERATION_TABLES.items():
        if name in raw:
            tables[name], found = typed_table(name, raw[name], schema)
            findings += found
        elif name in checked:
            tables[name] = checked[name]
        else:
            tables[name] = _without_rows(name).copy()
    findings += _unknown_references(tables, set(raw))
    findings += _shared_place_ids(tables)
    findings += _route_faults(tables["routes"])
    if "camps" in raw:
        findings += total_rows(tables)
    return tables, findings


@cache
def _without_rows(name: str) -> pd.DataFrame:
    """A table that is not given, in its types; kept, as most operations lack many."""
    schema = OPERATION_TABLES[name]
    return typed_table(name, pd.DataFrame(columns=schema.column_names(), dtype="str"), schema)[0]


def quote(value: object) -> str:
    """A cell as a message may show it: one line, not too long, no sign unseen."""
    text = legible(" ".join(str(value).split()))
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def _kind(dtype: object) -> str:
    text = str(dtype)
    if text.startswith("datetime"):
        return "date"
    if text.startswith(("float", "int")):
        return "number"
    return "truth" if text.startswith("bool") else "text"


def _as_text(cells: pd.Series) -> pd.Series:
    given = cells.astype("str")
    text = given.str.strip()
    if text.equals(given):
        text = given  # the same cells need not be there twice: a large file has hundreds of megabytes of them
    blank = (cells.isna() | text.eq("")) & text.notna()
    return text.mask(blank) if blank.any() else text


def _read_text(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    return _as_text(cells), pd.Series(False, index=cells.index)


def _read_number(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    if pd.api.types.is_numeric_dtype(cells.dtype) and not pd.api.types.is_bool_dtype(cells.dtype):
        number = cells.astype("float64")
        infinite = number.isin([np.inf, -np.inf])
        return number.mask(infinite), infinite
    text = _as_text(cells)
    readable = text.str.fullmatch(NUMBER).fillna(False).astype(bool)
    number = pd.to_numeric(text.where(readable), errors="coerce").astype("float64")
    finite = readable & np.isfinite(number)
    return number.where(finite), text.notna() & ~finite


def _read_date(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    if pd.api.types.is_datetime64_any_dtype(cells.dtype):
        return cells.astype("datetime64[ns]").dt.normalize(), pd.Series(False, index=cells.index)
    text = _as_text(cells)
    shaped = text.str.fullmatch(DATE).fillna(False).astype(bool)
    # days outside the span of datetime64[ns] are no dates of ours; text compares as the days do
    shaped &= (text >= EARLIEST_DAY).fillna(False).astype(bool) & (text <= LATEST_DAY).fillna(False).astype(bool)
    date = pd.to_datetime(text.where(shaped), format="%Y-%m-%d", errors="coerce").astype("datetime64[ns]")
    return date, text.notna() & date.isna()


def _read_truth(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    if pd.api.types.is_bool_dtype(cells.dtype):
        return cells.astype("boolean"), pd.Series(False, index=cells.index)
    text = _as_text(cells)
    truth = text.str.lower().map({"true": True, "false": False}).astype("boolean")
    return truth, text.notna() & truth.isna()


_READERS = {"text": _read_text, "number": _read_number, "date": _read_date, "truth": _read_truth}

_EXPECTED = {
    "number": (
        "number",
        "a number with a point for decimals",
        "Write digits only; leave the cell blank if it is not known.",
    ),
    "date": ("date", "a date as YYYY-MM-DD", "Write the date as in 2015-10-04."),
    "truth": ("truth", "true or false", "Write true or false; leave the cell blank if it is not known."),
}


def _unreadable_cells(name: str, column: str, kind: str, cells: pd.Series, unit: str | None) -> list[Finding]:
    if cells.empty:
        return []
    rule, expected, suggestion = _EXPECTED[kind]
    proved = proved_order(cells.astype("str")) if kind == "date" else None
    listed = []
    for row, value in cells.head(MOST_LISTED).items():
        cell = str(value)
        if kind == "date":
            expected = _day_expected(cell)
            suggestion = how_to_write(cell, EARLIEST_DAY, LATEST_DAY, proved[0] if proved else None)
        elif kind == "number":
            suggestion = how_to_write_number(cell, unit)
        words = f"“{quote(value)}” is not {expected}."
        listed.append(Finding("error", name, int(row) + 2, column, rule, words, suggestion))
    return _and_more(listed, len(cells))


def _day_expected(cell: str) -> str:
    days = [str(day) for day in readings_of(cell)]
    if any(EARLIEST_DAY <= day <= LATEST_DAY for day in days) or not days:
        return _EXPECTED["date"][1]
    return f"a day from {EARLIEST_DAY} to {LATEST_DAY}"


def _long_cells(name: str, column: str, text: pd.Series) -> list[Finding]:
    size = text.str.len()
    return [
        Finding(
            "error",
            name,
            int(row) + 2,
            column,
            "too_long",
            f"The cell has {int(length):,} characters, “{quote(text[row])}”; at most {LONGEST_TEXT:,} are read.",
            "Shorten it, or look for a double quote that is closed too late.",
        )
        for row, length in size[size > LONGEST_TEXT].items()
    ]


def _broken_bounds(
    name: str, table: pd.DataFrame, schema: type[Table], unreadable: Mapping[str, pd.Series], present: set[str]
) -> list[Finding]:
    if table.empty:
        return []
    try:
        # in place: nothing is coerced, and a copy of a large table would be made for nothing
        schema.to_schema().validate(table, lazy=True, inplace=True)
        return []
    except pa.errors.SchemaErrors as error:
        every = error.failure_cases
    declared = schema.to_schema().columns
    skipped = {column: set(cells.index[cells]) for column, cells in unreadable.items()}
    own = [
        column in present and not pd.isna(row) and row not in skipped[column]
        for column, row in zip(every["column"], every["index"], strict=True)
    ]
    of_rule = every[own].groupby(["column", "check"], sort=False)
    findings = []
    for (column, check), cases in of_rule:
        listed = [
            _broken_bound(name, column, declared[column], str(check), value, int(row))
            for value, row in cases[["failure_case", "index"]].head(MOST_LISTED).itertuples(index=False)
        ]
        findings += _and_more(listed, len(cases))
    return findings


def _broken_bound(name: str, column: str, declared: pa.Column, check: str, value: object, row: int) -> Finding:
    if check == "not_nullable":
        return Finding("error", name, row + 2, column, "blank", f"“{column}” is blank.", f"Fill in “{column}”.")
    rule, wanted = _wanted(declared, check)
    mend = f"Write {wanted}, or leave the cell blank if it is not known." if declared.nullable else f"Write {wanted}."
    return Finding("error", name, row + 2, column, rule, f"“{quote(_as_typed(value))}” is not {wanted}.", mend)


def _wanted(declared: pa.Column, broken: str) -> tuple[str, str]:
    """The rule of a broken check, and what it wants in words."""
    for check in declared.checks:
        if str(check.error) == broken:
            rule, before = RULES.get(str(check.name), (str(check.name), ""))
            limit = next(iter((check.statistics or {}).values()), "")
            if isinstance(limit, int | float):
                return rule, f"{before} {limit:,.15g}"
            if isinstance(limit, str):
                return rule, FORMS.get(limit, f"text of the form {limit}")
            return rule, f"{before} {', '.join(map(str, limit))}"
    return broken, broken


def _as_typed(value: object) -> object:
    """A number without the point that only our type gave it."""
    return f"{value:.15g}" if isinstance(value, float) else value


def _repeated_keys(name: str, table: pd.DataFrame, schema: type[Table]) -> list[Finding]:
    key = list(schema.key_columns())
    if not key or table.empty:
        return []
    known = table[key].notna().all(axis=1)
    repeated = table[key].duplicated(keep="first") & known
    if not repeated.any():
        return []
    listed = table.loc[repeated, key].head(MOST_LISTED)
    first = _first_rows(table.loc[known & ~repeated, key], listed)
    findings = []
    for row, values in zip(listed.index, listed.itertuples(index=False, name=None), strict=True):
        at = first[values]
        shown = ", ".join(quote(v.date() if isinstance(v, pd.Timestamp) else v) for v in values)
        others = _differences(table.loc[at], table.loc[row])
        findings.append(
            Finding(
                "error",
                name,
                int(row) + 2,
                key[0],
                "duplicate_key",
                f"{shown} is already in row {int(at) + 2}{others}.",
                "Keep one of the two rows.",
            )
        )
    return _and_more(findings, int(repeated.sum()))


def _first_rows(first: pd.DataFrame, wanted: pd.DataFrame) -> dict[tuple[object, ...], int]:
    """Row of each wanted key among the first rows of all keys; of a large table only what may match is looked at."""
    for column in first.columns:
        first = first[first[column].isin(wanted[column])]
    rows = first.assign(**{_ROW: first.index}).merge(wanted.drop_duplicates())
    return dict(zip(rows[list(wanted.columns)].itertuples(index=False, name=None), rows[_ROW], strict=True))


_ROW = "\x00row"
"""Name of a column that no file can have."""


def _and_more(listed: list[Finding], found: int) -> list[Finding]:
    """Findings of one rule, and where there are more than are listed, how many more."""
    if found <= len(listed):
        return listed
    more = found - len(listed)
    words = f"{more:,} more rows have this fault."
    return [*listed, replace(listed[-1], row=None, message=words, unlisted=more)]


def _differences(first: pd.Series, again: pd.Series) -> str:
    """The first columns in which two rows of one key differ, in words; empty where the rows are equal."""
    differ = [c for c in first.index if first[c] is not again[c] and not _same_cell(first[c], again[c])]
    told = [f"{quote(c)} {_shown(first[c])} there and {_shown(again[c])} here" for c in differ[:MOST_DIFFERENCES]]
    return f", with {', '.join(told)}" if told else ""


def _same_cell(a: object, b: object) -> bool:
    return bool(pd.isna(a) and pd.isna(b)) if pd.isna(a) or pd.isna(b) else a == b


def _shown(value: object) -> str:
    if pd.isna(value):
        return "blank"
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return f"{value:,.10g}" if isinstance(value, float) else quote(value)


def _unknown_references(tables: Mapping[str, pd.DataFrame], new: set[str]) -> list[Finding]:
    """Names that lead nowhere, looked for where the table that names or the one that is named is new."""
    camps, depots = set(tables["camps"]["camp_id"].dropna()), set(tables["depots"]["depot_id"].dropna())
    known = {
        "camp": camps,
        "depot": depots,
        "place": camps | depots,
        "item": set(tables["items"]["item_id"].dropna()),
        "route": set(tables["routes"]["route_id"].dropna()),
    }
    findings: list[Finding] = []
    for name, schema in OPERATION_TABLES.items():
        if tables[name].empty:
            continue
        for column, kind in schema.references().items():
            if name not in new and new.isdisjoint(_NAMED_IN[kind]):
                continue
            unknown = unknown_names(name, column, tables[name][column], kind, known[kind])
            absent = [table for table in _NAMED_IN[kind] if tables[table].empty]
            # one table that was forgotten is one fault, not one for each row that names something of it
            findings += _named_in_no_table(unknown, absent) if absent and unknown else unknown
    return findings


_NAMED_IN = {
    "camp": ("camps",),
    "depot": ("depots",),
    "place": ("camps", "depots"),
    "item": ("items",),
    "route": ("routes",),
}


def _named_in_no_table(unknown: list[Finding], absent: list[str]) -> list[Finding]:
    first, tables = unknown[0], " and ".join(absent)
    words = f"{first.message[:-1]}, as there is no table {tables} with rows"
    more = f"; the same for {len(unknown) - 1:,} more" if len(unknown) > 1 else ""
    return [
        replace(
            first, message=f"{words}{more}.", suggestion=f"Add {absent[-1]}.csv, or mend what keeps it from being read."
        )
    ]


def unknown_names(name: str, column: str, cells: pd.Series, kind: str, known: Iterable[str]) -> list[Finding]:
    """A finding for each cell that names no known camp, depot, place, item or route."""
    known = set(known)
    unknown = cells.notna() & ~cells.isin(list(known))
    meant = close_names(cells[unknown].astype(str).unique().tolist(), known)
    where = {"camp": "camps", "depot": "depots", "place": "camps or depots", "item": "items", "route": "routes"}[kind]
    listed = [
        Finding(
            "error",
            name,
            int(row) + 2,
            column,
            "unknown_reference",
            f"“{quote(value)}” is not in {where}.",
            f"Did you mean “{quote(meant[value])}”? Else add it to {where}."
            if value in meant
            else f"Add it to {where}, or correct the name.",
        )
        for row, value in cells[unknown].head(MOST_LISTED).items()
    ]
    return _and_more(listed, int(unknown.sum()))


def _shared_place_ids(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    shared = tables["depots"]["depot_id"].isin(tables["camps"]["camp_id"].dropna())
    return [
        Finding(
            "error",
            "depots",
            int(row) + 2,
            "depot_id",
            "duplicate_key",
            f"“{quote(value)}” is the name of a camp and of a depot.",
            "Give the depot a name of its own.",
        )
        for row, value in tables["depots"].loc[shared, "depot_id"].items()
    ]


def _route_faults(routes: pd.DataFrame) -> list[Finding]:
    loops = routes[Routes.origin_id].notna() & (routes[Routes.origin_id] == routes[Routes.destination_id])
    unpaid = (
        routes[[Routes.trips_per_week, Routes.trip_cost_usd]].notna().any(axis=1) & routes[Routes.payload_kg].isna()
    )
    return [
        Finding(
            "error",
            "routes",
            int(row) + 2,
            "destination_id",
            "loop",
            "The route ends where it begins.",
            "Correct the origin or the destination.",
        )
        for row in routes.index[loops]
    ] + [
        Finding(
            "error",
            "routes",
            int(row) + 2,
            "payload_kg",
            "trips_without_payload",
            "Trips are limited or priced, but the payload of a trip is blank.",
            "Fill in payload_kg.",
        )
        for row in routes.index[unpaid]
    ]
