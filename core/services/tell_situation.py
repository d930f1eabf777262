"""The answer of the first page: who runs short, of what, when, and what is not known."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain import wording
from core.domain.operation import Operation
from core.domain.schemas import Items, NeedsTable
from core.locale import ENGLISH, Language
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


def tell_situation(
    operation: Operation,
    situation: Situation,
    shelves: pd.DataFrame,
    is_planned: bool,
    language: Language = ENGLISH,
) -> Told:
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
    say = _Sayings(operation, language)
    known = shelves[shelves["days"].notna()]
    unknown = say.not_known(shelves[shelves["days"].isna() & (shelves["people"] > 0)])
    if known.empty:
        weekly = wording.tonnes(weekly_tonnes(operation, situation), language)
        answer = language.say(
            "What is on the camps' shelves is not known; their people need {tonnes} a week", tonnes=weekly
        )
        lead = _lead(say.people(situation), language.say("Days of cover need a stock count at the camps."))
        return Told(answer, lead, None)
    emptied = emptied_shelves(shelves)
    are_all_known = bool(shelves["days"].notna().all())
    if emptied.empty:
        none = (
            language.say("No shelf will be empty in the time that can be foreseen")
            if are_all_known
            else language.say("No shelf whose stock is known will be empty in the time that can be foreseen")
        )
        return Told(none, unknown, None)
    first = emptied.iloc[0]
    end = situation.needs[NeedsTable.week].max()
    left = say.left_without(emptied, first, end) if is_planned else ""
    least = int(np.floor(emptied["days"].min() + 1e-9))
    if least >= CALM_DAYS:
        answer = say.all_hold(first, known["camp_id"].nunique(), least, are_all_known)
        return Told(answer, _lead(left, unknown), str(first["camp_id"]))
    answer = say.so_what(first, is_planned, end)
    also = say.also(emptied, first)
    lead = _lead(also, left, say.calm(known), unknown)
    return Told(answer, lead if len(lead) <= LONGEST_LEAD else _lead(also, left, unknown), str(first["camp_id"]))


def weekly_tonnes(operation: Operation, situation: Situation) -> float:
    """Tonnes of consumables and durable goods newly needed in the first week, median forecast."""
    needs = situation.needs
    first = needs[needs[NeedsTable.week] == needs[NeedsTable.week].min()]
    weight = operation.items.set_index(Items.item_id)[Items.weight_kg]
    return float((first[NeedsTable.need_q50] * first[NeedsTable.item_id].map(weight).astype(float)).sum() / 1000)


def _lead(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _rows(table: pd.DataFrame) -> list[pd.Series]:
    """The rows that are told one by one."""
    return [table.iloc[position] for position in range(min(MOST_TOLD, len(table)))]


class _Sayings:
    """Sentences about the shelves of one operation, in one language."""

    def __init__(self, operation: Operation, language: Language) -> None:
        self.places = operation.place_names
        self.items = short_item_names(operation)
        self.language = language

    def place(self, row: pd.Series) -> str:
        return self.language.name(self.places[str(row["camp_id"])])

    def item(self, row: pd.Series) -> str:
        return self.language.name(wording.in_sentence(self.items[str(row["item_id"])]))

    def days(self, number: int) -> str:
        return self.language.counted(number, "{count} day", "{count} days")

    def day(self, date: pd.Timestamp) -> str:
        return wording.day(date, self.language)

    def empty_on(self, row: pd.Series) -> str:
        return wording.day_with_spread(row["empty_on"], row["empty_from"], row["empty_to"], self.language)

    def runs_out(self, row: pd.Series) -> str:
        place, item = self.place(row), self.item(row)
        if row["days"] < 1:
            return self.language.say("{place} has no {item} left", place=place, item=item)
        return self.language.say("{place} runs out of {item} on {day}", place=place, item=item, day=self.empty_on(row))

    def so_what(self, row: pd.Series, is_planned: bool, end: pd.Timestamp) -> str:
        """The shelf that runs out, with what the plan does about it."""
        say, what = self.language.say, self.runs_out(row)
        if not is_planned:
            return say("{what}, if nothing comes in", what=what)
        if pd.isna(row["delivery_week"]):
            return say("{what}; the plan brings none by {day}", what=what, day=self.day(end))
        if row["days_late"] >= 1:
            days = self.days(int(row["days_late"]))
            return say("{what}, at least {days} before its next delivery", what=what, days=days)
        more, day = (row["delivery_week"] - row["empty_on"]).days, self.day(row["delivery_week"])
        if more <= 0:
            return say("{what}; the plan brings more by {day}", what=what, day=day)
        return say(
            "{what}; the plan brings more by {day}, up to {days} later", what=what, day=day, days=self.days(more)
        )

    def left_without(self, emptied: pd.DataFrame, first: pd.Series, end: pd.Timestamp) -> str:
        """The shelf that the plan leaves empty for most people longest, unless the headline tells it."""
        gravest = gravest_wait(emptied)
        if gravest is None or (gravest["camp_id"], gravest["item_id"]) == (first["camp_id"], first["item_id"]):
            return ""
        last = gravest["empty_on"] + pd.Timedelta(days=int(gravest["days_late"]) - 1)
        span = wording.day_between(gravest["empty_on"], min(last, end), self.language)
        return self.language.say(
            "The plan leaves {place} without {item} from {span}.",
            place=self.place(gravest),
            item=self.item(gravest),
            span=span,
        )

    def all_hold(self, first: pd.Series, camps: int, least: int, are_all_known: bool) -> str:
        """That no shelf is low, and which to watch."""
        told = {
            "days": self.days(least),
            "watched": self.language.say(
                "{place}, {item}, {day}", place=self.place(first), item=self.item(first), day=self.empty_on(first)
            ),
        }
        if camps == 1 and are_all_known:
            return self.language.say(
                "{place} holds at least {days} of every item; the next to watch is {watched}",
                place=self.place(first),
                **told,
            )
        if camps == 1:
            return self.language.say(
                "{place} holds at least {days} of every item whose stock is known; the next to watch is {watched}",
                place=self.place(first),
                **told,
            )
        if are_all_known:
            return self.language.counted(
                camps,
                "{count} camp holds at least {days} of every item; the next to watch is {watched}",
                "All {count} camps hold at least {days} of every item; the next to watch is {watched}",
                **told,
            )
        return self.language.counted(
            camps,
            "{count} camp holds at least {days} of every item whose stock is known; the next to watch is {watched}",
            "All {count} camps hold at least {days} of every item whose stock is known; the next to watch is {watched}",
            **told,
        )

    def calm(self, known: pd.DataFrame) -> str:
        """Camps whose every known shelf lasts."""
        least = known.groupby("camp_id")["days"].min()
        calm = least[least >= WATCH_DAYS]
        if calm.empty:
            return ""
        return self.language.counted(
            len(calm),
            "The other camp holds at least {days} of every item.",
            "The other {count} camps hold at least {days} of every item.",
            days=self.days(int(np.floor(calm.min() + 1e-9))),
        )

    def also(self, emptied: pd.DataFrame, first: pd.Series) -> str:
        """Who is next, in the order of the shelves; the last is how many more run out within ``WATCH_DAYS``."""
        soon = emptied[(emptied["days"] < WATCH_DAYS) & (emptied["camp_id"] != first["camp_id"])]
        camps = soon.drop_duplicates("camp_id")
        told = [self._out(row, soon, number) for number, row in enumerate(_rows(camps))]
        if not told:
            return ""
        clause = told[0] if len(told) == 1 else self.language.say("{first}, {second}", first=told[0], second=told[1])
        more = len(camps) - len(told)
        if more:
            clause = self.language.counted(
                more,
                "{clause}, and {count} more camp runs out within {days}",
                "{clause}, and {count} more camps run out within {days}",
                clause=clause,
                days=self.days(WATCH_DAYS),
            )
        return self.language.say("{clause}.", clause=clause)

    def _out(self, row: pd.Series, soon: pd.DataFrame, number: int) -> str:
        same_day = soon[(soon["camp_id"] == row["camp_id"]) & (soon["empty_on"] == row["empty_on"])]
        same_day = same_day[same_day["is_vital"] == row["is_vital"]]
        told = {
            "place": self.place(row),
            "items": self.language.joined([self.item(other) for other in _rows(same_day)]),
            "day": self.empty_on(row),
        }
        if number == 0:
            return self.language.say("{place} is out of {items} from {day}", **told)
        return self.language.say("{place} of {items} from {day}", **told)

    def not_known(self, shelves: pd.DataFrame) -> str:
        """Shelves that nobody has counted."""
        if shelves.empty:
            return ""
        if len(shelves) > MOST_TOLD:
            return self.language.counted(
                len(shelves),
                "Not known: the stock of {count} shelf, marked “?”.",
                "Not known: the stock of {count} shelves, marked “?”.",
            )
        told = [
            self.language.say("{item} at {place}", item=self.item(row), place=self.place(row)) for row in _rows(shelves)
        ]
        both = told[0] if len(told) == 1 else self.language.say("{first}, {second}", first=told[0], second=told[1])
        return self.language.say("Not known: {shelves}.", shelves=both)

    def people(self, situation: Situation) -> str:
        """How many people live in how many camps."""
        return self.language.counted(
            int(situation.camps["people"].notna().sum()),
            "{people} live in {count} camp.",
            "{people} live in {count} camps.",
            people=wording.people(situation.in_all.people, self.language),
        )
