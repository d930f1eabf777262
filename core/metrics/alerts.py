"""Every alert: when it holds, what it says and what to do; and the file of rules for Prometheus made from it."""

import json
from dataclasses import dataclass
from typing import Literal

from core.locale import message
from core.metrics import metric_names as m
from core.metrics.conditions import Condition, Either, Found, Grew, Slow, Stands, StandsAbove, Unreachable
from core.metrics.figures import Figures
from core.metrics.limits import Limits

Severity = Literal["critical", "warning"]

JOBS = "aid-.*"
"""Names under which Prometheus asks the product's endpoints."""


@dataclass(frozen=True)
class Alert:
    """One reason to tell somebody.

    Attributes
    ----------
    name
        In the rules of Prometheus.
    severity
        ``critical``: work stops or is wrong now; ``warning``: look at it today.
    says
        What is wrong, in words.
    mend
        What to do.
    condition
        When it holds.
    """

    name: str
    severity: Severity
    says: str
    mend: str
    condition: Condition


@dataclass(frozen=True)
class Raised:
    """An alert that holds now.

    Attributes
    ----------
    found
        Labels of what is beyond its limit, to the value found.
    """

    alert: Alert
    found: Found


def alerts(limits: Limits) -> tuple[Alert, ...]:
    """Every alert with its limit, the worst first."""
    scored = (m.SCORED, limits.fewest_scored)
    return (
        Alert(
            "AidDown",
            "critical",
            message("A server of the planner does not answer"),
            message("Look whether its process runs and what its log says last; start it again."),
            Unreachable(JOBS),
        ),
        Alert(
            "AidStoreDown",
            "critical",
            message("The store cannot be read"),
            message("Look at the database and its disk; restore a safety copy only if it is damaged."),
            Stands(m.STORE_UP, "below", 1),
        ),
        Alert(
            "AidDiskAlmostFull",
            "critical",
            message("The disk of the working folder is almost full"),
            message("Run “aid tidy”, or give the folder AID_HOME a larger disk."),
            Stands(m.HOME_FREE_BYTES, "below", limits.home_free_bytes),
        ),
        Alert(
            "AidDiskShareLow",
            "warning",
            message("Little of the disk of the working folder is free"),
            message("Run “aid tidy”, or give the folder AID_HOME a larger disk."),
            Stands(m.HOME_FREE_SHARE, "below", limits.home_free_share),
        ),
        Alert(
            "AidModelFallback",
            "critical",
            message("An earlier model answers, because the one that should be served is damaged"),
            message("Restore its folder from its source, or promote another version."),
            Stands(m.MODEL_IS_FALLBACK, "above", 0),
        ),
        Alert(
            "AidForecastsImplausible",
            "critical",
            message("Forecasts that nobody should believe unasked"),
            message("Look at these camps on the Forecast page before a plan is made from them."),
            Stands(m.IMPLAUSIBLE, "above", limits.implausible_forecasts),
        ),
        Alert(
            "AidIntervalsTooNarrow",
            "warning",
            message("Forecast intervals hold fewer of the later counts than they promise"),
            message("Plan with more spread, and run “aid flows run retrain”: a person decides on what it suggests."),
            Stands(m.COVERAGE_HIGH, "below", limits.promised_share, scored),
        ),
        Alert(
            "AidNoSkill",
            "warning",
            message("Forecasts are no better than the last count"),
            message("Run “aid flows run retrain”, or promote an earlier model."),
            Stands(m.SKILL, "below", limits.least_skill_share, scored, only=("group", "all")),
        ),
        Alert(
            "AidDrifted",
            "warning",
            message("The camps are no longer like those the model learnt from"),
            message("Look at the inputs that drifted, and run “aid flows run retrain”."),
            Either(StandsAbove(m.PSI, m.PSI_LIMIT), StandsAbove(m.KS, m.KS_LIMIT)),
        ),
        Alert(
            "AidInputsOutOfRange",
            "warning",
            message("Camps beyond anything the model learnt from"),
            message("Check their counts on the Data page; plan them with more spread."),
            Stands(m.OUT_OF_RANGE, "above", limits.out_of_range_camps),
        ),
        Alert(
            "AidDataOld",
            "warning",
            message("The newest count is old"),
            message("Ask for a new count and upload it."),
            Stands(m.DATA_AGE, "above", limits.data_age_days),
        ),
        Alert(
            "AidFailures",
            "warning",
            message("Many requests end with an error"),
            message("Look in the log for their kind; the same error again and again has one cause."),
            Grew(m.FAILURES, 1, limits.failures_per_hour, "door"),
        ),
        Alert(
            "AidSignInsRefused",
            "warning",
            message("Many tries to sign in are refused"),
            message("Ask whoever runs that door; somebody may be guessing passwords."),
            Grew(m.SIGN_IN_FAILURES, 1, limits.refused_sign_ins_per_hour, "door"),
        ),
        Alert(
            "AidPagesSlow",
            "warning",
            message("Pages are slow"),
            message("Look at the queue and at what else runs on the machine; a second server shares the load."),
            Slow(m.PAGE_SECONDS, 1, limits.page_p95_seconds, limits.fewest_pages, "page"),
        ),
        Alert(
            "AidSolvesSlow",
            "warning",
            message("Solves take long"),
            message("Plan fewer weeks, or allow the solver less time."),
            Slow(m.SOLVE_SECONDS, 24, limits.solve_p95_seconds, limits.fewest_solves, "rule"),
        ),
        Alert(
            "AidGapsWide",
            "warning",
            message("Plans may be far from the best one"),
            message("Allow the solver more time (AID_TIME_LIMIT_SECONDS), or plan fewer weeks."),
            Slow(m.SOLVE_GAP, 24, limits.gap_p95_share, limits.fewest_solves, "rule"),
        ),
        Alert(
            "AidQueueStuck",
            "warning",
            message("Somebody waits long for the worker"),
            message("Cancel what is not needed; look at worker.log if nothing moves."),
            Stands(m.QUEUE_OLDEST, "above", limits.queue_oldest_seconds),
        ),
        Alert(
            "AidFlowFailed",
            "warning",
            message("The last run of a flow failed"),
            message("“aid flows status” says where and why; run it again once that is mended."),
            Stands(m.FLOW_FAILED, "above", 0),
        ),
        Alert(
            "AidFlowLate",
            "warning",
            message("A flow has not run for long"),
            message("Look whether its schedule runs: “aid flows status”."),
            Stands(m.FLOW_AGE, "above", limits.flow_age_hours * 3600),
        ),
        Alert(
            "AidHealthOld",
            "warning",
            message("Nobody has looked at the operations for long"),
            message("Run “aid flows run monitor”, or open the page Health."),
            Stands(m.HEALTH_AGE, "above", limits.health_age_hours * 3600),
        ),
    )


