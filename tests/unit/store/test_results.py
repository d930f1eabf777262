"""Cached results: there whole or not at all, bounded, and gone when damaged."""

import os
import threading

import pandas as pd
import pytest

from core.results import ResultCache
from tests.builders import small_operation

KEY, OTHER, THIRD = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture(scope="module")
def routes():
    return small_operation().routes


def test_what_was_put_is_got_with_types_and_values(tmp_path, routes):
    cache = ResultCache(tmp_path / "results", 10**7)
    assert cache.get(KEY) is None
    cache.put(KEY, {"routes": routes, "summary": {"gap": 0.0, "names": ["ä"]}})
    found = ResultCache(tmp_path / "results", 10**7).get(KEY)
    pd.testing.assert_frame_equal(found["routes"], routes)
    assert found["summary"] == {"gap": 0.0, "names": ["ä"]}


@pytest.mark.parametrize("damage", ["truncate", "remove", "listing", "nothing listed"])
def test_a_damaged_entry_counts_as_missing_and_is_removed(tmp_path, routes, damage):
    cache = ResultCache(tmp_path, 10**7)
    cache.put(KEY, {"routes": routes})
    table = tmp_path / KEY / "routes.parquet"
    if damage == "truncate":
        table.write_bytes(table.read_bytes()[:100])
    elif damage == "remove":
        table.unlink()
    elif damage == "nothing listed":
        (tmp_path / KEY / "entry.json").write_text("{}")
    else:
        (tmp_path / KEY / "entry.json").write_text("[1")
    assert cache.get(KEY) is None
    assert not (tmp_path / KEY).exists()
    cache.put(KEY, {"routes": routes})
    assert cache.get(KEY) is not None


def test_the_least_recently_used_entry_gives_way(tmp_path, routes):
    cache = ResultCache(tmp_path, 10**7)
    cache.put(KEY, {"routes": routes})
    cache.put(OTHER, {"routes": routes})
    cache.max_bytes = int(cache.size_bytes() * 1.1)
    os.utime(tmp_path / KEY, (1, 1))
    os.utime(tmp_path / OTHER, (2, 2))
    cache.get(KEY)
    cache.put(THIRD, {"routes": routes})
    assert [cache.get(key) is not None for key in (KEY, OTHER, THIRD)] == [True, False, True]
    assert cache.size_bytes() <= cache.max_bytes


def test_a_result_larger_than_the_cache_is_not_kept(tmp_path, routes):
    cache = ResultCache(tmp_path, 10)
    cache.put(KEY, {"routes": routes})
    assert cache.get(KEY) is None
    assert list(tmp_path.iterdir()) == []


def test_many_threads_see_a_whole_entry_or_none(tmp_path, routes):
    cache, faults = ResultCache(tmp_path, 10**7), []

    def work():
        for _ in range(8):
            cache.put(KEY, {"routes": routes, "summary": {"n": 1}})
            found = cache.get(KEY)
            if found is not None and (len(found["routes"]) != len(routes) or found["summary"] != {"n": 1}):
                faults.append(found)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert [path.name for path in tmp_path.iterdir()] == [KEY]


@pytest.mark.parametrize("key", ["../x", "", "A" * 64, "a/b"])
def test_a_key_that_is_no_hash_is_refused(tmp_path, key):
    with pytest.raises(ValueError, match="hexadecimal"):
        ResultCache(tmp_path, 1).get(key)
