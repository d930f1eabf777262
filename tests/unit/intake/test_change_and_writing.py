"""Merging an upload, describing what it changes, and writing folders and templates."""

import io

import openpyxl
import pandas as pd
import pytest

from core.domain.schemas import OPERATION_TABLES
from core.errors import InvalidTable, StoreError
from core.intake import (
    check_tables,
    describe_change,
    merge_upload,
    read_folder,
    table_csv,
    write_folder,
)
from core.intake.templates import template_workbook
from tests.builders import small_operation
from tests.given_files import tables_given


@pytest.fixture(scope="module")
def current():
    return small_operation()


def uploaded(current, data, how, name="population.csv"):
    operation, findings = check_tables(merge_upload(current, tables_given(name, data), how))
    assert operation is not None, findings
    return describe_change(current, operation), operation


COUNTS = b"camp_id,date,population\nnorth,2025-07-06,13000\nnorth,2025-06-29,12000\n"


def test_adding_updates_rows_by_key_and_keeps_all_others(current):
    change, operation = uploaded(current, COUNTS, "add")
    entry = change.tables[0]
    assert (entry.table, entry.added, entry.removed, entry.changed) == ("population", 1, 0, 1)
    kept = operation.population.set_index(["camp_id", "date"]).loc[("north", pd.Timestamp("2025-06-29"))]
    assert (kept["population"], kept["kind"]) == (12000, "registration")
    assert not change.removes_rows()


def test_replacing_counts_every_row_that_vanishes(current):
    change, _ = uploaded(current, COUNTS, "replace")
    assert change.tables[0].removed == 229
    assert change.removes_rows()
    assert any("229 rows removed" in sentence for sentence in change.sentences)


def test_adding_rows_without_a_key_does_not_add_the_same_twice(current):
    rows = b"place_id,item_id,quantity\nnorth,cereal,9000\neast,cereal,10\neast,cereal,10\n"
    change, operation = uploaded(current, rows, "add", "stock.csv")
    assert (change.tables[0].added, change.tables[0].removed) == (2, 0)
    assert len(operation.stock) == len(current.stock) + 2


def test_adding_rows_with_errors_is_refused_with_their_rows(current):
    with pytest.raises(InvalidTable) as caught:
        merge_upload(current, tables_given("population.csv", b"camp_id,date,population\nnorth,3/4/16,5\n"), "add")
    assert caught.value.findings[0].row == 2


def test_rows_that_vanish_are_named_by_their_key_and_told_whole(current):
    change, _ = uploaded(current, COUNTS, "replace")
    told = next(sentence for sentence in change.sentences if sentence.startswith("population:"))
    first = change.gone["population"].iloc[0]
    assert f"Gone: {first['camp_id']}\u00a0{first['date']:%Y-%m-%d};" in told
    assert told.endswith(" and 224 more.")
    assert len(change.gone["population"]) == 229
    assert not any("Gone" in sentence for sentence in uploaded(current, COUNTS, "add")[0].sentences)


def test_of_rows_without_a_key_each_copy_that_vanishes_is_named(current):
    twice = current.replaced(stock=pd.concat([current.stock, current.stock.iloc[[0]]], ignore_index=True))
    once = current.stock.iloc[0]
    change = describe_change(twice, current)
    assert [entry.removed for entry in change.tables] == [1]
    pd.testing.assert_series_equal(change.gone["stock"].iloc[0], once, check_names=False)
    assert f"Gone: {once['place_id']}\u00a0{once['item_id']}\u00a0" in change.sentences[-1]


def test_population_changes_are_told_per_camp(current):
    change, _ = uploaded(current, COUNTS, "add")
    row = change.population.iloc[0]
    assert (row["camp"], row["before"], row["now"], round(row["change_percent"], 1)) == (
        "North Camp",
        12580,
        13000,
        3.3,
    )
    assert "North Camp: 12,580 to 13,000 people (+3 %)." in change.sentences


def test_camps_that_come_and_go_are_named(current):
    tables = dict(current.tables)
    camps = tables["camps"].copy()
    camps = pd.concat([camps, camps.head(1).assign(camp_id="west", name="West Camp")], ignore_index=True)
    change = describe_change(current, current.replaced(camps=camps))
    assert change.camps_added == ("West Camp",)
    assert describe_change(current.replaced(camps=camps), current).camps_gone == ("West Camp",)


def test_the_same_operation_is_no_change_and_the_first_is_all_new(current):
    assert describe_change(current, current).is_empty()
    first = describe_change(None, current)
    assert first.sentences[0].startswith("This is the first version: 3 rows of camps")
    assert len(first.population) == 3


def test_a_folder_that_holds_something_is_not_overwritten_unless_asked(current, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="already there"):
        write_folder(current, tmp_path)
    write_folder(current, tmp_path, replace=True)
    write_folder(current.replaced(stock=current.stock.iloc[:0]), tmp_path, replace=True)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert "stock" not in read_folder(tmp_path)
    assert [path for path in tmp_path.parent.iterdir() if path.name.startswith(f".{tmp_path.name}")] == []


def test_a_folder_that_cannot_be_written_appears_not_at_all(current, tmp_path, monkeypatch):
    monkeypatch.setattr("core.intake.writing.csv_bytes", lambda table: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(StoreError, match="disk full"):
        write_folder(current, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_the_template_has_a_sheet_per_table_and_explains_every_column():
    book = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    assert book.sheetnames == ["Columns", *OPERATION_TABLES]
    for name, schema in OPERATION_TABLES.items():
        assert [cell.value for cell in book[name][1]] == schema.column_names()
    explained = {(row[0], row[1]): row for row in book["Columns"].iter_rows(min_row=2, values_only=True)}
    assert len(explained) == sum(len(schema.column_names()) for schema in OPERATION_TABLES.values())
    assert explained["items", "sector"][6].startswith("one of food, water")
    assert explained["camps", "latitude"][3:7] == ("degree", "yes", "yes", "number, at least -90, at most 90")


HOSTILE = ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "＝1", "'=kept"]


def test_hostile_text_is_no_formula_in_a_workbook():
    table = pd.DataFrame({"camp_id": HOSTILE, "name": HOSTILE})
    book = openpyxl.load_workbook(io.BytesIO(template_workbook({"camps": table})))
    cells = [cell for row in book["camps"].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[::2]] == HOSTILE


def test_hostile_text_is_guarded_in_csv_for_people_and_comes_back_unchanged():
    table = pd.DataFrame({"camp_id": [f"c{n}" for n in range(6)], "name": HOSTILE, "latitude": [-1.5] * 6})
    table = table.assign(country="TZA", longitude=30.0)
    data = table_csv(table)
    lines = data.decode("utf-8-sig").splitlines()[1:]
    assert all(",'" in line or ",\"'" in line for line in lines)
    assert all(",-1.5," in line for line in lines)
    assert tables_given("camps.csv", data)["camps"]["name"].tolist() == HOSTILE
