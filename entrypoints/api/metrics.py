"""Figures of the API for Prometheus, each defined once."""

import os
from collections.abc import Callable

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

REQUESTS = Counter("aid_api_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "aid_api_request_seconds",
    "Seconds from a request to the end of its answer",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
IN_PROGRESS = Gauge("aid_api_requests_in_progress", "Requests being answered", multiprocess_mode="livesum")
QUEUE = Gauge("aid_api_jobs_under_way", "Jobs that wait or are worked at", multiprocess_mode="livesum")
JOBS = Counter("aid_api_jobs_total", "Jobs that ended", ["kind", "state"])
REFUSED = Counter("aid_api_requests_refused_total", "Requests refused before they were looked at", ["why"])

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Set by ``aid api`` where several processes answer: each writes its figures there, and any of them tells the sum."""


def told_metrics(refresh: Callable[[], None]) -> bytes:
    """All figures of the API in the text form of Prometheus."""
    refresh()
    registry = REGISTRY
    if os.environ.get(FOLDER):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry)
