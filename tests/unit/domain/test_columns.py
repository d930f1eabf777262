"""Columns as arrays."""

import contextlib

import numpy as np
import pandas as pd

from core.domain.columns import days, numbers, truths

TABLE = pd.DataFrame(
    {
        "quantity": [2.0, None],
        "open": pd.array([None, False], dtype="boolean"),
        "date": pd.to_datetime(["2025-06-29", None]),
    },
    index=[7, 3],
)


def test_blank_cells_are_what_is_asked_for():
    assert np.isnan(numbers(TABLE, "quantity")[1])
    assert numbers(TABLE, "quantity", blank=np.inf).tolist() == [2.0, np.inf]
    assert truths(TABLE, "open", blank=True).tolist() == [True, False]
    assert np.isnat(days(TABLE, "date")).tolist() == [False, True]


def test_the_table_stays_as_it_is():
    kept = TABLE.copy()
    for column in (numbers(TABLE, "quantity"), days(TABLE, "date")):
        with contextlib.suppress(ValueError):  # a view is read only; what can be written on is a copy
            column[:] = column[0]
    pd.testing.assert_frame_equal(TABLE, kept)
