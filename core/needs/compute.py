"""Need by camp, item and week: people x standard, with the forecast's quantiles carried through."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.groups import group_shares
from core.domain.indicators import is_once, units_per_person_week
from core.domain.operation import Operation
from core.domain.schemas import (
    HOUSEHOLD_BASES,
    LEVELS,
    NEED_QUANTILES,
    QUANTILES,
    Camps,
    ForecastTable,
    Items,
    NeedsTable,
)
from core.errors import InvalidTable
from core.needs.basis import NeedBasis
from core.needs.durable import handed_out, newly_required
from core.needs.shelf import camp_stock, less_stock
from core.needs.spread import household_distances, uncrossed, widened


@dataclass(frozen=True, eq=False)
class Needs:
    """Need of an operation.

    Attributes
    ----------
    table
        ``NeedsTable``: gross need in quantiles, the need planned for, and that less camp stock.
    notes
        Sentences about what had to be estimated.
    basis
        Standard and expected demand side by side; None where no demand is known.
    """

    table: pd.DataFrame
    notes: tuple[str, ...]
    basis: NeedBasis | None = None


def compute_needs(
    operation: Operation, forecast: pd.DataFrame, start: pd.Timestamp, planning_quantile: float = 0.5
) -> Needs:
    """Turn a forecast into item needs.

    Need is people x share of the group x standard, by household size for household standards. Quantiles of need are
    those of people. Household standards widen them by the camp's range of household size (``spread.widened``); the
    median stays people / household size x standard. Goods needed once are newly required only as far as what was
    handed out no longer serves (``durable``).

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
    of_households = items[Items.need_basis].isin(HOUSEHOLD_BASES).to_numpy()
    if of_households.any():
        need[:, of_households] = widened(
            need[:, of_households], household_distances(operation, camps)[:, None, None, :]
        )
    once = is_once(items)
    if once.any():
        served = handed_out(operation, camps, items[once], weeks, start)
        need[:, once] = newly_required(need[:, once] - served[..., None])
    need[:, once | of_households] = uncrossed(need[:, once | of_households])
    planned = need[..., LEVELS.index(planning_quantile)]
    net = less_stock(planned, camp_stock(operation, camps, items, start))
    index = pd.MultiIndex.from_product(
        [camps, items[Items.item_id], weeks], names=[NeedsTable.camp_id, NeedsTable.item_id, NeedsTable.week]
    )
    table = pd.DataFrame(need.reshape(-1, len(QUANTILES)), index=index, columns=list(NEED_QUANTILES))
    table[NeedsTable.need] = planned.ravel()
    table[NeedsTable.net_need] = net.ravel()
    return Needs(table.reset_index(), _notes(operation, camps, items, groups.estimated))


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
    bases = items[Items.need_basis]
    if bases.isin(HOUSEHOLD_BASES).any():
        ranges = operation.camps.set_index(Camps.camp_id).reindex(camps)
        ranges = ranges[[Camps.household_size_low, Camps.household_size_high]].isna().all(axis=1).sum()
        if ranges and ranges < len(camps):
            notes.append(f"{ranges} camps give no range of household size; their spread is that of people alone.")
    without = items[Items.source].isna() | items[Items.source].str.contains("estimate", case=False, na=False)
    if without.any():
        notes.append("Standards marked as estimates: " + ", ".join(items.loc[without, Items.name]) + ".")
    return tuple(notes)
