"""The evidence for serving another model: skill beside the champion, bias, shadow, and which plans would change."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.comparison import compare_plans
from core.errors import AidError, ModelIntegrity, ModelNotFound
from core.forecasting.evaluation import Evaluation
from core.forecasting.last_count import LastCount
from core.forecasting.model import BLEND
from core.forecasting.past_forecasts import rolling_forecasts
from core.forecasting.scores import summary
from core.services.bias_bounds import reasons_needed
from core.services.evaluate_model import stored_evaluation
from core.services.open_operation import operation_names
from core.services.plan_distribution import plan_distribution
from core.services.resources import Resources
from core.services.shadow_forecast import ALL_WEEKS, CHALLENGER, CHAMPION, LAST_COUNT, score_shadow
from core.store import PlanState, Proposal

HISTORY_WEEKS = 8
"""Weeks ahead that an operation's own past is forecast."""
MOST_OPERATIONS = 5
"""Operations whose past is forecast, those changed last."""
PLAN_DAYS = 31
"""Plans on record of so many days are made anew."""
MOST_PLANS = 3
"""Of these the newest; each is solved twice."""
LEAST_POINTS = 1.0
"""A camp's coverage changes where it does by at least so many points."""
LEAST_TONNES = 0.05
"""A route changes where it does by at least so many tonnes over the plan."""
MOST_CAMPS = 10
MOST_SENTENCES = 6


@dataclass(frozen=True)
class _Asked:
    resources: Resources
    champion: str | None
    challenger: str
    tell: Callable[[str], None]


