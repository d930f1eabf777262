"""Tables to index sets and coefficient arrays: all the optimiser knows, in numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from core.allocation.commodities import Commodities, collect_commodities
from core.allocation.least_known import least_known
from core.allocation.network import Network, build_network
from core.allocation.reach import Ways, can_be, can_help, find_ways
from core.allocation.sendings import Sendings, find_sendings
from core.domain.columns import days, numbers, truths
from core.domain.indicators import is_once, units_of_person, weights_of_camps
from core.domain.operation import Operation
from core.domain.past_aid import past_aid
from core.domain.positions import positions_in
from core.domain.scenario import Scenario
from core.domain.schemas import Camps, Deliveries, Depots, Items, NeedsInput, Shipments
from core.domain.weeks import numbers_of_weeks, planning_weeks
from core.errors import InvalidScenario

KG_PER_TONNE = 1000.0

_NO_LIMITS = pd.DataFrame(columns=["camp", "item", "minimum", "maximum"])
_NO_DECISIONS = pd.DataFrame(columns=["kind", "route", "item", "week", "quantity"])


@dataclass(frozen=True, eq=False)
class Spread:
    """Futures of need.

    Attributes
    ----------
    need
        Units newly needed, shape (n_futures, n_pairs, n_weeks).
    chance
        Shape (n_futures,), adding up to 1.
    """

    need: np.ndarray
    chance: np.ndarray


@dataclass(frozen=True, eq=False)
class Problem:
    """One allocation problem; every array is indexed by position, camps before depots among the places.

    Attributes
    ----------
    weeks
        Sundays of the horizon, shape (n_weeks,).
    places
        Identifiers, camps first.
    named
        Identifiers of items, camps and depots, and the words for them.
    n_camps
        How many of the places are camps.
    is_junction
        Places that hold nothing at week's end, shape (n_places,).
    storage_m3
        Limit at week's end; infinite where none binds, shape (n_places,).
    throughput_kg
        Outbound limit a week; infinite where none binds, shape (n_places,).
    weight_kg, volume_m3, priority
        Per item, shape (n_items,).
    once, whole
        Items whose unmet need waits; items counted in whole units, shape (n_items,).
    pair_camp, pair_item
        The camp and item of each pair with a need, shape (n_pairs,).
    need
        Units newly needed, shape (n_pairs, n_weeks).
    units_per_person
        What one person needs a week, or at all for once items, shape (n_pairs,).
    vulnerability
        Weight of a person, shape (n_pairs,).
    coverage_floor
        Share of need under which no camp shall fall, where the rule asks for one.
    past_needed, past_without
        Priority-weighted person-weeks needed in the weeks before the start, and gone without, where the rule looks
        back; 0 under other rules and where no delivery is known, shape (n_camps,).
    waiting_weight
        What need of a camp counts more for having waited: 1, up to 2 where the rule makes up for it, shape (n_camps,).
    budget_usd, budget_usd_per_week
        Infinite where no limit.
    limits
        Least and largest coverage asked for: camp, item (-1 all), minimum, maximum (NaN: none).
    decisions
        Kind, route, item, week, quantity of what a person fixed.
    promised
        Route, item, week, quantity of what was promised; None where nothing was.
    stability_usd_per_t
        What a tonne counts that is sent otherwise than promised.
    sooner_share
        Share of its price by which need counts more for each week it falls sooner.
    keep_back_usd_per_t
        What a tonne counts that lies at a camp at a week's end.
    spread
        Futures of need that what is sent must serve; None for a plan of the need as planned alone.
    caution
        How far a plan for the spread leans to the worst futures, 0 to 1.
    notes
        Sentences for the reader of the plan.
    """

    weeks: pd.DatetimeIndex
    places: pd.Index
    named: tuple[tuple[pd.Series | pd.Index, pd.Series], ...]
    n_camps: int
    is_junction: np.ndarray
    storage_m3: np.ndarray
    throughput_kg: np.ndarray
    items: pd.Index
    weight_kg: np.ndarray
    volume_m3: np.ndarray
    priority: np.ndarray
    once: np.ndarray
    whole: np.ndarray
    commodities: Commodities
    network: Network
    pair_camp: np.ndarray
    pair_item: np.ndarray
    need: np.ndarray
    units_per_person: np.ndarray
    vulnerability: np.ndarray
    penalty_usd: float
    coverage_floor: float
    past_needed: np.ndarray
    past_without: np.ndarray
    waiting_weight: np.ndarray
    whole_trips: bool
    budget_usd: float
    budget_usd_per_week: float
    limits: pd.DataFrame
    decisions: pd.DataFrame
    promised: pd.DataFrame | None
    stability_usd_per_t: float
    sooner_share: float
    keep_back_usd_per_t: float
    spread: Spread | None
    caution: float
    notes: tuple[str, ...]

    @property
    def n_weeks(self) -> int:
        """Weeks of the horizon."""
        return len(self.weeks)

    @property
    def n_pairs(self) -> int:
        """Camp and item pairs with a need."""
        return len(self.pair_camp)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Words for the identifiers of places and items, for sentences."""
        return {name: words for names, of_names in self.named for name, words in zip(names, of_names, strict=True)}

    @cached_property
    def person_weight(self) -> np.ndarray:
        """Priority-weighted person-weeks per unit unmet, shape (n_pairs,)."""
        return self.priority[self.pair_item] / self.units_per_person

    @cached_property
    def due(self) -> np.ndarray:
        """Units of need that stand in each week if nothing is ever delivered, shape (n_pairs, n_weeks)."""
        return np.where(self.once[self.pair_item][:, None], np.cumsum(self.need, axis=1), self.need)

    @cached_property
    def weight_needed(self) -> np.ndarray:
        """Priority-weighted person-weeks needed per pair over the horizon: the denominator of coverage."""
        return self.due.sum(axis=1) * self.person_weight

    @cached_property
    def camp_needed(self) -> np.ndarray:
        """The same per camp, shape (n_camps,)."""
        return np.bincount(self.pair_camp, self.weight_needed, minlength=self.n_camps)

    @cached_property
    def waits(self) -> np.ndarray:
        """Whether unmet need of a week is needed again in the next, shape (n_pairs, n_weeks)."""
        has_next = np.arange(self.n_weeks) + 1 < self.n_weeks
        return self.once[self.pair_item][:, None] & has_next[None, :]

    @cached_property
    def ways(self) -> Ways:
        """Every commodity on every arc that could carry it."""
        return find_ways(self.commodities, self.network, self.volume_m3)

    @cached_property
    def unexpired(self) -> np.ndarray:
        """Whether what lies at a site may still be used, shape (n_weeks, n_sites)."""
        goods = self.commodities
        return np.arange(self.n_weeks)[:, None] < goods.expiry_week[goods.site_commodity][None, :]

    @cached_property
    def stays(self) -> np.ndarray:
        """Whether goods may lie at a site over a week's end, shape (n_sites,)."""
        return ~self.is_junction[self.commodities.site_place]

    @cached_property
    def pair_of_site(self) -> np.ndarray:
        """The pair that goods of a site can be handed to; -1 where nobody there needs or may have them, (n_sites,)."""
        goods = self.commodities
        at_camp = goods.site_place < self.n_camps
        if not at_camp.any():
            return np.full(goods.n_sites, -1, np.int32)
        camp = np.where(at_camp, goods.site_place, 0)
        earmark = goods.earmark[goods.site_commodity]
        pair = self.pair_of[camp, goods.item[goods.site_commodity]]
        return np.where(at_camp & ((earmark < 0) | (earmark == camp)), pair, -1)

    @cached_property
    def supplied(self) -> np.ndarray:
        """Units of stock and arrivals that come to a site, shape (n_weeks, n_sites)."""
        goods = self.commodities
        supplied = np.zeros((self.n_weeks, goods.n_sites))
        site = goods.site_of[goods.supply_place, goods.supply_commodity]
        np.add.at(supplied, (goods.supply_week, site), goods.supply_quantity)
        return supplied

    @cached_property
    def can_be(self) -> np.ndarray:
        """Whether goods can be at a site in a week, shape (n_weeks, n_sites)."""
        goods = self.commodities
        comes = self.supplied > 0
        offer, week = np.nonzero(goods.offer_commodity >= 0)
        bought = goods.site_of[goods.offer_place[offer], goods.offer_commodity[offer, week]]
        comes[week + goods.offer_lead_weeks[offer], bought] = True
        return can_be(self.ways, self.unexpired, comes, self.stays)

    @cached_property
    def can_help(self) -> np.ndarray:
        """Whether goods at a site in a week can still be handed to people who need them, shape (n_weeks, n_sites)."""
        return can_help(self.ways, self.unexpired, self.pair_of_site >= 0, self.stays)

    @cached_property
    def ordered(self) -> np.ndarray:
        """Whether a person fixed that goods are sent on a way in a week, wanted or not, shape (n_weeks, n_ways)."""
        ways, fixed = self.ways, self.decisions
        if fixed.empty:
            return np.zeros(ways.open.shape, bool)
        fixed = fixed[(fixed["kind"] != "forbidden") & (fixed["quantity"] > 0)]
        ordered = np.zeros((self.n_weeks, len(self.network.routes), len(self.items)), bool)
        ordered[fixed["week"], fixed["route"], fixed["item"]] = True
        return ordered[:, self.network.route[ways.arc], self.commodities.item[ways.commodity]]

    @cached_property
    def sendings(self) -> Sendings:
        """Every shipment that the plan may make."""
        return find_sendings(self.ways, self.network.n_arcs, self.can_be, self.can_help, self.ordered, self.unexpired)

    @cached_property
    def commodity_kg(self) -> np.ndarray:
        """Kilograms a unit of each commodity, shape (n_commodities,)."""
        return self.weight_kg[self.commodities.item]

    @cached_property
    def commodity_m3(self) -> np.ndarray:
        """Cubic metres a unit of each commodity, shape (n_commodities,)."""
        return self.volume_m3[self.commodities.item]

    @cached_property
    def pair_of(self) -> np.ndarray:
        """Pair of each camp and item, -1 where nothing is needed, shape (n_camps, n_items)."""
        table = np.full((self.n_camps, len(self.items)), -1, np.int32)
        table[self.pair_camp, self.pair_item] = np.arange(self.n_pairs, dtype=np.int32)
        return table


