"""What stands in every metric at one moment, however it came to be known: what endpoint and page are made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.metrics.meter import Labels, Series
from core.metrics.metric_names import Metric


@dataclass(frozen=True, eq=False)
class Figures:
    """All figures.

    Attributes
    ----------
    gauges
        How things stand.
    totals
        What was counted since the store was made.
    recent
        Gives what was counted in the last so many hours.
    """

    gauges: Series
    totals: Series
    recent: Callable[[int], Series]

    def gauge(self, metric: Metric) -> dict[Labels, float]:
        """Series of a gauge by their labels; empty where nothing is known yet."""
        return of_name(self.gauges, metric.name)

    def counted(self, metric: Metric, hours: int) -> dict[Labels, float]:
        """Series of a counter by their labels, over the last hours."""
        return of_name(self.recent(hours), metric.name)

    def quantile(self, metric: Metric, share: float, hours: int, by: str) -> dict[str, tuple[float, int]]:
        """Quantile of a histogram over the last hours, and how many observations it rests on.

        Returns
        -------
        dict
            Value of the label ``by`` to the quantile and the number of observations.
        """
        buckets: dict[str, dict[str, float]] = {}
        for labels, value in of_name(self.recent(hours), f"{metric.name}_bucket").items():
            told = dict(labels)
            one = buckets.setdefault(told[by], {})
            one[told["le"]] = one.get(told["le"], 0.0) + value
        buckets = {name: with_every_edge(metric, one) for name, one in buckets.items()}
        return {name: (quantile_of(one, share), round(sum(one.values()))) for name, one in buckets.items()}


def of_name(series: Series, name: str) -> dict[Labels, float]:
    """Series of one name by their labels."""
    return {labels: value for (told, labels), value in series.items() if told == name}


def with_every_edge(metric: Metric, buckets: Mapping[str, float]) -> dict[str, float]:
    """Buckets by their rising edges, empty ones too; edges of an earlier version of the program keep their place."""
    edges = sorted({*(f"{edge:g}" for edge in metric.edges), *buckets, "+Inf"}, key=float)
    return {edge: buckets.get(edge, 0.0) for edge in edges}


def quantile_of(buckets: Mapping[str, float], share: float) -> float:
    """Quantile of a histogram, as Prometheus works it out: straight inside a bucket.

    Parameters
    ----------
    buckets
        Rising edges as text, the last ``+Inf``, to the observations of each bucket alone.

    Examples
    --------
    >>> quantile_of({"1": 5, "2": 5, "+Inf": 0}, 0.75)
    1.5
    """
    rank, below, low = share * sum(buckets.values()), 0.0, 0.0
    for edge, here in buckets.items():
        if here and below + here >= rank and edge != "+Inf":
            return low + (float(edge) - low) * (rank - below) / here
        below, low = below + here, low if edge == "+Inf" else float(edge)
    return low
