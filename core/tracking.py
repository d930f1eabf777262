"""Training runs in MLflow: a local SQLite file and a folder, or a server by address; the only import of MLflow.

What is served lives in ``models/<version>/`` and never depends on what is tracked here. Nothing is sent anywhere:
telemetry is off before MLflow is imported, and nothing is logged by itself.
"""

import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from core.errors import TrackingFailed
from core.own_files import make_private

if TYPE_CHECKING:
    from mlflow import MlflowClient

EXPERIMENT = "people per camp"
VERSION, CODE, DATA_HASH, PARAMETERS_HASH = "version", "code_version", "data_sha256", "hyperparameters_sha256"
SECONDS = "training_seconds"
RUN_COLUMNS = ("run_id", "started", VERSION, CODE, DATA_HASH, PARAMETERS_HASH, SECONDS)
"""Columns of ``tracked_runs`` before the scores."""
BY_WEEK = "_by_week"
"""Ending of scores that a run holds per week ahead; a list of runs leaves them out."""
MOST_RUNS = 200


@dataclass(frozen=True)
class TrainingRun:
    """What is tracked of one training.

    Attributes
    ----------
    version, code_version
        Version it was stored as, and program that made it.
    data_sha256, hyperparameters_sha256
        Hashes of everything learnt from, and of every choice.
    hyperparameters
        Name, points between levels, to value.
    scores
        Name to value, as ``blend_mae``; by weeks ahead under ``steps``.
    steps
        Name, ending in ``BY_WEEK``, to a value per weeks ahead.
    training_seconds
        Duration.
    artifacts
        Files to keep with the run.
    """

    version: str
    code_version: str
    data_sha256: str
    hyperparameters_sha256: str
    hyperparameters: Mapping[str, str]
    scores: Mapping[str, float]
    training_seconds: float
    steps: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    artifacts: tuple[Path, ...] = ()


def local_address(home: Path) -> str:
    """Address of the tracking database in the working folder."""
    return f"sqlite:///{home / 'mlflow' / 'mlflow.sqlite'}"


def track_run(home: Path, address: str | None, run: TrainingRun) -> str:
    """Keep a run, and give its identifier.

    Parameters
    ----------
    home
        Working folder; database and artifacts are in ``mlflow`` below it.
    address
        Of a tracking server in place of the local database; None for the local one.

    Raises
    ------
    TrackingFailed
        If MLflow is not installed, cannot be reached, or cannot write.
    """
    try:
        client, experiment = _open(home, address)
        from mlflow.entities import Metric, Param, RunTag

        now = int(time.time() * 1000)
        made = client.create_run(experiment, run_name=run.version).info.run_id
        metrics = [Metric(name, float(value), now, 0) for name, value in run.scores.items()]
        metrics += [
            Metric(name, float(value), now, week)
            for name, values in run.steps.items()
            for week, value in values.items()
        ]
        metrics.append(Metric(SECONDS, float(run.training_seconds), now, 0))
        tags = [
            RunTag(name, value)
            for name, value in (
                (VERSION, run.version),
                (CODE, run.code_version),
                (DATA_HASH, run.data_sha256),
                (PARAMETERS_HASH, run.hyperparameters_sha256),
            )
        ]
        client.log_batch(made, metrics, [Param(name, value) for name, value in run.hyperparameters.items()], tags)
        for path in run.artifacts:
            client.log_artifact(made, str(path))
        client.set_terminated(made)
    except Exception as error:  # a run that is not tracked must not cost the model that was trained
        raise _failed(error) from error
    return str(made)


def tracked_runs(home: Path, address: str | None) -> pd.DataFrame:
    """Runs that were kept, the newest first: ``RUN_COLUMNS``, then a column per score.

    Raises
    ------
    TrackingFailed
        As ``track_run``.
    """
    if address is None and not (home / "mlflow").is_dir():
        return pd.DataFrame(columns=list(RUN_COLUMNS))
    try:
        client, experiment = _open(home, address)
        runs = client.search_runs([experiment], order_by=["attributes.start_time DESC"], max_results=MOST_RUNS)
        rows = [
            {
                "run_id": run.info.run_id,
                "started": pd.Timestamp(run.info.start_time, unit="ms", tz="UTC"),
                **{name: run.data.tags.get(name, "") for name in (VERSION, CODE, DATA_HASH, PARAMETERS_HASH)},
                **{name: value for name, value in run.data.metrics.items() if not name.endswith(BY_WEEK)},
            }
            for run in runs
        ]
    except Exception as error:
        raise _failed(error) from error
    found = pd.DataFrame(rows, columns=None if rows else list(RUN_COLUMNS))
    scores = sorted(set(found.columns) - set(RUN_COLUMNS))
    return found[[*RUN_COLUMNS, *scores]]


def _open(home: Path, address: str | None) -> "tuple[MlflowClient, str]":
    """A client and the identifier of the experiment, made where there is none yet."""
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    os.environ["DO_NOT_TRACK"] = "true"
    # a server that does not answer must cost seconds, not minutes
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "10")
    if address is None:
        make_private(home / "mlflow")
    os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")
    from mlflow import MlflowClient

    for name in ("mlflow", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    uri = address or local_address(home)
    client = MlflowClient(tracking_uri=uri, registry_uri=uri)
    known = client.get_experiment_by_name(EXPERIMENT)
    if known is not None:
        return client, str(known.experiment_id)
    artifacts = None if address else (home / "mlflow" / "artifacts").absolute().as_uri()
    return client, str(client.create_experiment(EXPERIMENT, artifact_location=artifacts))


def _failed(error: Exception) -> TrackingFailed:
    cause = str(error).strip().splitlines()
    return TrackingFailed(
        f"The tracking of training runs cannot be used: {cause[0][:300] if cause else type(error).__name__}.",
        "Trained models do not depend on it. Check AID_MLFLOW_URL, or that AID_HOME can be written and has room.",
    )
