"""``aid actions`` and ``aid webhooks`` on the command line."""

import json

import pytest
from click.testing import CliRunner

from core.services.open_operation import open_named
from entrypoints.cli import main
from tests.unit.services.actions.cases import short_of_cereal
from tests.unit.services.actions.made import keep_as_made, made_list
from tests.unit.webhooks.receiver import receiving

NAME = "Small operation"


def run(*words):
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def stored(resources):
    resources.store.save_version(short_of_cereal(), None, "test")
    keep_as_made(resources, open_named(resources, NAME).operation, NAME)
    return resources


def test_the_list_is_told_and_answers_are_kept(stored):
    told = run("actions", NAME)
    assert told.exit_code == 0
    assert told.output.startswith("Illustrative data.\n1. ")
    keys = [each.key for each in made_list().actions]
    assert all(f"[{key}]" in told.output for key in keys)
    declined = run("actions", NAME, "--decline", keys[0], "--reason", "asked already", "--by", "Amina", "--json")
    assert json.loads(declined.output)["answer"] == "declined"
    left = json.loads(run("actions", NAME, "--json").output)["actions"]
    assert [each["key"] for each in left] == keys[1:]
    assert "No action was accepted yet." in run("actions", NAME, "--outcomes").output
    every = json.loads(run("actions", "--stored", "--json").output)["operations"]
    assert [each["key"] for each in every[NAME]["actions"]] == keys[1:]


def test_wrong_words_are_refused_with_what_to_do(stored):
    assert run("actions").exit_code == 2
    assert run("actions", NAME, "--stored").exit_code == 2
    wrong = run("actions", NAME, "--accept", "no:such")
    assert wrong.exit_code == 1
    assert "is not in the list of recommended actions" in wrong.output + wrong.stderr
    assert run("actions", NAME, "--snooze", made_list().actions[0].key).exit_code == 2
    without_reason = run("actions", NAME, "--decline", made_list().actions[0].key)
    assert (without_reason.exit_code, "no reason is given" in without_reason.stderr) == (1, True)


def test_an_address_is_named_tried_told_and_taken_off(stored):
    with receiving(200) as (url, record):
        added = json.loads(run("webhooks", "add", url, "--json").output)
        assert len(added["secret"]) == 64
        assert run("webhooks", "test", "1").exit_code == 0
        sent = json.loads(run("webhooks", "send", "--json").output)
        assert (sent["queued"], sent["delivered"]) == (1, 1)
        assert len(record.came) == 2
        assert "delivered, 1 tries" in run("webhooks", "list").output
        assert run("webhooks", "remove", "1").exit_code == 0
    assert "No address is told" in run("webhooks", "list").output
    assert run("webhooks", "add", "ftp://example.org").exit_code == 1
