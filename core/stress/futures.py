"""Futures of need: what the camps of a plan may turn out to need, drawn from the spread the plan was made with."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.indicators import is_once
from core.domain.operation import Operation
from core.domain.schemas import LEVELS, Camps, Items, NeedsTable
from core.errors import InvalidTable
from core.forecasting.dependence import Dependence
from core.forecasting.joint_paths import CampForecasts, joint_scores, people_at

QUANTILE_COLUMNS = [f"need_q{round(level * 100)}" for level in LEVELS]


@dataclass(frozen=True, eq=False)
class NeedFutures:
    """Need of camps and items, week by week, in each future.

    Attributes
    ----------
    pairs
        ``camp_id`` and ``item_id``, a row per pair.
    weeks
        Sundays of the plan, shape (n_weeks,).
    waits
        Whether unmet need of a pair waits for the next week, shape (n_pairs,).
    planned, need
        Units newly needed as planned for, shape (n_pairs, n_weeks), and in each future, (n_pairs, n_weeks, n_futures).
    """

    pairs: pd.DataFrame
    weeks: pd.DatetimeIndex
    waits: np.ndarray
    planned: np.ndarray
    need: np.ndarray


def camps_in_need(needs: pd.DataFrame) -> pd.Index:
    """Camps that needs name, sorted."""
    return pd.Index(np.sort(needs[NeedsTable.camp_id].unique()))


def has_spread(needs: pd.DataFrame) -> bool:
    """Whether needs have all quantiles, in every row."""
    return all(column in needs for column in QUANTILE_COLUMNS) and not needs[QUANTILE_COLUMNS].isna().any(axis=None)


def need_futures(
    operation: Operation,
    needs: pd.DataFrame,
    weeks: pd.DatetimeIndex,
    dependence: Dependence,
    futures: int,
    camps: pd.Index,
) -> NeedFutures:
    """Draw futures of need from the quantiles of needs.

    The people of all camps are drawn together, as for totals of the forecast; a camp's need of every item lies as high
    in its spread as the camp's people lie in theirs. For once items that holds of what has become due up to a week.

    Parameters
    ----------
    operation
        With the scenario applied.
    needs
        ``NeedsTable``; ``need`` is what is planned for.
    weeks
        Sundays of the plan.
    futures
        How many; even, for half of them mirror the others.
    camps
        The camps to draw for; what is drawn for a camp does not depend on which others are asked for with it.

    Raises
    ------
    InvalidTable
        If the needs have no quantiles.
    """
    if not has_spread(needs):
        raise InvalidTable(
            "These needs have no spread, so there are no futures to draw.",
            hint="Plan from the forecast, or give needs with the columns need_q10 to need_q90.",
        )
    needs = needs[needs[NeedsTable.week].isin(weeks) & needs[NeedsTable.camp_id].isin(camps)]
    needs = needs.sort_values([NeedsTable.camp_id, NeedsTable.item_id, NeedsTable.week], kind="stable")
    pairs = needs[[NeedsTable.camp_id, NeedsTable.item_id]].drop_duplicates(ignore_index=True)
    full = pd.MultiIndex.from_frame(pairs.merge(pd.DataFrame({NeedsTable.week: weeks}), how="cross"))
    by_week = needs.set_index([NeedsTable.camp_id, NeedsTable.item_id, NeedsTable.week])
    by_week = by_week[[*QUANTILE_COLUMNS, NeedsTable.need]].reindex(full).fillna(0.0)
    shape = (len(pairs), len(weeks))
    levels = by_week[QUANTILE_COLUMNS].to_numpy(copy=True).reshape(*shape, len(LEVELS))
    planned = by_week[NeedsTable.need].to_numpy().reshape(shape)
    items = operation.items
    once = items.loc[is_once(items), Items.item_id]
    waits = pairs[NeedsTable.item_id].isin(once).to_numpy()

    levels[waits] = np.cumsum(levels[waits], axis=1)
    levels = np.sort(levels, axis=-1)
    camp_ids = pd.Index(pairs[NeedsTable.camp_id].unique())
    places = operation.camps.set_index(Camps.camp_id).reindex(camp_ids)
    scores = joint_scores(
        CampForecasts(
            camp_ids=camp_ids.to_numpy(dtype=object),
            country=places[Camps.country].fillna("").to_numpy(dtype=object),
            region=places[Camps.admin1].fillna("").to_numpy(dtype=object),
            quantiles=np.zeros((len(camp_ids), len(weeks), len(LEVELS))),
            weeks=np.arange(1.0, len(weeks) + 1),
            occasion=str(weeks[0].date()) if len(weeks) else "",
        ),
        dependence,
        futures,
    )
    need = people_at(levels, scores[camp_ids.get_indexer(pairs[NeedsTable.camp_id])])
    due = np.maximum.accumulate(need[waits], axis=1)
    need[waits] = np.diff(due, axis=1, prepend=0.0)
    return NeedFutures(pairs=pairs, weeks=weeks, waits=waits, planned=planned, need=need)
