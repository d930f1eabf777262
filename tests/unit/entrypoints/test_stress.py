"""``aid stress`` on the demonstration: words, figures and refusals."""

import json

from click.testing import CliRunner

from entrypoints.cli import main


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
