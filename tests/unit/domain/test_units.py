"""Quantities as people write them, and what a cell that is no number or date of ours may mean."""

import math

import pandas as pd
import pytest

from core.domain.date_readings import how_to_write, proved_order
from core.domain.number_readings import DIGITS_ONLY, how_to_write_number
from core.domain.units import read_quantities, read_quantity
from core.domain.validation import typed_tables
from core.errors import InvalidTable
from tests.builders import small_tables


@pytest.mark.parametrize(
    ("text", "measures", "base"),
    [
        ("46 KG", "mass", 46.0),
        ("46kg.", "mass", 46.0),
        ("10 Pound", "mass", 4.5359237),
        ("1.5 MT", "mass", 1500.0),
        ("2 Litre", "volume", 2.0),
        ("3 m3", "volume", 3000.0),
        ("4 Dozen", "count", 48.0),
        ("3 bales of 30", "count", 90.0),
        ("12 345 kg", "mass", 12345.0),
        ("1,5 kg", "mass", 1.5),
        ("1,234,567 g", "mass", 1234.567),
    ],
)
def test_a_quantity_is_normalised_and_its_text_kept(text, measures, base):
    quantity = read_quantity(text)
    assert (quantity.source, quantity.measures) == (text, measures)
    assert quantity.base == pytest.approx(base)


@pytest.mark.parametrize("text", ["5 Gallon", "3 tons", "1,500 kg", "7 bales", "5 sacks"])
def test_what_has_several_readings_is_not_computed_with(text):
    quantity = read_quantity(text)
    assert math.isnan(quantity.base)
    assert quantity.why
    with pytest.raises(InvalidTable):
        quantity.in_unit("kg")


@pytest.mark.parametrize(
    "text", ["46", "", "kg", "1e400", "0x10", "abc 5", "=1+1", "9" * 500 + " kg", "1" + " " * 3000]
)
def test_what_is_no_quantity_is_none(text):
    assert read_quantity(text) is None


def test_a_dozen_has_no_weight():
    with pytest.raises(InvalidTable, match="measures mass"):
        read_quantity("2 Dozen").in_unit("kg")
    assert read_quantity("1000 g").in_unit("kg") == pytest.approx(1)


def test_a_column_is_read_by_its_different_texts():
    cells = pd.Series(["46 KG", None, "7", "46 KG", "2 Dozen"], index=[0, 2, 4, 6, 8])
    read = read_quantities(cells)
    assert read.index.tolist() == [0, 2, 4, 6, 8]
    assert read["base"].fillna(-1).tolist() == [46.0, -1, -1, 46.0, 24.0]
    assert read.loc[0, "source"] == "46 KG"


@pytest.mark.parametrize(
    ("cell", "unit", "mend"),
    [
        ("46 KG", "kg", "Write 46."),
        ("2 MT", "kg", "Write 2000, which is 2 MT in kg."),
        ("2 Dozen", "kg", "Write how many kg it is: Dozen measures count, not mass."),
        ("5 Gallon", "kg", "Write how many kg it is; Gallon may be"),
        ("46 KG", "units", "Write 46, if the item is counted in KG."),
        ("1,500", None, "Write one of the two: “1,500” is 1500 or 1.5."),
        ("abc", "kg", DIGITS_ONLY),
    ],
)
def test_a_number_is_proposed_and_never_taken(cell, unit, mend):
    assert how_to_write_number(cell, unit).startswith(mend)


def fault_of(column, cells):
    stock = small_tables()["stock"].head(len(cells)).assign(**{column: cells})
    tables, findings = typed_tables(small_tables() | {"stock": stock})
    return tables["stock"][column], [f for f in findings if f.column == column]


def test_a_cell_with_a_unit_is_refused_blank_until_somebody_answers():
    read, faults = fault_of("quantity", ["46 KG", "7"])
    assert read.isna().tolist() == [True, False]
    assert [(f.level, f.rule, f.row) for f in faults] == [("error", "number", 2)]


def test_a_date_of_two_readings_is_refused_and_other_cells_may_prove_the_order():
    _, faults = fault_of("expires", ["3/4/2026"])
    assert "2026-04-03 or 2026-03-04, whichever it is" in faults[0].suggestion
    _, faults = fault_of("expires", ["3/4/2026", "31/12/2026"])
    assert "Write 2026-04-03: other cells show that the day comes first." in faults[0].suggestion
    _, faults = fault_of("expires", ["3/4/2026", "12/31/2026"])
    assert "Write 2026-03-04: other cells show that the month comes first." in faults[0].suggestion
    assert all(fault.level == "error" for fault in faults)


def test_cells_that_contradict_each_other_prove_nothing():
    assert proved_order(pd.Series(["31/12/2016", "12/31/2016"])) is None
    assert proved_order(pd.Series(["3/4/16", "5/6/16"])) is None


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("16436", "Write 2015-01-01 if the column counts days from 1970-01-01."),
        ("42005", "Write 2015-01-01 if the column counts days of a spreadsheet, from 1899-12-30."),
        ("1420070400", "Write 2015-01-01 if the column counts seconds from 1970-01-01."),
        ("7", "Write the date as in 2015-10-04."),
        ("9999999999999", "Write the date as in 2015-10-04."),
    ],
)
def test_bare_numbers_are_recognised_as_days_and_asked(cell, words):
    assert how_to_write(cell, "1700-01-01", "2250-12-31") == words
