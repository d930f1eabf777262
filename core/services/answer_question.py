"""A question about a plan as plain values, so that it can be asked of another process; and its answer's key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.domain.dispatch import DispatchRequest
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.simulation import SimulationQuestion
from core.domain.weeks import as_day
from core.services.actions.recommend import make_actions
from core.services.explain_coverage import make_explanation
from core.services.forecast_people import forecast_key, forecast_people
from core.services.kept_stress import make_stress
from core.services.near_best import make_near_best
from core.services.plan_dispatch import plan_dispatch
from core.services.plan_distribution import plan_distribution
from core.services.plans_to_dispatch import plan_for
from core.services.resources import Resources
from core.services.seek_goal import make_goal
from core.services.simulate_policies import make_simulation

FIELDS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "explain": {"camp": str, "item": (str, type(None)), "target": float},
    "seek": {"floor": float, "means": str},
    "alternatives": {"count": int, "within": float},
    "stress": {"futures": int, "threshold": float},
    "forecast": {"as_of": str, "weeks": int, "model": str},
    "simulate": {"asked": dict},
    "actions": {"name": str},
    "dispatch": {"proposal": (int, type(None)), "asked": dict},
}
"""What each kind of question says besides the scenario."""


def explain_question(scenario: Scenario, camp: str, item: str | None, target: float) -> dict[str, Any]:
    """Why a camp gets what it gets by the plan of a scenario."""
    return {"about": "explain", "of": scenario.to_values(), "camp": camp, "item": item, "target": target}


def seek_question(scenario: Scenario, floor: float, means: str) -> dict[str, Any]:
    """The least of one means so that no camp is under a floor."""
    return {"about": "seek", "of": scenario.to_values(), "floor": floor, "means": means}


def alternatives_question(scenario: Scenario, count: int, within: float) -> dict[str, Any]:
    """Plans nearly as good as that of a scenario."""
    return {"about": "alternatives", "of": scenario.to_values(), "count": count, "within": within}


def simulate_question(scenario: Scenario, asked: SimulationQuestion) -> dict[str, Any]:
    """What comes of policies week by week, under the limits of a scenario."""
    return {"about": "simulate", "of": scenario.to_values(), "asked": asked.model_dump(mode="json")}


def actions_question(scenario: Scenario, name: str) -> dict[str, Any]:
    """What is worth doing, beside the plan of a scenario of a stored operation by its name."""
    return {"about": "actions", "of": scenario.to_values(), "name": name}


def dispatch_question(scenario: Scenario, request: DispatchRequest, proposal: int | None = None) -> dict[str, Any]:
    """Vehicles for a week of a plan on record by its number, or else of the plan of a scenario."""
    return {"about": "dispatch", "of": scenario.to_values(), "proposal": proposal, "asked": request.as_values()}


def stress_question(scenario: Scenario, futures: int, threshold: float) -> dict[str, Any]:
    """How the plan of a scenario fares over many futures."""
    return {"about": "stress", "of": scenario.to_values(), "futures": futures, "threshold": threshold}


def forecast_question(as_of: str, weeks: int, model: str) -> dict[str, Any]:
    """The people of every camp as a model version foresees them; no scenario plays a part."""
    return {"about": "forecast", "of": {}, "as_of": as_of, "weeks": weeks, "model": model}


def is_question(values: Any) -> bool:
    """Whether values are a question: what it is about is known, and every field is there and of its kind."""
    if not isinstance(values, dict) or not isinstance(values.get("of"), dict):
        return False
    about = values.get("about")
    fields = FIELDS.get(about) if isinstance(about, str) else None
    return fields is not None and all(
        name in values and isinstance(values[name], kind) for name, kind in fields.items()
    )


@dataclass(frozen=True)
class _Asked:
    """A question with all that its answer needs."""

    resources: Resources
    operation: Operation
    scenario: Scenario
    values: dict[str, Any]
    cancelled: Callable[[], bool]
    progress: Callable[[float, str], None]

    def told(self) -> dict[str, Any]:
        """How a long answer hears of a cancel, and tells how far it is."""
        return {"cancelled": self.cancelled, "progress": self.progress}

    def of(self, *names: str) -> tuple[Any, ...]:
        """Values of the question by name."""
        return tuple(self.values[name] for name in names)


def _forecast(asked: _Asked) -> str:
    asked.progress(0.1, "Forecasting")
    when = as_day(asked.values["as_of"]), asked.values["weeks"], asked.values["model"]
    forecast_people(asked.resources, asked.operation, *when)
    return forecast_key(asked.resources, asked.operation, *when)


def _stress(asked: _Asked) -> str:
    about = asked.of("futures", "threshold")
    return make_stress(asked.resources, asked.operation, asked.scenario, *about, **asked.told())


def _goal(asked: _Asked) -> str:
    about = asked.of("floor", "means")
    return make_goal(asked.resources, asked.operation, asked.scenario, *about, **asked.told())


def _near_best(asked: _Asked) -> str:
    about = asked.of("count", "within")
    return make_near_best(asked.resources, asked.operation, asked.scenario, *about, **asked.told())


def _simulation(asked: _Asked) -> str:
    about = SimulationQuestion.from_values(asked.values["asked"])
    return make_simulation(asked.resources, asked.operation, asked.scenario, about, **asked.told())


def _actions(asked: _Asked) -> str:
    return make_actions(asked.resources, asked.operation, asked.scenario, asked.values["name"], **asked.told())


def _dispatch(asked: _Asked) -> str:
    plan = plan_for(asked.resources, asked.operation, asked.scenario, asked.values["proposal"])
    request = DispatchRequest.from_values(asked.values["asked"])
    return plan_dispatch(asked.resources, asked.operation, plan, request, **asked.told()).key


def _explanation(asked: _Asked) -> str:
    audited = plan_distribution(asked.resources, asked.operation, asked.scenario, cancelled=asked.cancelled)
    about = asked.of("camp", "item", "target")
    return make_explanation(asked.resources, asked.operation, audited, *about, **asked.told())


_ANSWERS: dict[str, Callable[[_Asked], str]] = {
    "explain": _explanation,
    "seek": _goal,
    "alternatives": _near_best,
    "stress": _stress,
    "forecast": _forecast,
    "simulate": _simulation,
    "actions": _actions,
    "dispatch": _dispatch,
}


def answer_question(
    resources: Resources,
    operation: Operation,
    question: dict[str, Any],
    *,
    cancelled: Callable[[], bool],
    progress: Callable[[float, str], None],
) -> str:
    """Find the answer, keep it, and give its key.

    Raises
    ------
    InvalidScenario, InvalidTable, Infeasible, SolveCancelled, SolverFailed
        As their names say.
    """
    scenario = Scenario.from_values(question["of"])
    return _ANSWERS[question["about"]](_Asked(resources, operation, scenario, question, cancelled, progress))
