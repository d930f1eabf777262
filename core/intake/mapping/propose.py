"""A proposal: which of our tables a found table feeds, and what each of its columns goes into."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.plain_words import header_words
from core.domain.schemas import OPERATION_TABLES
from core.domain.validation import quote
from core.intake.found import FoundTable
from core.intake.mapping.answers import TableAnswers
from core.intake.mapping.candidates import column_candidates
from core.intake.mapping.column_mapping import Candidate, ColumnProposal, TableMapping, Target
from core.intake.mapping.meanings import dictionary
from core.intake.mapping.table_needs import NEEDS
from core.intake.recognition import table_by_name

LEAST_SURE = 0.45
"""Confidence from which a column is taken for something."""
TOO_CLOSE = 0.05
"""Two columns whose confidences lie closer than this are not chosen between."""
STRONG = 0.8
"""Confidence from which a column that was not chosen is named."""
TABLES_TOO_CLOSE = 0.15
"""Two tables whose scores lie closer than this are not chosen between."""
OPTIONAL_COUNTS = 0.2
NAMED_AFTER = 1.0
"""What the name of the file or sheet adds to a table's score."""
FILE_SAYS_CAMP = 0.3
"""What a camp that only the name of the file tells counts."""


@dataclass(frozen=True)
class _Fit:
    """One of our tables against a found one: our column to the candidate and the found column that fill it."""

    table: str
    filled: Mapping[str, tuple[str, Candidate]]
    rivals: Mapping[str, str]
    weaker: Mapping[str, str]
    lacking: tuple[tuple[str, ...], ...]
    score: float


def propose_mapping(
    found: FoundTable, answers: TableAnswers | None = None, remembered: TableAnswers | None = None
) -> TableMapping:
    """How a found table may be understood.

    Parameters
    ----------
    found
        The table.
    answers
        What a person says about it now; it is done.
    remembered
        What a person said about a table of the same header before; done where ``answers`` says nothing.

    Returns
    -------
    TableMapping
        Without tables where nobody can say which it is, and then with the question.
    """
    said = answers or TableAnswers()
    before = remembered or TableAnswers()
    candidates = column_candidates(found)
    for column in candidates:
        told = said.targets(column)
        earlier = before.targets(column) if told is None else None
        if told is not None or earlier is not None:
            reason = "as answered" if told is not None else "remembered from an earlier file with this header"
            # nothing else may be made of a column that a person has spoken about
            candidates[column] = [Candidate(t, 2.0, reason, "text") for t in (told or earlier or ())]
    aside = {c for c in candidates if (said if said.targets(c) is not None else before).leaves_aside(c)}
    fixed = {tuple(target.split(".", 1)) for target in [*said.fixed, *before.fixed]}
    fits = {table: _fit(table, candidates, fixed, found) for table in NEEDS}
    wanted = said.tables if said.tables is not None else before.tables
    if wanted == ():
        return _left_out(found)
    tables, question = (tuple(wanted), None) if wanted else _choose(found, fits)
    if not tables:
        assert question is not None
        return TableMapping((), _proposals(candidates, [], aside), questions=(question,))
    chosen = [fits[table] for table in tables]
    by_file = any(fit.table == "population" and ("camp_id",) in fit.lacking for fit in chosen)
    lacks = [_lacking(fit, found) for fit in chosen if _truly_lacks(fit)]
    rivals = tuple(_rivals(chosen, found))
    return TableMapping(
        tables,
        _proposals(candidates, chosen, aside),
        camp_of_file=by_file,
        remembered=remembered is not None,
        questions=(*lacks, *(_rival_question(*pair) for pair in rivals)),
        notes=(*_undated(tables, candidates), *_weaker_notes(chosen)),
        rivals=rivals,
    )


