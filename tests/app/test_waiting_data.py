"""The Data page: what somebody submitted is seen, decided and published; history and record are shown."""

import pytest

from core.domain.access import Actor, Role
from core.domain.scenario import Scenario
from core.services.open_operation import OpenOperation, open_operation
from core.services.propose_plan import propose_plan
from core.services.review_plan import approve_plan
from core.services.submit_data import draft_of_upload, submit_data
from core.services.upload_tables import preview_upload
from tests.app.conftest import assert_drawn, words_of
from tests.app.test_data import HOSTILE, NAME, press, versions
from tests.builders import small_operation
from ui import actor as acting

AMINA = Actor("Amina", frozenset({Role.ANALYST}), "page")
BEN = Actor("Ben", frozenset({Role.APPROVER}), "page")
STOCK = b"place_id,item_id,quantity\nhub,cereal,5\n"


@pytest.fixture
def page(open_page):
    return open_page("data", small_operation())


@pytest.fixture
def waiting(page, resources):
    opened = open_operation(resources, NAME)
    preview = preview_upload(opened, {"stock.csv": STOCK}, "replace")
    submit_data(resources, draft_of_upload(preview, opened, f"July {HOSTILE}"), AMINA)
    return page.run()


def test_what_waits_is_seen_approved_published_and_stands_in_history_and_record(waiting, resources):
    assert_drawn(waiting)
    said = words_of(waiting)
    assert "1 submission waits for a second person" in said
    assert "Amina on" in said
    assert "<img" not in said
    assert "Gone: hub" in said
    assert [e.label for e in waiting.expander if "of stock would be gone: all of them" in e.label]
    press(waiting, "Approve")
    assert_drawn(waiting)
    assert "Submission 1 is approved" in words_of(waiting)
    assert versions(resources) == [1]
    press(waiting, "Publish")
    assert_drawn(waiting)
    assert versions(resources) == [2, 1]
    said = words_of(waiting)
    assert "waits for a second person" not in said
    assert "published data" in said
    press(waiting, "Verify the record")
    assert "The record of decisions holds: 4 entries" in words_of(waiting)


def test_a_rejection_without_a_reason_is_refused_in_words(waiting, resources):
    press(waiting, "Reject")
    assert_drawn(waiting)
    assert "no reason is given" in words_of(waiting)
    waiting.text_input(key=next(t.key for t in waiting.text_input if "Why" in t.label)).set_value("wrong month").run()
    press(waiting, "Reject")
    assert resources.store.submissions.get(1).reason == "wrong month"


@pytest.mark.parametrize("who", [AMINA, BEN])
def test_buttons_are_for_those_who_may(waiting, monkeypatch, who):
    monkeypatch.setattr(acting, "actor", lambda: who)
    monkeypatch.setattr("ui.data_page.waiting_view.actor", lambda: who)
    waiting.run()
    buttons = {button.label: button.disabled for button in waiting.button}
    assert buttons["Approve"] is (who is AMINA)
    assert ("Withdraw" in buttons) is (who is AMINA)


def test_goods_that_an_approved_plan_stands_on_are_not_passed_over_when_they_change(open_page, resources):
    operation = small_operation()
    opened = OpenOperation(operation, resources.store.save_version(operation, parent=None, author="test"))
    proposal = propose_plan(resources, opened, Scenario(weeks=2), Actor("Chi", frozenset({Role.COORDINATOR}), "page"))
    approve_plan(resources, proposal.id, BEN)
    preview = preview_upload(opened, {"stock.csv": STOCK}, "replace")
    submit_data(resources, draft_of_upload(preview, opened, "July"), AMINA)
    said = words_of(open_page("data"))
    assert "goods of stock, which change here" in said
    assert "Solve it again before trucks are loaded." in said
