"""Files as they are found in the world to raw tables of an operation: the one way for pages and commands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import pandas as pd

from core.domain.finding import Finding, errors_of
from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES
from core.domain.validation import quote
from core.intake import Reading
from core.intake.found import Found, FoundTable, Understood, read_found
from core.intake.found.kinds import Kind, kind_of
from core.intake.mapping import (
    ImportAnswers,
    Part,
    TableAnswers,
    TableMapping,
    apply_mapping,
    explains,
    header_fingerprint,
    new_camps_part,
    own_rows,
    own_table,
    propose_mapping,
    put_together,
)
from core.intake.origins import MOST_FILES, Origins, joined, label_of_row
from core.metrics.meter import timed
from core.privacy import is_treated_file, read_treated_file
from core.services.persons_in_files import PersonalColumn, harmless, without_persons
from core.sources import Choice, SourceContext, apply_pcodes, source_of

NO_ANSWERS = ImportAnswers()
OWN = "own form"
"""Source of a table that came in our own form."""
COLUMNS = "columns"
"""Source of a table whose columns were mapped one by one."""

LOST_CELLS = frozenset({"ragged_row", "cell", "formula_without_value"})
"""Rules about cells that hold nothing that can be read, or stand nobody knows where."""
WORKBOOK_ENDINGS, WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods"), (Kind.XLSX, Kind.XLS, Kind.ODS)

Tell = Callable[[float, str], None]
"""Hears how far a long reading is: a share, 0 to 1, and what is being done."""

Recall = Callable[[Iterable[str]], Mapping[str, TableAnswers]]
"""Fingerprints of headers to what was said about such tables before."""


@dataclass(frozen=True, eq=False)
class ImportedTable:
    """One found table, and what became of it.

    Attributes
    ----------
    found
        As it was found; personal data in it are treated already.
    source
        ``own form``, ``columns``, or the identifier of the importer that knew it; empty where nobody did.
    title
        The same in words.
    tables
        Our table to the number of rows it gave.
    mapping
        How its columns were mapped; None unless they were mapped one by one.
    columns
        Found column to the (table, column) pairs it went into.
    how
        Why it was read and understood like this, in sentences.
    choices
        What its importer can be asked.
    findings
        What was said about it alone; rows are those of the file.
    """

    found: FoundTable
    source: str
    title: str
    tables: Mapping[str, int]
    mapping: TableMapping | None
    columns: Mapping[str, tuple[tuple[str, str], ...]]
    how: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, eq=False)
class Imported:
    """What files gave.

    Attributes
    ----------
    reading
        Raw tables and findings; the rows of both have labels that ``origins`` tells back.
    tables
        Every found table and what became of it, in the order of the files.
    origins
        File, sheet and row behind a label.
    references
        Tables that no operation holds: P-codes, prices.
    recalled
        Fingerprints of headers to what was remembered about such tables, and used.
    treated
        Files in which personal data were treated: what is kept of them is the treated tables, not the file.
    personal
        Columns that seem to hold personal data, and what was decided; a table with an undecided one is not in
        ``tables``.
    """

    reading: Reading
    tables: tuple[ImportedTable, ...] = ()
    origins: Origins = field(default_factory=lambda: Origins(()))
    references: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    recalled: Mapping[str, TableAnswers] = field(default_factory=dict)
    treated: frozenset[str] = frozenset()
    personal: tuple[PersonalColumn, ...] = ()

    def waits_for_persons(self) -> bool:
        """Whether somebody must still say what is done with personal data."""
        return any(column.chosen is None for column in self.personal)


@timed("import")
def import_files(
    current: Operation | None,
    files: Mapping[str, bytes],
    answers: ImportAnswers = NO_ANSWERS,
    recall: Recall = lambda _: {},
    coding_key: Callable[[], bytes] = lambda: b"",
    today: pd.Timestamp | None = None,
    tell: Tell = lambda _, __: None,
) -> Imported:
    """Read files, understand them, and put them together.

    Parameters
    ----------
    current
        The operation they go into; names in the files are matched to its camps, depots and items. None where it is new.
    files
        Name and content of each file, as it came.
    answers
        What a person said.
    recall
        Gives what was said about tables of the same header before.
    coding_key
        Secret for codes in place of names; asked for only where a person chose codes.
    today
        Day on which P-codes must be valid.
    tell
        Hears how far it is.
    """
    found, findings = _read(files, tell)
    answers = _with_default(answers, found)
    tell(0.3, "Looking for personal data")
    private = without_persons(found, answers, coding_key)
    kept, treated = list(private.kept), private.treated
    findings = [*harmless(findings, private), *private.findings]
    tell(0.45, "Understanding the columns")
    remembered = recall([mark for mark in map(header_fingerprint, kept) if mark])
    held = {} if current is None else {n: current.tables[n] for n in OPERATION_TABLES if current.has(n)}
    understood = [_understand(table, kept, answers, remembered, held) for table in kept]
    findings = _strict(findings, [about for _, about in understood])
    parts = [part for part, _ in understood]
    given = new_camps_part(answers)
    put_together([*parts, given] if given else parts, held, answers)
    parts += [given] if given else []
    origins = Origins((*(table.place for table in kept), *([given.file] if given else [])))
    if len(parts) > MOST_FILES:
        words = f"These files hold {len(parts):,} tables; at most {MOST_FILES:,} are taken at once."
        findings.append(Finding("error", "files", None, None, "too_many", words, "Bring them in one after the other."))
        return Imported(Reading({}, findings), (), origins, personal=private.columns)
    findings += [f for number, part in enumerate(parts) for f in _labelled(part.findings, number)]
    tables, sources = joined([part.tables for part in parts])
    references = {name: tables.pop(name) for name in list(tables) if name not in OPERATION_TABLES}
    findings += _joined_findings(tables, sources, parts, origins)
    origins = replace(origins, joined=frozenset(name for name, numbers in sources.items() if len(numbers) > 1))
    if "pcodes" in references and "camps" in tables:
        when = today if today is not None else pd.Timestamp.now().normalize()
        tables["camps"], about = apply_pcodes(tables["camps"], references["pcodes"], when)
        findings += about
    told = [_imported(part, about) for part, about in zip(parts, [about for _, about in understood], strict=False)]
    return Imported(Reading(tables, findings), tuple(told), origins, references, remembered, treated, private.columns)


@dataclass(frozen=True, eq=False)
class _About:
    found: FoundTable
    source: str = ""
    title: str = "not understood"
    mapping: TableMapping | None = None
    columns: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    how: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()


def plain_name(name: str) -> str:
    """Name of a file as ``FoundTable.file`` has it: without folders, on one line."""
    return " ".join(PurePosixPath(name.replace("\\", "/")).name.split()) or "file"


def _read(files: Mapping[str, bytes], tell: Tell) -> tuple[list[FoundTable], list[Finding]]:
    """Tables with rows, and what was odd in reading them."""
    tables: list[FoundTable] = []
    findings: list[Finding] = []
    for number, (name, data) in enumerate(files.items()):
        tell(0.3 * number / len(files), f"Reading {quote(name)}")
        # what was kept of a file with personal data is read like any other
        read = Found(read_treated_file(data)[0], ()) if is_treated_file(data) else read_found(name, data)
        of_file = [table for table in read.tables if not explains(table)]
        findings += [replace(f, file=f.table) if len(files) > 1 else f for f in read.findings]
        filled = [table for table in of_file if len(table.cells)]
        if not filled and not errors_of(read.findings):
            rule, words = "no_rows", f"{quote(name)} holds no rows below its header."
            if name.lower().endswith(WORKBOOK_ENDINGS) and kind_of(data) not in WORKBOOKS:
                rule, words = "not_a_table", f"{quote(name)} ends as a workbook but is not one."
            findings.append(Finding("error", quote(name), None, None, rule, words, "Fill in at least one row."))
        tables += filled
    return tables, findings


def _strict(findings: list[Finding], understood: list["_About"]) -> list[Finding]:
    """In our own form what was lost of a cell is a fault: nobody can say which cell a row lacks, or what one held."""
    own = {about.found.place for about in understood if about.source == OWN}
    return [
        replace(f, level="error") if f.rule in LOST_CELLS and f.level == "question" and f.table in own else f
        for f in findings
    ]


def _with_default(answers: ImportAnswers, found: list[FoundTable]) -> ImportAnswers:
    """Answers for ``*`` hold for every table about which nothing else is said."""
    default = answers.tables.get("*")
    if default is None:
        return answers
    every = {table.place: answers.tables.get(table.place, default) for table in found}
    return answers.model_copy(update={"tables": every})


def _understand(
    found: FoundTable,
    every: list[FoundTable],
    answers: ImportAnswers,
    remembered: Mapping[str, TableAnswers],
    held: Mapping[str, pd.DataFrame],
) -> tuple[Part, _About]:
    """One found table in our tables: our own form, then a ready importer, then column by column."""
    said = answers.about(found.place)
    before = remembered.get(header_fingerprint(found) or "")
    alone = sum(other.file == found.file for other in every) == 1
    own = None if said.speaks_of_columns() else own_table(found, alone)
    if own is not None and not said.fixed:
        rows, findings = own_rows(own, found)
        columns = {str(column): ((own, str(column)),) for column in found.cells.columns}
        about = _About(found, OWN, f"our own table {own}", None, columns, (f"Its columns are those of {own}.",))
        return Part(found.file, {own: rows}, own=True, findings=findings), about
    importer = None if said.speaks_of_columns() or before is not None else source_of(found)
    if importer is not None:
        source, sure = importer
        others = tuple(other for other in every if other is not found)
        context = SourceContext(held.get("camps"), held.get("depots"), held.get("items"), others, said.choices)
        understood = source.understand(found, context)
        how = (f"Recognised as {source.title} ({sure:.0%}).", *understood.how)
        asked = source.choices(found, context)
        return _part(found, understood), _About(
            found, source.identifier, source.title, None, understood.columns, how, asked
        )
    mapping = propose_mapping(found, said, before)
    understood = apply_mapping(found, mapping, _with_remembered(answers, found.place, before))
    title = f"{' and '.join(mapping.tables)}, column by column" if mapping.tables else "not understood"
    return _part(found, understood), _About(
        found, COLUMNS if mapping.tables else "", title, mapping, understood.columns, understood.how
    )


def _with_remembered(answers: ImportAnswers, place: str, before: TableAnswers | None) -> ImportAnswers:
    """Answers with what was said before of tables of this header: dates, decimals, units; what is said now holds."""
    if before is None:
        return answers
    said = answers.about(place)
    both = said.model_copy(
        update={
            "dates": {**before.dates, **said.dates},
            "decimal": said.decimal or before.decimal,
            "units": {**before.units, **said.units},
        }
    )
    return answers.model_copy(update={"tables": {**answers.tables, place: both}})


def _part(found: FoundTable, understood: Understood) -> Part:
    columns = {target: column for column, targets in understood.columns.items() for target in targets}
    return Part(found.file, dict(understood.tables), columns=columns, findings=list(understood.findings))


def _labelled(findings: list[Finding], number: int) -> list[Finding]:
    return [f if f.row is None else replace(f, row=label_of_row(f.row, number)) for f in findings]


def _joined_findings(
    tables: Mapping[str, pd.DataFrame], sources: Mapping[str, list[int]], parts: list[Part], origins: Origins
) -> list[Finding]:
    """What is worth knowing where several files give rows to one table; the same rows twice are refused."""
    findings = []
    for table in tables:
        numbers = sources[table]
        if len(numbers) < 2:
            continue
        names = [quote(origins.places[number]) for number in numbers]
        rows = [parts[number].tables[table].reset_index(drop=True) for number in numbers]
        same = next(((i, j) for j in range(len(rows)) for i in range(j) if rows[i].equals(rows[j])), None)
        if same is not None:
            words = f"{names[same[0]]} and {names[same[1]]} hold the same rows of {table}."
            findings.append(Finding("error", table, None, None, "two_files", words, "Bring in one of the two."))
            continue
        shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
        words = f"The rows of {len(names)} tables stand together in {table}: {shown}."
        if OPERATION_TABLES[table].key_columns():
            findings.append(Finding("note", table, None, None, "files_joined", words, ""))
        else:
            mend = "Look whether the same goods stand in two of them: they would be counted twice."
            findings.append(Finding("question", table, None, None, "files_joined", words, mend))
    return findings


def _imported(part: Part, about: _About) -> ImportedTable:
    rows = {name: len(table) for name, table in part.tables.items()}
    how = (*about.found.how, *about.how)
    said = tuple(part.findings)
    return ImportedTable(
        about.found, about.source, about.title, rows, about.mapping, about.columns, how, about.choices, said
    )
