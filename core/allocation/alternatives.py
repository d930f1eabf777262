"""Plans nearly as good as the best that differ from it, and from each other, the most.

All plans within a share of the best objective are a polyhedron. Each candidate is a corner of it: the plan that least
does what the plans so far do, each of their flows and deliveries weighed at random. Of the candidates the one that
differs most from all plans so far is taken.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.allocation.fairness import RULES
from core.allocation.linear_program import LinearProgram, ProgramBuilder
from core.allocation.model import build_model
from core.allocation.problem import KG_PER_TONNE, Problem, build_problem
from core.allocation.solve import Session, Solution
from core.allocation.solve_plan import plan_of
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import Scenario
from core.errors import SolverFailed

TRIES = 6
"""Candidates for each alternative."""

LEAST_DIFFERENCE = 1e-3
"""Share of all tonnes moved and handed out by which a plan must differ."""

SEED = 20_151_004


@dataclass(frozen=True)
class Alternatives:
    """The best plan and others.

    Attributes
    ----------
    plans
        The best first.
    differences
        Tonnes by route and item, and by camp and item, that each does otherwise than the best; the first is 0.
    """

    plans: tuple[Plan, ...]
    differences: tuple[float, ...]


def find_alternatives(
    operation: Operation,
    needs: pd.DataFrame,
    scenario: Scenario,
    start: pd.Timestamp,
    *,
    count: int = 3,
    within: float = 0.01,
    promised: pd.DataFrame | None = None,
    futures: Sequence[tuple[float, pd.DataFrame]] = (),
    time_limit_seconds: float = 120.0,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Alternatives:
    """Solve for the best plan and for up to ``count`` others.

    Parameters
    ----------
    operation
        With the scenario applied.
    needs, scenario, start, promised, futures
        As ``solve_plan`` takes them.
    within
        Share of the best objective that another plan may be worse; what the fairness rule reached is held as well.

    Raises
    ------
    Infeasible, SolveCancelled, SolverFailed
        As ``solve_plan``.
    """
    tell = progress or (lambda share, words: None)
    problem = build_problem(operation, needs, scenario, start, promised, futures)
    rule = RULES[scenario.fairness]

    def extend(builder: ProgramBuilder, problem: Problem) -> None:
        rule.extend(builder, problem)
        _add_objective(builder, problem)

    program = build_model(problem, extend)
    session = Session(
        problem, program, time_limit_seconds=time_limit_seconds, cancelled=cancelled,
        progress=lambda share, words: tell(0.2 * share, words),
    )  # fmt: skip
    rule.optimise(session)
    best = session.solution
    objective = float(_costs(program) @ best.values)
    row = np.array([program.rows["objective"].start])
    session.limit_rows(row, upper=_scaled(program, objective * (1 + within) + 1e-7 * abs(objective)))
    found, profiles = [best], [_profile(problem, program, best.values)]
    random = np.random.default_rng(SEED)
    for number in range(count):
        candidates: list[tuple[float, Solution]] = []
        for turn in range(TRIES):
            tell(0.2 + 0.75 * (number + turn / TRIES) / count, f"Looking for alternative {number + 1} of {count}")
            costs = _away(problem, program, found, objective, random)
            try:
                session.minimise(costs, "Looking for another plan")
            except SolverFailed:
                break
            if session.solution.termination == "Time limit reached":
                break
            profile = _profile(problem, program, session.solution.values)
            apart = min(float(np.abs(profile - other).sum()) for other in profiles)
            candidates.append((apart, session.solution))
        most = max(candidates, key=lambda each: each[0], default=None)
        if most is None or most[0] <= LEAST_DIFFERENCE * max(float(profiles[0].sum()), 1e-9):
            break
        found.append(most[1])
        profiles.append(_profile(problem, program, most[1].values))
    plans = []
    for number, solution in enumerate(found):
        if number:
            gap = max(float(_costs(program) @ solution.values) / objective - 1, 0.0) if objective > 0 else 0.0
            words = f"Alternative {number}, within {within:.2%} of the best"
            told = replace(solution, status="best_found", termination=words, gap=gap)
        else:
            told = solution
        plans.append(plan_of(problem, program, told, needs, scenario, seconds={}))
    differences = tuple(float(np.abs(profile - profiles[0]).sum()) for profile in profiles)
    return Alternatives(tuple(plans), differences)


def _costs(program: LinearProgram) -> np.ndarray:
    """The objective without tie-breaks, a cost per column."""
    return np.concatenate([block.cost_usd for block in program.blocks.values()])


def _scaled(program: LinearProgram, objective: float) -> float:
    return objective / max(float(np.abs(_costs(program)).max(initial=0.0)), 1.0)


def _add_objective(builder: ProgramBuilder, problem: Problem) -> None:
    """The objective as a row, over its largest cost; not limited yet."""
    largest = max(float(np.abs(b.cost_usd).max(initial=0.0)) for b in builder.blocks.values())
    row = builder.add_rows("objective", {"all": np.zeros(1, int)}, upper=np.inf)
    for block in builder.blocks.values():
        if block.cost_usd.any():
            block.enter(row, block.cost_usd / max(largest, 1.0))


def _keys(problem: Problem, program: LinearProgram) -> list[tuple[str, np.ndarray, np.ndarray, int]]:
    """Block, cell of each of its columns, tonnes a unit, number of cells: by route and item, by camp and item."""
    goods, s, d = problem.commodities, program.blocks["ship"], program.blocks["deliver"]
    n_items = len(problem.items)
    item = goods.item[s["commodity"]]
    given = problem.pair_item[d["pair"]]
    return [
        ("ship", problem.network.route[s["arc"]] * n_items + item, problem.weight_kg[item] / KG_PER_TONNE,
         len(problem.network.routes) * n_items),
        ("deliver", d["pair"], problem.weight_kg[given] / KG_PER_TONNE, problem.n_pairs),
    ]  # fmt: skip


def _profile(problem: Problem, program: LinearProgram, values: np.ndarray) -> np.ndarray:
    """Tonnes by route and item, then by camp and item, over all weeks."""
    return np.concatenate(
        [
            np.bincount(cell, values[program.columns[name]] * tonnes, minlength=size).astype(float)
            for name, cell, tonnes, size in _keys(problem, program)
        ]
    )


def _away(
    problem: Problem,
    program: LinearProgram,
    found: list[Solution],
    objective: float,
    random: np.random.Generator,
) -> np.ndarray:
    """Costs that lead away from the plans so far: what they do has a random price, and everything a trace of its own.

    Only prices above 0 are put on what is sent, so that nothing is sent in circles to look different.
    """
    costs = np.zeros(program.n_columns)
    for name, cell, tonnes, size in _keys(problem, program):
        used = sum(
            np.bincount(cell, solution.values[program.columns[name]] * tonnes, minlength=size) for solution in found
        )
        price = random.uniform(0.2, 1.0, size) * (np.asarray(used) > 1e-6)
        costs[program.columns[name]] = price[cell] * tonnes
    trace = 1e-3 * max(float(costs.max(initial=0.0)), 1e-9) / max(float(np.abs(program.cost).max(initial=0.0)), 1e-9)
    return costs + trace * program.cost
