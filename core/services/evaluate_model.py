"""Measure a stored version on real emergencies it did not learn from, and keep the result beside it."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import ValidationError

from core.domain.access import Actor, Right, require
from core.domain.schemas import Population
from core.errors import ModelIntegrity, ModelNotFound
from core.forecasting.counts import Counts
from core.forecasting.evaluation import Evaluation, evaluate_refits
from core.forecasting.hyperparameters import Hyperparameters
from core.forecasting.real_examples import RealCounts, RealExamples, build_real_examples
from core.forecasting.storage import EXAMPLES
from core.services.resources import Resources
from core.services.train_models import real_sources


def stored_evaluation(resources: Resources, version: str) -> Evaluation | None:
    """What was measured of a version; None where nothing was.

    Raises
    ------
    ModelIntegrity
        If it was changed since.
    """
    values = resources.registry.evaluation(version)
    return Evaluation.from_json(values) if values else None


def evaluate_version(
    resources: Resources,
    version: str,
    data: Path | None,
    tell: Callable[[str], None],
    today: dt.date,
    actor: Actor,
) -> Evaluation:
    """Refit the recipe of a version without a part of the real emergencies, forecast that part, and keep what came out.

    Parameters
    ----------
    version
        Stored version; its own hyperparameters are used.
    data
        Folder with raw counts, as ``aid train --data`` takes; the examples stored with the version where None.
        Camp sizes are known from raw counts only.

    Raises
    ------
    NotAllowed
        Unless the actor may train models.
    ModelIntegrity
        If the version holds neither usable hyperparameters nor examples.
    SourceUnavailable
        If ``data`` holds nothing to score on.
    """
    require(actor, Right.TRAIN_MODEL)
    registry = resources.registry
    model, described = registry.load(version), registry.describe(version)
    try:
        choices = Hyperparameters.model_validate(described.metadata.get("hyperparameters"))
    except ValidationError as error:
        raise ModelIntegrity(
            f"The hyperparameters of model {version} are those of another version of the program: "
            f"{error.error_count()} differ.",
            "Train anew with `aid train`, and evaluate that version.",
        ) from error
    people: dict[str, float] = {}
    if data:
        sources = real_sources(data)
        real = build_real_examples(sources, choices.examples.longest_lead_weeks, choices.seed)
        people = camp_people(sources)
    elif EXAMPLES in described.metadata.get("files", {}):
        real = RealExamples.from_bytes(registry.read_file(EXAMPLES, version))
    else:
        raise ModelNotFound(
            f"Model {version} holds no real examples to be judged on.",
            f"Name a folder of real counts: `aid models evaluate {version} --data DIR`.",
        )
    evaluation = evaluate_refits(model, choices, real, people, tell)
    registry.keep_evaluation(version, with_day(evaluation, today).to_json())
    return with_day(evaluation, today)


def with_day(evaluation: Evaluation, day: dt.date) -> Evaluation:
    """The evaluation with the day it was made."""
    return Evaluation(
        evaluation.bias,
        evaluation.importance,
        evaluation.ablation,
        evaluation.selection,
        {**evaluation.measured, "made": day.isoformat()},
    )


def camp_people(sources: Mapping[str, RealCounts]) -> dict[str, float]:
    """Camp, labelled as in the examples, to the median of its counts."""
    found = {}
    for name, counted in sources.items():
        counts = Counts.from_population(counted.population)
        medians = counted.population.groupby(Population.camp_id)[Population.population].median()
        for number, camp in enumerate(counts.camp_ids):
            found[f"{name} {number + 1}"] = float(medians[camp])
    return found
