"""Odd words on the command line: a plain message and the exit code that says whose fault it is, never a failure."""

import json

import pytest
from click.testing import CliRunner

from entrypoints.cli import main

HALF = "\udcff"
"""A byte that is no UTF-8, as the command line hands it on."""


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--policies", ""], "No policy is named."),
        (["--policies", " , "], "No policy is named."),
        (["--seed", "-1"], "seed: must be 0 or more, got “-1”"),
        (["--weeks", "0"], "weeks: must be 1 or more, got “0”"),
        (["--futures", "5000"], "futures: must be 1,000 or less, got “5000”"),
    ],
)
def test_a_simulation_that_cannot_be_asked_is_told_in_plain_words(operation_folder, home, words, told):
    result = run("simulate", operation_folder, *words)
    assert result.exit_code == 1
    assert told in result.stderr
    assert "Input should" not in result.stderr


def test_a_scenario_out_of_bounds_is_told_in_plain_words(operation_folder, home, tmp_path):
    (tmp_path / "odd.toml").write_text('weeks = 0\nfairness = "kind"\nbudget_usd = "much"\nunknown = 1\n')
    result = run("plan", operation_folder, "--scenario", tmp_path / "odd.toml", "--out", tmp_path / "plan")
    assert result.exit_code == 1
    for words in (
        "weeks: must be 1 or more",
        "fairness: must be one of 'efficiency'",
        "budget_usd: must be a number",
        "unknown: is not known here",
    ):
        assert words in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["webhooks", "add", f"http://example.org/{HALF}"],
        ["connectors", "add", "a", "--kind", "unhcr", "--address", f"https://a.org/{HALF}"],
        ["connectors", "add", "a", "--kind", "unhcr", "--set", f"coa={HALF}"],
        ["flows", "run", "fetch", "--operation", HALF],
    ],
    ids=["webhook", "address", "parameter", "operation"],
)
def test_half_a_character_is_the_fault_of_the_word_and_changes_nothing(home, words):
    result = run(*words)
    assert result.exit_code == 1, result.output
    assert "The program failed" not in result.stderr
    assert "What to do:" in result.stderr
    assert json.loads(run("connectors", "list", "--json").output)["connectors"] == []


def test_half_a_character_in_a_fault_is_told_to_a_machine_too(home, tmp_path):
    result = run("import", HALF, "--into", tmp_path / "new", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"].startswith(HALF)
