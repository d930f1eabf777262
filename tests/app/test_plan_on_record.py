"""The plan page: a plan is proposed and approved, and stands on record."""

import pytest

from core.domain.access import Actor, Role
from core.domain.scenario import Scenario
from core.services.open_operation import OpenOperation
from core.services.plans_on_record import PlanState, plans_of
from core.services.propose_plan import propose_plan
from core.services.review_plan import approve_plan
from tests.app.conftest import assert_drawn, words_of
from tests.app.test_plan import button
from tests.builders import small_operation
from tests.unit.services.test_forged_records import by_hand
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
    assert "No plan was approved before it: there is nothing that it replaces." in words_of(page)
    assert "Need a week" in words_of(page)
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


def test_who_approves_sees_the_camps_that_would_get_less(open_page, resources, monkeypatch):
    amina, ben = (Actor(name, frozenset({Role.COORDINATOR, Role.APPROVER}), "page") for name in ("Amina", "Ben"))
    operation = small_operation()
    opened = OpenOperation(operation, resources.store.save_version(operation, parent=None, author="test"))
    approve_plan(resources, propose_plan(resources, opened, Scenario(weeks=2), amina).id, ben)
    propose_plan(resources, opened, Scenario(name="Little money", weeks=2, budget_usd=100.0), amina)
    monkeypatch.setattr("ui.plan_page.approval.actor", lambda: ben)
    page = open_page("plan")
    assert_drawn(page)
    said = words_of(page)
    assert "Before it, plan 1 was approved, by Ben" in said
    assert "By plan 1" in said
    assert "\u2212" in said
    assert not button(page, "plan:approve:2").disabled


def test_nobody_approves_a_plan_that_cannot_be_shown(open_page, resources, monkeypatch):
    monkeypatch.setattr("ui.plan_page.approval.actor", lambda: Actor("Ben", frozenset({Role.APPROVER}), "page"))
    operation = small_operation()
    opened = OpenOperation(operation, resources.store.save_version(operation, parent=None, author="test"))
    made = propose_plan(resources, opened, Scenario(weeks=2), Actor("Amina", frozenset({Role.COORDINATOR}), "page"))
    by_hand(resources, "UPDATE plan_proposals SET content = substr(content, 1, length(content) - 1)")
    page = open_page("plan")
    assert "This plan cannot be shown" in words_of(page)
    assert button(page, f"plan:approve:{made.id}").disabled
    assert not button(page, f"plan:reject:{made.id}").disabled
