"""Issued waybills in the store: all of a week or none, once, as they were sealed, and never changed."""

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.domain.access import alone
from core.errors import StoreError
from tests.waybills import PLAN, WEEK, line, sealed, waybill

NAME = "Small operation"
WHO = alone("page", "Amina")
FILES = {"visits.csv": b"vehicle,trip\n", "loads.csv": b"vehicle\n"}


def test_waybills_are_read_as_they_were_issued(store, tmp_path):
    made = sealed(tmp_path)
    issued = store.waybills.issue(NAME, PLAN, WEEK, made, FILES, WHO, {"data_version": 1})
    assert [each.waybill for each in issued] == [each.waybill for each in made]
    assert (
        store.waybills.all(NAME) == store.waybills.of_plan(NAME, PLAN) == store.waybills.of_week(NAME, WEEK) == issued
    )
    assert store.waybills.get(NAME, made[1].waybill.id) == issued[1]
    assert store.waybills.find(made[0].waybill.id) == issued[0]
    assert (issued[0].seal, issued[0].key, issued[0].issued_by) == (made[0].seal, made[0].key, "Amina")
    assert store.waybills.all("another operation") == store.waybills.of_plan(NAME, "f" * 64) == []
    with pytest.raises(StoreError, match="No waybill 00000-00000"):
        store.waybills.get(NAME, "00000-00000")
    kept = store.waybills.dispatch(NAME, PLAN, WEEK)
    assert store.waybills.dispatches(NAME) == [kept]
    assert store.waybills.files(kept) == FILES


def test_issuing_is_on_record_with_the_digest_of_every_waybill(store, tmp_path):
    made = sealed(tmp_path)
    store.waybills.issue(NAME, PLAN, WEEK, made, FILES, WHO, {"newest_version": 4})
    entry = store.decisions.entries()[0]
    assert (entry.act, entry.name, entry.subject) == ("issued waybills", "Amina", f"2 waybills of the week to {WEEK}")
    assert entry.seen["waybills"] == {each.waybill.id: each.waybill.digest.hex() for each in made}
    assert (entry.seen["plan_key"], entry.seen["newest_version"]) == (PLAN, 4)


def test_the_goods_of_a_plans_week_leave_once(store, tmp_path):
    store.waybills.issue(NAME, PLAN, WEEK, sealed(tmp_path), FILES, WHO)
    other = sealed(tmp_path, waybill(lines=[line(quantity=7.0)]))
    with pytest.raises(StoreError, match="issued already, by Amina"):
        store.waybills.issue(NAME, PLAN, WEEK, other, FILES, WHO)
    assert len(store.waybills.all(NAME)) == 2
    assert len(store.decisions.entries()) == 1
    later = WEEK + dt.timedelta(days=7)
    store.waybills.issue(NAME, PLAN, later, sealed(tmp_path, waybill(week=later)), FILES, WHO)
    assert len(store.waybills.all(NAME)) == 3


def test_nothing_is_issued_where_a_waybill_was_issued_before_or_there_is_none(store, tmp_path):
    made = sealed(tmp_path)
    store.waybills.issue(NAME, PLAN, WEEK, made, FILES, WHO)
    with pytest.raises(StoreError, match="issued before"):
        store.waybills.issue(NAME, "ef" * 32, WEEK, made, FILES, WHO)
    with pytest.raises(StoreError, match="no waybill to issue"):
        store.waybills.issue(NAME, "ef" * 32, WEEK, [], FILES, WHO)
    assert len(store.waybills.dispatches(NAME)) == 1
    assert len(store.decisions.entries()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE issued_waybills SET seal = ''",
        "DELETE FROM issued_waybills",
        "UPDATE issued_dispatches SET issued_by = ''",
        "DELETE FROM issued_dispatches",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_them(store, tmp_path, statement):
    store.waybills.issue(NAME, PLAN, WEEK, sealed(tmp_path), FILES, WHO)
    with pytest.raises(DBAPIError, match="never changed or deleted"), store._engine.begin() as connection:
        connection.execute(text(statement))
    assert store.missing_guards() == []


def test_a_database_made_before_there_were_waybills_gets_their_tables_and_guards(store, url, tmp_path):
    from core.store import Store

    with store._engine.begin() as connection:
        connection.execute(text("DROP TABLE issued_waybills"))
        connection.execute(text("DROP TABLE issued_dispatches"))
    store.close()
    again = Store(url, tmp_path / "raw", store.now)
    assert again.waybills.all(NAME) == []
    assert again.missing_guards() == []
    again.waybills.issue(NAME, PLAN, WEEK, sealed(tmp_path), FILES, WHO)
    again.close()
