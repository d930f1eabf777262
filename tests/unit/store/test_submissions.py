"""Submissions: nothing is published before it is approved, and nothing is overwritten unseen."""

import pytest

from core.domain.access import Actor, Role, alone
from core.domain.decision import Act
from core.errors import StoreError
from core.store import Draft, State
from tests.builders import small_operation

NAME = "Small operation"
AMINA = Actor("Amina", frozenset({Role.ANALYST}), "page")
BEN = Actor("Ben", frozenset({Role.APPROVER}), "page")


@pytest.fixture(scope="module")
def operation():
    return small_operation()


@pytest.fixture(scope="module")
def changed():
    return small_operation(settings={"budget_usd_per_week": 70000})


@pytest.fixture
def first(store, operation):
    return store.save_version(operation, None, "Ann")


def draft(operation, parent, **changes):
    answers = {"how": "replace"}
    return Draft(**{"name": NAME, "operation": operation, "parent": parent, "answers": answers, **changes})


def acts(store):
    return [(entry.act, entry.name) for entry in store.decisions.entries()][::-1]


def test_a_submission_changes_nothing_until_it_is_published(store, first, changed):
    made = store.submissions.submit(
        draft(changed, first.id, note="July", sources={"a.csv": b"1"}, mapping={"a.csv": "camps"}), AMINA
    )
    assert (made.state, made.author, made.parent, made.answers) == (
        State.SUBMITTED,
        "Amina",
        first.id,
        {"how": "replace"},
    )
    assert store.raw.read(made.sources["a.csv"]) == b"1"
    assert store.submissions.tables(made.id).fingerprint == changed.fingerprint
    assert store.versions(NAME) == [first]
    with pytest.raises(StoreError, match="is submitted"):
        store.submissions.publish(made.id, BEN)
    store.submissions.approve(made.id, BEN)
    assert store.versions(NAME) == [first]
    version = store.submissions.publish(made.id, AMINA)
    assert (version.number, version.author, version.sources) == (2, "Amina", made.sources)
    assert store.load_version(version.id).fingerprint == changed.fingerprint
    now = store.submissions.get(made.id)
    assert (now.state, now.decided_by, now.published_by, now.version) == (State.PUBLISHED, "Ben", "Amina", version.id)
    assert now.created < now.decided < now.published
    assert store.submissions.of_version(version.id) == now
    assert acts(store)[1:] == [(Act.SUBMIT, "Amina"), (Act.APPROVE, "Ben"), (Act.PUBLISH, "Amina")]


def test_each_step_is_taken_once(store, first, changed):
    made = store.submissions.submit(draft(changed, first.id), AMINA)
    store.submissions.approve(made.id, BEN)
    with pytest.raises(StoreError, match="is approved by Ben"):
        store.submissions.approve(made.id, BEN)
    store.submissions.reject(made.id, BEN, "wrong month")
    for step in (store.submissions.approve, store.submissions.publish):
        with pytest.raises(StoreError, match="is rejected by Ben"):
            step(made.id, BEN)
    assert store.submissions.get(made.id).reason == "wrong month"
    assert store.versions(NAME) == [first]


def test_one_made_from_an_older_version_is_not_published_over_the_newer_one(store, first, changed, operation):
    late = store.submissions.submit(draft(changed, first.id), AMINA)
    store.submissions.approve(late.id, BEN)
    newer = store.save_version(operation, first.id, "Chantal")
    with pytest.raises(StoreError, match=r"newer version .* number 2, saved by Chantal"):
        store.submissions.publish(late.id, BEN)
    assert store.latest_version(NAME) == newer
    assert store.submissions.get(late.id).state == State.APPROVED


def test_two_submissions_from_one_version_are_not_both_published(store, first, changed, operation):
    made = [store.submissions.submit(draft(each, first.id), AMINA) for each in (changed, operation)]
    for each in made:
        store.submissions.approve(each.id, BEN)
    store.submissions.publish(made[0].id, BEN)
    with pytest.raises(StoreError, match="newer version"):
        store.submissions.publish(made[1].id, BEN)


def test_one_person_alone_does_every_step_at_once_and_the_record_says_so(store, first, changed):
    version = store.submissions.publish_at_once(draft(changed, first.id), alone("page", "Ann"))
    assert version.number == 2
    entries = store.decisions.entries()[:3][::-1]
    assert [entry.act for entry in entries] == [Act.SUBMIT, Act.APPROVE, Act.PUBLISH]
    assert {(entry.name, entry.signed_in) for entry in entries} == {("Ann", False)}


def test_all_of_it_or_nothing_is_done_at_once(store, first, changed, operation):
    store.save_version(operation, first.id, "Ben")
    before = acts(store)
    with pytest.raises(StoreError, match="newer version"):
        store.submissions.publish_at_once(draft(changed, first.id), alone("page", "Ann"))
    assert acts(store) == before
    assert store.submissions.of(NAME) == []


def test_submissions_are_listed_by_operation_and_state(store, first, changed):
    made = store.submissions.submit(draft(changed, first.id), AMINA)
    other = store.submissions.submit(draft(changed, None, name="Other"), AMINA)
    assert [each.id for each in store.submissions.of()] == [other.id, made.id]
    assert [each.id for each in store.submissions.of(NAME, (State.SUBMITTED,))] == [made.id]
    assert store.submissions.of(NAME, (State.APPROVED,)) == []
    with pytest.raises(StoreError, match="no submission 99"):
        store.submissions.get(99)
