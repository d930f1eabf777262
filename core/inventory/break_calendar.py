"""The pipeline-break calendar: what runs out where, between which days, and how surely, in sentences."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from core.domain.schemas import BreakCalendar, ShelfCover
from core.domain.wording import day, in_sentence, percent
from core.inventory.item_shelves import Horizon
from core.inventory.projection import Projection
from core.inventory.shelf_tables import HIGH, LOW, MIDDLE
from core.locale import ENGLISH, Language

LEAST_CHANCE = 0.1
"""Chances below are no news; they stand in the table of chances by date."""


def breaks_of_item(
    horizon: Horizon, cover: pd.DataFrame, found: Projection, people: np.ndarray, item: str, names: dict[str, str]
) -> pd.DataFrame:
    """``BreakCalendar`` of one item, in the order of its places.

    Parameters
    ----------
    cover
        ``ShelfCover`` of all places of the horizon, in its order; blank chances are left out.
    people
        Who need the item at each place, shape (n_places,); NaN where that is not known.
    item, names
        Name of the item, and of each place by its identifier.
    """
    chance = cover[ShelfCover.probability].to_numpy(float)
    rows = np.flatnonzero(np.nan_to_num(chance) >= LEAST_CHANCE)
    first = found.first_out[rows]
    shape = (len(rows),)
    levels = (LOW, MIDDLE, HIGH)
    low, half, high = (
        np.quantile(first, levels, axis=1, method="inverted_cdf") if len(rows) else np.zeros((len(levels), *shape))
    )
    ends = high <= horizon.days
    inside = ((first >= low[:, None]) & (first <= high[:, None])).mean(axis=1) if len(rows) else np.zeros(shape)
    told = np.where(ends, inside, chance[rows])
    begin, end = horizon.date(low), horizon.date(high)
    last = horizon.date(np.array([horizon.days]))[0]
    where = cover[ShelfCover.place_id].to_numpy(dtype=object)[rows]
    sentences = [
        break_sentence(item, names.get(place, place), begin[at], end[at] if ends[at] else None, last, share)
        for at, (place, share) in enumerate(zip(where, told, strict=True))
    ]
    return pd.DataFrame(
        {
            BreakCalendar.place_id: where,
            BreakCalendar.item_id: cover[ShelfCover.item_id].to_numpy(dtype=object)[rows],
            BreakCalendar.from_date: begin,
            BreakCalendar.to_date: end,
            BreakCalendar.likely_date: horizon.date(half),
            BreakCalendar.probability: told,
            BreakCalendar.people: people[rows],
            BreakCalendar.sentence: sentences,
        }
    )


def in_order(table: pd.DataFrame, vital: Collection[str]) -> pd.DataFrame:
    """Breaks by their likely day, the unlikely last; of one day food and water first, then by the people touched.

    Parameters
    ----------
    vital
        Items (item_id) whose lack counts first.
    """
    keys = table.assign(minor=~table[BreakCalendar.item_id].isin(vital), fewer=-table[BreakCalendar.people].fillna(0.0))
    by = [BreakCalendar.likely_date, BreakCalendar.from_date, "minor", "fewer"]
    order = keys.sort_values([*by, BreakCalendar.place_id, BreakCalendar.item_id], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def break_sentence(
    item: str,
    place: str,
    begin: pd.Timestamp,
    end: pd.Timestamp | None,
    last: pd.Timestamp,
    share: float,
    language: Language = ENGLISH,
) -> str:
    """A break in words: what runs out where, from ``begin`` to ``end``, in which share of the futures.

    Parameters
    ----------
    end
        None where less than nine tenths of the futures are without by ``last``, the last day looked at.
    """
    place, item = language.name(place), language.name(in_sentence(item))
    told, first = percent(share, language), day(begin, language)
    if end is None:
        return language.say(
            "{place} may run out of {item} from {first} on: {share} by {last}.",
            place=place, item=item, first=first, share=told, last=day(last, language),
        )  # fmt: skip
    if begin == end:
        return language.say(
            "{place} runs out of {item} on {day}, {share}.", place=place, item=item, day=first, share=told
        )
    if (begin.year, begin.month) == (end.year, end.month):
        first = language.isolated(str(begin.day))
    return language.say(
        "{place} runs out of {item} between {first} and {last}, {share}.",
        place=place, item=item, first=first, last=day(end, language), share=told,
    )  # fmt: skip
