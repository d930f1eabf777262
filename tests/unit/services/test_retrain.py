"""Training anew with an operation's own history: named, never scored on itself, suggested and not promoted."""

import datetime as dt
import os
import signal
import tomllib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.bootstrap import build_resources
from core.domain.access import alone
from core.errors import ForecastError, NotEnoughHistory
from core.forecasting.example_weights import is_emergency
from core.forecasting.hyperparameters import read_hyperparameters
from core.forecasting.real_examples import RealExamples
from core.forecasting.storage import EXAMPLES
from core.services.evaluate_model import stored_evaluation
from core.services.flow_steps import FlowContext, run_unattended
from core.services.flow_steps.retrain import build_features, compare, validate
from core.services.flow_steps.train_apart import train_apart
from core.services.open_operation import open_named
from core.services.own_history import own_examples, with_own_history
from core.settings import PROJECT
from tests.builders import PLANNING_START, small_operation

NAME = "Small operation"
SERVED = "2026.12.1"


@pytest.fixture
def context(resources):
    resources.store.save_version(small_operation(settings={"illustrative": "false"}), None)
    return FlowContext(
        resources, build_resources, alone("flow"), PLANNING_START.date() + dt.timedelta(days=1), pause=lambda _: None
    )


def opened_values(context):
    version = context.resources.store.latest_version(NAME)
    return {"data_version": version.id, "model_version": context.resources.registry.current_version()}


def test_own_history_is_an_emergency_of_its_own_without_numbers_of_people_or_names(context):
    real = with_own_history(context.resources, open_named(context.resources, NAME), None, None)
    own = real.examples.part(np.flatnonzero(real.examples.source == f"own/{NAME}"))
    assert len(own.views) > 20
    assert is_emergency(own.source).all()
    assert (own.views.scale == 1).all()
    assert set(own.camp_id) <= {f"own/{NAME} {number}" for number in (1, 2, 3)}
    assert real.licences[f"own/{NAME}"] == "own data"
    assert "burundi2015" in real.licences
    assert f"own/{NAME}" not in real.without([f"own/{NAME}"]).licences


def test_learning_from_it_again_exchanges_its_examples_and_adds_none(context):
    once = with_own_history(context.resources, open_named(context.resources, NAME), None, None)
    choices = read_hyperparameters(PROJECT / "models" / "hyperparameters.toml")
    again = RealExamples.from_bytes(once.to_bytes()).with_others(own_examples(small_operation(), NAME, choices))
    assert again.summary() == once.summary()
    assert again.to_bytes() == once.to_bytes()


def test_too_little_history_is_said_so(context):
    short = small_operation(
        population=pd.DataFrame({"camp_id": ["north"], "date": [PLANNING_START], "population": [100.0]}), settings={}
    )
    choices = read_hyperparameters(PROJECT / "models" / "hyperparameters.toml")
    with pytest.raises(NotEnoughHistory, match="no counts to learn from"):
        own_examples(short, NAME, choices)
    latest = context.resources.store.latest_version(NAME)
    version = context.resources.store.save_version(short, latest.id)
    with pytest.raises(NotEnoughHistory, match="No camp of"):
        validate(context, {"data_version": version.id})


def test_features_are_kept_by_their_hash_and_equal_for_equal_data(context):
    first = build_features(context, opened_values(context))
    path = context.folder / f"{first.outputs['examples']}.npz"
    assert path.stat().st_mode & 0o077 == 0 or context.folder.stat().st_mode & 0o077 == 0
    path.unlink()
    assert build_features(context, opened_values(context)).outputs == first.outputs


def measured(**changes):
    return {"loss": 2.0, "coverage_80": 0.8, "bias_share": 0.0, "breaches": 1} | changes


@pytest.mark.parametrize(
    ("new", "suggested", "words"),
    [
        (measured(), True, "no worse"),
        (measured(loss=1.5), True, "no worse"),
        (measured(loss=2.03), True, "no worse"),
        (measured(loss=2.2), False, "scaled loss 2.200 against 2.000"),
        (measured(coverage_80=0.7), False, "holds 70% against 80%"),
        (measured(breaches=2), False, "2 groups of camps beyond the bounds against 1"),
        (measured(loss=None, coverage_80=None, breaches=None), True, "no worse"),
    ],
)
def test_a_version_that_is_worse_is_not_suggested(context, new, suggested, words):
    found = compare(context, {"version": "b", "model_version": "a", "measured": {"a": measured(), "b": new}})
    assert found.outputs == {"is_suggested": suggested}
    assert words in found.message


def ended_from_outside(_settings):
    os.kill(os.getpid(), signal.SIGKILL)


def without_memory(_settings):
    raise MemoryError


@pytest.mark.parametrize(
    ("rebuild", "fault", "words"),
    [(ended_from_outside, ForecastError, "not enough memory"), (without_memory, MemoryError, None)],
)
def test_training_without_memory_leaves_the_flow_alive_and_the_served_model_as_it_is(context, rebuild, fault, words):
    starved = replace(context, rebuild=rebuild)
    with pytest.raises(fault, match=words):
        train_apart(starved, context.resources.registry.read_file(EXAMPLES))
    assert context.resources.registry.current_version() == SERVED


def tiny_recipe():
    """The shipped recipe on so little data that it trains in seconds, as TOML."""
    told = tomllib.loads((PROJECT / "models" / "hyperparameters.toml").read_text(encoding="utf-8"))
    told["simulation"] |= {"camps": 30, "weeks": 120}
    told["examples"] |= {"most_rows": 1500}
    told["boosting"] |= {"iterations": 8, "smallest_leaf": 30}
    told["forest"] |= {"trees": 5, "depth": 8}
    told["net"] |= {"hidden": [16], "epochs": 2, "batch": 128, "members": 1}
    lines = [f"{key} = {_toml(value)}" for key, value in told.items() if not isinstance(value, dict)]
    for section, values in told.items():
        if isinstance(values, dict):
            lines += [f"[{section}]", *(f"{key} = {_toml(value)}" for key, value in values.items())]
    return "\n".join(lines) + "\n"


def _toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    return repr(value) if not isinstance(value, str) else f'"{value}"'


@pytest.mark.nightly
def test_a_retrained_version_is_suggested_with_its_evidence_and_serves_nobody(home, tmp_path, monkeypatch):
    models = tmp_path / "models"
    os.makedirs(models)
    os.symlink(PROJECT / "models" / SERVED, models / SERVED)
    (models / "CURRENT").write_text(SERVED + "\n", encoding="utf-8")
    (models / "hyperparameters.toml").write_text(tiny_recipe(), encoding="utf-8")
    monkeypatch.setenv("AID_MODELS", str(models))
    resources = build_resources()
    resources.store.save_version(small_operation(settings={"illustrative": "false"}), None)
    said = []
    context = FlowContext(resources, build_resources, alone("flow"), dt.date(2025, 6, 30), said.append)
    turn = run_unattended(context, ["retrain"], [NAME])[0]
    assert turn.fault is None, turn.fault
    version = turn.result.values["version"]
    assert version != SERVED
    assert resources.registry.current_version() == SERVED
    learnt = {row["emergency"] for row in resources.registry.describe(version).metadata["real"]}
    assert {f"own/{NAME}", "burundi2015"} <= learnt
    parts = stored_evaluation(resources, version).measured["parts"]
    assert any(f"own/{NAME}" in part for part in parts)
    again = run_unattended(context, ["retrain"], [NAME])[0]
    assert again.result.values["version"] == version
    assert resources.registry.versions() == sorted([SERVED, version])
    resources.store.close()
