"""Workbooks as they are found: sheets, titles, merged headers, dates, error cells, and what would harm the machine."""

import datetime as dt
import io
import time
import zipfile

import pytest
from openpyxl import load_workbook

from core.intake.found import read_found
from core.intake.found.allowance import Allowance
from core.intake.found.xlsx_sheets import read_xlsx
from tests.found_files import ods, xls, xlsx, zipped

ROWS = [["Camp", "Réfugiés", "Date"], ["Mbera", 10864, dt.date(2012, 3, 7)], ["Mentao", 4091.5, dt.date(2012, 3, 24)]]
MAKERS = {"xlsx": xlsx, "xls": xls, "ods": ods}


def only(name, data):
    found = read_found(name, data)
    assert len(found.tables) == 1, found.findings
    return found.tables[0], found.findings


@pytest.mark.parametrize("ending", MAKERS)
def test_every_workbook_gives_the_same_cells(ending):
    table, findings = only(f"camps.{ending}", MAKERS[ending]({"Mali": ROWS}))
    assert table.place == f"camps.{ending}, Mali"
    assert list(table.cells.columns) == ["Camp", "Réfugiés", "Date"]
    assert table.cells.to_numpy().tolist() == [["Mbera", "10864", "2012-03-07"], ["Mentao", "4091.5", "2012-03-24"]]
    assert table.cells.index.tolist() == [0, 1]
    assert findings == ()


@pytest.mark.parametrize("ending", MAKERS)
def test_the_bytes_tell_the_format_and_not_the_ending(ending):
    table, _ = only("camps.csv", MAKERS[ending]({"Mali": ROWS}))
    assert len(table.cells) == 2


@pytest.mark.parametrize("ending", MAKERS)
def test_several_sheets_titles_and_remarks(ending):
    above = [["Refugees in Mali, as of March", None, None], [None, None, None]]
    below = [["Total", 14955, None], [None, None, None], ["Source: UNHCR", None, None]]
    book = MAKERS[ending]({"Data": above + ROWS + below, "Empty": [], "Camps": ROWS})
    found = read_found(f"camps.{ending}", book)
    assert [table.sheet for table in found.tables] == ["Data", "Camps"]
    assert found.tables[0].cells.equals(found.tables[1].cells.set_axis([2, 3]))
    assert [(f.row, f.rule) for f in found.findings] == [
        (1, "title_row"),
        (8, "footnote_row"),
        (6, "totals_row"),
    ]
    assert {f.table for f in found.findings} == {f"camps.{ending}, Data"}


MERGED = [
    ["Province", "Ménages", None, "Individus", None],
    [None, "Retournés", "Déplacés", "Retournés", "Déplacés"],
    ["Kivu", 10, 12, 50, 60],
    [None, 11, 13, 51, 61],
    ["Ituri", 9, 8, 40, 41],
]
JOINED = ["Province", "Ménages / Retournés", "Ménages / Déplacés", "Individus / Retournés", "Individus / Déplacés"]


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        ("xlsx", xlsx({"S": MERGED}, merged=("A1:A2", "B1:C1", "D1:E1", "A3:A4"))),
        ("xls", xls({"S": MERGED}, merged=((0, 1, 0, 0), (0, 0, 1, 2), (0, 0, 3, 4), (2, 3, 0, 0)))),
    ],
)
def test_merged_headers_are_joined_and_merged_words_are_read_in_each_row(ending, data):
    table, findings = only(f"dtm.{ending}", data)
    assert list(table.cells.columns) == JOINED
    assert table.cells["Province"].tolist() == ["Kivu", "Kivu", "Ituri"]
    assert [f.rule for f in findings] == ["merged_cells"]
    assert "together" in table.how[-1]


def test_merged_headers_of_text_are_joined_without_knowing_the_merged_cells():
    lines = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in MERGED)
    table, _ = only("dtm.csv", lines.encode())
    assert list(table.cells.columns) == JOINED


def test_a_number_merged_over_rows_is_counted_once_and_asked_about():
    rows = [["Camp", "People"], ["A", 100], ["B", None], ["C", 5]]
    table, findings = only("a.xlsx", xlsx({"S": rows}, merged=("B2:B3",)))
    assert table.cells["People"].isna().tolist() == [False, True, False]
    assert [(f.level, f.rule) for f in findings] == [("question", "merged_cells")]


def test_error_cells_and_formulas_without_value_are_asked_about():
    rows = [["Camp", "People", "Water"], ["A", 5, "=B2*2"], ["B", None, 3]]
    table, findings = only("a.xlsx", xlsx({"S": rows}, errors=(("B3", "#N/A"),)))
    assert table.cells.loc[1, "Camp"] == "B"
    assert table.cells["People"].isna().tolist() == [False, True]
    assert [(f.level, f.rule, f.row) for f in findings] == [
        ("question", "formula_without_value", 2),
        ("question", "cell", 3),
    ]
    assert "#N/A" in findings[1].message


