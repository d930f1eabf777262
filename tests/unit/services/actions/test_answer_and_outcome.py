"""Answers to actions: the plan goes forward, the record says so, the list shows what is left; and what came of it."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from core.domain.access import Actor, Role
from core.domain.action import ActionKind, Gain
from core.domain.decision import Act
from core.errors import NotAllowed, StoreError
from core.services.actions.answer import (
    Answer,
    accept_action,
    action_named,
    decline_action,
    open_actions,
    snooze_action,
)
from core.services.actions.outcome import action_outcomes
from core.services.open_operation import OpenOperation, open_named
from core.services.plans_on_record import PlanState
from core.services.review_plan import approve_plan, reject_plan
from tests.builders import small_tables
from tests.unit.services.actions.cases import short_of_cereal
from tests.unit.services.actions.made import made_list

NAME = "Small operation"
AMINA = Actor("Amina", frozenset({Role.COORDINATOR}), "page")
BEN = Actor("Ben", frozenset({Role.APPROVER}), "page")
VERA = Actor("Vera", frozenset({Role.VIEWER}), "page")
TODAY = dt.date(2025, 6, 30)


@pytest.fixture
def opened(resources):
    resources.store.save_version(short_of_cereal(), None, "test")
    return open_named(resources, NAME)


@pytest.fixture
def listed():
    return made_list()


@pytest.fixture
def gift(listed):
    return next(each for each in listed.actions if each.kind is ActionKind.ASK_FOR_GOODS)


def keys(resources, opened, listed, day=TODAY):
    return [each.key for each in open_actions(resources, opened, listed, day).actions]


def test_accepting_puts_the_plan_forward_keeps_the_scenario_and_is_on_record(resources, opened, listed, gift):
    given = accept_action(resources, opened, gift, AMINA)
    proposal = resources.store.proposals.get(given.proposal)
    assert (proposal.state, proposal.key, proposal.author) == (PlanState.PROPOSED, gift.plan_key, "Amina")
    assert proposal.scenario.key == gift.scenario.key
    assert proposal.scenario.name in resources.store.scenarios.of(NAME)
    assert gift.key not in keys(resources, opened, listed)
    entry = resources.store.decisions.entries(NAME, most=1)[0]
    assert (entry.act, entry.name, entry.subject) == (Act.ACCEPT_ACTION, "Amina", f"action {gift.key}")
    assert entry.seen["proposal"] == proposal.id
    assert resources.store.decisions.verify().holds
    assert approve_plan(resources, proposal.id, BEN).state == PlanState.APPROVED


def test_accepting_twice_puts_one_plan_forward_and_a_rejected_one_brings_the_action_back(
    resources, opened, listed, gift
):
    first, second = (accept_action(resources, opened, gift, AMINA) for _ in range(2))
    assert first.proposal == second.proposal
    reject_plan(resources, first.proposal, BEN, "the donor has none")
    assert gift.key in keys(resources, opened, listed)


def test_declining_needs_a_reason_and_holds_until_newer_data_make_it_worth_more(resources, opened, listed, gift):
    with pytest.raises(StoreError, match="no reason is given"):
        decline_action(resources, opened, gift, AMINA, "  ")
    decline_action(resources, opened, gift, AMINA, "asked last week")
    assert gift.key not in keys(resources, opened, listed)
    newer = OpenOperation(opened.operation, replace(opened.version, id=opened.version.id + 1))
    assert gift.key not in keys(resources, newer, listed)
    grown = replace(
        listed, actions=tuple(replace(each, expected_gain=each.expected_gain * 2) for each in listed.actions)
    )
    assert gift.key in keys(resources, newer, grown)
    assert gift.key not in keys(resources, opened, grown)


def test_what_is_put_off_comes_back_on_its_day(resources, opened, listed, gift):
    until = TODAY + dt.timedelta(days=3)
    snooze_action(resources, opened, gift, AMINA, until, TODAY)
    assert gift.key not in keys(resources, opened, listed, until - dt.timedelta(days=1))
    assert gift.key in keys(resources, opened, listed, until)
    for wrong in (TODAY, TODAY + dt.timedelta(days=61)):
        with pytest.raises(StoreError, match="put off until a day from 2025-07-01 to 2025-08-29"):
            snooze_action(resources, opened, gift, AMINA, wrong, TODAY)


def test_who_may_only_look_answers_nothing(resources, opened, gift):
    for act in (
        lambda: accept_action(resources, opened, gift, VERA),
        lambda: decline_action(resources, opened, gift, VERA, "no"),
        lambda: snooze_action(resources, opened, gift, VERA, TODAY + dt.timedelta(days=1), TODAY),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert resources.store.actions.of(NAME) == []


def test_an_unknown_key_names_those_that_are_listed(listed, gift):
    with pytest.raises(StoreError, match=r"is not in the list of recommended actions: .*ask_for_goods:"):
        action_named(listed, "transfer:x")


def test_what_came_of_it_is_known_only_where_deliveries_are_on_record(resources, opened, gift):
    rows = (
        Gain("north", "cereal", dt.date(2025, 7, 6), 10_000.0, 20_000.0, 3_000.0),
        Gain("south", "cereal", dt.date(2025, 7, 6), 10_000.0, 20_000.0, 3_000.0),
    )
    resources.store.actions.add(
        replace(accept_action(resources, opened, gift, AMINA), action=replace(gift, gains=rows)), AMINA
    )
    before = action_outcomes(resources, opened)[0]
    assert (before.came, before.known, before.told) == (None, 0, 2)
    deliveries = small_tables()["deliveries"]
    new = pd.DataFrame(
        {"camp_id": ["north"], "item_id": ["cereal"], "date": [pd.Timestamp("2025-07-03")], "quantity": [15_000.0]}
    )
    later = short_of_cereal(deliveries=pd.concat([deliveries, new], ignore_index=True))
    after = action_outcomes(resources, OpenOperation(later, opened.version))[0]
    assert (after.promised, after.came, after.known) == (3_000.0, pytest.approx(1_500.0), 1)
    assert after.answer.answer is Answer.ACCEPTED
