"""Steps of flows, looks at health and served forecasts are kept as they were given."""

import datetime as dt

from core.store import KeptForecast, Outcome
from tests.builders import small_operation


def test_a_step_is_found_again_by_its_inputs_once_it_is_done(store):
    runs = store.flow_runs
    first = runs.begin("r1", "refresh", "Small operation", "plan", "a" * 64)
    assert runs.done_before("a" * 64) is None
    assert runs.newest()[0].outcome is Outcome.RUNNING
    assert runs.newest()[0].seconds is None
    runs.end(first, Outcome.DONE, 1, "as wished", {"plan": "abc"})
    done = runs.done_before("a" * 64)
    assert (done.outputs, done.message, done.tries) == ({"plan": "abc"}, "as wished", 1)
    assert done.seconds > 0
    failed = runs.begin("r2", "refresh", "Small operation", "needs", "b" * 64)
    runs.end(failed, Outcome.FAILED, 3, "no room", {})
    assert runs.done_before("b" * 64) is None
    assert [run.step for run in runs.newest()] == ["needs", "plan"]
    assert runs.newest(operation="Another") == []


def test_the_last_turn_of_a_schedule_is_kept(store):
    assert store.flow_runs.slot("refresh daily") is None
    store.flow_runs.take_slot("refresh daily", "2025-07-01")
    store.flow_runs.take_slot("refresh daily", "2025-07-02")
    slot, ran = store.flow_runs.slot("refresh daily")
    assert slot == "2025-07-02"
    assert ran.tzinfo is not None


def test_a_forecast_is_kept_once_and_found_by_its_day(store):
    version = store.save_version(small_operation(), None)
    served = KeptForecast("Small operation", dt.date(2025, 6, 29), version.id, "m", "f" * 64, b"camp_id\nnorth\n")
    assert store.kept_forecasts.keep(served)
    assert not store.kept_forecasts.keep(served)
    found = store.kept_forecasts.of("Small operation", dt.date(2025, 6, 1), dt.date(2025, 6, 29))
    assert [one.content for one in found] == [served.content]
    assert store.kept_forecasts.of("Small operation", dt.date(2025, 6, 30), dt.date(2025, 7, 30)) == []


def test_looks_at_health_are_listed_newest_first(store):
    version = store.save_version(small_operation(), None)
    for day in (1, 2):
        store.health_records.keep("Small operation", dt.date(2025, 7, day), version.id, "m", {"day": day})
    found = store.health_records.of("Small operation")
    assert [record.content for record in found] == [{"day": 2}, {"day": 1}]
    assert store.health_records.of("Another") == []
