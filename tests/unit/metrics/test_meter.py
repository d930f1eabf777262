"""What a process counts: exact from many threads, never under a wrong name, and lost by nobody."""

import threading

import pytest

from core.metrics.meter import LONGEST_LABEL, Meter
from core.metrics.metric_names import BY_NAME, FAILURES, METRICS, PAGE_SECONDS, QUEUE_LENGTH, SERIES


def test_every_metric_is_named_once_with_help_unit_and_labels_of_no_person():
    assert len({metric.name for metric in METRICS}) == len(METRICS) == len(BY_NAME)
    for metric in METRICS:
        assert metric.name.startswith("aid_")
        assert metric.help.endswith(".")
        assert metric.unit
        assert (metric.kind == "counter") == metric.name.endswith("_total")
        assert (metric.kind == "histogram") == bool(metric.edges)
        assert list(metric.edges) == sorted(set(metric.edges))
        assert not {"camp", "name", "person", "account", "email", "user"} & set(metric.labels)
    assert {"aid_page_seconds_bucket", "aid_page_seconds_sum", "aid_page_seconds_count"} <= set(SERIES)


def test_counts_of_many_threads_add_up():
    meter = Meter()

    def work():
        for _ in range(500):
            meter.count(FAILURES, door="page", kind="StoreError")
            meter.observe(PAGE_SECONDS, 0.07, page="plan")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = meter.take()
    assert taken["aid_failures_total", (("door", "page"), ("kind", "StoreError"))] == 4000
    assert taken["aid_page_seconds_bucket", (("page", "plan"), ("le", "0.1"))] == 4000
    assert taken["aid_page_seconds_sum", (("page", "plan"),)] == pytest.approx(280)
    assert meter.take() == {}


def test_what_is_given_back_is_added_to_what_came_since():
    meter = Meter()
    meter.count(FAILURES, door="page", kind="A")
    taken = meter.take()
    meter.count(FAILURES, door="page", kind="A")
    meter.give_back(taken)
    assert set(meter.take().values()) == {2}


@pytest.mark.parametrize(
    ("seconds", "edge"), [(0, "0.05"), (0.05, "0.05"), (0.0501, "0.1"), (600, "600"), (1e9, "+Inf")]
)
def test_an_observation_falls_into_the_first_bucket_it_does_not_exceed(seconds, edge):
    meter = Meter()
    meter.observe(PAGE_SECONDS, seconds, page="plan")
    assert ("aid_page_seconds_bucket", (("page", "plan"), ("le", edge))) in meter.take()


def test_wrong_labels_and_wrong_kinds_are_refused():
    meter = Meter()
    with pytest.raises(ValueError, match="door"):
        meter.count(FAILURES, door="page")
    with pytest.raises(ValueError, match="histogram"):
        meter.count(PAGE_SECONDS, page="plan")
    with pytest.raises(ValueError, match="counter"):
        meter.observe(FAILURES, 1, door="page", kind="A")
    with pytest.raises(ValueError, match="gauge"):
        meter.watch(FAILURES, lambda: 1.0)


def test_a_label_stays_on_one_short_line():
    meter = Meter()
    meter.count(FAILURES, door="page\nfake_metric 1", kind="x" * 500)
    ((_, labels),) = meter.take()
    assert dict(labels)["door"] == "page fake_metric 1"
    assert len(dict(labels)["kind"]) == LONGEST_LABEL


def test_a_failing_block_is_timed_too():
    meter = Meter()
    with pytest.raises(RuntimeError), meter.timed(PAGE_SECONDS, page="plan"):
        raise RuntimeError
    assert ("aid_page_seconds_sum", (("page", "plan"),)) in meter.take()


def test_a_watched_gauge_is_read_when_asked_for():
    meter, waiting = Meter(), [1, 2, 3]
    meter.watch(QUEUE_LENGTH, lambda: len(waiting))
    waiting.pop()
    assert meter.watched() == {"aid_queue_length": 2}
