"""Names as positions."""

import pandas as pd

from core.domain.positions import positions


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
