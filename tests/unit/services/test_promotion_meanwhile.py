"""Another model is served while long work runs, or after it: the answer stays that of the model it was asked of."""

import shutil
from dataclasses import replace

import pytest

from core.domain.scenario import Scenario
from core.domain.simulation import SimulationQuestion
from core.forecasting.storage import read_model
from core.registry import ModelRegistry
from core.services.actions import recommend
from core.services.actions.recommend import actions_key, make_actions
from core.services.answer_of_work import answer_of_work
from core.services.answer_question import answer_question
from core.services.fairness_report import fairness_key, make_fairness, with_rule
from core.services.kept_outlook import make_outlook, outlook_key
from core.services.kept_stress import make_stress, stress_key
from core.services.long_work import alternatives_work, goal_work, reasons_work, stress_work
from core.services.near_best import cached_near_best, make_near_best, near_best_key
from core.services.plan_distribution import plan_distribution, plan_key
from core.services.seek_goal import make_goal, seek_key
from core.services.simulate_policies import cached_simulation, make_simulation, simulation_key
from tests.builders import small_operation

SHORT = Scenario(weeks=3)
SIMULATED = SimulationQuestion(policies=("last_count",), weeks=2, futures=1)


@pytest.fixture
def two_models(resources, tmp_path):
    """The same use cases over a folder of models that may be changed: the served version, and a copy of it."""
    shipped, version = resources.registry.folder, resources.registry.current_version()
    for name in (version, "another"):
        shutil.copytree(shipped / version, tmp_path / "models" / name)
    (tmp_path / "models" / "CURRENT").write_text(version)
    return replace(resources, registry=ModelRegistry(tmp_path / "models", read_model))


def serve_another(resources):
    (resources.registry.folder / "CURRENT").write_text("another")


def told(resources):
    """How long work hears of a cancel and tells how far it is; at its first word another model is served."""
    return {"cancelled": lambda: False, "progress": lambda share, words: serve_another(resources)}


@pytest.mark.parametrize(
    "work_of",
    [
        lambda *about: goal_work(*about, 0.5, "budget"),
        lambda *about: alternatives_work(*about, 1, 0.05),
        lambda *about: reasons_work(*about, "north", None, 0.9),
    ],
    ids=["goal", "alternatives", "reasons"],
)
def test_the_answer_of_finished_work_is_read_after_a_promotion(two_models, work_of):
    operation = small_operation()
    plan_distribution(two_models, operation, SHORT)
    work = work_of(two_models, operation, SHORT)
    quiet = {"cancelled": lambda: False, "progress": lambda share, words: None}
    assert answer_question(two_models, operation, work.request["question"], **quiet) == work.key
    before = answer_of_work(two_models, operation, work.kind, work.request, work.key)
    serve_another(two_models)
    after = answer_of_work(two_models, operation, work.kind, work.request, work.key)
    assert after is not None
    assert after.values == before.values


def test_a_goal_is_kept_under_the_model_it_was_asked_of(two_models):
    about = two_models, small_operation(), SHORT, 0.5, "budget"
    key = seek_key(*about)
    assert make_goal(*about, **told(two_models)) == key
    assert two_models.registry.current_version() == "another"
    assert not two_models.results.holds(seek_key(*about))


def test_alternatives_are_kept_under_the_model_they_were_asked_of(two_models):
    about, version = (two_models, small_operation(), SHORT, 1, 0.05), two_models.registry.current_version()
    key = near_best_key(*about)
    assert make_near_best(*about, **told(two_models)) == key
    assert two_models.registry.current_version() == "another"
    assert not two_models.results.holds(near_best_key(*about))
    (two_models.registry.folder / "CURRENT").write_text(version)
    found = cached_near_best(*about)
    assert {plan.plan.summary["versions"]["model"] for plan in (found.best, *found.others)} == {version}


def test_a_simulation_is_kept_under_the_model_it_was_asked_of(two_models):
    about, version = (two_models, small_operation(), SHORT, SIMULATED), two_models.registry.current_version()
    key = simulation_key(*about)
    assert make_simulation(*about, **told(two_models)) == key
    assert not two_models.results.holds(simulation_key(*about))
    assert cached_simulation(two_models, key).summary["versions"]["model"] == version


def served_by(resources, operation, scenario, version):
    """Whether the plan of a scenario was made by a model version."""
    return resources.results.holds(plan_key(resources, operation, scenario, version=version))


def test_every_fairness_rule_is_kept_under_the_model_it_was_asked_of(two_models):
    about = two_models, small_operation(), SHORT
    key = fairness_key(*about)
    assert make_fairness(*about, **told(two_models)) == key
    assert two_models.registry.current_version() == "another"
    assert two_models.results.holds(key)
    assert not two_models.results.holds(fairness_key(*about))
    last = with_rule(SHORT, "leximin")
    assert not served_by(two_models, about[1], last, "another")


def test_a_stress_test_is_kept_under_the_model_it_was_asked_of(two_models):
    about, version = (two_models, small_operation(), SHORT, 20, 0.8), two_models.registry.current_version()
    key = stress_key(*about)
    assert make_stress(*about, **told(two_models)) == key
    assert not two_models.results.holds(stress_key(*about))
    tested = two_models.results.get(plan_key(*about[:3], version=version))
    assert tested["summary"]["versions"]["model"] == version


@pytest.mark.parametrize("with_plan", [True, False])
def test_an_inventory_is_kept_under_the_model_it_was_asked_of(two_models, with_plan):
    about, version = (two_models, small_operation(), SHORT, 3, with_plan), two_models.registry.current_version()
    key = outlook_key(*about)
    assert make_outlook(*about, **told(two_models)) == key
    assert not two_models.results.holds(outlook_key(*about))
    assert two_models.results.get(key)["summary"]["model_version"] == version
    assert not served_by(*about[:3], "another")


def test_a_list_of_actions_is_kept_under_the_model_and_the_approved_plan_it_was_asked_of(two_models, monkeypatch):
    monkeypatch.setattr(recommend, "has_spread", lambda needs: False)
    about = two_models, small_operation(), SHORT, ""
    key = actions_key(*about)
    assert make_actions(*about, **told(two_models)) == key
    assert not two_models.results.holds(actions_key(*about))
    assert not served_by(*about[:3], "another")


def test_a_stress_test_says_the_name_of_whoever_asks(two_models):
    operation, first = small_operation(), SHORT.model_copy(update={"name": "First asker"})
    other = SHORT.model_copy(update={"name": "Somebody else"})
    quiet = {"cancelled": lambda: False, "progress": lambda share, words: None}
    asked = [stress_work(two_models, operation, scenario, 20, 0.8) for scenario in (first, other)]
    assert asked[0].key == asked[1].key
    answer_question(two_models, operation, asked[0].request["question"], **quiet)
    for work, scenario in zip(asked, (first, other), strict=True):
        answer = answer_of_work(two_models, operation, work.kind, work.request, work.key)
        assert answer.tables["regret"]["plan"].tolist() == [scenario.name]
