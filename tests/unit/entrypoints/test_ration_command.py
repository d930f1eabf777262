"""``aid ration`` keeps its contract: files, exit codes, reasons without tracebacks."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from entrypoints.cli import main
from tests.unit.ration.cases import camps, hand_made, links, offers

pytestmark = pytest.mark.usefixtures("home")


def aid(*arguments, code=0):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == code, f"{arguments}: {result.output}\n{result.stderr}"
    assert "Traceback" not in result.output + result.stderr
    return result


def written(operation, folder):
    folder.mkdir()
    for name in operation.tables:
        if operation.has(name):
            operation.filled(name).to_csv(folder / f"{name}.csv", index=False)
    return folder


def test_files_columns_and_summary_are_as_promised(tmp_path):
    operation = written(hand_made(), tmp_path / "op")
    text = aid("ration", operation, "--days", 30, "--out", tmp_path / "r").output
    assert "USD 0.24 per person and day" in text
    heads = {
        "ration": ["item_id", "grams_per_person_day"],
        "purchases": ["depot_id", "item_id", "quantity_t", "cost_usd"],
        "flows": ["route_id", "item_id", "quantity_t", "cost_usd"],
    }
    for name, head in heads.items():
        assert pd.read_csv(tmp_path / "r" / f"{name}.csv").columns[: len(head)].tolist() == head
    summary = json.loads((tmp_path / "r" / "summary.json").read_text())
    assert summary["cost_usd"] == pytest.approx(28800.0, rel=1e-12)
    assert summary["cost_usd"] == pytest.approx(summary["procurement_usd"] + summary["transport_usd"], rel=1e-12)
    assert summary["usd_per_person_day"] == pytest.approx(0.24, rel=1e-12)
    assert "limits hold" in aid("audit", operation, tmp_path / "r").output


def test_an_audit_of_changed_files_exits_1(tmp_path):
    operation = written(hand_made(), tmp_path / "op")
    aid("ration", operation, "--out", tmp_path / "r")
    (tmp_path / "r" / "ration.csv").write_text("item_id,grams_per_person_day\ngrain,500\n")
    assert "nutrient_least" in aid("audit", operation, tmp_path / "r", code=1).output


def test_foods_can_be_limited_and_left_out(tmp_path):
    operation = written(hand_made(), tmp_path / "op")
    told = json.loads(aid("ration", operation, "--limit", "beans=20:20", "--json").output)
    grams = {row["item_id"]: row["grams_per_person_day"] for row in told["tables"]["ration"]}
    assert grams["beans"] == pytest.approx(20.0)
    told = json.loads(aid("ration", operation, "--leave-out", "grain", "--json").output)
    assert [row["item_id"] for row in told["tables"]["ration"]] == ["beans"]


@pytest.mark.parametrize(
    ("changes", "arguments", "reason"),
    [
        (camps({"a": 0, "b": 0}), (), "nobody to feed"),
        ({"routes": links([("port", "a", 1)])}, (), "B cannot be reached"),
        ({"offers": None}, (), "offers"),
        ({"offers": offers([("port", "grain", 300, 1)])}, ("--weekly-limits", "hold"), "on offer at Port"),
        ({}, ("--limit", "grain=:1", "--limit", "beans=:1"), "energy"),
        ({}, ("--limit", "grain"), "not of the form"),
        ({}, ("--leave-out", "rice"), "rice"),
        ({}, ("--days", "0"), "days"),
    ],
)
def test_what_cannot_be_planned_is_named_with_exit_1(tmp_path, changes, arguments, reason):
    operation = written(hand_made(**changes), tmp_path / "op")
    assert reason in aid("ration", operation, *arguments, code=1).stderr


def test_a_negative_price_is_refused_with_its_place(tmp_path):
    operation = written(hand_made(), tmp_path / "op")
    (operation / "offers.csv").write_text("depot_id,item_id,price_usd_per_t\nport,grain,-3\n")
    assert "offers, row 2, column price_usd_per_t" in aid("ration", operation, code=1).stderr
