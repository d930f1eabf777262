"""``aid receipts`` and ``aid cycle``: waybills are received on the command line, and a plan is looked back on."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from core.domain.access import alone
from core.services.open_operation import open_named
from entrypoints.cli import main
from tests.builders import small_operation, small_tables
from tests.waybills import PLAN, WEEK, sealed, waybill

NAME = "Small operation"
NORTH = waybill()


def aid(*arguments, code=0):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == code, f"{arguments}: {result.output}\n{result.stderr}"
    return result


def answer(*arguments):
    return json.loads(aid(*arguments, "--json").stdout)


@pytest.fixture
def issued(resources, tmp_path):
    resources.store.save_version(small_operation(), parent=None, author="test")
    by = alone("command line")
    resources.store.waybills.issue(NAME, PLAN, WEEK, sealed(tmp_path, NORTH), {"visits.csv": b"x\n"}, by)
    return resources


def test_waybills_wait_until_they_are_received_line_by_line(issued):
    assert f"{NORTH.id}: North Camp, due 2025-06-30, 2 lines" in aid("receipts", "list", NAME).stdout
    made = answer(
        *("receipts", "add", NAME, "--waybill", NORTH.id, "--date", "2025-07-01", "--by", "Amina"),
        *("--line", "cereal@L1=480,15,5", "--line", "soap=40"),
    )
    assert made == {"lines": 2, "version": 2, "submission": None, "findings": []}
    newest = open_named(issued, NAME)
    assert newest.version.author == "Amina"
    assert newest.operation.receipts[["good", "damaged", "missing"]].to_numpy().tolist() == [[480, 15, 5], [40, 0, 0]]
    assert "No waybill waits" in aid("receipts", "list", NAME).stdout
    again = aid("receipts", "add", NAME, "--waybill", NORTH.id, "--date", "2025-07-01", "--line", "soap=40", code=1)
    assert "received already" in again.stderr


def test_everything_good_is_entered_only_when_it_is_said(issued):
    given = ("receipts", "add", NAME, "--waybill", NORTH.id, "--date", "2025-07-01")
    assert "got neither" in aid(*given, code=1).stderr
    assert "got both" in aid(*given, "--as-sent", "--line", "soap=1", code=1).stderr
    assert answer(*given, "--as-sent")["lines"] == 2
    assert open_named(issued, NAME).operation.receipts["good"].tolist() == [500, 40]


def test_more_than_the_waybill_says_is_saved_and_asked_about(issued):
    given = ("receipts", "add", NAME, "--waybill", NORTH.id, "--date", "2020-07-01")
    rules = {finding["rule"] for finding in answer(*given, "--line", "soap=41")["findings"]}
    assert {"received_above_waybill", "receipt_before_dispatch"} <= rules
    assert "question: " in aid(*given, "--line", "cereal@L1=501").stdout


@pytest.mark.parametrize("line", ["soap", "soap=many", "=5", "soap=1,2,3,4", "soap=nan", "soap=inf"])
def test_a_line_that_cannot_be_read_is_named(issued, line):
    told = aid("receipts", "add", NAME, "--waybill", NORTH.id, "--date", "2025-07-01", "--line", line, code=1)
    assert "ITEM=GOOD,DAMAGED,MISSING" in told.stderr


def test_a_plan_is_looked_back_on_with_what_is_not_known_left_blank(resources, tmp_path):
    given = pd.DataFrame({"camp_id": ["north"], "item_id": ["cereal"], "date": ["2025-07-03"], "quantity": [1000.0]})
    said = pd.DataFrame(
        {
            "camp_id": ["north"],
            "date": ["2025-07-04"],
            "indicator": ["received"],
            "people_yes": [60],
            "people_asked": [80],
        }
    )
    for name, table in {**small_tables(), "deliveries": given, "monitoring": said}.items():
        (tmp_path / "operation").mkdir(exist_ok=True)
        table.to_csv(tmp_path / "operation" / f"{name}.csv", index=False)
    aid("plan", tmp_path / "operation", "--weeks", 2, "--no-pro-rata", "--out", tmp_path / "plan")
    out = tmp_path / "cycle.csv"
    seen = answer("cycle", tmp_path / "operation", tmp_path / "plan", "--as-of", "2025-07-06", "--out", out)
    assert seen["weeks"] == ["2025-07-06"]
    assert [row["share"] for row in seen["monitoring"]] == [0.75]
    table = pd.read_csv(out)
    planned = pd.read_csv(tmp_path / "plan" / "shipments.csv")
    to_camps = planned[planned["destination_id"].isin(["north", "south", "east"]) & (planned["week"] == "2025-07-06")]
    assert table["planned"].sum() == pytest.approx(to_camps["quantity"].sum())
    assert table[["dispatched", "good"]].isna().all(axis=None)
    north = table[(table["camp_id"] == "north") & (table["item_id"] == "cereal")].iloc[0]
    assert north["handed_out"] == 1000
    assert north["not_handed_out"] == pytest.approx(north["planned_out"] - 1000)
    assert table.loc[table["camp_id"] != "north", "handed_out"].isna().all()
    told = aid("cycle", tmp_path / "operation", tmp_path / "plan", "--as-of", "2025-07-06").stdout
    assert "It is not known how much was sent" in told
    assert (
        "nothing to look back on"
        in aid("cycle", tmp_path / "operation", tmp_path / "plan", "--as-of", "2025-06-01").stdout
    )


def test_what_a_count_should_find_is_told_and_changes_no_stock(issued, tmp_path):
    aid("receipts", "add", NAME, "--waybill", NORTH.id, "--date", "2025-07-01", "--as-sent")
    rows = answer("receipts", "expected", NAME, "--as-of", "2025-07-02", "--out", tmp_path / "sheet.csv")["expected"]
    north = next(row for row in rows if row["place_id"] == "north" and row["item_id"] == "cereal")
    assert (north["counted"], north["received"], north["expected"]) == (9000, 500, 9500)
    assert open_named(issued, NAME).operation.stock["quantity"].sum() == small_operation().stock["quantity"].sum()
    assert len(pd.read_csv(tmp_path / "sheet.csv")) == len(rows)
