"""Train the set of models, score it on a later part of the calendar, store it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.domain.access import Actor, Right, require
from core.domain.operation import Operation
from core.errors import ModelNotFound, SourceUnavailable, TrackingFailed, TrainingFailed
from core.forecasting.card import metrics_markdown, model_card
from core.forecasting.evaluation import Evaluation, evaluate_training
from core.forecasting.evaluation_card import bias_markdown
from core.forecasting.example_weights import SITES
from core.forecasting.hyperparameters import Hyperparameters, read_hyperparameters
from core.forecasting.memory import refuse_little_memory
from core.forecasting.real_examples import RealCounts, RealExamples, build_real_examples
from core.forecasting.storage import EXAMPLES, model_metadata, write_model
from core.forecasting.train import TrainedModels, train_models
from core.intake import read_folder
from core.services.check_operation import FORECAST_TABLES
from core.services.resources import Resources
from core.services.training_runs import run_of
from core.sources.wash_reports import FILE as WASH_FILE, LICENCE as WASH_LICENCE, read_wash_reports
from core.tracking import track_run

HYPERPARAMETERS = "hyperparameters.toml"

_FLEE = "UNHCR registrations as collected by the Flee project (github djgroen/flee), BSD-3-Clause"
EMERGENCY_LICENCES = {"burundi2015": _FLEE, "mali2012": _FLEE, "syria2013": _FLEE}
"""Source and terms of the published emergencies, by the name of their folder."""

OWN_DATA = "own data"
"""Terms of counts that are the operation's own."""


@dataclass(frozen=True, eq=False)
class Training:
    """What a training run gave.

    Attributes
    ----------
    version
        Version it was stored as; None where it was only tried.
    metrics
        A row per method: MSE, MAE, RMSE, scaled and weighted quantile loss, share inside the 80 % interval.
    text
        The same as a table to read.
    run
        Identifier of the tracked run; empty where it is not tracked.
    """

    version: str | None
    metrics: pd.DataFrame
    text: str
    run: str = ""


def train_version(
    resources: Resources,
    config: Path | None,
    data: Path | None,
    name: str | None,
    tell: Callable[[str], None],
    today: dt.date,
    actor: Actor,
    examples: RealExamples | None = None,
) -> Training:
    """Train on simulated series and on real examples, and store the result with the real examples in it.

    The real examples are those that ship with the served model; with ``data`` they are made anew from the raw counts
    below that folder; ``examples`` stand in place of both.

    The new version serves only once it is promoted. Without a name it is called as the hyperparameters say, or by
    the date of ``today`` where that is taken.

    Raises
    ------
    NotAllowed
        Unless the actor may train models.
    SourceUnavailable
        If ``config`` or ``data`` cannot be read, or no operation is found below ``data``.
    RegistryError
        If the name is not allowed, the version is already stored, or is being trained by another process: said before
        anything is trained. If it cannot be stored: nothing half written is left.
    TrainingFailed
        If there is too little memory, or TensorFlow cannot be loaded.
    """
    require(actor, Right.TRAIN_MODEL)
    choices = training_choices(resources, config)
    version = name or _free_version(resources, choices, today)
    with resources.registry.claim(version):
        choices = choices.model_copy(update={"version": version})
        real = examples or (rebuilt_examples(data, choices) if data else shipped_examples(resources))
        if real is None:
            tell("the served model holds no real examples: learning from simulated series alone")
        trained, measured = _train(choices, real, tell)
        card = model_card(trained, _notes(resources, version) + bias_markdown(measured))
        metadata = {**model_metadata(trained), "trained": today.isoformat(), "evaluation": measured.to_json()}
        resources.registry.save(version, lambda folder: write_model(trained, folder), metadata, card)
    return Training(version, trained.metrics, metrics_markdown(trained.metrics), _tracked(resources, version, tell))


