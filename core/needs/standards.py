"""Profiles of known standards as files, each checked before anybody may use it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.domain.bases import BASIS_WORDS
from core.domain.finding import Finding, errors_of
from core.domain.indicators import WEEKS_PER_BASIS
from core.domain.measures import measure
from core.domain.plausible import COUNT_BASES, PIECES_PER_PERSON_ONCE, STANDARD_PER_PERSON_DAY, USUAL_BASES
from core.domain.schemas import HOUSEHOLD_BASES, NEED_BASES, ONCE_BASES, PHASES, Standards
from core.domain.validation import quote, typed_table
from core.domain.weeks import DAYS_PER_WEEK
from core.errors import InvalidTable, SourceUnavailable

PLANNING_HOUSEHOLD = 5.0
"""People of the household that published kits are made for; turns a household's standard into a person's."""


@dataclass(frozen=True, eq=False)
class KnownStandards:
    """Every profile that passed its check.

    Attributes
    ----------
    table
        ``Standards`` of all of them.
    findings
        What the check says about every profile, the refused ones included; ``table`` of a finding is
        ``standards/PROFILE``.
    """

    table: pd.DataFrame
    findings: tuple[Finding, ...]

    def profiles(self) -> list[str]:
        """Names of the profiles that may be used, in order."""
        return list(self.table[Standards.profile].unique())

    def of(self, profile: str, phase: str) -> pd.DataFrame:
        """Standards of one profile in one phase."""
        table = self.table
        chosen = (table[Standards.profile] == profile) & (table[Standards.phase] == phase)
        return table[chosen].reset_index(drop=True)

    def refused(self) -> tuple[str, ...]:
        """Names of the profiles that hold an error and are not used."""
        return tuple(dict.fromkeys(f.table.removeprefix("standards/") for f in errors_of(self.findings)))


def load_standards(folder: Path) -> KnownStandards:
    """Every profile of a folder (``PROFILE.csv``) that passes its check; what the others lack is in ``findings``.

    A folder that is not there holds no profile.
    """
    tables, findings = [_empty()], []
    for file in sorted(Path(folder).glob("*.csv")):
        table, found = _checked_file(file)
        findings += found
        if not errors_of(found):
            tables.append(table)
    filled = [table for table in tables if len(table)]
    return KnownStandards(pd.concat(filled, ignore_index=True) if filled else tables[0], tuple(findings))


def load_profile(path: Path) -> pd.DataFrame:
    """One profile.

    Raises
    ------
    SourceUnavailable
        If the file cannot be opened.
    InvalidTable
        If the profile is broken; every fault is in its ``findings``.
    """
    if not Path(path).is_file():
        raise SourceUnavailable(f"{path} is not there; a profile of standards was expected.", "Name a CSV file.")
    table, findings = _checked_file(Path(path))
    errors = errors_of(findings)
    if errors:
        more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
        raise InvalidTable(
            f"The profile {Path(path).stem} is refused. {errors[0].place()}: {errors[0].message}{more}",
            findings,
            errors[0].suggestion,
        )
    return table


def check_profile(name: str, raw: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """One profile typed, and everything its check has to say, errors first.

    Errors are: a cell that is not what ``Standards`` asks; another profile's name; a value outside its own hard
    bounds; a unit nobody knows; a basis that contradicts the unit; a quantity that nobody plans for a person; a
    standard twice. Questions: more in an emergency than after it. Notes: a source without page or date.

    Parameters
    ----------
    name
        Name of the profile, that of its file.
    raw
        Cells as read; the index is the file's row - 2.
    """
    where = f"standards/{quote(name)}"
    table, findings = typed_table(where, raw, Standards)
    said = _Said(where, findings)
    usable = table.dropna(subset=[Standards.value, Standards.unit, Standards.basis, Standards.sector])
    usable = usable[usable[Standards.basis].isin(NEED_BASES)]
    _names(said, table, name)
    _bounds(said, table)
    _units_and_bases(said, usable)
    _amounts(said, usable)
    _repeated(said, table)
    _phases(said, table)
    _undated(said, table)
    order = {"error": 0, "question": 1, "note": 2}
    return table, sorted(findings, key=lambda finding: (order[finding.level], finding.row or 0))


@dataclass(frozen=True)
class _Said:
    """Findings of one profile, as they are made."""

    where: str
    findings: list[Finding]

    def of_rows(
        self, level: str, rows: pd.DataFrame, column: str, rule: str, message: Callable[[dict], str], mend: str
    ) -> None:
        for row, values in zip(rows.index, rows.to_dict("records"), strict=True):
            told = {k: quote(v) if isinstance(v, str) else v for k, v in values.items()}
            self.findings.append(
                Finding(level, self.where, int(row) + 2, column, rule, message(told), mend)  # type: ignore[arg-type]
            )


def _names(said: _Said, table: pd.DataFrame, name: str) -> None:
    other = table[table[Standards.profile].notna() & (table[Standards.profile] != name)]
    said.of_rows(
        "error", other, Standards.profile, "profile_name",
        lambda row: f"The file is the profile “{quote(name)}”; the row says “{row[Standards.profile]}”.",
        "Move the row to its own file, or correct the name.",
    )  # fmt: skip


def _bounds(said: _Said, table: pd.DataFrame) -> None:
    crossed = table[table[Standards.least] > table[Standards.most]]
    said.of_rows(
        "error", crossed, Standards.least, "bounds_crossed",
        lambda row: f"The lower bound {row[Standards.least]:g} is above the upper bound {row[Standards.most]:g}.",
        "Exchange or correct them.",
    )  # fmt: skip
    value = table[Standards.value]
    outside = table[(value < table[Standards.least]) | (value > table[Standards.most])]
    said.of_rows(
        "error", outside, Standards.value, "outside_bounds",
        lambda row: (
            f"{row[Standards.standard]}: {row[Standards.value]:g} {row[Standards.unit]} is outside its own hard "
            f"bounds, {row[Standards.least]:g} to {row[Standards.most]:g}."
        ),
        "Look the value up in its source; correct the value or the bounds.",
    )  # fmt: skip


def _units_and_bases(said: _Said, table: pd.DataFrame) -> None:
    measures = table[Standards.unit].map(measure)
    unknown = table[measures.isna()]
    said.of_rows(
        "error", unknown, Standards.unit, "unit",
        lambda row: f"“{row[Standards.unit]}” is not a unit that can be compared.",
        "Write g, kg, litre, m3, kcal, or piece (kit, set, tent, latrine) for things that are counted.",
    )  # fmt: skip
    kind = measures.map(lambda m: m[0], na_action="ignore")
    usual = [
        COUNT_BASES if k == "count" else USUAL_BASES.get((sector, k), NEED_BASES)
        for sector, k in zip(table[Standards.sector], kind, strict=True)
    ]
    wrong = [basis not in bases for basis, bases in zip(table[Standards.basis], usual, strict=True)]
    stated = table.assign(usual=usual)[pd.Series(wrong, index=table.index, dtype=bool)]
    said.of_rows(
        "error", stated, Standards.basis, "basis",
        lambda row: (
            f"{row[Standards.standard]}: {row[Standards.value]:g} {row[Standards.unit]} "
            f"{BASIS_WORDS[row[Standards.basis]]}; {row[Standards.sector]} in {row[Standards.unit]} is stated "
            f"{' or '.join(BASIS_WORDS[b] for b in row['usual'])}."
        ),
        "Look the basis up in the source; turn the value into it.",
    )  # fmt: skip


def _amounts(said: _Said, table: pd.DataFrame) -> None:
    """Values and bounds nobody would plan for a person."""
    measures = table[Standards.unit].map(measure)
    kind = measures.map(lambda m: m[0], na_action="ignore")
    size = measures.map(lambda m: m[1], na_action="ignore").astype("float64")
    once = table[Standards.basis].isin(ONCE_BASES)
    people = table[Standards.basis].isin(HOUSEHOLD_BASES).map({True: PLANNING_HOUSEHOLD, False: 1.0})
    days = table[Standards.basis].map(WEEKS_PER_BASIS).astype("float64") / DAYS_PER_WEEK
    factor = size / people * days.where(~once, 1.0)
    limits = [
        (PIECES_PER_PERSON_ONCE if o else (0.0, float("inf")))
        if k == "count"
        else STANDARD_PER_PERSON_DAY.get((s, k), (0.0, float("inf")))
        if not o
        else (0.0, float("inf"))
        for s, k, o in zip(table[Standards.sector], kind, once, strict=True)
    ]
    told = table.assign(
        low=[low for low, _ in limits],
        high=[high for _, high in limits],
        per=["each" if o else "a day" for o in once],
        base=kind.map({"mass": "kg", "volume": "litres", "energy": "kcal", "count": "pieces"}),
    )
    for column in (Standards.value, Standards.least, Standards.most):
        amount = told[column] * factor
        beyond = (amount < told["low"] * (1 - 1e-9)) | (amount > told["high"] * (1 + 1e-9))
        if column == Standards.least:
            beyond &= amount > 0
        said.of_rows(
            "error", told.assign(amount=amount)[beyond & amount.notna()], column, "implausible",
            lambda row: (
                f"{row[Standards.standard]}: {row['amount']:,.3g} {row['base']} {row['per']} for a person; "
                f"between {row['low']:g} and {row['high']:g} is possible for {row[Standards.sector]}."
            ),
            "Check value, unit and basis against the source.",
        )  # fmt: skip


def _repeated(said: _Said, table: pd.DataFrame) -> None:
    key = [Standards.profile, Standards.phase, Standards.standard, Standards.group]
    filled = table[key].astype(object).fillna("")
    repeated = table[filled.duplicated(keep="first") & (filled[Standards.standard] != "")]
    said.of_rows(
        "error", repeated, Standards.standard, "duplicate",
        lambda row: f"“{row[Standards.standard]}” for {row[Standards.phase]} is already in an earlier row.",
        "Keep one of the two rows.",
    )  # fmt: skip


def _phases(said: _Said, table: pd.DataFrame) -> None:
    key = [Standards.profile, Standards.standard, Standards.group]
    later = table[table[Standards.phase] == PHASES[1]]
    sides = table[table[Standards.phase] == PHASES[0]].rename_axis("row").reset_index()
    both = sides.merge(later, on=key, suffixes=("", "_later"))
    same = (both[Standards.unit] == both["unit_later"]) & (both[Standards.basis] == both["basis_later"])
    more = both[same & (both[Standards.value] > both["value_later"])].set_index("row")
    said.of_rows(
        "question", more, Standards.value, "phase_order",
        lambda row: (
            f"{row[Standards.standard]}: {row[Standards.value]:g} {row[Standards.unit]} in an emergency is more than "
            f"{row['value_later']:g} after it."
        ),
        "Check both in the source; the two may be exchanged.",
    )  # fmt: skip


def _undated(said: _Said, table: pd.DataFrame) -> None:
    for column, word in ((Standards.page, "page"), (Standards.date, "date")):
        blank = table[table[column].isna() & table[Standards.source].notna()]
        said.of_rows(
            "note", blank, column, "no_page" if word == "page" else "no_date",
            lambda row, word=word: f"The source of {row[Standards.standard]} has no {word}.",  # type: ignore[misc]
            f"Add the {word} if it is known.",
        )  # fmt: skip


def _checked_file(file: Path) -> tuple[pd.DataFrame, list[Finding]]:
    try:
        raw = pd.read_csv(
            file, dtype="str", keep_default_na=False, na_values=[""], skip_blank_lines=False, encoding="utf-8-sig"
        )
    except (OSError, ValueError) as error:
        words = f"The file cannot be read as a table: {quote(error)}."
        mend = "Save it as CSV, UTF-8, with commas."
        return _empty(), [Finding("error", f"standards/{quote(file.stem)}", None, None, "not_a_table", words, mend)]
    if raw.empty:
        words, mend = "The profile has no rows.", "Add a standard, or take the file away."
        return _empty(), [Finding("error", f"standards/{quote(file.stem)}", None, None, "no_rows", words, mend)]
    return check_profile(file.stem, raw)


def _empty() -> pd.DataFrame:
    return typed_table("standards", pd.DataFrame(columns=Standards.column_names(), dtype="str"), Standards)[0]
