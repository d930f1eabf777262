"""What people will need, added up for reading: by item, by sector, by week, and whom the standards count."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.bases import BASIS_WORDS
from core.domain.groups import last_counts_of
from core.domain.indicators import household_sizes
from core.domain.operation import Operation
from core.domain.schemas import GROUPS, Camps, Items, NeedsTable, Population, Stock
from core.domain.weeks import DAYS_PER_WEEK
from core.services.short_names import short_item_names


@dataclass(frozen=True, eq=False)
class NeedsSummary:
    """Needs of some camps over some weeks.

    Attributes
    ----------
    by_item
        item_id, name, short (short name), sector, unit; units, units_low, units_high (q50, q10, q90 summed), net_units;
        t, t_low, t_high, net_t: the same in tonnes; shelf_is_known: whether any of these camps' shelves of it was
        counted. The heaviest come first. Sums of quantiles over camps and weeks take all of them to be high (or low)
        at once, so the band is an outer one.
    by_sector
        sector, t, t_low, t_high, net_t, the heaviest first.
    by_week
        Sundays down, short item names across, tonnes of the median; the heaviest item first.
    total_t, low_t, high_t, net_t
        Sums over all items.
    stock_days
        Days of the need, by weight, that the camps' own shelves cover; None where no shelf of these camps is known.
    """

    by_item: pd.DataFrame
    by_sector: pd.DataFrame
    by_week: pd.DataFrame
    total_t: float
    low_t: float
    high_t: float
    net_t: float
    stock_days: float | None


def describe_needs(operation: Operation, needs: pd.DataFrame, camp_id: str | None = None) -> NeedsSummary:
    """Add up a needs table made for the median forecast.

    Parameters
    ----------
    operation
        With the scenario applied.
    needs
        ``NeedsTable``.
    camp_id
        One camp; all of them by default.
    """
    rows = needs if camp_id is None else needs[needs[NeedsTable.camp_id] == camp_id]
    items = operation.items.set_index(Items.item_id)
    told = {
        "units": NeedsTable.need_q50,
        "units_low": NeedsTable.need_q10,
        "units_high": NeedsTable.need_q90,
        "net_units": NeedsTable.net_need,
    }
    summed = rows.groupby(NeedsTable.item_id)[list(told.values())].sum()
    by_item = pd.DataFrame({name: summed[column] for name, column in told.items()}).reindex(items.index).fillna(0.0)
    weight_t = items[Items.weight_kg] / 1000
    for name in told:
        by_item[name.replace("units", "t")] = by_item[name] * weight_t
    shelves = _counted_shelves(operation, rows)
    by_item["shelf_is_known"] = by_item.index.isin(shelves[Stock.item_id])
    labels = items[[Items.name, Items.sector, Items.unit]]
    labels = labels.set_axis(["name", "sector", "unit"], axis=1)
    labels.insert(1, "short", pd.Series(short_item_names(operation)))
    by_item = labels.join(by_item).reset_index().sort_values(["t", "name"], ascending=[False, True], ignore_index=True)
    sums = ["t", "t_low", "t_high", "net_t"]
    by_sector = by_item.groupby("sector")[sums].sum().sort_values("t", ascending=False).reset_index()
    totals = by_item[sums].sum()
    weeks = rows[NeedsTable.week].nunique()
    return NeedsSummary(
        by_item=by_item,
        by_sector=by_sector,
        by_week=_by_week(rows, by_item, weight_t),
        total_t=float(totals["t"]),
        low_t=float(totals["t_low"]),
        high_t=float(totals["t_high"]),
        net_t=float(totals["net_t"]),
        stock_days=_stock_days(shelves, float(totals["t"]), float(totals["net_t"]), weeks),
    )


def standards_table(operation: Operation) -> pd.DataFrame:
    """Every standard as it is read: name, sector, group, quantity, unit, basis, priority, source, is_estimate."""
    items = operation.items
    source = items[Items.source].astype(object).where(items[Items.source].notna(), "estimate")
    return pd.DataFrame(
        {
            "name": items[Items.name],
            "sector": items[Items.sector],
            "group": items[Items.group].astype(object).where(items[Items.group].notna(), None),
            "quantity": items[Items.need_quantity],
            "unit": items[Items.unit],
            "basis": items[Items.need_basis].map(BASIS_WORDS),
            "priority": items[Items.priority],
            "source": source,
            "is_estimate": source.str.contains("estimate", case=False),
        }
    )


def people_behind(operation: Operation, start: pd.Timestamp) -> pd.DataFrame:
    """Household size and last known shares of groups by camp.

    Returns
    -------
    pandas.DataFrame
        camp_id, name, household_size, household_low, household_high, household_is_estimate, and for each group that any
        camp has counted its share of the people, blank where this camp never did; ``GROUP_mean`` for each group that an
        item is for: the operation's mean where it stands in for this camp's share, else blank; ``counted``: date of the
        newest count that names any group.
    """
    camps = operation.camps
    sizes = camps[Camps.household_size]
    table = pd.DataFrame(
        {
            "camp_id": camps[Camps.camp_id],
            "name": camps[Camps.name],
            "household_size": household_sizes(operation).to_numpy(),
            "household_low": camps[Camps.household_size_low],
            "household_high": camps[Camps.household_size_high],
            "household_is_estimate": sizes.isna(),
        }
    )
    dates: list[pd.Series] = []
    for group in GROUPS:
        known = last_counts_of(operation, group, start)
        if known.empty:
            continue
        share = (known[group] / known[Population.population]).clip(upper=1.0)
        table[group] = table["camp_id"].map(share)
        if operation.items[Items.group].eq(group).any():
            table[f"{group}_mean"] = np.where(table[group].isna(), share.mean(), np.nan)
        dates.append(table["camp_id"].map(known[Population.date]))
    counted_on = pd.concat(dates, axis=1).max(axis=1) if dates else pd.Series(pd.NaT, table.index, "datetime64[ns]")
    return table.assign(counted=counted_on)


def _by_week(rows: pd.DataFrame, by_item: pd.DataFrame, weight_t: pd.Series) -> pd.DataFrame:
    tonnes = rows.assign(t=rows[NeedsTable.need_q50] * rows[NeedsTable.item_id].map(weight_t).astype(float))
    table = tonnes.pivot_table(index=NeedsTable.week, columns=NeedsTable.item_id, values="t", aggfunc="sum")
    heavy = by_item[by_item["t"] > 0]
    return table.reindex(columns=heavy["item_id"]).set_axis(list(heavy["short"]), axis=1)


def _counted_shelves(operation: Operation, rows: pd.DataFrame) -> pd.DataFrame:
    """Stock rows with a quantity at the camps of a needs table."""
    stock = operation.stock
    return stock[stock[Stock.place_id].isin(rows[NeedsTable.camp_id].unique()) & stock[Stock.quantity].notna()]


def _stock_days(shelves: pd.DataFrame, total_t: float, net_t: float, weeks: int) -> float | None:
    if shelves.empty or total_t <= 0:
        return None
    return (total_t - net_t) / total_t * weeks * DAYS_PER_WEEK
