"""Train the set of models, score it on a later part of the calendar, store it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.domain.operation import Operation
from core.errors import SourceUnavailable
from core.forecasting.card import metrics_markdown, model_card
from core.forecasting.hyperparameters import Hyperparameters, read_hyperparameters
from core.forecasting.storage import model_metadata, write_model
from core.forecasting.train import train_models
from core.intake import read_folder
from core.services.check_operation import FORECAST_TABLES
from core.services.resources import Resources

HYPERPARAMETERS = "hyperparameters.toml"


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
    """

    version: str | None
    metrics: pd.DataFrame
    text: str


def train_version(
    resources: Resources,
    config: Path | None,
    data: Path | None,
    name: str | None,
    tell: Callable[[str], None],
    today: dt.date,
) -> Training:
    """Train on simulated series, and on the operations below ``data`` where given, and store the result.

    The new version serves only once it is promoted. Without a name it is called as the hyperparameters say, or by
    the date of ``today`` where that is taken.

    Raises
    ------
    SourceUnavailable
        If ``config`` or ``data`` cannot be read, or no operation is found below ``data``.
    RegistryError
        If the name is not allowed, or the version is already stored; said before anything is trained.
    """
    choices = _choices(resources, config)
    version = name or _free_version(resources, choices, today)
    resources.registry.free_folder(version)
    choices = choices.model_copy(update={"version": version})
    trained = train_models(choices, _populations(data) if data else None, progress=tell)
    card = model_card(trained, _notes(resources, version))
    resources.registry.save(version, lambda folder: write_model(trained, folder), model_metadata(trained), card)
    return Training(version, trained.metrics, metrics_markdown(trained.metrics))


def train_demonstration(resources: Resources, config: Path | None, tell: Callable[[str], None]) -> Training:
    """Train linear baseline, boosting and net on simulated series, split in time, and only show the errors."""
    trained = train_models(_choices(resources, config).smaller(), progress=tell)
    return Training(None, trained.metrics, metrics_markdown(trained.metrics))


def _choices(resources: Resources, config: Path | None) -> Hyperparameters:
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


def _populations(data: Path) -> dict[str, pd.DataFrame]:
    folders = sorted(path.parent for path in data.glob("*/population.csv")) if data.is_dir() else []
    if not folders:
        raise SourceUnavailable(
            f"No operation with a population.csv was found in the folders of {data}.",
            hint="Name a folder that holds one folder per operation.",
        )
    return {
        folder.name: Operation.build(
            {name: table for name, table in read_folder(folder).items() if name in FORECAST_TABLES}
        ).population
        for folder in folders
    }
