"""What stands in every metric at one moment, however it came to be known: what endpoint and page are made of."""

from collections.abc import Callable
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
            Value of the label ``by`` to the quantile, as Prometheus works it out: straight inside a bucket.
        """
        buckets: dict[str, dict[str, float]] = {}
        for labels, value in of_name(self.recent(hours), f"{metric.name}_bucket").items():
            told = dict(labels)
            one = buckets.setdefault(told[by], {})
            one[told["le"]] = one.get(told["le"], 0.0) + value
        return {
            name: (quantile_of(metric.edges, one, share), round(sum(one.values()))) for name, one in buckets.items()
        }


def of_name(series: Series, name: str) -> dict[Labels, float]:
    """Series of one name by their labels."""
    return {labels: value for (told, labels), value in series.items() if told == name}


def quantile_of(edges: tuple[float, ...], buckets: dict[str, float], share: float) -> float:
    """Quantile of a histogram.

    Parameters
    ----------
    edges
        Upper edges, rising.
    buckets
        Edge as text, and ``+Inf``, to the observations of that bucket alone.

    Examples
    --------
    >>> quantile_of((1.0, 2.0), {"1": 5, "2": 5}, 0.75)
    1.5
    """
    rank, below, low = share * sum(buckets.values()), 0.0, 0.0
    for edge in edges:
        here = buckets.get(f"{edge:g}", 0.0)
        if here and below + here >= rank:
            return low + (edge - low) * (rank - below) / here
        below, low = below + here, edge
    return edges[-1]
