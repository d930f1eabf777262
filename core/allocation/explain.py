"""What limits are worth to one camp, and the smallest change that lifts its coverage to a target.

Every figure is that of a problem solved again. In each of them no camp gets a smaller share of its need than by the
plan, so that what is told is new help and not help taken from others; what taking from others would do stands apart.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.allocation.easing import Ease, Eased, ease
from core.allocation.fairness.camp_level import needed_of_camps
from core.allocation.problem import KG_PER_TONNE, Problem
from core.domain.change import apply_plan
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage
from core.errors import Infeasible, InvalidScenario

TOLERANCE = 1e-6
"""Share of a camp's need up to which it may get less than by the plan, and by which a target may be missed."""

MOST_LIMITS = 12
"""Limits whose worth is computed, those with the largest price first."""

MOST_MOVES = 40
"""Earlier weeks of arrivals that are tried, the fewest days first."""

MOST_LIMITS_OF_ALL = 3
"""Further limits that are worth nothing to the camp, but something to all."""

LEAST_PERSON_WEEKS = 1.0
"""What counts as help."""

LEAST_USD = 1e-3
"""Worth to the objective under which a limit is taken not to bind."""

SMALLEST = "Looking for the smallest change, one limit at a time"
ONE_MORE = "Solving again with one unit more of each limit"

LEAST_UNITS = 1e-3
"""Units missing up to which a camp is not short."""

LEAST_GAIN = 1e-4
"""Share of need that counts as a gain."""

STEPS = {"budget": 1000.0, "weekly_budget": 1000.0, "trips": 1.0, "throughput": 1.0, "storage": 10.0, "offer": 1.0}
"""One unit more of a limit, in its own unit; of stock one tonne, or one unit where an item weighs nothing."""


@dataclass(frozen=True)
class Limit:
    """A limit by what it is of; identifiers as the operation has them, blank where they do not apply.

    Attributes
    ----------
    kind
        As ``easing.Kind`` says, with its unit; ``earlier`` for an arrival, in days.
    row
        Of the arrivals table, for ``earlier``.
    stands
        The limit now.
    """

    kind: str
    route_id: str = ""
    place_id: str = ""
    item_id: str = ""
    row: int = -1
    stands: float = 0.0


@dataclass(frozen=True)
class Worth:
    """What one unit more of a limit does, by solving again.

    Attributes
    ----------
    step
        Units more.
    price
        The dual: weighted person-weeks at the camp a unit is worth at the most, the first figure of the screening.
    camp_person_weeks, coverage
        Served more at the camp of what was asked, and the share it then gets, no camp getting less.
    all_person_weeks
        Served more in all camps when the whole plan is made anew for the least unmet need.
    """

    limit: Limit
    step: float
    price: float
    camp_person_weeks: float
    coverage: float
    all_person_weeks: float


@dataclass(frozen=True)
class Least:
    """The least of one kind of change that reaches the target, or why none does.

    Attributes
    ----------
    amount
        The least, in the unit of the limit; NaN where none reaches the target.
    parts
        Where it is stock: units by item.
    coverage
        Reached with that amount; where none reaches the target, with any amount of it.
    """

    limit: Limit
    amount: float
    parts: tuple[tuple[str, float], ...]
    coverage: float

    @property
    def reaches(self) -> bool:
        """Whether some amount reaches the target."""
        return bool(np.isfinite(self.amount))


@dataclass(frozen=True)
class Explanation:
    """Answers about one camp, or one item at it.

    Attributes
    ----------
    coverage, coverage_unchanged
        Share of need by the plan, and the most it can be with every limit where it stands and no camp getting less.
    coverage_from_others
        The most it can be with every limit where it stands if others may get less.
    taken_person_weeks
        What the others then lose if the target is reached that way; NaN where it is not.
    worth
        Limits that bind, the one worth most first.
    least
        Of each kind of change; those that reach the target first.
    together
        Where no single change reaches the target: amounts of several that do.
    coverage_together
        The most with everything eased at once.
    """

    camp_id: str
    item_id: str | None
    target: float
    coverage: float
    coverage_unchanged: float
    coverage_from_others: float
    taken_person_weeks: float
    worth: tuple[Worth, ...] = ()
    least: tuple[Least, ...] = ()
    together: tuple[Least, ...] = ()
    coverage_together: float = 1.0
    notes: tuple[str, ...] = field(default=())


