"""What each column of a found table may be: by HXL tag, by our own names, by words, by values."""

from functools import cache

from core.domain.hxl_tag import fits, parse_hxl
from core.domain.plain_words import header_words
from core.domain.schemas import OPERATION_TABLES
from core.intake.found import FoundTable
from core.intake.mapping.cell_kinds import CellKinds, cell_kinds
from core.intake.mapping.column_mapping import Candidate, Target
from core.intake.mapping.meanings import Meaning, dictionary

OWN_NAME, TAG, WORD, PART, VALUE = 1.0, 0.92, 0.9, 0.55, 0.5
"""Confidence by the way a column was known; ``PART`` where a word is only part of the header."""
PART_GROWS = 0.3
SAY_LITTLE = frozenset({("expected", "people")})
"""Columns of ours whose names are used for other things more often."""
LATER_WORD = 0.004
"""What each place further down in the list of a meaning's words takes off."""
LONGEST_PHRASE = 7
"""Words of a phrase that is looked for in a longer header."""
CONTRADICTED, DOUBTED = 0.3, 0.9
"""What is left of the confidence where under a half, or under nine tenths, of the cells look as they should."""
SURE_VALUES = 0.95
"""Share of cells from which values alone say what a column is."""

_LOOKS = {
    "count": "numbers",
    "number": "numbers",
    "date": "dates",
    "latitude": "latitudes",
    "longitude": "longitudes",
    "country": "countries",
    "pcode": "P-codes",
    "text": "text",
}


def column_candidates(found: FoundTable) -> dict[str, list[Candidate]]:
    """For every found column what it may be, the surest first; empty where nothing is known of it."""
    return {str(column): _of_column(found, str(column)) for column in found.cells.columns}


def _of_column(found: FoundTable, column: str) -> list[Candidate]:
    kinds = cell_kinds(found.cells[column], found.decimal)
    words = header_words(column) if found.has_header else ""
    known = [*_by_tag(found.hxl.get(column, "")), *_by_own_name(words), *_by_words(words)]
    candidates = [_checked(candidate, kinds) for candidate in known]
    if not any(candidate.confidence >= PART for candidate in candidates):
        candidates += _by_values(kinds, found.has_header)
    best: dict[tuple[str, str], Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: -c.confidence):
        best.setdefault(candidate.target, candidate)
    return list(best.values())


def _by_tag(text: str) -> list[Candidate]:
    tag = parse_hxl(text)
    if tag is None:
        return []
    found = []
    for meaning in dictionary().meanings:
        sizes = [len(pattern.attributes) for pattern in meaning.tags if fits(tag, pattern)]
        if sizes:
            sure = min(TAG + 0.02 * max(sizes), 0.99)
            found += _candidates(meaning, sure, f"HXL tag {text}")
    return found


def _by_own_name(words: str) -> list[Candidate]:
    return [
        Candidate(target, _own_sure(target, alone), "named as our own column", kind)
        for target, kind, alone in _own_names().get(words, ())
    ]


def _own_sure(target: Target, alone: bool) -> float:
    if target in SAY_LITTLE:
        return PART
    return OWN_NAME if alone else WORD


def _by_words(words: str) -> list[Candidate]:
    if not words:
        return []
    known = dictionary().by_words
    found = [
        candidate
        for meaning in known.get(words, ())
        for candidate in _candidates(meaning, _less(meaning, words, WORD), f"the header says “{words}”")
    ]
    parts = words.split()
    for size in range(min(len(parts) - 1, LONGEST_PHRASE), 0, -1):
        for start in range(len(parts) - size + 1):
            phrase = " ".join(parts[start : start + size])
            for meaning in known.get(phrase, ()):
                if len(phrase) > 2:  # “a”, “y”, “de” say nothing inside a longer header
                    sure = _less(meaning, phrase, PART + PART_GROWS * size / len(parts))
                    found += _candidates(meaning, sure, f"the header holds “{phrase}”")
    return found


def _by_values(kinds: CellKinds, has_header: bool) -> list[Candidate]:
    if not kinds.cells:
        return []
    meant = {meaning.name: meaning for meaning in dictionary().meanings}
    ways = (
        (kinds.code, "country", VALUE + 0.1, "its cells are country codes"),
        (kinds.pcode, "pcode", VALUE + 0.05, "its cells look like P-codes"),
        (kinds.country, "country", VALUE + 0.1, "its cells are names of countries"),
        (kinds.date if kinds.number < 1 else 0.0, "date", VALUE + 0.1, "its cells are dates"),
        (0.0 if has_header else kinds.whole, "people", VALUE, "its cells are whole numbers, and no header names them"),
    )
    for share, meaning, sure, reason in ways:
        if share >= SURE_VALUES:
            return _candidates(meant[meaning], sure, reason)
    return []


def _candidates(meaning: Meaning, sure: float, reason: str) -> list[Candidate]:
    return [Candidate((table, column), sure, reason, meaning.kind) for table, column in meaning.into.items()]


def _less(meaning: Meaning, words: str, sure: float) -> float:
    return sure - min(LATER_WORD * meaning.words[words], 0.08)


def _checked(candidate: Candidate, kinds: CellKinds) -> Candidate:
    """The candidate as sure as its cells allow."""
    share = kinds.share(candidate.kind)
    if share >= 0.9:
        return candidate
    left = DOUBTED if share >= 0.5 else CONTRADICTED
    reason = f"{candidate.reason}, but only {share:.0%} of its cells look like {_LOOKS[candidate.kind]}"
    return Candidate(candidate.target, candidate.confidence * left, reason, candidate.kind)


@cache
def _own_names() -> dict[str, list[tuple[tuple[str, str], str, bool]]]:
    """Our column names and titles as words, to (target, kind of cells, whether only one table has such a column)."""
    meant = {(table, column): m.kind for m in dictionary().meanings for table, column in m.into.items()}
    tables_of: dict[str, set[str]] = {}
    for table, schema in OPERATION_TABLES.items():
        for column in schema.column_names():
            tables_of.setdefault(column, set()).add(table)
    names: dict[str, list[tuple[tuple[str, str], str, bool]]] = {}
    for table, schema in OPERATION_TABLES.items():
        for column, spec in schema.to_schema().columns.items():
            kind = meant.get((table, column)) or _kind_of(str(spec.dtype))
            entry = ((table, column), kind, len(tables_of[column]) == 1 or column.endswith("_id"))
            for words in {header_words(column), header_words(schema.title(column))}:
                names.setdefault(words, []).append(entry)
    return names


def _kind_of(dtype: str) -> str:
    if dtype.startswith("datetime"):
        return "date"
    return "number" if dtype.startswith(("float", "int")) else "code"
