"""Training end to end, small but real: simulation, all methods, files, reading back."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import ModelIntegrity
from core.forecasting.card import model_card
from core.forecasting.counts import Counts
from core.forecasting.examples import build_examples
from core.forecasting.hyperparameters import read_hyperparameters
from core.forecasting.net import fit_net
from core.forecasting.simulate import simulate_population
from core.forecasting.storage import SKOPS, model_metadata, read_estimators, read_model, write_model
from core.forecasting.train import KERAS_TOLERANCE, train_models
from core.forecasting.views import build_views
from core.registry import ModelRegistry

SHIPPED = Path(__file__).parents[3] / "models"


def tiny():
    full = read_hyperparameters(SHIPPED / "hyperparameters.toml")
    return full.model_copy(
        update={
            "version": "tiny",
            "simulation": full.simulation.model_copy(update={"camps": 30, "weeks": 120}),
            "examples": full.examples.model_copy(update={"most_rows": 1500}),
            "boosting": full.boosting.model_copy(update={"iterations": 8, "smallest_leaf": 30}),
            "forest": full.forest.model_copy(update={"trees": 5, "depth": 8}),
            "net": full.net.model_copy(update={"hidden": (16,), "epochs": 2, "batch": 128}),
        }
    )


def test_parts_of_the_split_never_overlap_in_time():
    choices = tiny()
    population = simulate_population(choices.simulation, 1)
    fit, weigh, score = build_examples({"simulated": population}, choices.split, choices.examples, 1)
    last_fit = (fit.views.cutoff[:, None] + 7 * fit.lead_weeks)[~np.isnan(fit.truth)].max()
    last_weigh = (weigh.views.cutoff[:, None] + 7 * weigh.lead_weeks)[~np.isnan(weigh.truth)].max()
    assert weigh.views.cutoff.min() > last_fit - 1
    assert score.views.cutoff.min() > last_weigh - 1


def test_shipped_scikit_learn_models_answer_as_the_plain_trees():
    registry = ModelRegistry(SHIPPED, read_model)
    metadata = registry.describe().metadata
    estimators = read_estimators(registry.read_file(SKOPS), metadata)
    rows = np.random.default_rng(1).normal(size=(200, len(metadata["features"])))
    plain = registry.load().methods["boosting"].trees.predict(rows)
    np.testing.assert_allclose(plain, np.column_stack([e.predict(rows) for e in estimators]), rtol=1e-9, atol=1e-9)


def test_another_scikit_learn_is_named():
    content = ModelRegistry(SHIPPED, read_model).read_file(SKOPS)
    with pytest.raises(ModelIntegrity, match=r"made by scikit-learn 0\.1"):
        read_estimators(content, {"libraries": {"scikit-learn": "0.1"}})


def test_missing_parts_of_a_model_are_a_clear_error():
    with pytest.raises(ModelIntegrity, match="not as expected"):
        read_model({}, {"version": "x"})


@pytest.mark.nightly
@pytest.mark.filterwarnings("default")
def test_plain_weights_answer_as_keras_does():
    rng = np.random.default_rng(2)
    rows = rng.normal(size=(600, 26))
    trained = fit_net(rows, rows[:, 0] + rng.normal(size=600), np.ones(600), tiny().net, seed=3)
    assert trained.largest_difference < KERAS_TOLERANCE


@pytest.mark.filterwarnings("default")
def test_a_model_is_trained_saved_and_read_back_equal(tmp_path):
    said = []
    trained = train_models(tiny(), progress=said.append)
    assert any("forest" in line for line in said)
    assert {"mse", "mae", "rmse", "sql", "wql", "coverage_80"} <= set(trained.metrics.columns)
    assert {"blend", "damped_trend", "boosting", "forest", "net", "last_count", "linear"} == set(
        trained.metrics["method"]
    )

    registry = ModelRegistry(tmp_path, read_model)
    registry.save("tiny", lambda folder: write_model(trained, folder), model_metadata(trained), model_card(trained))
    registry.promote("tiny")
    counts = Counts.from_population(simulate_population(tiny().simulation, 5))
    camp = np.arange(len(counts.camp_ids))
    views = build_views(counts, camp, counts.day[counts.begins[1:] - 1])
    lead = np.tile(np.arange(1.0, 9.0), (len(views), 1))
    np.testing.assert_allclose(registry.load().predict(views, lead), trained.model.predict(views, lead), rtol=1e-5)

    found = registry.describe()
    assert found.changed == ()
    assert len(found.plots) == 3
    assert found.metadata["keras_difference"] < KERAS_TOLERANCE
    pd.testing.assert_series_equal(found.metrics["mae"], trained.metrics["mae"].round(6))
