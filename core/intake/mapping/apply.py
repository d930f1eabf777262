"""A mapping made real: found cells under our names, converted with findings; nothing is dropped without a word."""

import numpy as np
import pandas as pd

from core.domain.countries import iso3_of
from core.domain.finding import Finding
from core.domain.schemas import OPERATION_TABLES, Camps, Population
from core.domain.validation import quote
from core.intake.found import FoundTable, Understood
from core.intake.mapping.answers import PLACE_KIND, ImportAnswers, TableAnswers
from core.intake.mapping.blanks import is_blank_mark
from core.intake.mapping.column_mapping import TableMapping, Target
from core.intake.mapping.dates import convert_dates
from core.intake.mapping.numbers import Mark, convert_numbers
from core.intake.mapping.place_kinds import part_by_kind
from core.intake.mapping.table_needs import MAY_BE_BLANK
from core.intake.mapping.unique_cells import UniqueCells, counted_cells

MOST_TOLD = 12
"""Columns that are named where all would be too many."""
AS_FOUND = " (as found)"
"""Behind the name of a column that is carried along and is called like one of ours."""


def apply_mapping(found: FoundTable, mapping: TableMapping, answers: ImportAnswers | None = None) -> Understood:
    """What a found table says in our tables, as its mapping has it.

    Parameters
    ----------
    found
        The table.
    mapping
        As ``propose_mapping`` made it, or as a person corrected it.
    answers
        What a person said about the import.

    Returns
    -------
    Understood
        Raw cells under our names. Places are still named as the file names them; ids are given when all files of an
        import are known (``resolve_places``).
    """
    said = answers or ImportAnswers()
    about = said.about(found.place)
    findings = [Finding("error", found.place, None, None, rule, words, mend) for rule, words, mend in mapping.questions]
    findings += [Finding("note", found.place, None, None, rule, words, mend) for rule, words, mend in mapping.notes]
    converted: dict[tuple[str, str], pd.Series] = {}
    tables: dict[str, pd.DataFrame] = {}
    for table in mapping.tables:
        filled = {
            ours: _converted(found, table, ours, column, about, converted, findings)
            for ours, column in mapping.into(table).items()
        }
        for target, value in about.fixed.items():
            into, _, ours = target.partition(".")
            if into == table:
                filled[ours] = pd.Series(value, index=found.cells.index, dtype="str")
        for ours in MAY_BE_BLANK.get(table, ()):
            filled.setdefault(ours, pd.Series(np.nan, index=found.cells.index, dtype="str"))
        tables[table] = pd.DataFrame(filled, index=found.cells.index)
    tables = _parted(tables, mapping, said, findings)
    _carry_along(found, mapping, tables)
    _say_roads(tables, findings)
    return Understood(
        tables,
        {proposal.column: proposal.targets for proposal in mapping.columns},
        tuple(findings),
        tuple(_how(found, mapping)),
    )


def _converted(
    found: FoundTable,
    table: str,
    ours: str,
    column: str,
    about: TableAnswers,
    done: dict[tuple[str, str], pd.Series],
    findings: list[Finding],
) -> pd.Series:
    """Cells of one column in the form of ours; a column that feeds two tables is told about once."""
    kind = column_kind(table, ours)
    if (column, kind) in done:
        return done[column, kind]
    cells = _without_marks(found.cells[column], table, column, kind, findings)
    new: list[Finding] = []
    if kind == "date":
        cells, new = convert_dates(cells, table, column, order=about.dates.get(column))
    elif kind in ("number", "count"):
        cells = _without_unit(cells, about.units.get(column), table, column, findings)
        decimal: Mark | None = about.decimal or ("," if found.decimal == "," else None)
        cells, new = convert_numbers(cells, table, column, is_count=kind == "count", decimal=decimal)
    elif kind == "country":
        cells, new = _countries(cells, table, column)
    elif kind == "truth":
        cells = cells.str.strip().str.lower().map(_TRUTHS).fillna(cells).astype("str")
    findings += new
    done[column, kind] = cells
    return cells


def column_kind(table: str, ours: str) -> str:
    """How cells of one of our columns are read: ``date``, ``count``, ``number``, ``country``, ``truth``, ``text``."""
    if ours == Camps.country and table in ("camps", "depots"):
        return "country"
    declared = OPERATION_TABLES[table].to_schema().columns.get(ours)
    if declared is None:
        return "text"
    dtype = str(declared.dtype)
    if dtype.startswith("datetime"):
        return "date"
    if dtype.startswith("bool"):
        return "truth"
    if dtype.startswith(("float", "int")):
        return (
            "count" if (declared.metadata or {}).get("unit") == "people" and ours != Camps.household_size else "number"
        )
    return "text"


_TRUTHS = {
    **dict.fromkeys(("true", "yes", "y", "1", "oui", "si", "sí", "نعم", "open", "ouvert"), "true"),
    **dict.fromkeys(("false", "no", "n", "0", "non", "لا", "closed", "fermé"), "false"),
}


def _without_marks(cells: pd.Series, table: str, column: str, kind: str, findings: list[Finding]) -> pd.Series:
    """Blank where a cell only says that nothing is known; counted in a note."""
    unique = UniqueCells.of(cells)
    marks = is_blank_mark(unique.text)
    if kind == "country":
        marks &= unique.text.ne("NA")  # the two letters of Namibia
    if not marks.any():
        return cells
    shown = ", ".join(f"“{quote(text)}”" for text in unique.text[marks].unique()[:4])
    words = (
        f"{counted_cells(unique.count(marks))} of “{quote(column)}” hold {shown}: taken as not known, never as zero."
    )
    findings.append(Finding("note", table, unique.first_row(marks), column, "blank_mark", words, ""))
    return unique.put_back(unique.text.mask(marks))


