"""What a stored model is, how good it was, and whether its files are still what was trained."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.errors import ModelIntegrity, RegistryError
from core.forecasting.evaluation import Evaluation
from core.forecasting.feature_table import FAMILIES, meaning_of
from core.services.bias_bounds import reasons_needed
from core.services.resources import Resources
from core.services.score_forecasts import METHOD_TITLES, NAIVE, SERVED

PLOT_TITLES = {
    "error_by_horizon": "Scaled quantile loss of each method by weeks ahead; less is better",
    "interval_coverage": "Share of later counts inside the 80 % interval, by weeks ahead",
    "example_fans": "Forecasts of six simulated camps beside what came",
}
"""What each evaluation plot shows."""


@dataclass(frozen=True, eq=False)
class StoredModel:
    """A model version for people to read.

    Attributes
    ----------
    version, is_served
        Which it is, and whether forecasts come from it.
    metadata
        As recorded when it was trained.
    card
        Text of the model card, Markdown; empty where it is missing or was changed.
    metrics
        A row per method, the served one first, then "same as last count": ``method``, ``name``, ``mse``, ``mae``,
        ``rmse``, ``sql``, ``wql``, ``coverage_80``, ``n``.
    metrics_by_horizon
        The same per ``horizon_weeks``.
    plots
        What a plot shows to the bytes of its PNG; only plots that are as they were stored.
    changed
        Files that are missing or differ from their recorded hash.
    evaluation
        Bias, features, ablation and selection; None where nothing was measured.
    speaks_against
        What a promotion needs a written reason for, in words.
    promoted
        ``day``, ``reason`` and ``needed`` of its last promotion; empty where none is recorded.
    """

    version: str
    is_served: bool
    metadata: Mapping[str, Any]
    card: str
    metrics: pd.DataFrame
    metrics_by_horizon: pd.DataFrame
    plots: Mapping[str, bytes]
    changed: tuple[str, ...]
    evaluation: Evaluation | None
    speaks_against: tuple[str, ...]
    promoted: Mapping[str, Any]


def stored_versions(resources: Resources) -> tuple[list[str], str | None]:
    """Versions that are stored, the newest name first, and the one that is served (None where none can be)."""
    versions = resources.registry.versions()[::-1]
    try:
        return versions, resources.registry.current_version()
    except RegistryError:
        return versions, None


def describe_model(resources: Resources, version: str) -> StoredModel:
    """Card, measures, plots and integrity of a version; nothing of it is executed.

    Raises
    ------
    ModelNotFound
        If there is no such version.
    ModelIntegrity
        If its metadata cannot be read.
    """
    described = resources.registry.describe(version)
    plots: dict[str, bytes] = {}
    for path in described.plots:
        name = f"artifacts/evaluation/{path.name}"
        try:
            plots[PLOT_TITLES.get(path.stem, path.stem.replace("_", " "))] = resources.registry.read_file(name, version)
        except ModelIntegrity:
            continue  # ``changed`` names it where it was stored; an unlisted picture is not shown
    try:
        evaluation = Evaluation.from_json(described.evaluation) if described.evaluation else None
    except ModelIntegrity:
        evaluation = None  # measured by another version of the program: as good as not measured
    return StoredModel(
        version=version,
        is_served=stored_versions(resources)[1] == version,
        metadata=described.metadata,
        card="" if "README.md" in described.changed else described.card,
        metrics=_named(described.metrics),
        metrics_by_horizon=_named(described.metrics_by_horizon),
        plots=plots,
        changed=described.changed,
        evaluation=evaluation,
        speaks_against=reasons_needed(evaluation),
        promoted=next((p for p in resources.registry.promotions() if p.get("version") == version), {}),
    )


def feature_rows(evaluation: Evaluation) -> pd.DataFrame:
    """The feature table of an evaluation, the most important first.

    Returns
    -------
    pandas.DataFrame
        ``name``, ``family`` and ``meaning`` in words, ``unit``, ``loss_share`` (growth of the loss when the feature is
        shuffled) and ``spread`` (between shuffles or refits).
    """
    features = evaluation.importance[evaluation.importance["kind"] == "feature"]
    meanings = [meaning_of(str(name)) for name in features["name"]]
    return pd.DataFrame(
        {
            "name": features["name"].to_numpy(),
            "family": [FAMILIES.get(meaning.family, "") for meaning in meanings],
            "meaning": [meaning.meaning for meaning in meanings],
            "unit": [meaning.unit for meaning in meanings],
            "loss_share": features["loss_share"].to_numpy(),
            "spread": features["spread"].to_numpy(),
        }
    )


def family_rows(evaluation: Evaluation) -> pd.DataFrame:
    """Families of features: what shuffling one costs, and what leaving it out costs in time-ordered cross-validation.

    Returns
    -------
    pandas.DataFrame
        ``family`` in words, ``features`` (how many), ``shuffled_share`` (growth of the loss of the served blend),
        ``left_out_share``, ``least``, ``most`` (growth of the loss of a small model without it, over the folds),
        ``folds_worse``, ``folds`` and ``earns_place``.
    """
    families = evaluation.importance[evaluation.importance["kind"] == "family"].set_index("name")["loss_share"]
    table = evaluation.selection
    return pd.DataFrame(
        {
            "family": [FAMILIES.get(str(name), str(name)) for name in table["family"]],
            "features": [len(features) for features in table["features"]],
            "shuffled_share": families.reindex(table["family"]).to_numpy(),
            "left_out_share": table["loss_share"].to_numpy(),
            **{column: table[column].to_numpy() for column in ("least", "most", "folds_worse", "folds", "earns_place")},
        }
    )


def _named(metrics: pd.DataFrame) -> pd.DataFrame:
    if metrics.empty or "method" not in metrics:
        return pd.DataFrame(columns=["method", "name"])
    rank = metrics["method"].map({SERVED: 0, NAIVE: 1}).fillna(2)
    named = metrics.assign(name=metrics["method"].map(METHOD_TITLES).fillna(metrics["method"]), rank=rank)
    return named.sort_values("rank", kind="stable").drop(columns="rank").reset_index(drop=True)
