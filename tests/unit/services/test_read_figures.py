"""The figures: of this process, the store, the disk and the models; honest where something cannot be read."""

import datetime as dt

import pytest

from core.errors import StoreError
from core.metrics import metric_names as m
from core.metrics.meter import METER
from core.services import write_down as writing
from core.services.kept_look import look_and_keep
from core.services.measured_work import measured_work
from core.services.open_operation import open_named
from core.services.raised_alerts import raised_alerts
from core.services.read_figures import read_figures
from core.services.watch_over import watch_over
from core.services.write_down import has_store, write_down
from core.store import Outcome
from tests.builders import small_operation

NAME = "Small operation"


@pytest.fixture(autouse=True)
def nothing_counted():
    METER.take()
    yield
    METER.take()


@pytest.fixture
def opened(resources):
    resources.store.save_version(small_operation(), parent=None, author="test")
    return open_named(resources, NAME)


def test_a_fresh_installation_knows_its_disk_and_model_and_nothing_else(resources):
    figures = read_figures(resources)
    known = {name for name, _ in figures.gauges}
    assert {"aid_home_free_bytes", "aid_store_up", "aid_model_info", "aid_model_is_fallback"} <= known
    assert not {"aid_data_age_days", "aid_health_age_seconds", "aid_flow_failed"} & known
    assert raised_alerts(resources) == []
    assert watch_over(resources).found_share is None


def test_what_one_process_wrote_down_every_other_reads(resources):
    METER.count(m.FAILURES, door="command", kind="AidError")
    assert write_down(resources)
    METER.count(m.FAILURES, door="command", kind="AidError")
    figures = read_figures(resources)
    assert figures.counted(m.FAILURES, 1) == {(("door", "command"), ("kind", "AidError")): 2}
    assert figures.totals == figures.recent(1)


def test_nothing_counted_is_lost_while_the_store_takes_nothing(resources, monkeypatch):
    METER.count(m.FAILURES, 3, door="page", kind="A")
    real = resources.store.measurements.add

    def full(series):
        raise StoreError("The store cannot be used: disk is full.")

    monkeypatch.setattr(resources.store.measurements, "add", full)
    assert not write_down(resources)
    figures = read_figures(resources)
    assert figures.gauge(m.STORE_UP) == {(): 0}
    assert [one.alert.name for one in raised_alerts(resources)] == ["AidStoreDown"]
    monkeypatch.setattr(resources.store.measurements, "add", real)
    assert read_figures(resources).counted(m.FAILURES, 1) == {(("door", "page"), ("kind", "A")): 3}


def test_a_store_that_cannot_be_read_is_a_figure_and_no_failure(resources):
    resources.settings.home.mkdir(exist_ok=True)
    (resources.settings.home / "planner.sqlite").write_bytes(b"this is no database, and was one once" * 100)
    METER.count(m.FAILURES, door="page", kind="A")
    figures = read_figures(resources)
    assert figures.gauge(m.STORE_UP) == {(): 0}
    assert figures.counted(m.FAILURES, 1) == {(("door", "page"), ("kind", "A")): 1}


@pytest.mark.parametrize("outcome", ["done", "failed"])
def test_work_is_counted_with_its_end_and_stays_as_it_was(resources, outcome):
    if outcome == "failed":
        with pytest.raises(ValueError, match="why"), measured_work(resources, "plan"):
            raise ValueError("why")
    else:
        with measured_work(resources, "plan"):
            pass
    figures = read_figures(resources)
    assert figures.counted(m.WORKS, 1) == {(("work", "plan"), ("outcome", outcome)): 1}
    failed = {(("door", "worker"), ("kind", "ValueError")): 1} if outcome == "failed" else {}
    assert figures.counted(m.FAILURES, 1) == failed
    assert figures.quantile(m.WORK_SECONDS, 0.5, 1, "work")["plan"][1] == 1


def test_a_look_at_an_operation_becomes_figures_of_groups_with_three_camps_at_least(resources, opened):
    health = look_and_keep(resources, opened, dt.date(2025, 6, 30))
    figures = read_figures(resources)
    ages = figures.gauge(m.DATA_AGE)
    assert ages == {(("operation", NAME),): health.data_age.newest_days}
    judged = health.coverage[health.coverage["verdict"] != "too few"]
    assert len(figures.gauge(m.COVERAGE)) == len(judged)
    assert len(figures.gauge(m.PSI)) == len(health.drift) > 0
    assert 0 <= figures.gauge(m.HEALTH_AGE)[()] < 60


def test_the_same_look_is_put_on_record_once(resources, opened):
    for _ in range(2):
        look_and_keep(resources, opened, dt.date(2025, 6, 30))
    assert len(resources.store.health_records.of(NAME)) == 1
    resources.store.save_version(opened.operation, parent=opened.version.id, author="test")
    look_and_keep(resources, open_named(resources, NAME), dt.date(2025, 6, 30))
    assert len(resources.store.health_records.of(NAME)) == 2


def test_flows_are_told_by_their_last_run(resources, opened):
    runs = resources.store.flow_runs
    for run, outcome in (("a", Outcome.FAILED), ("b", Outcome.DONE)):
        runs.end(runs.begin(run, "retrain", NAME, "train", "0" * 64), outcome, 1, "", {})
    assert read_figures(resources).gauge(m.FLOW_FAILED) == {(("flow", "retrain"),): 0}
    runs.end(runs.begin("c", "retrain", NAME, "train", "0" * 64), Outcome.FAILED, 3, "", {})
    assert read_figures(resources).gauge(m.FLOW_FAILED) == {(("flow", "retrain"),): 1}
    assert "AidFlowFailed" in [one.alert.name for one in raised_alerts(resources)]


def test_a_command_makes_no_store_only_to_count_in_it(resources):
    assert not has_store(resources.settings)
    resources.store.operations()
    assert has_store(resources.settings)
    assert writing.has_store(resources.settings)