def build_problem(
    operation: Operation,
    needs: pd.DataFrame,
    scenario: Scenario,
    start: pd.Timestamp,
    promised: pd.DataFrame | None = None,
    futures: Sequence[tuple[float, pd.DataFrame]] = (),
) -> Problem:
    """Read the tables of an operation, with the scenario applied, into arrays.

    Parameters
    ----------
    promised
        ``Shipments`` of a plan that should change little.
    futures
        Chance and ``NeedsInput`` of other needs that what is sent must serve too; of the camps and items of ``needs``.

    Raises
    ------
    InvalidScenario
        If a closure or decision names an unknown route or a week outside the horizon.
    """
    notes: list[str] = []
    camps, depots, items = (operation.tables[name] for name in ("camps", "depots", "items"))
    need_week = numbers_of_weeks(days(needs, NeedsInput.week), start)
    weeks = _horizon(need_week, scenario, start, notes)
    places = pd.Index(camps[Camps.camp_id]).append(pd.Index(depots[Depots.depot_id]))
    item_index = pd.Index(items[Items.item_id])
    network = build_network(operation, scenario, places, weeks, notes)
    commodities = collect_commodities(operation, places, item_index, network, weeks, start, notes)
    weight, volume = numbers(items, Items.weight_kg), numbers(items, Items.volume_m3)
    settings = operation.settings
    pairs = _pairs(camps, items, settings.household_size, needs, need_week, len(weeks), notes)
    past_needed, past_without = (
        _past(operation, scenario, pairs, camps, items, start, notes)
        if scenario.looks_back
        else np.zeros((2, len(camps)))
    )
    return Problem(
        weeks=weeks,
        places=places,
        named=(
            (item_index, items[Items.name]),
            (camps[Camps.camp_id], camps[Camps.name]),
            (depots[Depots.depot_id], depots[Depots.name]),
        ),
        n_camps=len(camps),
        is_junction=np.r_[np.zeros(len(camps), bool), positions_in(["junction"], depots[Depots.kind]) == 0],
        storage_m3=_storage(camps, depots, commodities, volume, places, notes),
        throughput_kg=np.r_[
            np.full(len(camps), np.inf), numbers(depots, Depots.throughput_t_per_week, blank=np.inf) * KG_PER_TONNE
        ],
        items=item_index,
        weight_kg=weight,
        volume_m3=volume,
        priority=numbers(items, Items.priority),
        once=is_once(items),
        whole=truths(items, Items.whole_units, blank=False),
        commodities=commodities,
        network=network,
        **pairs,
        penalty_usd=scenario.penalty_usd,
        coverage_floor=scenario.coverage_floor,
        past_needed=past_needed,
        past_without=past_without,
        waiting_weight=_waiting_weight(scenario, past_needed, past_without),
        whole_trips=scenario.trips == "whole",
        budget_usd=_first_known(scenario.budget_usd, settings.budget_usd),
        budget_usd_per_week=_first_known(scenario.budget_usd_per_week, settings.budget_usd_per_week),
        limits=_limits(scenario, places, item_index),
        decisions=_decisions(scenario, network, item_index, weeks, start),
        promised=None if promised is None else _promised(promised, network, item_index, weeks, notes),
        stability_usd_per_t=scenario.stability_usd_per_t,
        sooner_share=scenario.sooner_share,
        keep_back_usd_per_t=scenario.keep_back_usd_per_t,
        spread=_spread(pairs, futures, camps, item_index, start, len(weeks)),
        caution=scenario.caution,
        notes=tuple(notes),
    )


