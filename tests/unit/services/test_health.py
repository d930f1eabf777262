"""One look at an operation: what is on record is scored first, what is missing is said, nothing later is seen."""

import json

import numpy as np
import pandas as pd
import pytest

from core.domain.schemas import QUANTILES, ForecastTable
from core.forecasting.storage import EXAMPLES
from core.monitoring import CoverageTable, DriftTable
from core.services.health import health_of, keep_forecast, keep_health, look_at_health
from core.services.open_operation import open_named
from core.store import KeptForecast
from tests.builders import PLANNING_START, small_operation

NAME = "Small operation"


@pytest.fixture
def opened(resources):
    resources.store.save_version(small_operation(), None)
    return open_named(resources, NAME)


def look(resources, opened, as_of=PLANNING_START):
    return health_of(resources, opened.operation, NAME, as_of, None, opened.version.number)


def keep_served(resources, opened, spread_share, weeks_ago=range(20, 0, -1)):
    """Put forecasts on record that lie around the later count, as wide as told."""
    counted = opened.operation.population.set_index(["camp_id", "date"])["population"]
    for ago in weeks_ago:
        as_of = PLANNING_START - pd.Timedelta(weeks=ago)
        rows = [
            (camp, week, h + 1, *(counted.get((camp, week), 8000) * (1 + spread_share * np.linspace(0.5, 1.5, 9))))
            for camp in ("north", "south", "east")
            for h, week in enumerate(pd.date_range(as_of + pd.Timedelta(weeks=1), periods=8, freq="7D"))
        ]
        f = ForecastTable
        table = pd.DataFrame(rows, columns=[f.camp_id, f.week, f.horizon_weeks, *QUANTILES])
        content = table.to_csv(index=False).encode()
        version = resources.registry.current_version()
        resources.store.kept_forecasts.keep(
            KeptForecast(NAME, as_of.date(), opened.version.id, version, "f" * 64, content)
        )


def test_a_look_tells_coverage_drift_age_and_flags_and_is_plain_json(resources, opened):
    health = look(resources, opened)
    CoverageTable.validate(health.coverage)
    DriftTable.validate(health.drift)
    assert health.coverage_basis == "replayed"
    assert health.overall["camps"] == 3
    assert health.drift_absent == ""
    assert set(health.drift[DriftTable.camps]) == {3}
    assert health.data_age.oldest_days == 7
    stored = json.loads(json.dumps(health.to_json(), allow_nan=False))
    assert stored["coverage"][0]["by"] == "all"
    keep_health(resources, opened, health)
    assert resources.store.health_records.of(NAME)[0].content["drift"] == stored["drift"]


def test_forecasts_on_record_are_scored_before_any_replay_and_intervals_that_miss_are_told(resources, opened):
    keep_served(resources, opened, spread_share=0.1)
    health = look(resources, opened)
    assert health.coverage_basis == "on record"
    assert health.overall["coverage_80"] == 0.0
    assert health.overall["verdict"] == "too narrow"
    assert any("held 0% of later counts" in reason for reason in health.reasons_to_retrain)


def test_nothing_dated_after_the_day_of_the_look_is_used(resources, opened):
    day = PLANNING_START - pd.Timedelta(weeks=10)
    counts = opened.operation.population
    before = small_operation(population=counts[counts["date"] <= day].reset_index(drop=True))
    whole = look(resources, opened, day)
    cut = health_of(resources, before, NAME, day)
    pd.testing.assert_frame_equal(whole.coverage, cut.coverage)
    pd.testing.assert_frame_equal(whole.drift, cut.drift)
    assert (whole.data_age, whole.flags) == (cut.data_age, cut.flags)


def test_a_served_forecast_is_on_record_once_and_found_again(resources, opened):
    assert keep_forecast(resources, opened, PLANNING_START, 8)
    assert not keep_forecast(resources, opened, PLANNING_START, 8)


def test_a_model_without_examples_and_an_operation_without_counts_are_said_so(resources, opened, monkeypatch):
    nothing = look(resources, opened, PLANNING_START - pd.Timedelta(weeks=500))
    assert "No camp has a count" in nothing.drift_absent
    assert (nothing.coverage_basis, nothing.overall, nothing.drifted) == ("nothing yet", None, [])
    json.dumps(nothing.to_json(), allow_nan=False)
    described = resources.registry.describe()
    described.metadata["files"].pop(EXAMPLES)
    monkeypatch.setattr(resources.registry, "describe", lambda version=None: described)
    health = look(resources, opened)
    assert "holds no real examples" in health.drift_absent
    assert health.drift.empty
    assert not health.coverage.empty


def test_illustrative_data_are_looked_at_as_of_their_planning_start(resources, opened):
    assert look_at_health(resources, opened, pd.Timestamp("2030-01-01").date()).as_of == PLANNING_START
