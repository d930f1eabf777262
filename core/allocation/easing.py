"""The allocation model with its limits eased: one column per limit says how much more of it there is, at first nothing.

From it come the worth of a limit (the reduced cost of its column, then the model solved again with one unit more), the
smallest change that reaches a goal (the column minimised), and the cheapest repair of limits that clash.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd

from core.allocation.fairness.camp_level import add_camp_rows, needed_of_camps
from core.allocation.linear_program import NO_ROW, LinearProgram, ProgramBuilder
from core.allocation.model import build_model, limits_asked
from core.allocation.problem import KG_PER_TONNE, Problem, build_problem
from core.allocation.solve import Session
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import Arrivals, Depots, Items, Stock
from core.domain.weeks import week_numbers
from core.errors import SolverFailed

Kind = Literal[
    "budget", "weekly_budget", "trips", "throughput", "storage", "offer", "stock", "camp_limit", "more", "less"
]
"""Units: USD, USD a week, trips a week, t a week, m3, t a week, item units, share, and item units of a decision."""

A_HAIR = 1e-9
"""Units laid at a depot so that the model has columns for goods there; far below the solver's tolerance."""


@dataclass(frozen=True)
class Ease:
    """One limit that can be eased.

    Attributes
    ----------
    at
        Which: position of a route, place, offer, row of ``camp_limits`` or decision; 0 for money.
    item
        Item of a stock or an offer, else -1.
    limit
        What stands now, in the unit of the kind.
    usual
        Amount that weighs as much as one of another limit, where several are eased together.
    """

    kind: Kind
    at: int
    item: int
    limit: float
    usual: float


@dataclass(frozen=True)
class Move:
    """An arrival that could come in an earlier week.

    Attributes
    ----------
    row
        In the operation's arrivals.
    week
        The earlier week, from 0.
    days
        Days earlier, the fewest that reach that week.
    quantity
        Units, all of which move.
    """

    row: int
    week: int
    days: int
    quantity: float


@dataclass(eq=False)
class Eased:
    """A live model whose limits can be eased; every question leaves it as it was asked for.

    Attributes
    ----------
    eases, moves
        What each column of the blocks ``ease`` and ``earlier`` stands for.
    """

    problem: Problem
    program: LinearProgram
    session: Session
    eases: tuple[Ease, ...]
    moves: tuple[Move, ...]

    def minimise(self, costs: np.ndarray, words: str) -> np.ndarray:
        """Values of all columns that minimise ``costs``, solved to the end.

        Raises
        ------
        SolverFailed
            If time ran out.
        """
        values = self.session.minimise(costs, words)
        if self.session.solution.status != "optimal":
            raise SolverFailed("No exact answer was found before the time limit.", hint="Plan fewer weeks.")
        return values

    def allow(self, most: np.ndarray) -> None:
        """Ease every limit by at most so much, shape (n_eases,)."""
        place = self.program.columns["ease"]
        self.session.limit_columns(np.arange(place.start, place.stop), upper=most)

    def allow_only(self, positions: Sequence[int] = (), most: float | np.ndarray = np.inf) -> None:
        """Ease some limits, and hold the others where they stand."""
        upper = np.zeros(len(self.eases))
        upper[list(positions)] = most
        self.allow(upper)

    def move(self, position: int | None) -> None:
        """Let one arrival come earlier, all of it; None: none does."""
        if not self.moves:
            return
        upper = np.zeros(len(self.moves))
        if position is not None:
            upper[position] = self.moves[position].quantity
        place = self.program.columns["earlier"]
        self.session.limit_columns(np.arange(place.start, place.stop), lower=upper, upper=upper)

    def eased(self, values: np.ndarray) -> np.ndarray:
        """By how much each limit is eased, shape (n_eases,)."""
        return values[self.program.columns["ease"]]

    def costs_of(self, weights: np.ndarray) -> np.ndarray:
        """A cost per column of the program from one per limit that can be eased."""
        costs = np.zeros(self.program.n_columns)
        costs[self.program.columns["ease"]] = weights
        return costs

    def unmet(self, values: np.ndarray) -> np.ndarray:
        """Unmet units by pair over all weeks, shape (n_pairs,)."""
        pair = self.program.blocks["unmet"]["pair"]
        return np.bincount(pair, values[self.program.columns["unmet"]], minlength=self.problem.n_pairs).astype(float)

    def person_weeks(self, values: np.ndarray) -> np.ndarray:
        """Person-weeks without an item by pair, shape (n_pairs,)."""
        return self.unmet(values) / self.problem.units_per_person

    def goal_rows(self) -> np.ndarray:
        """Rows of the camps' unmet need, in the order of ``needed_of_camps``."""
        place = self.program.rows["goal"]
        return np.arange(place.start, place.stop)


