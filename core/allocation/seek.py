"""Least money, trips or stock with which no camp falls under a share of its need; exact, by one linear program each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from core.allocation.easing import Eased, ease
from core.allocation.explain import Limit, limit_of, rounded_up
from core.allocation.fairness.camp_level import add_level, needed_of_camps
from core.allocation.linear_program import NO_ROW, ProgramBuilder
from core.allocation.model import prices
from core.allocation.problem import KG_PER_TONNE, Problem
from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.scenario import Scenario

Means = Literal["budget", "trips", "stock"]
MEANS: tuple[Means, ...] = ("budget", "trips", "stock")

TOLERANCE = 1e-6
"""Share of need by which a camp may miss the floor."""

KINDS: dict[Means, tuple[str, ...]] = {"budget": ("budget", "weekly_budget"), "trips": ("trips",), "stock": ("stock",)}

MOST_CAMPS = 5
"""Camps under the floor whose best is computed one by one."""


@dataclass(frozen=True)
class Amount:
    """How much more of one limit."""

    limit: Limit
    amount: float


@dataclass(frozen=True)
class Stuck:
    """A camp that stays under the floor whatever the amount, even if all is done for it alone: the most it can get."""

    camp_id: str
    coverage: float


@dataclass(frozen=True)
class Sought:
    """The answer to a goal.

    Attributes
    ----------
    amount
        In all: USD (a week where only the weekly budget is set), trips a week, tonnes; NaN where none suffices.
    weekly
        Whether the amount is money a week.
    now
        The budget as it stands; infinite where there is none.
    parts
        More of which limits, of trips and stock.
    worst_coverage
        Least share of need of any camp with that amount, by solving again; where none suffices, the highest there can
        be with any amount.
    stuck
        Camps that stay under the floor though all is done for each alone, the worst first; where there are none, all
        cannot be lifted at once.
    helped_by
        Other means with any amount of which, on top, the floor can be reached.
    """

    means: Means
    floor: float
    amount: float
    weekly: bool
    now: float
    parts: tuple[Amount, ...]
    worst_coverage: float
    stuck: tuple[Stuck, ...]
    helped_by: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def suffices(self) -> bool:
        """Whether some amount does."""
        return bool(np.isfinite(self.amount))


def seek(
    operation: Operation,
    needs: pd.DataFrame,
    scenario: Scenario,
    start: pd.Timestamp,
    floor: float,
    means: Means,
    *,
    time_limit_seconds: float = 120.0,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Sought:
    """Solve for the least of one means with which every camp gets at least ``floor`` of its need.

    Parameters
    ----------
    operation
        As it is; the scenario is applied here.
    needs, scenario, start
        As ``solve_plan`` takes them; the fairness rule plays no part.

    Raises
    ------
    Infeasible
        If the limits of the scenario cannot hold together whatever is sought.
    SolveCancelled, SolverFailed
        As their names say.
    """
    tell = progress or (lambda share, words: None)
    eased = ease(
        apply_scenario(operation, scenario, start), needs, scenario, start,
        time_limit_seconds=time_limit_seconds, extend=_add_spending_and_short, cancelled=cancelled,
    )  # fmt: skip
    return _Goal(eased, floor, means, tell).answer()


def _add_spending_and_short(builder: ProgramBuilder, problem: Problem) -> None:
    """What is spent in all as a column, and for each camp with need what it falls under the floor."""
    spent = builder.add_columns("spent", {"all": np.zeros(1, int)})
    first = builder.add_rows("spending", {"all": np.zeros(1, int)}, upper=0.0)
    for name, price in prices(builder).items():
        builder.blocks[name].enter(first, price)
    spent.enter(first, -1.0)
    camps, _, needed = needed_of_camps(problem)
    short = builder.add_columns("short", {"camp": camps}, upper=needed)
    add_level(builder, problem)
    goal = builder.family("goal")
    short.enter(goal[1] + np.arange(camps.size) if goal else NO_ROW, -1.0)


class _Goal:
    """One goal and the live model."""

    def __init__(self, eased: Eased, floor: float, means: Means, tell: Callable[[float, str], None]) -> None:
        self.eased, self.floor, self.means, self.tell = eased, floor, means, tell
        self.problem = eased.problem
        self.camps, self.scale, self.needed = needed_of_camps(self.problem)
        program = eased.program
        self.short = np.arange(program.columns["short"].start, program.columns["short"].stop)
        self.spent = program.columns["spent"].start
        self.weekly = not np.isfinite(self.problem.budget_usd) and np.isfinite(self.problem.budget_usd_per_week)
        eased.session.limit_rows(eased.goal_rows(), upper=(1 - floor) * self.needed)

    def answer(self) -> Sought:
        eased, means = self.eased, self.means
        self.tell(0.1, "Solving for how near every camp can come to the floor")
        self.allow([means])
        under = self.under(self.shortfall())
        if under.any():
            return self.without_answer(under)
        self.tell(0.6, "Looking for the least amount")
        eased.session.limit_columns(self.short, upper=TOLERANCE / 10 * self.needed)
        if means == "budget" and self.weekly:
            # the least there has to be may be less than there is
            column = np.array([self.weekly_column()])
            eased.session.limit_columns(column, lower=-self.problem.budget_usd_per_week)
        values = eased.minimise(self.amount_costs(), "Looking for the least amount")
        amount, parts = self.amount(values)
        self.tell(0.85, "Solving again with that amount")
        worst = self.checked(amount, parts)
        now = self.problem.budget_usd_per_week if self.weekly else self.problem.budget_usd
        weekly = self.weekly and means == "budget"
        return Sought(means, self.floor, amount, weekly, float(now), parts, worst, (), (), self.notes())

    def allow(self, means: list[Means]) -> None:
        """Let there be any amount of some means, and of the others what there is; whatever money where it is sought."""
        eased = self.eased
        kinds = {kind for each in means for kind in self.kinds(each)}
        eased.allow_only([n for n, each in enumerate(eased.eases) if each.kind in kinds])

    def weekly_column(self) -> int:
        """The column of more money a week."""
        kinds = [each.kind for each in self.eased.eases]
        return self.eased.program.columns["ease"].start + kinds.index("weekly_budget")

    def kinds(self, means: Means) -> tuple[str, ...]:
        """Limits that are sought; of two budgets that of the horizon, the weekly one stands."""
        if means == "budget" and np.isfinite(self.problem.budget_usd):
            return ("budget",)
        return KINDS[means]

    def shortfall(self) -> np.ndarray:
        """Values that leave least under the floor in all, in weighted person-weeks."""
        self.eased.session.limit_columns(self.short, upper=self.needed)
        costs = np.zeros(self.eased.program.n_columns)
        costs[self.short] = self.scale[self.camps] / self.scale.max(initial=1e-300)
        return self.eased.minimise(costs, "Solving")

    def under(self, values: np.ndarray) -> np.ndarray:
        """Camps under the floor."""
        return values[self.short] > TOLERANCE * self.needed

    def amount_costs(self) -> np.ndarray:
        eased = self.eased
        if self.means == "budget" and not self.weekly:
            costs = np.zeros(eased.program.n_columns)
            costs[self.spent] = 1.0
            return costs
        weights = np.zeros(len(eased.eases))
        for n, each in enumerate(eased.eases):
            if each.kind in self.kinds(self.means):
                weights[n] = (
                    max(self.problem.weight_kg[each.item], 1e-3) / KG_PER_TONNE if each.kind == "stock" else 1.0
                )
        return eased.costs_of(weights)

    def amount(self, values: np.ndarray) -> tuple[float, tuple[Amount, ...]]:
        """The amount as it is told, rounded up, and its parts."""
        eased = self.eased
        if self.means == "budget" and not self.weekly:
            return rounded_up("budget", float(values[self.spent])), ()
        amounts = eased.eased(values)
        if self.means == "budget":
            more = float(values[self.weekly_column()])
            return rounded_up("weekly_budget", max(self.problem.budget_usd_per_week + more, 0.0)), ()
        found, in_all = [], 0.0
        for each, amount in zip(eased.eases, amounts, strict=True):
            told = rounded_up(each.kind, float(amount), self.problem.whole_trips)
            if told > 0:
                found.append(Amount(limit_of(each, self.problem), told))
                weight = float(self.problem.weight_kg[each.item]) / KG_PER_TONNE
                in_all += told * weight if each.kind == "stock" else told
        parts = tuple(found)
        return float(in_all), parts

    def checked(self, amount: float, parts: tuple[Amount, ...]) -> float:
        """Least coverage when solved again with the amount told."""
        eased = self.eased
        if self.means == "budget":
            if self.weekly:
                more = amount - self.problem.budget_usd_per_week
                eased.session.limit_columns(np.array([self.weekly_column()]), lower=more, upper=more)
            else:
                eased.session.limit_columns(np.array([self.spent]), upper=amount)
        else:
            known = {part.limit: part.amount for part in parts}
            eased.allow(np.array([known.get(limit_of(each, self.problem), 0.0) for each in eased.eases]))
        return self.worst(self.shortfall())

    def worst(self, values: np.ndarray) -> float:
        weighted = self.eased.unmet(values) * self.problem.person_weight
        missing = np.bincount(self.problem.pair_camp, weighted, minlength=self.problem.n_camps)[self.camps]
        covered = 1.0 - missing / self.problem.camp_needed[self.camps]
        return float(covered.min(initial=1.0))

    def without_answer(self, under: np.ndarray) -> Sought:
        """How high all camps can be lifted, which camps no amount lifts, and which other means would help."""
        eased, found = self.eased, []
        eased.session.limit_columns(self.short, upper=self.needed)
        worst = self.highest([])
        self.tell(0.4, "Trying what else would help")
        helped = tuple(m for m in MEANS if m != self.means and self.highest([m]) >= self.floor - TOLERANCE)
        self.allow([self.means])
        for turn, position in enumerate(np.flatnonzero(under)[:MOST_CAMPS]):
            self.tell(0.6 + 0.3 * turn / MOST_CAMPS, "Solving for the most that single camps can get")
            coverage = self.most_of(position)
            if coverage < self.floor - TOLERANCE:
                found.append(Stuck(str(self.problem.places[self.camps[position]]), coverage))
        now = self.problem.budget_usd_per_week if self.weekly else self.problem.budget_usd
        return Sought(
            means=self.means,
            floor=self.floor,
            amount=np.nan,
            weekly=self.weekly and self.means == "budget",
            now=float(now),
            parts=(),
            worst_coverage=worst,
            stuck=tuple(sorted(found, key=lambda each: each.coverage)),
            helped_by=helped,
            notes=self.notes(int(under.sum()) - MOST_CAMPS),
        )

    def highest(self, further: list[Means]) -> float:
        """The highest least share of need of any camp with any amount of what is sought and of further means."""
        self.allow([self.means, *further])
        level = self.eased.program.columns["level"].start
        costs = np.zeros(self.eased.program.n_columns)
        costs[level] = -float(self.needed.max(initial=1.0))
        return float(self.eased.minimise(costs, "Solving")[level])

    def most_of(self, position: int) -> float:
        """The most that one camp can get, the floor at most."""
        costs = np.zeros(self.eased.program.n_columns)
        costs[self.short[position]] = 1.0
        values = self.eased.minimise(costs, "Solving")
        return float(self.floor - values[self.short[position]] / self.needed[position])

    def notes(self, further: int = 0) -> tuple[str, ...]:
        notes = []
        if further > 0:
            notes.append(f"{further} further camps were not looked at one by one.")
        if self.problem.whole_trips or self.problem.whole.any():
            notes.append("Worked out with parts of trips and of units; a plan in whole ones may need a little more.")
        return tuple(notes)