def _fit(table: str, candidates: Mapping[str, list[Candidate]], fixed: set[tuple[str, ...]], found: FoundTable) -> _Fit:
    """The best found column for each of our columns; no found column fills two of one table."""
    offers = sorted(
        (
            (candidate.confidence, -place, column, candidate)
            for place, (column, known) in enumerate(candidates.items())
            for candidate in known
            if candidate.target[0] == table and candidate.confidence >= LEAST_SURE
        ),
        key=lambda offer: offer[:2],
        reverse=True,
    )
    filled: dict[str, tuple[str, Candidate]] = {}
    rivals: dict[str, str] = {}
    weaker: dict[str, str] = {}
    used: set[str] = set()
    for confidence, _, column, candidate in offers:
        ours = candidate.target[1]
        if column in used or (table, ours) in fixed:
            continue
        if ours not in filled:
            filled[ours] = (column, candidate)
            used.add(column)
        elif filled[ours][1].confidence - confidence < TOO_CLOSE:
            rivals.setdefault(ours, column)
        elif confidence >= STRONG:
            weaker.setdefault(ours, column)
    rivals = {ours: column for ours, column in rivals.items() if column not in used}
    weaker = {ours: column for ours, column in weaker.items() if column not in used and ours not in rivals}
    given = {ours for into, ours in fixed if into == table}
    sure = {ours: min(candidate.confidence, 1.0) for ours, (_, candidate) in filled.items()}
    groups = NEEDS[table]
    needed = [max((sure.get(ours, 0.9 if ours in given else 0.0) for ours in group), default=0.0) for group in groups]
    lacking = tuple(group for group, value in zip(groups, needed, strict=True) if not value)
    in_needs = {ours for group in groups for ours in group}
    score = sum(needed) + OPTIONAL_COUNTS * sum(value for ours, value in sure.items() if ours not in in_needs)
    if table == "population" and lacking == (("camp_id",),):
        score += FILE_SAYS_CAMP
    return _Fit(table, filled, rivals, weaker, lacking, score + NAMED_AFTER * (table in _named_after(found)))


def _named_after(found: FoundTable) -> set[str]:
    """Tables that the name of the file or sheet speaks of."""
    names = {name for name in (found.sheet, found.file.rpartition(".")[0] or found.file) if name}
    exact = {table for table in map(table_by_name, names) if table}
    if exact:
        return exact
    words = f" {' '.join(map(header_words, names))} "
    return {table for table, known in dictionary().table_words.items() if any(f" {word} " in words for word in known)}


def _truly_lacks(fit: _Fit) -> bool:
    return bool([group for group in fit.lacking if (fit.table, group) != ("population", ("camp_id",))])


def _choose(found: FoundTable, fits: Mapping[str, _Fit]) -> tuple[tuple[str, ...], tuple[str, str, str] | None]:
    """Our tables that the found one feeds, or the question that must be answered first."""
    able = sorted((fit for fit in fits.values() if not _truly_lacks(fit)), key=lambda fit: -fit.score)
    by_file = [fit for fit in able if fit.lacking]
    if len(able) > len(by_file):
        # a table that says its places itself is preferred to one whose file's name must
        able = [fit for fit in able if not fit.lacking]
    if not able:
        return (), _no_table(found, fits)
    best = able[0]
    together = {"camps", "population"}
    others = [fit for fit in able[1:] if not ({best.table, fit.table} <= together)]
    if others and best.score - others[0].score < TABLES_TOO_CLOSE:
        names = [best.table, *(fit.table for fit in others if best.score - fit.score < TABLES_TOO_CLOSE)]
        words = f"“{quote(found.place)}” could be {' or '.join(names)}: its columns fit each."
        return (), ("which_table", words, "Answer which table it is, or name the file after it.")
    if best.table in together:
        both = [table for table in ("population", "camps") if any(fit.table == table for fit in able)]
        return tuple(both), None
    return (best.table,), None


def _no_table(found: FoundTable, fits: Mapping[str, _Fit]) -> tuple[str, str, str]:
    shown = quote(", ".join(map(str, list(found.cells.columns)[:12])))
    words = f"“{quote(found.place)}” has the columns {shown}; no table has these."
    nearest = max(fits.values(), key=lambda fit: (len(NEEDS[fit.table]) - len(fit.lacking)) / len(NEEDS[fit.table]))
    if nearest.filled and len(nearest.lacking) < len(NEEDS[nearest.table]):
        lacks = ", ".join(" or ".join(group) for group in nearest.lacking)
        words += f" Nearest is {nearest.table}; nothing tells {lacks}."
    mend = "Answer which table it is and what its columns hold, or leave it out."
    mend += f" Tables are {', '.join(OPERATION_TABLES)}."
    return "which_table", words, mend


def _lacking(fit: _Fit, found: FoundTable) -> tuple[str, str, str]:
    groups = [group for group in fit.lacking if (fit.table, group) != ("population", ("camp_id",))]
    lacks = ", ".join(" or ".join(group) for group in groups)
    words = f"“{quote(found.place)}” is to be {fit.table}, but no column tells {lacks}."
    return (
        "missing_column",
        words,
        f"Answer which column it is, or one value for all rows ({fit.table}.{groups[0][0]}).",
    )


