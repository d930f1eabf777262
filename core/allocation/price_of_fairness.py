"""The price of fairness: what a higher least coverage of any camp costs, point by point on one live problem.

Each point is the plan of least objective with no camp under a floor; only the floor, the lower bound of one column,
changes from point to point, and the simplex method goes on from where the point before stood. The price of a point is
the share of weighted person-weeks served that it gives up against the first point: Bertsimas, Farias and Trichakis,
The Price of Fairness, Operations Research 59 (2011), 17 to 31.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.allocation.fairness.camp_level import add_level, raise_level
from core.allocation.linear_program import LinearProgram
from core.allocation.model import build_model
from core.allocation.problem import Problem, build_problem
from core.allocation.read_back import plan_figures, read_flows
from core.allocation.solve import Session
from core.domain.operation import Operation
from core.domain.scenario import Scenario

POINTS = 15
"""Points of a curve, both ends among them."""

SAME_FLOOR = 1e-6
"""Where the highest floor is no more than this above the first, the curve is one point."""

CURVE_COLUMNS = ["floor", "worst_coverage", "weighted_unmet", "cost_usd", "objective", "price_share"]


@dataclass(frozen=True, eq=False)
class PriceCurve:
    """What each floor under the coverage of all camps costs.

    Attributes
    ----------
    points
        ``floor`` (0 to 1, rising), ``worst_coverage``, ``weighted_unmet`` (weighted person-weeks without),
        ``cost_usd``, ``objective`` (USD, never falling), ``price_share``: weighted person-weeks served that are given
        up against the first point, as a share.
    parts_of_units
        Whether the question was in whole trips or units, and the curve is not.
    is_whole
        Whether every point was found in time.
    """

    points: pd.DataFrame
    parts_of_units: bool
    is_whole: bool


def price_of_fairness(
    operation: Operation,
    needs: pd.DataFrame,
    scenario: Scenario,
    start: pd.Timestamp,
    first_floor: float | None = None,
    *,
    n_points: int = POINTS,
    time_limit_seconds: float = 60.0,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> PriceCurve:
    """The curve from the worst coverage of the efficient plan to the highest that can be reached.

    Parameters
    ----------
    operation
        With the scenario already applied.
    needs, scenario, start
        As for ``solve_plan``; the scenario's rule is not looked at.
    first_floor
        Worst coverage of the efficient plan, where it is known: of equally good plans this curve may find another.
    n_points
        At least 2.
    time_limit_seconds
        For all points together.
    progress
        Told a share in 0-1 and what is being done.

    Raises
    ------
    Infeasible, InvalidScenario, SolveCancelled, SolverFailed
        As ``solve_plan``.
    """
    tell = progress or (lambda share, words: None)
    asked = build_problem(operation, needs, scenario.with_planned_weeks_alone(), start)
    # whole trips would need a search at every point; in parts the curve bounds what whole ones reach
    problem = replace(asked, whole_trips=False, whole=np.zeros_like(asked.whole))
    in_parts = bool(asked.whole_trips or asked.whole.any())
    program = build_model(problem, add_level)
    done = [0.0]
    session = Session(
        problem,
        program,
        time_limit_seconds=time_limit_seconds,
        cancelled=cancelled,
        progress=lambda _share, words: tell(done[0], words),
    )
    if not (problem.camp_needed > 0).any():
        return PriceCurve(pd.DataFrame(columns=CURVE_COLUMNS, dtype="float64"), in_parts, True)
    level = program.columns["level"].start
    highest = raise_level(session)
    session.raise_lower_bound(level, 0.0)
    done[0] = 1 / (n_points + 1)
    words = "Looking for the plan that leaves least need unmet"
    session.minimise(program.cost, words)
    efficient = plan_figures(problem, program, read_flows(problem, program, session.solution.values))
    lowest = min(float(efficient["worst_coverage"] or 0.0) if first_floor is None else first_floor, highest)
    floors = np.linspace(lowest, highest, n_points) if highest - lowest > SAME_FLOOR else np.array([lowest])
    rows = []
    for number, floor in enumerate(floors):
        done[0] = (number + 2) / (floors.size + 2)
        session.raise_lower_bound(level, floor)
        session.minimise(program.cost, f"Price of a floor, {number + 1} of {floors.size}", go_on=True)
        if not session.solution.is_closed():
            break
        rows.append({"floor": floor, **_figures(problem, program, session)})
    points = pd.DataFrame(rows, columns=["floor", *_KEPT])
    total = float((problem.weight_needed * problem.vulnerability).sum())
    served = total - points["weighted_unmet"]
    points["price_share"] = (1 - served / served.iloc[0]).clip(lower=0.0) if len(served) and served.iloc[0] > 0 else 0.0
    return PriceCurve(points[CURVE_COLUMNS], in_parts, len(points) == floors.size)


_KEPT = ("worst_coverage", "weighted_unmet", "cost_usd", "objective")


def _figures(problem: Problem, program: LinearProgram, session: Session) -> dict[str, float | None]:
    figures = plan_figures(problem, program, read_flows(problem, program, session.solution.values))
    return {name: figures[name] for name in _KEPT}
