"""The plan page: a plan is proposed and approved, and stands on record."""

import pytest

from core.domain.access import Actor, Role
from core.services.plans_on_record import PlanState, plans_of
from tests.app.conftest import assert_drawn, words_of
from tests.app.test_plan import button
from tests.builders import small_operation
from ui import cache


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    monkeypatch.setattr(cache, "PATIENCE_SECONDS", 60.0)


def test_a_plan_is_proposed_and_nobody_signed_in_approves_their_own(open_page, resources, monkeypatch):
    page = open_page("plan", small_operation())
    button(page, "plan:propose").click().run()
    assert_drawn(page)
    (one,) = plans_of(resources)
    assert "What is shown is plan 1" in words_of(page)
    assert "Waits for a second person" in words_of(page)
    both = Actor(one.author, frozenset({Role.COORDINATOR, Role.APPROVER}), "page")
    monkeypatch.setattr("ui.plan_page.approval.actor", lambda: both)
    page.run()
    assert button(page, "plan:approve:1").disabled
    monkeypatch.setattr("ui.plan_page.approval.actor", lambda: Actor("Ben", frozenset({Role.APPROVER}), "page"))
    page.run()
    button(page, "plan:approve:1").click().run()
    assert_drawn(page)
    assert plans_of(resources)[0].state == PlanState.APPROVED
    assert "approved by Ben" in words_of(page)
