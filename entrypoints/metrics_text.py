"""The figures as Prometheus reads them."""

from collections import defaultdict
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric as Family

from core.metrics.figures import Figures, of_name, with_every_edge
from core.metrics.metric_names import METRICS, Metric
from core.services.read_figures import read_figures
from core.services.resources import Resources

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class ProductCollector:
    """Reads the figures whenever it is asked; for a registry of prometheus_client."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources

    def collect(self) -> Iterator[Family]:
        """Every metric that has a series, in the order of the register."""
        figures = read_figures(self.resources)
        for metric in METRICS:
            family = family_of(metric, figures)
            if family.samples:
                yield family

    def describe(self) -> list[Family]:
        """Nothing: registering it must not read the store."""
        return []


def metrics_text(resources: Resources) -> bytes:
    """The whole answer to Prometheus."""
    registry = CollectorRegistry()
    registry.register(ProductCollector(resources))
    return generate_latest(registry)


def family_of(metric: Metric, figures: Figures) -> Family:
    """All series of one metric."""
    if metric.kind == "gauge":
        gauge = GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)
        for labels, value in sorted(figures.gauge(metric).items()):
            gauge.add_metric([told for _, told in labels], value)
        return gauge
    if metric.kind == "counter":
        counter = CounterMetricFamily(metric.name, metric.help, labels=metric.labels)
        for labels, value in sorted(of_name(figures.totals, metric.name).items()):
            counter.add_metric([told for _, told in labels], value)
        return counter
    return _histogram(metric, figures)


def _histogram(metric: Metric, figures: Figures) -> HistogramMetricFamily:
    family = HistogramMetricFamily(metric.name, metric.help, labels=metric.labels)
    buckets: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for labels, value in of_name(figures.totals, f"{metric.name}_bucket").items():
        buckets[tuple(told for name, told in labels if name != "le")][dict(labels)["le"]] = value
    sums = {tuple(told for _, told in labels): v for labels, v in of_name(figures.totals, f"{metric.name}_sum").items()}
    for told, own in sorted(buckets.items()):
        so_far, up_to = 0.0, []
        for edge, here in with_every_edge(metric, own).items():
            so_far += here
            up_to.append((edge, so_far))
        family.add_metric(list(told), up_to, sums.get(told, 0.0))
    return family
