"""``aid stress`` on the demonstration: words, figures and refusals."""

import json

import pandas as pd
from click.testing import CliRunner

from core.services.stress_plans import FUTURES, THRESHOLD
from entrypoints.cli import main
from entrypoints.commands.stress import stress


def run(*args: str):
    return CliRunner().invoke(main, list(map(str, args)))


def test_plans_are_replayed_over_futures(home, tmp_path):
    operation, plan = tmp_path / "demo", tmp_path / "plan"
    assert run("init", operation).exit_code == 0
    assert run("plan", operation, "--weeks", "3", "--out", plan).exit_code == 0
    told = run("stress", operation, plan, "--futures", "50")
    assert told.exit_code == 0, told.output
    assert "Illustrative data." in told.output
    assert "of 50 futures" in told.output
    figures = json.loads(run("stress", operation, plan, plan, "--futures", "50", "--json").output)
    assert figures["futures"] == 50
    assert len(figures["camps"]) == 14
    refused = run("stress", operation, plan, "--futures", "1")
    assert refused.exit_code == 1
    assert "10 to 10,000" in refused.output
    assert run("stress", operation, tmp_path / "nowhere").exit_code == 1


def test_needs_given_without_a_spread_take_that_of_the_forecast(home, tmp_path):
    operation, plan, needs = tmp_path / "demo", tmp_path / "plan", tmp_path / "needs.csv"
    assert run("init", operation).exit_code == 0
    assert run("needs", operation, "--weeks", "2", "--out", needs).exit_code == 0
    table = pd.read_csv(needs)
    table[["camp_id", "item_id", "week", "need"]].to_csv(needs, index=False)
    assert run("plan", operation, "--needs", needs, "--out", plan).exit_code == 0
    told = json.loads(run("stress", operation, plan, "--futures", "50", "--json").output)
    assert "that of the forecast" in told["notes"][0]
    camps = pd.DataFrame(told["camps"])
    assert (camps["coverage_q90"] > camps["coverage_q10"]).any()


def test_the_command_asks_by_default_what_the_page_asks():
    defaults = {option.name: option.default for option in stress.params}
    assert (defaults["futures"], defaults["threshold"]) == (FUTURES, THRESHOLD)
