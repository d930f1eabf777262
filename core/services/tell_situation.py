"""The answer of the first page: who runs short, of what, when, and what is not known."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain import wording
from core.domain.operation import Operation
from core.domain.schemas import Items, NeedsTable
from core.inventory.cover import LONGEST_COVER_DAYS
from core.services.load_situation import Situation
from core.services.short_names import short_item_names

CALM_DAYS = 15
"""A shelf that holds so many days is in the two pale classes; nothing is said to be wrong."""
MOST_TOLD = 2
"""Further camps, and shelves that are not known, named one by one."""

LONGEST_LEAD = 185
"""Characters of two lines; what is least needed is left out beyond."""


@dataclass(frozen=True)
class Told:
    """Headline and lead of the situation, and the camp the headline is about (None where it is about no single one)."""

    answer: str
    lead: str
    camp_id: str | None


def tell_situation(operation: Operation, situation: Situation, shelves: pd.DataFrame, is_planned: bool) -> Told:
    """Say in one sentence what matters most, and in a few more what else holds and what is not known.

    What matters most is the shelf that leaves most people longest without, times the item's priority, until the plan's
    next delivery (or within two weeks, where there is no plan).

    Parameters
    ----------
    operation
        With the scenario applied.
    shelves
        Of ``shelves_until_delivery``.
    is_planned
        Whether they were made with a plan.
    """
    names = _Names(operation)
    known = shelves[shelves["days"].notna()]
    unknown = _not_known(names, shelves[shelves["days"].isna() & (shelves["people"] > 0)])
    if known.empty:
        weekly_t = weekly_tonnes(operation, situation)
        answer = f"What is on the camps' shelves is not known; their people need {wording.tonnes(weekly_t)} a week"
        return Told(answer, f"{_people_words(situation)} Days of cover need a stock count at the camps.", None)
    late = known[known["runs_out"]]
    if not late.empty:
        return _tell_late(names, late, known, unknown, is_planned)
    emptied = known[known["days"] < LONGEST_COVER_DAYS].sort_values(["days", "camp_id", "item_id"])
    whose = "" if shelves["days"].notna().all() else " whose stock is known"
    if emptied.empty:
        return Told(f"No shelf{whose} will be empty in the time that can be foreseen", unknown, None)
    first = emptied.iloc[0]
    to_watch = f"{names.place(first)}, {names.item(first)}, {wording.day(first['empty_on'])}"
    least = int(np.floor(first["days"] + 1e-9))
    if least >= CALM_DAYS:
        camps = known["camp_id"].nunique()
        held = f"All {camps} camps hold" if camps > 1 else f"{names.place(first)} holds"
        answer = f"{held} at least {least} days of every item{whose}; the next to watch is {to_watch}"
        return Told(answer, unknown, str(first["camp_id"]))
    if is_planned:
        answer = f"The plan fills every shelf{whose} by the week it runs out; the first to watch is {to_watch}"
        return Told(answer, _lead(_also(names, emptied, first), unknown), str(first["camp_id"]))
    answer = (
        f"{names.place(first)} runs out of {names.item(first)} on {wording.day(first['empty_on'])}, if nothing comes in"
    )
    return Told(answer, _lead(_also(names, emptied, first), unknown), str(first["camp_id"]))


def weekly_tonnes(operation: Operation, situation: Situation) -> float:
    """Tonnes of consumables and durable goods newly needed in the first week, median forecast."""
    needs = situation.needs
    first = needs[needs[NeedsTable.week] == needs[NeedsTable.week].min()]
    weight = operation.items.set_index(Items.item_id)[Items.weight_kg]
    return float((first[NeedsTable.need_q50] * first[NeedsTable.item_id].map(weight).astype(float)).sum() / 1000)


def _tell_late(names: "_Names", late: pd.DataFrame, known: pd.DataFrame, unknown: str, is_planned: bool) -> Told:
    first = late.iloc[0]
    answer = f"{names.runs_out(first)}{_so_what(first, is_planned)}"
    others = late[late["camp_id"] != first["camp_id"]].drop_duplicates("camp_id")
    verbs = ("is out of", "of")
    told = [
        f"{names.place(row)} {verb} {names.item(row)} from {wording.day(row['empty_on'])}"
        for row, verb in zip(_rows(others), verbs, strict=False)
    ]
    also = f"{_listed(told, len(others) - len(told))}." if told else ""
    calm = known[~known["camp_id"].isin(late["camp_id"])]
    rest = "" if calm.empty else _calm(calm, is_planned)
    lead = _lead(also, rest, unknown)
    return Told(answer, lead if len(lead) <= LONGEST_LEAD else _lead(also, unknown), str(first["camp_id"]))


def _so_what(row: pd.Series, is_planned: bool) -> str:
    if not is_planned:
        return ", if nothing comes in"
    days = int(row["days_late"])
    if pd.isna(row["delivery_week"]):
        end = row["empty_on"] + pd.Timedelta(days=days - 1)
        return f"; the plan brings none by {wording.day(end)}"
    return f", at least {days} day{'s' if days != 1 else ''} before its next delivery"


def _calm(calm: pd.DataFrame, is_planned: bool) -> str:
    count = calm["camp_id"].nunique()
    whose = f"other {count} camps" if count > 1 else "other camp"
    if is_planned:
        verb = "are" if count > 1 else "is"
        return f"The {whose} {verb} supplied by the week a shelf runs out."
    least = int(np.floor(calm["days"].min() + 1e-9))
    return f"The {whose} hold{'s' if count == 1 else ''} at least {least} days of every item."


def _also(names: "_Names", emptied: pd.DataFrame, first: pd.Series) -> str:
    soon = emptied[(emptied["days"] < CALM_DAYS) & (emptied["camp_id"] != first["camp_id"])].drop_duplicates("camp_id")
    if soon.empty:
        return ""
    told = [f"{names.place(row)}, {names.item(row)}, {wording.day(row['empty_on'])}" for row in _rows(soon)]
    return f"Then {_listed(told, len(soon) - len(told), '; ')}."


def _not_known(names: "_Names", shelves: pd.DataFrame) -> str:
    if shelves.empty:
        return ""
    if len(shelves) > MOST_TOLD:
        return f"Not known: the stock of {len(shelves)} shelves, marked “?”."
    return "Not known: " + ", ".join(f"{names.item(row)} at {names.place(row)}" for row in _rows(shelves)) + "."


def _people_words(situation: Situation) -> str:
    counted = situation.camps.dropna(subset=["people"])
    camps = f"{len(counted)} camp{'s' if len(counted) != 1 else ''}"
    return f"{wording.people(float(counted['people'].sum()))} live in {camps}."


def _listed(told: list[str], more: int, joint: str = ", ") -> str:
    return joint.join(told) + (f", and {more} more camp{'s run' if more != 1 else ' runs'} out" if more > 0 else "")


def _lead(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _rows(table: pd.DataFrame) -> list[pd.Series]:
    """The rows that are told one by one."""
    return [table.iloc[position] for position in range(min(MOST_TOLD, len(table)))]


class _Names:
    """Names of one operation, as they stand inside a sentence."""

    def __init__(self, operation: Operation) -> None:
        self.places = operation.place_names
        self.items = short_item_names(operation)

    def place(self, row: pd.Series) -> str:
        return self.places[str(row["camp_id"])]

    def item(self, row: pd.Series) -> str:
        return wording.in_sentence(self.items[str(row["item_id"])])

    def runs_out(self, row: pd.Series) -> str:
        if row["days"] < 1:
            return f"{self.place(row)} has no {self.item(row)} left"
        return f"{self.place(row)} runs out of {self.item(row)} on {wording.day(row['empty_on'])}"
