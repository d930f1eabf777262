"""``aid inventory``: words, files and refusals."""

import json

import pandas as pd
from click.testing import CliRunner

from entrypoints.cli import main
from entrypoints.commands.inventory import inventory


def run(*args: object):
    return CliRunner().invoke(main, list(map(str, args)))


def test_shelves_are_looked_ahead_and_written(home, operation_folder, tmp_path):
    out = tmp_path / "ahead"
    told = run("inventory", operation_folder, "--weeks", 3, "--futures", 40, "--out", out)
    assert told.exit_code == 0, told.output
    assert "Illustrative data." in told.output
    assert "North Camp runs out of cereal on 1" in told.output
    assert "No plan moves goods" in told.output
    chances = pd.read_csv(out / "stockout.csv", parse_dates=["date"])
    assert list(chances)[:4] == ["place_id", "item_id", "date", "probability"]
    assert chances["date"].nunique() == 21
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["futures"] == 40
    assert run("inventory", operation_folder, "--weeks", 1, "--futures", 20, "--out", out).exit_code == 0


def test_a_plan_may_move_the_goods(home, operation_folder, tmp_path):
    plan = tmp_path / "plan"
    assert run("plan", operation_folder, "--weeks", 3, "--out", plan).exit_code == 0
    figures = json.loads(
        run("inventory", operation_folder, "--weeks", 3, "--futures", 20, "--plan", plan, "--json").output
    )
    assert figures["with_plan"]
    assert set(figures["tables"]) == {"cover", "stockout", "expiry", "reorder", "calendar"}


def test_a_buffer_is_told(home, operation_folder):
    asked = ("inventory", operation_folder, "--weeks", 2, "--futures", 20, "--buffer")
    assert "buffer_weeks" in run(*asked, "north=cereal").output
    assert len(json.loads(run(*asked, "north=cereal", "--json").output)["buffer"]) > 5
    assert "There is no place “nowhere”" in run(*asked, "nowhere=cereal").output
    assert "There is no item “tea”" in run(*asked, "north=tea").output
    assert "needed once" in run(*asked, "north=blanket").output


def test_what_cannot_be_asked_is_refused_in_words(home, operation_folder, tmp_path):
    assert run("inventory", operation_folder, "--weeks", 3, "--futures", 1).exit_code == 1
    assert run("inventory", operation_folder, "--weeks", 0).exit_code == 2
    assert run("inventory", operation_folder, "--as-of", "soon").exit_code == 1
    assert "no plan folder" in run("inventory", operation_folder, "--plan", tmp_path / "none").output
    assert run("inventory", tmp_path / "nowhere").exit_code == 1


def test_the_help_has_an_example():
    assert "Example: aid inventory" in inventory.help
