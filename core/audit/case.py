"""The plan's tables with names turned into positions, and rows that name nothing known set aside."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.audit.directions import with_directions
from core.audit.links import Links, read_links
from core.audit.report import Checker
from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import Scenario
from core.domain.schemas import (
    Camps,
    Coverage,
    Depots,
    Items,
    NeedsInput,
    Offers,
    PlannedLosses,
    Purchases,
    Shipments,
    StockLevels,
    Trips,
)
from core.domain.weeks import DAYS_PER_WEEK, planning_weeks

NEVER = np.iinfo(np.int64).max
"""Expiry, in days since 1970, of what does not expire within the horizon."""

OUTSIDE = -1
"""Position of a name or week that is not known."""


@dataclass(frozen=True, eq=False)
class Case:
    """All that the rules look at.

    Attributes
    ----------
    operation
        With the scenario applied.
    weeks
        Sundays of the horizon.
    places, is_camp, is_junction
        Camps, then depots.
    items
        The items table.
    weight_t, volume_m3
        Of one unit, per item.
    shipments
        ``r`` route, ``o`` and ``d`` places, ``i`` item, ``t`` week of departure, ``q`` units, ``trips``, and the lot:
        ``lot, e`` (expiry in days since 1970)``, m`` (camp it is reserved for).
    stock, losses
        ``p, i, t, q`` and the lot; losses also ``reason``.
    trips
        ``r, t, trips``.
    purchases
        ``p, i, t, q, usd, lead``.
    coverage, needs
        ``p, i, t`` and units.
    """

    operation: Operation
    scenario: Scenario
    start: pd.Timestamp
    weeks: pd.DatetimeIndex
    places: pd.Index
    is_camp: np.ndarray
    is_junction: np.ndarray
    items: pd.DataFrame
    links: Links
    shipments: pd.DataFrame
    trips: pd.DataFrame
    stock: pd.DataFrame
    purchases: pd.DataFrame
    losses: pd.DataFrame
    coverage: pd.DataFrame
    needs: pd.DataFrame
    tells_lots: bool
    """Whether the files carry expiry and earmark of what moves and lies."""
    guessed: np.ndarray
    """Shipments on routes of two directions whose direction the files do not tell."""

    @property
    def horizon(self) -> int:
        """Number of weeks."""
        return len(self.weeks)

    @property
    def item_ids(self) -> np.ndarray:
        """Identifiers by position."""
        return self.items[Items.item_id].to_numpy(dtype=object)

    @property
    def place_ids(self) -> np.ndarray:
        """Identifiers by position."""
        return self.places.to_numpy(dtype=object)

    @property
    def route_ids(self) -> np.ndarray:
        """Identifiers by position."""
        return self.links.table["route_id"].to_numpy(dtype=object)

    @property
    def weight_t(self) -> np.ndarray:
        """Tonnes of one unit, by item."""
        return self.items[Items.weight_kg].to_numpy(dtype=float) / 1000.0

    @property
    def volume_m3(self) -> np.ndarray:
        """Volume of one unit, by item."""
        return self.items[Items.volume_m3].to_numpy(dtype=float)

    @property
    def sunday(self) -> np.ndarray:
        """Days since 1970 of each week's Sunday."""
        return days_since_1970(pd.Series(self.weeks))


def days_since_1970(dates: pd.Series) -> np.ndarray:
    """Whole days; ``NEVER`` where the date is blank."""
    days = pd.to_datetime(dates).to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(days), NEVER, days.astype(np.int64))


def expiry(dates: pd.Series, weeks: pd.DatetimeIndex) -> np.ndarray:
    """Expiry in days since 1970; ``NEVER`` beyond the horizon, where dates tell no difference between lots."""
    days = days_since_1970(dates)
    last = int(days_since_1970(pd.Series(weeks[-1:]))[0])
    return np.where(days > last, NEVER, days)


def plan_weeks(operation: Operation, plan: Plan) -> tuple[pd.Timestamp, pd.DatetimeIndex]:
    """Day the plan starts from, and its Sundays."""
    told = plan.summary.get("planning_start")
    start = pd.Timestamp(told) if told else operation.planning_start
    return start, planning_weeks(start, plan.scenario.weeks)


