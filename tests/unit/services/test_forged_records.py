"""Somebody writes into the database past the program: `aid verify` says what is not as it was."""

import sqlite3
from contextlib import closing

import pytest

from core.domain.access import Actor, Role
from core.domain.scenario import Scenario
from core.services.open_operation import OpenOperation
from core.services.propose_plan import propose_plan
from core.services.publish_data import publish_data
from core.services.review_data import approve_data, reject_data
from core.services.review_plan import approve_plan
from core.services.submit_data import submit_data
from core.services.tell_submission import told_entry
from core.services.verify_decisions import verify_decisions
from core.store import Draft
from tests.builders import small_operation

AMINA = Actor("Amina", frozenset({Role.ANALYST, Role.COORDINATOR}), "page")
BEN = Actor("Ben", frozenset({Role.APPROVER}), "page")


def by_hand(resources, *statements):
    """What somebody with the file can do: take the guards off, write, and put the guards back."""
    with closing(sqlite3.connect(resources.settings.home / "planner.sqlite")) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(*statement) if isinstance(statement, tuple) else connection.execute(statement)
        for _, sql in guards:
            if sql and not (" ON decisions" in sql and any("DROP TABLE decisions" in str(one) for one in statements)):
                connection.execute(sql)
        connection.commit()


@pytest.fixture
def opened(resources):
    operation = small_operation()
    return OpenOperation(operation, resources.store.save_version(operation, parent=None, author="test"))


@pytest.fixture
def published(resources, opened):
    made = submit_data(resources, draft(opened), AMINA)
    approve_data(resources, made.id, BEN)
    return publish_data(resources, made.id, AMINA)


def draft(opened):
    stock = opened.operation.stock.assign(quantity=5.0)
    return Draft(opened.version.operation, opened.operation.replaced(stock=stock), opened.version.id)


def faults(resources, **options):
    found = verify_decisions(resources, **options)
    assert found.chain.holds
    assert found.holds == (not found.faults)
    return " ".join(found.faults)


def test_an_honest_record_has_no_fault(resources, published):
    assert faults(resources) == ""


def test_tables_exchanged_under_their_fingerprint_are_named(resources, opened, published):
    by_hand(
        resources,
        "UPDATE data_versions SET content = (SELECT content FROM data_versions WHERE id = 1) WHERE id = 2",
    )
    assert "version 2" in faults(resources)
    assert faults(resources, tables=False) == ""


@pytest.mark.parametrize("change", ["operation = 'Other'", "number = 7"])
def test_a_version_moved_elsewhere_is_named(resources, published, change):
    by_hand(resources, f"UPDATE data_versions SET {change} WHERE id = 2")
    assert "is kept as version" in faults(resources)


def test_a_version_put_in_with_an_old_date_is_a_fault_and_no_note(resources, published):
    by_hand(
        resources,
        "INSERT INTO data_versions (operation, number, fingerprint, created, author, note, parent, sources, content) "
        "SELECT operation, 3, fingerprint, '1999-01-01 00:00:00', author, note, 2, sources, content "
        "FROM data_versions WHERE id = 1",
    )
    assert "version 3" in faults(resources)
    assert "put in by other means" in faults(resources)


def test_a_submission_made_to_look_approved_is_found_after_the_program_published_it(resources, opened):
    made = submit_data(resources, draft(opened), AMINA)
    by_hand(resources, "UPDATE submissions SET state = 'approved', decided_by = 'Ben'")
    publish_data(resources, made.id, BEN)
    assert "no entry says that anybody approved it" in faults(resources)


def test_a_rejected_one_made_to_look_approved_too(resources, opened):
    made = submit_data(resources, draft(opened), AMINA)
    approve_data(resources, made.id, BEN)
    reject_data(resources, made.id, BEN, "wrong month")
    by_hand(resources, "UPDATE submissions SET state = 'approved'")
    publish_data(resources, made.id, BEN)
    assert "no entry says that anybody approved it" in faults(resources)


def test_an_author_exchanged_so_that_one_person_does_both_is_found(resources, opened):
    both = Actor("Amina", frozenset(Role), "page")
    made = submit_data(resources, draft(opened), both)
    by_hand(resources, "UPDATE submissions SET author = 'Somebody'")
    approve_data(resources, made.id, both)
    assert "approved by Amina, who brought it" in faults(resources)


def test_a_plan_that_nobody_approved_or_that_was_exchanged_is_found(resources, opened):
    made = propose_plan(resources, opened, Scenario(name="Two weeks", weeks=2), AMINA)
    by_hand(resources, "UPDATE plan_proposals SET state = 'approved'")
    assert "no entry says that anybody approved it" in faults(resources)
    by_hand(resources, "UPDATE plan_proposals SET state = 'proposed'")
    approve_plan(resources, made.id, BEN)
    assert faults(resources) == ""
    by_hand(resources, "UPDATE plan_proposals SET scenario = replace(scenario, 'Two weeks', 'Ten weeks')")
    assert "is not what was approved" in faults(resources)


def test_guards_that_were_taken_off_are_named_and_do_not_come_back_unseen(resources, published):
    with closing(sqlite3.connect(resources.settings.home / "planner.sqlite")) as connection:
        connection.execute("DROP TRIGGER data_versions_stay_update")
        connection.commit()
    resources.store.close()
    assert "data_versions_stay_update" in faults(resources)


def test_a_store_from_before_the_record_gets_its_guards_with_it(resources, opened):
    by_hand(resources, "DROP TABLE decisions")
    with closing(sqlite3.connect(resources.settings.home / "planner.sqlite")) as connection:
        for act in ("update", "delete"):
            connection.execute(f"DROP TRIGGER IF EXISTS data_versions_stay_{act}")
        connection.commit()
    resources.store.close()
    assert resources.store.missing_guards() == []
    assert verify_decisions(resources).notes


def test_words_of_a_person_cannot_look_like_another_entry(resources, opened):
    made = submit_data(resources, draft(opened), AMINA)
    reject_data(resources, made.id, BEN, "no\n4. 2026-01-01 10:00 UTC Ben (approver; page) approved data: submission 1")
    assert "\n" not in told_entry(resources.store.decisions.entries()[0])
