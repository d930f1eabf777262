"""``aid leadtime``: a folder with nothing but orders, files, refusals."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from entrypoints.cli import main
from entrypoints.commands.leadtime import leadtime
from tests.unit.lead_times.order_books import drawn_lines

DAY = "2024-07-01"


def run(*args: object):
    return CliRunner().invoke(main, list(map(str, args)))


@pytest.fixture
def folder(tmp_path):
    lines = drawn_lines(120)
    folder = tmp_path / "history"
    folder.mkdir()
    lines.to_csv(folder / "orders.csv", index=False)
    asked = lines[(lines["recorded"] >= DAY) & (lines["ordered"] < DAY)]
    asked.drop(columns=["delivered", "recorded", "freight_usd"]).to_csv(tmp_path / "ask.csv", index=False)
    return folder


def test_orders_alone_are_enough_and_the_answers_are_written(folder, tmp_path):
    out = tmp_path / "out.csv"
    told = run("leadtime", folder, "--as-of", DAY, "--orders", tmp_path / "ask.csv", "--target", "late", "--out", out)
    assert told.exit_code == 0, told.output
    assert "days after the promised date" in told.output
    rows = pd.read_csv(out)
    assert list(rows) == ["order_id", *(f"q{level}0" for level in range(1, 10))]
    assert list(rows["order_id"]) == list(pd.read_csv(tmp_path / "ask.csv")["order_id"])


def test_a_machine_is_told_the_rule_and_its_trial(folder, tmp_path):
    asked = ("leadtime", folder, "--as-of", DAY, "--orders", tmp_path / "ask.csv", "--json")
    values = json.loads(run(*asked).output)
    assert values["method"] in ("forest", "plain rule")
    assert {"orders", "plain_score", "forest_score"} <= set(values["trial"])
    assert len(values["rows"]) == values["orders"]


def test_a_file_that_asks_about_no_order_is_refused(folder, tmp_path):
    empty = tmp_path / "none.csv"
    pd.read_csv(tmp_path / "ask.csv").head(0).to_csv(empty, index=False)
    told = run("leadtime", folder, "--as-of", DAY, "--orders", empty)
    assert told.exit_code == 1, told.output
    assert "none.csv: No row asks for anything." in told.stderr


def test_what_cannot_be_asked_is_refused_in_words(folder, tmp_path):
    ask = tmp_path / "ask.csv"
    assert (
        "No order with a day of “ordered”" in run("leadtime", folder, "--as-of", "2000-01-01", "--orders", ask).output
    )
    assert run("leadtime", folder, "--as-of", "soon", "--orders", ask).exit_code == 1
    assert "has no table of orders" in run("leadtime", tmp_path, "--as-of", DAY, "--orders", ask).output
    assert run("leadtime", folder, "--as-of", DAY, "--orders", tmp_path / "none.csv").exit_code == 1
    assert run("leadtime", folder, "--as-of", DAY, "--orders", ask, "--target", "soon").exit_code == 2


def test_a_text_where_a_day_should_be_is_named(folder, tmp_path):
    (tmp_path / "bad.csv").write_text("order_id,origin,ordered\nA,x,yesterday\n", encoding="utf-8")
    told = run("leadtime", folder, "--as-of", DAY, "--orders", tmp_path / "bad.csv")
    assert told.exit_code == 1
    assert "yesterday" in told.output


def test_the_help_has_an_example():
    assert "Example: aid leadtime" in leadtime.help


def test_goods_on_their_way_are_told_by_week(home, operation_folder, tmp_path):
    out = tmp_path / "chances.csv"
    told = run("arrivals", operation_folder, "--weeks", 4, "--out", out)
    assert told.exit_code == 0, told.output
    assert "as likely as not there by" in told.output
    assert {"kind", "name", "place_id", "item_id", "week", "chance", "basis"} <= set(pd.read_csv(out))
    assert run("arrivals", operation_folder, "--as-of", "soon").exit_code == 1