def _train(
    choices: Hyperparameters, real: RealExamples | None, tell: Callable[[str], None]
) -> tuple[TrainedModels, Evaluation]:
    """Train and measure; what stops it leaves nothing behind.

    Raises
    ------
    TrainingFailed
        If there is too little memory, or TensorFlow cannot be loaded.
    """
    refuse_little_memory()
    try:
        trained = train_models(choices, real, progress=tell)
        return trained, evaluate_training(trained.model, choices, real, tell)
    except MemoryError as error:
        raise TrainingFailed(
            "The memory was used up while training. Nothing was stored.",
            "Close other programs, train on a larger machine, or lower most_rows in the hyperparameters.",
        ) from error
    except ImportError as error:
        raise TrainingFailed(
            f"A library that training needs cannot be loaded: {error}. Nothing was stored.",
            "Install requirements.txt again; where memory is limited, raise the limit. Forecasts do not need it.",
        ) from error


def _tracked(resources: Resources, version: str, tell: Callable[[str], None]) -> str:
    """Track the stored version; a training that cannot be tracked counts all the same, and says so."""
    try:
        run = track_run(resources.settings.home, resources.settings.mlflow_url, run_of(resources, version))
    except TrackingFailed as error:
        tell(f"models/{version} is stored, but the run was not tracked: {error.message}")
        return ""
    tell(f"tracked as run {run}")
    return run


def train_demonstration(resources: Resources, config: Path | None, tell: Callable[[str], None]) -> Training:
    """Train linear baseline, boosting and net on simulated series, split in time, and only show the errors."""
    refuse_little_memory()
    trained = train_models(training_choices(resources, config).smaller(), progress=tell)
    return Training(None, trained.metrics, metrics_markdown(trained.metrics))


def training_choices(resources: Resources, config: Path | None) -> Hyperparameters:
    """Hyperparameters of a file, by default those beside the models; raises as ``read_hyperparameters``."""
    return read_hyperparameters(config or resources.settings.models / HYPERPARAMETERS)


def _notes(resources: Resources, version: str) -> str:
    """Remarks that people keep for the card of a version, in ``models/notes``."""
    path = resources.settings.models / "notes" / f"{version}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _free_version(resources: Resources, choices: Hyperparameters, today: dt.date) -> str:
    """The version the hyperparameters name if it is free, else the date with the first free number."""
    stored = set(resources.registry.versions())
    if choices.version not in stored:
        return choices.version
    day = f"{today:%Y.%m.%d}"
    return next(f"{day}.{number}" for number in range(len(stored) + 1) if f"{day}.{number}" not in stored)


def shipped_examples(resources: Resources) -> RealExamples | None:
    """Real examples kept with the served model; None where it has none or no model is served."""
    try:
        served = resources.registry.describe()
    except ModelNotFound:
        return None
    if EXAMPLES not in served.metadata.get("files", {}):
        return None
    return RealExamples.from_bytes(resources.registry.read_file(EXAMPLES))


def rebuilt_examples(data: Path, choices: Hyperparameters) -> RealExamples:
    """Real examples of the raw counts below a folder.

    Parameters
    ----------
    data
        Holds one folder with a ``population.csv`` per emergency, and may hold ``unhcrwash.csv``, whose countries are
        one source each (``unhcrwash/Chad``).

    Raises
    ------
    SourceUnavailable
        If there is nothing to learn from.
    """
    return build_real_examples(real_sources(data), choices.examples.longest_lead_weeks, choices.seed)


def real_sources(data: Path) -> dict[str, RealCounts]:
    """Raw counts below a folder by emergency, as ``rebuilt_examples`` takes them.

    Raises
    ------
    SourceUnavailable
        If there is nothing to learn from.
    """
    folders = sorted(path.parent for path in data.glob("*/population.csv")) if data.is_dir() else []
    wash = data / WASH_FILE
    if not folders and not wash.is_file():
        raise SourceUnavailable(
            f"No operation with a population.csv was found in the folders of {data}.",
            hint="Name a folder that holds one folder per operation.",
        )
    sources = {
        folder.name: RealCounts(
            Operation.build(
                {name: table for name, table in read_folder(folder).items() if name in FORECAST_TABLES}
            ).population,
            begins_with_camp=True,
            licence=EMERGENCY_LICENCES.get(folder.name, OWN_DATA),
        )
        for folder in folders
    }
    if wash.is_file():
        for country, population in read_wash_reports(wash).items():
            sources[f"{SITES}/{country}"] = RealCounts(population, False, WASH_LICENCE, every_weeks=4)
    return sources