def ease(
    operation: Operation,
    needs: pd.DataFrame,
    scenario: Scenario,
    start: pd.Timestamp,
    *,
    time_limit_seconds: float,
    arrivals_of: Sequence[str] = (),
    pairs_asked: Callable[[Problem], np.ndarray] | None = None,
    extend: Callable[[ProgramBuilder, Problem], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Eased:
    """Build the eased model; nothing is eased yet, and parts of trips and of units are allowed.

    Besides the rows of the plan it has ``goal``, what each camp goes without, and ``asked``, what the pairs asked
    about go without (weighted, over their largest weight), none of them limited yet.

    Parameters
    ----------
    operation
        With the scenario applied.
    needs, scenario, start
        As ``solve_plan`` takes them; no fairness rule is part of the model.
    arrivals_of
        Items whose arrivals may come earlier.
    pairs_asked
        Gives the positions of the pairs of the row ``asked``.
    extend
        Adds more.
    """
    depots = operation.depots
    keeps = depots.loc[(depots[Depots.kind] == "depot").to_numpy(bool), Depots.depot_id]
    wanted = operation.items.loc[operation.items[Items.item_id].isin(needs["item_id"]), Items.item_id]
    at_depots = pd.MultiIndex.from_product([keeps, wanted]).to_frame(index=False, name=[Stock.place_id, Stock.item_id])
    coming = _arrivals_that_can_move(operation, arrivals_of)
    of_arrivals = pd.DataFrame(
        {
            Stock.place_id: coming[Arrivals.depot_id],
            Stock.item_id: coming[Arrivals.item_id],
            Stock.lot_id: coming[Arrivals.lot_id],
            Stock.expires: coming[Arrivals.expires],
            Stock.earmark: coming[Arrivals.earmark],
        }
    )
    hairs = pd.concat([at_depots, of_arrivals], ignore_index=True).assign(**{Stock.quantity: A_HAIR})
    stock = pd.concat([operation.stock, hairs], ignore_index=True)
    stock = stock.astype({name: operation.stock[name].dtype for name in operation.stock.columns})
    widened = replace(operation, tables=MappingProxyType({**operation.tables, "stock": stock}))
    problem = build_problem(widened, needs, scenario.with_planned_weeks_alone(), start)
    goods = problem.commodities
    first_hair = goods.opening_place.size - len(hairs)
    sites = goods.site_of[goods.opening_place[first_hair:], goods.opening_commodity[first_hair:]]
    moves, move_sites = _moves(coming, sites[len(at_depots) :], start, problem)
    eases: list[Ease] = []

    def add(builder: ProgramBuilder, problem: Problem) -> None:
        row = _rows_of_goods(builder, problem)
        entries = _Entries()
        _ease_money(builder, problem, eases, entries)
        _ease_trips(builder, problem, eases, entries)
        _ease_places(builder, problem, eases, entries)
        _ease_offers(builder, problem, eases, entries)
        _ease_stock(problem, row[0], sites[: len(at_depots)], slice(first_hair), eases, entries)
        _ease_camp_limits(builder, problem, eases, entries)
        _ease_decisions(builder, problem, eases, entries)
        block = builder.add_columns("ease", {"ease": np.arange(len(eases))}, upper=0.0)
        block.enter_at(*entries.arrays())
        earlier = builder.add_columns("earlier", {"move": np.arange(len(moves))}, upper=0.0)
        enter = _Entries()
        for position, (move, (site, now)) in enumerate(zip(moves, move_sites, strict=True)):
            enter.add(position, row[move.week, site], 1.0)
            if now < problem.n_weeks:
                enter.add(position, row[now, site], -1.0)
        earlier.enter_at(*enter.arrays())
        add_camp_rows(builder, problem, "goal", np.full(needed_of_camps(problem)[0].size, np.inf))
        if pairs_asked is not None:
            _add_asked(builder, problem, pairs_asked(problem))
        if extend is not None:
            extend(builder, problem)

    program = build_model(problem, add)
    program = replace(program, integer=np.zeros(program.n_columns, bool))
    session = Session(
        problem,
        program,
        time_limit_seconds=time_limit_seconds,
        is_live=True,
        cancelled=cancelled,
        progress=progress,
    )
    return Eased(problem, program, session, tuple(eases), tuple(moves))


class _Entries:
    """Coefficients collected one by one."""

    def __init__(self) -> None:
        self._columns: list[int] = []
        self._rows: list[int] = []
        self._values: list[float] = []

    def add(self, column: int, rows: int | np.ndarray, value: float) -> None:
        every = np.atleast_1d(rows)
        every = every[every != NO_ROW]
        self._columns += [column] * every.size
        self._rows += every.tolist()
        self._values += [value] * every.size

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return np.array(self._columns, np.intp), np.array(self._rows, np.intp), np.array(self._values, float)


def _arrivals_that_can_move(operation: Operation, items: Sequence[str]) -> pd.DataFrame:
    arrivals = operation.arrivals
    known = arrivals[[Arrivals.quantity, Arrivals.date]].notna().all(axis=1) & (arrivals[Arrivals.quantity] > 0)
    return arrivals[known & arrivals[Arrivals.item_id].isin(list(items))]


def _moves(
    coming: pd.DataFrame, sites: np.ndarray, start: pd.Timestamp, problem: Problem
) -> tuple[list[Move], list[tuple[int, int]]]:
    """Each arrival in each earlier week; beside it the site and the week it is planned for now."""
    now = week_numbers(coming[Arrivals.date], start).to_numpy(float)
    moves, at = [], []
    for position, (row, week) in enumerate(zip(coming.index, now, strict=True)):
        date, quantity = coming.loc[row, Arrivals.date], float(coming.loc[row, Arrivals.quantity])
        for earlier in range(min(int(week), problem.n_weeks) - 1, -1, -1):
            days = (date - problem.weeks[earlier]).days
            moves.append(Move(int(row), earlier, int(days), quantity))
            at.append((int(sites[position]), int(week)))
    return moves, at


def _rows_of_goods(builder: ProgramBuilder, problem: Problem) -> np.ndarray:
    """Row of the balance of each week and site, shape (n_weeks, n_sites)."""
    found = builder.family("balance")
    row = np.full((problem.n_weeks, problem.commodities.n_sites), NO_ROW, np.intp)
    if found is not None:
        family, first = found
        row[family.keys["week"], family.keys["site"]] = first + np.arange(family.size)
    return row


def _ease_money(builder: ProgramBuilder, problem: Problem, eases: list[Ease], entries: _Entries) -> None:
    limits: tuple[tuple[Kind, float], ...] = (
        ("budget", problem.budget_usd),
        ("weekly_budget", problem.budget_usd_per_week),
    )
    for kind, limit in limits:
        found = builder.family(kind)
        if found is not None:
            family, first = found
            entries.add(len(eases), first + np.arange(family.size), -1.0)
            eases.append(Ease(kind, 0, -1, float(limit), max(float(limit), 1000.0)))


def _ease_trips(builder: ProgramBuilder, problem: Problem, eases: list[Ease], entries: _Entries) -> None:
    """Limits of trips become rows, so that a column can be added to them."""
    network, t = problem.network, builder.blocks["trips"]
    limited = np.isfinite(network.trips_limit) & np.isin(
        np.arange(len(network.routes)), network.route[network.counts_trips]
    )
    shared = builder.family("shared_trips")
    of_both = np.zeros(len(network.routes), bool)
    if shared is not None:
        of_both[shared[0].keys["route"]] = True
    alone = np.flatnonzero(limited & ~of_both)
    week, at = (a.ravel() for a in np.indices((problem.n_weeks, alone.size)))
    limit = np.floor(network.trips_limit + 1e-9) if problem.whole_trips else network.trips_limit
    first = builder.add_rows("trip_limit", {"week": week, "route": alone[at]}, upper=limit[alone[at]])
    position = np.full(len(network.routes), NO_ROW)
    position[alone] = np.arange(alone.size)
    of_column = position[network.route[t["arc"]]]
    t.enter(np.where(of_column >= 0, first + t["week"] * alone.size + of_column, NO_ROW), 1.0)
    t.upper = np.full(t.size, np.inf)
    for route in np.flatnonzero(limited):
        if of_both[route] and shared is not None:
            rows = shared[1] + np.flatnonzero(shared[0].keys["route"] == route)
        else:
            rows = first + np.flatnonzero(alone[at] == route)
        entries.add(len(eases), rows, -1.0)
        eases.append(Ease("trips", int(route), -1, float(limit[route]), max(float(limit[route]), 1.0)))


def _ease_places(builder: ProgramBuilder, problem: Problem, eases: list[Ease], entries: _Entries) -> None:
    limits: tuple[tuple[Kind, np.ndarray, float], ...] = (
        ("throughput", problem.throughput_kg, KG_PER_TONNE),
        ("storage", problem.storage_m3, 1.0),
    )
    for kind, limit, unit in limits:
        found = builder.family(kind)
        if found is None:
            continue
        family, first = found
        for place in np.unique(family.keys["place"]):
            entries.add(len(eases), first + np.flatnonzero(family.keys["place"] == place), -unit)
            stands = float(limit[place]) / unit
            eases.append(Ease(kind, int(place), -1, stands, max(stands, 1.0)))


def _ease_offers(builder: ProgramBuilder, problem: Problem, eases: list[Ease], entries: _Entries) -> None:
    """Limits of what suppliers sell become rows, by weight."""
    goods, b = problem.commodities, builder.blocks["buy"]
    limited = np.flatnonzero(np.isfinite(goods.offer_limit_kg))
    week, at = (a.ravel() for a in np.indices((problem.n_weeks, limited.size)))
    first = builder.add_rows(
        "offer_limit", {"week": week, "offer": limited[at]}, upper=goods.offer_limit_kg[limited[at]]
    )
    position = np.full(goods.offer_item.size, NO_ROW)
    position[limited] = np.arange(limited.size)
    of_column = position[b["offer"]]
    weight = problem.weight_kg[goods.offer_item[b["offer"]]]
    b.enter(np.where(of_column >= 0, first + b["week"] * limited.size + of_column, NO_ROW), weight)
    b.upper = np.full(b.size, np.inf)
    for offer in limited:
        stands = float(goods.offer_limit_kg[offer]) / KG_PER_TONNE
        entries.add(len(eases), first + np.flatnonzero(limited[at] == offer), -KG_PER_TONNE)
        eases.append(Ease("offer", int(offer), int(goods.offer_item[offer]), stands, max(stands, 1.0)))


def _ease_stock(
    problem: Problem, row: np.ndarray, sites: np.ndarray, real: slice, eases: list[Ease], entries: _Entries
) -> None:
    """More unmarked goods at a depot from the first week on; ``row`` is that of each site's balance then."""
    goods = problem.commodities
    opening_item, opening_place = goods.item[goods.opening_commodity][real], goods.opening_place[real]
    for site in sites:
        place, item = int(goods.site_place[site]), int(goods.item[goods.site_commodity[site]])
        lies = goods.opening_quantity[real][(opening_place == place) & (opening_item == item)].sum()
        need = problem.due[problem.pair_item == item].sum()
        entries.add(len(eases), row[site], 1.0)
        eases.append(Ease("stock", place, item, float(lies), max(float(need), 1.0)))


def _ease_camp_limits(builder: ProgramBuilder, problem: Problem, eases: list[Ease], entries: _Entries) -> None:
    found = builder.family("camp_limits")
    if found is None:
        return
    asked, _, needed, scale = limits_asked(problem)
    for position in range(len(asked)):
        lowers = asked["kind"].iloc[position] == "minimum"
        size = needed[position] / scale[position]
        entries.add(len(eases), found[1] + position, -size if lowers else size)
        eases.append(Ease("camp_limit", position, -1, float(asked["coverage"].iloc[position]), 1.0))


def _ease_decisions(builder: ProgramBuilder, problem: Problem, eases: list[Ease], entries: _Entries) -> None:
    found = builder.family("decisions")
    if found is None:
        return
    for position, fixed in enumerate(problem.decisions.itertuples()):
        usual = max(float(fixed.quantity), 1.0)
        if fixed.kind != "forced":
            entries.add(len(eases), found[1] + position, -1.0)
            eases.append(Ease("more", position, int(fixed.item), float(fixed.quantity), usual))
        if fixed.kind != "forbidden":
            entries.add(len(eases), found[1] + position, 1.0)
            eases.append(Ease("less", position, int(fixed.item), float(fixed.quantity), usual))


def _add_asked(builder: ProgramBuilder, problem: Problem, pairs: np.ndarray) -> None:
    first = builder.add_rows("asked", {"all": np.zeros(1, int)}, upper=np.inf)
    weight = np.zeros(problem.n_pairs)
    if pairs.size:
        weight[pairs] = problem.person_weight[pairs] / problem.person_weight[pairs].max()
    u = builder.blocks["unmet"]
    u.enter(np.where(weight[u["pair"]] > 0, first, NO_ROW), weight[u["pair"]])
