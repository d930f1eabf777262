"""The pipeline-break calendar: what runs out where, between which days, and how surely, in sentences."""

import numpy as np
import pandas as pd

from core.domain.schemas import BreakCalendar, ShelfCover
from core.domain.wording import day, day_between, in_sentence, percent
from core.inventory.item_shelves import Horizon
from core.inventory.projection import Projection
from core.inventory.shelf_tables import HIGH, LOW

LEAST_CHANCE = 0.1
"""Chances below are no news; they stand in the table of chances by date."""


def breaks_of_item(
    horizon: Horizon, cover: pd.DataFrame, found: Projection, people: np.ndarray, item: str, names: dict[str, str]
) -> pd.DataFrame:
    """``BreakCalendar`` of one item, by date, then by chance.

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
    low, high = np.quantile(first, (LOW, HIGH), axis=1, method="inverted_cdf") if len(rows) else np.zeros((2, *shape))
    ends = high <= horizon.days
    inside = ((first >= low[:, None]) & (first <= high[:, None])).mean(axis=1) if len(rows) else np.zeros(shape)
    told = np.where(ends, inside, chance[rows])
    begin, end = horizon.date(low), horizon.date(high)
    last = horizon.date(np.array([horizon.days]))[0]
    where = cover[ShelfCover.place_id].to_numpy(dtype=object)[rows]
    sentences = [
        _sentence(item, names.get(place, place), begin[at], end[at] if ends[at] else None, last, share)
        for at, (place, share) in enumerate(zip(where, told, strict=True))
    ]
    table = pd.DataFrame(
        {
            BreakCalendar.place_id: where,
            BreakCalendar.item_id: cover[ShelfCover.item_id].to_numpy(dtype=object)[rows],
            BreakCalendar.from_date: begin,
            BreakCalendar.to_date: end,
            BreakCalendar.probability: told,
            BreakCalendar.people: people[rows],
            BreakCalendar.sentence: sentences,
        }
    )
    return in_order(table)


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Breaks by their first day; of one day, those that are sure to end before those that are not, then by people."""
    keys = table.assign(
        open_ended=table[BreakCalendar.to_date].isna(),
        fewer=-table[BreakCalendar.people].fillna(0.0),
    )
    order = keys.sort_values(
        ["open_ended", BreakCalendar.from_date, "fewer", BreakCalendar.place_id, BreakCalendar.item_id], kind="stable"
    ).index
    return table.loc[order].reset_index(drop=True)


def _sentence(
    item: str, place: str, begin: pd.Timestamp, end: pd.Timestamp | None, last: pd.Timestamp, share: float
) -> str:
    runs_out = f"runs out of {in_sentence(item)}"
    if end is None:
        return f"{place} may run out of {in_sentence(item)} from {day(begin)} on: {percent(share)} by {day(last)}."
    if begin == end:
        return f"{place} {runs_out} on {day(begin)}, {percent(share)}."
    return f"{place} {runs_out} between {day_between(begin, end).replace(' to ', ' and ')}, {percent(share)}."
