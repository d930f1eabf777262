"""Two laptops that changed one operation: whatever they did, merging loses nothing in silence and has no favourite."""

from collections import Counter
from dataclasses import replace

import pandas as pd
from hypothesis import given, settings, strategies as st

from core.three_way.by_key import merge_keyed
from core.three_way.by_row import merge_rows

QUICK = settings(max_examples=12, deadline=None)
KEY = ("place", "day")

cells = st.sampled_from(["", "1", "2", "3"])
keyed_rows = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), st.tuples(cells, cells), max_size=6
)
loose_rows = st.lists(st.tuples(st.sampled_from("ab"), cells), max_size=6)


def keyed(rows: dict) -> pd.DataFrame:
    values = [(*key, *row) for key, row in rows.items()]
    return pd.DataFrame(values, columns=[*KEY, "people", "note"], dtype="str").replace("", pd.NA)


def loose(rows: list) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["place", "quantity"], dtype="str").replace("", pd.NA)


def content(table: pd.DataFrame) -> Counter:
    return Counter(map(tuple, table.fillna("").to_numpy().tolist()))


def swapped(conflicts):
    turned = {"ours": "theirs", "theirs": "ours", None: None}
    return {replace(c, ours=c.theirs, theirs=c.ours, kept=turned[c.kept]) for c in conflicts}


def way(counted_anew=None):
    """The merge as a function of (ancestor, ours, theirs, prefer), of the one kind or the other."""
    if counted_anew is None:
        return lambda a, o, t, prefer: merge_keyed("t", KEY, a, o, t, prefer)
    return lambda a, o, t, prefer: merge_rows("t", ["place"], counted_anew, a, o, t, prefer)


def check_every_law(merge, ancestor, ours, theirs):
    open_ = merge(ancestor, ours, theirs, None)
    other = merge(ancestor, theirs, ours, None)
    # no favourite: the same conflicts from either side, and the same table where there is none
    assert swapped(open_.conflicts) == set(other.conflicts)
    if not open_.conflicts:
        pd.testing.assert_frame_equal(open_.table, other.table)
    mine, yours = merge(ancestor, ours, theirs, "ours"), merge(ancestor, theirs, ours, "theirs")
    pd.testing.assert_frame_equal(mine.table, yours.table)
    for prefer in ("ours", "theirs"):
        once = merge(ancestor, ours, theirs, prefer)
        assert {c.kept for c in once.conflicts} <= {prefer}
        # what was merged holds theirs already: once more against what theirs was changes nothing
        again = merge(theirs, once.table, theirs, None)
        assert content(again.table) == content(once.table)
        assert again.conflicts == ()
        # every row of the result is of one of the two; every row of both stays
        result, left, right = content(once.table), content(ours), content(theirs)
        assert all(times <= max(left[row], right[row]) for row, times in result.items())
        assert all(result[row] >= min(left[row], right[row]) for row in result.keys() | left.keys() | right.keys())
    if ancestor is not None:
        # one side alone changed: its content is the result
        assert content(merge(ancestor, ancestor, theirs, None).table) == content(theirs)
        assert content(merge(ancestor, ours, ancestor, None).table) == content(ours)
        assert not merge(ancestor, ancestor, theirs, None).conflicts
    assert content(merge(ancestor, ours, ours, None).table) == content(ours)


@QUICK
@given(st.none() | keyed_rows, keyed_rows, keyed_rows)
def test_tables_with_a_key(ancestor, ours, theirs):
    merge = way()
    check_every_law(merge, None if ancestor is None else keyed(ancestor), keyed(ours), keyed(theirs))


def one_key(rows: dict | None) -> pd.DataFrame | None:
    """The same rows under a key of one column, as most tables have."""
    if rows is None:
        return None
    whole = keyed(rows)
    return whole.assign(place=whole["place"] + whole["day"])


@QUICK
@given(st.none() | keyed_rows, keyed_rows, keyed_rows)
def test_tables_with_a_key_of_one_column(ancestor, ours, theirs):
    check_every_law(
        lambda a, o, t, prefer: merge_keyed("t", ["place"], a, o, t, prefer),
        one_key(ancestor), one_key(ours), one_key(theirs),
    )  # fmt: skip


@QUICK
@given(st.none() | loose_rows, loose_rows, loose_rows, st.booleans())
def test_tables_without_a_key(ancestor, ours, theirs, counted_anew):
    merge = way(counted_anew)
    check_every_law(merge, None if ancestor is None else loose(ancestor), loose(ours), loose(theirs))


@QUICK
@given(st.none() | keyed_rows, keyed_rows, keyed_rows)
def test_a_key_ends_as_its_history_says(ancestor, ours, theirs):
    """The rule in words, key by key, in plain Python."""
    merged = merge_keyed("t", KEY, None if ancestor is None else keyed(ancestor), keyed(ours), keyed(theirs), None)
    result = {tuple(row[:2]): tuple(row[2:]) for row in merged.table.fillna("").to_numpy().tolist()}
    clashing = set()
    for key in {*ours, *theirs, *(ancestor or {})}:
        was, here, there = (ancestor or {}).get(key), ours.get(key), theirs.get(key)
        if was != here and was != there and here != there:
            clashing.add(f"place={key[0]}, day={key[1]}")
        else:
            assert result.get(key) == (there if here == was else here)
    assert {conflict.key for conflict in merged.conflicts} == clashing
