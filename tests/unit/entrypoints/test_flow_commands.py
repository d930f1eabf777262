"""``aid flows``, ``aid drift`` and ``aid monitor``: words, figures, refusals and exit codes."""

import json
import os
import subprocess
import sys

import pandas as pd
import pytest
from click.testing import CliRunner

from core.bootstrap import build_resources
from core.monitoring import DriftTable
from core.settings import PROJECT
from entrypoints.cli import main
from tests.builders import small_operation

NAME = "Small operation"


def run(*args):
    return CliRunner().invoke(main, list(map(str, args)))


@pytest.fixture
def stored(resources):
    resources.store.save_version(small_operation(), None)
    return resources


def test_flows_are_listed_with_their_steps():
    told = json.loads(run("flows", "list", "--json").output)
    steps = {flow["flow"]: [step["step"] for step in flow["steps"]] for flow in told["flows"]}
    assert steps["refresh"] == ["read", "forecast", "needs", "plan"]
    assert steps["retrain"] == ["read", "validate", "build_features", "train", "backtest", "compare", "suggest"]
    assert "read -> look -> judge" in run("flows", "list").output


def test_a_flow_is_run_once_and_its_steps_are_shown(stored):
    assert "No flow has run yet" in run("flows", "status").output
    told = run("flows", "run", "monitor", "--operation", NAME)
    assert told.exit_code == 0, told.output
    assert f"monitor of {NAME}: " in told.stdout
    status = json.loads(run("flows", "status", "--json").output)
    assert [one["step"] for one in status["runs"]] == ["judge", "look", "read"]
    assert status["held"] == []
    seen = json.loads(run("monitor", NAME, "--json").output)
    assert [one["step"] for one in seen["runs"]] == ["judge", "look", "read"]


def test_a_schedule_takes_its_turns_and_puts_them_on_record(stored):
    done = run("flows", "schedule", "monitor", "--every", "24", "--turns", "1", "--operation", NAME)
    assert done.exit_code == 0, done.output
    slot, _ = stored.store.flow_runs.slot(f"schedule of monitor, {NAME}")
    assert len(slot) == 10


def test_of_two_schedulers_the_second_says_who_has_the_schedule_and_ends(stored):
    with stored.store.leases.hold(f"schedule of monitor, {NAME}", 2.0):
        second = run("flows", "schedule", "monitor", "--every", "24", "--turns", "1", "--operation", NAME)
        shown = run("flows", "status").output
    assert second.exit_code == 1
    assert f"under way already: process {os.getpid()} on " in second.output
    assert f"held: schedule of monitor, {NAME}, process {os.getpid()}" in shown
    assert stored.store.flow_runs.slot(f"schedule of monitor, {NAME}") is None


SMALLEST_FILE = 20_000
"""Bytes no file may grow beyond; the database is larger already."""

NO_ROOM = """
import resource, sys
from entrypoints.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
main()
"""


@pytest.mark.nightly
@pytest.mark.parametrize("flow", ["monitor", "refresh"])
def test_without_room_on_the_disk_a_flow_ends_in_words_and_runs_when_there_is_room_again(stored, flow):
    stored.store.close()
    asked = [sys.executable, "-c", NO_ROOM, str(SMALLEST_FILE), "flows", "run", flow, "--operation", NAME]
    full = subprocess.run(asked, cwd=PROJECT, env=os.environ, capture_output=True, text=True, check=False)
    assert full.returncode == 1, full.stderr
    assert "Error: " in full.stderr
    assert "What to do: " in full.stderr
    assert "Traceback" not in full.stderr
    again = run("flows", "run", flow, "--operation", NAME, "--wait")
    assert again.exit_code == 0, again.output


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("run", "nothing"), "no flow “nothing”; there are fetch, refresh, monitor, retrain"),
        (("run", "monitor", "--operation", "Nowhere"), "Nowhere"),
        (("schedule", "monitor"), "either a number of hours or a time of day"),
        (("schedule", "monitor", "--at", "25:00"), "time of day as in 03:00"),
    ],
)
def test_what_cannot_be_run_is_refused_in_words(stored, asked, words):
    told = run("flows", *asked)
    assert told.exit_code == 1
    assert words in told.output


def test_drift_of_a_folder_is_told_and_written(home, operation_folder, tmp_path):
    told = run("drift", operation_folder, "--out", tmp_path / "drift.csv")
    assert told.exit_code == 0, told.output
    assert "By chance alone any input at all would be called so in 5% of looks." in told.output
    assert list(pd.read_csv(tmp_path / "drift.csv").columns) == DriftTable.column_names()
    figures = json.loads(run("drift", operation_folder, "--json").output)
    assert {"input", "psi", "psi_limit", "ks", "ks_limit", "has_drifted"} <= set(figures["drift"][0])
    assert figures["drifted"] == [row["input"] for row in figures["drift"] if row["has_drifted"]]


def test_monitor_tells_health_in_words_and_keeps_it_when_asked(stored):
    told = run("monitor", NAME, "--keep")
    assert told.exit_code == 0, told.output
    for words in ("Past forecasts (replayed)", "all camps: 80 % interval held", "Counts: ", "Flags: ", "Train anew"):
        assert words in told.output or "Nothing speaks for a new model." in told.output
    assert len(build_resources().store.health_records.of(NAME)) == 1
    wrong = run("monitor", NAME, "--model", "none")
    assert wrong.exit_code == 1
    assert "No model of version" in wrong.output