def explain(
    operation: Operation,
    plan: Plan,
    start: pd.Timestamp,
    camp_id: str,
    item_id: str | None = None,
    target: float = 0.8,
    *,
    time_limit_seconds: float = 120.0,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Explanation:
    """Solve for what binds at a camp and for the smallest changes.

    Parameters
    ----------
    operation
        As it is; the plan's scenario is applied here.
    plan, start
        The plan and the day it starts from.
    item_id
        None: all items together, weighted by their priority.
    target
        Share of need to be reached, 0 to 1.

    Raises
    ------
    InvalidScenario
        If the camp needs nothing of what is asked, or the plan does not fit the operation.
    SolveCancelled, SolverFailed
        As their names say.
    """
    tell = progress or (lambda share, words: None)
    changed = apply_plan(operation, plan)
    items = [item_id] if item_id is not None else sorted(set(plan.needs["item_id"]))
    asked: list[np.ndarray] = []

    def pairs_of(problem: Problem) -> np.ndarray:
        camp = problem.places.get_loc(camp_id)
        mine = problem.pair_camp == camp
        if item_id is not None:
            mine &= problem.pair_item == problem.items.get_loc(item_id)
        asked.append(np.flatnonzero(mine & (problem.weight_needed > 0)))
        return asked[0]

    eased = ease(
        changed, plan.needs, plan.scenario, start,
        time_limit_seconds=time_limit_seconds, arrivals_of=items, pairs_asked=pairs_of, cancelled=cancelled,
    )  # fmt: skip
    if not asked[0].size:
        raise InvalidScenario(
            f"{operation.place_names.get(camp_id, camp_id)} needs nothing of what is asked in this plan.",
            hint="Ask about another camp or item.",
        )
    question = _Question(eased, asked[0], plan, camp_id, item_id, target, tell)
    try:
        return question.answer()
    except Infeasible as error:
        raise InvalidScenario(
            "The plan does not fit this operation, so nothing about it can be computed: " + error.message,
            hint="Make the plan again from this operation, or check it with aid audit.",
        ) from error


class _Question:
    """One camp, or item at a camp, and the live model."""

    def __init__(
        self,
        eased: Eased,
        pairs: np.ndarray,
        plan: Plan,
        camp_id: str,
        item_id: str | None,
        target: float,
        tell: Callable[[float, str], None],
    ) -> None:
        self.eased, self.pairs, self.plan = eased, pairs, plan
        self.camp_id, self.item_id, self.target, self.tell = camp_id, item_id, target, tell
        problem, program = eased.problem, eased.program
        self.problem = problem
        self.largest = float(problem.person_weight[pairs].max())
        self.needed = float(problem.weight_needed[pairs].sum())
        unmet = program.blocks["unmet"]
        weight = np.zeros(problem.n_pairs)
        weight[pairs] = problem.person_weight[pairs] / self.largest
        self.costs = np.zeros(program.n_columns)
        self.costs[program.columns["unmet"]] = weight[unmet["pair"]]
        self.asked_row = np.array([program.rows["asked"].start])
        camps, scale, needed = needed_of_camps(problem)
        missing = _missing_by_camp(problem, plan)[camps] / scale[camps]
        self.held = np.minimum(missing + TOLERANCE * needed, needed)
        is_short = _missing(problem, plan)[pairs] > LEAST_UNITS
        short = np.unique(problem.pair_item[pairs[is_short]])
        self.relevant = _relevant(eased, problem.places.get_loc(camp_id), short) & bool(is_short.any())

    def answer(self) -> Explanation:
        eased, target = self.eased, self.target
        missed = _missing(self.problem, self.plan)[self.pairs] @ self.problem.person_weight[self.pairs]
        coverage = 1.0 - float(missed) / self.needed
        self.tell(0.05, "Solving for the most this camp can get")
        self.hold(True)
        eased.allow_only()
        values = eased.minimise(self.costs, "Solving")
        unchanged, without = self.coverage_of(values), self.without(values)
        self.unchanged, self.reached_without = eased.session.standing(), unchanged
        prices = -eased.session.reduced_costs(self._ease_columns())
        worth = self.worth(prices, without)
        missing = unchanged < target - TOLERANCE
        least = self.least() if missing else ()
        together: tuple[Least, ...] = ()
        together_most = 1.0
        if missing and not any(each.reaches for each in least):
            together, together_most = self.together()
        self.tell(0.92, "Solving for what taking from others would do")
        from_others, taken = self.from_others()
        return Explanation(
            camp_id=self.camp_id,
            item_id=self.item_id,
            target=target,
            coverage=coverage,
            coverage_unchanged=max(unchanged, coverage),
            coverage_from_others=max(from_others, coverage),
            taken_person_weeks=taken,
            worth=worth,
            least=least,
            together=together,
            coverage_together=together_most,
            notes=self.notes(),
        )

    def hold(self, is_held: bool) -> None:
        """Let no camp get less than by the plan, or let it."""
        upper = self.held if is_held else np.full(self.held.size, np.inf)
        self.eased.session.limit_rows(self.eased.goal_rows(), upper=upper)

    def ask(self, is_asked: bool) -> None:
        """Hold the camp at the target, or not."""
        most = (1.0 - self.target) * self.needed / self.largest if is_asked else np.inf
        self.eased.session.limit_rows(self.asked_row, upper=most)

    def coverage_of(self, values: np.ndarray) -> float:
        return float(1.0 - self.costs @ values * self.largest / self.needed)

    def without(self, values: np.ndarray) -> float:
        return float(self.eased.person_weeks(values)[self.pairs].sum())

    def _ease_columns(self) -> np.ndarray:
        place = self.eased.program.columns["ease"]
        return np.arange(place.start, place.stop)

    def worth(self, prices: np.ndarray, without: float) -> tuple[Worth, ...]:
        """Limits with a price, each solved again with one unit more.

        A price is a bound on what a unit is worth: where it is nothing, so is the limit's worth; where it is something,
        the worth may still be less, as several limits may bind at once.
        """
        eased = self.eased
        steps = np.array([self.step(each) for each in eased.eases])
        is_free = self.plan.scenario.fairness == "efficiency"
        gains = np.where(self.relevant, prices * steps, 0.0)
        chosen = [int(n) for n in np.argsort(-gains, kind="stable")[:MOST_LIMITS] if gains[n] > 1e-9]
        served, reached = np.zeros(len(eased.eases)), np.zeros(len(eased.eases))
        for turn, position in enumerate(chosen):
            self.tell(0.1 + 0.1 * turn / len(chosen), ONE_MORE)
            eased.allow_only([position], steps[position])
            values = eased.minimise(self.costs, ONE_MORE)
            served[position], reached[position] = without - self.without(values), self.coverage_of(values)
        # Then the whole plan anew, one after the other too: the solver goes on from the answer before.
        self.hold(not is_free)
        eased.allow_only()
        values = eased.minimise(eased.program.cost, ONE_MORE)
        all_without = float(eased.person_weeks(values).sum())
        all_gains = np.where(self.relevant, -eased.session.reduced_costs(self._ease_columns()) * steps, 0.0)
        further = [
            int(n) for n in np.argsort(-all_gains, kind="stable") if all_gains[n] > LEAST_USD and n not in chosen
        ]
        found = []
        every = [*chosen, *further[: MOST_LIMITS_OF_ALL if len(chosen) < MOST_LIMITS else 0]]
        for turn, position in enumerate(every):
            self.tell(0.2 + 0.2 * turn / len(every), ONE_MORE)
            eased.allow_only([position], steps[position])
            more = all_without - float(eased.person_weeks(eased.minimise(eased.program.cost, ONE_MORE)).sum())
            gain = max(float(served[position]), 0.0)
            if max(gain, more) >= LEAST_PERSON_WEEKS:
                limit, price = self.limit(eased.eases[position]), float(prices[position]) * self.largest
                found.append(
                    Worth(limit, float(steps[position]), price, gain, float(reached[position]), max(more, 0.0))
                )
        self.hold(True)
        return tuple(sorted(found, key=lambda each: (-each.camp_person_weeks, -each.all_person_weeks)))

    def step(self, each: Ease) -> float:
        if each.kind == "stock":
            weight = float(self.problem.weight_kg[each.item])
            return KG_PER_TONNE / weight if weight > 0 else 1.0
        return STEPS.get(each.kind, 0.0)

    def least(self) -> tuple[Least, ...]:
        """Of each kind of change the least that reaches the target."""
        groups = self.groups()
        found = []
        for turn, group in enumerate(groups):
            self.tell(0.4 + 0.35 * turn / len(groups), SMALLEST)
            least = self.least_of(group)
            if least.reaches or least.coverage > self.reached_without + LEAST_GAIN or group[0].kind == "budget":
                found.append(least)
        self.begin()
        found += self.earlier()
        return tuple(sorted(found, key=lambda each: (not each.reaches, each.limit.kind, each.amount, -each.coverage)))

    def begin(self) -> None:
        """Back to the solved question in which nothing is eased; the next one is solved from there."""
        self.eased.allow_only()
        self.eased.session.go_back_to(self.unchanged)

    def least_of(self, group: list[Ease]) -> Least:
        eased = self.eased
        limit = replace(self.limit(group[0]), item_id="") if len(group) > 1 else self.limit(group[0])
        positions = [eased.eases.index(each) for each in group]
        self.begin()
        eased.allow_only(positions)
        most = self.coverage_of(eased.minimise(self.costs, SMALLEST))
        if most < self.target - TOLERANCE:
            return Least(limit, np.nan, (), most)
        weights = np.zeros(len(eased.eases))
        weights[positions] = [self.weight(each) for each in group]
        self.ask(True)
        told = self.told(group, eased.eased(eased.minimise(eased.costs_of(weights), SMALLEST))[positions])
        self.ask(False)
        eased.allow_only(positions, told)
        reached = self.coverage_of(eased.minimise(self.costs, SMALLEST))
        parts = tuple(
            (str(self.problem.items[each.item]), float(amount))
            for each, amount in zip(group, told, strict=True)
            if each.kind == "stock" and amount > 0
        )
        amount = sum(units * self.weight_of(item) for item, units in parts) if limit.kind == "stock" else told.sum()
        return Least(limit, float(amount), parts, reached)

    def told(self, group: list[Ease], amounts: np.ndarray) -> np.ndarray:
        """Amounts as they are told, never less than is needed."""
        whole = self.problem.whole_trips
        return np.array([rounded_up(each.kind, amount, whole) for each, amount in zip(group, amounts, strict=True)])

    def groups(self) -> list[list[Ease]]:
        """Limits eased at once: stock of all items at a depot is one change, every other limit its own."""
        eases = self.eased.eases
        groups: dict[tuple[str, int], list[Ease]] = {}
        for each, relevant in zip(eases, self.relevant, strict=True):
            if relevant and each.kind in (*STEPS, "stock"):
                groups.setdefault((each.kind, each.at), []).append(each)
        return list(groups.values())

    def weight(self, each: Ease) -> float:
        """Cost of a unit where several are weighed: stock by weight, any other limit by what stands."""
        if each.kind == "stock":
            return max(float(self.problem.weight_kg[each.item]), 1e-3) / KG_PER_TONNE
        return 1.0 / each.usual

    def weight_of(self, item_id: str) -> float:
        return float(self.problem.weight_kg[self.problem.items.get_loc(item_id)]) / KG_PER_TONNE

    def earlier(self) -> list[Least]:
        """For each arrival the fewest days earlier that reach the target."""
        eased = self.eased
        by_days = sorted(range(len(eased.moves)), key=lambda n: (eased.moves[n].days, n))[:MOST_MOVES]
        done: set[int] = set()
        found = []
        for turn, position in enumerate(by_days):
            move = eased.moves[position]
            if move.row in done:
                continue
            self.tell(0.75 + 0.15 * turn / len(by_days), "Trying earlier arrivals")
            eased.move(position)
            try:
                reached = self.coverage_of(eased.minimise(self.costs, "Solving"))
            except Infeasible:
                # what comes earlier may have no room, or meet a decision that stands: then it is no way
                continue
            if reached >= self.target - TOLERANCE:
                done.add(move.row)
                found.append(Least(Limit("earlier", row=move.row), float(move.days), (), reached))
        eased.move(None)
        return found

    def together(self) -> tuple[tuple[Least, ...], float]:
        """Amounts of several changes at once, each weighed by what stands, that reach the target; and the most."""
        eased = self.eased
        positions = [n for n, each in enumerate(eased.eases) if self.relevant[n] and each.kind in (*STEPS, "stock")]
        self.tell(0.9, "Looking for changes that reach it together")
        self.begin()
        eased.allow_only(positions)
        most = self.coverage_of(eased.minimise(self.costs, "Solving"))
        if most < self.target - TOLERANCE or not positions:
            return (), most
        weights = np.zeros(len(eased.eases))
        weights[positions] = [1.0 / eased.eases[n].usual for n in positions]
        self.ask(True)
        amounts = eased.eased(eased.minimise(eased.costs_of(weights), "Solving"))
        self.ask(False)
        told = self.told(list(eased.eases), amounts)
        eased.allow(told)
        reached = self.coverage_of(eased.minimise(self.costs, "Solving"))
        used = [n for n in positions if told[n] > 0]
        return tuple(Least(self.limit(eased.eases[n]), float(told[n]), (), reached) for n in used), most

    def from_others(self) -> tuple[float, float]:
        """The most without holding other camps, and what they lose where the target is reached that way."""
        eased = self.eased
        self.begin()
        self.hold(False)
        most = self.coverage_of(eased.minimise(self.costs, "Solving"))
        if most < self.target - TOLERANCE:
            self.hold(True)
            return most, np.nan
        self.ask(True)
        values = eased.minimise(eased.program.cost, "Solving")
        self.ask(False)
        self.hold(True)
        others = np.setdiff1d(np.arange(self.problem.n_pairs), self.pairs)
        before = (_missing(self.problem, self.plan) / self.problem.units_per_person)[others]
        after = eased.person_weeks(values)[others]
        return most, float(max((after - before).sum(), 0.0))

    def limit(self, each: Ease) -> Limit:
        return limit_of(each, self.problem)

    def notes(self) -> tuple[str, ...]:
        if self.problem.whole_trips or self.problem.whole.any():
            return ("Worked out with parts of trips and of units; a plan in whole ones may need a little more.",)
        return ()


def limit_of(each: Ease, problem: Problem) -> Limit:
    """A limit of the eased model by identifiers."""
    goods = problem.commodities
    place, item, route = "", "", ""
    if each.kind == "trips":
        route = str(problem.network.routes[each.at])
    elif each.kind == "offer":
        place, item = str(problem.places[goods.offer_place[each.at]]), str(problem.items[each.item])
    elif each.kind in ("throughput", "storage", "stock"):
        place = str(problem.places[each.at])
        item = str(problem.items[each.item]) if each.item >= 0 else ""
    return Limit(each.kind, route, place, item, -1, each.limit)


def rounded_up(kind: str, amount: float, whole_trips: bool = False) -> float:
    """An amount as it is told, never less than is needed: whole USD, units and m3, tenths of trips and tonnes."""
    if amount <= 1e-7:
        return 0.0
    is_whole = kind in ("budget", "weekly_budget", "stock", "storage") or (kind == "trips" and whole_trips)
    parts = 1.0 if is_whole else 10.0
    return float(np.ceil(amount * parts - 1e-6) / parts)


def _missing(problem: Problem, plan: Plan) -> np.ndarray:
    """Units unmet by pair in a plan; what it does not tell of is all unmet."""
    coverage = plan.coverage
    camp = problem.places.get_indexer(coverage[Coverage.camp_id])
    item = problem.items.get_indexer(coverage[Coverage.item_id])
    known = (camp >= 0) & (item >= 0)
    pair = np.full(len(coverage), -1)
    pair[known] = problem.pair_of[camp[known], item[known]]
    told = pair >= 0
    missing = np.bincount(pair[told], coverage[Coverage.unmet].to_numpy(float)[told], minlength=problem.n_pairs)
    return np.where(np.bincount(pair[told], minlength=problem.n_pairs) > 0, missing, problem.due.sum(axis=1))


def _missing_by_camp(problem: Problem, plan: Plan) -> np.ndarray:
    weighted = _missing(problem, plan) * problem.person_weight
    return np.bincount(problem.pair_camp, weighted, minlength=problem.n_camps).astype(float)


def _relevant(eased: Eased, camp: int, items: np.ndarray) -> np.ndarray:
    """Limits of what is on the way to a camp: routes, places and items that can matter to it, and money."""
    problem = eased.problem
    network = problem.network
    reach = np.arange(len(problem.places)) == camp
    size = -1
    while size != (size := int(reach.sum())):
        reach[network.origin[reach[network.destination]]] = True
    routes = np.unique(network.route[reach[network.destination]])
    found = np.zeros(len(eased.eases), bool)
    for position, each in enumerate(eased.eases):
        if each.kind in ("budget", "weekly_budget"):
            found[position] = True
        elif each.kind == "trips":
            found[position] = each.at in routes
        elif each.kind in ("throughput", "storage"):
            found[position] = reach[each.at]
        elif each.kind == "offer":
            found[position] = reach[problem.commodities.offer_place[each.at]] and each.item in items
        elif each.kind == "stock":
            found[position] = reach[each.at] and each.item in items
    return found
