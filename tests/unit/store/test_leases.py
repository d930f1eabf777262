"""Two processes never hold one lease, a dead holder gives way, and no clock decides."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from core.errors import StoreError
from core.settings import PROJECT
from core.store import Store
from tests.unit.store.conftest import Clock

SECONDS = 1.0
"""A lease short enough for a test."""


def test_a_second_holder_is_refused_and_told_who_has_it(store):
    told = []
    with store.leases.hold("flow", SECONDS):
        said = f"under way already: process {os.getpid()} on .*, since 2025-07-01"
        with pytest.raises(StoreError, match=said), store.leases.hold("flow", SECONDS, tell=told.append):
            pytest.fail("both hold it")
        with store.leases.hold("another flow", SECONDS):
            assert [lease.name for lease in store.leases.all()] == ["another flow", "flow"]
    assert "watching whether it lives" in told[0]
    assert store.leases.all() == []
    with store.leases.hold("flow", SECONDS):
        pass


def test_who_waits_gets_it_when_it_is_given_back(store):
    order = []

    def wait():
        with store.leases.hold("flow", SECONDS, wait=True):
            order.append("second")

    with store.leases.hold("flow", SECONDS):
        second = threading.Thread(target=wait)
        second.start()
        time.sleep(3 * SECONDS)
        order.append("first")
    second.join(20)
    assert order == ["first", "second"]


HOLDER = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from core.store import Store
    from tests.unit.store.conftest import Clock
    store = Store(sys.argv[1], Path("nowhere"), Clock())
    with store.leases.hold("flow", float(sys.argv[2])):
        print("held", flush=True)
        time.sleep(60)
    """
)


def test_a_holder_that_was_killed_gives_way_after_its_lease_and_not_before(store, url):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, url, str(SECONDS)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(StoreError, match=f"process {holder.pid} "), store.leases.hold("flow", SECONDS):
            pytest.fail("a living holder lost it")
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        holder.stdout.close()
    began = time.monotonic()
    with store.leases.hold("flow", SECONDS):
        assert time.monotonic() - began >= SECONDS


@pytest.mark.parametrize("years", [-20, 20])
def test_a_clock_set_back_or_forward_neither_frees_a_living_lease_nor_keeps_a_dead_one(tmp_path, years):
    clock = Clock()
    store = Store(f"sqlite:///{tmp_path / 'planner.sqlite'}", tmp_path / "raw", clock)
    with store.leases.hold("flow", SECONDS):
        clock.time = clock.time.replace(year=clock.time.year + years)
        with pytest.raises(StoreError, match="under way"), store.leases.hold("flow", SECONDS):
            pytest.fail("both hold it")
    assert store.leases._take_free("flow", "of a dead process")
    clock.time = clock.time.replace(year=clock.time.year - years)
    with store.leases.hold("flow", SECONDS):
        pass
    store.close()


def test_a_holder_that_stood_still_learns_that_it_lost_the_lease(store):
    with store.leases.hold("flow", SECONDS) as held:
        held.check()
        there = store.leases.of("flow")
        store.leases._take_over(there, "of another")
        until = time.monotonic() + 20
        while not held.is_lost and time.monotonic() < until:
            time.sleep(0.05)
        with pytest.raises(StoreError, match="took “flow” over"):
            held.check()
    assert store.leases.of("flow").token == "of another"
