"""From an operation and a question to the ration of least cost, with what would replace its foods."""

import time
from importlib.metadata import version

import numpy as np

import core
from core.domain.operation import Operation
from core.domain.ration import RationDesign, RationFlows, RationPurchases, RationQuestion, WeeklyLimits
from core.errors import Infeasible
from core.ration.beyond_limits import beyond_limits
from core.ration.known_basket import basket_nutrients, basket_table, cost_of_basket, known_grams
from core.ration.nutrient_prices import nutrients_table
from core.ration.problem import Problem, build_problem
from core.ration.read_back import flows_table, purchases_table, ration_table
from core.ration.solve import Solution, solve
from core.ration.substitutes import substitutes_table


def design_ration(operation: Operation, question: RationQuestion) -> RationDesign:
    """Foods, suppliers and flows of least cost for one period; one ration for all camps.

    Stock, arrivals, budget and lead times are left aside. Amounts and USD are exact, not rounded.

    Raises
    ------
    InvalidTable, InvalidScenario, NotEnoughHistory
        If tables lack rows, a food is not known, or nobody was counted.
    Infeasible
        If no ration keeps all limits; ``limits`` names those that clash.
    SolverFailed
        If the solver gives no proven answer.
    """
    began = time.perf_counter()
    problem, solution, ruled_out = _solved(build_problem(operation, question), question.weekly_limits)
    grams = known_grams(operation, problem.foods)
    known = cost_of_basket(problem, grams)
    purchases, flows = purchases_table(problem, solution), flows_table(problem, solution)
    bought = float(purchases[RationPurchases.cost_usd].sum())
    moved = float(flows[RationFlows.cost_usd].sum())
    person_days = problem.people * problem.days
    summary = {
        "operation": operation.settings.name,
        "illustrative": operation.settings.illustrative,
        "status": "optimal",
        "cost_usd": bought + moved,
        "procurement_usd": bought,
        "transport_usd": moved,
        "usd_per_person_day": (bought + moved) / person_days,
        "people": problem.people,
        "days": problem.days,
        "known_basket_usd_per_person_day": known.usd_per_person_day,
        "known_basket_limits": list(known.limits),
        "weekly_limits": "kept" if np.isfinite(problem.weeks) else "left_aside",
        "weekly_limits_in_conflict": list(ruled_out),
        "question": question.as_values(),
        "fingerprint": operation.fingerprint,
        "notes": [*problem.notes, *([_LEFT_ASIDE + "; ".join(ruled_out) + "."] if ruled_out else [])],
        "rows": solution.program.n_rows,
        "columns": solution.program.n_columns,
        "versions": {"code": core.__version__, "pulp": version("pulp"), "highs": version("highspy")},
    }
    tables = {
        "ration": ration_table(problem, solution),
        "purchases": purchases,
        "flows": flows,
        "nutrients": nutrients_table(problem, solution),
        "substitutes": substitutes_table(problem, solution),
        "beyond_limits": beyond_limits(build_problem(operation, question), solution),
        "known_basket": basket_table(problem, grams),
        "known_basket_nutrients": basket_nutrients(problem, grams),
    }
    summary["seconds"] = time.perf_counter() - began
    return RationDesign(question, tables, summary)


_LEFT_ASIDE = "No ration keeps what suppliers offer and roads carry a week, so these limits are left aside: "


def _solved(problem: Problem, weekly_limits: WeeklyLimits) -> tuple[Problem, Solution, tuple[str, ...]]:
    """Problem and solution with weekly limits as asked, and those that clash where they had to be left aside."""
    free = problem.without_weekly_limits()
    if weekly_limits == "aside":
        return free, solve(free), ()
    try:
        return problem, solve(problem), ()
    except Infeasible as error:
        if weekly_limits == "hold":
            raise
        ruled_out = error.limits
    return free, solve(free), ruled_out
