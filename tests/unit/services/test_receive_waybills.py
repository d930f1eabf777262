"""What arrived is entered against issued waybills: added, checked, never over what somebody else entered."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from core.domain.access import Actor, Role, alone
from core.errors import InvalidTable, NotAllowed, StoreError
from core.services.add_records import add_records
from core.services.open_operation import open_named
from core.services.publish_data import publish_data, rebase_data
from core.services.rebuild_version import rebuild_version
from core.services.receive_waybills import Received, check_received, record_receipts, recorded_until, waybills_of
from core.services.review_data import approve_data
from tests.builders import small_operation
from tests.waybills import PLAN, WEEK, line, sealed, waybill

NAME = "Small operation"
HERE = alone("page", "Amina")
ANALYST = Actor("Amina", frozenset({Role.ANALYST}), "page")
SECOND = Actor("Ben", frozenset({Role.APPROVER}), "page")
VIEWER = Actor("Vera", frozenset({Role.VIEWER}), "page")
NORTH, SOUTH = waybill(), waybill("south", stop=2)
DAY = dt.date(2025, 7, 1)
ALL_GOOD = (Received("cereal", "L1", 500.0), Received("soap", None, 40.0))


@pytest.fixture
def issued(resources, tmp_path):
    """The small operation with two waybills on their way."""
    resources.store.save_version(small_operation(), parent=None, author="test")
    resources.store.waybills.issue(NAME, PLAN, WEEK, sealed(tmp_path, NORTH, SOUTH), {"visits.csv": b"x\n"}, HERE)
    return resources


def look(resources, day="2025-07-01"):
    return waybills_of(resources, open_named(resources, NAME).operation, NAME, pd.Timestamp(day))


def test_issued_waybills_wait_the_one_due_first_at_the_top_until_they_are_received(issued):
    assert sorted(look(issued).waiting["waybill_id"]) == sorted([NORTH.id, SOUTH.id])
    record_receipts(issued, NAME, NORTH.id, DAY, ALL_GOOD, HERE)
    seen = look(issued, "2025-07-20")
    assert seen.waiting["waybill_id"].tolist() == seen.overdue["waybill_id"].tolist() == [SOUTH.id]
    assert [finding.rule for finding in seen.findings] == ["receipt_overdue"]
    newest = open_named(issued, NAME)
    assert (newest.version.number, newest.version.note) == (2, f"Receipt of waybill {NORTH.id}")
    assert newest.operation.receipts[["sent", "good", "damaged", "missing"]].to_numpy().tolist() == [
        [500, 500, 0, 0],
        [40, 40, 0, 0],
    ]


def test_a_receipt_never_changes_the_stock_that_was_counted(issued):
    before = open_named(issued, NAME).operation
    record_receipts(issued, NAME, NORTH.id, DAY, ALL_GOOD, HERE)
    after = open_named(issued, NAME).operation
    assert after.fingerprint_of("stock", "settings", "arrivals") == before.fingerprint_of(
        "stock", "settings", "arrivals"
    )


def test_what_would_be_asked_about_is_told_before_anything_is_saved(issued):
    opened = open_named(issued, NAME)
    found = check_received(opened, look(issued), NORTH.id, dt.date(2025, 6, 29), [Received("cereal", "L1", 505.0)])
    assert {finding.rule for finding in found} == {"received_above_waybill", "receipt_before_dispatch", "receipt_sum"}
    assert check_received(opened, look(issued), NORTH.id, DAY, ALL_GOOD) == []
    assert len(issued.store.versions(NAME)) == 1


def test_a_line_received_already_is_not_received_again_and_nothing_is_overwritten(issued):
    record_receipts(issued, NAME, NORTH.id, DAY, [Received("soap", None, 39.0, 1.0)], HERE)
    with pytest.raises(StoreError, match="received already"):
        record_receipts(issued, NAME, NORTH.id, DAY, ALL_GOOD, HERE)
    assert open_named(issued, NAME).operation.receipts["good"].tolist() == [39.0]
    record_receipts(issued, NAME, NORTH.id, DAY, [Received("cereal", "L1", 500.0)], HERE)
    assert open_named(issued, NAME).operation.receipts["good"].tolist() == [39.0, 500.0]


def test_each_lot_of_an_item_is_received_by_itself(resources, tmp_path):
    resources.store.save_version(small_operation(), parent=None, author="test")
    two = waybill(lines=(line(), line(lot_id="L2", quantity=20.0)))
    resources.store.waybills.issue(NAME, PLAN, WEEK, sealed(tmp_path, two), {"visits.csv": b"x\n"}, HERE)
    first, second = Received("cereal", "L1", 500.0), Received("cereal", "L2", 20.0)
    record_receipts(resources, NAME, two.id, DAY, [first], HERE)
    with pytest.raises(StoreError, match="received already"):
        record_receipts(resources, NAME, two.id, DAY, [first], HERE)
    record_receipts(resources, NAME, two.id, DAY, [second], HERE)
    assert open_named(resources, NAME).operation.receipts["lot_id"].tolist() == ["L1", "L2"]


def test_many_people_at_once_lose_nothing_of_what_anybody_enters(resources, tmp_path):
    resources.store.save_version(small_operation(), parent=None, author="test")
    every = [waybill("north", trip=trip) for trip in range(1, 7)]
    resources.store.waybills.issue(NAME, PLAN, WEEK, sealed(tmp_path, *every), {"visits.csv": b"x\n"}, HERE)

    def enter(one):
        return record_receipts(resources, NAME, one.id, DAY, ALL_GOOD, HERE).in_use().number

    with ThreadPoolExecutor(6) as people:
        numbers = list(people.map(enter, every))
    assert sorted(numbers) == list(range(2, 8))
    receipts = open_named(resources, NAME).operation.receipts
    assert sorted(receipts["waybill_id"]) == sorted([one.id for one in every] * 2)


@pytest.mark.parametrize(
    ("received", "words"),
    [
        ([Received("blanket", None, 1.0)], "no line of blanket"),
        ([Received("cereal", None, 500.0)], "no line of cereal"),
        ([Received("soap", None, 40.0), Received("soap", None, 40.0)], "given twice"),
        ([], "nothing to save"),
    ],
)
def test_lines_that_the_waybill_does_not_have_are_refused(issued, received, words):
    with pytest.raises(StoreError, match=words):
        record_receipts(issued, NAME, NORTH.id, DAY, received, HERE)


def test_an_impossible_amount_an_unknown_waybill_and_a_viewer_are_refused(issued):
    with pytest.raises(InvalidTable, match="at least 0"):
        record_receipts(issued, NAME, NORTH.id, DAY, [Received("soap", None, -1.0)], HERE)
    with pytest.raises(StoreError, match="was issued here"):
        record_receipts(issued, NAME, "00000-00000", DAY, ALL_GOOD, HERE)
    with pytest.raises(NotAllowed, match="may not submit data"):
        record_receipts(issued, NAME, NORTH.id, DAY, ALL_GOOD, VIEWER)
    assert len(issued.store.versions(NAME)) == 1


def test_where_people_sign_in_a_receipt_waits_for_a_second_person_and_for_nobody_else(issued):
    first = record_receipts(issued, NAME, NORTH.id, DAY, ALL_GOOD, ANALYST).submission
    assert look(issued).submitted == {NORTH.id: "Amina"}
    with pytest.raises(StoreError, match="Amina has submitted a receipt"):
        record_receipts(issued, NAME, NORTH.id, DAY, ALL_GOOD, ANALYST)
    second = record_receipts(issued, NAME, SOUTH.id, DAY, ALL_GOOD, ANALYST).submission
    approve_data(issued, first.id, SECOND)
    publish_data(issued, first.id, SECOND)
    # both were made from version 1: the second is laid on top, and neither is lost
    rebased = rebase_data(issued, second.id, ANALYST)
    approve_data(issued, rebased.id, SECOND)
    publish_data(issued, rebased.id, SECOND)
    assert set(open_named(issued, NAME).operation.receipts["waybill_id"]) == {NORTH.id, SOUTH.id}
    assert look(issued).submitted == {}


def test_a_version_made_of_entered_rows_is_made_again_from_the_record(issued):
    loss = {"place_id": "north", "item_id": "cereal", "date": "2025-07-02", "quantity": 12.5, "reason": "rats"}
    version = add_records(issued, NAME, "losses", [loss], HERE, "A loss at North Camp").in_use()
    assert rebuild_version(issued, version).same is True
    assert open_named(issued, NAME).operation.losses["quantity"].tolist() == [12.5]


def test_rows_that_name_what_the_operation_does_not_have_are_refused(issued):
    asked = {"camp_id": "nowhere", "date": "2025-07-02", "indicator": "received", "share_yes": 0.8, "people_asked": 90}
    with pytest.raises(InvalidTable, match="nowhere"):
        add_records(issued, NAME, "monitoring", [asked], HERE, "")
    with pytest.raises(InvalidTable, match="row 1, share_yes"):
        add_records(issued, NAME, "monitoring", [{**asked, "camp_id": "north", "share_yes": 80.0}], HERE, "")


def test_illustrative_data_are_looked_at_from_the_last_day_anything_is_recorded_of(issued):
    today, made_up = dt.date(2026, 1, 1), small_operation()
    real = small_operation(settings={"illustrative": None})
    assert recorded_until(issued, real, NAME, today) == pd.Timestamp(today)
    assert recorded_until(issued, made_up, "Another", today) == made_up.planning_start
    assert recorded_until(issued, made_up, NAME, today) == pd.Timestamp(NORTH.arrives).normalize()
