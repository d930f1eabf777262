"""What nobody needs is taken away; the rest is put aside, so that a look after a run of a page has little to see."""

import gc
import threading
import weakref

import pytest

from entrypoints.garbage import SELDOM, look_now_and_then, look_through_all


@pytest.fixture(autouse=True)
def as_it_was():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


class Ring:
    """Something that holds itself."""

    def __init__(self):
        self.itself = self


def test_a_ring_put_aside_while_it_was_needed_goes_at_the_next_look():
    ring = Ring()
    gone = weakref.ref(ring)
    look_through_all()
    assert gc.get_freeze_count() > 0
    del ring
    gc.collect()
    assert gone() is not None  # put aside: a look after a run of a page does not see it
    look_through_all()
    assert gone() is None


def test_from_now_on_what_there_is_is_put_aside(monkeypatch):
    begun = threading.Event()
    monkeypatch.setattr("entrypoints.garbage._look_for_ever", begun.set)  # the real one would outlive the test
    look_now_and_then()
    assert begun.wait(10)
    assert gc.get_threshold() == SELDOM
    assert gc.get_freeze_count() > 10_000
