"""The Overview page: its answer and figures, before and after a plan is approved, and while tables lack."""

import time

import pandas as pd

from core.domain.access import Actor, Role
from core.domain.scenario import Scenario
from core.services.open_operation import open_named
from core.services.propose_plan import propose_plan
from core.services.review_plan import approve_plan
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import small_operation
from tests.unit.services.actions.made import keep_as_made

NAME = "Small operation"
AMINA = Actor("Amina", frozenset({Role.COORDINATOR}), "page")
BEN = Actor("Ben", frozenset({Role.APPROVER}), "page")


def drawn(app, words):
    until = time.monotonic() + 60
    while words not in words_of(app) and time.monotonic() < until:
        time.sleep(0.3)
        app.run()
    return app


def test_without_an_approved_plan_it_says_so_and_shows_that_of_the_scenario(open_page, resources):
    operation = small_operation()
    keep_as_made(resources, operation, NAME)
    app = drawn(open_page("overview", operation), "Worst five places")
    assert_drawn(app)
    assert title_of(app).startswith("Aid meets ")
    words = words_of(app)
    assert "Nothing is approved yet: what is shown is a proposal." in words
    assert "which nobody has approved" in words
    assert "Made from data version 1; newest data: version 1." in words
    assert "of USD 480,000" in words
    assert "recommended actions" in words


def test_a_plan_on_record_is_shown_with_its_number_and_what_waits_leads_on(open_page, resources):
    resources.store.save_version(small_operation(), None, "test")
    opened = open_named(resources, NAME)
    keep_as_made(resources, opened.operation, NAME)
    made = propose_plan(resources, opened, Scenario(weeks=4), AMINA, "July")
    approve_plan(resources, made.id, BEN)
    propose_plan(resources, opened, Scenario(weeks=3), AMINA)
    app = drawn(open_page("overview"), "Worst five places")
    assert_drawn(app)
    words = words_of(app)
    assert "Figures are of plan 1, approved on" in words
    assert "Plan 2: Baseline" in words
    assert "Need met, next 4 weeks" in words
    app.button(key="overview:plan-2").click().run()
    assert "Plan" in title_of(app) or "plan" in words_of(app)


def test_without_counts_it_says_what_is_missing(open_page):
    late = small_operation().population.assign(date=pd.Timestamp("2025-12-01")).drop_duplicates("camp_id")
    app = open_page("overview", small_operation(population=late))
    assert_drawn(app)
    assert title_of(app) == "How far aid reaches in Small operation is not known yet"


def test_hostile_names_stay_words(open_page, resources):
    hostile = "<img src=x onerror=alert(1)>`${1}`"
    tables = small_operation().camps
    tables.loc[tables["camp_id"] == "east", "name"] = hostile
    app = drawn(open_page("overview", small_operation(camps=tables)), "Worst five places")
    assert_drawn(app)
    assert "<img src=x" not in "".join(block.proto.body for block in app.get("html"))
