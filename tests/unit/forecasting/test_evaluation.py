"""What is measured of a model: features, methods, refits without the emergencies they forecast."""

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from core.errors import ModelIntegrity
from core.forecasting.ablation import ablation_table, forecasts_without
from core.forecasting.blend import BlendWeights
from core.forecasting.evaluation import Evaluation, evaluate_refits, evaluate_training
from core.forecasting.evaluation_card import bias_markdown
from core.forecasting.example_weights import SIMULATED
from core.forecasting.examples import build_examples
from core.forecasting.feature_selection import select_features
from core.forecasting.feature_table import FAMILIES, MEANINGS, meaning_of
from core.forecasting.features import FEATURES
from core.forecasting.held_out import forecast_held_out, lighter, parts_of
from core.forecasting.hyperparameters import Simulation
from core.forecasting.importance import mean_importance, permutation_importance
from core.forecasting.model import BLEND, ForecastModel
from core.forecasting.real_examples import RealCounts, build_real_examples
from core.forecasting.seen_before import share_seen
from core.forecasting.simulate import simulate_population
from core.forecasting.storage import read_model
from core.registry import ModelRegistry
from tests.builders import views_of_age
from tests.unit.forecasting.test_train import SHIPPED, tiny

MODEL = ModelRegistry(SHIPPED, read_model).load()
SCORE = build_examples(
    {SIMULATED: simulate_population(Simulation(camps=60, weeks=120), 4)}, tiny().split, tiny().examples, 4
)[2]


@pytest.fixture(scope="module")
def real():
    sources = {
        name: RealCounts(simulate_population(Simulation(camps=10, weeks=90), seed), True, "made up", every_weeks=6)
        for seed, name in enumerate(("first", "second"), 20)
    }
    return build_real_examples(sources, 13, 1)


def test_every_feature_has_a_meaning_a_unit_and_a_family():
    assert set(MEANINGS) == set(FEATURES)
    assert {meaning.family for meaning in MEANINGS.values()} == set(FAMILIES)
    assert all(meaning.meaning and meaning.unit for meaning in MEANINGS.values())
    assert meaning_of("of another version").meaning == "Not described"


class OnlyStaleness:
    """Predicts from the column ``stale_log`` alone."""

    def predict(self, rows):
        return np.repeat(rows[:, [FEATURES.index("stale_log")]], 9, axis=1) * np.linspace(0.9, 1.1, 9)


def test_only_what_a_model_reads_is_important():
    forest = dataclasses.replace(MODEL.methods["forest"], tables=OnlyStaleness())
    alone = BlendWeights({"forest": 1.0}, {"forest": 1.0}, 6, 12, 1.0)
    model = ForecastModel("x", {"forest": forest}, alone, np.ones(9))
    table = permutation_importance(model, SCORE, 1).set_index("name")
    read = table.loc[["stale_log", "freshness"], "loss_share"]
    assert (read != 0).all()
    rest = table.drop(index=["stale_log", "freshness"])
    assert (rest["loss_share"] == 0).all()
    assert len(rest) == len(FEATURES) + len(FAMILIES) - 2


