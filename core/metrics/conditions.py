"""When an alert holds: said once, asked of Prometheus as an expression and of the page's figures directly.

Every endpoint tells the counts of the whole product, so several of them are never summed: the largest stands.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

from core.metrics.figures import Figures
from core.metrics.meter import Labels
from core.metrics.metric_names import STORE_UP, Metric

Side = Literal["above", "below"]
Found = dict[Labels, float]
"""Labels of what is beyond its limit, to the value found."""

_SIGN = {"above": ">", "below": "<"}


class Condition(Protocol):
    """One way of being beyond a limit."""

    def expression(self) -> str:
        """The same in the language of Prometheus."""
        ...

    def found(self, figures: Figures) -> Found:
        """What is beyond its limit now."""
        ...

    def metrics(self) -> tuple[Metric, ...]:
        """What it looks at."""
        ...


@dataclass(frozen=True)
class Stands:
    """A gauge is above or below a number; judged only where another gauge of the same labels is large enough.

    Attributes
    ----------
    enough
        That other gauge and how large it has to be.
    only
        The one label and value it is judged at; everywhere by default.
    """

    metric: Metric
    side: Side
    limit: float
    enough: tuple[Metric, float] | None = None
    only: tuple[str, str] | None = None

    def expression(self) -> str:
        """As ``Condition``."""
        told = f"{_one(self.metric, self.side, self.only)} {_SIGN[self.side]} {self.limit:.12g}"
        if self.enough is None:
            return told
        metric, least = self.enough
        return f"{told} and {_one(metric)} >= {least:.12g}"

    def found(self, figures: Figures) -> Found:
        """As ``Condition``."""
        judged = figures.gauge(self.metric)
        if self.enough is not None:
            enough = figures.gauge(self.enough[0])
            judged = {labels: v for labels, v in judged.items() if enough.get(labels, 0.0) >= self.enough[1]}
        here = {labels: v for labels, v in judged.items() if self.only is None or self.only in labels}
        return {labels: v for labels, v in here.items() if _beyond(v, self.side, self.limit)}

    def metrics(self) -> tuple[Metric, ...]:
        """As ``Condition``."""
        return (self.metric, *([self.enough[0]] if self.enough else []))


@dataclass(frozen=True)
class StandsAbove:
    """A gauge is above another one of the same labels, as drift above what chance does."""

    metric: Metric
    limit: Metric

    def expression(self) -> str:
        """As ``Condition``."""
        return f"{_one(self.metric)} > {_one(self.limit)}"

    def found(self, figures: Figures) -> Found:
        """As ``Condition``."""
        limits = figures.gauge(self.limit)
        return {labels: v for labels, v in figures.gauge(self.metric).items() if v > limits.get(labels, float("inf"))}

    def metrics(self) -> tuple[Metric, ...]:
        """As ``Condition``."""
        return (self.metric, self.limit)


@dataclass(frozen=True)
class Either:
    """One of two conditions on the same labels holds; told by their labels alone, for their values do not compare."""

    first: Condition
    second: Condition

    def expression(self) -> str:
        """As ``Condition``."""
        return f"({self.first.expression()}) or ({self.second.expression()})"

    def found(self, figures: Figures) -> Found:
        """As ``Condition``."""
        return {**self.second.found(figures), **self.first.found(figures)}

    def metrics(self) -> tuple[Metric, ...]:
        """As ``Condition``."""
        return (*self.first.metrics(), *self.second.metrics())


@dataclass(frozen=True)
class Grew:
    """A counter grew by more than a number within some hours, summed over all its labels but one."""

    metric: Metric
    hours: int
    limit: float
    by: str

    def expression(self) -> str:
        """As ``Condition``."""
        growth = _growth(self.metric.name, self.metric.labels, self.hours)
        return f"sum by ({self.by}) ({growth}) > {self.limit:.12g} and on () {_watched(self.hours)}"

    def found(self, figures: Figures) -> Found:
        """As ``Condition``."""
        sums: dict[str, float] = {}
        for labels, value in figures.counted(self.metric, self.hours).items():
            name = dict(labels)[self.by]
            sums[name] = sums.get(name, 0.0) + value
        return {((self.by, name),): value for name, value in sums.items() if value > self.limit}

    def metrics(self) -> tuple[Metric, ...]:
        """As ``Condition``."""
        return (self.metric, STORE_UP)


@dataclass(frozen=True)
class Slow:
    """The 95 % quantile of a histogram is above a number, over hours with enough observations."""

    metric: Metric
    hours: int
    limit: float
    fewest: float
    by: str
    share: float = 0.95

    def expression(self) -> str:
        """As ``Condition``."""
        buckets = _growth(f"{self.metric.name}_bucket", (*self.metric.labels, "le"), self.hours)
        number = _growth(f"{self.metric.name}_count", self.metric.labels, self.hours)
        return (
            f"histogram_quantile({self.share}, sum by ({self.by}, le) ({buckets})) > {self.limit:.12g} "
            f"and sum by ({self.by}) ({number}) >= {self.fewest:.12g} and on () {_watched(self.hours)}"
        )

    def found(self, figures: Figures) -> Found:
        """As ``Condition``."""
        return {
            ((self.by, name),): value
            for name, (value, n) in figures.quantile(self.metric, self.share, self.hours, self.by).items()
            if n >= self.fewest and value > self.limit
        }

    def metrics(self) -> tuple[Metric, ...]:
        """As ``Condition``."""
        return (self.metric, STORE_UP)


@dataclass(frozen=True)
class Unreachable:
    """An endpoint does not answer; only who asks it from outside can tell."""

    job: str

    def expression(self) -> str:
        """As ``Condition``."""
        return f'up{{job=~"{self.job}"}} == 0'

    def found(self, figures: Figures) -> Found:
        """Nothing: a page that is read comes from a server that answers."""
        return {}

    def metrics(self) -> tuple[Metric, ...]:
        """None of ours: Prometheus itself makes ``up``."""
        return ()


def _beyond(value: float, side: Side, limit: float) -> bool:
    return value > limit if side == "above" else value < limit


def _one(metric: Metric, side: Side = "above", only: tuple[str, str] | None = None) -> str:
    """One value per set of labels, the worst of all endpoints."""
    by = f" by ({', '.join(metric.labels)})" if metric.labels else ""
    chosen = f'{{{only[0]}="{only[1]}"}}' if only else ""
    return f"{'max' if side == 'above' else 'min'}{by} ({metric.name}{chosen})"


def _growth(name: str, labels: tuple[str, ...], hours: int) -> str:
    """Growth over the hours. ``increase`` would miss a count that was there the first time it was seen; ours never
    fall, because they live in the store, so the difference is exact.
    """
    now, before = f"max by ({', '.join(labels)}) ({name})", f"max by ({', '.join(labels)}) ({name} offset {hours}h)"
    return f"{now} - ({before} or 0 * {now})"


def _watched(hours: int) -> str:
    """Whether Prometheus has looked for so long: else everything since the store was made would count as growth."""
    return f"(max({STORE_UP.name} offset {hours}h) >= 0)"
