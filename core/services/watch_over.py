"""What the page Health shows: figures, the alerts that hold, and how the machine did lately."""

from dataclasses import dataclass

import pandas as pd

from core.errors import RegistryError
from core.forecasting.feature_table import meaning_of
from core.metrics import metric_names as m
from core.metrics.alerts import Raised, raised
from core.metrics.figures import Figures
from core.metrics.limits import Limits, read_limits
from core.metrics.metric_names import Metric
from core.registry import Served
from core.services.read_figures import read_figures
from core.services.resources import Resources

HOURS = 24
"""Hours that times and errors are told of."""


@dataclass(frozen=True, eq=False)
class Watch:
    """The state of the whole, at one moment.

    Attributes
    ----------
    raised
        Alerts that hold, the worst first.
    times
        A row per thing that took time in the last day: ``kind`` (``page``, ``service``, ``work``, ``solve``),
        ``name``, ``median_seconds``, ``p95_seconds``, ``n``; the slowest first.
    gaps
        A row per fairness rule: ``rule``, ``p95_share``, ``n``.
    failures
        A row per kind of error in the last day: ``door``, ``kind``, ``n``; the most frequent first.
    refused_sign_ins
        In the last day.
    found_share
        Share of looks into the kept results that found one; None where nobody looked.
    served
        Which model answers; None where none can.
    """

    figures: Figures
    limits: Limits
    raised: list[Raised]
    times: pd.DataFrame
    gaps: pd.DataFrame
    failures: pd.DataFrame
    refused_sign_ins: int
    found_share: float | None
    served: Served | None

    def one(self, metric: Metric) -> float | None:
        """Value of a gauge without labels; None where it is not known."""
        return next(iter(self.figures.gauge(metric).values()), None)


def watch_over(resources: Resources) -> Watch:
    """Look at the whole.

    Raises
    ------
    AidError
        If the limits of monitoring cannot be read.
    """
    limits = read_limits(resources.settings.monitoring)
    figures = read_figures(resources)
    try:
        served = resources.registry.served()
    except RegistryError:
        served = None
    looks = {dict(labels)["outcome"]: n for labels, n in figures.counted(m.CACHE_LOOKUPS, HOURS).items()}
    return Watch(
        figures=figures,
        limits=limits,
        raised=raised(limits, figures),
        times=_times(figures),
        gaps=_gaps(figures),
        failures=_failures(figures),
        refused_sign_ins=round(sum(figures.counted(m.SIGN_IN_FAILURES, HOURS).values())),
        found_share=looks.get("hit", 0.0) / sum(looks.values()) if looks else None,
        served=served,
    )


def meanings(names: list[str]) -> dict[str, str]:
    """What inputs of the model mean, in words."""
    return {name: meaning_of(name).meaning for name in names}


def _times(figures: Figures) -> pd.DataFrame:
    rows = []
    for kind, metric in (
        ("page", m.PAGE_SECONDS),
        ("service", m.SERVICE_SECONDS),
        ("work", m.WORK_SECONDS),
        ("solve", m.SOLVE_SECONDS),
    ):
        middle = figures.quantile(metric, 0.5, HOURS, metric.labels[0])
        for name, (p95, n) in figures.quantile(metric, 0.95, HOURS, metric.labels[0]).items():
            rows.append((kind, name, middle[name][0], p95, n))
    table = pd.DataFrame(rows, columns=["kind", "name", "median_seconds", "p95_seconds", "n"])
    return table.sort_values("p95_seconds", ascending=False, kind="stable").reset_index(drop=True)


def _gaps(figures: Figures) -> pd.DataFrame:
    rows = [(rule, p95, n) for rule, (p95, n) in figures.quantile(m.SOLVE_GAP, 0.95, HOURS, "rule").items()]
    return pd.DataFrame(rows, columns=["rule", "p95_share", "n"])


def _failures(figures: Figures) -> pd.DataFrame:
    rows = [(*dict(labels).values(), round(n)) for labels, n in figures.counted(m.FAILURES, HOURS).items()]
    table = pd.DataFrame(rows, columns=["door", "kind", "n"])
    return table.sort_values("n", ascending=False, kind="stable").reset_index(drop=True)
