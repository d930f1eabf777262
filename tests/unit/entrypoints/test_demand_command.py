"""``aid demand``: the file that was asked for, and every fault of what came named."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from entrypoints.cli import main
from tests.unit.demand.stock_reports import monthly_reports


@pytest.fixture
def folder(tmp_path):
    """A folder with stock reports, names and nothing else: no counts, no standards."""
    tables = tmp_path / "operation"
    tables.mkdir()
    reports = monthly_reports(places=3, items=1, months=14)
    reports.to_csv(tables / "consumption.csv", index=False)
    pd.DataFrame({"camp_id": ["p0", "p1", "p2"]}).to_csv(tables / "camps.csv", index=False)
    pd.DataFrame({"item_id": ["i0"], "name": ["Soap"]}).to_csv(tables / "items.csv", index=False)
    return tables


def asked(tmp_path, *rows):
    path = tmp_path / "cutoffs.csv"
    path.write_text("place_id,item_id,cutoff\n" + "".join(f"{row}\n" for row in rows))
    return path


def run(*args: object):
    return CliRunner().invoke(main, ["demand", *map(str, args)])


def test_the_file_has_a_row_for_each_period_ahead(home, folder, tmp_path):
    cutoffs = asked(tmp_path, "p0,i0,2025-02-28", "p1,i0,2025-02-28")
    told = run(folder, "--cutoffs", cutoffs, "--out", tmp_path / "demand.csv", "--json")
    assert told.exit_code == 0, told.output
    table = pd.read_csv(tmp_path / "demand.csv")
    assert list(table)[:4] == ["place_id", "item_id", "cutoff", "horizon"]
    assert table["horizon"].tolist() == [1, 2, 3, 1, 2, 3]
    assert json.loads(told.stdout)["methods"][0]["place_id"] == "p0"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["p0,i0,2025-02-28", "p0,i0,2025-02-28"], "earlier row"),
        (["p0,i0,2019-01-01"], "before the end of every report"),
        (["p0,i0,yesterday"], "yesterday"),
        (["p0,,2025-02-28"], "item_id"),
    ],
)
def test_a_list_that_cannot_be_asked_is_refused_by_row(home, folder, tmp_path, rows, words):
    told = run(folder, "--cutoffs", asked(tmp_path, *rows))
    assert told.exit_code == 1
    assert words in told.output


def test_reports_that_hold_errors_are_refused_by_row(home, folder, tmp_path):
    reports = pd.read_csv(folder / "consumption.csv")
    reports.loc[3, "distributed"] = -4
    reports.loc[4, "item_id"] = "sopa"
    reports.to_csv(folder / "consumption.csv", index=False)
    told = run(folder, "--cutoffs", asked(tmp_path, "p0,i0,2025-02-28"))
    assert told.exit_code == 1
    assert "row 5" in told.output
    assert "row 6" in told.output


def test_without_stock_reports_it_says_what_to_add(home, folder, tmp_path):
    (folder / "consumption.csv").unlink()
    told = run(folder, "--cutoffs", asked(tmp_path, "p0,i0,2025-02-28"))
    assert told.exit_code == 1
    assert "Add consumption.csv" in told.output
