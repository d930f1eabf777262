"""What need a plan goes by: the standard, what people are expected to take, or the larger of both."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.indicators import is_once
from core.domain.operation import Operation
from core.domain.schemas import LEVELS, NEED_QUANTILES, QUANTILES, Consumption, Items, NeedsTable
from core.needs.shelf import camp_stock, less_stock

STANDARD, EXPECTED, LARGER = "standard", "expected_demand", "larger"


@dataclass(frozen=True, eq=False)
class NeedBasis:
    """The two figures side by side, and which one was used.

    Attributes
    ----------
    used
        ``standard``, ``expected_demand`` or ``larger``.
    items
        item_id, standard, expected_demand, used: units of all weeks, over the camps whose demand is known.
    """

    used: str
    items: pd.DataFrame


def with_basis(
    operation: Operation,
    table: pd.DataFrame,
    expected: pd.DataFrame,
    basis: str,
    start: pd.Timestamp,
    planning_quantile: float = 0.5,
) -> tuple[pd.DataFrame, NeedBasis | None]:
    """Needs by the basis a scenario chose.

    Goods needed once keep their standard: what was taken of them in a month says nothing of who still lacks one. So do
    camps and items without expected demand.

    Parameters
    ----------
    table
        ``NeedsTable`` by standard, as ``compute_needs`` makes it: camps x items x weeks.
    expected
        place_id, item_id, week, q10 to q90.
    basis
        ``standard`` leaves the table as it is.

    Returns
    -------
    tuple
        The table, and the comparison; None where no demand of these camps is known.
    """
    once = operation.items.loc[is_once(operation.items), Items.item_id]
    keys = [NeedsTable.camp_id, NeedsTable.item_id, NeedsTable.week]
    told = expected[~expected[Consumption.item_id].isin(once)].rename(columns={Consumption.place_id: keys[0]})
    found = table[keys].merge(told, on=keys, how="left")[list(QUANTILES)].to_numpy(float)
    known = np.isfinite(found[:, 0])
    if not known.any():
        return table, None
    planned = LEVELS.index(planning_quantile)
    by_standard = table[list(NEED_QUANTILES)].to_numpy(float)
    chosen = by_standard
    if basis != STANDARD:
        larger = np.maximum(by_standard, found) if basis == LARGER else found
        chosen = np.where(known[:, None], larger, by_standard)
        table = table.copy()
        table[list(NEED_QUANTILES)] = chosen
        table[NeedsTable.need] = chosen[:, planned]
        camps = pd.Index(table[NeedsTable.camp_id].unique())
        need = chosen[:, planned].reshape(len(camps), len(operation.items), -1)
        table[NeedsTable.net_need] = less_stock(need, camp_stock(operation, camps, operation.items, start)).ravel()
    sums = pd.DataFrame(
        {
            "item_id": table[NeedsTable.item_id],
            "standard": by_standard[:, planned],
            "expected_demand": found[:, planned],
            "used": chosen[:, planned],
        }
    )[known]
    return table, NeedBasis(basis, sums.groupby("item_id", sort=False).sum().reset_index())