def raised(limits: Limits, figures: Figures) -> list[Raised]:
    """Alerts that hold now, the worst first; Prometheus calls the same ones once they have held for a while."""
    found = [Raised(alert, alert.condition.found(figures)) for alert in alerts(limits)]
    return [one for one in found if one.found]


def rules_text(limits: Limits) -> str:
    """The file of rules for Prometheus."""
    lines = [
        "# Made from deploy/monitoring.toml by `make alerts`; a test compares the two. Change the limits there.",
        "groups:",
        "  - name: refugee-aid-planner",
        "    rules:",
    ]
    for alert in alerts(limits):
        lines += [
            f"      - alert: {alert.name}",
            f"        expr: {json.dumps(alert.condition.expression())}",
            f"        for: {limits.hold_minutes * 60:.0f}s",
            "        labels:",
            f"          severity: {alert.severity}",
            "        annotations:",
            f"          summary: {json.dumps(alert.says + _where(alert), ensure_ascii=False)}",
            f"          description: {json.dumps(alert.mend, ensure_ascii=False)}",
        ]
    return "\n".join(lines) + "\n"


def _where(alert: Alert) -> str:
    """The labels that say where, and the value found, in the language of Prometheus' templates."""
    condition = alert.condition
    if isinstance(condition, Unreachable):
        return ": {{ $labels.job }} at {{ $labels.instance }}"
    by = (condition.by,) if isinstance(condition, Grew | Slow) else condition.metrics()[0].labels
    named = ", ".join(f"{{{{ $labels.{label} }}}}" for label in by)
    value = "" if isinstance(condition, Either) else ' ({{ printf "%.3g" $value }})'
    return (f": {named}" if named else "") + value
