"""The answer to long work as plain values and tables, read from where it is kept."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.weeks import as_day
from core.services.explain_coverage import kept_explanation
from core.services.forecast_people import forecast_people
from core.services.near_best import kept_near_best, summary_of
from core.services.plain_values import plain_values
from core.services.plan_distribution import cached_plan
from core.services.resources import Resources
from core.services.seek_goal import kept_goal
from core.services.tell_goal import tell_goal_found


@dataclass(frozen=True, eq=False)
class Answer:
    """What came out.

    Attributes
    ----------
    values
        Plain values as JSON has them; what is not a number is None.
    tables
        By name.
    """

    values: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def answer_of_work(
    resources: Resources, operation: Operation, kind: str, request: Mapping[str, Any], key: str
) -> Answer | None:
    """The answer to work of a kind, as ``Work`` names them; None where it is no longer kept."""
    if not resources.results.holds(key):
        return None
    tell = _TOLD.get(kind, _of_kept)
    return tell(resources, operation, request, key)


def _of_kept(resources: Resources, _operation: Operation, _request: Mapping[str, Any], key: str) -> Answer | None:
    kept = resources.results.get(key)
    if kept is None:
        return None
    tables = {name: table for name, table in kept.items() if isinstance(table, pd.DataFrame)}
    return Answer(plain_values({name: value for name, value in kept.items() if name not in tables}), tables)


def _of_forecast(resources: Resources, operation: Operation, request: Mapping[str, Any], _key: str) -> Answer:
    question = request["question"]
    people = forecast_people(resources, operation, as_day(question["as_of"]), question["weeks"], question["model"])
    values = {"missing": list(people.missing), "planning_figures": list(people.planned)}
    return Answer(values, {"forecast": people.table})


def _of_plan(resources: Resources, _operation: Operation, request: Mapping[str, Any], key: str) -> Answer | None:
    scenario = Scenario.from_values(request["scenario"])
    audited = cached_plan(resources, key, scenario)
    if audited is None:
        return None
    audit = {"passed": audited.audit.passed, "limits_checked": int(audited.audit.limits_checked)}
    values = {"summary": dict(audited.plan.summary), "audit": {**audit, "notes": list(audited.audit.notes)}}
    return Answer(plain_values(values), {**audited.plan.tables, "needs": audited.plan.needs})


def _of_alternatives(resources: Resources, operation: Operation, request: Mapping[str, Any], key: str) -> Answer | None:
    found = kept_near_best(resources, operation, Scenario.from_values(request["question"]["of"]), key)
    return None if found is None else Answer(plain_values(summary_of(found)))


def _of_reasons(resources: Resources, operation: Operation, request: Mapping[str, Any], key: str) -> Answer | None:
    scenario = Scenario.from_values(request["question"]["of"])
    found = kept_explanation(resources, operation, scenario, key)
    if found is None:
        return None
    told = found.sentences(operation, scenario)
    values = {**asdict(found.numbers), "sentences": told, "reasons": [asdict(reason) for reason in found.reasons]}
    return Answer(plain_values(values))


def _of_stress(resources: Resources, operation: Operation, request: Mapping[str, Any], key: str) -> Answer | None:
    found = _of_kept(resources, operation, request, key)
    if found is None:
        return None
    # what is kept has no name of its own: those who name the same scenario otherwise share it
    regret = found.tables["regret"].assign(plan=Scenario.from_values(request["question"]["of"]).name)
    return Answer(found.values, {**found.tables, "regret": regret})


def _of_goal(resources: Resources, operation: Operation, _request: Mapping[str, Any], key: str) -> Answer | None:
    found = kept_goal(resources, key)
    if found is None:
        return None
    values = {**asdict(found), "suffices": found.suffices, "sentences": tell_goal_found(operation, found)}
    return Answer(plain_values(values))


_TOLD: Mapping[str, Callable[[Resources, Operation, Mapping[str, Any], str], Answer | None]] = {
    "plan": _of_plan,
    "forecast": _of_forecast,
    "reasons": _of_reasons,
    "goal": _of_goal,
    "stress": _of_stress,
    "alternatives": _of_alternatives,
}
"""How kinds are told of which not everything that is kept, or more than that, is the answer."""
