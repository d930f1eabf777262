"""A plan is proposed by one person and approved by another, and replays to the same numbers."""

from dataclasses import replace

import pytest

from core.domain.access import Actor, Role, alone
from core.domain.scenario import Scenario
from core.errors import NotAllowed, StoreError
from core.services.effect_on_plan import effect_on_plan
from core.services.open_operation import OpenOperation
from core.services.plans_on_record import PlanState, plan_of_proposal, plans_of
from core.services.propose_plan import propose_plan
from core.services.replay_plan import replay_plan
from core.services.review_plan import approve_plan, reject_plan
from core.services.review_proposal import review_proposal
from core.services.tell_proposal import tell_proposal
from core.services.tell_submission import told_plan_effect, told_replay
from core.services.verify_decisions import verify_decisions
from tests.builders import small_operation

AMINA = Actor("Amina", frozenset({Role.COORDINATOR, Role.APPROVER}), "page")
BEN = Actor("Ben", frozenset({Role.APPROVER}), "page")
VIEWER = Actor("Vera", frozenset({Role.VIEWER}), "page")
SCENARIO = Scenario(name="Two weeks", weeks=2)


@pytest.fixture
def opened(resources):
    operation = small_operation()
    return OpenOperation(operation, resources.store.save_version(operation, parent=None, author="test"))


@pytest.fixture
def proposed(resources, opened):
    return propose_plan(resources, opened, SCENARIO, AMINA, "November")


def test_a_plan_passes_two_people_and_replays_to_the_same_numbers(resources, opened, proposed):
    name = opened.version.operation
    with pytest.raises(NotAllowed, match="of their own"):
        approve_plan(resources, proposed.id, AMINA)
    with pytest.raises(StoreError, match="proposed already, as plan 1 by Amina"):
        propose_plan(resources, opened, SCENARIO, AMINA)
    assert effect_on_plan(resources, name, opened.operation) is None
    approved = approve_plan(resources, proposed.id, BEN, "agreed")
    assert (approved.state, approved.author, approved.decided_by) == (PlanState.APPROVED, "Amina", "Ben")
    assert [plan.key for plan in resources.store.plans(name)] == [proposed.key]
    with pytest.raises(StoreError, match="approved already, by Ben"):
        reject_plan(resources, proposed.id, BEN, "too late")

    resources.results.clear()  # what is approved does not hang on a cache
    assert plan_of_proposal(resources, approved).scenario == SCENARIO
    again = replay_plan(resources, proposed.id)
    assert again.same, again.differing
    assert again.digest_then == again.digest_now
    assert again.changed == ()

    later = replay_plan(replace(resources, code_version="9.9.9+other"), proposed.id)
    assert later.same
    assert "the program was" in told_replay(later)[1]

    entry = resources.store.decisions.entries()[0]
    assert (entry.act, entry.name, entry.reason) == ("approved a plan", "Ben", "agreed")
    assert {"data_version", "files", "model_fingerprint", "scenario", "libraries", "rules_version"} <= set(entry.seen)
    assert verify_decisions(resources).holds


def test_an_approver_sees_what_a_plan_does_before_there_is_another(resources, opened, proposed):
    found = review_proposal(resources, proposed.id)
    told = tell_proposal(found)
    assert "The plan meets" in told[0]
    assert told[1:] == ["No plan was approved before it: there is nothing that it replaces."]
    assert found.camps["met_before"].isna().all()
    assert found.camps["met_now"].min() == pytest.approx(found.audited.plan.summary["worst_coverage"], abs=1e-6)
    assert (found.camps["need_t_now"] > 0).all()


