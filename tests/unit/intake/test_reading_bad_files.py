"""Files that are no tables: each gets a message that names the place and what to do."""

import io
import time
import zipfile

import pandas as pd
import pytest
from openpyxl import Workbook

from core.domain.finding import errors_of
from core.errors import InvalidTable, SourceUnavailable
from core.intake import check_folder, check_tables, read_folder
from core.intake.csv_text import read_csv_text
from core.intake.limits import LARGEST_FILE, MOST_MARKS
from tests.builders import small_tables
from tests.given_files import read_given, tables_given

HEADER = b"camp_id,date,population\n"


def of_folder(name, data):
    """Cells of a file of an operation folder, where our own form is asked for and nothing is guessed."""
    table, findings = read_csv_text(name, data)
    assert not findings
    return table


def only_error(name, data):
    findings = errors_of(read_given(name, data).findings)
    assert len(findings) == 1, findings
    return findings[0]


@pytest.mark.parametrize(
    ("data", "rule", "words"),
    [
        (b"", "empty_file", "empty"),
        (b"\xef\xbb\xbf", "empty_file", "empty"),
        (b" \n\n", "empty_file", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_table", "PNG picture"),
        (b"%PDF-1.7\n...", "not_a_table", "PDF"),
        (b"MZ\x90\x00\x03", "not_a_table", "Windows program"),
        (b"PK\x03\x04rest", "not_a_table", "zip archive or a spreadsheet"),
        (b"<!DOCTYPE html><html>", "not_a_table", "web page"),
        (HEADER.decode().encode("utf-16"), "encoding", "UTF-16"),
        (HEADER.decode().encode("utf-16-le"), "encoding", "UTF-16"),
        (HEADER + "Réfugiés,2024-01-01,5\n".encode("latin-1"), "encoding", "Byte 26, line 2"),
        (HEADER + b"a\x00b,2024-01-01,5\n", "encoding", "line 2"),
        (b"camp_id;date;population\na;2024-01-01;5\n", "separator", "semicolons"),
        (b"camp_id\tdate\tpopulation\n", "separator", "tabs"),
        (b"camp_id,date,date,population\na,b,c,d\n", "repeated_column", "2 columns are named “date”"),
        (b"just a sentence\nand another\n", "not_a_table", "one column"),
        (b",,\na,b,c\n", "header", "Row 1 is blank"),
        (HEADER + b'a,2024-01-01,"5\n', "open_quote", "line 2"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(data, rule, words):
    (error,) = read_csv_text("population", data)[1]
    assert (error.level, error.rule) == ("error", rule)
    assert words in error.message
    assert error.suggestion


def test_every_ragged_row_is_named_by_its_row_in_the_file():
    data = HEADER + b'a,2024-01-01,"5\n6"\n\nb,2024-01-01\nc,2024-01-01,7\nd,2024-01-01,8,9\n'
    findings = read_csv_text("population", data)[1]
    assert [(f.row, f.rule) for f in findings] == [(4, "ragged_row"), (6, "ragged_row")]


def test_rows_of_findings_are_rows_of_the_file_although_blank_lines_are_left_out():
    tables = small_tables()
    data = HEADER + b"\nnorth,2024-01-07,5\n,,\nnorth,2024-01-14,-6\nnorth,2024-01-14,7\n"
    tables["population"] = of_folder("population", data)
    operation, findings = check_tables(tables)
    assert operation is None
    assert [(f.row, f.rule) for f in errors_of(findings)] == [(5, "minimum"), (6, "duplicate_key")]
    assert "row 5" in errors_of(findings)[1].message


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        ("nowhere,2024-01-07,5", "unknown_reference", "camp_id"),
        ("north,2024-01-07,-5", "minimum", "population"),
        ("north,3/4/16,5", "date", "date"),
        ("north,2024-02-30,5", "date", "date"),
        ("north,1500-01-01,5", "date", "date"),
        ("north,2024-01-07,NaN", "number", "population"),
        ("north,2024-01-07,inf", "number", "population"),
        ("north,2024-01-07,1e999", "number", "population"),
        ('north,2024-01-07,"1,000"', "number", "population"),
        ("north,2024-01-07,=1+1", "number", "population"),
        (",2024-01-07,5", "blank", "camp_id"),
    ],
)
def test_a_bad_cell_is_named_with_row_column_and_mend(row, rule, column):
    tables = small_tables()
    tables["population"] = of_folder("population", HEADER + b"south,2024-01-07,5\n" + row.encode() + b"\n")
    operation, findings = check_tables(tables)
    assert operation is None
    assert [(f.table, f.row, f.column, f.rule) for f in errors_of(findings)] == [("population", 3, column, rule)]
    assert errors_of(findings)[0].suggestion


def test_names_with_html_or_formulas_are_kept_as_plain_text():
    data = b'camp_id,name,country,latitude,longitude\nx,"<img src=x onerror=alert(1)>",TZA,-3,30\ny,=1+1,TZA,-3,30\n'
    camps = tables_given("camps.csv", data)["camps"]
    assert camps["name"].tolist() == ["<img src=x onerror=alert(1)>", "=1+1"]


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "camps.csv").open("wb") as stream:
        stream.truncate(300_000_000)  # sparse: takes no room on the disk
    operation, findings = check_folder(tmp_path)
    assert operation is None
    assert {f.rule for f in findings if f.table == "camps"} == {"too_large"}
    assert "300 MB; at most 200 MB" in next(f.message for f in findings if f.rule == "too_large")


def test_an_upload_over_the_limit_is_refused():
    assert only_error("camps.csv", bytes(LARGEST_FILE + 1)).rule == "too_large"


def test_a_folder_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(SourceUnavailable, match="does not exist"):
        read_folder(tmp_path / "none")


def test_every_broken_file_of_a_folder_is_listed_at_once(tmp_path):
    (tmp_path / "camps.csv").write_bytes(b"\x89PNG")
    (tmp_path / "population.csv").write_bytes(b"")
    with pytest.raises(InvalidTable) as caught:
        read_folder(tmp_path)
    assert {f.table for f in caught.value.findings} == {"camps", "population"}


def test_a_file_with_foreign_columns_asks_which_table_it_is():
    error = only_error("data.csv", b"alpha,beta\n1,2\n")
    assert error.rule == "which_table"
    assert "alpha, beta" in error.message


def test_a_file_is_recognised_by_its_name_or_its_columns():
    rows = HEADER + b"a,2024-01-01,5\n"
    for name in ("population.csv", "Population (2).csv", "population-2024-05-01.csv", "export.csv", "../x/unhcr.csv"):
        assert list(tables_given(name, rows)) == ["population"]


def test_a_person_may_say_which_table_a_file_is():
    assert list(tables_given("data.csv", b"place_id,item_id,quantity\na,b,1\n", table="stock")) == ["stock"]


def workbook(rows, sheet="camps", change=None):
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    if change:
        change(page)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


CAMP_ROWS = [["camp_id", "name", "country", "latitude", "longitude"], ["x", "X", "TZA", -3.5, 30]]


def test_cells_of_a_workbook_become_plain_text():
    rows = [["camp_id", "date", "population"], ["a", pd.Timestamp("2024-05-01").to_pydatetime(), 5.0]]
    table = tables_given("book.xlsx", workbook(rows, "population"))["population"]
    assert table.to_numpy().tolist() == [["a", "2024-05-01", "5"]]


def test_a_formula_without_a_stored_value_is_an_error_that_names_the_cell():
    data = workbook([*CAMP_ROWS, ["y", "Y", "TZA", "=1+1", 30]])
    error = only_error("book.xlsx", data)
    assert (error.rule, error.row) == ("formula_without_value", 3)
    assert "Cell D3 " in error.message


def test_an_error_value_in_a_cell_is_named():
    data = workbook([*CAMP_ROWS, ["y", "#N/A", "TZA", 1, 30]])
    error = only_error("book.xlsx", data)
    assert (error.rule, error.row) == ("cell", 3)
    assert "Cell B3 " in error.message


def test_a_workbook_that_names_a_row_far_beyond_a_sheet_does_not_hang():
    def far(page):
        page.cell(row=1_048_576, column=1, value="z")

    read = read_given("book.xlsx", workbook(CAMP_ROWS, change=far))
    assert (read.tables["camps"].index + 2).tolist() + [f.row for f in read.findings] == [2, 1_048_576]


IS_WORKBOOK = {"xl/workbook.xml": b"<workbook/>"}


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_huge_cell_is_not_taken_for_a_fault_of_the_header():
    data = b"camp_id,name,country,latitude,longitude\na," + b"x" * 200_000 + b",RWA,-2,30\n"
    found = check_tables({"camps": of_folder("camps", data)})[1]
    assert ("camps", 2, "name", "too_long") in {(f.table, f.row, f.column, f.rule) for f in found}


def test_a_zip_that_unpacks_beyond_the_limit_is_refused():
    data = packed(IS_WORKBOOK | {f"xl/worksheets/sheet{n}.xml": bytes(31_000_000) for n in range(20)})
    assert len(data) < 1_000_000
    assert only_error("book.xlsx", data).rule == "too_large"


def test_a_workbook_of_more_cells_than_can_be_read_in_time_is_refused_unread():
    cell = b"<c><v></v></c>"
    sheet = packed(IS_WORKBOOK | {"xl/worksheets/sheet1.xml": cell * (MOST_MARKS // cell.count(b"<") + 1)})
    began = time.perf_counter()
    fault = only_error("book.xlsx", sheet)
    assert time.perf_counter() - began < 10
    assert fault.rule == "too_large"
    assert "save the table as CSV" in fault.suggestion


def test_a_header_without_an_end_of_line_is_a_header_without_rows():
    for data in (HEADER, HEADER.rstrip()):
        error = only_error("population.csv", data)
        assert error.rule == "no_rows"
        assert "no rows" in error.message
        assert error.suggestion


def test_a_workbook_that_declares_entities_is_refused():
    data = packed({"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})
    assert "entities" in only_error("book.xlsx", data).message


@pytest.mark.parametrize("data", [packed({"a.txt": b"x"}), b"PK\x03\x04 not really", b"plain text, here"])
def test_what_only_ends_as_a_workbook_is_refused(data):
    assert only_error("book.xlsx", data).rule == "not_a_table"


def test_parquet_gives_the_same_cells_as_csv(tmp_path):
    tables = small_tables()
    for name, table in tables.items():
        table.to_parquet(tmp_path / f"{name}.parquet", index=False)
    operation, findings = check_tables(read_folder(tmp_path))
    assert operation is not None, findings
    again, _ = check_tables(tables)
    assert operation.fingerprint == again.fingerprint


def test_a_table_given_twice_in_a_folder_is_an_error(tmp_path):
    table = small_tables()["camps"]
    table.to_parquet(tmp_path / "camps.parquet")
    table.to_csv(tmp_path / "camps.csv", index=False)
    with pytest.raises(InvalidTable, match=r"Both camps.csv and camps.parquet"):
        read_folder(tmp_path)
