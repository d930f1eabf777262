"""A question about a plan as plain values, so that it can be asked of another process; and its answer's key."""

from collections.abc import Callable
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
    told: dict[str, Any] = {"cancelled": cancelled, "progress": progress}
    if question["about"] == "forecast":
        progress(0.1, "Forecasting")
        asked = as_day(question["as_of"]), question["weeks"], question["model"]
        forecast_people(resources, operation, *asked)
        return forecast_key(resources, operation, *asked)
    if question["about"] == "stress":
        return make_stress(resources, operation, scenario, question["futures"], question["threshold"], **told)
    if question["about"] == "seek":
        return make_goal(resources, operation, scenario, question["floor"], question["means"], **told)
    if question["about"] == "alternatives":
        return make_near_best(resources, operation, scenario, question["count"], question["within"], **told)
    if question["about"] == "simulate":
        asked = SimulationQuestion.from_values(question["asked"])
        return make_simulation(resources, operation, scenario, asked, **told)
    if question["about"] == "actions":
        return make_actions(resources, operation, scenario, question["name"], **told)
    if question["about"] == "dispatch":
        plan = plan_for(resources, operation, scenario, question["proposal"])
        request = DispatchRequest.from_values(question["asked"])
        return plan_dispatch(resources, operation, plan, request, **told).key
    audited = plan_distribution(resources, operation, scenario, cancelled=cancelled)
    about = question["camp"], question["item"], question["target"]
    return make_explanation(resources, operation, audited, *about, **told)
