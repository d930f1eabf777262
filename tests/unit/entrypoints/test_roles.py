"""A working day at the command line of data scientist, operations and project manager; others have the browser."""

import json

import pytest
from click.testing import CliRunner

from entrypoints.cli import main
from tests.briefs import pages_of
from tests.builders import small_operation
from tests.unit.services.versions_of_models import FIRST, SECOND, spoil, two_versions

NAME = "Small operation"


@pytest.fixture
def aid(home):
    """Type a command: its answer as JSON, or the words of its refusal."""

    def typed(*arguments, code=0):
        asked = [*map(str, arguments), *([] if code else ["--json"])]
        result = CliRunner().invoke(main, asked)
        assert result.exit_code == code, f"{arguments}: {result.output}\n{result.stderr}"
        return result.stderr if code else json.loads(result.stdout)

    return typed


@pytest.mark.usefixtures("home")
def test_a_spoiled_model_does_not_pass_its_check(tmp_path, monkeypatch):
    models = two_versions(tmp_path / "models")
    monkeypatch.setenv("AID_MODELS", str(models))
    spoil(models / SECOND)
    answer = CliRunner().invoke(main, ["models", "compliance", SECOND])
    assert (answer.exit_code, "changed since it was stored" in answer.stdout) == (1, True)


@pytest.fixture
def stored(resources):
    resources.store.save_version(small_operation(), None)


@pytest.mark.usefixtures("stored")
def test_a_data_scientist_has_a_model_served_by_evidence_and_a_second_person_and_takes_it_back(
    aid, tmp_path, monkeypatch
):
    monkeypatch.setenv("AID_MODELS", str(two_versions(tmp_path / "models")))
    assert aid("models")["current"] == FIRST
    assert aid("models", "compliance", SECOND)["passed"] is True
    proposed = aid("models", "propose", SECOND, "--by", "Ana", "--reason", "fresh counts")["proposal"]
    scored = {row["who"]: row["sql"] for row in proposed["evidence"]["history"]["scores"] if not row["horizon_weeks"]}
    assert scored["challenger"] < scored["last_count"]  # the same files as the champion, under another name
    assert aid("models")["challenger"] == SECOND
    assert "may not accept it too" in aid("models", "accept", proposed["id"], "--by", "Ana", code=1)
    aid("models", "accept", proposed["id"], "--by", "Ben")
    assert aid("deploy", SECOND, "--by", "Ben", "--reason", "a trial of the way")["before"] == FIRST
    assert aid("models")["current"] == SECOND
    assert aid("models", "rollback", "--reason", "too low at new camps")["withdrawn"] == SECOND
    assert aid("models")["current"] == FIRST
    acts = [entry["act"] for entry in aid("decisions")["decisions"]]
    assert acts[0] == "went back to an earlier model"
    assert len([act for act in acts if "model" in act]) == 4


@pytest.mark.usefixtures("stored")
def test_operations_look_after_the_planner_and_put_it_back_on_a_new_machine(aid, tmp_path, monkeypatch):
    ran = aid("flows", "run", "monitor", "--operation", NAME)
    assert list(ran["turns"][0]["steps"]) == ["read", "look", "judge"]
    assert {run["outcome"] for run in aid("flows", "status")["runs"]} == {"done"}
    assert all(alert["mend"] for alert in aid("alerts")["alerts"])
    assert aid("monitor", NAME)["coverage"][0]["forecasts"] > 100
    copy = tmp_path / "planner.aidcopy"
    aid("backup", "--out", copy)
    assert aid("backup", "--check", copy)["rows"]["data_versions"] == 1
    head = aid("verify")["head"]
    assert aid("tidy", "--dry-run")["dry_run"] is True

    monkeypatch.setenv("AID_HOME", str(tmp_path / "new machine"))
    assert "nobody here trusts" in aid("restore", copy, code=1)
    aid("restore", copy, "--trust-this")
    checked = aid("verify", "--expect", head)
    assert checked["holds"] is True
    assert aid("flows", "status")["runs"][0]["flow"] == "monitor"


@pytest.mark.usefixtures("stored")
def test_a_project_manager_follows_a_plan_from_proposal_to_brief_and_record(aid, operation_folder, tmp_path):
    two_weeks = tmp_path / "two.toml"
    two_weeks.write_text('name = "Two weeks"\nweeks = 2\n')
    aid("plans", "propose", NAME, "--scenario", two_weeks, "--note", "July", "--by", "Amina")
    (waiting,) = aid("plans", "list")["plans"]
    assert waiting["state"] == "proposed"
    aid("plans", "approve", waiting["id"], "--by", "Ben", "--reason", "fits the roads of today")
    assert aid("plans", "list")["plans"][0]["state"] == "approved"
    aid("plan", operation_folder, "--scenario", two_weeks, "--out", tmp_path / "plan")
    written = aid("report", operation_folder, tmp_path / "plan", "--format", "pdf", "--out", tmp_path / "report")
    assert "brief-en.pdf" in written["files"]
    assert pages_of((tmp_path / "report" / "brief-en.pdf").read_bytes()) == 1
    record = {entry["act"]: entry for entry in aid("decisions")["decisions"]}
    assert record["approved a plan"]["name"] == "Ben"
    assert record["approved a plan"]["reason"] == "fits the roads of today"