def read_case(operation: Operation, plan: Plan, check: Checker) -> Case:
    """Apply the plan's scenario and turn names into positions; rows that name nothing known are violations."""
    scenario = plan.scenario
    start, weeks = plan_weeks(operation, plan)
    changed = apply_scenario(operation, scenario, start)
    camps, depots, items = changed.camps, changed.depots, changed.items
    places = pd.Index(pd.concat([camps[Camps.camp_id], depots[Depots.depot_id]]).astype(object))
    is_camp = np.arange(len(places)) < len(camps)
    is_junction = np.concatenate([np.zeros(len(camps), dtype=bool), (depots[Depots.kind] == "junction").to_numpy()])
    links = read_links(changed, scenario, weeks)
    for route in links.unknown_distance:
        check.note(f"Neither freight nor distance of route {route} is known; it is counted as free.")
    known = {
        "p": ("place", places),
        "i": ("item", pd.Index(items[Items.item_id].astype(object))),
        "r": ("route", pd.Index(links.table["route_id"].astype(object))),
    }
    read = _Reader(known, weeks, check)
    tables = plan.tables
    shipments = read.goods("shipments", tables["shipments"], Shipments, route=True)
    stock = read.goods("stock", tables["stock"], StockLevels)
    losses = read.goods("losses", tables["losses"], PlannedLosses)
    purchases = read.plain(
        "purchases", tables["purchases"], {"p": Purchases.depot_id, "i": Purchases.item_id}, Purchases.quantity
    )
    purchases["lead"] = purchase_lead(purchases, changed, check)
    shipments, guessed = with_directions(shipments, places, links)
    tells_lots = any((told["e"] != NEVER).any() or (told["m"] >= 0).any() for told in (shipments, stock, losses))
    return Case(
        operation=changed,
        scenario=scenario,
        start=start,
        weeks=weeks,
        places=places,
        is_camp=is_camp,
        is_junction=is_junction,
        items=items,
        links=links,
        shipments=shipments,
        trips=read.plain("trips", tables["trips"], {"r": Trips.route_id}, Trips.trips),
        stock=stock,
        purchases=purchases,
        losses=losses,
        coverage=read.plain(
            "coverage", tables["coverage"], {"p": Coverage.camp_id, "i": Coverage.item_id}, Coverage.delivered
        ),
        needs=_needs(read, plan.needs),
        tells_lots=tells_lots,
        guessed=guessed,
    )


def _needs(read: "_Reader", needs: pd.DataFrame) -> pd.DataFrame:
    # a needs file may reach beyond the horizon
    inside = pd.to_datetime(needs[NeedsInput.week]).isin(read.weeks)
    columns = {"p": NeedsInput.camp_id, "i": NeedsInput.item_id}
    needs = needs[[*columns.values(), NeedsInput.week, NeedsInput.need]]
    return read.plain("needs", needs[inside.to_numpy()], columns, NeedsInput.need)


