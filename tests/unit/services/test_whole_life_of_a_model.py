"""The whole life of a model, nothing ready-made: trained, tracked, proposed, accepted, deployed, withdrawn."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from core.settings import PROJECT

SMALL = {"camps = 1400": "camps = 60", "weeks = 208": "weeks = 120", "most_rows = 80000": "most_rows = 4000",
         "most_rows = 40000": "most_rows = 3000", "iterations = 60": "iterations = 15", "trees = 60": "trees = 10",
         "members = 3": "members = 1", "hidden = [64, 32]": "hidden = [16]", "epochs = 16": "epochs = 3"}  # fmt: skip


@pytest.fixture
def aid(tmp_path):
    """The command line in processes of its own, on copies of the shipped models and a new working folder."""
    shutil.copytree(PROJECT / "models", tmp_path / "models")
    text = (tmp_path / "models" / "hyperparameters.toml").read_text(encoding="utf-8")
    for large, small in SMALL.items():
        assert large in text
        text = text.replace(large, small)
    (tmp_path / "models" / "hyperparameters.toml").write_text(text)
    environment = {**os.environ, "AID_HOME": str(tmp_path / "home"), "AID_MODELS": str(tmp_path / "models")}

    def run(*arguments, code=0):
        done = subprocess.run(
            [sys.executable, "-m", "entrypoints.cli", *arguments, "--json"],
            cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.mark.nightly
def test_a_model_is_trained_proposed_accepted_by_a_second_person_deployed_and_withdrawn(aid):
    champion = aid("models")["current"]
    trained = aid("train", "--version", "small")
    assert trained["run"]
    assert aid("models")["current"] == champion  # training serves nothing
    run = aid("models", "runs")["runs"][0]
    assert (run["version"], run["run_id"]) == ("small", trained["run"])

    aid("plans", "propose", "Great Lakes response", "--by", "Dora")
    proposal = aid("models", "propose", "small", "--by", "Ana", "--reason", "trained small")["proposal"]
    evidence = proposal["evidence"]
    assert {row["who"] for row in evidence["history"]["scores"]} == {"champion", "challenger", "last_count"}
    assert evidence["history"]["operations"][0]["n"] > 500
    assert evidence["plans"][0]["camps_all"] > 0
    assert "fault" not in evidence["plans"][0]
    assert aid("models", "shadow")["kept"] == ["Great Lakes response"]

    aid("models", "accept", "1", "--by", "Ana", code=1)
    aid("models", "accept", "1", "--by", "Ben")
    done = aid("deploy", "small", "--by", "Ben", "--reason", "a test of the way, not of the model")
    assert (done["before"], aid("models")["current"]) == (champion, "small")
    assert aid("models", "rollback", "--reason", "it was small")["current"] == champion
    assert aid("models")["current"] == champion
    assert aid("verify")
