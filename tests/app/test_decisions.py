"""Questions about a plan on its page: what would lift a camp, what a floor takes, what else is as good, ways out."""

import time

import pytest

from core.domain.scenario import Scenario
from tests.app.conftest import assert_drawn, words_of
from tests.builders import small_operation
from ui import cache

SHORT = Scenario(name="Little money", budget_usd=8000, weeks=4)


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A page waits for its plan however busy the machine is, so that a test sees the plan and not the progress."""
    monkeypatch.setattr(cache, "PATIENCE_SECONDS", 60.0)


def ask(open_page, question):
    app = open_page("plan", small_operation(), scenario=SHORT.to_json())
    next(w for w in app.get("button_group") if w.key == "plan:more").set_value(question).run()
    assert_drawn(app)
    return app


def compared(app):
    return next(w for w in app.get("button_group") if w.key == "plan:compared").value


def answered(app):
    """Press the button and wait for the worker."""
    next(b for b in app.button if b.key and b.key.startswith("plan:ask:") and b.key.endswith(":start")).click().run()
    until = time.monotonic() + 60
    while any(job.is_under_way() for job in cache.worker()._jobs.values()) and time.monotonic() < until:
        time.sleep(0.05)
    app.run()
    assert_drawn(app)
    return words_of(app)


def test_a_camp_is_told_what_binds_and_a_smallest_change_becomes_a_what_if(open_page):
    app = ask(open_page, "What would lift a camp")
    words = answered(app)
    assert "One unit more of what binds" in words
    assert "any one of these is enough" in words
    assert "Enough:" in words
    button = next(b for b in app.button if b.key and b.key.startswith("plan:explain:try:"))
    button.click().run()
    assert_drawn(app)
    assert "more money" in " ".join(compared(app))
    assert "No plan fits" not in words_of(app)


def test_a_floor_has_its_least_budget(open_page):
    app = ask(open_page, "What a floor takes")
    app.selectbox(key="plan:seek:floor").set_value(75).run()
    words = answered(app)
    assert "No camp is under 75 % of its need from USD" in words
    next(b for b in app.button if b.key == "plan:seek:try").click().run()
    assert_drawn(app)
    assert "Floor of 75\u00a0%, least money" in compared(app)


def test_other_plans_are_told_apart_or_said_not_to_be(open_page):
    words = answered(ask(open_page, "What else is as good"))
    assert "Alternative 1:" in words or "No other plan within" in words


def test_limits_that_clash_show_ways_out_and_one_can_be_tried(open_page):
    values = {"name": "Too much", "camp_limits": [{"camp_id": "north", "min_coverage": 1.0}], "budget_usd": 0}
    app = open_page("plan", small_operation(), scenario=Scenario.from_values(values).to_json())
    assert_drawn(app)
    words = words_of(app)
    assert "Cheapest ways out" in words
    next(b for b in app.button if b.key and ":try:" in b.key).click().run()
    assert_drawn(app)
    assert "Too much, eased" in compared(app)
    assert "Audited: all" in words_of(app)
