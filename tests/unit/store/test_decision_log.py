"""The record of decisions: chained, without a gap, refused by the database itself to whoever would change it."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.domain.access import Actor, Role, alone
from core.domain.decision import Act, Decision
from core.errors import StoreError
from core.store.database import decisions
from core.store.decision_log import NOTHING_BEFORE, chained
from tests.builders import small_operation

AMINA = Actor("Amina", frozenset({Role.ANALYST}), "page")


def decision(subject="version 1", **changes):
    return Decision(**{"act": Act.PUBLISH, "actor": AMINA, "operation": "Op", "subject": subject, **changes})


@pytest.fixture
def chain(store):
    for number in range(1, 6):
        store.decisions.record(decision(f"version {number}", seen={"data_version": number}))
    return store


def tamper(store, statement):
    """What somebody with the password of the database can do: take the triggers off, then change rows."""
    with store._engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for act in ("update", "delete", "insert"):
                connection.execute(text(f"DROP TRIGGER decisions_stay_{act}"))
        else:
            connection.execute(text("ALTER TABLE decisions DISABLE TRIGGER ALL"))
        connection.exec_driver_sql(statement)


def test_an_entry_says_who_did_what_when_why_and_what_was_seen(store):
    store.decisions.record(decision(reason="July counts; “é” \x00", seen={"data_version": 3, "solver": "HiGHS"}))
    (entry,) = store.decisions.entries()
    assert (entry.number, entry.name, entry.roles, entry.door) == (1, "Amina", ("analyst",), "page")
    assert (entry.act, entry.operation, entry.subject) == ("published data", "Op", "version 1")
    assert (entry.reason, entry.seen) == ("July counts; “é” \x00", {"data_version": 3, "solver": "HiGHS"})
    assert entry.signed_in
    assert entry.time.utcoffset().total_seconds() == 0
    assert entry.previous == NOTHING_BEFORE


def test_the_chain_holds_and_its_head_can_be_written_down(chain):
    found = chain.decisions.verify()
    assert (found.holds, found.entries, found.broken) == (True, 5, None)
    assert found.head == chain.decisions.entries()[0].hash
    chain.decisions.record(decision("version 6"))
    assert chain.decisions.verify(expect=found.head).holds


def test_an_empty_record_holds(store):
    assert store.decisions.verify().entries == 0
    assert store.decisions.verify(expect=NOTHING_BEFORE).holds


@pytest.mark.parametrize(
    "statement",
    ["UPDATE decisions SET content = '{}'", "DELETE FROM decisions", "DELETE FROM data_versions"],
)
def test_the_database_refuses_to_change_or_delete(chain, statement):
    chain.save_version(small_operation(), None)
    with pytest.raises(SQLAlchemyError, match="never changed"), chain._engine.begin() as connection:
        connection.execute(text(statement))
    assert chain.decisions.verify().entries == 6


def test_sqlite_refuses_to_replace_an_entry_by_inserting(chain):
    if chain._engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    with pytest.raises(SQLAlchemyError, match="one after the other"), chain._engine.begin() as connection:
        connection.execute(text("INSERT OR REPLACE INTO decisions VALUES (2, '{}', 'a', 'b')"))


@pytest.mark.parametrize(
    ("statement", "broken", "why"),
    [
        ("UPDATE decisions SET content = REPLACE(content, 'Amina', 'Ben') WHERE number = 3", 3, "altered"),
        ("DELETE FROM decisions WHERE number = 3", 3, "missing"),
        ("DELETE FROM decisions WHERE number = 1", 1, "missing"),
        ("UPDATE decisions SET previous = 'x' WHERE number = 4", 4, "does not follow"),
        ("UPDATE decisions SET number = 9 WHERE number = 5", 5, "missing"),
    ],
)
def test_the_first_broken_entry_is_named(chain, statement, broken, why):
    tamper(chain, statement)
    found = chain.decisions.verify()
    assert not found.holds
    assert (found.broken, why in found.why) == (broken, True), found.why


def test_an_entry_made_anew_with_a_right_hash_breaks_the_one_after_it(chain):
    old = chain.decisions.entries()[2]
    with chain._reading() as connection:
        content = connection.execute(decisions.select().where(decisions.c.number == 3)).one().content
    forged = content.replace("Amina", "Ben")
    tamper(
        chain, f"UPDATE decisions SET content = '{forged}', hash = '{chained(old.previous, forged)}' WHERE number = 3"
    )
    assert chain.decisions.verify().broken == 4


def test_a_tail_that_was_cut_off_is_noticed_by_the_hash_written_down(chain):
    head = chain.decisions.verify().head
    tamper(chain, "DELETE FROM decisions WHERE number = 5")
    assert chain.decisions.verify().holds
    found = chain.decisions.verify(expect=head)
    assert (found.holds, found.broken) == (False, 5)
    assert "cut off" in found.why


def test_a_version_and_its_entry_are_there_together_or_not_at_all(store, monkeypatch):
    first = store.save_version(small_operation(), None, "Ann")
    assert [entry.subject for entry in store.decisions.entries()] == ["version 1"]
    assert store.decisions.entries()[0].seen["fingerprint"] == first.fingerprint

    def fail(*_):
        raise StoreError("no entry")

    monkeypatch.setattr(store.decisions, "append", fail)
    with pytest.raises(StoreError, match="no entry"):
        store.save_version(small_operation(), first.id, "Ann")
    assert store.versions("Small operation") == [first]


def test_a_refused_act_leaves_no_entry(store):
    store.save_version(small_operation(), None, "Ann")
    with pytest.raises(StoreError, match="newer version"):
        store.save_version(small_operation(), None, "Ben")
    assert len(store.decisions.entries()) == 1


def test_what_cannot_be_written_as_json_is_refused(store):
    with pytest.raises(StoreError, match="cannot be recorded"):
        store.decisions.record(decision(seen={"gap": float("nan")}))
    assert store.decisions.entries() == []


def test_the_content_of_an_entry_is_canonical_json(store):
    store.decisions.record(decision(actor=alone("command line"), seen={"b": 1, "a": [1.5, None]}))
    with store._reading() as connection:
        content = connection.execute(decisions.select()).one().content
    assert content == json.dumps(json.loads(content), sort_keys=True, separators=(",", ":"))
    assert json.loads(content)["signed_in"] is False
