"""What this process did since it last told the store: counts and times in memory, as light as a line of the log.

There is one meter a process, as there is one log; a door decides when it is written down.
"""

import bisect
import functools
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from core.metrics.metric_names import SERVICE_SECONDS, Metric

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_LABEL = 80

Labels = tuple[tuple[str, str], ...]
Series = dict[tuple[str, Labels], float]
"""Name of a series and its labels to its value. A bucket of a histogram holds its own observations, not those below."""


class Meter:
    """Adds up; safe to use from every thread."""

    def __init__(self) -> None:
        self._pending: Series = defaultdict(float)
        self._watched: dict[str, Callable[[], float]] = {}
        self._lock = threading.Lock()

    def count(self, metric: Metric, amount: float = 1.0, **labels: str) -> None:
        """Add to a counter.

        Raises
        ------
        ValueError
            If the labels are not those of the metric, or it is no counter.
        """
        _expect(metric, "counter")
        with self._lock:
            self._pending[metric.name, labels_of(metric, labels)] += amount

    def observe(self, metric: Metric, value: float, **labels: str) -> None:
        """Add one observation to a histogram.

        Raises
        ------
        ValueError
            If the labels are not those of the metric, or it is no histogram.
        """
        _expect(metric, "histogram")
        place = bisect.bisect_left(metric.edges, value)
        edge = f"{metric.edges[place]:g}" if place < len(metric.edges) else "+Inf"
        known = labels_of(metric, labels)
        with self._lock:
            self._pending[f"{metric.name}_bucket", (*known, ("le", edge))] += 1.0
            self._pending[f"{metric.name}_sum", known] += value

    @contextmanager
    def timed(self, metric: Metric, **labels: str) -> Iterator[None]:
        """Observe the seconds of a block, whichever way it ends."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.observe(metric, time.perf_counter() - begun, **labels)

    def watch(self, metric: Metric, read: Callable[[], float]) -> None:
        """Have a gauge of this process read when it is asked for; the last who asks to be read is."""
        _expect(metric, "gauge")
        with self._lock:
            self._watched[metric.name] = read

    def watched(self) -> dict[str, float]:
        """Gauges of this process as they stand, by name."""
        with self._lock:
            reads = dict(self._watched)
        return {name: float(read()) for name, read in reads.items()}

    def take(self) -> Series:
        """What was added since the last time; whoever takes it keeps it, or gives it back."""
        with self._lock:
            taken, self._pending = dict(self._pending), defaultdict(float)
        return taken

    def peek(self) -> Series:
        """What was added since the last time, left where it is."""
        with self._lock:
            return dict(self._pending)

    def give_back(self, series: Series) -> None:
        """Put back what could not be written down."""
        with self._lock:
            for key, value in series.items():
                self._pending[key] += value


METER = Meter()
"""The meter of this process."""


def timed(service: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Have the seconds of a use case observed under its name."""

    def around(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def measured(*args: P.args, **kwargs: P.kwargs) -> R:
            with METER.timed(SERVICE_SECONDS, service=service):
                return function(*args, **kwargs)

        return measured

    return around


def labels_of(metric: Metric, labels: dict[str, str]) -> Labels:
    """The labels in the order of the metric, each on one short line.

    Raises
    ------
    ValueError
        If they are not those of the metric.
    """
    if set(labels) != set(metric.labels):
        raise ValueError(f"Expected the labels {metric.labels} of {metric.name}, got {tuple(labels)}.")
    return tuple((name, " ".join(str(labels[name]).split())[:LONGEST_LABEL]) for name in metric.labels)


def _expect(metric: Metric, kind: str) -> None:
    if metric.kind != kind:
        raise ValueError(f"{metric.name} is a {metric.kind}, not a {kind}.")