def test_error_cells_of_old_workbooks_are_asked_about():
    table, findings = only("a.xls", xls({"S": [["Camp", "People"], ["A", 5], ["B", None]]}, errors=((2, 1, 0x2A),)))
    assert table.cells["People"].isna().tolist() == [False, True]
    assert [(f.rule, f.row) for f in findings] == [("cell", 3)]
    assert "#N/A" in findings[0].message


def test_error_cells_of_open_documents_are_asked_about():
    row = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>B</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>"
    )
    _, findings = only("a.ods", ods({"S": [["Camp", "People"], ["A", 5]]}, row))
    assert [(f.rule, f.row) for f in findings] == [("cell", 3)]
    assert "#DIV/0!" in findings[0].message


def test_a_formula_is_its_stored_value():
    book = xlsx({"S": [["Camp", "People"], ["A", 5], ["B", 6]]})
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<v>6</v>" in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<v>6</v>", b"<f>5+1000</f><v>6</v>")
    table, findings = only("a.xlsx", zipped(parts))
    assert table.cells["People"].tolist() == ["5", "6"]
    assert findings == ()


def test_a_hidden_sheet_is_read_and_said_to_be_hidden():
    book = load_workbook(io.BytesIO(xlsx({"Shown": ROWS, "Hidden": ROWS})))
    book["Hidden"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    found = read_found("a.xlsx", out.getvalue())
    assert "hidden" not in " ".join(found.tables[0].how)
    assert "hidden" in " ".join(found.tables[1].how)


def test_an_open_document_may_claim_to_repeat_a_blank_row_a_million_times():
    blank = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
    )
    table, findings = only("a.ods", ods({"S": ROWS}, blank))
    assert len(table.cells) == 2
    assert findings == ()


@pytest.mark.parametrize(("rows", "columns"), [(1_048_000, 400), (1, 16_384), (999_999_999, 2)])
def test_an_open_document_that_repeats_cells_beyond_measure_is_refused_at_once(rows, columns):
    bomb = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell office:value-type="float"'
        f' office:value="1" table:number-columns-repeated="{columns}"/></table:table-row>'
    )
    start = time.perf_counter()
    found = read_found("a.ods", ods({"S": ROWS}, bomb))
    assert time.perf_counter() - start < 2
    assert [f.rule for f in found.findings] == ["too_large"]


def test_entities_and_too_many_cells_are_refused():
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    for parts in (
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": entity},
        {"[Content_Types].xml": entity, "_rels/.rels": "<a/>", "xl/workbook.xml": "<a/>"},
    ):
        found = read_found("a.xlsx", zipped(parts))
        assert [f.rule for f in found.findings] == ["not_a_table"]
        assert "entities" in found.findings[0].message
    many = zipped({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": b"<c>" * 1000})
    ((_, refused),) = read_xlsx("a.xlsx", many, Allowance(marks=100))
    assert refused.rule == "too_large"


def test_a_locked_workbook_is_refused_in_words():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(100)
    found = read_found("a.xlsx", data)
    assert "locked with a password" in found.findings[0].message


@pytest.mark.parametrize("ending", MAKERS)
def test_a_cut_off_workbook_is_one_error(ending):
    data = MAKERS[ending]({"S": ROWS * 50})
    found = read_found(f"a.{ending}", data[: len(data) // 2])
    assert found.tables == ()
    assert [(f.level, f.rule) for f in found.findings] == [("error", "not_a_table")]


def test_a_sheet_of_sentences_is_set_aside_and_named():
    read_me = [["This workbook shows people by camp as reported in March."], ["Counts are provisional and may change."]]
    found = read_found("a.xlsx", xlsx({"Read me": read_me, "Data": ROWS}))
    assert [table.sheet for table in found.tables] == ["Data"]
    assert [(f.level, f.rule, f.table) for f in found.findings] == [("note", "no_table", "a.xlsx, Read me")]


def test_a_second_table_below_the_first_is_asked_about():
    second = [[None], ["Depot", "Stock", "Date"], ["Bamako", 500, dt.date(2012, 3, 7)]]
    table, findings = only("a.xlsx", xlsx({"S": ROWS + second}))
    assert len(table.cells) == 4
    assert [(f.level, f.rule, f.row) for f in findings] == [("question", "second_table", 5)]


def test_workbooks_of_one_archive_share_what_they_may_unpack():
    book = xlsx({"S": ROWS})
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    allowance = Allowance(unpacked=2 * size)
    outcomes = [next(read_xlsx("a.xlsx", book, allowance))[1] for _ in range(3)]
    assert [getattr(outcome, "rule", "read") for outcome in outcomes] == ["read", "read", "too_large"]
