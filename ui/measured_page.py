"""How long a page took and whether it failed: counted and logged, without a word of what is on it."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import AidError
from core.log import log_event
from core.metrics.meter import METER
from core.metrics.metric_names import FAILURES, PAGE_SECONDS

logger = logging.getLogger("core.frame")


@contextmanager
def measured_page(address: str) -> Iterator[None]:
    """Measure a run of a page; an error is counted by its name and goes on to the frame.

    Parameters
    ----------
    address
        Of the page below that of the app; empty for the first one. Its title is in the language of whoever looks.
    """
    page = address or "today"
    begun = time.perf_counter()
    try:
        yield
    except AidError as error:
        _failed(page, error, logging.WARNING, begun)
        raise
    except Exception as error:
        # Streamlit's own signals (rerun, stop) are not of this class, so they are no failures.
        _failed(page, error, logging.ERROR, begun)
        raise
    finally:
        METER.observe(PAGE_SECONDS, time.perf_counter() - begun, page=page)


def _failed(page: str, error: Exception, level: int, begun: float) -> None:
    METER.count(FAILURES, door="page", kind=type(error).__name__)
    seconds = time.perf_counter() - begun
    log_event(logger, level, "a page failed", page=page, kind=type(error).__name__, seconds=seconds)
