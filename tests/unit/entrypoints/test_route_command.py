"""``aid route`` from beginning to end, for people and for machines."""

import json

import pytest
from click.testing import CliRunner

from core.plan_folder import write_plan
from core.whole_folder import csv_text
from entrypoints.cli import main
from tests.benchmark.routes import FILES
from tests.unit.dispatch.hand_made import operation, plan


@pytest.fixture
def aid(tmp_path, monkeypatch):
    monkeypatch.setenv("AID_HOME", str(tmp_path / "home"))

    def run(*words):
        return CliRunner().invoke(main, [str(word) for word in words])

    return run


@pytest.fixture
def folders(tmp_path):
    of = operation()
    (tmp_path / "operation").mkdir()
    for name in ("camps", "population", "depots", "items", "routes", "vehicles", "settings"):
        (tmp_path / "operation" / f"{name}.csv").write_text(csv_text(of.filled(name)))
    write_plan(plan(("hub_north", "maize", 9000.0)), tmp_path / "plan")
    return tmp_path / "operation", tmp_path / "plan"


def test_a_week_is_dispatched_into_a_folder(aid, folders, tmp_path):
    done = aid("route", *folders, "--week", "2026-11-08", "--iterations", 50, "--out", tmp_path / "dispatch")
    assert done.exit_code == 0, done.output
    assert "9.0 t in 1 trip of 1 vehicle (of 2), 160 km" in done.output
    assert "Everything the plan sends in this week is carried." in done.output
    names = {path.name for path in (tmp_path / "dispatch").iterdir()}
    assert names == {"visits.csv", "loads.csv", "unserved.csv", "trips.csv", "drives.csv", "summary.json"}


def test_a_machine_reads_the_tables_with_moments(aid, folders):
    told = json.loads(aid("route", *folders, "--iterations", 50, "--objective", "co2", "--json").output)
    assert told["objective"] == "co2"
    assert told["tables"]["visits"][0]["arrive"] == "2026-11-02T06:00:00"
    assert told["tables"]["unserved"] == []


def test_roads_of_ones_own_are_driven(aid, folders, tmp_path):
    (tmp_path / "roads.csv").write_text("origin_id,destination_id,distance_km\nhub,north,11\n")
    told = json.loads(aid("route", *folders, "--iterations", 50, "--roads", tmp_path / "roads.csv", "--json").output)
    assert told["distance_km"] == 22


def test_a_wrong_week_and_wrong_words_are_told_apart(aid, folders):
    wrong = aid("route", *folders, "--week", "2026-11-15")
    assert wrong.exit_code == 1
    assert "sends nothing" in wrong.output
    assert aid("route", *folders, "--week", "2026-11-10").exit_code == 1
    assert aid("route").exit_code == 2
    assert aid("route", *folders, "--vrplib", FILES / "p01.txt").exit_code == 2


def test_a_benchmark_file_is_written_as_routes(aid, tmp_path):
    done = aid("route", "--vrplib", FILES / "p01.txt", "--seconds", 0.5, "--out", tmp_path / "p01.sol")
    assert done.exit_code == 0, done.output
    lines = (tmp_path / "p01.sol").read_text().splitlines()
    assert lines[0].startswith("Route #1:")
    assert lines[-1].startswith("Cost 5")
    assert aid("route", "--vrplib", tmp_path / "none.vrp").exit_code == 1
