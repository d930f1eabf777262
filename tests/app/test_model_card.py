"""The Model card page: what is served, its measures, its integrity; nothing heavy is imported."""

import shutil
import subprocess
import sys

from core.settings import PROJECT
from tests.app.conftest import assert_drawn, title_of, words_of

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


def test_a_changed_file_is_named_and_the_card_text_is_not_trusted(open_page, home, monkeypatch):
    models = _own_models(home, monkeypatch)
    (models / VERSION / "README.md").write_text("# All is well")
    (models / VERSION / "artifacts" / "blend.json").write_text("{}")
    (models / VERSION / "artifacts" / "evaluation" / "example_fans.png").write_bytes(b"not a picture")
    app = open_page("model_card")
    assert_drawn(app)
    words = words_of(app)
    assert "3 files of it changed" in title_of(app)
    assert "artifacts/blend.json" in words
    assert "All is well" not in words
    assert len(app.get("image")) == 2


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
