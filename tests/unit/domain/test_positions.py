"""Names as positions."""

import pandas as pd

from core.domain.positions import names_in, positions, positions_in


def test_columns_share_one_sorted_list_of_names():
    names, (left, right) = positions(pd.Series(["b", "a", "b"]), pd.Series(["c", None], dtype="str"))
    assert list(names) == ["a", "b", "c"]
    assert left.tolist() == [1, 0, 1]
    assert right.tolist() == [2, -1]


def test_weeks_stay_dates():
    weeks = pd.Series(pd.to_datetime(["2025-07-13", "2025-07-06"]))
    known, (here, none) = positions(weeks, weeks.iloc[:0])
    assert list(known) == sorted(weeks)
    assert here.tolist() == [1, 0]
    assert none.tolist() == []


def test_cells_are_found_among_names_column_after_column():
    names = pd.Index(["north"]).append(pd.Index(["south"]))
    found = positions_in(names, pd.Series(["south", None], dtype="str"), pd.Series(["north", "west"], dtype=object))
    assert found.tolist() == [1, -1, 0, -1]
    assert positions_in(pd.Index([], dtype="str"), pd.Series(["north"])).tolist() == [-1]


def test_names_of_several_columns_come_once_and_in_order():
    assert list(names_in(pd.Series(["b", None, "a"], dtype="str"), pd.Series(["a"]))) == ["a", "b"]
    assert names_in(pd.Series([None, None], dtype="str")).empty
