"""``aid explain``, ``aid seek`` and ``aid alternatives`` on the written operation: answers, files and refusals."""

import json

import pytest
from click.testing import CliRunner

from entrypoints.cli import main
from tests.random_operations import small_needs, small_tables


@pytest.fixture
def folder(home, tmp_path):
    """The operation and its needs as files."""
    operation = tmp_path / "operation"
    operation.mkdir()
    for name, table in small_tables().items():
        table.to_csv(operation / f"{name}.csv", index=False)
    small_needs().to_csv(tmp_path / "needs.csv", index=False)
    return tmp_path


def run(*arguments, code=0):
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert result.exit_code == code, result.output
    return result.output


def test_a_camp_of_a_plan_is_explained(folder):
    operation, needs, plan = folder / "operation", folder / "needs.csv", folder / "plan"
    run("plan", operation, "--needs", needs, "--out", plan)
    told = run("explain", operation, plan, "--camp", "south", "--item", "maize", "--target", 0.9)
    assert "any one of these is enough" in told
    values = json.loads(run("explain", operation, plan, "--camp", "south", "--target", 0.9, "--json"))
    assert values["coverage"] < 0.9
    assert {"worth", "least", "sentences", "reasons"} <= set(values)
    for refused in (("nowhere",), ("south", "--item", "nothing"), ("south", "--target", 80)):
        run("explain", operation, plan, "--camp", *refused, code=1)


def test_a_floor_is_sought(folder):
    operation, needs = folder / "operation", folder / "needs.csv"
    values = json.loads(run("seek", operation, "--needs", needs, "--floor", 0.3, "--for", "budget", "--json"))
    assert values["suffices"]
    assert 0 < values["amount"] < 60_000
    told = run("seek", operation, "--needs", needs, "--floor", 0.8, "--for", "trips")
    assert "No amount of trips" in told
    run("seek", operation, "--floor", 80, "--for", "stock", "--needs", needs, code=1)
    run("seek", operation, "--for", "hope", code=2)


def test_alternatives_are_written_whole_and_pass_the_audit(folder):
    operation, needs, out = folder / "operation", folder / "needs.csv", folder / "others"
    values = json.loads(
        run("alternatives", operation, "--needs", needs, "--count", 2, "--within", 0.05, "--out", out, "--json")
    )
    assert 1 <= len(values["alternatives"]) <= 2
    assert all(other["worse_share"] <= 0.05 + 1e-6 for other in values["alternatives"])
    for number in range(1, len(values["alternatives"]) + 1):
        run("audit", operation, out / f"alternative-{number}")
    assert "All" in run("audit", operation, out / "best")
    run("alternatives", operation, "--needs", needs, "--out", out, code=1)
    assert not list(folder.glob(".*draft*"))


def test_limits_that_clash_come_with_ways_out(folder):
    scenario = folder / "clash.json"
    scenario.write_text('{"weeks": 4, "budget_usd": 1000, "camp_limits": [{"camp_id": "north", "min_coverage": 0.5}]}')
    asked = ("plan", folder / "operation", "--needs", folder / "needs.csv", "--scenario", scenario)
    told = run(*asked, "--out", folder / "none", code=1)
    assert "Ways out" in told
    assert "Raise the budget by" in told.replace("\u00a0", " ")
    values = json.loads(run(*asked, "--out", folder / "none", "--json", code=1))
    assert values["repairs"]
    assert values["limits"]
