"""Counts in the store: summed over processes, told by the hour for a week, never falling."""

import datetime as dt
import threading

import pytest

from core.store import Store
from core.store.database import measurements
from core.store.measurements import KEPT_HOURS

A = ("aid_failures_total", (("door", "page"), ("kind", "A")))
B = ("aid_failures_total", (("door", "page"), ("kind", "B")))


class Clock:
    def __init__(self):
        self.time = dt.datetime(2026, 1, 1, 12, 30, tzinfo=dt.UTC)

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    opened = Store(f"sqlite:///{tmp_path / 'planner.sqlite'}", tmp_path / "raw", now=clock)
    yield opened
    opened.close()


def rows(store):
    with store._reading() as connection:
        return connection.execute(measurements.select()).all()


def test_what_processes_add_is_summed_and_told_with_its_labels(store):
    store.measurements.add({A: 2, B: 1})
    store.measurements.add({A: 3})
    assert store.measurements.totals() == {A: 5, B: 1}
    store.measurements.add({})
    assert len(rows(store)) == 2


def test_hours_are_told_apart_and_a_total_never_falls_when_they_are_folded(store, clock):
    totals = []
    for _ in range(3 * KEPT_HOURS // 10):
        store.measurements.add({A: 1})
        totals.append(store.measurements.totals()[A])
        clock.time += dt.timedelta(hours=10)
    assert totals == list(range(1, len(totals) + 1))
    assert len(rows(store)) <= KEPT_HOURS // 10 + 2
    clock.time -= dt.timedelta(hours=10)
    assert store.measurements.since(1) == {A: 1}
    assert store.measurements.since(25) == {A: 3}


def test_a_clock_that_goes_back_loses_nothing(store, clock):
    store.measurements.add({A: 1})
    clock.time -= dt.timedelta(days=400)
    store.measurements.add({A: 1})
    clock.time += dt.timedelta(days=400)
    store.measurements.add({A: 1})
    assert store.measurements.totals() == {A: 3}


def test_writers_at_the_same_moment_lose_nothing(tmp_path, clock):
    stores = [Store(f"sqlite:///{tmp_path / 'planner.sqlite'}", tmp_path / "raw", now=clock) for _ in range(4)]
    stores[0].measurements.totals()

    def work(store):
        for _ in range(10):
            store.measurements.add({A: 1, B: 2})

    threads = [threading.Thread(target=work, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stores[0].measurements.totals() == {A: 40, B: 80}
    for store in stores:
        store.close()
