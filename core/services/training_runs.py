"""What is tracked of a training, taken from the version it gave; and the runs tracked so far."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.forecasting.model import BLEND
from core.registry import CARD, METADATA
from core.services.resources import Resources
from core.tracking import BY_WEEK, TrainingRun, tracked_runs

MEASURES = ("mse", "mae", "rmse", "sql", "wql", "coverage_80")


def run_of(resources: Resources, version: str) -> TrainingRun:
    """The run that made a stored version, as its metadata tell it."""
    described = resources.registry.describe(version)
    metadata = described.metadata
    learnt = {"data": metadata.get("data"), "real": metadata.get("real")}
    learnt["examples"] = metadata["files"].get("artifacts/real_examples.npz", "")
    scores = {
        f"{row['method']}_{measure}": float(row[measure])
        for row in described.metrics.to_dict("records")
        for measure in MEASURES
    }
    by_horizon = described.metrics_by_horizon
    own = by_horizon[by_horizon["method"] == BLEND] if len(by_horizon) else by_horizon
    folder = resources.registry.folder / version
    return TrainingRun(
        version=version,
        code_version=resources.code_version,
        data_sha256=hashlib.sha256(json.dumps(learnt, sort_keys=True).encode()).hexdigest(),
        hyperparameters_sha256=str(metadata.get("hyperparameters_sha256", "")),
        hyperparameters=_flat(metadata.get("hyperparameters", {})),
        scores=scores,
        training_seconds=float(metadata.get("training_seconds", 0.0)),
        steps={
            f"{BLEND}_{measure}{BY_WEEK}": dict(
                zip(own["horizon_weeks"].astype(int), own[measure].astype(float), strict=True)
            )
            for measure in ("sql", "coverage_80")
            if len(own)
        },
        artifacts=(folder / CARD, folder / METADATA),
    )


def training_runs(resources: Resources) -> pd.DataFrame:
    """Tracked runs, the newest first; see ``tracked_runs``."""
    return tracked_runs(resources.settings.home, resources.settings.mlflow_url)


def _flat(values: Mapping[str, Any], above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{above}{name}.")
        else:
            found[f"{above}{name}"] = json.dumps(value)
    return found