def _first_known(*values: float | None) -> float:
    return next((float(value) for value in values if value is not None), np.inf)


def _horizon(numbers: np.ndarray, scenario: Scenario, start: pd.Timestamp, notes: list[str]) -> pd.DatetimeIndex:
    weeks = planning_weeks(start, scenario.weeks)
    last = int(np.fmax.reduce(numbers, initial=-1))
    if len(numbers) and last + 1 < scenario.weeks:
        shorter = max(last + 1, 1)
        notes.append(f"The needs end after week {shorter}, so the plan does.")
        weeks = weeks[:shorter]
    outside = int(((numbers < 0) | (numbers >= len(weeks))).sum())
    if outside:
        notes.append(f"{outside} needs lie outside the {len(weeks)} weeks planned and are not part of the plan.")
    return weeks


def _pairs(
    camps: pd.DataFrame,
    items: pd.DataFrame,
    household_size: float,
    needs: pd.DataFrame,
    week: np.ndarray,
    n_weeks: int,
    notes: list[str],
) -> dict[str, Any]:
    """Need by camp and item pair, in the order of camps and items."""
    n_items = len(items)
    camp = positions_in(camps[Camps.camp_id], needs[NeedsInput.camp_id])
    item = positions_in(items[Items.item_id], needs[NeedsInput.item_id])
    inside = (week >= 0) & (week < n_weeks) & (camp >= 0) & (item >= 0)
    code = (camp * n_items + item)[inside]
    codes = np.flatnonzero(np.bincount(code, minlength=len(camps) * n_items))
    pair_of = np.empty(len(camps) * n_items, np.intp)
    pair_of[codes] = np.arange(codes.size)
    cells = pair_of[code] * n_weeks + week[inside].astype(np.intp)
    quantity = numbers(needs, NeedsInput.need)[inside]
    need = np.bincount(cells, quantity, minlength=codes.size * n_weeks).astype(float).reshape(codes.size, n_weeks)
    pair_camp, pair_item = codes // max(n_items, 1), codes % max(n_items, 1)
    per_person = units_of_person(items, camps, household_size)[pair_camp, pair_item]
    undefined = per_person <= 0
    if (need[undefined] > 0).any():
        undefined_items = np.unique(pair_item[undefined & (need > 0).any(axis=1)])
        names = ", ".join(items[Items.item_id].iloc[undefined_items])
        notes.append(f"No standard says what a person needs of {names}; a unit counts as one person-week.")
    return {
        "pair_camp": pair_camp,
        "pair_item": pair_item,
        "need": need,
        "units_per_person": np.where(undefined, 1.0, per_person),
        "vulnerability": weights_of_camps(camps)[pair_camp],
    }


