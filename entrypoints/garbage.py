"""Garbage of the pages' server is looked for now and then beside the runs of pages, not after each of them.

Streamlit looks through everything there is after every run of a page. Of a run that took half of the processor's time
once all pages had been opened: hundreds of thousands of objects of libraries, caches and sessions, which are nearly all
still needed. What has been looked through is put aside, so that a run looks through no more than what came since; and
every half minute all of it is looked through, so that nothing is left lying.
"""

import gc
import threading
import time

EVERY_SECONDS = 30.0

SELDOM = (100_000, 50, 100)
"""New objects before the youngest are looked through, and how often that is done before the older ones are."""


def look_now_and_then() -> None:
    """Look through everything from now on every half minute, in a thread that ends with the process."""
    # Streamlit collects after every run of a page; in the middle of one it only makes people wait.
    gc.set_threshold(*SELDOM)
    gc.freeze()
    threading.Thread(target=_look_for_ever, daemon=True, name="garbage").start()


def look_through_all() -> None:
    """Take away what nobody needs any more, and put the rest aside until the next time."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _look_for_ever() -> None:
    while True:
        time.sleep(EVERY_SECONDS)
        look_through_all()