def _without_unit(cells: pd.Series, unit: str | None, table: str, column: str, findings: list[Finding]) -> pd.Series:
    """Numbers without the unit that a person named for the column."""
    if not unit:
        return cells
    unique = UniqueCells.of(cells)
    ends = unique.text.str.lower().str.endswith(unit.strip().lower())
    if not ends.any():
        return cells
    bare = unique.text.where(~ends, unique.text.str.slice(stop=-len(unit.strip())).str.strip())
    words = (
        f"{counted_cells(unique.count(ends))} of “{quote(column)}” end in “{quote(unit)}”, as answered; it is left out."
    )
    findings.append(Finding("note", table, unique.first_row(ends), column, "unit_answered", words, ""))
    return unique.put_back(bare)


def _countries(cells: pd.Series, table: str, column: str) -> tuple[pd.Series, list[Finding]]:
    unique = UniqueCells.of(cells)
    codes = unique.text.map(iso3_of)
    codes = codes.astype("str").where(codes.notna(), unique.text)
    changed = codes.ne(unique.text) & unique.text.notna()
    if not changed.any():
        return cells, []
    pairs = [f"{quote(name)} is {code}" for name, code in zip(unique.text[changed], codes[changed], strict=True)]
    more = f" and {len(pairs) - 6} more" if len(pairs) > 6 else ""
    words = f"Names of countries in “{quote(column)}” become codes: {', '.join(pairs[:6])}{more}."
    return unique.put_back(codes), [
        Finding("note", table, unique.first_row(changed), column, "country_code", words, "")
    ]


def _parted(
    tables: dict[str, pd.DataFrame], mapping: TableMapping, said: ImportAnswers, findings: list[Finding]
) -> dict[str, pd.DataFrame]:
    """Places of several kinds in their tables; counts of places that are no camps are no counts of ours."""
    if "camps" not in tables or PLACE_KIND not in tables["camps"]:
        return tables
    parted = part_by_kind(tables["camps"], mapping.into("camps")[PLACE_KIND], said.place_kinds)
    findings += parted.findings
    tables["camps"] = parted.camps.drop(columns=PLACE_KIND, errors="ignore")
    if tables["camps"].empty:
        del tables["camps"]
    if len(parted.depots):
        tables["depots"] = parted.depots
    if "population" in tables and Population.camp_id in tables["population"]:
        counts = tables["population"]
        others = ~counts.index.isin(tables["camps"].index if "camps" in tables else [])
        if others.any():
            words = f"{int(others.sum()):,} rows are no camps; the people there are not taken as counts of camps."
            row = int(counts.index[others][0]) + 2
            findings.append(Finding("note", "population", row, None, "place_aside", words, ""))
        tables["population"] = counts[~others]
    return tables


def _carry_along(found: FoundTable, mapping: TableMapping, tables: dict[str, pd.DataFrame]) -> None:
    """Columns that mean nothing to us go with the first table, as they are."""
    left = [proposal.column for proposal in mapping.columns if proposal.kept and not proposal.targets]
    # what was parted from camps keeps its columns too
    for table in [name for name in tables if name == mapping.tables[0] or name not in mapping.tables] if left else []:
        ours = set(OPERATION_TABLES[table].column_names()) | set(tables[table].columns)
        names = {column: f"{column}{AS_FOUND}" if column in ours else column for column in left}
        carried = found.cells[left].rename(columns=names).loc[tables[table].index]
        tables[table] = pd.concat([tables[table], carried], axis=1)


def _say_roads(tables: dict[str, pd.DataFrame], findings: list[Finding]) -> None:
    routes = tables.get("routes")
    if routes is None or "open" in routes:
        return
    pairs = set(zip(routes["origin_id"], routes["destination_id"], strict=True))
    both = not any((b, a) in pairs for a, b in pairs if a != b)
    routes["open"] = "true"
    if "both_ways" not in routes:
        routes["both_ways"] = "true" if both else "false"
    ways = "and to be used both ways" if both else "each in the direction given, as both are listed"
    words = f"{len(routes):,} roads are taken to be open, {ways}; the file does not say."
    findings.append(Finding("question", "routes", None, "open", "road_links", words, "Look whether any is closed."))


def _how(found: FoundTable, mapping: TableMapping) -> list[str]:
    if not mapping.tables:
        return []
    told = [f"Understood as {' and '.join(mapping.tables)}."]
    if mapping.remembered:
        told.append("Its columns are mapped as for an earlier file with this header.")
    parts = [
        f"“{quote(c.column)}” is {_targets(c.targets)} ({c.confidence:.0%}: {c.reason})"
        for c in mapping.columns
        if c.targets
    ]
    told += [f"{'; '.join(parts)}."] if parts else []
    unused = [c for c in mapping.columns if not c.targets]
    told += _named("Carried along unchanged", [c.column for c in unused if c.kept])
    return told + _named("In no table, as answered", [c.column for c in unused if not c.kept])


def _named(what: str, columns: list[str]) -> list[str]:
    """One sentence that names columns, none where there are none."""
    more = f" and {len(columns) - MOST_TOLD} more" if len(columns) > MOST_TOLD else ""
    shown = ", ".join(f"“{quote(column)}”" for column in columns[:MOST_TOLD])
    return [f"{what}: {shown}{more}."] if columns else []


def _targets(targets: tuple[Target, ...]) -> str:
    return " and ".join(f"{table}.{column}" for table, column in targets)
