"""What a plan delivers when need turns out differently: what is sent stays, what is handed out follows the need."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.indicators import units_per_person_week, vulnerability_weights
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage, Items, StockLevels
from core.stress.futures import NeedFutures


@dataclass(frozen=True, eq=False)
class Replay:
    """Outcome of a plan in each future.

    Attributes
    ----------
    camp_ids
        Camps with need.
    coverage
        Share of need met over the plan, shape (n_camps, n_futures).
    without
        Person-weeks without, items weighted by priority, shape (n_camps, n_futures).
    weighted_unmet
        The same weighted by vulnerability and summed over camps, shape (n_futures,).
    """

    camp_ids: pd.Index
    coverage: np.ndarray
    without: np.ndarray
    weighted_unmet: np.ndarray


def joined(parts: Sequence[Replay]) -> Replay:
    """Replays of different camps over the same futures as one."""
    return Replay(
        camp_ids=pd.Index(np.concatenate([part.camp_ids.to_numpy(dtype=object) for part in parts])),
        coverage=np.concatenate([part.coverage for part in parts]),
        without=np.concatenate([part.without for part in parts]),
        weighted_unmet=np.sum([part.weighted_unmet for part in parts], axis=0),
    )


def replay(operation: Operation, plan: Plan, futures: NeedFutures) -> Replay:
    """Replay a plan.

    Nothing is sent otherwise than planned. A camp hands out what it has, in each week up to what is due; what is left
    stays for the next week. What the plan lets a camp send on, or lose, leaves its shelf as far as it is still there.

    Parameters
    ----------
    operation
        With the plan's scenario applied.
    """
    comes = _comes_in(plan, futures)
    n_pairs, n_weeks, n_futures = futures.need.shape
    shelf = np.zeros((n_pairs, n_futures))
    waiting = np.zeros((n_pairs, n_futures))
    due_sum, unmet_sum = np.zeros((n_pairs, n_futures)), np.zeros((n_pairs, n_futures))
    due_so_far = np.zeros((n_pairs, n_futures))
    waits = futures.waits[:, None]
    for week in range(n_weeks):
        shelf = np.maximum(shelf + comes[:, week, None], 0.0)
        due = futures.need[:, week] + np.where(waits, waiting, 0.0)
        given = np.minimum(shelf, due)
        shelf -= given
        waiting = due - given
        unmet_sum += waiting
        due_so_far = np.where(waits, due_so_far, 0.0) + futures.need[:, week]
        due_sum += due_so_far
    return _outcome(operation, futures, due_sum, unmet_sum)


def _comes_in(plan: Plan, futures: NeedFutures) -> np.ndarray:
    """Units that become available at camps, by pair and week: handed out and left, less what was left before."""
    index = pd.MultiIndex.from_frame(futures.pairs)
    given = _by_pair(plan.coverage, Coverage.camp_id, Coverage.delivered, index, futures.weeks)
    stock = plan.tables["stock"]
    if StockLevels.earmark in stock:
        other = stock[StockLevels.earmark].notna() & (stock[StockLevels.earmark] != stock[StockLevels.place_id])
        stock = stock[~other]
    left = _by_pair(stock, StockLevels.place_id, StockLevels.quantity, index, futures.weeks)
    return given + np.diff(left, axis=1, prepend=0.0)


def _by_pair(
    table: pd.DataFrame, place: str, quantity: str, index: pd.MultiIndex, weeks: pd.DatetimeIndex
) -> np.ndarray:
    at = index.get_indexer(pd.MultiIndex.from_arrays([table[place], table[Coverage.item_id]]))
    week = weeks.get_indexer(table[Coverage.week])
    known = (at >= 0) & (week >= 0)
    cell = at[known] * len(weeks) + week[known]
    amount = table[quantity].to_numpy(float)[known]
    return np.bincount(cell, amount, minlength=len(index) * len(weeks)).astype(float).reshape(len(index), len(weeks))


def _outcome(operation: Operation, futures: NeedFutures, due: np.ndarray, unmet: np.ndarray) -> Replay:
    pairs = futures.pairs
    per_person = units_per_person_week(operation)
    camp = per_person.index.get_indexer(pairs[Coverage.camp_id])
    item = per_person.columns.get_indexer(pairs[Coverage.item_id])
    units = per_person.to_numpy()[camp, item]
    priority = operation.items[Items.priority].to_numpy()[item]
    weight = (priority / np.where(units > 0, units, 1.0))[:, None]
    camp_ids = pd.Index(pairs[Coverage.camp_id].unique())
    of_pair = camp_ids.get_indexer(pairs[Coverage.camp_id])
    needed, without = (np.zeros((len(camp_ids), due.shape[1])) for _ in range(2))
    np.add.at(needed, of_pair, due * weight)
    np.add.at(without, of_pair, unmet * weight)
    coverage = 1.0 - np.divide(without, needed, out=np.zeros_like(without), where=needed > 0)
    vulnerability = vulnerability_weights(operation).reindex(camp_ids).fillna(1.0).to_numpy()
    return Replay(camp_ids, coverage, without, vulnerability @ without)
