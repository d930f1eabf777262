"""Kinds of places: a column that says camp, town or conflict zone parts a list of places into camps and depots."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from core.domain.finding import Finding
from core.domain.plain_words import header_words
from core.domain.schemas import Camps, Depots
from core.domain.validation import quote
from core.intake.mapping.answers import PLACE_KIND
from core.intake.mapping.meanings import dictionary

ASIDE = "aside"
"""Kind of a place that no table of ours holds, unless a road of the same import passes it."""
MOST_NAMED = 8

_OWN = {"camp", "depot", "junction", "supplier"}


@dataclass(frozen=True, eq=False)
class Parted:
    """A list of places in parts; ``depots`` holds those of kind ``aside`` too, until the roads are known."""

    camps: pd.DataFrame
    depots: pd.DataFrame
    findings: tuple[Finding, ...]
    not_camps: frozenset[str]
    """Names of places that are no camps: their counts are no counts of camps."""


def part_by_kind(places: pd.DataFrame, column: str, answered: Mapping[str, str]) -> Parted:
    """Part rows of ``camps`` with a column ``place_kind``.

    Parameters
    ----------
    places
        Raw rows with our names; the index is the file's row less 2.
    column
        The found column that says the kind, for the findings.
    answered
        Kind as found to what a person said it becomes, ``""`` for aside.
    """
    kinds = places[PLACE_KIND]
    told = {kind: _becomes(kind, answered) for kind in kinds.dropna().unique()}
    known = {kind: become for kind, become in told.items() if become is not None}
    if not known:
        # the column speaks of something else, as in planned and self-settled
        words = f"“{quote(column)}” names no kind of place that is known; every place is taken as a camp."
        note = Finding("note", "camps", None, column, "place_kind", words, "")
        return Parted(places, pd.DataFrame(), (note,), frozenset())
    findings = []
    unknown = [kind for kind in told if kind not in known]
    if unknown:
        shown = ", ".join(f"“{quote(kind)}”" for kind in unknown[:MOST_NAMED])
        row = int(places.index[kinds.isin(unknown)][0]) + 2
        words = f"“{quote(column)}” says {shown}; is that a camp, a depot, a junction, or nothing of ours?"
        mend = "Answer what each of these kinds is (place_kinds)."
        findings.append(Finding("error", "camps", row, column, "place_kind", words, mend, subjects=tuple(unknown)))
    become = kinds.map(known)
    is_camp = become.eq("camp") | kinds.isna()
    depots = _as_depots(places[~is_camp & become.notna()], become)
    towns = become.eq("town")
    if towns.any():
        words = (
            f"{_counted(int(towns.sum()), 'place')} of “{quote(column)}” {_listed(kinds[towns])} become depots of kind "
            f"junction, where goods pass and nothing is stored: {_listed(places.loc[towns, _name(places)])}."
        )
        mend = "Answer which of them hold stock (place_kinds), or leave them aside."
        row = int(places.index[towns][0]) + 2
        named = tuple(kinds[towns].unique())
        findings.append(Finding("question", "depots", row, column, "town_as_junction", words, mend, subjects=named))
    name = _name(places)
    return Parted(
        places[is_camp].drop(columns=PLACE_KIND),
        depots,
        tuple(findings),
        frozenset(places.loc[~is_camp, name].dropna()),
    )


def kept_depots(depots: pd.DataFrame, passed: frozenset[str]) -> tuple[pd.DataFrame, list[Finding]]:
    """Depots without the places that are aside; those that a road passes become junctions; both are said.

    Parameters
    ----------
    passed
        Ids of places that roads of the same import name.
    """
    aside = depots[Depots.kind].eq(ASIDE)
    if not aside.any():
        return depots, []
    on_road = aside & depots[Depots.depot_id].isin(passed)
    left = aside & ~on_road
    findings = []
    row = int(depots.index[aside][0]) + 2
    if on_road.any():
        names = _listed(depots.loc[on_road, Depots.name])
        words = (
            f"{_counted(int(on_road.sum()), 'place')} that are no camps lie on a road and become junctions: {names}."
        )
        findings.append(Finding("question", "depots", row, Depots.kind, "town_as_junction", words, ""))
    if left.any():
        names = _listed(depots.loc[left, Depots.name])
        words = f"{_counted(int(left.sum()), 'place')} are neither camps nor depots and are left aside: {names}."
        findings.append(Finding("note", "depots", row, Depots.kind, "place_aside", words, ""))
    kept = depots[~left]
    return kept.assign(**{Depots.kind: kept[Depots.kind].mask(on_road[~left], "junction")}), findings


def _becomes(kind: str, answered: Mapping[str, str]) -> str | None:
    if kind in answered:
        return answered[kind] or ASIDE
    words = header_words(kind)
    known = dictionary().place_kinds
    if words in known:
        return known[words]
    if words in _OWN:
        return words
    inside = {become for phrase, become in known.items() if f" {phrase} " in f" {words} "}
    return inside.pop() if len(inside) == 1 else None


def _as_depots(places: pd.DataFrame, become: pd.Series) -> pd.DataFrame:
    if places.empty:
        return pd.DataFrame()
    kind = become.reindex(places.index).replace({"town": "junction"})
    return (
        places.drop(columns=PLACE_KIND).rename(columns={Camps.camp_id: Depots.depot_id}).assign(**{Depots.kind: kind})
    )


def _name(places: pd.DataFrame) -> str:
    return Camps.name if Camps.name in places else Camps.camp_id


def _listed(names: pd.Series) -> str:
    different = [quote(name) for name in names.dropna().unique()]
    more = f" and {len(different) - MOST_NAMED} more" if len(different) > MOST_NAMED else ""
    return ", ".join(different[:MOST_NAMED]) + more


def _counted(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{number:,} {word}s"
