"""When a flow runs: every so many hours, or at a time of day, with a clock that may be set back or forward."""

import datetime as dt
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import DataError

HOUR = 3600.0
DAY = 24 * HOUR
LONGEST_SLEEP = 30.0
"""Seconds between two looks at the clock, so that a clock that is set is seen soon."""


@dataclass(frozen=True)
class Schedule:
    """Every ``every_hours``, or once a day at ``at`` (local time); exactly one of the two.

    Raises
    ------
    DataError
        If neither or both are given, or the hours are not above 0.
    """

    every_hours: float | None = None
    at: dt.time | None = None

    def __post_init__(self) -> None:
        """Refuse what says no time."""
        if (self.every_hours is None) == (self.at is None):
            raise DataError("Expected either a number of hours or a time of day.", "Give --every 24, or --at 03:00.")
        if self.every_hours is not None and not 0 < self.every_hours <= 24 * 366:
            raise DataError(f"Expected hours above 0 and at most a year, got {self.every_hours:g}.", "Give --every 24.")

    @classmethod
    def of(cls, every_hours: float | None, at: str | None) -> "Schedule":
        """A schedule of words; ``at`` as in 03:00."""
        if at is not None and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", at):
            raise DataError(f"Expected a time of day as in 03:00, got “{at[:20]}”.", "Give --at HH:MM.")
        return cls(every_hours, None if at is None else dt.time.fromisoformat(at.rjust(5, "0")))

    @property
    def words(self) -> str:
        """The schedule in words."""
        return f"every {self.every_hours:g} h" if self.at is None else f"daily at {self.at:%H:%M}"

    @property
    def period_seconds(self) -> float:
        """Seconds between two turns."""
        return DAY if self.every_hours is None else self.every_hours * HOUR

    def due_in(
        self, now: dt.datetime, last: tuple[str, dt.datetime] | None, turn_ago: float | None, begun_ago: float
    ) -> float:
        """Seconds until the next turn; 0 or less: now.

        The time of day may be set back or forward, a stopwatch cannot. So a process that took a turn goes by its
        stopwatch, and a record from the future, left by a clock that was ahead, only makes it wait one period.

        Parameters
        ----------
        now
            Local time.
        last
            Day and time of the last turn on record; None before the first.
        turn_ago, begun_ago
            By the stopwatch, seconds since this process took its last turn (None: none yet) and since it began.
        """
        if self.at is None:
            if turn_ago is not None:
                return self.period_seconds - turn_ago
            if last is None:
                return 0.0
            since = (now - last[1]).total_seconds()
            return self.period_seconds - (begun_ago if since < 0 else since)
        today = now.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        day = now.date().isoformat()
        if last is not None and last[0] > day:
            return DAY - (begun_ago if turn_ago is None else turn_ago)
        if last is None:
            wait = ((today if now <= today else today + dt.timedelta(days=1)) - now).total_seconds()
            return wait if begun_ago < DAY else 0.0
        is_taken = last[0] == day
        wait = ((today + dt.timedelta(days=1) if is_taken else today) - now).total_seconds()
        return wait if turn_ago is None else max(wait, DAY / 2 - turn_ago)


def stopwatch() -> float:
    """Seconds of a clock that nobody can set; it goes on while the machine sleeps, where the system has such a one."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def run_on_schedule(
    schedule: Schedule,
    last: Callable[[], tuple[str, dt.datetime] | None],
    take: Callable[[str], None],
    turn: Callable[[], None],
    *,
    turns: int | None = None,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now().astimezone(),
    watch: Callable[[], float] = stopwatch,
    pause: Callable[[float], None] = time.sleep,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Take turns for ever, or so many.

    Parameters
    ----------
    last, take
        Day and time of the last turn on record; put one on record, before it is run: a turn that fails or is killed is
        not taken again before the next is due.
    turn
        One turn; what it raises ends the schedule, so it says itself what failed and returns.
    turns
        How many turns are taken; None: for ever.
    check
        Asked before each wait; raises where another process took over.
    """
    taken, began, turned = 0, watch(), None
    while turns is None or taken < turns:
        check()
        at = watch()
        wait = schedule.due_in(now(), last(), None if turned is None else at - turned, at - began)
        if wait > 0:
            pause(min(wait, LONGEST_SLEEP))
            continue
        take(now().date().isoformat())
        turned = watch()
        turn()
        taken += 1
