"""Plans nearly as good as the best that differ most, each audited, each told apart from the best."""

import json
import os
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from core.allocation.alternatives import find_alternatives
from core.audit import AuditReport, audit_plan
from core.comparison import Comparison, compare_plans
from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import Scenario
from core.errors import InvalidScenario, SolverFailed, SourceUnavailable
from core.plan_folder import write_plan
from core.services.keys import content_key
from core.services.needs_of_people import needs_of_scenario
from core.services.plan_distribution import AuditedPlan, cached_plan, full_summary, keep_audited, plan_key
from core.services.promised_plan import promised_shipments
from core.services.resources import Resources
from core.services.spread_of_need import spread_of_need

MOST_ALTERNATIVES = 10


@dataclass(frozen=True, eq=False)
class NearBest:
    """The best plan and others.

    Attributes
    ----------
    best
        The plan of the scenario.
    others
        Other plans, in the order they were found.
    comparisons
        What changes from the best to each.
    tonnes_apart
        Of each: tonnes by route and item, and by camp and item, done otherwise than by the best.
    """

    best: AuditedPlan
    others: tuple[AuditedPlan, ...]
    comparisons: tuple[Comparison, ...]
    tonnes_apart: tuple[float, ...]

    def extra_cost_share(self, number: int) -> float:
        """By how much the objective of another plan is worse than the best."""
        best, other = (float(p.plan.summary["objective"]) for p in (self.best, self.others[number]))
        return other / best - 1 if best > 0 else 0.0


def near_best_key(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    count: int,
    within: float,
    version: str | None = None,
) -> str:
    """Content key of the alternatives: all that the plan's key has in it, how many and how near."""
    return content_key("alternatives", plan_key(resources, operation, scenario, version=version), count, within)


def cached_near_best(
    resources: Resources, operation: Operation, scenario: Scenario, count: int, within: float
) -> NearBest | None:
    """The alternatives where they were found before."""
    key = near_best_key(resources, operation, scenario, count, within)
    return kept_near_best(resources, operation, scenario, key)


def kept_near_best(resources: Resources, operation: Operation, scenario: Scenario, key: str) -> NearBest | None:
    """The alternatives of this key, by whichever model they were found."""
    found = resources.results.get(key)
    if found is None:
        return None
    plans = [cached_plan(resources, key, scenario) for key in found["listing"]["keys"]]
    if any(plan is None for plan in plans):
        return None
    known = [plan for plan in plans if plan is not None]
    return _told(operation, known, found["listing"]["tonnes_apart"])


def find_near_best(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    count: int = 3,
    within: float = 0.01,
    *,
    as_of: pd.Timestamp | None = None,
    needs: pd.DataFrame | None = None,
    version: str | None = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> NearBest:
    """Solve for the best plan and others within a share of its objective, and audit each.

    Raises
    ------
    InvalidScenario
        If count or share are out of bounds.
    Infeasible, SolveCancelled, SolverFailed
        As their names say; the last where a plan fails the audit.
    """
    if not 1 <= count <= MOST_ALTERNATIVES:
        raise InvalidScenario(f"Expected 1 to {MOST_ALTERNATIVES} alternatives, got {count}.", hint="Ask for fewer.")
    if not 0 <= within <= 1:
        raise InvalidScenario(f"Expected a share from 0 to 1, got {within:g}.", hint="Write 1 % as 0.01.")
    start = operation.planning_start if as_of is None else as_of
    changed = apply_scenario(operation, scenario, start)
    # read once: another model may be served before the work ends
    version = version or resources.registry.current_version()
    base = content_key("alternatives", plan_key(resources, operation, scenario, start, None, version), count, within)
    model = "needs given"
    notes: tuple[str, ...] = ()
    if needs is None:
        model = version
        computed = needs_of_scenario(resources, changed, scenario, start, model)
        needs, notes = computed.table, computed.notes
    found = find_alternatives(
        changed, needs, scenario, start, count=count, within=within,
        promised=promised_shipments(resources, scenario), futures=spread_of_need(changed, needs, scenario, start),
        time_limit_seconds=resources.settings.time_limit_seconds, cancelled=cancelled, progress=progress,
    )  # fmt: skip
    audited = []
    for number, plan in enumerate(found.plans):
        whole = replace(plan, summary=full_summary(resources, operation, plan, start, model, notes))
        audited.append(AuditedPlan(whole, _audited(operation, whole), content_key(base, number)))
    return _told(operation, audited, list(found.differences))


def make_near_best(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    count: int,
    within: float,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> str:
    """Find the alternatives and keep them; gives their key. Raises as ``find_near_best``."""
    version = resources.registry.current_version()
    key = near_best_key(resources, operation, scenario, count, within, version)
    found = find_near_best(
        resources, operation, scenario, count, within, version=version, cancelled=cancelled, progress=progress
    )
    every = (found.best, *found.others)
    for audited in every:
        keep_audited(resources, audited)
    listing = {"keys": [audited.key for audited in every], "tonnes_apart": [0.0, *found.tonnes_apart]}
    resources.results.put(key, {"listing": listing})
    return key


def write_near_best(found: NearBest, folder: Path) -> None:
    """Write ``best`` and ``alternative-N`` as plan folders, and ``alternatives.json``; whole or not at all.

    Raises
    ------
    SourceUnavailable
        If something is there already, or it cannot be written.
    """
    refuse_existing(folder)
    target = folder.resolve()
    draft = target.parent / f".{target.name}.{uuid.uuid4().hex}.draft"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir()
        write_plan(found.best.plan, draft / "best")
        for number, other in enumerate(found.others, start=1):
            write_plan(other.plan, draft / f"alternative-{number}")
        (draft / "alternatives.json").write_text(json.dumps(summary_of(found), indent=2, ensure_ascii=False), "utf-8")
        if target.exists():
            target.rmdir()
        os.replace(draft, target)
    except OSError as error:
        what = f"{folder} cannot be written: {error.strerror or error}."
        raise SourceUnavailable(what, hint="Name another place.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def refuse_existing(folder: Path) -> None:
    """Refuse a place where anything is; asked before a long solve.

    Raises
    ------
    SourceUnavailable
        If it is a file, or a folder that holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SourceUnavailable(f"{folder} is there already and is left as it is.", hint="Name a folder that is new.")


def summary_of(found: NearBest) -> dict[str, object]:
    """The alternatives for a machine: figures, and what changes in sentences."""
    return {
        "best": {"objective": float(found.best.plan.summary["objective"])},
        "alternatives": [
            {
                "objective": float(other.plan.summary["objective"]),
                "worse_share": found.extra_cost_share(number),
                "tonnes_apart": found.tonnes_apart[number],
                "cost_usd": float(other.plan.summary["cost_usd"]),
                "worst_coverage": float(other.plan.summary["worst_coverage"]),
                "sentences": list(found.comparisons[number].sentences),
            }
            for number, other in enumerate(found.others)
        ],
    }


def _told(operation: Operation, audited: list[AuditedPlan], apart: list[float]) -> NearBest:
    best, *others = audited
    comparisons = tuple(compare_plans(operation, best.plan, other.plan) for other in others)
    return NearBest(best, tuple(others), comparisons, tuple(apart[1:]))


def _audited(operation: Operation, plan: Plan) -> AuditReport:
    report = audit_plan(operation, plan)
    if not report.passed:
        first = report.violations.iloc[0]
        raise SolverFailed(
            f"A plan failed the audit in {len(report.violations)} places and is not shown. First: {first['message']}",
            hint="Report this with the operation and the scenario.",
        )
    return report
