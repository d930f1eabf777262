"""What a changed operation means for its camps: people, shelves, needs."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Camps, Items, NeedsTable, Population
from core.errors import AidError
from core.inventory.cover import LONGEST_COVER_DAYS, Cover
from core.services.load_situation import Situation, load_situation
from core.services.resources import Resources

EFFECT_WEEKS = 4
"""Weeks over which needs are compared."""


def effect_of_change(resources: Resources, before: Operation | None, after: Operation) -> pd.DataFrame:
    """Camps that a change touches, the largest change of people first.

    Returns
    -------
    pandas.DataFrame
        ``camp_id``, ``name``; ``count_before``, ``count_now`` (latest known count), ``change_share``;
        ``first_empty_before``, ``first_empty_now`` (name of the item whose shelf is empty first) with
        ``empty_on_before``, ``empty_on_now``; ``need_t_before``, ``need_t_now`` (tonnes needed in the next four
        weeks). Blank where it is not known or cannot be computed, as without items or counts.
    """
    old = _figures(resources, before) if before is not None else _figures(resources, after).iloc[:0]
    new = _figures(resources, after)
    names = {} if before is None else before.place_names
    both = old.add_suffix("_before").join(new.add_suffix("_now"), how="outer")
    pairs = [
        ("count_before", "count_now"),
        ("first_empty_before", "first_empty_now"),
        ("empty_on_before", "empty_on_now"),
        ("need_t_before", "need_t_now"),
    ]
    differs = pd.Series(False, index=both.index)
    for left, right in pairs:
        same = (both[left] == both[right]) | (both[left].isna() & both[right].isna())
        differs |= ~same.fillna(False).astype(bool)
    both = both[differs | ~both.index.isin(old.index) | ~both.index.isin(new.index)]
    both["change_share"] = both["count_now"] / both["count_before"].where(both["count_before"] > 0) - 1
    order = both["change_share"].abs().fillna(float("inf")).sort_values(ascending=False, kind="stable").index
    table = both.loc[order].reset_index()
    table.insert(1, "name", table["camp_id"].map({**names, **after.place_names}))
    return table[["camp_id", "name", *(c for pair in pairs for c in pair), "change_share"]]


def _figures(resources: Resources, operation: Operation) -> pd.DataFrame:
    """Latest count, first empty shelf, tonnes needed, by camp."""
    ids = pd.Index(operation.camps[Camps.camp_id], name="camp_id")
    counted = operation.population.dropna(subset=[Population.population]).sort_values(Population.date)
    last = counted.drop_duplicates(Population.camp_id, keep="last").set_index(Population.camp_id)
    figures = pd.DataFrame({"count": last[Population.population].reindex(ids).astype(float)}, index=ids)
    figures["first_empty"] = pd.Series(pd.NA, index=ids, dtype="str")
    figures["empty_on"] = pd.Series(pd.NaT, index=ids, dtype="datetime64[ns]")
    figures["need_t"] = float("nan")
    try:
        situation = load_situation(resources, operation, EFFECT_WEEKS)
    except AidError:
        return figures  # without items, or without a count by the planning day, there is no need to compare
    return _with_needs(figures, operation, situation)


def _with_needs(figures: pd.DataFrame, operation: Operation, situation: Situation) -> pd.DataFrame:
    items = operation.items.set_index(Items.item_id)
    cover = situation.cover[situation.cover[Cover.days] < LONGEST_COVER_DAYS]
    first = cover.sort_values(Cover.days).drop_duplicates(Cover.camp_id).set_index(Cover.camp_id)
    figures["first_empty"] = first[Cover.item_id].map(items[Items.name]).reindex(figures.index)
    figures["empty_on"] = first[Cover.empty_on].reindex(figures.index)
    needs = situation.needs
    tonnes = needs[NeedsTable.need_q50] * needs[NeedsTable.item_id].map(items[Items.weight_kg]) / 1000
    figures["need_t"] = tonnes.groupby(needs[NeedsTable.camp_id]).sum().reindex(figures.index).round(1)
    return figures
