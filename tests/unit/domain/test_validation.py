"""Validation names every fault with its place, and refuses nothing that is only unknown."""

import numpy as np
import pandas as pd
import pytest

from core.domain.date_readings import how_to_write
from core.domain.operation import Operation
from core.domain.schemas import Camps, Population
from core.domain.validation import MOST_LISTED, typed_table, typed_tables
from core.domain.weeks import EARLIEST_DAY, LATEST_DAY
from core.errors import InvalidTable
from tests.builders import small_operation, small_tables


def faults(**overrides):
    with pytest.raises(InvalidTable) as caught:
        Operation.build(small_tables(**overrides))
    return {(f.table, f.row, f.column, f.rule) for f in caught.value.findings if f.level == "error"}


def stock(**columns):
    rows = {"place_id": ["hub", "hub"], "item_id": ["cereal", "soap"], "quantity": ["5", "7"]}
    return pd.DataFrame(rows | columns)


def test_all_faults_of_all_tables_are_listed_at_once():
    camps = small_tables()["camps"].assign(latitude=[999.0, -4.2, -3.9])
    found = faults(camps=camps, stock=stock(place_id=["nowhere", "hub"], quantity=["-5", "NaN"]))
    assert found == {
        ("camps", 2, "latitude", "maximum"),
        ("stock", 2, "place_id", "unknown_reference"),
        ("stock", 2, "quantity", "minimum"),
        ("stock", 3, "quantity", "number"),
    }


@pytest.mark.parametrize("text", ["NaN", "inf", "-inf", "1,5", "1 000", "12kg", "1e400", "0x10", "=1+1"])
def test_a_cell_that_is_no_finite_number_is_named(text):
    assert ("stock", 2, "quantity", "number") in faults(stock=stock(quantity=[text, "7"]))


@pytest.mark.parametrize("text", ["3/4/16", "2016-13-01", "2016-02-30", "16-04-03", "42461", "2016-04-03T00:00"])
def test_a_date_in_any_other_form_is_refused_not_guessed(text):
    assert ("stock", 2, "expires", "date") in faults(stock=stock(expires=[text, None]))


def test_a_repeated_key_names_both_rows():
    counts = pd.DataFrame({"camp_id": ["north", "north"], "date": ["2025-06-01"] * 2, "population": ["10", "12"]})
    with pytest.raises(InvalidTable) as caught:
        Operation.build(small_tables(population=counts))
    fault = caught.value.findings[0]
    assert (fault.rule, fault.row) == ("duplicate_key", 3)
    assert "row 2" in fault.message


def test_a_missing_column_and_a_missing_table_are_named():
    assert ("stock", 1, "quantity", "missing_column") in faults(stock=stock().drop(columns="quantity"))
    assert ("population", None, None, "missing_table") in faults(population=None)


def test_a_blank_quantity_is_not_known_and_not_zero():
    operation = Operation.build(small_tables(stock=stock(quantity=["", "7"])))
    assert np.isnan(operation.stock["quantity"].iloc[0])


def test_a_trip_limit_without_payload_is_an_error():
    routes = small_tables()["routes"]
    assert ("routes", 3, "payload_kg", "trips_without_payload") in faults(
        routes=routes.assign(payload_kg=[np.nan, np.nan, 1.0, 1.0, 1.0, 1.0])
    )


def test_a_camp_and_a_depot_cannot_share_a_name():
    depots = small_tables()["depots"].assign(depot_id=["port", "hub", "north"])
    assert ("depots", 4, "depot_id", "duplicate_key") in faults(depots=depots)


def test_hostile_names_are_kept_as_plain_text():
    name = '<img src=x onerror="alert(1)">'
    camps = small_tables()["camps"].assign(name=[name, "=cmd|' /C calc'!A0", "East"])
    assert small_operation(camps=camps).place_names["north"] == name


def test_unknown_columns_are_carried_along():
    operation = small_operation(camps=small_tables()["camps"].assign(mayor=["A", "B", "C"]))
    assert list(operation.camps["mayor"]) == ["A", "B", "C"]


def test_a_setting_out_of_bounds_names_its_key():
    assert ("settings", 6, "value", "setting") in faults(settings={"household_size": "-3"})


