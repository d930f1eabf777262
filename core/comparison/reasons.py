"""Why a camp is short: which limits on the way to it are used up, read from the plan's files."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.comparison.approach import Approach, approach_to
from core.comparison.compare import amount_words
from core.comparison.goods import NOTHING, Goods, read_goods
from core.comparison.plan_view import PlanView, view_plan
from core.comparison.reason import Reason
from core.comparison.spending import spending_by_week
from core.comparison.used_up import USED_UP, UsedUp, bought_out, closed_ways, full_depots, full_trips
from core.domain import wording
from core.domain.indicators import units_per_person_week
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Arrivals, Camps, Coverage, Items, PlannedLosses, Stock
from core.errors import InvalidScenario

WEEK = np.timedelta64(7, "D")


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
    _refuse_unknown(operation, camp_id, item_id)
    view = view_plan(operation, plan)
    shares = view.shares
    here = shares[shares[Coverage.camp_id] == camp_id]
    if item_id is not None:
        here = here[here[Coverage.item_id] == item_id]
    coverage = plan.coverage
    missing = coverage[(coverage[Coverage.camp_id] == camp_id) & (coverage[Coverage.unmet] > NOTHING)]
    here = here[here[Coverage.item_id].isin(missing[Coverage.item_id])]
    lack = (here["without"] * here["weight"]).sort_values(ascending=False, kind="stable")
    short = here.loc[lack[lack > NOTHING].index]
    if short.empty:
        what = "every item" if item_id is None else _in_sentence(view, item_id)
        return [Reason("met", False, f"{view.names[camp_id]} receives all it needs of {what}.")]
    camp = _camp(view, camp_id)
    found: dict[Reason, None] = {}
    for item, without, needed, weight in short[[Coverage.item_id, "without", "needed", "weight"]].itertuples(
        index=False
    ):
        look = _look(camp, item)
        found[_lack(look, without, needed)] = None
        own = [statement for rule in _RULES for statement in rule(look)]
        if not any(statement.binds for statement in own):
            own += _price(look, weight)
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


@dataclass(frozen=True, eq=False)
class _Camp:
    """A camp that is short, and all that is the same for each of its items.

    ``marked``: what depots that lead here hold and await, ``item_id, quantity, earmark``.
    """

    view: PlanView
    camp_id: str
    goods: Goods
    approach: Approach
    coverage: pd.DataFrame
    left: np.ndarray
    spent: np.ndarray
    closed: list[UsedUp]
    trips: list[UsedUp]
    handling: list[UsedUp]
    marked: pd.DataFrame

    @property
    def name(self) -> str:
        return self.view.names[self.camp_id]

    @property
    def elsewhere(self) -> np.ndarray:
        """By place: whether it leads to the camp and is another."""
        return self.approach.reach & (self.goods.places != self.camp_id)


def _camp(view: PlanView, camp_id: str) -> _Camp:
    goods = read_goods(view)
    approach = approach_to(camp_id, view.ways, goods.places)
    coverage = view.plan.coverage
    return _Camp(
        view=view,
        camp_id=camp_id,
        goods=goods,
        approach=approach,
        coverage=coverage[coverage[Coverage.camp_id] == camp_id],
        left=goods.left_for(camp_id),
        spent=spending_by_week(view),
        closed=closed_ways(view, approach),
        trips=full_trips(view, approach),
        handling=full_depots(view, approach, goods),
        marked=_marked(view.operation, goods.places[approach.reach & ~goods.is_camp]),
    )


def _marked(operation: Operation, depots: pd.Index) -> pd.DataFrame:
    held = []
    for table, place in ((operation.stock, Stock.place_id), (operation.arrivals, Arrivals.depot_id)):
        columns = [Stock.item_id, Stock.quantity, Stock.earmark]
        held.append(table.loc[table[place].isin(depots) & table[Stock.quantity].notna(), columns])
    return pd.concat(held, ignore_index=True)


@dataclass(frozen=True, eq=False)
class _Look:
    """One item that a camp is short of.

    Attributes
    ----------
    number
        Position of the item.
    short_weeks
        Sundays of the weeks in which some is missing.
    """

    camp: _Camp
    item_id: str
    number: int
    item_name: str
    short_weeks: np.ndarray

    def useful(self, weeks: np.ndarray, lead_weeks: float) -> np.ndarray:
        """Weeks of departure whose goods come while the camp is short."""
        return weeks[weeks + int(lead_weeks) * WEEK <= self.short_weeks[-1]]

    def binding(self, limits: list[UsedUp]) -> list[Reason]:
        """Limits that are used up while more would help."""
        useful = [(limit, self.useful(limit.weeks, limit.lead_weeks)) for limit in limits]
        return [Reason(limit.kind, True, f"{limit.words} {_in(weeks)}.") for limit, weeks in useful if len(weeks)]


def _look(camp: _Camp, item_id: str) -> _Look:
    rows = camp.coverage[camp.coverage[Coverage.item_id] == item_id]
    weeks = rows[Coverage.week].to_numpy()[rows[Coverage.unmet].to_numpy() > NOTHING]
    return _Look(
        camp, item_id, int(camp.goods.items.get_loc(item_id)), _in_sentence(camp.view, item_id), np.sort(weeks)
    )


def _lack(look: _Look, without: float, needed: float) -> Reason:
    share = wording.percent(max(0.0, 1 - without / needed)) if needed > 0 else wording.percent(0)
    text = f"{look.camp.name} receives {share} of its need of {look.item_name}; short {_in(look.short_weeks)}."
    return Reason("short", False, text)


def _no_way(look: _Look) -> list[Reason]:
    if look.camp.elsewhere.any():
        return []
    return [Reason("route", True, f"No open route leads to {look.camp.name}.")]


def _closed(look: _Look) -> list[Reason]:
    return look.binding(look.camp.closed)


def _trips_used(look: _Look) -> list[Reason]:
    return look.binding(look.camp.trips)


def _too_early(look: _Look) -> list[Reason]:
    """Weeks before anything from elsewhere can arrive."""
    camp, sundays = look.camp, look.camp.view.sundays
    if not camp.elsewhere.any():
        return []
    first = (camp.goods.first_week[:, look.number] + camp.approach.lead_weeks)[camp.elsewhere].min()
    if not np.isfinite(first):
        return [Reason("stock", True, f"No place that leads to {camp.name} has, awaits or sells {look.item_name}.")]
    earliest = sundays[0] + pd.Timedelta(weeks=int(first))
    if look.short_weeks[0] >= earliest:
        return []
    text = f"No {look.item_name} from elsewhere can reach {camp.name} before the week of {wording.day(earliest)}."
    return [Reason("lead_time", True, text)]


def _stock_used(look: _Look) -> list[Reason]:
    camp, goods = look.camp, look.camp.goods
    depots = np.flatnonzero(camp.elsewhere & ~goods.is_camp)
    if not len(depots):
        return []
    left = {goods.places[place]: camp.left[place, look.number] for place in depots}
    left = {place: units for place, units in left.items() if units > NOTHING}
    if left:
        most = min(left, key=lambda place: (-left[place], place))
        amount = amount_words(camp.view.items, look.item_id, sum(left.values()))
        others = "" if len(left) == 1 else f" and {len(left) - 1} more"
        text = f"{amount} lie unused at {camp.view.names[most]}{others} at the end of the plan."
        return [Reason("stock", False, text)]
    bare = camp.view.sundays.to_numpy()[~goods.lies[depots, look.number].any(axis=0)]
    weeks = look.useful(bare, camp.approach.lead_weeks[depots].min())
    if not len(weeks):
        return []
    text = f"The depots that lead to {camp.name} have no {look.item_name} left {_in(weeks)}."
    return [Reason("stock", True, text)]


def _reserved(look: _Look) -> list[Reason]:
    """Goods that lead here and are marked for other camps."""
    camp = look.camp
    goods = camp.marked[camp.marked[Stock.item_id] == look.item_id]
    others = goods[goods[Stock.earmark].notna() & (goods[Stock.earmark] != camp.camp_id)]
    reserved = float(others[Stock.quantity].sum())
    if reserved <= NOTHING:
        return []
    all_of_it = reserved >= float(goods[Stock.quantity].sum()) * USED_UP
    amount = amount_words(camp.view.items, look.item_id, reserved)
    names = sorted({camp.view.names.get(str(who), str(who)) for who in others[Stock.earmark]})
    whom = names[0] if len(names) == 1 else f"{len(names)} other camps"
    every = f"All {look.item_name} at the depots that lead to {camp.name}, {amount}, is reserved for {whom}."
    return [Reason("reserved", all_of_it, every if all_of_it else f"{amount} are reserved for {whom}.")]


def _expires(look: _Look) -> list[Reason]:
    """Goods that lead here and expire before they are used."""
    camp = look.camp
    losses = camp.view.plan.tables["losses"]
    places = set(camp.goods.places[camp.approach.reach])
    here = losses[(losses[PlannedLosses.item_id] == look.item_id) & losses[PlannedLosses.place_id].isin(places)]
    lost = float(here.loc[here[PlannedLosses.reason] == "expired", PlannedLosses.quantity].sum())
    if lost <= NOTHING:
        return []
    amount = amount_words(camp.view.items, look.item_id, lost)
    return [Reason("expired", False, f"{amount} on the way to {camp.name} expire before they can be used.")]


def _offers_used(look: _Look) -> list[Reason]:
    camp = look.camp
    return look.binding(bought_out(camp.view, camp.approach, camp.goods, look.item_id))


def _handling_used(look: _Look) -> list[Reason]:
    return look.binding(look.camp.handling)


def _budget(look: _Look) -> list[Reason]:
    view, spent = look.camp.view, look.camp.spent
    settings, scenario = view.operation.settings, view.plan.scenario
    whole = settings.budget_usd if scenario.budget_usd is None else scenario.budget_usd
    weekly = settings.budget_usd_per_week if scenario.budget_usd_per_week is None else scenario.budget_usd_per_week
    found = []
    if whole is not None:
        left = float(whole - spent.sum())
        if left <= max(0.5, whole * (1 - USED_UP)):
            found.append(Reason("budget", True, f"The budget of {wording.usd(whole)} is used up."))
        else:
            found.append(Reason("budget", False, f"Money does not bind: {wording.usd(left)} is left."))
    if weekly is not None:
        full = view.sundays.to_numpy()[spent >= weekly * USED_UP - 0.5]
        words = f"The weekly budget of {wording.usd(weekly)} is used up"
        used_up = look.binding([UsedUp("budget", words, full, 0)])
        found += used_up
        if not used_up and whole is None:
            least = wording.usd(float((weekly - spent).min()))
            found.append(Reason("budget", False, f"Money does not bind: at least {least} is left in every week."))
    return found


def _caps(look: _Look) -> list[Reason]:
    camp, found = look.camp, []
    for limit in camp.view.plan.scenario.camp_limits:
        if limit.camp_id == camp.camp_id and limit.item_id in (None, look.item_id) and limit.max_coverage is not None:
            shares = camp.view.shares
            shares = shares[shares[Coverage.camp_id] == camp.camp_id]
            if limit.item_id is not None:
                shares = shares[shares[Coverage.item_id] == look.item_id]
            needed = (shares["needed"] * shares["weight"]).sum()
            share = 1 - (shares["without"] * shares["weight"]).sum() / needed if needed > 0 else 1.0
            if share >= limit.max_coverage - 1e-6:
                text = f"The scenario allows {camp.name} at most {wording.percent(limit.max_coverage)}."
                found.append(Reason("limit", True, text))
    return found


def _price(look: _Look, weight: float) -> list[Reason]:
    """Whether bringing a unit costs more than its need counts for, at the cheapest source and way."""
    camp, goods = look.camp, look.camp.goods
    weight_t = float(camp.view.items.loc[look.item_id, Items.weight_kg]) / 1000
    price = goods.sold.price_usd_per_t[:, look.number]
    # what lies in a depot is paid for, unless the depot sells it
    price = np.where(np.isinf(price) & (camp.left[:, look.number] > NOTHING), 0.0, price)
    cost = ((price + camp.approach.freight_usd_per_t) * weight_t)[camp.elsewhere]
    least = cost.min() if cost.size else np.inf
    if not np.isfinite(least):
        return []
    units = float(units_per_person_week(camp.view.operation).loc[camp.camp_id, look.item_id])
    value = camp.view.plan.scenario.penalty_usd * weight / units if units > 0 else 0.0
    if least < value:
        return [Reason("cost", False, f"No limit on the way of {look.item_name} to {camp.name} is used up.")]
    text = (
        f"Cost, not capacity, left this need unmet: a unit of {look.item_name} costs at least "
        f"USD{wording.SPACE}{least:,.2f} to bring, its need counts for USD{wording.SPACE}{value:,.2f}."
    )
    return [Reason("cost", False, text)]


def _in_sentence(view: PlanView, item_id: str) -> str:
    return wording.in_sentence(str(view.items.loc[item_id, Items.name]))


def _in(weeks: np.ndarray) -> str:
    text = wording.weeks(pd.DatetimeIndex(weeks))
    return text if text.startswith("every") else f"in {text}"


_RULES: tuple[Callable[[_Look], list[Reason]], ...] = (
    _no_way,
    _closed,
    _trips_used,
    _too_early,
    _stock_used,
    _reserved,
    _expires,
    _offers_used,
    _handling_used,
    _budget,
    _caps,
)