def test_importance_is_the_same_for_the_same_seed_and_leaves_the_model_as_it_was():
    some = SCORE.part(np.arange(40))
    before = MODEL.predict(some.views, some.lead_weeks)
    first, second = (permutation_importance(MODEL, some, 3) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    np.testing.assert_array_equal(MODEL.predict(some.views, some.lead_weeks), before)


def test_importance_over_refits_is_weighted_by_rows():
    columns = ["kind", "name", "loss_share", "spread", "n"]
    tables = [pd.DataFrame([("feature", "a", share, 0.0, n)], columns=columns) for share, n in ((0.1, 30), (0.5, 10))]
    mean = mean_importance(tables).iloc[0]
    assert (mean["loss_share"], mean["spread"], mean["n"]) == (pytest.approx(0.2), pytest.approx(0.4), 40)
    assert mean_importance([]).empty


def test_leaving_a_method_out_hands_its_weight_to_the_others():
    single = {"a": np.full((2, 9), 10.0), "b": np.full((2, 9), 20.0), "c": np.full((2, 9), 60.0)}
    blend = BlendWeights({"a": 0.5, "b": 0.25, "c": 0.25}, {"a": 1.0}, 6, 12, 1.0)
    model = ForecastModel("x", {}, blend, np.ones(9))
    found = forecasts_without(model, single, views_of_age(12, 6))
    assert found[BLEND][:, 4].tolist() == [25.0, 10.0]
    assert found["b"][0, 4] == pytest.approx(10 * 2 / 3 + 60 / 3)
    # the young listened to nobody but a: without it they go by the weights of the settled
    assert found["a"][:, 4].tolist() == [40.0, 40.0]


def test_a_method_that_helps_is_missed_and_one_that_harms_is_not():
    truth, scale, camp = np.full(4, 10.0), np.ones(4), np.array(["x", "x", "y", "y"])
    single = {"right": np.full((4, 9), 11.0), "wrong": np.full((4, 9), 19.0)}
    blend = BlendWeights({"right": 0.5, "wrong": 0.5}, {"right": 0.5, "wrong": 0.5}, 6, 12, 1.0)
    model = ForecastModel("x", {}, blend, np.ones(9))
    table = ablation_table(
        forecasts_without(model, single, views_of_age(20, 20, 20, 20)), single, truth, scale, camp, blend
    )
    assert table["method"].tolist() == ["right", "wrong"]
    assert table["loss_without"].tolist() == [pytest.approx(9 / 5), pytest.approx(1 / 5)]
    assert table["loss_alone"].tolist() == [pytest.approx(1 / 5), pytest.approx(9 / 5)]
    assert table["camps"].tolist() == [2, 2]


@pytest.mark.nightly
def test_features_are_selected_in_time_order_with_a_range_over_folds():
    table = select_features(tiny(), MODEL.methods["damped_trend"].trend)
    assert set(table["family"]) == set(FAMILIES)
    assert sorted(name for names in table["features"] for name in names) == sorted(FEATURES)
    assert (table["folds"] == 3).all()
    assert ((table["least"] <= table["loss_share"]) & (table["loss_share"] <= table["most"])).all()
    assert (table["earns_place"] == (table["folds_worse"] * 2 > table["folds"])).all()


def test_emergencies_of_one_region_are_left_out_together_and_each_once():
    names = ["burundi2015", "mali2012", "unhcrwash/Rwanda", "unhcrwash/Niger", "unhcrwash/Chad", "own"]
    parts = parts_of(names, 3)
    assert sorted(sum(parts, ())) == sorted(names)
    for together in ({"burundi2015", "unhcrwash/Rwanda"}, {"mali2012", "unhcrwash/Niger"}):
        assert any(together <= set(part) for part in parts)


def test_one_emergency_cannot_be_left_out_of_itself(real):
    with pytest.raises(ValueError, match="at least two emergencies"):
        forecast_held_out(tiny(), real.without(["first"]), 2)


def test_counts_a_model_learnt_from_are_known_again_and_others_are_not(real):
    seen = simulate_population(Simulation(camps=10, weeks=90), 20)
    other = simulate_population(Simulation(camps=10, weeks=90), 99)
    again = share_seen(seen.assign(population=seen["population"] * 3), real)
    assert share_seen(seen, real) > 0.1
    assert again == pytest.approx(share_seen(seen, real), abs=0.01)
    assert share_seen(other, real) < 0.02
    assert share_seen(seen.iloc[:0], real) == 0


def test_stored_values_that_are_no_evaluation_are_refused():
    with pytest.raises(ModelIntegrity, match="not as expected"):
        Evaluation.from_json({"bias": []})


@pytest.mark.nightly
@pytest.mark.filterwarnings("default")
def test_refits_never_see_what_they_forecast_and_are_read_back_equal(real, monkeypatch):
    from core.forecasting import held_out

    learnt = []

    def recorded(choices, examples, **more):
        learnt.append(set(examples.examples.source))
        return held_out_train(choices, examples, **more)

    held_out_train = held_out.train_models
    monkeypatch.setattr(held_out, "train_models", recorded)
    people = {f"first {n + 1}": 3_000.0 for n in range(10)}
    found = evaluate_refits(MODEL, tiny(), real, people)
    assert learnt == [{"second"}, {"first"}]
    assert found.measured["parts"] == [["first"], ["second"]]
    places = found.bias[found.bias["by"] == "place"]
    assert set(places["group"]) == {"first", "second"}
    assert places["n"].sum() == found.bias.iloc[0]["n"]
    sizes = found.bias[found.bias["by"] == "size"]
    assert sizes["n"].sum() == places.set_index("group").loc["first", "n"]
    back = Evaluation.from_json(json.loads(json.dumps(found.to_json(), allow_nan=False)))
    for name in ("bias", "importance", "ablation", "selection"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(found, name), atol=1e-6, check_dtype=False)
    assert "| Age of the camp, weeks |" in bias_markdown(found)


@pytest.mark.nightly
@pytest.mark.filterwarnings("default")
def test_training_measures_what_it_can_without_real_emergencies():
    found = evaluate_training(MODEL, lighter(tiny()), None)
    assert found.bias.empty
    assert bias_markdown(found) == ""
    assert set(found.ablation["method"]) == set(MODEL.blend.methods())
    assert len(found.importance) == len(FEATURES) + len(FAMILIES)
    json.dumps(found.to_json(), allow_nan=False)
