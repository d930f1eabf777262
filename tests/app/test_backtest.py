"""The Backtest page: scores, stories, bias, own figures; what it says where nothing can be scored yet."""

import pandas as pd
import pytest

from core.domain.access import alone
from core.services.keep_overrides import OverrideDraft, enter_override
from core.services.open_operation import OpenOperation
from core.services.worker_jobs import Job
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import PLANNING_START, small_operation, small_tables
from ui import cache

HOSTILE = '<img src=x onerror="alert(1)">'
NAME = "Small operation"


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Waits for the worker as long as a slow machine needs, so that the page is drawn in one run."""
    wait = cache.PlanWorker.wait
    monkeypatch.setattr(cache.PlanWorker, "wait", lambda worker, key, seconds, asker="": wait(worker, key, 60, asker))


def test_the_page_answers_with_the_gain_and_the_share_held(open_page):
    app = open_page("backtest", small_operation())
    assert_drawn(app)
    assert "Past forecasts for Small operation" in title_of(app)
    assert "same as last count" in title_of(app)
    assert "band held" in title_of(app)
    words = words_of(app)
    assert "worst camp-weeks" in words
    assert "North Camp, week to" in words
    assert "re-count that corrected the register" in words
    assert "Age of the camp, weeks" in words
    assert "People’s own figures came" not in words
    assert len(app.get("plotly_chart")) == 3
    assert {b.proto.label.replace("\\", "") for b in app.get("download_button")} == {
        "Download every past forecast",
        "Download errors by camp, method and week",
    }


def test_the_demonstration_is_labelled_illustrative(open_page):
    app = open_page("backtest")
    assert_drawn(app)
    assert "Illustrative data" in words_of(app)
    assert "Great Lakes response" in title_of(app)


def test_too_few_counts_say_what_is_needed(open_page):
    population = small_tables()["population"].groupby("camp_id").tail(2)
    app = open_page("backtest", small_operation(population=population))
    assert_drawn(app)
    assert "is not known yet" in title_of(app)
    words = words_of(app)
    assert "3 counts over 8 weeks at one camp" in words
    assert "has 2 counts" in words
    assert [b.label for b in app.button] == ["Upload counts"]


def test_no_count_at_all_is_said(open_page):
    blank = small_tables()["population"].head(2).assign(population=float("nan"))
    start = {"planning_start": str(PLANNING_START.date())}
    app = open_page("backtest", small_operation(population=blank, settings=start))
    assert_drawn(app)
    assert "No camp was counted yet" in words_of(app)


def test_a_hostile_name_is_shown_letter_by_letter(open_page):
    camps = small_tables()["camps"].assign(name=["North Camp", HOSTILE, "East Camp"])
    app = open_page("backtest", small_operation(camps=camps))
    assert_drawn(app)
    assert HOSTILE not in words_of(app)
    assert "&lt;img" in words_of(app)


def test_own_figures_are_set_against_the_model_once_a_count_is_there(open_page, resources):
    operation = small_operation()
    version = resources.store.save_version(operation, parent=None, author="test")
    opened = OpenOperation(operation, version)
    week = PLANNING_START + pd.Timedelta(weeks=4)
    enter_override(resources, opened, OverrideDraft("north", week, 13_000.0, "buses announced"), alone("test", "Amina"))
    tables = small_tables()
    later = pd.DataFrame({"camp_id": ["north"], "date": [week], "population": [12_990.0]})
    population = pd.concat([tables["population"], later.astype({"date": "datetime64[ns]"})], ignore_index=True)
    newer = small_operation(population=population, settings={"planning_start": str(week.date())})
    resources.store.save_version(newer, parent=version.id, author="test")
    app = open_page("backtest")
    assert_drawn(app)
    words = words_of(app)
    assert "People’s own figures came nearer than the forecast 1 of 1 times" in words
    assert "All camps" in words


def test_while_it_runs_the_page_shows_progress_and_can_cancel(open_page, monkeypatch):
    asked = []
    job = Job("k", state="running", share=0.4, message="Forecasting the past")
    monkeypatch.setattr(cache.PlanWorker, "ask_backtest", lambda worker, *given: asked.append(given))
    monkeypatch.setattr(cache.PlanWorker, "job", lambda worker, key, asker="": job if asked else None)
    monkeypatch.setattr(cache.PlanWorker, "join", lambda worker, key, asker="": job if asked else None)
    monkeypatch.setattr(cache.PlanWorker, "wait", lambda worker, key, seconds, asker="": job)
    cancelled = []
    monkeypatch.setattr(cache.PlanWorker, "cancel", lambda worker, key, asker="": cancelled.append(key))
    app = open_page("backtest", small_operation())
    assert_drawn(app)
    assert "is being forecast" in title_of(app)
    assert "the backtest goes on" in words_of(app)
    next(b for b in app.button if b.label == "Cancel").click().run()
    assert cancelled == [asked[0][0]]


def test_a_cancelled_backtest_can_be_started_again(open_page, monkeypatch):
    job = Job("k", state="cancelled", message="Cancelled")
    monkeypatch.setattr(cache.PlanWorker, "job", lambda worker, key, asker="": job)
    monkeypatch.setattr(cache.PlanWorker, "wait", lambda worker, key, seconds, asker="": job)
    app = open_page("backtest", small_operation())
    assert_drawn(app)
    assert "were not scored" in title_of(app)
    assert [b.label for b in app.button] == ["Start it again"]
