"""The file of an upload back, with notes on its cells: nothing altered, nothing a formula."""

import io

import openpyxl
import pandas as pd
import pytest

from core.domain.finding import Finding
from core.errors import InvalidTable
from core.intake.annotated_workbook import COLOURS, FINDINGS, annotated_workbook
from core.intake.cell_notes import CellNote, notes_of_found, notes_of_tables
from core.intake.found import FoundTable, Understood

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=cmd|'/c calc'!A1", "#N/A", "plain", "007"]


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def workbook(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_text_file_comes_back_cell_by_cell_with_colour_and_comment():
    data = "camp;people\nNduta;1 200\nMahama;-5\n".encode("cp1252")
    notes = [CellNote("", 3, 2, "error", "error: minimum\n“-5” is not at least 0."), CellNote("", 2, None, "note", "n")]
    book = opened(annotated_workbook("counts.csv", data, notes))
    sheet = book.worksheets[0]
    assert [[cell.value for cell in row] for row in sheet] == [["camp", "people"], ["Nduta", "1 200"], ["Mahama", "-5"]]
    cell = sheet["B3"]
    assert cell.fill.fgColor.rgb.endswith(COLOURS["error"])
    assert "is not at least 0" in cell.comment.text
    assert sheet["A2"].comment.text == "n"
    assert sheet["A3"].comment is None
    listed = [[cell.value for cell in row] for row in book[FINDINGS]]
    assert listed[1][:4] == [None, 3, "B", "error"]
    assert len(listed) == 3


def test_no_text_becomes_a_formula_not_even_in_notes():
    lines = "\n".join(['"' + text.replace('"', '""') + '"' for text in HOSTILE])
    notes = [CellNote("", row, 1, "question", "=1+1") for row in range(1, len(HOSTILE) + 1)]
    for given in ([], notes):
        book = opened(annotated_workbook("x.csv", ("head,b\n" + lines).encode(), given))
        cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert [row[0].value for row in book.worksheets[0]][1:] == HOSTILE
        assert all(cell.quotePrefix for cell in cells if str(cell.value)[0] in "=+-@\t")


def test_a_workbook_keeps_its_sheets_rows_and_columns_and_loses_its_formulas():
    rows = [["a title", None, None], [], [None, "camp", "people"], [None, "Nduta", 1200], [None, "=B4", "=1+1"]]
    data = workbook({"Mali": rows, FINDINGS: [["x"]]})
    notes = [CellNote("Mali", 4, 3, "question", "why"), CellNote("Mali", 4, 3, "error", "because")]
    book = opened(annotated_workbook("camps.xlsx", data, notes))
    assert book.sheetnames == ["Mali", FINDINGS, f"{FINDINGS} (2)"]
    sheet = book["Mali"]
    assert [sheet["B4"].value, sheet["C4"].value, sheet["A1"].value] == ["Nduta", 1200, "a title"]
    assert [sheet["B5"].value, sheet["C5"].value] == [None, None]  # nothing was ever stored beside the formulas
    assert sheet["C4"].comment.text == "why\n\nbecause"
    assert sheet["C4"].fill.fgColor.rgb.endswith(COLOURS["error"])


def test_other_formats_come_from_what_was_found_in_them():
    cells = pd.DataFrame({"nom": ["Nduta", None], "n": ["5", "6"]}, index=[3, 5], dtype="str")
    table = FoundTable("x.ods", "Feuille", cells, {"nom": 2, "n": 3})
    book = opened(annotated_workbook("x.ods", b"PK\x03\x04\x00", [CellNote("Feuille", 7, 3, "note", "six")], [table]))
    got = {(c.row, c.column): c.value for row in book["Feuille"] for c in row if c.value is not None}
    assert got == {(4, 2): "nom", (4, 3): "n", (5, 2): "Nduta", (5, 3): "5", (7, 3): "6"}
    assert book["Feuille"]["C7"].comment.text == "six"
    with pytest.raises(InvalidTable, match="neither a workbook nor text"):
        annotated_workbook("x.bin", b"\x00\x01\x02", [])


def test_notes_find_the_column_of_the_file_through_what_was_understood():
    table = FoundTable("x.csv", "", pd.DataFrame({"Camp": ["a"], "Réfugiés": ["-5"]}), {"Camp": 1, "Réfugiés": 4})
    understood = Understood({"population": pd.DataFrame()}, {"Réfugiés": (("population", "population"),)})
    faults = [
        Finding("error", "population", 2, "population", "minimum", "“-5” is not at least 0.", "Write at least 0."),
        Finding("question", "population", 2, "Camp", "x", "m", ""),
        Finding("note", "camps", 9, "name", "x", "of another file", ""),
    ]
    notes = notes_of_found(faults, table, understood)
    assert [(n.row, n.column_position, n.level) for n in notes] == [(2, 4, "error"), (2, 1, "question")]
    assert notes[0].text == "error: minimum\n“-5” is not at least 0.\nWrite at least 0."


def test_notes_of_files_in_our_own_form_need_no_mapping():
    fault = Finding("error", "stock", 3, "quantity", "number", "m", "s")
    (note,) = notes_of_tables([fault], {"stock": ["place_id", "item_id", "quantity"]}, {"stock": "Stock"})
    assert (note.sheet, note.row, note.column_position) == ("Stock", 3, 3)
    assert notes_of_tables([fault], {}, {}) == []
