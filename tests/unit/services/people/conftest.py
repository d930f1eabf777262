"""Accounts on a real store, with a clock of the test's own."""

import pytest

from tests.people import Time, use_quick_hashing, with_administrator


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch):
    use_quick_hashing(monkeypatch)


@pytest.fixture
def time(resources, monkeypatch):
    clock = Time()
    monkeypatch.setattr(resources.store, "now", clock)
    return clock


@pytest.fixture
def root(resources, time):
    """Token of the first administrator."""
    return with_administrator(resources)
