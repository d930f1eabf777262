"""A change to an older version on top of a newer one: what one side changed is taken, what both did is listed."""

import pandas as pd

from core.intake import check_tables
from core.services.lay_on_top import lay_on_top
from tests.builders import small_operation

BASE = small_operation()


def with_cells(table, column, **changes):
    """The base operation with other cells, by the first column of the row's key."""
    rows = BASE.tables[table].copy()
    key = rows.columns[0]
    for name, value in changes.items():
        rows.loc[rows[key] == name, column] = value
    return BASE.replaced(**{table: rows})


def rebased(newer, submitted):
    tables, conflicts = lay_on_top(BASE, newer, submitted)
    operation, _ = check_tables(tables)
    return operation, conflicts


def test_rows_changed_by_one_side_each_are_both_there():
    operation, conflicts = rebased(
        with_cells("camps", "name", north="North camp"), with_cells("camps", "name", south="South camp")
    )
    assert conflicts.empty
    names = operation.camps.set_index("camp_id")["name"]
    assert (names["north"], names["south"]) == ("North camp", "South camp")


def test_the_same_change_by_both_is_no_conflict():
    same = with_cells("camps", "name", north="North camp")
    operation, conflicts = rebased(same, same)
    assert conflicts.empty
    assert operation.fingerprint == same.fingerprint


def test_a_row_both_changed_otherwise_is_listed_with_its_columns_and_kept_as_in_the_newer_version():
    tables, conflicts = lay_on_top(
        BASE, with_cells("camps", "name", north="One"), with_cells("camps", "name", north="Two")
    )
    assert conflicts.to_dict("records") == [
        {"table": "camps", "key": "north", "columns": "name", "newer": "changed", "submitted": "changed"}
    ]
    assert tables["camps"].set_index("camp_id")["name"]["north"] == "One"


def test_a_row_removed_there_and_changed_here_is_a_conflict():
    items = BASE.tables["routes"]
    newer = BASE.replaced(routes=items.iloc[1:])
    first = items["route_id"].iloc[0]
    _, conflicts = lay_on_top(BASE, newer, with_cells("routes", "distance_km", **{first: 999.0}))
    (row,) = conflicts.to_dict("records")
    assert (row["key"], row["newer"], row["submitted"]) == (first, "removed", "changed")


def test_new_counts_of_both_sides_are_both_there():
    def counted(camp, people):
        new = pd.DataFrame({"camp_id": [camp], "date": [pd.Timestamp("2025-07-06")], "population": [people]})
        return BASE.replaced(population=pd.concat([BASE.tables["population"], new], ignore_index=True))

    operation, conflicts = rebased(counted("north", 1.0), counted("south", 2.0))
    assert conflicts.empty
    last = operation.population[operation.population["date"] == "2025-07-06"].set_index("camp_id")["population"]
    assert last.to_dict() == {"north": 1.0, "south": 2.0}


def test_rows_without_a_key_are_taken_from_the_side_that_changed_them_and_clash_where_both_did():
    stock = BASE.tables["stock"]
    more, less = BASE.replaced(stock=pd.concat([stock, stock.iloc[:1]])), BASE.replaced(stock=stock.iloc[1:])
    for newer, submitted, rows in ((more, BASE, len(stock) + 1), (BASE, less, len(stock) - 1)):
        tables, conflicts = lay_on_top(BASE, newer, submitted)
        assert conflicts.empty
        assert len(tables["stock"]) == rows
    _, conflicts = lay_on_top(BASE, more, less)
    assert conflicts["table"].tolist() == ["stock"]


def test_nothing_submitted_leaves_the_newer_version_as_it_is():
    newer = with_cells("camps", "name", north="North camp")
    operation, conflicts = rebased(newer, BASE)
    assert conflicts.empty
    assert operation.fingerprint == newer.fingerprint
