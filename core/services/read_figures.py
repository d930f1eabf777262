"""Every figure that endpoint, page and alerts go by, read from this process, the store, the disk and the models."""

import logging
import shutil
from collections.abc import Iterable

from core.errors import RegistryError, StoreError
from core.log import log_event
from core.metrics import metric_names as m
from core.metrics.figures import Figures
from core.metrics.meter import METER, Series, labels_of
from core.metrics.metric_names import BY_NAME, Metric
from core.monitoring import CoverageTable, DriftTable
from core.monitoring.interval_coverage import TOO_FEW
from core.services.resources import Resources
from core.services.write_down import write_down
from core.store import HealthRecord, Outcome, StepRun

logger = logging.getLogger(__name__)

RUNS_LOOKED_AT = 500
ALL = "all"
"""Group of all camps together."""


def read_figures(resources: Resources) -> Figures:
    """All figures as they stand.

    A store that cannot be read is a figure itself (``aid_store_up`` 0); what it holds is then not known, and what this
    process counted since stands alone.
    """
    gauges: Series = {}
    for name, value in METER.watched().items():
        _set(gauges, BY_NAME[name], value)
    _set(gauges, m.BUILD, 1, code_version=resources.code_version)
    _disk(gauges, resources)
    _model(gauges, resources)
    is_written = write_down(resources)
    try:
        totals = resources.store.measurements.totals()
        _operations(gauges, resources)
    except StoreError as error:
        log_event(logger, logging.WARNING, "the store cannot be read", kind=type(error).__name__)
        _set(gauges, m.STORE_UP, 0)
        pending = METER.peek()
        return Figures(gauges, pending, lambda hours: pending)
    _set(gauges, m.STORE_UP, float(is_written))
    return Figures(gauges, totals, resources.store.measurements.since)


def _set(gauges: Series, metric: Metric, value: float, **labels: str) -> None:
    gauges[metric.name, labels_of(metric, labels)] = float(value)


def _disk(gauges: Series, resources: Resources) -> None:
    try:
        usage = shutil.disk_usage(resources.settings.home)
    except OSError:
        return  # not known; the store beside it says more
    _set(gauges, m.HOME_FREE_BYTES, usage.free)
    _set(gauges, m.HOME_FREE_SHARE, usage.free / usage.total if usage.total else 0.0)


def _model(gauges: Series, resources: Resources) -> None:
    try:
        served = resources.registry.served()
    except RegistryError:
        return  # none is served: nothing to name
    _set(gauges, m.MODEL, 1, version=served.version)
    _set(gauges, m.MODEL_IS_FALLBACK, float(served.is_fallback))


def _operations(gauges: Series, resources: Resources) -> None:
    """What the last look at each operation found; ``aid flows run monitor`` looks, and so does the page Health."""
    now = resources.store.now()
    newest: list[HealthRecord] = []
    for name in resources.store.operations():
        records = resources.store.health_records.of(name, 1)
        newest += records
        for record in records:
            _operation(gauges, record)
    if newest:
        _set(gauges, m.HEALTH_AGE, max((now - record.made).total_seconds() for record in newest))
    for flow, runs in _last_runs(resources.store.flow_runs.newest(RUNS_LOOKED_AT)).items():
        _set(gauges, m.FLOW_AGE, max((now - run.started).total_seconds() for run in runs), flow=flow)
        _set(gauges, m.FLOW_FAILED, float(any(run.outcome == Outcome.FAILED for run in runs)), flow=flow)


def _operation(gauges: Series, record: HealthRecord) -> None:
    told, operation = record.content, record.operation
    days = told["data_age"]["newest_days"]
    if days is not None:
        _set(gauges, m.DATA_AGE, days, operation=operation)
    c, d = CoverageTable, DriftTable
    for row in told["coverage"]:
        if row[c.verdict] == TOO_FEW:
            continue  # one or two camps say little about their kind, and the figures would be those of a place
        group = ALL if row[c.by] == ALL else f"{row[c.by]}: {row[c.group]}"
        here = {"operation": operation, "group": group}
        _set(gauges, m.COVERAGE, row[c.coverage_80], **here)
        _set(gauges, m.COVERAGE_LOW, row[c.low], **here)
        _set(gauges, m.COVERAGE_HIGH, row[c.high], **here)
        _set(gauges, m.SCORED, row[c.forecasts], **here)
        if row[c.skill] is not None:
            _set(gauges, m.SKILL, row[c.skill], **here)
    for row in told["drift"]:
        here = {"operation": operation, "feature": row[d.input]}
        for metric, column in ((m.PSI, d.psi), (m.PSI_LIMIT, d.psi_limit), (m.KS, d.ks), (m.KS_LIMIT, d.ks_limit)):
            _set(gauges, metric, row[column], **here)
    flags = told["flags"]
    _set(gauges, m.OUT_OF_RANGE, len(flags["camps_out_of_range"]), operation=operation)
    _set(gauges, m.IMPLAUSIBLE, flags["implausible_forecasts"], operation=operation)


def _last_runs(runs: Iterable[StepRun]) -> dict[str, list[StepRun]]:
    """The steps of the last run of every flow; ``runs`` come the newest first."""
    last: dict[str, list[StepRun]] = {}
    for run in runs:
        steps = last.setdefault(run.flow, [])
        if not steps or steps[0].run == run.run:
            steps.append(run)
    return last
