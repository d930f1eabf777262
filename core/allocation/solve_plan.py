"""From an operation, needs and a scenario to a plan."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version

import pandas as pd

import core
from core.allocation.fairness import RULES
from core.allocation.linear_program import LinearProgram
from core.allocation.model import build_model
from core.allocation.problem import Problem, build_problem
from core.allocation.read_back import plan_figures, plan_tables, read_flows
from core.allocation.repair import repairs
from core.allocation.solve import Session, Solution
from core.domain.operation import Operation
from core.domain.plan import Basis, Plan, SolveReport
from core.domain.scenario import Scenario
from core.errors import Infeasible

MOST_COLUMNS_AT_ONCE = 300_000
"""Larger problems are solved in parts, to a proved gap: the whole of 710,000 columns takes 216 s of one processor."""


def solve_plan(
    operation: Operation,
    needs: pd.DataFrame,
    scenario: Scenario,
    start: pd.Timestamp,
    *,
    promised: pd.DataFrame | None = None,
    futures: Sequence[tuple[float, pd.DataFrame]] = (),
    time_limit_seconds: float = 60.0,
    time_limit_in_parts_seconds: float = 600.0,
    start_from: Sequence[Basis] = (),
    keep_bases: bool = False,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
    most_columns_at_once: int = MOST_COLUMNS_AT_ONCE,
    best_so_far: bool = False,
) -> Plan:
    """The plan that is best by the scenario's fairness rule.

    A large problem under ``efficiency`` is solved in parts: its plan is proved to be within a gap of the best possible.

    Parameters
    ----------
    operation
        With the scenario already applied; closures, limits, decisions and budgets are read from the scenario here.
    needs
        ``NeedsInput`` columns: gross need in units; for once items what is newly needed in the week.
    scenario
        The question.
    start
        Date of the stock count; week 1 ends on the first Sunday after it.
    promised
        ``Shipments`` of a plan that should change little.
    futures
        Chance and ``NeedsInput`` of needs that what is sent must serve besides ``needs``.
    time_limit_seconds
        For the solver, all stages together.
    time_limit_in_parts_seconds
        For a problem that is solved in parts.
    start_from
        ``Plan.bases`` of a question that differs a little; of equally good plans the one near it is found, sooner.
    keep_bases
        Whether the plan keeps where the solver stood.
    cancelled
        Asked now and then; true stops the work.
    progress
        Told a share in 0-1 and what is being done, in words.
    most_columns_at_once
        Size above which a problem is solved in parts, where it comes apart.
    best_so_far
        Whether a search in parts that is cancelled gives the best plan it has by then, where it has one.

    Raises
    ------
    Infeasible
        If limits and decisions of the scenario cannot hold together; names them.
    InvalidScenario
        If the scenario names a route or week the plan does not have.
    SolveCancelled, SolverFailed
        If a person stopped it, or no plan was found in time.
    """
    tell = progress or (lambda share, words: None)
    tell(0.0, "Reading the tables")
    clock = [time.perf_counter()]
    problem = build_problem(operation, needs, scenario, start, promised, futures)
    clock.append(time.perf_counter())
    rule = RULES[scenario.fairness]
    program = build_model(problem, rule.extend)
    clock.append(time.perf_counter())
    found: Solution | None = None
    transfer_seconds = 0.0
    bases: tuple[Basis, ...] = ()
    if program.n_columns > most_columns_at_once and scenario.fairness == "efficiency":
        # SciPy, which only the search in parts needs, is not loaded on the way to a page
        from core.allocation.decompose import can_be_split, solve_in_parts

        if can_be_split(problem, program):
            found = solve_in_parts(
                problem,
                program,
                time_limit_seconds=time_limit_in_parts_seconds,
                cancelled=cancelled,
                progress=progress,
                best_so_far=best_so_far,
            )
    if found is None:
        session = Session(
            problem,
            program,
            time_limit_seconds=time_limit_seconds,
            start_from=start_from,
            keep_bases=keep_bases,
            cancelled=cancelled,
            progress=progress,
        )
        try:
            rule.optimise(session)
        except Infeasible as error:
            tell(0.9, "Looking for the cheapest way out")
            error.repairs = repairs(operation, needs, scenario, start, session.conflict)
            raise
        found, transfer_seconds, bases = session.solution, session.transfer_seconds, tuple(session.bases)
    clock.append(time.perf_counter())
    tell(0.95, "Reading the plan")
    plan = plan_of(problem, program, found, needs, scenario, {}, bases)
    clock.append(time.perf_counter())
    seconds = {
        "tables": clock[1] - clock[0],
        "build": clock[2] - clock[1],
        "transfer": transfer_seconds,
        "solve": clock[3] - clock[2] - transfer_seconds,
        "read": clock[4] - clock[3],
    }
    tell(1.0, "Done")
    return replace(plan, report=replace(plan.report, seconds=seconds), summary={**plan.summary, "seconds": seconds})


def plan_of(
    problem: Problem,
    program: LinearProgram,
    found: Solution,
    needs: pd.DataFrame,
    scenario: Scenario,
    seconds: Mapping[str, float],
    bases: tuple[Basis, ...] = (),
) -> Plan:
    """The plan that a solution stands for: its tables, figures and report; ``seconds`` by stage."""
    flows = read_flows(problem, program, found.values)
    tables = plan_tables(problem, program, flows)
    figures = plan_figures(problem, program, flows)
    size = {"rows": program.n_rows, "columns": program.n_columns, "nonzeros": program.n_nonzeros}
    report = SolveReport(status=found.status, termination=found.termination, gap=found.gap, seconds=seconds, **size)
    summary = {
        "status": found.status,
        "termination": found.termination,
        "gap": found.gap,
        **figures,
        "weeks": problem.n_weeks,
        "fairness": scenario.fairness,
        "seconds": dict(seconds),
        **size,
        "versions": {"code": core.__version__, "pulp": version("pulp"), "highs": version("highspy")},
        "notes": list(problem.notes),
    }
    return Plan(tables=tables, needs=needs, scenario=scenario, report=report, summary=summary, bases=bases)
