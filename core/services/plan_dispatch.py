"""Vehicles for a week's shipments: from the cache where the same was asked before, and never shown unchecked."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pandas as pd

from core.dispatch import DispatchCheck, check_dispatch
from core.dispatch_folder import refuse_other_than_dispatch, write_dispatch
from core.domain.change import apply_plan
from core.domain.dispatch import WEEKDAYS, Dispatch, DispatchRequest, Objective
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import DISPATCH_TABLES, Shipments
from core.domain.weeks import as_day, day_from_text
from core.errors import InvalidScenario, SolverFailed
from core.intake import read_table
from core.metrics.meter import timed
from core.services.keys import content_key, fingerprint_of_table
from core.services.resources import Resources
from core.whole_folder import csv_text


@dataclass(frozen=True, eq=False)
class CheckedDispatch:
    """A dispatch with the report of the check; one that failed it is never returned.

    Attributes
    ----------
    key
        Content key; its first digits name the dispatch on pages and paper.
    """

    dispatch: Dispatch
    check: DispatchCheck
    key: str


def dispatch_key(
    resources: Resources,
    operation: Operation,
    plan: Plan,
    request: DispatchRequest,
    roads: pd.DataFrame | None = None,
) -> str:
    """Content key of a dispatch, with every input of it."""
    return content_key(
        "dispatch",
        operation.fingerprint,
        plan.scenario.key,
        as_day(plan.summary.get("planning_start") or operation.planning_start).date(),
        *(_text_of_week(plan.tables[name], request) for name in ("shipments", "stock", "losses")),
        "" if roads is None else fingerprint_of_table(roads),
        resources.settings.osrm_url or "",
        request.key,
        resources.code_version,
    )


def _text_of_week(table: pd.DataFrame, request: DispatchRequest) -> str:
    """Rows of the week as text: the same for a plan just made, read from a folder or taken from the cache."""
    return csv_text(table[table[Shipments.week] == as_day(request.week)])


def cached_dispatch(resources: Resources, key: str, request: DispatchRequest) -> CheckedDispatch | None:
    """The dispatch of this key, if it was made before."""
    found = resources.results.get(key)
    if found is None:
        return None
    dispatch = Dispatch(request, {name: found[name] for name in DISPATCH_TABLES}, found["summary"])
    return CheckedDispatch(dispatch, DispatchCheck(found["violations"], found["check"]["limits_checked"]), key)


@timed("dispatch")
def plan_dispatch(
    resources: Resources,
    operation: Operation,
    plan: Plan,
    request: DispatchRequest,
    *,
    roads: pd.DataFrame | None = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> CheckedDispatch:
    """Vehicles, trips and times for the shipments that a plan sends in a week, checked.

    Parameters
    ----------
    operation
        As it is; the plan's scenario is applied here.
    roads
        Road links (``RoadLinks``) to drive on in place of the operation's routes.
    cancelled, progress
        Asked during the search; told the share done and what is being done.

    Raises
    ------
    InvalidTable
        If there are no vehicles, or what the objective needs is not known of them.
    InvalidScenario
        If the plan has no such week, or a locked trip cannot be driven as it is.
    SolveCancelled
        If a person stopped it.
    SolverFailed
        If the check refuses the dispatch.
    """
    key = dispatch_key(resources, operation, plan, request, roads)
    known = cached_dispatch(resources, key, request)
    if known is not None:
        return known
    from core.dispatch import distances_of, solve_dispatch

    changed = apply_plan(operation, plan)
    distances = distances_of(changed, plan.scenario, request, roads, resources.settings.osrm_url)
    dispatch = solve_dispatch(changed, plan, request, distances, cancelled=cancelled, progress=progress)
    check = check_dispatch(changed, plan, dispatch)
    if not check.passed:
        first = check.violations.iloc[0]
        raise SolverFailed(
            f"The dispatch failed the check in {len(check.violations)} places and is not shown. "
            f"First: {first['message']}",
            hint="Report this with the operation and the plan; ask with another objective meanwhile.",
        )
    found = CheckedDispatch(dispatch, check, key)
    resources.results.put(
        key,
        {
            **dispatch.tables,
            "violations": check.violations,
            "summary": json.loads(json.dumps(dict(dispatch.summary))),
            "check": {"limits_checked": check.limits_checked},
        },
    )
    return found


def weeks_with_shipments(plan: Plan) -> list[pd.Timestamp]:
    """Sundays of the weeks in which the plan sends anything, the first one first."""
    sent = plan.shipments
    return sorted(sent.loc[sent[Shipments.quantity] > 0, Shipments.week].unique())


def dispatch_request(
    plan: Plan,
    week: str | None,
    *,
    objective: str = "cost",
    days: str | None = None,
    seconds: float = 60.0,
    iterations: int = 3000,
    seed: int = 0,
) -> DispatchRequest:
    """The question of a dispatch from words; without a week, the first in which the plan sends anything.

    Raises
    ------
    InvalidScenario
        If a value is out of bounds, or the plan sends nothing at all.
    InvalidTable
        If the week is no date.
    """
    known = weeks_with_shipments(plan)
    if week is None and not known:
        raise InvalidScenario("The plan sends nothing in any week, so there is nothing to dispatch.")
    sunday = day_from_text(week) if week is not None else known[0]
    return DispatchRequest(
        week=sunday.date(),
        objective=cast(Objective, objective),
        seconds=seconds,
        iterations=iterations,
        seed=seed,
        working_days=WEEKDAYS if days is None else tuple(days.replace(",", " ").split()),
    )


def dispatch_folder(
    resources: Resources,
    operation: Operation,
    plan: Plan,
    request: DispatchRequest,
    road_file: Path | None = None,
) -> CheckedDispatch:
    """The same with a file of road links; raises also as ``read_table``."""
    roads = None if road_file is None else read_table(road_file)
    return plan_dispatch(resources, operation, plan, request, roads=roads)


def refuse_occupied_dispatch_folder(folder: Path) -> None:
    """Refuse a folder that a dispatch would overwrite something in; raises ``SourceUnavailable``."""
    refuse_other_than_dispatch(folder)


def keep_dispatch(checked: CheckedDispatch, folder: Path) -> None:
    """Write a dispatch; the folder appears whole or not at all, else raises ``SourceUnavailable``."""
    write_dispatch(checked.dispatch, folder)
