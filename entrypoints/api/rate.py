"""How often one key may ask: a bucket that empties with each request and fills again by itself."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_KEPT = 10_000
"""Buckets kept at once; whoever was not seen for longest begins with a full one."""


class TokenBuckets:
    """One bucket for each asker; safe to use from every thread.

    Parameters
    ----------
    burst
        Requests at once.
    per_second
        Requests a second in the long run.
    clock
        Seconds that only grow.

    Examples
    --------
    >>> buckets = TokenBuckets(1, 2.0, clock=lambda: 0.0)
    >>> buckets.wait_seconds("a"), buckets.wait_seconds("a"), buckets.wait_seconds("b")
    (0.0, 0.5, 0.0)
    """

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst = max(1.0, burst)
        self.per_second = per_second
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_seconds(self, asker: str) -> float:
        """0 where the request may go on; else how long to wait, and nothing was taken."""
        now = self._clock()
        with self._lock:
            held, since = self._buckets.pop(asker, (self.burst, now))
            held = min(self.burst, held + (now - since) * self.per_second)
            waits = 0.0 if held >= 1 else (1 - held) / self.per_second
            self._buckets[asker] = (held if waits else held - 1, now)
            while len(self._buckets) > MOST_KEPT:
                self._buckets.popitem(last=False)
        return waits
