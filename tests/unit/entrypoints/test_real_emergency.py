"""Burundi 2015 goes the whole way from the command line, with sensible results."""

import json

import pandas as pd
import pytest

from tests.real_operation import AS_OF, BURUNDI, burundi_folder
from tests.unit.entrypoints.test_cli import aid

pytestmark = pytest.mark.usefixtures("home")


def test_burundi_2015_goes_through_forecast_needs_plan_and_audit(tmp_path):
    folder = burundi_folder(tmp_path / "burundi")
    day = str(AS_OF.date())
    aid("check", folder)
    aid("forecast", folder, "--as-of", day, "--weeks", 6, "--out", tmp_path / "f.csv")
    aid("needs", folder, "--as-of", day, "--weeks", 6, "--out", tmp_path / "n.csv")
    for rule in ("efficiency", "worst_off"):
        aid("plan", folder, "--as-of", day, "--weeks", 6, "--fairness", rule, "--out", tmp_path / rule)
        aid("audit", folder, tmp_path / rule)

    forecast = pd.read_csv(tmp_path / "f.csv").query("horizon_weeks == 4").set_index("camp_id")
    counts = pd.read_csv(BURUNDI / "population.csv")
    known = counts[counts["date"] <= day].groupby("camp_id")["population"].last()
    living = known[known > 5000].index
    assert (forecast.loc[living, "q50"] / known[living]).between(0.8, 1.4).all()
    assert (forecast["q10"] <= forecast["q50"]).all()
    assert (forecast["last_count_date"] <= day).all()

    # six weeks of stock for the people of the last count: enough for nearly all, for everybody if shared so
    worst = {}
    for rule in ("efficiency", "worst_off"):
        summary = json.loads((tmp_path / rule / "summary.json").read_text())
        assert summary["status"] == "optimal"
        worst[rule] = summary["worst_coverage"]
        coverage = pd.read_csv(tmp_path / rule / "coverage.csv")
        assert coverage["delivered"].sum() / coverage["need"].sum() > 0.85
    assert worst["worst_off"] > 0.85 > worst["efficiency"]