def _spread(
    pairs: Mapping[str, np.ndarray],
    futures: Sequence[tuple[float, pd.DataFrame]],
    camps: pd.DataFrame,
    items: pd.Index,
    start: pd.Timestamp,
    n_weeks: int,
) -> Spread | None:
    """Need of each future in the order of the pairs."""
    if not len(futures):
        return None
    pair_of = np.full((len(camps), len(items)), -1)
    pair_of[pairs["pair_camp"], pairs["pair_item"]] = np.arange(len(pairs["pair_camp"]))
    need = np.zeros((len(futures), len(pairs["pair_camp"]), n_weeks))
    for of_future, (_, table) in zip(need, futures, strict=True):
        pair = pair_of[
            positions_in(camps[Camps.camp_id], table[NeedsInput.camp_id]),
            positions_in(items, table[NeedsInput.item_id]),
        ]
        week = numbers_of_weeks(days(table, NeedsInput.week), start)
        inside = (pair >= 0) & (week >= 0) & (week < n_weeks)
        np.add.at(
            of_future, (pair[inside], week[inside].astype(np.intp)), table[NeedsInput.need].to_numpy(float)[inside]
        )
    chance = np.array([chance for chance, _ in futures])
    return Spread(need, chance / chance.sum())


def _past(
    operation: Operation,
    scenario: Scenario,
    pairs: Mapping[str, np.ndarray],
    camps: pd.DataFrame,
    items: pd.DataFrame,
    start: pd.Timestamp,
    notes: list[str],
) -> np.ndarray:
    """Weighted person-weeks needed in the last ``ledger_weeks`` and not met by deliveries, shape (2, n_camps).

    Need then is taken to be as in the plan. Both are 0 where no delivery to any camp is known.

    Where the scenario goes by the least that is known, receipts and people's answers bound what was handed out.
    """
    weeks = operation.settings.ledger_weeks
    given = operation.deliveries
    since = start - pd.Timedelta(weeks=weeks)
    given = given[(given[Deliveries.date] > since) & (given[Deliveries.date] <= start)]
    if given.empty:
        notes.append(f"No delivery of the last {weeks} weeks is known, so no camp is known to have waited.")
        return np.zeros((2, len(camps)))
    camp, item = pairs["pair_camp"], pairs["pair_item"]
    pair_of = pd.Series(np.arange(len(camp)), index=pd.MultiIndex.from_arrays([camp, item]))
    names = pd.MultiIndex.from_arrays(
        [
            pd.Index(camps[Camps.camp_id]).get_indexer(given[Deliveries.camp_id]),
            pd.Index(items[Items.item_id]).get_indexer(given[Deliveries.item_id]),
        ]
    )
    pair = pair_of.reindex(names).to_numpy(float)
    counted = ~np.isnan(pair) & given[Deliveries.quantity].notna().to_numpy()
    quantity = given[Deliveries.quantity].to_numpy(float)[counted]
    got = np.bincount(pair[counted].astype(np.intp), quantity, minlength=len(camp))
    # once items are left out: what was handed out lasts for years, and is no longer needed in the plan
    lasts = is_once(items)[item]
    needed = np.where(lasts, 0.0, pairs["need"].mean(axis=1) * weeks)
    if scenario.ledger_evidence == "least":
        named = pd.MultiIndex.from_arrays(
            [camps[Camps.camp_id].to_numpy()[camp], items[Items.item_id].to_numpy()[item]]
        )
        got = least_known(past_aid(operation, since, start), got, needed, named, notes)
    weight = items[Items.priority].to_numpy()[item] / pairs["units_per_person"]
    return np.stack(
        [
            np.bincount(camp, weight * units, minlength=len(camps))
            for units in (needed, needed - np.minimum(got, needed))
        ]
    )


