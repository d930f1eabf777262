"""The Model card page: what is served, its measures, its integrity; nothing heavy is imported."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace

from core.bootstrap import build_resources
from core.domain.access import alone
from core.services.describe_model import describe_model
from core.services.propose_promotion import suggest_promotion
from core.settings import PROJECT, read_environment
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.unit.services.versions_of_models import FIRST, SECOND, spoil, two_versions
from ui import tell_model

VERSION = (PROJECT / "models" / "CURRENT").read_text().strip()


def _own_models(home, monkeypatch):
    shutil.copytree(PROJECT / "models", home / "models")
    monkeypatch.setenv("AID_MODELS", str(home / "models"))
    return home / "models"


def test_the_page_shows_the_served_version_beside_the_last_count(open_page):
    app = open_page("model_card")
    assert_drawn(app)
    words = words_of(app)
    assert f"Model {VERSION} is served" in title_of(app)
    assert "Same as last count" in words
    assert "Not for" in words
    assert "TensorFlow" in words
    assert len(app.get("image")) == 3


def test_the_page_says_that_real_camps_were_learnt_from(resources):
    served = describe_model(resources, resources.registry.current_version())
    assert "normalised counts of real ones" in tell_model.lead(served)
    alone = replace(served, metadata={**served.metadata, "real": []})
    assert "simulated camps only" in tell_model.lead(alone)


def test_a_changed_file_is_named_and_the_card_text_is_not_trusted(open_page, home, monkeypatch):
    models = _own_models(home, monkeypatch)
    (models / VERSION / "README.md").write_text("# All is well")
    (models / VERSION / "artifacts" / "evaluation" / "example_fans.png").write_bytes(b"not a picture")
    app = open_page("model_card")
    assert_drawn(app)
    words = words_of(app)
    assert "2 files of it changed" in title_of(app)
    assert "artifacts/evaluation/example_fans.png" in words
    assert "All is well" not in words
    assert len(app.get("image")) == 2
    assert "answers in place of" not in words  # what forecasts come from is untouched


def test_where_the_champion_is_spoiled_every_page_says_which_version_answers(open_page, home, monkeypatch):
    models = two_versions(home / "models")
    served = [{"version": version, "day": "2026-11-26"} for version in (FIRST, SECOND)]
    (models / "promotions.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in served))
    (models / "CURRENT").write_text(f"{SECOND}\n")
    spoil(models / SECOND)
    monkeypatch.setenv("AID_MODELS", str(models))
    for page in ("model_card", "needs"):
        app = open_page(page)
        assert_drawn(app)
        assert f"Model {FIRST} answers in place of {SECOND}" in words_of(app)
        assert f"artifacts/blend.json of model {SECOND} differs from the hash" in words_of(app)
    app = open_page("model_card")
    assert f"Model {FIRST} is served" in title_of(app)
    app.selectbox(key="model_card:version").select(SECOND).run()
    assert "artifacts/blend.json" in words_of(app)


def test_a_second_person_accepts_serves_and_goes_back_on_the_page(open_page, home, monkeypatch):
    monkeypatch.setenv("AID_MODELS", str(two_versions(home / "models")))
    own = build_resources(read_environment())
    suggest_promotion(own, SECOND, actor=alone("command line", "Ana"), reason="<b>trained</b>")
    app = open_page("model_card")
    assert_drawn(app)
    words = words_of(app)
    assert f"Model {FIRST} is champion; 1 proposal waits for a second person" in words
    assert "&lt;b&gt;trained&lt;/b&gt;" in words
    assert "Past of the operations: loss, SQL" in words
    assert "none is on record from the last month." in words
    app.text_input(key="model_card:author").input("Ana").run()
    assert app.button(key="model_card:accept:1").disabled
    assert "a second person must accept it" in words_of(app)
    app.text_input(key="model_card:author").input("Ben").run()
    app.button(key="model_card:accept:1").click().run()
    assert "Accepted by Ben:" in words_of(app)
    app.button(key="model_card:serve:1").click().run()
    assert_drawn(app)
    assert f"Model {SECOND} is champion; no other model challenges it" in words_of(app)
    assert f"Model {SECOND} is served" in title_of(app)
    app.button(key="model_card:roll-back").click().run()
    assert f"{SECOND} withdrawn, {FIRST} again" in words_of(app)
    assert own.registry.champion() == FIRST
    own.store.close()


def test_without_a_model_the_page_says_what_to_run(open_page, home, monkeypatch):
    (home / "none").mkdir(parents=True)
    monkeypatch.setenv("AID_MODELS", str(home / "none"))
    app = open_page("model_card")
    assert_drawn(app)
    assert "aid train" in words_of(app)


def test_describing_a_model_imports_neither_tensorflow_nor_sklearn():
    code = (
        "import sys; from core.bootstrap import build_resources; from core.services.describe_model import *;"
        "r = build_resources(); describe_model(r, stored_versions(r)[1]);"
        "print([m for m in ('tensorflow', 'keras', 'sklearn', 'matplotlib') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_bias_methods_and_features_stand_on_the_card(open_page, home, monkeypatch):
    models = _own_models(home, monkeypatch)
    measured = sorted(path.parents[1].name for path in models.glob("*/evaluation/evaluation.json"))
    (models / "CURRENT").write_text(measured[-1])
    app = open_page("model_card")
    assert_drawn(app)
    words = words_of(app)
    assert "Age of the camp, weeks" in words
    assert "refits of the whole recipe, each without the emergencies it forecasts" in words
    assert "Loss without it" in words
    assert "time-ordered cross-validation" in words
    assert "trend_displacement" in words
    assert "Weeks from the cutoff to the day asked for" in words


def test_a_model_nobody_measured_says_how_to_measure_it(open_page, home, monkeypatch):
    models = _own_models(home, monkeypatch)
    shutil.rmtree(models / VERSION / "evaluation", ignore_errors=True)
    metadata = models / VERSION / "metadata" / "metadata.json"
    stored = json.loads(metadata.read_text())
    stored.pop("evaluation", None)
    metadata.write_text(json.dumps(stored))
    app = open_page("model_card")
    assert_drawn(app)
    assert f"aid models evaluate {VERSION} --data DIR" in words_of(app)


def test_what_speaks_against_promotion_or_the_reason_given_is_shown(open_page, home, monkeypatch):
    models = _own_models(home, monkeypatch)
    (models / "promotions.jsonl").write_text("")
    app = open_page("model_card")
    assert_drawn(app)
    before = words_of(app)
    entry = {"version": VERSION, "day": "2026-12-01", "reason": "<b>because</b>", "needed": ["x"]}
    (models / "promotions.jsonl").write_text(json.dumps(entry) + "\nnot json\n")
    app.run()
    assert_drawn(app)
    assert "&lt;b&gt;because&lt;/b&gt;" in words_of(app)
    assert "Promoted on 1 Dec 2026 with a reason" in words_of(app)
    beyond = "beyond the bounds:" in before
    assert ("Promotion needs a written reason" in before) == beyond
