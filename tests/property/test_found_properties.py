"""What holds for every file that is found: nothing crashes the reader, and no cell is lost without a word."""

import csv
import io
import random

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from core.intake.found import read_found
from tests.hostile_files import changed, originals

ORIGINALS = originals()
CELLS = st.text(alphabet='abÉم 012.§#:-"\n', max_size=6)
"""``§`` stands for the separator of the file."""


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_damaged_file_is_tables_or_an_error(name):
    rng = random.Random(name)
    for _ in range(6):
        found = read_found(name, changed(name, ORIGINALS[name], rng))
        assert found.tables or any(finding.level == "error" for finding in found.findings)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_tables_or_an_error(data):
    found = read_found("a.csv", data)
    assert found.tables or any(finding.level == "error" for finding in found.findings)


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=7),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_no_cell_is_lost_without_a_word(rows, separator, encoding):
    rows = [[cell.replace("§", separator) for cell in row] for row in rows]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    found = read_found("a.csv", out.getvalue().encode(encoding))
    if any(finding.level == "error" for finding in found.findings):
        return
    (table,) = found.tables
    kept = {str(cell) for column in table.cells.columns for cell in table.cells[column] if pd.notna(cell)}
    told = " ".join((*table.cells.columns, *(finding.message for finding in found.findings)))
    told = " ".join(told.split())
    tags = set(table.hxl.values())
    for row in rows:
        for cell in row:
            text = cell.strip()
            plain = " ".join(text.split())
            assert not text or text in kept or plain in told or "".join(text.split()).lower() in tags, (cell, table.how)
