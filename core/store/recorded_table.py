"""What the tables share whose every change stands in the record of decisions."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from core.store.decision_log import DecisionLog


class RecordedTable:
    """A table of the store that records decisions about its rows; ``Store`` makes it.

    Parameters
    ----------
    deciding, reading
        Open a connection that records decisions, or only reads.
    now
        The clock, in UTC.
    log
        The record of decisions.
    """

    def __init__(
        self,
        deciding: Callable[[], AbstractContextManager[Connection]],
        reading: Callable[[], AbstractContextManager[Connection]],
        now: Callable[[], dt.datetime],
        log: DecisionLog,
    ) -> None:
        self._deciding = deciding
        self._reading = reading
        self._now = now
        self._log = log