def gather_evidence(
    resources: Resources, version: str, now: dt.datetime, tell: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """What is known about serving a version instead of the champion, as plain JSON values.

    Returns
    -------
    dict
        ``champion`` and ``challenger`` (versions), ``made``, ``code_version``; ``history``: ``operations`` with their
        number of scored weeks, and ``scores``, rows of ``who`` (champion, challenger, last_count), ``horizon_weeks``
        (0 is all), ``n``, ``camps``, ``sql``, ``wql``, ``mae``, ``coverage_80``; ``left_out``: the same models on real
        emergencies they were refitted without, with ``bias_share``; ``bias``: groups beyond the bounds in words;
        ``shadow``: rows of ``score_shadow``; ``plans``: each plan on record of the last month, made anew with either
        model, with ``camps`` whose coverage changes, ``routes`` that change and ``sentences``.
    """
    try:
        champion: str | None = resources.registry.current_version()
    except (ModelNotFound, ModelIntegrity):
        champion = None
    asked = _Asked(resources, champion if champion != version else None, version, tell)
    operations, scores = _history(asked)
    return {
        "champion": champion,
        "challenger": version,
        "made": now.isoformat(timespec="seconds"),
        "code_version": resources.code_version,
        "history": {"operations": operations, "scores": scores},
        "left_out": [
            row
            for who, name in ((CHAMPION, champion), (CHALLENGER, version))
            if name is not None
            for row in _left_out(resources, who, name)
        ],
        "bias": list(reasons_needed(_evaluation(resources, version))),
        "shadow": [_plain(row) for row in score_shadow(resources, version).to_dict("records")],
        "plans": _plans(asked, now),
    }


def _history(asked: _Asked) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Past forecasts of either model on every operation's own counts, which neither has learnt from."""
    store, registry = asked.resources.store, asked.resources.registry
    newest = [store.latest_version(name) for name in operation_names(asked.resources)]
    versions = sorted((one for one in newest if one is not None), key=lambda one: one.created, reverse=True)
    models = {CHALLENGER: registry.load(asked.challenger)}
    if asked.champion is not None:
        models = {CHAMPION: registry.load(asked.champion), **models}
    told, parts = [], []
    for one in versions[:MOST_OPERATIONS]:
        asked.tell(f"forecasting the past of {one.operation}")
        operation = store.load_version(one.id)
        engine = asked.resources.settings.parallel
        past = {who: rolling_forecasts(operation, HISTORY_WEEKS, model, engine=engine) for who, model in models.items()}
        first = past[CHALLENGER]
        view, lead = np.nonzero(~np.isnan(first.truth))
        told.append({"operation": one.operation, "data_version": one.id, "n": len(view)})
        if len(view):
            parts.append(
                {
                    "truth": first.truth[view, lead],
                    "horizon": lead + 1,
                    "scale": first.views.benchmark_scale[view],
                    "camp": one.operation + "\n" + pd.Series(first.camp_ids[view]).astype(str).to_numpy(dtype=object),
                    LAST_COUNT: first.quantiles[LastCount.name][view, lead],
                    **{who: part.quantiles[BLEND][view, lead] for who, part in past.items()},
                }
            )
    if not parts:
        return told, []
    points = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return told, _scores(points, [*models, LAST_COUNT])


def _scores(points: dict[str, np.ndarray], who: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    for horizon in (ALL_WEEKS, *np.unique(points["horizon"])):
        here = points["horizon"] > 0 if horizon == ALL_WEEKS else points["horizon"] == horizon
        for name in who:
            scored = summary(points["truth"][here], points[name][here], points["scale"][here])
            kept = {key: scored[key] for key in ("sql", "wql", "mae", "coverage_80")}
            camps = len(set(points["camp"][here]))
            rows.append(_plain({"who": name, "horizon_weeks": int(horizon), "n": scored["n"], "camps": camps, **kept}))
    return rows


def _left_out(resources: Resources, who: str, version: str) -> list[dict[str, Any]]:
    evaluation = _evaluation(resources, version)
    whole = None if evaluation is None else evaluation.bias[evaluation.bias["by"] == "all"]
    if evaluation is None or whole is None or whole.empty:
        return []
    names = ("n", "camps", "bias_share", "naive_bias_share", "coverage_80")
    kind = str(evaluation.measured.get("kind", ""))
    return [_plain({"who": who, "kind": kind, **{name: whole[name].iloc[0] for name in names}})]


def _evaluation(resources: Resources, version: str) -> Evaluation | None:
    try:
        return stored_evaluation(resources, version)
    except ModelIntegrity:
        return None


def _plans(asked: _Asked, now: dt.datetime) -> list[dict[str, Any]]:
    if asked.champion is None:
        return []
    known = [
        plan
        for plan in asked.resources.store.proposals.of()
        if plan.state != PlanState.REJECTED and now - plan.created <= dt.timedelta(days=PLAN_DAYS)
    ]
    return [_changed_plan(asked, asked.champion, plan) for plan in known[:MOST_PLANS]]


def _changed_plan(asked: _Asked, champion: str, plan: Proposal) -> dict[str, Any]:
    """A plan made anew with either model by the program of today, so that only the model differs."""
    asked.tell(f"planning again: plan {plan.id} of {plan.operation}")
    named = {"plan": plan.id, "operation": plan.operation, "state": plan.state.value}
    try:
        operation = asked.resources.store.load_version(plan.data_version)
        before, after = (
            plan_distribution(asked.resources, operation, plan.scenario, version=version).plan
            for version in (champion, asked.challenger)
        )
        found = compare_plans(operation, before, after)
    except AidError as error:
        return {**named, "fault": f"{error.message} {error.hint}".strip()}
    camps = found.camps[found.camps["points"].abs() >= LEAST_POINTS]
    return {
        **named,
        "camps_changed": len(camps),
        "camps_all": len(found.camps),
        "camps": [
            _plain({name: row[name] for name in ("camp_id", "name", "coverage_before", "coverage_after")})
            for row in camps.head(MOST_CAMPS).to_dict("records")
        ],
        "routes_changed": int((found.routes["change_t"].abs() >= LEAST_TONNES).sum()),
        "sentences": list(found.sentences[:MOST_SENTENCES]),
    }


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """Values that JSON holds: numbers to six decimal places, what is not known as None."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, int | np.integer):
            found[str(key)] = int(value)
        elif isinstance(value, float | np.floating):
            found[str(key)] = round(float(value), 6) if np.isfinite(value) else None
        else:
            found[str(key)] = None if value is None else str(value)
    return found