def test_a_cell_as_long_as_a_file_is_named_not_carried_along():
    camps = small_tables()["camps"]
    camps["name"] = ["A" * 1_000_000, *camps["name"][1:]]
    with pytest.raises(InvalidTable) as caught:
        Operation.build(small_tables(camps=camps))
    (fault,) = caught.value.findings
    assert (fault.table, fault.row, fault.column, fault.rule) == ("camps", 2, "name", "too_long")
    assert len(fault.message) < 200


def test_a_table_that_was_forgotten_is_one_fault_for_each_table_that_needs_it():
    tables = small_tables(stock=stock())
    del tables["items"]
    with pytest.raises(InvalidTable) as caught:
        Operation.build(tables)
    (fault,) = [f for f in caught.value.findings if f.table == "stock"]
    assert (fault.row, fault.column, fault.rule) == (2, "item_id", "unknown_reference")
    assert "no table items" in fault.message
    assert "the same for 1 more" in fault.message
    assert fault.suggestion.startswith("Add items.csv")


@pytest.mark.parametrize(
    ("cell", "mend"),
    [
        ("3/4/16", "Write 2016-04-03 or 2016-03-04, whichever it is."),
        ("31.10.2026", "Write 2026-10-31."),
        ("2016/4/3", "Write 2016-04-03."),
        ("45/45/16", "Write the date as in 2015-10-04."),
        ("soon", "Write the date as in 2015-10-04."),
        ("9999-12-31", "Correct the year."),
    ],
)
def test_the_mend_of_a_date_uses_its_own_value(cell, mend):
    assert how_to_write(cell, EARLIEST_DAY, LATEST_DAY) == mend


def test_a_name_close_to_a_known_one_is_asked_back():
    tables = small_tables()
    tables["stock"] = pd.DataFrame(
        {"place_id": ["Norht", "atlantis"], "item_id": ["Cereal", "soap"], "quantity": ["1", "2"]}
    )
    mends = {(f.row, f.column): f.suggestion for f in typed_tables(tables)[1] if f.rule == "unknown_reference"}
    assert mends[2, "place_id"].startswith("Did you mean “north”?")
    assert mends[2, "item_id"].startswith("Did you mean “cereal”?")
    assert mends[3, "place_id"] == "Add it to camps or depots, or correct the name."


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("country", "Nowhere", "“Nowhere” is not three capital letters, as in TZA."),
        ("window_start", "25:00", "“25:00” is not a time of day, as in 07:30."),
        ("capacity_people", "-1", "“-1” is not at least 0."),
        ("capacity_people", "1000000000", "“1000000000” is not at most 100,000,000."),
        ("household_size", "0.001", "“0.001” is not at least 1."),
        ("opened", "9999-12-31", "“9999-12-31” is not a day from 1700-01-01 to 2250-12-31."),
    ],
)
def test_a_message_says_what_is_wanted_as_people_write_it(column, cell, words):
    camps = pd.DataFrame({"camp_id": ["a"], "name": ["A"], "country": ["TZA"], "latitude": ["0"], "longitude": ["0"]})
    camps[column] = cell
    assert [f.message for f in typed_table("camps", camps, Camps)[1]] == [words]


def test_a_choice_is_listed_without_signs_of_code():
    rows = pd.DataFrame({"camp_id": ["a"], "date": ["2026-01-04"], "population": ["5"], "kind": ["guess"]})
    found = typed_table("population", rows, Population)[1]
    assert found[0].message.endswith("is not one of registration, recount, movement, estimate, copied.")


@pytest.mark.parametrize(
    ("population", "rule", "of_all"),
    [("5", "duplicate_key", 4_999), ("-5", "minimum", 5_000), ("many", "number", 5_000)],
)
def test_a_fault_in_every_row_is_counted_beyond_those_that_are_listed(population, rule, of_all):
    rows = pd.DataFrame(
        {"camp_id": "a", "date": "2026-01-04", "population": population}, index=range(5_000), dtype="str"
    )
    found = [f for f in typed_table("population", rows, Population)[1] if f.rule == rule]
    assert len(found) == MOST_LISTED + 1
    assert found[-1].row is None
    assert found[-1].message == f"{of_all - MOST_LISTED:,} more rows have this fault."
