"""Files of a trained model: plain arrays and JSON to serve, the libraries' own formats to look at and go on from."""

import dataclasses
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.domain.schemas import LEVELS
from core.errors import ModelIntegrity
from core.forecasting.blend import BlendWeights
from core.forecasting.boosting import Boosting
from core.forecasting.damped_trend import DampedTrend
from core.forecasting.features import FEATURES
from core.forecasting.forest import Forest
from core.forecasting.leaf_tables import LeafTables
from core.forecasting.method import Method
from core.forecasting.model import ForecastModel
from core.forecasting.net import Layers, Net
from core.forecasting.plots import save_plots
from core.forecasting.train import TrainedModels
from core.forecasting.trees import Trees

DAMPED_TREND = "artifacts/damped_trend.json"
TREES = "artifacts/boosting_trees.npz"
FOREST = "artifacts/forest.npz"
NET_WEIGHTS = "artifacts/net_weights.npz"
NET_ENCODER = "artifacts/net_encoder.json"
BLEND_FILE = "artifacts/blend.json"
LINEAR = "artifacts/linear.json"
EXAMPLES = "artifacts/real_examples.npz"
SKOPS = "boosting.skops"
KERAS = "net.keras"

SERVING_FILES = (DAMPED_TREND, TREES, FOREST, NET_WEIGHTS, NET_ENCODER, BLEND_FILE)
"""Files a forecast needs; all of them plain arrays or JSON."""

TRUSTED_TYPES = ("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",)
"""The only types beyond skops' own list that the model file may hold."""


def write_model(trained: TrainedModels, folder: Path) -> None:
    """Write every file of a model but its card and metadata into a folder."""
    import skops.io

    (folder / "artifacts").mkdir(parents=True, exist_ok=True)
    model = trained.model
    damped, boosting = model.methods["damped_trend"], model.methods["boosting"]
    forest = model.methods["forest"]
    if not isinstance(damped, DampedTrend) or not isinstance(boosting, Boosting) or not isinstance(forest, Forest):
        raise TypeError("a trained model holds a damped trend, boosting and a forest")
    _write_json(folder / DAMPED_TREND, damped.to_json())
    blend = {
        "blend": dataclasses.asdict(model.blend),
        "factors": model.factors.tolist(),
        "longest_lead_weeks": boosting.longest_lead_weeks,
    }
    _write_json(folder / BLEND_FILE, blend)
    _write_json(folder / LINEAR, trained.linear.to_json())
    _write_json(folder / NET_ENCODER, trained.net.layers.encoder())
    np.savez_compressed(folder / TREES, allow_pickle=False, **boosting.trees.to_arrays())
    np.savez_compressed(folder / FOREST, allow_pickle=False, **forest.tables.to_arrays())
    if trained.real is not None:
        (folder / EXAMPLES).write_bytes(trained.real.to_bytes())
    np.savez_compressed(folder / NET_WEIGHTS, allow_pickle=False, **trained.net.layers.to_arrays())
    skops.io.dump(trained.estimators, folder / SKOPS, compression=zipfile.ZIP_DEFLATED)
    trained.net.keras_model.save(folder / KERAS, include_optimizer=False)
    save_plots(trained, folder)


def model_metadata(trained: TrainedModels) -> dict[str, Any]:
    """What the registry keeps beside the files: provenance, measures, and the files a forecast needs."""
    return {
        **trained.provenance,
        "serving_files": list(SERVING_FILES),
        "horizon_weeks": trained.hyperparameters.examples.longest_lead_weeks,
        "features": list(FEATURES),
        "levels": list(LEVELS),
        "metrics": _records(trained.metrics),
        "metrics_by_horizon": _records(trained.metrics_by_horizon),
    }


def read_model(files: Mapping[str, bytes], metadata: Mapping[str, Any]) -> ForecastModel:
    """Model of its files, which the registry has compared with their hashes; runs no code from them.

    Parameters
    ----------
    files
        Content of ``SERVING_FILES`` by name.
    metadata
        Of the version.

    Raises
    ------
    ModelIntegrity
        If a file is missing or holds something else than plain values.
    """
    try:
        damped = DampedTrend.from_json(json.loads(files[DAMPED_TREND]))
        blend = json.loads(files[BLEND_FILE])
        longest = float(blend["longest_lead_weeks"])
        layers = Layers.from_stored(_arrays(files[NET_WEIGHTS]), json.loads(files[NET_ENCODER]))
        boosting = Boosting(damped.trend, Trees.from_arrays(_arrays(files[TREES])), longest)
        forest = Forest(damped.trend, LeafTables.from_arrays(_arrays(files[FOREST])), longest)
        net = Net(damped.trend, layers, longest)
        factors = np.array(blend["factors"], dtype=np.float64)
        weights = BlendWeights.from_json(blend["blend"])
        version = str(metadata["version"])
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise ModelIntegrity(
            f"The files of the model are not as expected: {error}.", "Train it again, or serve another version."
        ) from error
    methods: dict[str, Method] = {m.name: m for m in (damped, boosting, forest, net)}
    return ForecastModel(version, methods, weights, factors)


def read_estimators(content: bytes, metadata: Mapping[str, Any]) -> list[Any]:
    """The scikit-learn models of a version, for looking at them or training on; forecasts do not need them.

    Parameters
    ----------
    content
        The ``.skops`` file, already compared with its hash.
    metadata
        Of the version; names the scikit-learn it was trained with.

    Raises
    ------
    ModelIntegrity
        If scikit-learn is of another version, or the file holds a type that is not trusted.
    """
    import sklearn
    import skops.io

    trained_with = str(metadata.get("libraries", {}).get("scikit-learn"))
    if trained_with != sklearn.__version__:
        raise ModelIntegrity(
            f"The model file was made by scikit-learn {trained_with}, and {sklearn.__version__} is installed.",
            f"Install scikit-learn=={trained_with}, or train again. Forecasts work without this file.",
        )
    unknown = sorted(set(skops.io.get_untrusted_types(data=content)) - set(TRUSTED_TYPES))
    if unknown:
        raise ModelIntegrity(f"The model file holds types that are not trusted: {', '.join(unknown)}.")
    return list(skops.io.loads(content, trusted=list(TRUSTED_TYPES)))


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(k): round(float(v), 6) if isinstance(v, float) else v for k, v in row.items()}
        for row in table.to_dict("records")
    ]


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def _arrays(content: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
