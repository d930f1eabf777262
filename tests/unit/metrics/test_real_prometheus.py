"""A real Prometheus reads the real server of the pages: what it sees, and that it calls when the server is gone."""

import urllib.error
import urllib.request

import pytest

from core.bootstrap import build_resources
from core.services.measured_work import measured_work
from core.settings import read_environment
from tests.prometheus import needs_prometheus, running_prometheus
from tests.serving import running_app

pytestmark = [needs_prometheus, pytest.mark.nightly]
TOKEN = "a-token-of-many-signs"


@pytest.fixture
def product(tmp_path):
    with (
        running_app(tmp_path / "home", AID_METRICS_TOKEN=TOKEN, AID_LOG="json") as app,
        running_prometheus(tmp_path / "prometheus", app.address.removeprefix("http://"), TOKEN) as prometheus,
    ):
        yield app, prometheus


def test_prometheus_sees_the_product_and_calls_when_it_is_stopped(product):
    app, prometheus = product
    prometheus.wait(lambda: set(prometheus.ask("up").values()) == {1}, 60, "the app answers")
    assert list(prometheus.ask("aid_store_up").values()) == [1]
    assert list(prometheus.ask("aid_model_is_fallback").values()) == [0]
    assert prometheus.firing() == set()
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{app.address}/metrics", timeout=10)
    # another process counts into the same store, and the endpoint of the app tells it
    resources = build_resources(read_environment({"AID_HOME": str(app.home)}))
    for _ in range(3):
        with measured_work(resources, "plan"):
            pass
    resources.store.close()
    done = 'aid_works_total{outcome="done", work="plan"}'
    prometheus.wait(lambda: list(prometheus.ask(done).values()) == [3], 30, "three works of another process")
    quantile = "histogram_quantile(0.95, sum by (le) (aid_work_seconds_bucket))"
    assert 0 < next(iter(prometheus.ask(quantile).values())) <= 0.05
    app.process.terminate()
    app.process.wait(20)
    prometheus.wait(lambda: "AidDown" in prometheus.firing(), 60, "the alert calls")
