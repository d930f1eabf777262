"""What an import asks, each question with the answers it takes: the page draws them, a person picks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType

import pandas as pd

from core.domain.finding import Finding
from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES, Camps, Depots, Items
from core.domain.validation import quote
from core.intake.mapping import ImportAnswers, TableAnswers
from core.intake.mapping.apply import column_kind
from core.intake.mapping.propose import rival_words
from core.intake.mapping.table_needs import NEEDS
from core.services.column_words import column_words, table_words
from core.services.import_files import Imported, ImportedTable
from core.sources import Choice

_WITH_UNIT = r"^\s*[+-]?\d[\d.,\s]*?\s*([^\W\d_]{1,12})\.?\s*$"
MOST_COMPARED = 5_000
"""Known places that a name is compared with; comparing takes long."""
CLOSE, MOST_CLOSE = 0.5, 5
"""Share of letters from which a known name is offered first, and how many are."""


class Asks(StrEnum):
    """What kind of answer a question takes."""

    TABLE = "table"
    COLUMN = "column"
    RIVALS = "rivals"
    DATES = "dates"
    DECIMAL = "decimal"
    UNIT = "unit"
    CAMP = "camp"
    PLACE = "place"
    KIND = "kind"
    CHOICE = "choice"


@dataclass(frozen=True)
class ImportQuestion:
    """One question about files that are brought in.

    Attributes
    ----------
    asks
        What kind of answer it takes.
    place
        ``FoundTable.place`` it is about; empty where it is about all files.
    subject
        What of it: a column, a name, a kind of place, a key of an importer, ``table.column`` that is lacking.
    words
        What is asked, in a sentence or two.
    options
        Answer to what it stands for, in words; the likeliest first. Where it stands for a name of ours, the words are
        that name.
    needed
        Whether nothing can be saved without the answer.
    can_be_new
        Whether it may be a camp that no file describes.
    used
        What is taken while nobody answers; empty where nothing is.
    instead_of
        Message of the finding that it asks in other words; empty where its words are that message, or none has it.
    """

    asks: Asks
    place: str
    subject: str
    words: str
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    needed: bool = True
    can_be_new: bool = False
    used: str = ""
    instead_of: str = ""

    @property
    def finding(self) -> str:
        """Message of the finding that the answer mends."""
        return self.instead_of or self.words


ORDERS = {"day first": "Day first", "month first": "Month first"}
SERIALS = {"excel": "Days since 1899-12-30, as spreadsheets count", "unix days": "Days since 1970-01-01"}
MARKS = {".": "A point", ",": "A comma"}
SIMPLE: Mapping[str, tuple[Asks, bool, Mapping[str, str]]] = {
    "ambiguous_dates": (Asks.DATES, True, ORDERS),
    "mixed_dates": (Asks.DATES, True, ORDERS),
    "epoch_days": (Asks.DATES, True, SERIALS),
    "ambiguous_numbers": (Asks.DECIMAL, False, MARKS),
    "numbers_converted": (Asks.DECIMAL, False, MARKS),
}
"""Rule to what it asks, whether of the column alone, and the answers."""

REFERRED = {"camp": ("camps",), "depot": ("depots",), "place": ("camps", "depots"), "item": ("items",)}
"""What a column refers to, to the tables that hold it."""

KINDS = {
    "camp": "A camp",
    "depot": "A depot that stores goods",
    "junction": "A junction goods pass",
    "supplier": "A supplier",
    "": "Nothing of ours: leave it aside",
}


def import_questions(
    imported: Imported, answers: ImportAnswers, current: Operation | None
) -> tuple[ImportQuestion, ...]:
    """Every open question about an import, those first without which nothing can be saved.

    Parameters
    ----------
    imported
        Files as they were understood with the answers given so far.
    answers
        Those answers.
    current
        The operation they go into; None where it is new.
    """
    names = _Names(imported, current)
    asked: dict[tuple[str, str, str], ImportQuestion] = {}
    for table in imported.tables:
        for question in _of_table(table, answers, names):
            # a name that nobody knows is asked about once, in however many files it stands
            about = "" if question.asks in (Asks.PLACE, Asks.KIND) else question.place
            asked.setdefault((question.asks, about, question.subject), question)
    return tuple(sorted(asked.values(), key=lambda question: not question.needed))


def names_of_ours(imported: Imported, current: Operation | None) -> Mapping[str, str]:
    """Identifier to name of every camp, depot and item of the operation and of the files."""
    return {identifier: name for names in _Names(imported, current).of.values() for identifier, name in names.items()}


class _Names:
    """Camps, depots and items that an answer may name: those of the operation and of the files."""

    def __init__(self, imported: Imported, current: Operation | None) -> None:
        self.of = {
            "camps": _named("camps", Camps.camp_id, imported, current),
            "depots": _named("depots", Depots.depot_id, imported, current),
            "items": _named("items", Items.item_id, imported, current),
        }

    def options(self, kinds: Iterable[str], like: str) -> Mapping[str, str]:
        """Identifier to name, those like a word first, then by name."""
        known = {identifier: name for kind in kinds for identifier, name in self.of[kind].items()}
        by_word: dict[str, str] = {}
        for identifier, name in known.items():
            by_word.setdefault(name.casefold(), identifier)
            by_word.setdefault(identifier.casefold(), identifier)
        words = list(by_word) if len(by_word) <= MOST_COMPARED else []
        close = [by_word[word] for word in get_close_matches(like.casefold()[:100], words, MOST_CLOSE, CLOSE)]
        rest = sorted(known, key=lambda identifier: known[identifier].casefold())
        return {identifier: known[identifier] for identifier in dict.fromkeys([*close, *rest])}


def _named(table: str, identifier: str, imported: Imported, current: Operation | None) -> dict[str, str]:
    parts = [current.tables[table]] if current is not None and current.has(table) else []
    parts += [imported.reading.tables[table]] if table in imported.reading.tables else []
    names: dict[str, str] = {}
    for rows in parts:
        if identifier in rows:
            called = rows["name"].fillna(rows[identifier]) if "name" in rows else rows[identifier]
            pairs = pd.DataFrame({"id": rows[identifier], "name": called}).dropna()
            names |= dict(zip(pairs["id"].astype(str), pairs["name"].astype(str), strict=True))
    return names


def _of_table(table: ImportedTable, answers: ImportAnswers, names: _Names) -> list[ImportQuestion]:
    place = table.found.place
    asked = [_choice(place, choice) for choice in table.choices if not choice.answered]
    if table.mapping is not None:
        asked += _about_columns(table, answers)
        asked += _units(table, answers)
    for finding in table.findings:
        asked += _of_finding(table, finding, names)
    return asked


def _choice(place: str, choice: Choice) -> ImportQuestion:
    options = dict(choice.options)
    return ImportQuestion(Asks.CHOICE, place, choice.key, choice.question, options, False, used=choice.used)


def _about_columns(table: ImportedTable, answers: ImportAnswers) -> list[ImportQuestion]:
    """Which table it is, what is lacking to be it, which of two columns is meant."""
    place, mapping = table.found.place, table.mapping
    assert mapping is not None
    if not mapping.tables:
        words = next((words for rule, words, _ in mapping.questions if rule == "which_table"), "")
        tables = {name: f"{schema.called()} ({name})" for name, schema in OPERATION_TABLES.items()}
        return [ImportQuestion(Asks.TABLE, place, "", words, tables)] if words else []
    asked = []
    columns = {str(column): str(column) for column in table.found.cells.columns}
    said = {rule: words for rule, words, _ in mapping.questions}
    for ours in mapping.tables if "missing_column" in said else ():
        filled = set(mapping.into(ours)) | _fixed(answers.about(place), ours)
        for group in NEEDS[ours]:
            by_file = ours == "population" and group == ("camp_id",)
            if not by_file and not filled & set(group):
                wanted = " or ".join(OPERATION_TABLES[ours].to_schema().columns[name].title for name in group)
                words = f"“{quote(place)}” is to be {table_words(ours)}: which column tells {wanted}?"
                lacks = said["missing_column"]
                asked.append(ImportQuestion(Asks.COLUMN, place, f"{ours}.{group[0]}", words, columns, instead_of=lacks))
    for (ours, column), first, other in mapping.rivals:
        target, options = f"{ours}.{column}", {first: first, other: other}
        words = f"“{quote(first)}” and “{quote(other)}” could both be {column_words(target)}, and they differ."
        told = rival_words((ours, column), first, other)
        asked.append(ImportQuestion(Asks.RIVALS, place, target, words, options, instead_of=told))
    return asked


def _units(table: ImportedTable, answers: ImportAnswers) -> list[ImportQuestion]:
    """Columns of numbers that all have one unit behind them; with several, no one answer is right."""
    assert table.mapping is not None
    about, asked = answers.about(table.found.place), []
    for proposal in table.mapping.columns:
        kinds = {column_kind(into, ours) for into, ours in proposal.targets}
        if not kinds & {"number", "count"} or proposal.column in about.units:
            continue
        cells = table.found.cells[proposal.column].dropna().drop_duplicates()
        units = cells.str.extract(_WITH_UNIT, expand=False).dropna().str.casefold().unique()
        if len(units) == 1:
            unit = str(units[0])
            words = f"Numbers of “{quote(proposal.column)}” have “{unit}” behind them. Is that the unit of all of them?"
            options = {unit: f"Yes, all are in {unit}"}
            asked.append(ImportQuestion(Asks.UNIT, table.found.place, proposal.column, words, options))
    return asked


def _fixed(about: TableAnswers, ours: str) -> set[str]:
    return {target.partition(".")[2] for target in about.fixed if target.startswith(f"{ours}.")}


def _of_finding(table: ImportedTable, finding: Finding, names: _Names) -> list[ImportQuestion]:
    place, column, words = table.found.place, finding.column or "", finding.message
    needed = finding.level == "error"
    if finding.level == "note" or (table.mapping is None and finding.rule not in ("unknown_place", "camp_of_file")):
        return []
    file = table.found.file
    if finding.rule in SIMPLE:
        asks, subject, options = SIMPLE[finding.rule]
        return [ImportQuestion(asks, place, column if subject else "", words, options, needed)]
    if finding.rule == "camp_of_file":
        options = names.options(["camps"], file.rpartition(".")[0])
        used = "".join(finding.subjects)
        return [ImportQuestion(Asks.CAMP, place, file, words, options, needed, can_be_new=True, used=used)]
    if finding.rule == "unknown_place":
        kinds = _kinds_of(table, finding)
        new = "camps" in kinds
        return [
            ImportQuestion(Asks.PLACE, place, name, words, names.options(kinds, name), needed, can_be_new=new)
            for name in finding.subjects
        ]
    used = "" if needed else "junction"
    return [ImportQuestion(Asks.KIND, "", kind, words, KINDS, needed, used=used) for kind in finding.subjects]


def _kinds_of(table: ImportedTable, finding: Finding) -> tuple[str, ...]:
    """Tables whose rows may be meant by a name in a column of a table of ours."""
    references = OPERATION_TABLES[finding.table].references()
    into = [ours for name, ours in table.columns.get(finding.column or "", ()) if name == finding.table]
    kinds = {references[ours] for ours in (*into, finding.column or "") if ours in references}
    return REFERRED.get(next(iter(kinds), "place"), REFERRED["place"])
