"""What is known of each shortage, delay and loss: one row a case, what it came to, and in words what it came with.

Every factor is words: quantities are cut into quarters, and rare values are put together, so that each value of a
factor has its number of cases.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from core.domain.geography import great_circle_km
from core.domain.operation import Operation
from core.domain.schemas import (
    NOT_RECORDED,
    Camps,
    Deliveries,
    Depots,
    Items,
    Orders,
    PastCoverage,
    Receipts,
    Routes,
)
from core.lead_times.shipments import DESTINATION, known_on, one_row_per_order, sound_orders

About = Literal["shortage", "delay", "loss"]
ABOUT: tuple[About, ...] = ("shortage", "delay", "loss")

UNKNOWN, OTHER = "not known", "other"
LEAST_CASES_OF_A_VALUE = 20
"""Cases below which a value of a factor is put together with the other rare ones."""
MOST_VALUES = 40
DAYS_LATE_BOUNDS = (-60.0, 180.0)
"""Days late are cut here, so that one entry with a wrong year is not the finding."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Cases, in the order in which they happened.

    Attributes
    ----------
    about
        What they are about.
    factors
        One column of words a factor: ``place``, ``region``, ``country``, ``access``, ``mode``, ``season``, ``item``,
        ``sector``, ``group``, ``donor``, ``size``...; factors with one value only are left out.
    outcome
        ``shortage``: share of need not met, 0 to 1; ``delay``: days after the promise; ``loss``: share damaged or
        missing, 0 to 1.
    when
        Day of each case.
    """

    about: About
    factors: pd.DataFrame
    outcome: np.ndarray
    when: np.ndarray


def examples_of(operation: Operation, about: About, coverage: pd.DataFrame) -> Examples:
    """Cases of an operation.

    Parameters
    ----------
    coverage
        ``PastCoverage``; used for shortages.
    """
    if about == "shortage":
        return _shortages(operation, coverage)
    return _delays(operation) if about == "delay" else _losses(operation)


def _shortages(operation: Operation, coverage: pd.DataFrame) -> Examples:
    if coverage.empty:
        return Examples("shortage", pd.DataFrame(), np.array([]), np.array([]))
    rows = coverage[(coverage[PastCoverage.shelf] != NOT_RECORDED) & coverage[PastCoverage.share].notna()]
    rows = rows.sort_values(PastCoverage.period, kind="stable").reset_index(drop=True)
    places, goods = _of_places(operation), _of_items(operation)
    factors = places.reindex(rows[PastCoverage.camp_id]).reset_index(drop=True)
    factors = factors.join(goods.reindex(rows[PastCoverage.item_id]).reset_index(drop=True))
    factors["season"] = _season(rows[PastCoverage.period])
    factors["donor"] = _donor(operation, rows)
    outcome = 1.0 - rows[PastCoverage.share].to_numpy(float)
    return Examples("shortage", _told(factors), outcome, rows[PastCoverage.period].to_numpy())


def _delays(operation: Operation) -> Examples:
    lines, as_of = operation.orders, operation.planning_start
    lines = lines.assign(**{Orders.recorded: lines[Orders.recorded].fillna(lines[Orders.delivered])})
    orders, _ = sound_orders(one_row_per_order(known_on(lines, as_of)))
    orders = orders.dropna(subset=[Orders.promised, Orders.delivered])
    orders = orders.sort_values(Orders.promised, kind="stable").reset_index(drop=True)
    late = (orders[Orders.delivered] - orders[Orders.promised]).dt.days.to_numpy(float)
    factors = pd.DataFrame(
        {
            "place": orders[DESTINATION],
            "origin": orders[Orders.origin],
            "mode": orders[Orders.mode],
            "terms": orders[Orders.incoterm],
            "group": orders[Orders.product_group],
            "item": orders[Orders.item],
            "season": _season(orders[Orders.promised]),
            "size": _quarters(orders[Orders.value_usd], "USD"),
        }
    )
    return Examples("delay", _told(factors), np.clip(late, *DAYS_LATE_BOUNDS), orders[Orders.promised].to_numpy())


def _losses(operation: Operation) -> Examples:
    receipts = operation.receipts
    sent = receipts[Receipts.sent]
    lost = receipts[Receipts.damaged] + receipts[Receipts.missing]
    kept = (sent > 0) & lost.notna() & (receipts[Receipts.date] <= operation.planning_start)
    rows = receipts[kept].sort_values(Receipts.date, kind="stable")
    share = (lost / sent)[rows.index].clip(0.0, 1.0).to_numpy(float)
    rows = rows.reset_index(drop=True)
    factors = _of_places(operation).reindex(rows[Receipts.place_id]).reset_index(drop=True)
    factors["place"] = rows[Receipts.place_id].map(operation.place_names).fillna(rows[Receipts.place_id])
    factors = factors.join(_of_items(operation).reindex(rows[Receipts.item_id]).reset_index(drop=True))
    factors["season"] = _season(rows[Receipts.date])
    factors["size"] = _quarters(rows[Receipts.sent], "units")
    return Examples("loss", _told(factors), share, rows[Receipts.date].to_numpy())


def _of_places(operation: Operation) -> pd.DataFrame:
    """Place, region, country, how far and by what a camp is reached; index camp_id."""
    camps = operation.camps.set_index(Camps.camp_id)
    routes = operation.routes
    into = routes[routes[Routes.destination_id].isin(camps.index)] if operation.has("routes") else routes.iloc[0:0]
    nearest = into.sort_values(Routes.distance_km, kind="stable").drop_duplicates(Routes.destination_id)
    nearest = nearest.set_index(Routes.destination_id)
    km = nearest[Routes.distance_km].reindex(camps.index)
    km = km.fillna(_nearest_depot_km(operation))
    ways = into.groupby(Routes.destination_id).size().reindex(camps.index)
    return pd.DataFrame(
        {
            "place": camps[Camps.name],
            "region": camps[Camps.admin1],
            "country": camps[Camps.country],
            "access": _quarters(km, "km from the depot"),
            "roads": ways.map({1.0: "one road", 2.0: "two roads"})
            .where(ways < 3, "three roads or more")
            .where(ways > 0),
            "mode": nearest[Routes.mode].reindex(camps.index),
        }
    )


def _nearest_depot_km(operation: Operation) -> pd.Series:
    camps, depots = operation.camps, operation.depots
    if depots.empty:
        return pd.Series(np.nan, index=pd.Index(camps[Camps.camp_id]))
    km = great_circle_km(
        camps[Camps.latitude].to_numpy(float)[:, None],
        camps[Camps.longitude].to_numpy(float)[:, None],
        depots[Depots.latitude].to_numpy(float)[None, :],
        depots[Depots.longitude].to_numpy(float)[None, :],
    )
    return pd.Series(np.min(km, axis=1), index=pd.Index(camps[Camps.camp_id]))


def _of_items(operation: Operation) -> pd.DataFrame:
    items = operation.items.set_index(Items.item_id)
    return pd.DataFrame(
        {"item": items[Items.name], "sector": items[Items.sector], "group": items[Items.group].fillna("everybody")}
    )


def _donor(operation: Operation, rows: pd.DataFrame) -> pd.Series:
    """Who gave most of what a camp ever got of an item, so that a period in which nothing came has one too."""
    given = operation.deliveries.dropna(subset=[Deliveries.donor])
    keys = [Deliveries.camp_id, Deliveries.item_id]
    sums = given.groupby([*keys, Deliveries.donor])[Deliveries.quantity].sum().reset_index()
    most = sums.sort_values(Deliveries.quantity, ascending=False, kind="stable").drop_duplicates(keys).set_index(keys)
    return most[Deliveries.donor].reindex(pd.MultiIndex.from_frame(rows[keys])).reset_index(drop=True)


def _season(days: pd.Series) -> pd.Series:
    return days.dt.month_name().reset_index(drop=True)


def _quarters(values: pd.Series, unit: str) -> pd.Series:
    """Quarters of a quantity in words; missing where it is not known, or where all are alike."""
    known = values.dropna().to_numpy(float)
    cuts = np.unique(np.quantile(known, [0.25, 0.5, 0.75])) if len(known) else np.array([])
    if not len(cuts) or known.min() == known.max():
        return pd.Series(pd.NA, index=values.index, dtype="str")
    edges = [f"{cut:,.0f}" for cut in cuts]
    middle = [f"{low} to {high} {unit}" for low, high in pairwise(edges)]
    words = np.array([f"up to {edges[0]} {unit}", *middle, f"over {edges[-1]} {unit}"])
    at = np.searchsorted(cuts, values.to_numpy(float))
    return pd.Series(words[np.minimum(at, len(cuts))], index=values.index, dtype="str").where(values.notna())


def _told(factors: pd.DataFrame) -> pd.DataFrame:
    """Every cell a word, rare ones put together; factors that are alike in all cases left out."""
    told = {}
    for name in factors.columns if len(factors) else ():
        words = factors[name].astype("str").replace("", pd.NA).fillna(UNKNOWN)
        counts = words.value_counts()
        common = counts.index[counts >= LEAST_CASES_OF_A_VALUE][:MOST_VALUES]
        words = words.where(words.isin(common), OTHER)
        if (words != words.iloc[0]).any():
            told[str(name)] = words
    return pd.DataFrame(told, index=factors.index)
