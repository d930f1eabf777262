"""Killed at any moment, and written to by many at once, the store loses nothing; the long form is a benchmark."""

from tests.under_fire import Fire, operations, packed, write_at_once


def test_what_was_acknowledged_survives_kills_and_nothing_is_half_written(url, tmp_path):
    packed()
    fire = Fire(url, tmp_path / "raw")
    for seed in range(5):
        fire.kill_one(seed, 0.02 + 0.03 * seed)
        assert fire.faults() == []
    assert fire.acknowledged


def test_twenty_writers_at_once_lose_nothing_and_are_never_told_of_a_lock(url, tmp_path):
    operations()
    faults, _ = write_at_once(url, tmp_path / "raw", writers=20, times=1, shared=False)
    assert faults == []