def _waiting_weight(scenario: Scenario, needed: np.ndarray, without: np.ndarray) -> np.ndarray:
    if scenario.fairness != "ledger":
        return np.ones(needed.size)
    return 1.0 + np.divide(without, needed, out=np.zeros(needed.size), where=needed > 0)


def _storage(
    camps: pd.DataFrame,
    depots: pd.DataFrame,
    commodities: Commodities,
    volume: np.ndarray,
    places: pd.Index,
    notes: list[str],
) -> np.ndarray:
    """Storage of each place; what lies there at the start always fits."""
    limit = np.r_[numbers(camps, Camps.storage_m3), numbers(depots, Depots.storage_m3)]
    opening = np.bincount(
        commodities.opening_place,
        commodities.opening_quantity * volume[commodities.item[commodities.opening_commodity]],
        minlength=len(places),
    )
    over = opening > limit
    if over.any():
        notes.append(f"The stock counted at {', '.join(places[over])} takes more room than its storage; it may stay.")
    return np.where(np.isnan(limit), np.inf, np.maximum(limit, opening))


def _limits(scenario: Scenario, places: pd.Index, items: pd.Index) -> pd.DataFrame:
    asked = scenario.camp_limits
    if not asked:
        return _NO_LIMITS
    item = [-1 if limit.item_id is None else items.get_loc(limit.item_id) for limit in asked]
    return pd.DataFrame(
        {
            "camp": np.array([places.get_loc(limit.camp_id) for limit in asked], np.int64),
            "item": np.array(item, np.int64),
            "minimum": np.array([limit.min_coverage for limit in asked], float),
            "maximum": np.array([limit.max_coverage for limit in asked], float),
        }
    )


