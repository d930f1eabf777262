"""The page Health: the same figures as Prometheus, in words; honest where nothing is known and where things fail."""

import json
import shutil

import pytest

from core.domain.scenario import Scenario
from core.errors import StoreError
from core.metrics import metric_names as m
from core.metrics.meter import METER
from core.services.measured_work import measured_work
from core.services.plan_distribution import plan_distribution
from core.settings import PROJECT
from core.store import Outcome
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import small_operation

NAME = "Small operation"


@pytest.fixture(autouse=True)
def nothing_counted():
    METER.take()
    yield
    METER.take()


def test_a_fresh_installation_says_what_is_not_known_yet(open_page, monkeypatch):
    # a worker of an earlier test is still watched by the meter of this process
    monkeypatch.setattr(METER, "_watched", {})
    app = open_page("health", small_operation())
    assert_drawn(app)
    words = words_of(app)
    assert "No flow has run yet" in words
    assert "nothing was asked of it yet" in words
    assert "No plan was solved within a day" in words
    assert "No request ended with an error within a day" in words
    assert "is served." in words
    assert "Free on the disk" in words


def test_what_happened_is_told_with_its_numbers(open_page, resources):
    operation = small_operation()
    with measured_work(resources, "plan"):
        plan_distribution(resources, operation, Scenario(weeks=2))
    for _ in range(11):
        with pytest.raises(StoreError), measured_work(resources, "backtest"):
            raise StoreError("<b>Amina</b>")
    METER.count(m.SIGN_IN_FAILURES, 2, door="page", reason="name and password")
    runs = resources.store.flow_runs
    runs.end(runs.begin("a", "retrain", NAME, "train", "0" * 64), Outcome.FAILED, 3, "<i>No memory</i>", {})
    app = open_page("health", operation)
    assert_drawn(app)
    words = words_of(app)
    assert "11 requests ended with an error within a day" in words
    assert "Many requests end with an error. worker: 11 errors." in words.replace("</b>", "")
    assert "2 sign-ins were refused" in words
    assert "solver: most need met" in words
    assert "The last run of a flow failed" in words
    assert "&lt;i&gt;No memory&lt;/i&gt;" in words
    assert "Amina" not in words
    assert "Many requests end with an error" in title_of(app) or "more things to look at" in title_of(app)


def test_coverage_and_drift_stand_with_sample_size_and_limit(open_page):
    app = open_page("health")
    assert_drawn(app)
    words = words_of(app)
    assert "The 80 % interval held" in words
    assert "13 camps" in words
    assert "All camps" in words
    assert "by chance up to" in words
    assert "14 camps now beside 193 learnt from" in words


def test_a_model_that_cannot_be_read_fails_its_part_alone(open_page, tmp_path, monkeypatch):
    empty = tmp_path / "models"
    empty.mkdir()
    monkeypatch.setenv("AID_MODELS", str(empty))
    app = open_page("health", small_operation())
    words = words_of(app)
    assert "Forecasts cannot be judged" in words
    assert "No model is served" in words
    assert "Free on the disk" in words
    assert_drawn(app)


def test_a_damaged_model_is_told_at_once_with_the_one_that_answers(open_page, tmp_path, monkeypatch):
    models = tmp_path / "models"
    shutil.copytree(PROJECT / "models", models)
    current = (models / "CURRENT").read_text().strip()
    serving = json.loads((models / current / "metadata" / "metadata.json").read_text())["serving_files"]
    (models / current / serving[0]).write_bytes(b"damaged")
    monkeypatch.setenv("AID_MODELS", str(models))
    app = open_page("health", small_operation())
    assert_drawn(app)
    assert title_of(app).startswith("An earlier model answers")
    assert f"in place of {current}" in words_of(app)


def test_limits_that_cannot_be_read_are_told_with_what_to_do(open_page, tmp_path, monkeypatch):
    (tmp_path / "monitoring.toml").write_text("hold_minutes = 'long'\n")
    monkeypatch.setenv("AID_MONITORING", str(tmp_path / "monitoring.toml"))
    app = open_page("health", small_operation())
    assert "monitoring.toml" in words_of(app)


@pytest.mark.parametrize(("code", "said"), [("fr", "Aucun flux"), ("es", "Aún no se ha ejecutado"), ("ar", "لم تُشغَّل")])
def test_it_speaks_every_language(open_page, code, said):
    app = open_page("health", small_operation())
    app.selectbox(key="frame:language").select(code).run()
    assert_drawn(app)
    words = words_of(app)
    assert said in words
    assert "Solver and worker" not in words
    assert "Better than" not in words
