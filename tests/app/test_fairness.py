"""Is it fair: asked on the plan page, solved beside it, told with tables and files."""

import pytest

from core.domain.scenario import Scenario
from core.services.worker_jobs import Job
from tests.app.conftest import assert_drawn, words_of
from tests.builders import small_operation, small_tables
from ui import cache

HOSTILE = "<img src=x onerror=alert(1)>"
QUESTION = "Is it fair?"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A page waits for its answer however busy the machine is."""
    monkeypatch.setattr(cache, "PATIENCE_SECONDS", 60.0)
    monkeypatch.setattr(cache.fairness, "__defaults__", (60.0,))


def ask(app, question=QUESTION):
    chosen = next(w for w in app.get("button_group") if w.key == "plan:more")
    return chosen.set_value(question).run()


def test_nothing_is_solved_before_it_is_asked(open_page):
    app = open_page("plan", small_operation())
    assert_drawn(app)
    assert "less than under pro-rata" not in words_of(app)
    assert {job.kind for job in cache.worker()._jobs.values()} == {""}
    assert len(cache.worker()._jobs) == 1


def test_the_answer_tells_who_loses_what_a_floor_costs_and_how_even_it_is(open_page):
    app = ask(open_page("plan", small_operation()))
    assert_drawn(app)
    words = words_of(app)
    assert "less than under pro-rata" in words
    assert "worst-off camp" in words
    assert "Gini" in words
    assert "Every rule makes small: penalty" in words
    assert "Groups overlap and are never added" in words
    assert "Waste, transport and lateness beside pro-rata" in words
    for rule in ("most need met", "equal shares", "coverage floor", "camps that waited first"):
        assert rule in words
    files = {b.label for b in app.get("download_button")}
    assert {"The line as CSV", "The rules as CSV", "Lorenz curves as CSV", "Camps as CSV"} <= files


def test_pro_rata_harms_nobody_beside_itself(open_page):
    scenario = Scenario(name="Pro-rata", fairness="equal_shares")
    app = ask(open_page("plan", small_operation(), scenario=scenario.to_json()))
    assert_drawn(app)
    assert "No camp gets less than under pro-rata" in words_of(app)


def test_a_hostile_name_is_shown_letter_by_letter(open_page):
    camps = small_tables()["camps"].assign(name=["North Camp", HOSTILE, "East Camp"])
    app = ask(open_page("plan", small_operation(camps=camps)))
    assert_drawn(app)
    assert HOSTILE not in words_of(app)


def only_fairness(monkeypatch, job):
    """Plans are made as ever; the comparison of rules is the given job."""
    asked, known = [], cache.PlanWorker.job
    monkeypatch.setattr(cache.PlanWorker, "ask_fairness", lambda worker, *given: asked.append(given[0]))
    monkeypatch.setattr(
        cache.PlanWorker, "job", lambda worker, key, asker="": job if key in asked else known(worker, key, asker)
    )  # fmt: skip
    monkeypatch.setattr(
        cache.PlanWorker, "join", lambda worker, key, asker="": job if key in asked else known(worker, key, asker)
    )  # fmt: skip
    return asked


def test_while_it_runs_the_page_shows_progress_and_can_cancel(open_page, monkeypatch):
    monkeypatch.setattr(cache.fairness, "__defaults__", (0.0,))
    running = Job("k", state="running", share=0.4, message="Rule “equal shares”: solving")
    asked, cancelled = only_fairness(monkeypatch, running), []
    monkeypatch.setattr(cache.PlanWorker, "cancel", lambda worker, key, asker="": cancelled.append(key))
    app = ask(open_page("plan", small_operation()))
    assert_drawn(app)
    assert "Solving every rule of fairness" in words_of(app)
    next(b for b in app.button if b.label == "Cancel").click().run()
    assert cancelled == asked[:1]


@pytest.mark.parametrize(
    ("job", "told"),
    [
        (Job("k", state="cancelled"), "The comparison of rules was cancelled"),
        (Job("k", state="failed", kind="SolverFailed", error="No plan was found.", hint="Wait."), "No plan was found."),
    ],
)
def test_an_end_without_an_answer_is_told_and_can_be_started_again(open_page, monkeypatch, job, told):
    only_fairness(monkeypatch, job)
    app = ask(open_page("plan", small_operation()))
    assert_drawn(app)
    assert told in words_of(app)
    assert "Start it again" in [b.label for b in app.button]
