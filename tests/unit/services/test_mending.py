"""Rows with errors are left out by name, never silently; a later planning start is said with what it means."""

import datetime as dt

import pytest

from core.domain.access import alone
from core.services.mending import Mending, left_out_words
from core.services.open_operation import OpenOperation
from core.services.submit_data import save_upload
from core.services.upload_tables import preview_upload, versions_of
from tests.builders import small_operation

COUNTS = b"camp_id,date,population\nnorth,2025-07-06,9000\nnorht,2025-07-06,5\nsouth,3/4/16,7\n"
ONE_WRONG = b"camp_id,date,population\nnorth,2025-07-06,9000\nnorht,2025-07-06,5\n"


@pytest.fixture
def opened(resources):
    version = resources.store.save_version(small_operation(), parent=None, author="test")
    return OpenOperation(resources.store.load_version(version.id), version)


def added(opened, data, **mending):
    return preview_upload(opened, {"population.csv": data}, "add", mending=Mending(**mending))


@pytest.mark.parametrize("how", ["replace", "add"])
def test_a_finding_names_the_row_of_the_file_however_the_file_is_used(opened, how):
    preview = preview_upload(opened, {"population.csv": ONE_WRONG}, how)
    assert list(preview.can_be_left_out) == [("population", 3)]
    assert "norht" in preview.can_be_left_out["population", 3]


def test_all_rows_with_errors_are_told_at_once(opened):
    assert set(added(opened, COUNTS).can_be_left_out) == {("population", 3), ("population", 4)}


def test_what_is_left_out_does_not_stop_the_rest_and_stands_in_the_note(resources, opened):
    assert not added(opened, COUNTS).can_be_accepted()
    preview = added(opened, COUNTS, left_out=frozenset({("population", 3), ("population", 4)}))
    assert preview.can_be_accepted()
    assert preview.tables == {"population": 1}
    save_upload(resources, preview, opened, alone("test", "analyst"), "July")
    newest = versions_of(resources, opened.version.operation)[0]
    assert newest.note == "July. Left out: population rows 3 and 4"
    assert resources.store.load_version(newest.id).population["population"].iloc[-1] == 9000


def test_many_rows_left_out_are_counted_in_the_note():
    words = left_out_words({("stock", row) for row in range(2, 30)} | {("camps", 2)})
    assert words == "Left out: camps row 2; stock rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 18 more."


def test_a_later_planning_start_is_stored_in_the_settings_and_told_with_the_stock(resources, opened):
    good = b"camp_id,date,population\nnorth,2025-07-06,9000\n"
    preview = added(opened, good)
    assert preview.later_count == dt.date(2025, 7, 6)
    assert preview.told_start == ""
    moved = added(opened, good, plan_from=dt.date(2025, 7, 6))
    words = moved.told_start.replace("\u00a0", " ")
    assert "Planning starts on 6 Jul 2025 in place of 29 Jun 2025." in words
    assert "the stock of 29 Jun 2025 is then taken as that of 6 Jul 2025" in words
    assert {change.table for change in moved.change.tables} == {"population", "settings"}
    version = save_upload(resources, moved, opened, alone("test", "analyst")).in_use()
    assert resources.store.load_version(version.id).settings.planning_start == dt.date(2025, 7, 6)
    assert version.note.startswith("Planning starts on")


def test_stock_in_the_same_files_is_taken_as_counted_on_the_new_day(opened):
    files = {"stock.csv": b"place_id,item_id,quantity\nhub,cereal,5\n"}
    moved = preview_upload(opened, files, "replace", mending=Mending(plan_from=dt.date(2025, 7, 6)))
    assert "The stock in these files is taken as counted on 6 Jul 2025." in moved.told_start.replace("\u00a0", " ")


def test_planning_can_start_later_without_any_file(opened):
    moved = preview_upload(opened, {}, "replace", mending=Mending(plan_from=dt.date(2025, 7, 6)))
    assert moved.can_be_accepted()
    assert [change.table for change in moved.change.tables] == ["settings"]


def test_questions_about_new_rows_come_before_those_about_stored_ones(resources):
    stored = small_operation()
    population = stored.population
    population.loc[population.index[3], "population"] *= 3
    version = resources.store.save_version(stored.replaced(population=population), parent=None, author="test")
    current = OpenOperation(resources.store.load_version(version.id), version)
    last = current.operation.population.query("camp_id == 'south'")["population"].iloc[-1]
    row = f"camp_id,date,population\nsouth,2025-07-06,{last * 10:.0f}\n".encode()
    questions = [f for f in added(current, row).findings if f.level == "question" and f.table == "population"]
    assert {questions[0].rule, questions[1].rule} == {"ten_times", "later_count"}
    assert questions[0].row == 2
    assert any(f.rule in ("outlier", "step") for f in questions[2:])
