"""The answer of the map as a headline: who is short, who runs empty, where people are."""

import pandas as pd

from core.domain import wording
from core.domain.operation import Operation
from core.domain.schemas import Items
from core.inventory.cover import LONGEST_COVER_DAYS
from core.services.plan_figures import SHORT, is_short
from core.services.total_people import PeopleInAll

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def tell_need_met(operation: Operation, coverage: pd.DataFrame, closed: int = 0) -> str:
    """Headline of the map of need met.

    Parameters
    ----------
    coverage
        Of ``coverage_of_camps``.
    closed
        Roads closed in the scenario.
    """
    if coverage.empty:
        return "No camp needs anything in these weeks"
    worst = coverage.loc[coverage["coverage"].idxmin()]
    name, share = operation.place_names[worst["camp_id"]], wording.percent(worst["coverage"])
    short = int(is_short(coverage["coverage"]).sum())
    roads = f"; {closed} route{'s are' if closed != 1 else ' is'} closed" if closed else ""
    if not short:
        return f"Every camp gets at least {share} of its need; the least is {name}{roads}"
    count = _NUMBERS[short] if short < len(_NUMBERS) else str(short)
    camps = "camp is" if short == 1 else "camps are"
    return f"{count} {camps} under {wording.percent(SHORT)} of need met; the worst is {name}, {share}{roads}"


def tell_cover(operation: Operation, cover: pd.DataFrame) -> str:
    """Headline of the map of days of cover: the shelf that is empty first."""
    known = cover[cover["days"] < LONGEST_COVER_DAYS]
    if known.empty:
        return "No camp's stock is known, so nothing can be said of days of cover"
    first = known.loc[known["days"].idxmin()]
    items = operation.items.set_index(Items.item_id)[Items.name]
    item = wording.in_sentence(str(items[first["item_id"]]))
    name = operation.place_names[first["camp_id"]]
    if first["days"] < 1:
        return f"{name} has no {item} on the shelf today"
    day = wording.day_with_spread(first["empty_on"], first["empty_from"], first["empty_to"])
    return f"{name} runs out of {item} on {day}, if nothing comes in"


def tell_people(camps: pd.DataFrame, in_all: PeopleInAll | None) -> str:
    """Headline of the map of people.

    Parameters
    ----------
    camps
        Of ``camp_figures``.
    in_all
        People in all camps that have a forecast; None where none has.
    """
    counted = camps.dropna(subset=["people"])
    if in_all is None:
        return "No camp has a count yet"
    top = counted.loc[counted["people"].idxmax()]
    total, camps_words = wording.people(in_all.people), f"{len(counted)} camps"
    if len(counted) == 1:
        return f"{wording.people(float(top['people']))} live at {top['name']}"
    return f"{total} live in {camps_words}; the largest is {top['name']} with {wording.people(float(top['people']))}"
