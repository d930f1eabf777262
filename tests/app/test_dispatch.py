"""The page Dispatch: trucks and what they carry, edits without dragging, papers, and waybills issued once."""

import pytest
from streamlit.testing.v1 import AppTest

from core.domain.access import alone
from core.domain.scenario import Scenario
from core.services.open_operation import OpenOperation
from core.services.plans_to_dispatch import approved_plans
from core.services.propose_plan import propose_plan
from core.services.review_plan import approve_plan
from core.settings import PROJECT
from tests.app.conftest import PAGES, TIMEOUT_SECONDS, words_of
from tests.builders import small_operation
from ui import cache, state

NAME = "Small operation"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A page waits for its answer however busy the machine is."""
    monkeypatch.setattr(cache, "PATIENCE_SECONDS", 120.0)


@pytest.fixture
def approved(resources):
    """The small operation with an approved plan of two weeks."""
    operation = small_operation(settings={"illustrative": True})
    version = resources.store.save_version(operation, parent=None, author="test")
    opened = OpenOperation(operation, version)
    proposal = propose_plan(resources, opened, Scenario(weeks=2), alone("page", "Amina"))
    return approve_plan(resources, proposal.id, alone("page", "Ben"))


def button(app, key):
    return next(b for b in app.button if b.key == key)


def box(app, label):
    return next(b for b in app.selectbox if b.label == label)


def edits_of(app):
    return next(iter(app.session_state[state.Key.dispatches].values()))


def test_an_approved_plan_is_put_on_trucks_and_its_waybills_are_issued_once(open_page, resources, approved):
    app = open_page("dispatch")
    assert not app.exception
    words = words_of(app)
    assert "carry all" in app.title[0].value or "cannot be carried" in app.title[0].value
    for told in ("The plan is approved; no waybill is issued yet", "Checked: all", "Where they drive", "trips"):
        assert told in words
    assert "DRAFT" not in words
    button(app, "dispatch:issue").click().run()
    assert "This cannot be undone." in words_of(app)
    assert resources.store.waybills.all(NAME) == []
    button(app, "dispatch:issue:yes").click().run()
    assert not app.exception
    issued = resources.store.waybills.all(NAME)
    assert len(issued) > 3
    app.run()
    words = words_of(app)
    assert "Issued" in words
    keys = {b.key for b in app.button}
    assert not keys & {"dispatch:issue", "dispatch:lock", "dispatch:move"}
    entry = resources.store.decisions.entries(NAME)[0]
    assert entry.act == "issued waybills"
    assert set(entry.seen["waybills"]) == {each.id for each in issued}


def test_a_draft_is_marked_and_offers_no_waybill(open_page, resources):
    app = open_page("dispatch", small_operation())
    assert not app.exception
    words = words_of(app)
    assert "DRAFT" in words
    assert "approved plans only" in words
    assert "dispatch:issue" not in {b.key for b in app.button}


def test_edits_survive_other_pages_can_be_undone_and_are_nobody_elses(open_page, resources, approved):
    app = open_page("dispatch")
    button(app, "dispatch:lock").click().run()
    assert len(edits_of(app).pinned) == 1
    assert "Unlock this trip" in {b.label for b in app.button}
    app.switch_page(PAGES["ration"]).run()
    app.switch_page(PAGES["dispatch"]).run()
    assert not app.exception
    assert len(edits_of(app).pinned) == 1
    assert "Unlock this trip" in {b.label for b in app.button}
    other = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=TIMEOUT_SECONDS)
    other.switch_page(PAGES["dispatch"])
    other.run()
    assert "Unlock this trip" not in {b.label for b in other.button}
    button(app, "dispatch:arrange").click().run()
    assert not app.exception
    assert edits_of(app).request.locked == edits_of(app).pinned
    assert "Unlock this trip" in {b.label for b in app.button}
    button(app, "dispatch:undo-all").click().run()
    assert edits_of(app).before is None


def test_a_move_that_cannot_be_driven_is_refused_with_the_reason_and_taken_back(open_page, resources, approved):
    app = open_page("dispatch")
    to = box(app, "Goes to")
    other = next(option for option in to.options if "new trip" not in option and "this trip" not in option)
    assert "room for" in other
    to.select(other).run()
    button(app, "dispatch:move").click().run()
    assert not app.exception
    assert edits_of(app).said[-1].startswith("Move ")
    # both trucks are full: the page says why it cannot be, and the way back leads to the dispatch that was shown
    assert "This change cannot be driven" in words_of(app)
    assert "the load is more than the vehicle holds" in words_of(app)
    next(b for b in app.button if b.label == "Take back the last change").click().run()
    assert "Papers and files" in words_of(app)
    assert edits_of(app).before is None


def test_an_operation_without_vehicles_says_what_to_upload(open_page):
    app = open_page("dispatch", small_operation(vehicles=None))
    assert not app.exception
    assert "no vehicles" in app.title[0].value
    assert "Upload vehicles" in {b.label for b in app.button}


def test_the_number_of_an_approved_plan_is_what_the_page_begins_with(open_page, resources, approved):
    app = open_page("dispatch")
    assert box(app, "Plan").value == approved_plans(resources, NAME)[0].id
