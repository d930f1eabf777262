"""A plan for a scenario: forecast, needs, solve, audit; from the cache where the same was asked before."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from core.allocation import solve_plan
from core.audit import AuditReport, audit_plan
from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.plan import Basis, Plan, SolveReport
from core.domain.scenario import Scenario
from core.domain.schemas import PLAN_TABLES, Items
from core.domain.weeks import as_day
from core.errors import SolverFailed
from core.metrics.meter import METER, timed
from core.metrics.metric_names import SOLVE_GAP, SOLVE_SECONDS
from core.needs import NeedBasis
from core.services.keys import content_key, fingerprint_of_table
from core.services.needs_of_people import needs_of_scenario
from core.services.promised_plan import fingerprint_of, promised_shipments, tonnes_changed
from core.services.resources import Resources
from core.services.spread_of_need import spread_of_need

MOST_WARM_CELLS = 10_000
"""Camps x items x weeks up to which a what-if starts from the unchanged plan: there that plan takes seconds at most."""


@dataclass(frozen=True, eq=False)
class AuditedPlan:
    """A plan with the auditor's report; a plan that failed the audit is never returned as one.

    Attributes
    ----------
    key
        Content key; its first digits name the plan on pages.
    """

    plan: Plan
    audit: AuditReport
    key: str


def plan_key(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    as_of: pd.Timestamp | str | None = None,
    needs: pd.DataFrame | None = None,
    version: str | None = None,
) -> str:
    """Content key of the plan for a scenario, with every input of the plan in it."""
    return _key(resources, operation, scenario, as_of, needs, version, promised_shipments(resources, scenario))


def _key(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    as_of: pd.Timestamp | str | None,
    needs: pd.DataFrame | None,
    version: str | None,
    promised: pd.DataFrame | None,
) -> str:
    start = operation.planning_start if as_of is None else as_day(as_of)
    given = "" if needs is None else fingerprint_of_table(needs)
    model = ""
    if needs is None:
        version = version or resources.registry.current_version()
        model = f"{version} {resources.registry.fingerprint(version)}"
    limits = resources.settings.time_limit_seconds, resources.settings.time_limit_in_parts_seconds
    return content_key(
        "plan",
        operation.fingerprint,
        scenario.key,
        start.date(),
        given,
        model,
        *limits,
        resources.code_version,
        fingerprint_of(promised),
    )


def cached_plan(resources: Resources, key: str, scenario: Scenario) -> AuditedPlan | None:
    """The plan of this key, if it was made before."""
    found = resources.results.get(key)
    if found is None:
        return None
    summary = {**found["summary"], "scenario": scenario.name}
    plan = Plan(
        tables={name: found[name] for name in PLAN_TABLES},
        needs=found["needs"],
        scenario=scenario,
        report=SolveReport(**found["report"]),
        summary=summary,
        bases=_bases_from_table(found["bases"]),
    )
    audit = found["audit"]
    report = AuditReport(found["violations"], audit["limits_checked"], audit["figures"], tuple(audit["notes"]))
    return AuditedPlan(plan, report, key)


@timed("plan")
def plan_distribution(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    *,
    as_of: pd.Timestamp | str | None = None,
    needs: pd.DataFrame | None = None,
    version: str | None = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
    best_so_far: bool = False,
) -> AuditedPlan:
    """Propose who gets what, and have it checked.

    Parameters
    ----------
    operation
        As it is; the scenario is applied here.
    as_of
        Day to plan from; the operation's planning start by default.
    needs
        Need by camp, item and week (``NeedsInput``) in place of forecast and standards.
    version
        Model version of the forecast.
    cancelled, progress
        Asked during the solve; told the share done and what is being done.
    best_so_far
        Whether a solve that is cancelled gives the best plan it has by then, where it has one. Such a plan says so; it
        is kept under its key until the plan is asked for again.

    Raises
    ------
    InvalidScenario, Infeasible, SolveCancelled, NotEnoughHistory, SourceUnavailable
        As their names say.
    SolverFailed
        If the auditor refuses the solver's answer.
    """
    # read once: a folder may change between the key and the plan
    promised = promised_shipments(resources, scenario)
    key = _key(resources, operation, scenario, as_of, needs, version, promised)
    known = cached_plan(resources, key, scenario)
    if known is not None and not known.plan.report.was_cancelled():
        return known
    resources.results.discard(key)
    tell = progress or (lambda share, message: None)
    start = operation.planning_start if as_of is None else as_day(as_of)
    changed = apply_scenario(operation, scenario, start)
    notes: tuple[str, ...] = ()
    basis: NeedBasis | None = None
    model, given = "needs given", needs
    if needs is None:
        tell(0.05, "Forecasting people and needs")
        model = version or resources.registry.current_version()
        computed = needs_of_scenario(resources, changed, scenario, start, model)
        needs, notes, basis = computed.table, computed.notes, computed.basis
    can_start = _can_start_somewhere(operation, scenario)
    nothing, money = scenario.with_nothing_changed(), scenario.with_only_money_changed()
    is_simple = scenario.key in (nothing.key, money.key)
    simpler = nothing if is_simple else money
    bases: tuple[Basis, ...] = ()
    if can_start and simpler.key != scenario.key:
        tell(0.1, "Solving without the change first")
        bases = _bases_of(resources, operation, simpler, as_of=as_of, needs=given, version=version, cancelled=cancelled)
    tell(0.2, "Solving")
    plan = solve_plan(
        changed,
        needs,
        scenario,
        start,
        promised=promised,
        futures=spread_of_need(changed, needs, scenario, start),
        time_limit_seconds=resources.settings.time_limit_seconds,
        time_limit_in_parts_seconds=resources.settings.time_limit_in_parts_seconds,
        start_from=bases,
        keep_bases=can_start and is_simple,
        cancelled=cancelled,
        progress=lambda share, message: tell(0.2 + 0.7 * share, message),
        best_so_far=best_so_far,
    )
    METER.observe(SOLVE_SECONDS, sum(plan.report.seconds.values()), rule=str(scenario.fairness))
    METER.observe(SOLVE_GAP, plan.report.gap, rule=str(scenario.fairness))
    summary = full_summary(resources, operation, plan, start, model, notes)
    if basis is not None:
        summary["needs_basis"] = {"used": basis.used, "items": basis.items.to_dict("records")}
    if promised is not None:
        summary["changed_from_promised_t"] = tonnes_changed(changed.items, promised, plan.shipments)
    plan = replace(plan, summary=summary)
    tell(0.92, "Checking every limit")
    audit = audit_plan(operation, plan)
    if not audit.passed:
        first = audit.violations.iloc[0]
        raise SolverFailed(
            f"The plan failed the audit in {len(audit.violations)} places and is not shown. First: {first['message']}",
            hint="Report this with the operation and the scenario; solve another scenario meanwhile.",
        )
    found = AuditedPlan(plan, audit, key)
    keep_audited(resources, found)
    return found


def _can_start_somewhere(operation: Operation, scenario: Scenario) -> bool:
    """Whether a plan is found by the simplex method, which can start somewhere, in little time."""
    items = operation.items
    if scenario.plan_for == "spread":
        return False
    whole = scenario.trips == "whole" or items[Items.whole_units].fillna(False).any()
    return not whole and len(operation.camps) * len(items) * scenario.weeks <= MOST_WARM_CELLS


def _bases_of(resources: Resources, operation: Operation, simpler: Scenario, **asked: Any) -> tuple[Basis, ...]:
    """Where the solver stood at the plan of the simpler question.

    Always that plan, never the one solved last: of equally good plans the one that is found depends on the start, and
    the same question must have the same plan at every door.
    """
    try:
        return plan_distribution(resources, operation, simpler, **asked).plan.bases
    except SolverFailed:
        return ()


def _bases_as_table(bases: tuple[Basis, ...]) -> pd.DataFrame:
    stages = [np.full(basis.codes.size, stage, np.int8) for stage, basis in enumerate(bases)]
    return pd.DataFrame(
        {
            "stage": np.concatenate([np.zeros(0, np.int8), *stages]),
            "code": np.concatenate([np.zeros(0, np.uint64), *(basis.codes for basis in bases)]),
            "status": np.concatenate([np.zeros(0, np.int8), *(basis.statuses for basis in bases)]),
        }
    )


def _bases_from_table(table: pd.DataFrame) -> tuple[Basis, ...]:
    stages = [rows for _, rows in table.groupby("stage")]
    return tuple(Basis(rows["code"].to_numpy(), rows["status"].to_numpy()) for rows in stages)


def full_summary(
    resources: Resources, operation: Operation, plan: Plan, start: pd.Timestamp, model: str, notes: tuple[str, ...]
) -> dict[str, Any]:
    """Figures of a plan with what is known of its making: notes, versions, data and day."""
    summary = dict(plan.summary)
    summary["notes"] = [*notes, *summary.get("notes", [])]
    summary["versions"] = {**summary.get("versions", {}), "code": resources.code_version, "model": model}
    summary["fingerprint"] = operation.fingerprint
    summary["planning_start"] = str(start.date())
    summary["operation"] = operation.settings.name
    summary["illustrative"] = operation.settings.illustrative
    summary["scenario"] = plan.scenario.name
    return summary


def keep_audited(resources: Resources, audited: AuditedPlan) -> None:
    """Keep a plan under its key, for ``cached_plan`` to find."""
    key, plan, audit = audited.key, audited.plan, audited.audit
    report = {**plan.report.__dict__, "seconds": dict(plan.report.seconds)}
    resources.results.put(
        key,
        {
            **plan.tables,
            "needs": plan.needs,
            "bases": _bases_as_table(plan.bases),
            "violations": audit.violations,
            "report": report,
            "summary": json.loads(json.dumps(dict(plan.summary))),
            "audit": {
                "limits_checked": audit.limits_checked,
                "figures": json.loads(json.dumps(audit.figures)),
                "notes": list(audit.notes),
            },
        },
    )
