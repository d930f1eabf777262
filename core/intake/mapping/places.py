"""Names of places in the files of one import to ids: those that are known, then those that the files bring."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.domain.close_names import close_names
from core.domain.finding import Finding
from core.domain.schemas import OPERATION_TABLES, Camps, Depots, Items
from core.domain.validation import MOST_LISTED, quote
from core.intake.mapping.camp_words import place_id, place_key, skeleton
from core.intake.mapping.unique_cells import UniqueCells, counted_cells

LEAST_CONSONANTS = 3
"""A skeleton shorter than this is shared by too many names."""


@dataclass
class Register:
    """Camps, depots or items that may be named, by everything they are called.

    Attributes
    ----------
    ids
        Every id.
    by_code
        P-code to id.
    by_key
        Name as it is compared, to the ids that bear it.
    country
        Id to the country it lies in, where that is known.
    name
        Id to what it is called, where that is known.
    """

    ids: set[str] = field(default_factory=set)
    by_code: dict[str, str] = field(default_factory=dict)
    by_key: dict[str, set[str]] = field(default_factory=dict)
    country: dict[str, str] = field(default_factory=dict)
    name: dict[str, str] = field(default_factory=dict)

    def add(self, identifier: str, names: Iterable[object], code: object = None, country: object = None) -> None:
        """Make an id known by its names, P-code and country."""
        self.ids.add(identifier)
        if isinstance(country, str):
            self.country.setdefault(identifier, country)
        for name in (identifier, *names):
            if isinstance(name, str) and name.strip():
                if name != identifier:
                    self.name.setdefault(identifier, name.strip())
                self.by_key.setdefault(place_key(name), set()).add(identifier)
        if isinstance(code, str) and code.strip():
            self.by_code.setdefault(code.strip().upper(), identifier)

    def add_table(self, table: pd.DataFrame | None, identifier: str, name: str, code: str | None = None) -> "Register":
        """Every row of a table of places or items; blank ids are left out."""
        if table is not None and identifier in table:
            wanted = (identifier, name, code, Camps.country)
            columns = [table[c] if c and c in table else pd.Series(np.nan, table.index) for c in wanted]
            for each, called, coded, country in zip(*columns, strict=True):
                if isinstance(each, str):
                    self.add(each, [called], coded, country)
        return self

    def known(self, name: str, country: object = None) -> str | None:
        """The id that a name means, where only one can be meant; of one country, where that is told."""
        if name in self.ids:
            return name
        if name.strip().upper() in self.by_code:
            return self.by_code[name.strip().upper()]
        ids = self.by_key.get(place_key(name), set())
        if isinstance(country, str):
            ids = {each for each in ids if self.country.get(each, country) == country}
        return next(iter(ids)) if len(ids) == 1 else None

    def called(self, identifier: str) -> str:
        """Its name for a message; the id where no name is known."""
        return quote(self.name.get(identifier, identifier))

    def called_apart(self, identifier: str) -> str:
        """Its name with the id behind it, where several may share a name or an answer needs the id."""
        name = self.called(identifier)
        return name if name == quote(identifier) else f"{name} ({quote(identifier)})"

    def with_other(self, other: "Register") -> "Register":
        """Both together."""
        both = Register(
            self.ids | other.ids,
            {**other.by_code, **self.by_code},
            {},
            {**other.country, **self.country},
            {**other.name, **self.name},
        )
        for key in {*self.by_key, *other.by_key}:
            both.by_key[key] = self.by_key.get(key, set()) | other.by_key.get(key, set())
        return both


def register_of(tables: Mapping[str, pd.DataFrame]) -> dict[str, Register]:
    """What may be named: ``camp``, ``depot``, ``place`` (either) and ``item``."""
    camps = Register().add_table(tables.get("camps"), Camps.camp_id, Camps.name, Camps.pcode)
    depots = Register().add_table(tables.get("depots"), Depots.depot_id, Depots.name)
    items = Register().add_table(tables.get("items"), Items.item_id, Items.name)
    return {"camp": camps, "depot": depots, "place": camps.with_other(depots), "item": items}


def with_ids(table: str, rows: pd.DataFrame, known: Register, taken: set[str]) -> tuple[pd.DataFrame, list[Finding]]:
    """Camps, depots or items with an id each: that of the known one they are, else one made from the name.

    Parameters
    ----------
    table
        ``camps``, ``depots`` or ``items``.
    rows
        Raw rows; they have a name or an id.
    known
        Those that the operation holds.
    taken
        Ids that something else bears; the ids given are added to it.
    """
    identifier = {"camps": Camps.camp_id, "depots": Depots.depot_id, "items": Items.item_id}[table]
    rows = rows.copy()
    if Camps.name not in rows:
        rows[Camps.name] = rows[identifier]
    names = rows[identifier].fillna(rows[Camps.name]) if identifier in rows else rows[Camps.name]
    coded = rows[Camps.pcode] if Camps.pcode in rows else pd.Series(np.nan, index=rows.index)
    country = rows[Camps.country] if Camps.country in rows else pd.Series(np.nan, index=rows.index)
    ids: dict[tuple[object, ...], str] = {}
    matched: list[str] = []
    given: list[object] = []
    has_own = identifier in rows
    for name, called, code, where in zip(names, rows[Camps.name], coded, country, strict=True):
        if not isinstance(name, str):
            given.append(np.nan)
            continue
        key = (place_key(name), code if isinstance(code, str) else "", where if isinstance(where, str) else "")
        if key not in ids:
            same = known.known(str(code)) if isinstance(code, str) else None
            same = same or known.known(name, where) or (known.known(called, where) if isinstance(called, str) else None)
            if same is not None and same != name:
                matched.append(f"“{quote(called if isinstance(called, str) else name)}” is {known.called_apart(same)}")
            ids[key] = same or _free(name if has_own else place_id(name) or name, key, taken | set(ids.values()))
        given.append(ids[key])
    taken |= set(ids.values())
    rows[identifier] = pd.Series(given, index=rows.index, dtype="str")
    findings = []
    if matched:
        more = f" and {len(matched) - 8} more" if len(matched) > 8 else ""
        words = f"{table.capitalize()} that the operation holds already: {', '.join(matched[:8])}{more}."
        findings.append(Finding("note", table, None, identifier, "known_again", words, ""))
    return rows, findings


def _free(wanted: str, key: tuple[object, ...], taken: set[str]) -> str:
    """The id itself, or where something else bears it one with country or number behind it."""
    ways = [wanted, *(f"{wanted}-{place_id(str(part))}" for part in key[:0:-1] if part)]
    ways += [f"{wanted}-{number}" for number in range(2, len(taken) + 3)]
    return next(way for way in ways if way not in taken)


def resolve_references(
    table: str,
    rows: pd.DataFrame,
    registers: Mapping[str, Register],
    answered: Mapping[str, str],
    found_columns: Mapping[str, str],
) -> tuple[pd.DataFrame, list[Finding]]:
    """Names in the columns that refer to camps, depots, places and items, as ids; what is not known is an error.

    Parameters
    ----------
    found_columns
        Our column to the found one, for the findings.
    answered
        Name as found to the id that a person says is meant.
    """
    rows = rows.copy()
    findings: list[Finding] = []
    for column, kind in OPERATION_TABLES[table].references().items():
        if column not in rows or kind not in registers:
            continue
        unique = UniqueCells.of(rows[column])
        register = registers[kind]
        ids = unique.text.map(lambda name, known=register: answered.get(name) or known.known(name))
        unknown = ids.isna()
        column_found = found_columns.get(column, column)
        rows[column] = unique.put_back(ids.astype("str").where(~unknown, unique.text))
        # a table whose items are listed nowhere says so once, when the whole operation is checked
        if unknown.any() and register.ids:
            findings += _unknown(table, column_found, kind, unique, unknown, register)
    return rows, findings


def _unknown(
    table: str, column: str, kind: str, unique: UniqueCells, unknown: pd.Series, register: Register
) -> list[Finding]:
    names = unique.text[unknown]
    meant = close_names([place_key(name) for name in names], set(register.by_key))
    bones: dict[str, set[str]] = {}
    for key, ids in register.by_key.items():
        bones.setdefault(skeleton(key), set()).update(ids)
    findings = []
    where = {"camp": "camps", "depot": "depots", "place": "camps or depots", "item": "items"}[kind]
    for place, name in names.head(MOST_LISTED).items():
        which = pd.Series(unique.text.index == place)
        cells, row = counted_cells(unique.count(which)), unique.first_row(which)
        several = register.by_key.get(place_key(name), set())
        spelt = bones.get(skeleton(name), set()) if len(skeleton(name)) >= LEAST_CONSONANTS else set()
        guess = meant.get(place_key(name)) or (next(iter(spelt)) if len(spelt) == 1 else None)
        words = f"“{quote(name)}” ({cells}) is not in {where}."
        mend = f"Answer what it is (places), or add it to {where}."
        if len(several) > 1:
            words = f"“{quote(name)}” ({cells}) can be {' or '.join(map(register.called_apart, sorted(several)[:5]))}."
            mend = "Answer which of them is meant (places)."
        elif guess is not None:
            known = next(iter(register.by_key[guess])) if guess in register.by_key else guess
            mend = f"Is it {register.called_apart(known)}? Answer so (places), or add it to {where}."
        findings.append(Finding("error", table, row, column, "unknown_place", words, mend, subjects=(str(name),)))
    if len(names) > MOST_LISTED:
        words = f"{len(names) - MOST_LISTED:,} more names are not in {where}."
        findings.append(Finding("error", table, None, column, "unknown_place", words, ""))
    return findings