def _rivals(chosen: list[_Fit], found: FoundTable) -> list[tuple[Target, str, str]]:
    """Pairs of columns that could both be one of ours and differ; a pair once."""
    pairs: dict[tuple[str, str], tuple[Target, str, str]] = {}
    used = {column for fit in chosen for column, _ in fit.filled.values()}
    for fit in chosen:
        for ours, rival in fit.rivals.items():
            first = fit.filled[ours][0]
            if rival in used or (first, rival) in pairs:
                continue
            if not found.cells[first].equals(found.cells[rival].rename(first)):
                pairs[first, rival] = ((fit.table, ours), first, rival)
    return list(pairs.values())


def _rival_question(target: Target, first: str, rival: str) -> tuple[str, str, str]:
    return "two_columns", rival_words(target, first, rival), "Answer which of the two it is."


def rival_words(target: Target, first: str, rival: str) -> str:
    """What is said of two columns of which only one can be ours."""
    return f"“{quote(first)}” and “{quote(rival)}” could both be {'.'.join(target)}, and they differ."


def _weaker_notes(chosen: list[_Fit]) -> list[tuple[str, str, str]]:
    used = {column for fit in chosen for column, _ in fit.filled.values()}
    return [
        (
            "other_column",
            f"“{quote(fit.filled[ours][0])}” is taken for {fit.table}.{ours}; “{quote(other)}” could be it too and is "
            "carried along.",
            "Answer that it is the other, if it is.",
        )
        for fit in chosen
        for ours, other in fit.weaker.items()
        if other not in used
    ]


def _undated(tables: tuple[str, ...], candidates: Mapping[str, list[Candidate]]) -> list[tuple[str, str, str]]:
    """People without a date are no count; said, as they are easily taken for one."""
    if "camps" not in tables or "population" in tables:
        return []
    return [
        (
            "undated_count",
            f"“{quote(column)}” holds people, but nothing says of which day; it is carried along and not used.",
            "Answer the date of the count (population.date), if it is one.",
        )
        for column, known in candidates.items()
        if any(c.target == ("population", "population") and c.confidence >= LEAST_SURE for c in known)
    ]


def _proposals(
    candidates: Mapping[str, list[Candidate]], chosen: list[_Fit], aside: set[str]
) -> tuple[ColumnProposal, ...]:
    filled: dict[str, list[tuple[Target, Candidate]]] = {}
    for fit in chosen:
        for ours, (column, candidate) in fit.filled.items():
            filled.setdefault(column, []).append(((fit.table, ours), candidate))
    _same_camps(filled, chosen)
    proposals = []
    for column, known in candidates.items():
        into = filled.get(column, [])
        if into:
            surest = max((candidate for _, candidate in into), key=lambda candidate: candidate.confidence)
            proposals.append(
                ColumnProposal(column, tuple(t for t, _ in into), min(surest.confidence, 1.0), surest.reason)
            )
        elif column in aside:
            proposals.append(ColumnProposal(column, (), 0.0, "left aside, as answered", kept=False))
        else:
            reason = known[0].reason if known else "nothing is known of it"
            proposals.append(ColumnProposal(column, (), 0.0, f"carried along: {reason}"))
    return tuple(proposals)


def _same_camps(filled: dict[str, list[tuple[Target, Candidate]]], chosen: list[_Fit]) -> None:
    """Where one table feeds camps and counts, both know a camp by the same column."""
    by_table = {fit.table: fit for fit in chosen}
    if not {"camps", "population"} <= set(by_table):
        return
    camps, counts = by_table["camps"].filled, by_table["population"].filled
    if "camp_id" not in camps or "camp_id" not in counts or camps["camp_id"][0] == counts["camp_id"][0]:
        return
    target = ("population", "camp_id")
    old, new = counts["camp_id"][0], camps["camp_id"]
    filled[old] = [(t, c) for t, c in filled[old] if t != target]
    filled[new[0]] = [*filled[new[0]], (target, new[1])]


def _left_out(found: FoundTable) -> TableMapping:
    columns = tuple(ColumnProposal(str(c), (), 0.0, "left out, as answered") for c in found.cells.columns)
    note = ("left_out", f"“{quote(found.place)}” is left out, as answered.", "")
    return TableMapping((), columns, notes=(note,))
