"""Share of a population that belongs to a group, from the last count that says."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Items, Population
from core.errors import NotEnoughHistory


@dataclass(frozen=True)
class GroupShares:
    """Share of each camp's people that an item is for.

    Attributes
    ----------
    shares
        Shape (n_camps, n_items), 0 to 1; 1 for items for everybody.
    estimated
        Same shape; whether the share is the operation's mean because the camp has none of its own.
    """

    shares: np.ndarray
    estimated: np.ndarray


def group_shares(operation: Operation, camps: pd.Index, as_of: pd.Timestamp) -> GroupShares:
    """Shares by camp and item, each camp's last known on or before ``as_of``.

    Raises
    ------
    NotEnoughHistory
        If an item is for a group that no camp has ever counted.
    """
    items = operation.items
    shares = np.ones((len(camps), len(items)))
    estimated = np.zeros(shares.shape, dtype=bool)
    for group in items[Items.group].dropna().unique():
        last = last_counts_of(operation, group, as_of)
        if last.empty:
            wanted = ", ".join(items.loc[items[Items.group] == group, Items.name])
            counted = operation.population
            if not (counted.loc[counted[Population.date] <= as_of, Population.population] > 0).any():
                raise NotEnoughHistory(
                    f"{wanted} is for the group “{group}”, and every count on or before {as_of.date()} is 0 or blank: "
                    "what share of the people they are is not known.",
                    hint="Correct the counts, or leave the item out while nobody is counted.",
                )
            raise NotEnoughHistory(
                f"{wanted} is for the group “{group}”, and no count on or before {as_of.date()} "
                "says how many they are.",
                hint=f"Fill in the column {group} of population for at least one camp.",
            )
        own = (last[group] / last[Population.population]).clip(upper=1.0)
        by_camp = own.reindex(camps)
        columns = (items[Items.group] == group).to_numpy()
        shares[:, columns] = by_camp.fillna(own.mean()).to_numpy()[:, None]
        estimated[:, columns] = by_camp.isna().to_numpy()[:, None]
    return GroupShares(shares, estimated)


def last_counts_of(operation: Operation, group: str, as_of: pd.Timestamp) -> pd.DataFrame:
    """The newest row of ``population`` by camp_id, on or before ``as_of``, that counts a group."""
    counted = operation.population
    counted = counted[(counted[Population.date] <= as_of) & (counted[Population.population] > 0)]
    known = counted.dropna(subset=[group]).sort_values(Population.date, kind="stable")
    return known.drop_duplicates(Population.camp_id, keep="last").set_index(Population.camp_id)


def counted_on(operation: Operation, group: str, camp_id: str, as_of: pd.Timestamp) -> pd.Timestamp | None:
    """Day of the count that a camp's share of a group rests on; None where the camp has none."""
    last = last_counts_of(operation, group, as_of)
    return last[Population.date].get(camp_id)
