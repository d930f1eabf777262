"""Work of a process without an endpoint of its own: measured, logged, and written into the store when it has ended."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import AidError, BacktestCancelled, SolveCancelled
from core.log import log_event
from core.metrics.meter import METER
from core.metrics.metric_names import FAILURES, WORK_SECONDS, WORKS
from core.services.resources import Resources
from core.services.write_down import write_down

logger = logging.getLogger(__name__)


@contextmanager
def measured_work(resources: Resources, work: str, door: str = "worker") -> Iterator[None]:
    """Measure one piece of work; an error is counted by its name and goes on.

    Parameters
    ----------
    work
        What is done, in one word of ours.
    """
    begun = time.perf_counter()
    outcome, kind, level = "done", None, logging.INFO
    try:
        yield
    except (SolveCancelled, BacktestCancelled):
        outcome = "cancelled"
        raise
    except Exception as error:
        outcome, kind = "failed", type(error).__name__
        level = logging.WARNING if isinstance(error, AidError) else logging.ERROR
        METER.count(FAILURES, door=door, kind=kind)
        raise
    finally:
        seconds = time.perf_counter() - begun
        METER.count(WORKS, work=work, outcome=outcome)
        METER.observe(WORK_SECONDS, seconds, work=work)
        told = {} if kind is None else {"kind": kind}
        log_event(logger, level, "work ended", door=door, work=work, outcome=outcome, seconds=seconds, **told)
        write_down(resources)
