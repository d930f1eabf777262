"""The answer of the first page: who runs short, of what, when, and what is not known."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain import wording
from core.domain.operation import Operation
from core.domain.schemas import Items, NeedsTable
from core.services.load_situation import Situation
from core.services.shelves import WATCH_DAYS, emptied_shelves, gravest_wait
from core.services.short_names import short_item_names

CALM_DAYS = 15
"""A shelf that holds so many days is in the two pale classes; nothing is said to be wrong."""
MOST_TOLD = 2
"""Further camps, and shelves that are not known, named one by one."""

LONGEST_LEAD = 215
"""Characters of the lead; what is least needed is left out beyond."""


@dataclass(frozen=True)
class Told:
    """Headline and lead of the situation, and the camp the headline is about (None where it is about no single one)."""

    answer: str
    lead: str
    camp_id: str | None


def tell_situation(operation: Operation, situation: Situation, shelves: pd.DataFrame, is_planned: bool) -> Told:
    """Say in one sentence what matters most, and in a few more what else holds and what is not known.

    What matters most is the shelf that is gone first, food and water before all else, on the same day the one that most
    people need. A plan adds what it does about it and whom it leaves without; it does not change which shelf that is.

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
    emptied = emptied_shelves(shelves)
    whose = "" if shelves["days"].notna().all() else " whose stock is known"
    if emptied.empty:
        return Told(f"No shelf{whose} will be empty in the time that can be foreseen", unknown, None)
    first = emptied.iloc[0]
    end = situation.needs[NeedsTable.week].max()
    left = _left_without(names, emptied, first, end) if is_planned else ""
    least = int(np.floor(emptied["days"].min() + 1e-9))
    if least >= CALM_DAYS:
        camps = known["camp_id"].nunique()
        held = f"All {camps} camps hold" if camps > 1 else f"{names.place(first)} holds"
        to_watch = f"{names.place(first)}, {names.item(first)}, {_empty_on(first)}"
        answer = f"{held} at least {least} days of every item{whose}; the next to watch is {to_watch}"
        return Told(answer, _lead(left, unknown), str(first["camp_id"]))
    answer = f"{names.runs_out(first)}{_so_what(first, is_planned, end)}"
    also = _also(names, emptied, first)
    lead = _lead(also, left, _calm(known), unknown)
    return Told(answer, lead if len(lead) <= LONGEST_LEAD else _lead(also, left, unknown), str(first["camp_id"]))


def weekly_tonnes(operation: Operation, situation: Situation) -> float:
    """Tonnes of consumables and durable goods newly needed in the first week, median forecast."""
    needs = situation.needs
    first = needs[needs[NeedsTable.week] == needs[NeedsTable.week].min()]
    weight = operation.items.set_index(Items.item_id)[Items.weight_kg]
    return float((first[NeedsTable.need_q50] * first[NeedsTable.item_id].map(weight).astype(float)).sum() / 1000)


def _so_what(row: pd.Series, is_planned: bool, end: pd.Timestamp) -> str:
    if not is_planned:
        return ", if nothing comes in"
    if pd.isna(row["delivery_week"]):
        return f"; the plan brings none by {wording.day(end)}"
    if row["days_late"] >= 1:
        days = int(row["days_late"])
        return f", at least {days} day{'s' if days != 1 else ''} before its next delivery"
    more = (row["delivery_week"] - row["empty_on"]).days
    later = f", up to {more} day{'s' if more != 1 else ''} later" if more > 0 else ""
    return f"; the plan brings more by {wording.day(row['delivery_week'])}{later}"


def _left_without(names: "_Names", emptied: pd.DataFrame, first: pd.Series, end: pd.Timestamp) -> str:
    """The shelf that the plan leaves empty for most people longest, unless the headline tells it."""
    gravest = gravest_wait(emptied)
    if gravest is None or (gravest["camp_id"], gravest["item_id"]) == (first["camp_id"], first["item_id"]):
        return ""
    last = gravest["empty_on"] + pd.Timedelta(days=int(gravest["days_late"]) - 1)
    span = wording.day_between(gravest["empty_on"], min(last, end))
    return f"The plan leaves {names.place(gravest)} without {names.item(gravest)} from {span}."


def _calm(known: pd.DataFrame) -> str:
    """Camps whose every known shelf lasts."""
    least = known.groupby("camp_id")["days"].min()
    calm = least[least >= WATCH_DAYS]
    if calm.empty:
        return ""
    whose = f"other {len(calm)} camps hold" if len(calm) > 1 else "other camp holds"
    return f"The {whose} at least {int(np.floor(calm.min() + 1e-9))} days of every item."


def _also(names: "_Names", emptied: pd.DataFrame, first: pd.Series) -> str:
    """Who is next, in the order of the shelves; the last is how many more run out within ``WATCH_DAYS``."""
    soon = emptied[(emptied["days"] < WATCH_DAYS) & (emptied["camp_id"] != first["camp_id"])]
    camps = soon.drop_duplicates("camp_id")
    told = []
    for row, verb in zip(_rows(camps), ("is out of", "of"), strict=False):
        same_day = soon[(soon["camp_id"] == row["camp_id"]) & (soon["empty_on"] == row["empty_on"])]
        items = " and ".join(names.item(other) for other in _rows(same_day[same_day["is_vital"] == row["is_vital"]]))
        told.append(f"{names.place(row)} {verb} {items} from {_empty_on(row)}")
    more = len(camps) - len(told)
    others = (
        f", and {more} more camp{'s run' if more != 1 else ' runs'} out within {WATCH_DAYS} days" if more > 0 else ""
    )
    return f"{', '.join(told)}{others}." if told else ""


def _not_known(names: "_Names", shelves: pd.DataFrame) -> str:
    if shelves.empty:
        return ""
    if len(shelves) > MOST_TOLD:
        return f"Not known: the stock of {len(shelves)} shelves, marked “?”."
    return "Not known: " + ", ".join(f"{names.item(row)} at {names.place(row)}" for row in _rows(shelves)) + "."


def _people_words(situation: Situation) -> str:
    counted = situation.camps.dropna(subset=["people"])
    camps = f"{len(counted)} camp{'s' if len(counted) != 1 else ''}"
    return f"{wording.people(situation.in_all.people)} live in {camps}."


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
        return f"{self.place(row)} runs out of {self.item(row)} on {_empty_on(row)}"


def _empty_on(row: pd.Series) -> str:
    return wording.day_with_spread(row["empty_on"], row["empty_from"], row["empty_to"])
