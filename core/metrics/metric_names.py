"""Every metric of the product: name, meaning, unit and labels, said once; nothing is measured under another name.

Counts and times belong to the product: every process adds what it did to the store, and every endpoint tells the sum.
Gauges say how things stand where they are read. No label ever names a person, a camp, or anything a person typed but
the name of an operation.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["counter", "gauge", "histogram"]

SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 20, 30, 45, 60, 90, 120, 300, 600)
"""Upper edges of times; two seconds is where a page begins to feel slow, 120 the longest solve by default."""

SHARES = (0.0, 0.0001, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Upper edges of gaps; 0 is proven to be the best."""


@dataclass(frozen=True)
class Metric:
    """One metric.

    Attributes
    ----------
    name
        With its unit; a counter ends in ``_total``.
    kind
        ``counter`` and ``histogram`` are added up in the store, ``gauge`` is read when it is asked for.
    help
        What it means, for people.
    unit
        ``seconds``, ``bytes``, ``days``, ``share`` (0 to 1), or what is counted.
    labels
        What tells its series apart.
    edges
        Upper edges of the buckets of a histogram.
    """

    name: str
    kind: Kind
    help: str
    unit: str
    labels: tuple[str, ...] = ()
    edges: tuple[float, ...] = ()

    def series_names(self) -> tuple[str, ...]:
        """The names under which its series are read."""
        if self.kind == "histogram":
            return tuple(f"{self.name}_{ending}" for ending in ("bucket", "sum", "count"))
        return (self.name,)


def _seconds(name: str, meaning: str, *labels: str) -> Metric:
    return Metric(name, "histogram", meaning, "seconds", labels, SECONDS)


PAGE_SECONDS = _seconds("aid_page_seconds", "Time to make a page.", "page")
SERVICE_SECONDS = _seconds("aid_service_seconds", "Time of one use case, whichever door asked for it.", "service")
WORK_SECONDS = _seconds("aid_work_seconds", "Time of what the worker was asked for, from its start.", "work")
SOLVE_SECONDS = _seconds("aid_solve_seconds", "Time of the solver alone for one plan.", "rule")
SOLVE_GAP = Metric(
    "aid_solve_gap_share",
    "histogram",
    "How far a plan may be from the best one, as certified by the solver.",
    "share",
    ("rule",),
    SHARES,
)
WORKS = Metric("aid_works_total", "counter", "Requests to the worker, by outcome.", "requests", ("work", "outcome"))
FAILURES = Metric(
    "aid_failures_total",
    "counter",
    "Requests that ended with an error, by door and name of the error.",
    "failures",
    ("door", "kind"),
)
CACHE_LOOKUPS = Metric(
    "aid_cache_lookups_total", "counter", "Looks into the kept results: hit, miss or damaged.", "looks", ("outcome",)
)
SIGN_IN_FAILURES = Metric(
    "aid_sign_in_failures_total", "counter", "Tries to sign in that were refused.", "tries", ("door", "reason")
)

QUEUE_LENGTH = Metric("aid_queue_length", "gauge", "Requests to this process's worker without an answer.", "requests")
QUEUE_OLDEST = Metric("aid_queue_oldest_seconds", "gauge", "Age of the oldest of them.", "seconds")
HOME_FREE_BYTES = Metric("aid_home_free_bytes", "gauge", "Room on the disk of the working folder.", "bytes")
HOME_FREE_SHARE = Metric("aid_home_free_share", "gauge", "The same as a share of that disk.", "share")
STORE_UP = Metric("aid_store_up", "gauge", "1 where the store can be read, 0 where not.", "0 or 1")
BUILD = Metric("aid_build_info", "gauge", "Always 1; the label says which program runs.", "1", ("code_version",))
MODEL = Metric("aid_model_info", "gauge", "Always 1; the label says which model is served.", "1", ("version",))
MODEL_IS_FALLBACK = Metric(
    "aid_model_is_fallback", "gauge", "1 where an earlier model is served in place of one that is damaged.", "0 or 1"
)
HEALTH_AGE = Metric("aid_health_age_seconds", "gauge", "Age of the figures on operations and models.", "seconds")
DATA_AGE = Metric("aid_data_age_days", "gauge", "Days since the newest count of an operation.", "days", ("operation",))
COVERAGE = Metric(
    "aid_interval_coverage_share",
    "gauge",
    "Share of later counts inside the 80 % interval of the forecast that was made before them.",
    "share",
    ("operation", "group"),
)
COVERAGE_LOW = Metric(
    "aid_interval_coverage_low_share",
    "gauge",
    "Lower end of the 95 % interval of that share, given how few counts it rests on.",
    "share",
    ("operation", "group"),
)
COVERAGE_HIGH = Metric(
    "aid_interval_coverage_high_share",
    "gauge",
    "Upper end of the same interval.",
    "share",
    ("operation", "group"),
)
SCORED = Metric(
    "aid_forecasts_scored", "gauge", "Later counts that coverage and skill rest on.", "counts", ("operation", "group")
)
SKILL = Metric(
    "aid_forecast_skill_share",
    "gauge",
    "Loss saved against the same as last count: 0.1 is a tenth less, below 0 is worse.",
    "share",
    ("operation", "group"),
)
PSI = Metric("aid_drift_psi", "gauge", "Population stability index of a feature.", "index", ("operation", "feature"))
PSI_LIMIT = Metric(
    "aid_drift_psi_limit",
    "gauge",
    "What that index stays below by chance, from resampling the reference at the same size.",
    "index",
    ("operation", "feature"),
)
KS = Metric("aid_drift_ks", "gauge", "Kolmogorov-Smirnov distance of a feature.", "share", ("operation", "feature"))
KS_LIMIT = Metric(
    "aid_drift_ks_limit", "gauge", "What that distance stays below by chance.", "share", ("operation", "feature")
)
OUT_OF_RANGE = Metric(
    "aid_inputs_out_of_range",
    "gauge",
    "Camps with an input beyond all that was learnt from.",
    "camps",
    ("operation",),
)
IMPLAUSIBLE = Metric(
    "aid_forecasts_implausible", "gauge", "Forecasts that cannot be, or nearly so.", "forecasts", ("operation",)
)
FLOW_AGE = Metric("aid_flow_run_age_seconds", "gauge", "Time since a flow was last run.", "seconds", ("flow",))
FLOW_FAILED = Metric("aid_flow_failed", "gauge", "1 where the last run of a flow failed.", "0 or 1", ("flow",))

METRICS: tuple[Metric, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Metric))
"""All of them, in the order above."""

BY_NAME = {metric.name: metric for metric in METRICS}

SERIES = {name: metric for metric in METRICS for name in metric.series_names()}
"""Metric of every name that Prometheus may ask for."""
