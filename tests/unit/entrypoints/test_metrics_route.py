"""The address of the metrics: read by this machine or with the token, by nobody else; text that Prometheus reads."""

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.requests import Request

from core.metrics import metric_names as m
from core.metrics.meter import METER
from core.services.write_down import write_down
from entrypoints.metrics_route import may_read
from entrypoints.metrics_text import metrics_text

TOKEN = "a-token-of-many-signs"


def request(host="127.0.0.1", **headers):
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "client": (host, 50_000) if host else None, "headers": told})


@pytest.mark.parametrize(
    ("asked", "token", "may"),
    [
        (request(), None, True),
        (request("::1"), None, True),
        (request("192.0.2.7"), None, False),
        (request(None), None, False),
        (request(x_forwarded_for="192.0.2.7"), None, False),
        (request(forwarded="for=192.0.2.7"), None, False),
        (request(), TOKEN, False),
        (request(authorization=f"Bearer {TOKEN}"), TOKEN, True),
        (request("192.0.2.7", authorization=f"Bearer {TOKEN}"), TOKEN, True),
        (request(authorization=f"Bearer {TOKEN}x"), TOKEN, False),
        (request(authorization=f"Basic {TOKEN}"), TOKEN, False),
        (request(authorization="Bearer "), TOKEN, False),
    ],
)
def test_only_this_machine_or_the_token_reads_them(asked, token, may):
    assert may_read(asked, token) == may


def test_the_text_is_read_back_with_every_value_and_rising_buckets(resources):
    METER.take()
    for seconds in (0.07, 0.4, 0.4, 700):
        METER.observe(m.PAGE_SECONDS, seconds, page="plan")
    METER.count(m.FAILURES, 2, door='pa"ge\\', kind="A")
    families = {family.name: family for family in text_string_to_metric_families(metrics_text(resources).decode())}
    pages = {(s.name, s.labels.get("le")): s.value for s in families["aid_page_seconds"].samples}
    assert pages["aid_page_seconds_bucket", "0.05"] == 0
    assert pages["aid_page_seconds_bucket", "0.1"] == 1
    assert pages["aid_page_seconds_bucket", "0.5"] == 3
    assert pages["aid_page_seconds_bucket", "600"] == 3
    assert pages["aid_page_seconds_bucket", "+Inf"] == pages["aid_page_seconds_count", None] == 4
    assert pages["aid_page_seconds_sum", None] == pytest.approx(700.87)
    (failed,) = families["aid_failures"].samples
    assert failed.labels == {"door": 'pa"ge\\', "kind": "A"}
    assert failed.value == 2
    assert families["aid_page_seconds"].documentation == m.PAGE_SECONDS.help


def test_edges_of_an_earlier_version_keep_their_place(resources):
    METER.take()
    resources.store.measurements.add({("aid_page_seconds_bucket", (("page", "plan"), ("le", "0.25"))): 4})
    METER.observe(m.PAGE_SECONDS, 0.4, page="plan")
    write_down(resources)
    families = {family.name: family for family in text_string_to_metric_families(metrics_text(resources).decode())}
    pages = {s.labels["le"]: s.value for s in families["aid_page_seconds"].samples if "le" in s.labels}
    assert (pages["0.2"], pages["0.25"], pages["0.3"], pages["0.5"], pages["+Inf"]) == (0, 4, 4, 5, 5)


def test_no_metric_tells_a_camp_or_a_person(resources):
    from core.services.kept_look import look_and_keep
    from core.services.open_operation import open_named
    from tests.builders import small_operation

    operation = small_operation()
    resources.store.save_version(operation, parent=None, author="Amina Uwase")
    opened = open_named(resources, operation.settings.name)
    look_and_keep(resources, opened, operation.planning_start.date())
    text = metrics_text(resources).decode()
    assert "aid_data_age_days" in text
    assert "Amina" not in text
    for camp_id, name in operation.camps[["camp_id", "name"]].itertuples(index=False):
        assert f'"{camp_id}"' not in text
        assert f'"{name}"' not in text
