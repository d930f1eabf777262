"""Need by camp, item and week: people x standard, with the forecast's quantiles carried through."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.groups import group_shares
from core.domain.indicators import is_once, units_per_person_week
from core.domain.operation import Operation
from core.domain.schemas import (
    LEVELS,
    NEED_QUANTILES,
    QUANTILES,
    Camps,
    Deliveries,
    ForecastTable,
    Items,
    NeedsTable,
    Stock,
)
from core.errors import InvalidTable


@dataclass(frozen=True, eq=False)
class Needs:
    """Need of an operation.

    Attributes
    ----------
    table
        ``NeedsTable``: gross need in quantiles, the need planned for, and that less camp stock.
    notes
        Sentences about what had to be estimated.
    """

    table: pd.DataFrame
    notes: tuple[str, ...]


def compute_needs(
    operation: Operation, forecast: pd.DataFrame, start: pd.Timestamp, planning_quantile: float = 0.5
) -> Needs:
    """Turn a forecast into item needs.

    Parameters
    ----------
    forecast
        ``ForecastTable``, every camp with the same weeks.
    start
        As-of of the forecast; later deliveries and counts are not seen.
    planning_quantile
        Which quantile becomes the column ``need``.

    Raises
    ------
    InvalidTable
        If the operation has no items.
    NotEnoughHistory
        If an item is for a group nobody has counted.
    """
    if not operation.has("items"):
        raise InvalidTable("There is no items table, so people cannot be turned into needs.", hint="Add items.csv.")
    forecast = forecast.sort_values([ForecastTable.camp_id, ForecastTable.week], kind="stable")
    camps = pd.Index(forecast[ForecastTable.camp_id].unique())
    weeks = pd.DatetimeIndex(forecast[ForecastTable.week].unique())
    people = forecast[list(QUANTILES)].to_numpy(float).reshape(len(camps), len(weeks), len(QUANTILES))
    items = operation.items
    groups = group_shares(operation, camps, start)
    units = units_per_person_week(operation).loc[camps].to_numpy() * groups.shares
    need = people[:, None, :, :] * units[:, :, None, None]
    once = is_once(items).to_numpy()
    if once.any():
        served = _handed_out(operation, camps, items[once], weeks, start)
        need[:, once] = _newly_required(need[:, once] - served[..., None])
    planned = need[..., LEVELS.index(planning_quantile)]
    net = _less_stock(planned, _camp_stock(operation, camps, items, start))
    index = pd.MultiIndex.from_product(
        [camps, items[Items.item_id], weeks], names=[NeedsTable.camp_id, NeedsTable.item_id, NeedsTable.week]
    )
    table = pd.DataFrame(need.reshape(-1, len(QUANTILES)), index=index, columns=list(NEED_QUANTILES))
    table[NeedsTable.need] = planned.ravel()
    table[NeedsTable.net_need] = net.ravel()
    return Needs(table.reset_index(), _notes(operation, camps, items, groups.estimated))


def _handed_out(
    operation: Operation, camps: pd.Index, items: pd.DataFrame, weeks: pd.DatetimeIndex, start: pd.Timestamp
) -> np.ndarray:
    """Units handed out by ``start`` that still serve in each week, shape (n_camps, n_items, n_weeks)."""
    lifetimes = items.set_index(Items.item_id)[Items.lifetime_days]
    given = operation.deliveries
    given = given[
        (given[Deliveries.date] <= start)
        & given[Deliveries.item_id].isin(lifetimes.index)
        & given[Deliveries.camp_id].isin(camps)
        & given[Deliveries.quantity].notna()
    ]
    served = np.zeros((len(camps), len(items), len(weeks)))
    at = (camps.get_indexer(given[Deliveries.camp_id]), lifetimes.index.get_indexer(given[Deliveries.item_id]))
    lives = given[Deliveries.item_id].map(lifetimes).astype(float).fillna(np.inf).to_numpy()
    for position, week in enumerate(weeks):
        age_days = (week - given[Deliveries.date]).dt.days.to_numpy()
        np.add.at(served, (*at, position), given[Deliveries.quantity].to_numpy() * (age_days <= lives))
    return served


def _newly_required(due: np.ndarray) -> np.ndarray:
    """New need per week from what is due in all by then; axis 2 is the week."""
    highest = np.maximum.accumulate(np.maximum(due, 0.0), axis=2)
    return np.diff(highest, axis=2, prepend=0.0)


def _camp_stock(operation: Operation, camps: pd.Index, items: pd.DataFrame, start: pd.Timestamp) -> np.ndarray:
    """Units on the camps' shelves at ``start`` that their people may have, shape (n_camps, n_items)."""
    stock = operation.stock
    usable = (
        stock[Stock.place_id].isin(camps)
        & stock[Stock.quantity].notna()
        & (stock[Stock.expires].isna() | (stock[Stock.expires] > start))
        & (stock[Stock.earmark].isna() | (stock[Stock.earmark] == stock[Stock.place_id]))
    )
    summed = stock[usable].groupby([Stock.place_id, Stock.item_id])[Stock.quantity].sum()
    wanted = pd.MultiIndex.from_product([camps, items[Items.item_id]])
    return summed.reindex(wanted, fill_value=0.0).to_numpy(float).reshape(len(camps), len(items))


def _less_stock(need: np.ndarray, stock: np.ndarray) -> np.ndarray:
    """Need less stock that is used up earliest first; axis 2 is the week."""
    beyond = np.maximum(np.cumsum(need, axis=2) - stock[:, :, None], 0.0)
    return np.diff(beyond, axis=2, prepend=0.0)


def _notes(operation: Operation, camps: pd.Index, items: pd.DataFrame, estimated: np.ndarray) -> tuple[str, ...]:
    notes = []
    unsized = operation.camps.set_index(Camps.camp_id)[Camps.household_size].reindex(camps).isna().sum()
    if unsized and items[Items.need_basis].str.startswith("household").any():
        notes.append(
            f"Household size is an estimate of {operation.settings.household_size:g} people "
            f"in {unsized} camps that do not say."
        )
    for item, column in zip(items[Items.name], estimated.T, strict=True):
        if column.any():
            notes.append(
                f"{item}: {int(column.sum())} camps have no count of the group; the mean of the others is used."
            )
    without = items[Items.source].isna() | items[Items.source].str.contains("estimate", case=False, na=False)
    if without.any():
        notes.append("Standards marked as estimates: " + ", ".join(items.loc[without, Items.name]) + ".")
    return tuple(notes)