def test_an_approver_sees_which_camps_would_get_less_than_by_the_plan_approved_last(resources, opened, proposed):
    approve_plan(resources, proposed.id, BEN)
    poorer = propose_plan(resources, opened, Scenario(name="Little money", weeks=2, budget_usd=100.0), AMINA)
    found = review_proposal(resources, poorer.id)
    assert found.approved.id == proposed.id
    change = found.camps["met_now"] - found.camps["met_before"]
    assert change.is_monotonic_increasing
    losers = int((change < -0.005).sum())
    assert losers > 0
    said = " ".join(tell_proposal(found))
    assert "Before it, plan 1 was approved, by Ben. Weeks of that plan: " in said
    worst = found.camps.iloc[0]
    assert f"{worst['name']}, {worst['met_before']:.0%}".replace("%", "") in said.replace("\u00a0", "")
    as_good = propose_plan(resources, opened, Scenario(name="Money enough", weeks=2, budget_usd=1e9), AMINA)
    assert "No camp gets a smaller share of its need than by that plan." in tell_proposal(
        review_proposal(resources, as_good.id)
    )


def test_a_plan_on_record_stands_beside_the_one_before_it_never_beside_itself_or_a_later_one(
    resources, opened, proposed
):
    approve_plan(resources, proposed.id, BEN)
    poorer = propose_plan(resources, opened, Scenario(name="Little money", weeks=2, budget_usd=100.0), AMINA)
    approve_plan(resources, poorer.id, BEN)
    assert review_proposal(resources, proposed.id).approved is None
    assert review_proposal(resources, poorer.id).approved.id == proposed.id


def test_an_approver_is_told_of_newer_data_and_of_camps_that_a_plan_leaves_out(resources, opened, proposed):
    approve_plan(resources, proposed.id, BEN)
    gone = opened.operation.camps["camp_id"].iloc[-1]
    tables = {
        name: table[~(table[[c for c in ("camp_id", "place_id", "destination_id") if c in table]] == gone).any(axis=1)]
        for name, table in opened.operation.tables.items()
    }
    smaller = opened.operation.replaced(**tables)
    version = resources.store.save_version(smaller, parent=opened.version.id, author="test")
    fewer = propose_plan(resources, OpenOperation(smaller, version), SCENARIO, AMINA)
    found = review_proposal(resources, fewer.id)
    name = opened.operation.place_names[gone]
    assert f"In that plan and not in this one: {name}." in tell_proposal(found)
    assert found.camps["camp_id"].iloc[0] == gone
    older = tell_proposal(review_proposal(resources, proposed.id))
    assert older[-1] == "It was made from data version 1; the newest is 2."


def test_data_that_change_the_need_are_set_beside_the_approved_plan(resources, opened, proposed):
    approve_plan(resources, proposed.id, BEN)
    name = opened.version.operation
    same = effect_on_plan(resources, name, opened.operation)
    assert (same.camps.empty, same.lost_shipments, same.why_not) == (True, 0, "")
    people = opened.operation.population
    north = people["camp_id"] == "north"
    doubled = opened.operation.replaced(population=people.assign(population=people["population"] * (1 + north)))
    found = effect_on_plan(resources, name, doubled)
    worst = found.camps.iloc[0]
    assert worst["camp_id"] == "north"
    assert worst["met_now"] < worst["met_before"]
    assert worst["need_change_share"] > 0.5
    assert "North Camp" in told_plan_effect(found)[-1]
    used = plan_of_proposal(resources, proposed).shipments["route_id"].iloc[0]
    routes = opened.operation.routes
    cut = effect_on_plan(resources, name, opened.operation.replaced(routes=routes[routes["route_id"] != used]))
    assert cut.lost_shipments > 0


def test_who_may_not_propose_or_decide_is_refused(resources, opened, proposed):
    for act in (
        lambda: propose_plan(resources, opened, SCENARIO, VIEWER),
        lambda: approve_plan(resources, proposed.id, VIEWER),
        lambda: reject_plan(resources, proposed.id, VIEWER, "no"),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(StoreError, match="no reason"):
        reject_plan(resources, proposed.id, BEN, "")
    assert reject_plan(resources, proposed.id, BEN, "bridge closed").state == PlanState.REJECTED
    assert plans_of(resources, opened.version.operation, PlanState.PROPOSED) == []


def test_one_alone_does_both_and_the_record_says_so(resources, opened):
    one = alone("page", "Dora")
    made = propose_plan(resources, opened, SCENARIO, one)
    approve_plan(resources, made.id, one)
    entries = resources.store.decisions.entries()[:2]
    assert {(entry.name, entry.signed_in) for entry in entries} == {("Dora", False)}
