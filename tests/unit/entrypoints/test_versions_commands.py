"""Data by two people, plans and the record of decisions on the command line."""

import json

import pytest

from tests.builders import small_operation
from tests.unit.entrypoints.test_cli import aid

pytestmark = pytest.mark.usefixtures("home")
NAME = "Small operation"


@pytest.fixture
def stored(resources):
    resources.store.save_version(small_operation(), parent=None, author="test")
    return NAME


@pytest.fixture
def stock(tmp_path):
    (tmp_path / "stock.csv").write_text("place_id,item_id,quantity\nhub,cereal,5\n")
    return tmp_path / "stock.csv"


def test_a_file_is_submitted_approved_published_and_gone_back_from(stored, stock):
    made = json.loads(aid("submit", stock, "--to", stored, "--note", "July", "--by", "Amina", "--json").stdout)
    number = made["submission"]["id"]
    assert (made["submission"]["state"], made["submission"]["author"]) == ("submitted", "Amina")
    assert "Waiting: submission 1" in aid("versions", stored).output
    assert "is submitted" in aid("publish", number, code=1).stderr
    assert "approved by Ben" in aid("approve", number, "--by", "Ben").output
    assert "Version 2" in aid("publish", number, "--by", "Ben").output
    assert "approved by Ben: July" not in aid("versions").output
    assert "now version 3" in aid("rollback", stored, "--to", 1, "--reason", "wrong month", "--by", "Ben").output
    assert "has no version 9" in aid("rollback", stored, "--to", 9, code=1).stderr
    listed = json.loads(aid("versions", stored, "--json").stdout)
    assert [version["number"] for version in listed["versions"]] == [3, 2, 1]
    assert listed["submissions"][0]["published_by"] == "Ben"

    acts = [entry["act"] for entry in json.loads(aid("decisions", "--json").stdout)["decisions"]]
    assert acts[:3] == ["went back to earlier data", "published data", "approved data"]
    assert "one person at a machine without accounts" in aid("decisions", stored, "--last", 1).output
    head = aid("verify", "--head").output.strip()
    assert len(head) == 64
    checked = json.loads(aid("verify", "--expect", head, "--json").stdout)
    assert (checked["holds"], checked["entries"], checked["head"]) == (True, 5, head)
    assert "cut off" in aid("verify", "--expect", "f" * 64, code=1).output


def test_a_rejection_ends_a_submission(stored, stock):
    aid("submit", stock, "--to", stored, "--by", "Amina")
    assert "rejected by Ben" in aid("reject", 1, "--reason", "wrong month", "--by", "Ben").output
    assert "is rejected by Ben" in aid("publish", 1, code=1).stderr
    assert "no submission 7" in aid("approve", 7, code=1).stderr


def test_files_with_errors_or_nothing_new_are_not_submitted(stored, stock, tmp_path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "stock.csv").write_text("place_id,item_id,quantity\nnowhere,cereal,5\n")
    assert "not submitted" in aid("submit", tmp_path / "bad", "--to", stored, code=1).stderr
    assert "cannot be read" in aid("submit", tmp_path / "none.csv", "--to", stored, code=1).stderr
    assert "Did you mean “Small operation”?" in aid("versions", "Small operatoin", code=1).stderr


@pytest.mark.parametrize("command", ["submit", "approve", "reject", "publish", "rebase", "rollback", "versions",
                                     "decisions", "verify"])  # fmt: skip
def test_every_command_has_help_with_an_example(command):
    assert f"Example: aid {command}" in aid(command, "--help").output


@pytest.mark.parametrize("command", ["list", "propose", "approve", "reject", "replay"])
def test_every_command_about_plans_has_help_with_an_example(command):
    assert f"Example: aid plans {command}" in aid("plans", command, "--help").output


def test_a_plan_is_proposed_approved_and_replayed(stored, tmp_path):
    (tmp_path / "two.toml").write_text('name = "Two weeks"\nweeks = 2\n')
    made = aid("plans", "propose", stored, "--scenario", tmp_path / "two.toml", "--note", "November", "--by", "Amina")
    assert "Next, by a second person: aid plans show 1, then aid plans approve 1" in made.output
    seen = json.loads(aid("plans", "show", "1", "--json").output)
    assert "The plan meets" in seen["told"][0]
    assert {camp["camp_id"] for camp in seen["camps"]} == {"north", "east", "south"}
    assert all(0 <= camp["met_now"] <= 1 for camp in seen["camps"])
    assert "approved by Ben" in aid("plans", "approve", 1, "--by", "Ben").output
    assert json.loads(aid("plans", "replay", 1, "--json").stdout)["same"] is True
    assert "approved already" in aid("plans", "reject", 1, "--reason", "no", code=1).stderr
    assert json.loads(aid("plans", "list", "--json").stdout)["plans"][0]["state"] == "approved"
