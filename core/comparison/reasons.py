"""Why a camp is short: which limits on the way to it are used up, read from the plan's files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from core.comparison.compare import amount_words
from core.comparison.shares import item_shares
from core.comparison.ways import cheapest, closed_weeks, directed_ways, leading_to, shipped_tonnes
from core.domain import wording
from core.domain.change import apply_scenario
from core.domain.indicators import units_per_person_week
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Camps, Coverage, Depots, Items, Offers, Purchases, StockLevels, Trips
from core.domain.weeks import as_day, planning_weeks, week_numbers
from core.errors import InvalidScenario

Kind = Literal["met", "short", "route", "closed", "lead_time", "stock", "offers", "handling", "budget", "limit", "cost"]
USED_UP = 1 - 1e-6
"""Share of a limit from which it counts as used up."""

NOTHING = 1e-3
"""Units below which nothing is meant."""


@dataclass(frozen=True)
class Reason:
    """One computed statement.

    Attributes
    ----------
    kind
        What it is about.
    binds
        Whether a limit is used up, so that more of it could raise the coverage.
    text
        The statement; plain text, names as the operation has them.
    """

    kind: Kind
    binds: bool
    text: str


def reasons(operation: Operation, plan: Plan, camp_id: str, item_id: str | None = None) -> list[Reason]:
    """Statements why a camp is short of an item, or of each item it is short of.

    Parameters
    ----------
    operation
        As it is; the plan's scenario is applied here.
    item_id
        None: all items the camp is short of, the heaviest lack first.

    Raises
    ------
    InvalidScenario
        If the camp or item is not of the operation.
    """
    changed = apply_scenario(operation, plan.scenario)
    _refuse_unknown(changed, camp_id, item_id)
    shares = item_shares(changed, plan)
    here = shares[shares[Coverage.camp_id] == camp_id]
    if item_id is not None:
        here = here[here[Coverage.item_id] == item_id]
    lack = (here["without"] * here["weight"]).sort_values(ascending=False, kind="stable")
    short = here.loc[lack[lack > NOTHING].index]
    name = changed.place_names[camp_id]
    if short.empty:
        what = "every item" if item_id is None else wording.in_sentence(_item_name(changed, item_id))
        return [Reason("met", False, f"{name} receives all it needs of {what}.")]
    found: dict[Reason, None] = {}
    for item, without, needed, weight in short[[Coverage.item_id, "without", "needed", "weight"]].itertuples(
        index=False
    ):
        look = _Look(changed, plan, camp_id, str(item))
        found[look.lack(float(without), float(needed))] = None
        own = [statement for rule in _RULES for statement in rule(look)]
        if not any(statement.binds for statement in own):
            own += look.price(float(weight))
        found.update(dict.fromkeys(own))
    return list(found)


def _refuse_unknown(operation: Operation, camp_id: str, item_id: str | None) -> None:
    known = [(camp_id, "camp", operation.camps[Camps.camp_id])]
    if item_id is not None:
        known.append((item_id, "item", operation.items[Items.item_id]))
    for value, kind, column in known:
        if value not in set(column):
            shown = ", ".join(column.head(8))
            raise InvalidScenario(f"“{value}” is no {kind} of this operation.", hint=f"{kind.capitalize()}s: {shown}.")


def _item_name(operation: Operation, item_id: str) -> str:
    return str(operation.items.set_index(Items.item_id).loc[item_id, Items.name])


class _Look:
    """One camp and one item it is short of."""

    def __init__(self, operation: Operation, plan: Plan, camp_id: str, item_id: str) -> None:
        self.operation, self.plan, self.camp, self.item = operation, plan, camp_id, item_id
        told = plan.summary.get("planning_start")
        self.start = as_day(told) if told else operation.planning_start
        self.sundays = planning_weeks(self.start, plan.scenario.weeks)
        self.names = operation.place_names
        self.item_name = wording.in_sentence(_item_name(operation, item_id))
        coverage = plan.coverage
        rows = coverage[(coverage[Coverage.camp_id] == camp_id) & (coverage[Coverage.item_id] == item_id)]
        self.rows = rows.sort_values(Coverage.week)
        self.short_weeks = pd.DatetimeIndex(rows.loc[rows[Coverage.unmet] > NOTHING, Coverage.week]).sort_values()
        ways = directed_ways(operation)
        self.ways = ways[ways["open"]]
        self.reach = leading_to(self.ways, camp_id)
        self.relevant = self.ways[self.ways["destination_id"].isin(self.reach)]
        self.lead = cheapest(self.relevant, camp_id, "lead")
        steps = cheapest(self.relevant.assign(step=1.0), camp_id, "step")
        onward = self.relevant["destination_id"].map(steps).astype(float) <= self.relevant["origin_id"].map(
            steps
        ).astype(float)
        self.inward = self.relevant[onward]
        """Ways that do not lead away from the camp."""

    def useful(self, weeks: pd.DatetimeIndex, lead: float) -> pd.DatetimeIndex:
        """Weeks of departure whose goods come while the camp is short."""
        return weeks[weeks + pd.Timedelta(weeks=int(lead)) <= self.short_weeks[-1]]

    def lack(self, without: float, needed: float) -> Reason:
        share = wording.percent(max(0.0, 1 - without / needed)) if needed > 0 else wording.percent(0)
        text = (
            f"{self.names[self.camp]} receives {share} of its need of {self.item_name}; short {_in(self.short_weeks)}."
        )
        return Reason("short", False, text)

    def way(self, origin: str, destination: str) -> str:
        return f"{self.names.get(origin, origin)} to {self.names.get(destination, destination)}"

    def price(self, weight: float) -> list[Reason]:
        """Whether bringing a unit costs more than its need counts for, at the cheapest source and way."""
        item = self.operation.items.set_index(Items.item_id).loc[self.item]
        weight_t = float(item[Items.weight_kg]) / 1000
        freight = cheapest(self.relevant, self.camp, "usd_per_t")
        sources = dict.fromkeys(self.left().index, 0.0) | self._prices()
        costs = [
            (price + freight[place]) * weight_t
            for place, price in sources.items()
            if place in freight and place != self.camp
        ]
        if not costs:
            return []
        units = float(units_per_person_week(self.operation).loc[self.camp, self.item])
        value = self.plan.scenario.penalty_usd * weight / units if units > 0 else 0.0
        if min(costs) < value:
            return [
                Reason("cost", False, f"No limit on the way of {self.item_name} to {self.names[self.camp]} is used up.")
            ]
        return [
            Reason(
                "cost",
                False,
                f"Cost, not capacity, left this need unmet: a unit of {self.item_name} costs at least "
                f"USD{wording.SPACE}{min(costs):,.2f} to bring, its need counts for USD{wording.SPACE}{value:,.2f}.",
            )
        ]

    def _prices(self) -> dict[str, float]:
        offers = self.operation.offers
        prices = offers[offers[Offers.item_id] == self.item].groupby(Offers.depot_id)[Offers.price_usd_per_t].min()
        return {str(place): float(price) for place, price in prices.items()}

    def left(self) -> pd.Series:
        """Units left at the end of the plan, by place that leads to the camp, less what is reserved for others."""
        stock = self.plan.tables["stock"]
        mine = (stock[StockLevels.item_id] == self.item) & stock[StockLevels.place_id].isin(self.reach - {self.camp})
        mine &= (stock[StockLevels.week] == self.sundays[-1]) & ~stock[StockLevels.place_id].isin(
            self.operation.camps[Camps.camp_id]
        )
        if "earmark" in stock:
            mine &= stock["earmark"].isna() | (stock["earmark"] == self.camp)
        totals = stock[mine].groupby(StockLevels.place_id)[StockLevels.quantity].sum()
        return totals[totals > NOTHING]


def _no_way(look: _Look) -> list[Reason]:
    if len(look.reach) > 1:
        return []
    return [Reason("route", True, f"No open route leads to {look.names[look.camp]}.")]


def _trips_used(look: _Look) -> list[Reason]:
    limited = look.inward[look.inward["trips_per_week"].notna()]
    trips = look.plan.tables["trips"].merge(limited, left_on=Trips.route_id, right_on="route_id")
    full = trips[trips[Trips.trips] >= trips["trips_per_week"] * USED_UP]
    found = []
    for (_, origin, destination, limit), rows in full.groupby(
        ["route_id", "origin_id", "destination_id", "trips_per_week"], sort=False
    ):
        onward = rows["lead"].iloc[0] + look.lead.get(str(destination), 0.0)
        weeks = look.useful(pd.DatetimeIndex(rows[Trips.week]).sort_values(), onward)
        if len(weeks):
            trips_used = "The one trip" if limit == 1 else f"All {limit:,.4g} trips"
            verb = "is" if limit == 1 else "are"
            text = f"{trips_used} on {look.way(origin, destination)} {verb} used {_in(weeks)}."
            found.append(Reason("route", True, text))
    return found


def _closed(look: _Look) -> list[Reason]:
    closed = closed_weeks(look.inward, look.plan.scenario, look.sundays).merge(look.inward, on="route_id")
    found = []
    for (_, origin, destination), rows in closed.groupby(["route_id", "origin_id", "destination_id"], sort=False):
        onward = rows["lead"].iloc[0] + look.lead.get(str(destination), 0.0)
        weeks = look.useful(pd.DatetimeIndex(rows["week"]).sort_values(), onward)
        if len(weeks):
            found.append(Reason("closed", True, f"{look.way(origin, destination)} is closed {_in(weeks)}."))
    return found


def _too_early(look: _Look) -> list[Reason]:
    """Weeks before anything from elsewhere can arrive."""
    earliest = [(_first_week(look, place) + lead) for place, lead in look.lead.items() if place != look.camp]
    first = min(earliest, default=np.inf)
    if not np.isfinite(first):
        text = f"No place that leads to {look.names[look.camp]} has, awaits or sells {look.item_name}."
        return [Reason("stock", True, text)] if len(look.reach) > 1 else []
    before = look.short_weeks[look.short_weeks < look.sundays[0] + pd.Timedelta(weeks=int(first))]
    if not len(before):
        return []
    when = wording.day(look.sundays[0] + pd.Timedelta(weeks=int(first)))
    text = f"No {look.item_name} from elsewhere can reach {look.names[look.camp]} before the week of {when}."
    return [Reason("lead_time", True, text)]


def _first_week(look: _Look, place: str) -> float:
    """First week, from 0, in which a place has the item: stock, arrivals, purchases; infinite if never."""
    stock, arrivals, offers = look.operation.stock, look.operation.arrivals, look.operation.offers
    if ((stock["place_id"] == place) & (stock["item_id"] == look.item) & (stock["quantity"] > 0)).any():
        return 0.0
    coming = arrivals[(arrivals["depot_id"] == place) & (arrivals["item_id"] == look.item) & (arrivals["quantity"] > 0)]
    weeks = week_numbers(coming["date"], look.start)
    weeks = weeks[(weeks >= 0) & (weeks < len(look.sundays))]
    sold = offers[(offers[Offers.depot_id] == place) & (offers[Offers.item_id] == look.item)]
    leads = sold[Offers.lead_time_weeks].fillna(0)
    return float(min(weeks.min() if len(weeks) else np.inf, np.ceil(leads.min()) if len(leads) else np.inf))


def _stock_used(look: _Look) -> list[Reason]:
    places = look.reach - {look.camp} - set(look.operation.camps[Camps.camp_id])
    if not places:
        return []
    left = look.left()
    if not left.empty:
        most = str(left.idxmax())
        amount = amount_words(look.operation, look.item, float(left.sum()))
        others = "" if len(left) == 1 else f" and {len(left) - 1} more"
        return [Reason("stock", False, f"{amount} lie unused at {look.names[most]}{others} at the end of the plan.")]
    stock = look.plan.tables["stock"]
    mine = stock[(stock["item_id"] == look.item) & stock["place_id"].isin(places) & (stock["quantity"] > NOTHING)]
    empty = look.useful(
        look.sundays.difference(pd.DatetimeIndex(mine["week"])), min(map(look.lead.__getitem__, places))
    )
    if not len(empty):
        return []
    text = f"The depots that lead to {look.names[look.camp]} have no {look.item_name} left {_in(empty)}."
    return [Reason("stock", True, text)]


def _offers_used(look: _Look) -> list[Reason]:
    offers = look.operation.offers
    mine = offers[(offers[Offers.item_id] == look.item) & offers[Offers.depot_id].isin(look.reach)]
    bought = look.plan.tables["purchases"]
    bought = bought[bought[Purchases.item_id] == look.item]
    weight_t = float(look.operation.items.set_index(Items.item_id).loc[look.item, Items.weight_kg]) / 1000
    found = []
    for supplier, rows in mine.groupby(Offers.depot_id, sort=False):
        limit = rows[Offers.quantity_t_per_week].sum(min_count=len(rows))
        if pd.isna(limit):
            continue
        weekly = bought[bought[Purchases.depot_id] == supplier].groupby(Purchases.week)[Purchases.quantity].sum()
        full = weekly[weekly * weight_t >= limit * USED_UP]
        lead = np.ceil(rows[Offers.lead_time_weeks].fillna(0).min()) + look.lead.get(str(supplier), 0.0)
        weeks = look.useful(pd.DatetimeIndex(full.index), lead)
        if len(weeks):
            amount = f"All {wording.tonnes(limit)} {look.item_name} a week"
            text = f"{amount} that {look.names[str(supplier)]} sells are bought {_in(weeks)}."
            found.append(Reason("offers", True, text))
    return found


def _handling_used(look: _Look) -> list[Reason]:
    depots = look.operation.depots
    depots = depots[depots[Depots.throughput_t_per_week].notna() & depots[Depots.depot_id].isin(look.reach)]
    sent = shipped_tonnes(look.operation, look.plan).groupby(["origin_id", "week"])["tonnes"].sum()
    found = []
    for depot, limit in depots[[Depots.depot_id, Depots.throughput_t_per_week]].itertuples(index=False):
        if depot not in sent.index.get_level_values(0):
            continue
        weekly = sent.loc[depot]
        full = pd.DatetimeIndex(weekly[weekly >= limit * USED_UP].index)
        weeks = look.useful(full, look.lead.get(depot, 0.0))
        if len(weeks):
            text = f"{look.names[depot]} handles its full {wording.tonnes(limit)} a week {_in(weeks)}."
            found.append(Reason("handling", True, text))
    return found


def _budget(look: _Look) -> list[Reason]:
    settings, scenario = look.operation.settings, look.plan.scenario
    whole = settings.budget_usd if scenario.budget_usd is None else scenario.budget_usd
    weekly = settings.budget_usd_per_week if scenario.budget_usd_per_week is None else scenario.budget_usd_per_week
    found = []
    spent = spending_by_week(look.operation, look.plan, look.sundays)
    if whole is not None:
        left = whole - spent.sum()
        if left <= max(0.5, whole * (1 - USED_UP)):
            found.append(Reason("budget", True, f"The budget of {wording.usd(whole)} is used up."))
        else:
            found.append(Reason("budget", False, f"Money does not bind: {wording.usd(left)} is left."))
    if weekly is not None:
        full = look.useful(pd.DatetimeIndex(spent[spent >= weekly * USED_UP - 0.5].index), 0)
        if len(full):
            found.append(Reason("budget", True, f"The weekly budget of {wording.usd(weekly)} is used up {_in(full)}."))
        elif whole is None:
            least = wording.usd(float((weekly - spent).min()))
            found.append(Reason("budget", False, f"Money does not bind: at least {least} is left in every week."))
    return found


def spending_by_week(operation: Operation, plan: Plan, sundays: pd.DatetimeIndex) -> pd.Series:
    """USD by week: purchases when bought, freight and trips when they depart."""
    routes = operation.routes.set_index("route_id")
    ways = directed_ways(operation).drop_duplicates("route_id").set_index("route_id")
    sent = shipped_tonnes(operation, plan)
    per_t = sent["route_id"].map(ways["freight_usd_per_t"]).astype(float)
    trips = plan.tables["trips"]
    made = trips[Trips.trips] * trips[Trips.route_id].map(routes["trip_cost_usd"]).astype(float).fillna(0.0)
    purchases = plan.tables["purchases"]
    parts = [
        (sent["tonnes"] * per_t).groupby(sent["week"]).sum(),
        made.groupby(trips[Trips.week]).sum(),
        purchases.groupby(Purchases.week)[Purchases.cost_usd].sum(),
    ]
    return sum((part.reindex(sundays).fillna(0.0) for part in parts), pd.Series(0.0, index=sundays))


def _caps(look: _Look) -> list[Reason]:
    found = []
    for limit in look.plan.scenario.camp_limits:
        if limit.camp_id == look.camp and limit.item_id in (None, look.item) and limit.max_coverage is not None:
            shares = item_shares(look.operation, look.plan)
            shares = shares[shares[Coverage.camp_id] == look.camp]
            if limit.item_id is not None:
                shares = shares[shares[Coverage.item_id] == look.item]
            needed = (shares["needed"] * shares["weight"]).sum()
            share = 1 - (shares["without"] * shares["weight"]).sum() / needed if needed > 0 else 1.0
            if share >= limit.max_coverage - 1e-6:
                text = f"The scenario allows {look.names[look.camp]} at most {wording.percent(limit.max_coverage)}."
                found.append(Reason("limit", True, text))
    return found


def _in(weeks: pd.DatetimeIndex) -> str:
    text = wording.weeks(weeks)
    return text if text.startswith("every") else f"in {text}"


_RULES: tuple[Callable[[_Look], list[Reason]], ...] = (
    _no_way,
    _closed,
    _trips_used,
    _too_early,
    _stock_used,
    _offers_used,
    _handling_used,
    _budget,
    _caps,
)