def _decisions(
    scenario: Scenario, network: Network, items: pd.Index, weeks: pd.DatetimeIndex, start: pd.Timestamp
) -> pd.DataFrame:
    if not scenario.decisions:
        return _NO_DECISIONS
    week_numbers = numbers_of_weeks(np.array([d.week for d in scenario.decisions], "datetime64[ns]"), start)
    routes = network.routes.get_indexer([d.route_id for d in scenario.decisions])
    faults = [
        f"decision {position}: "
        + (f"no route “{d.route_id}”" if route < 0 else f"{d.week} is not in the {len(weeks)} weeks planned")
        for position, (d, route, week) in enumerate(zip(scenario.decisions, routes, week_numbers, strict=True), start=1)
        if route < 0 or not 0 <= week < len(weeks)
    ]
    if faults:
        raise InvalidScenario(
            "The scenario fixes what the plan does not have. " + "; ".join(faults),
            hint=f"Use a route of the operation and a week from {weeks[0]:%Y-%m-%d} to {weeks[-1]:%Y-%m-%d}.",
        )
    return pd.DataFrame(
        {
            "kind": [d.kind for d in scenario.decisions],
            "route": routes.astype(np.int64),
            "item": items.get_indexer([d.item_id for d in scenario.decisions]).astype(np.int64),
            "week": week_numbers.astype(np.int64),
            "quantity": [float(d.quantity) for d in scenario.decisions],
        }
    )


def _promised(
    shipments: pd.DataFrame, network: Network, items: pd.Index, weeks: pd.DatetimeIndex, notes: list[str]
) -> pd.DataFrame:
    """Units promised by route, item and week, all lots and both directions together."""
    found = pd.DataFrame(
        {
            "route": network.routes.get_indexer(shipments[Shipments.route_id]),
            "item": items.get_indexer(shipments[Shipments.item_id]),
            "week": weeks.get_indexer(shipments[Shipments.week]),
            "quantity": shipments[Shipments.quantity].to_numpy(float),
        }
    )
    inside = (found[["route", "item", "week"]] >= 0).all(axis=1)
    if not inside.all():
        notes.append(
            f"{int((~inside).sum())} promised shipments are of routes, items or weeks this plan does not have; "
            "they are not held to."
        )
    return found[inside].groupby(["route", "item", "week"], as_index=False)["quantity"].sum()