@dataclass(frozen=True)
class _Reader:
    """Turns names into positions; ``known`` gives for each kind of position its word and its names."""

    known: Mapping[str, tuple[str, pd.Index]]
    weeks: pd.DatetimeIndex
    check: Checker

    def goods(self, name: str, table: pd.DataFrame, schema: type, route: bool = False) -> pd.DataFrame:
        """Rows of a table whose goods belong to lots."""
        columns = {"i": Shipments.item_id, ("r" if route else "p"): "route_id" if route else "place_id"}
        return self.plain(name, table, columns, Shipments.quantity, lots=True)

    def plain(
        self, name: str, table: pd.DataFrame, columns: Mapping[str, str], amount: str, lots: bool = False
    ) -> pd.DataFrame:
        """Rows with positions in place of names; ``q`` is the amount; other columns are carried along."""
        read: dict[str, np.ndarray | pd.Series] = {}
        usable = np.ones(len(table), dtype=bool)
        where = table[columns.get("p") or columns["r"]].to_numpy(dtype=object)
        for short, column in columns.items():
            word, names = self.known[short]
            read[short] = position = names.get_indexer(pd.Index(table[column].astype(object)))
            self._refuse(name, position < 0, f"names a {word} the operation does not have", where, table[column])
            usable &= position >= 0
        week = pd.to_datetime(table["week"])
        read["t"] = t = self.weeks.get_indexer(pd.DatetimeIndex(week))
        self._refuse(name, t < 0, "lies in a week that is not of the plan", where, week)
        usable &= t >= 0
        read["q"] = q = pd.to_numeric(table[amount]).to_numpy(dtype=float, na_value=np.nan)
        self.check.at_most("negative", -q, 0.0, f"{name}: {{amount}} below nothing at {{place}}.", place=where, week=t)
        if lots:
            read["lot"] = _text(table, "lot_id")
            read["e"] = expiry(table["expires"], self.weeks) if "expires" in table else np.full(len(table), NEVER)
            earmark = _text(table, "earmark")
            read["m"] = m = self.known["p"][1].get_indexer(pd.Index(earmark.astype(object)))
            strange = (m < 0) & (earmark != "").to_numpy(dtype=bool)
            self._refuse(name, strange, "is reserved for a camp the operation does not have", where, earmark)
            usable &= ~strange
        usable &= np.isfinite(q)
        out = pd.DataFrame({**table, **read}, index=table.index)
        return (out if usable.all() else out[usable]).reset_index(drop=True)

    def _refuse(self, name: str, wrong: np.ndarray, says: str, where: np.ndarray, value: pd.Series) -> None:
        shown: np.ndarray | str = ""
        if wrong.any():
            dated = pd.api.types.is_datetime64_any_dtype(value.dtype)
            shown = (value.dt.strftime("%Y-%m-%d") if dated else value).to_numpy(dtype=object)
        self.check.at_most(
            "reference",
            wrong.astype(float),
            0.0,
            f"{name}: a row at {{place}} {says}: {{item}}.",
            place=where,
            item=shown,
        )


def _text(table: pd.DataFrame, column: str) -> pd.Series:
    if column not in table:
        return pd.Series("", index=table.index, dtype="str")
    return table[column].astype("str").fillna("")


def purchase_lead(purchases: pd.DataFrame, operation: Operation, check: Checker) -> np.ndarray:
    """Whole weeks until each purchase is there; where the file does not say, those of the quickest offer."""
    column = Purchases.lead_time_weeks
    lead = (
        purchases[column].to_numpy(dtype=float, na_value=np.nan)
        if column in purchases
        else np.full(len(purchases), np.nan)
    )
    if np.isnan(lead).any():
        check.note("The plan's files do not carry the lead time of purchases; the quickest offer's is taken.")
        lead = np.where(np.isnan(lead), _quickest_offer(purchases, operation), lead)
    return np.ceil(lead).astype(np.int64)


def _quickest_offer(purchases: pd.DataFrame, operation: Operation) -> np.ndarray:
    offers = operation.offers
    quickest = pd.Series(whole_weeks(offers[Offers.lead_time_weeks]), index=offers.index)
    quickest = quickest.groupby([offers[Offers.depot_id], offers[Offers.item_id]]).min()
    keys = pd.MultiIndex.from_frame(purchases[[Purchases.depot_id, Purchases.item_id]])
    return np.asarray(quickest.reindex(keys).fillna(0).to_numpy(dtype=float))


def whole_weeks(blank_is_none: pd.Series) -> np.ndarray:
    """Lead times in whole weeks, rounded up; blank is none."""
    return np.ceil(blank_is_none.fillna(0).to_numpy(dtype=float)).astype(np.int64)


def week_of(days: pd.Series, case: Case) -> np.ndarray:
    """Week of the horizon each date falls in; ``OUTSIDE`` on or before the start, after the end, or blank."""
    since = (pd.to_datetime(days) - (case.weeks[0] - pd.Timedelta(days=DAYS_PER_WEEK))).dt.days.to_numpy(dtype=float)
    week = np.ceil(np.nan_to_num(since, nan=-1.0) / DAYS_PER_WEEK) - 1
    inside = (week >= 0) & (week < case.horizon) & (pd.to_datetime(days) > case.start).to_numpy()
    return np.where(inside, week, OUTSIDE).astype(np.int64)
