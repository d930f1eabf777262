"""Counts as they come: one only, zeros, blanks, future days, two figures for one day, thirty years of days."""

import datetime as dt
import json
import time

import numpy as np
import pandas as pd
import pytest

from tests.unit.entrypoints.test_cli import aid

pytestmark = pytest.mark.usefixtures("home")

CAMPS = "camp_id,name,country,latitude,longitude\na,Camp A,TZA,-3.6,30.7\nb,Camp B,TZA,-3.9,30.9\n"
FUTURE = dt.date.today() + dt.timedelta(days=400)


@pytest.fixture
def folder(tmp_path):
    """Make an operation of two camps from rows of ``population.csv``."""

    def made(*rows):
        (tmp_path / "camps.csv").write_text(CAMPS)
        (tmp_path / "population.csv").write_text("\n".join(["camp_id,date,population", *rows]) + "\n")
        return tmp_path

    return made


def found(folder, code=0):
    findings = json.loads(aid("check", folder, "--json", code=code).stdout)["findings"]
    return {(f["level"], f["rule"], f["row"]) for f in findings if f["table"] == "population"}


def people(folder, *options):
    rows = json.loads(aid("forecast", folder, "--weeks", 2, "--json", *options).stdout)["forecast"]
    return {row["camp_id"]: row["q50"] for row in rows if row["horizon_weeks"] == 2}


def test_one_count_is_forecast_and_the_camp_without_one_is_not_known(folder):
    made = folder("a,2025-06-01,500")
    assert found(made) == set()
    assert 450 < people(made)["a"] < 600
    assert "Camp B: not known" in aid("forecast", made).stdout


def test_a_camp_of_zeros_is_asked_about_and_forecast_as_zero(folder):
    made = folder("a,2025-05-25,0", "a,2025-06-01,0")
    assert found(made) == {("question", "only_zeros", 2)}
    assert people(made) == {"a": 0}


def test_blanks_alone_are_no_counts_and_the_forecast_says_what_is_missing(folder):
    made = folder("a,2025-05-25,", "a,2025-06-01,")
    assert found(made) == {("note", "blank_count", 2)}
    told = aid("forecast", made, code=1).stderr
    assert "No count of people is known" in told
    assert "Add a count" in told
    assert (
        "No camp has a count on or before 2025-06-01" in aid("forecast", made, "--as-of", "2025-06-01", code=1).stderr
    )


def test_a_count_of_a_day_to_come_is_asked_about_and_an_earlier_forecast_does_not_see_it(folder):
    made = folder("a,2025-05-25,100", f"a,{FUTURE},90000")
    assert ("question", "future_count", 3) in found(made)
    assert people(made, "--as-of", "2025-06-01")["a"] < 300


def test_two_figures_for_one_day_stop_both_commands_with_both_rows(folder):
    made = folder("a,2025-05-25,100", "a,2025-05-25,200")
    assert found(made, code=1) == {("error", "duplicate_key", 3)}
    assert "row 2, with population 100 there and 200 here" in aid("forecast", made, code=1).stderr


def test_an_answer_written_in_the_file_is_understood(folder):
    rows = ["a,2025-05-04,1000", "a,2025-05-11,1010", "a,2025-05-18,3000", "a,2025-05-25,3010"]
    assert ("question", "step", 4) in found(folder(*rows))
    made = folder(*rows)
    table = pd.read_csv(made / "population.csv")
    table.assign(count_answer=[None, None, "right", None]).to_csv(made / "population.csv", index=False)
    assert found(made) == set()
    table.assign(kind=[None, None, "recount", None]).to_csv(made / "population.csv", index=False)
    assert found(made) == set()


def test_thirty_years_of_days_are_checked_and_forecast_in_seconds(folder):
    days = pd.date_range("1995-01-01", periods=10_958).strftime("%Y-%m-%d")
    walk = (20_000 + np.cumsum(np.random.default_rng(0).normal(0, 60, len(days)))).round().astype(int)
    made = folder(*[f"{camp},{day},{count}" for camp in "ab" for day, count in zip(days, walk, strict=True)])
    started = time.perf_counter()
    assert not any(level == "error" for level, *_ in found(made))
    assert people(made)["a"] > 0
    assert time.perf_counter() - started < 20
