"""The backtest of an operation: scores, the worst weeks with their story, cached and stopped on request."""

import numpy as np
import pandas as pd
import pytest

from core.errors import BacktestCancelled
from core.services.backtest_forecast import backtest_errors
from core.services.backtest_report import cached_report, make_report, most_counted, report_key
from core.services.score_forecasts import SERVED
from core.services.train_models import shipped_examples
from tests.builders import PLANNING_START, small_operation, small_tables
from ui import tell_backtest


@pytest.fixture
def version(resources):
    return resources.registry.current_version()


def reported(resources, operation):
    version = resources.registry.current_version()
    make_report(resources, operation, version)
    return cached_report(resources, operation, version)


def with_population(**camps):
    """The small operation with weekly counts of these people, the last on the planning day."""
    frames = []
    for camp, people in camps.items():
        days = pd.date_range(end=PLANNING_START, periods=len(people), freq="7D", unit="ns")
        frames.append(pd.DataFrame({"camp_id": camp, "date": days, "population": people, "kind": "registration"}))
    return small_operation(population=pd.concat(frames, ignore_index=True))


def steps(at, by, weeks=60, start=10_000.0):
    """A camp that grows by 5 people a week and by many in one week."""
    week = np.arange(weeks)
    return start + 5.0 * week + by * (week >= at)


def test_the_report_agrees_with_the_errors_of_the_command_line(resources):
    operation = small_operation()
    report = reported(resources, operation)
    errors = backtest_errors(resources, operation, 8)
    served = errors[errors["method"] == SERVED]
    assert report.overall.iloc[0]["n"] == served["n"].sum() == len(report.points)
    total = (served["mean_absolute_error"] * served["n"]).sum() / served["n"].sum()
    assert report.overall.iloc[0]["miss"] == pytest.approx(total)
    held = (served["coverage_80"] * served["n"]).sum() / served["n"].sum()
    assert report.overall.iloc[0]["coverage_80"] == pytest.approx(held)
    naive = errors[errors["method"] == "last_count"]
    expected = (naive["mean_absolute_error"] * naive["n"]).sum() / naive["n"].sum()
    assert report.overall.iloc[0]["naive_miss"] == pytest.approx(expected)
    pd.testing.assert_frame_equal(report.errors, errors)


def test_nothing_after_a_cutoff_is_known_to_its_forecast(resources):
    operation = small_operation()
    whole = reported(resources, operation).points
    last = whole["cutoff"].max() - pd.Timedelta(weeks=20)
    population = operation.population
    cut = reported(resources, small_operation(population=population[population["date"] <= last]))
    columns = ["camp_id", "cutoff", "horizon_weeks"]
    both = cut.points.merge(whole, on=columns, suffixes=("", "_whole"))
    assert len(both) == len(cut.points) > 50
    np.testing.assert_allclose(both["q50"], both["q50_whole"], rtol=1e-6)
    assert (whole["last_count_date"] <= whole["cutoff"]).all()
    assert (whole["week"] > whole["cutoff"]).all()


def test_a_step_is_the_story_of_the_worst_week(resources):
    report = reported(resources, with_population(north=steps(40, 6_000), south=steps(99, 0), east=steps(99, 0)))
    worst = report.worst[0]
    cause = worst.causes[0]
    assert (worst.camp_id, cause.kind, cause.people) == ("north", "step", 6_005)
    assert worst.cutoff < cause.day <= worst.week + pd.Timedelta(weeks=1)
    assert cause.asked == "open"
    begin, told = tell_backtest.story(worst)
    assert begin.startswith("North Camp, week to")
    assert "more than forecast" in begin
    assert "open question on the Data page" in told
    assert f"from {cause.before:,.0f} to {cause.after:,.0f}" in told


def test_a_recount_and_a_movement_are_told_as_what_they_are(resources):
    report = reported(resources, small_operation())
    kinds = {week.camp_id: {cause.kind for cause in week.causes} for week in reversed(report.worst)}
    assert "recount" in kinds["south"]
    assert "movement" in kinds["north"]
    told = " ".join(tell_backtest.story(week)[1] for week in report.worst)
    assert "re-count that corrected the register" in told
    assert "people really moved" in told


def test_slow_growth_is_told_as_spread_over_counts(resources):
    people = np.concatenate([np.full(40, 10_000.0), 10_000.0 + 150.0 * np.arange(1, 21)])
    report = reported(resources, with_population(north=people))
    cause = report.worst[0].causes[0]
    assert cause.kind == "gradual"
    assert cause.number > 1
    assert "No single count stands out" in tell_backtest.story(report.worst[0])[1]


def test_old_counts_young_camps_and_announced_people_are_part_of_the_story(resources):
    weeks = pd.date_range(end=PLANNING_START, periods=24, freq="7D", unit="ns")
    people = 5_000.0 + 3_000.0 * (np.arange(24) >= 20)
    known = pd.DataFrame({"camp_id": "north", "date": weeks, "population": people, "kind": "registration"})
    known = known.drop(index=range(14, 20))
    expected = pd.DataFrame(
        {"camp_id": ["north"], "date": [weeks[20]], "people": [2_500.0], "reason": ["convoy"], "known_since": [pd.NaT]}
    )
    report = reported(resources, small_operation(population=known, expected=expected))
    kinds = {cause.kind for week in report.worst for cause in week.causes}
    assert {"stale", "young", "announced"} <= kinds
    told = " ".join(tell_backtest.story(week)[1] for week in report.worst)
    assert "+2,500 people, which a backtest does not add" in told


def test_stories_of_one_camp_do_not_overlap_and_come_worst_first(resources):
    worst = reported(resources, small_operation()).worst
    assert 2 < len(worst) <= 10
    assert [abs(w.miss) for w in worst] == sorted((abs(w.miss) for w in worst), reverse=True)
    spans = [(w.camp_id, w.cutoff, w.week) for w in worst]
    for number, (camp, cutoff, week) in enumerate(spans):
        for other, begin, end in spans[number + 1 :]:
            assert camp != other or end <= cutoff or week <= begin


def test_too_few_counts_give_an_empty_report_and_words_for_what_is_needed(resources):
    operation = with_population(north=[5_000.0, 5_100.0])
    report = reported(resources, operation)
    assert report.points.empty
    assert report.worst == ()
    told = tell_backtest.what_is_needed(most_counted(operation))
    assert "3 counts over 8 weeks" in told
    assert "North Camp, has 2 counts over 1 week".replace(" ", "") in told.replace("\u00a0", "").replace(" ", "")
    nothing = small_operation(population=small_tables()["population"].head(2).assign(population=np.nan))
    assert reported(resources, nothing).points.empty
    assert "No camp was counted yet" in tell_backtest.what_is_needed(most_counted(nothing))


def test_a_report_is_kept_under_its_people_and_model(resources, version):
    operation = small_operation()
    assert cached_report(resources, operation, version) is None
    key = make_report(resources, operation, version)
    assert key == report_key(resources, operation, version)
    more = steps(99, 0)
    assert report_key(resources, with_population(north=more), version) != key
    assert report_key(resources, small_operation(settings={"currency": "EUR"}), version) == key


def test_a_person_can_stop_it_and_hears_how_far_it_is(resources, version):
    shares = []
    make_report(resources, small_operation(), version, progress=lambda share, words: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    with pytest.raises(BacktestCancelled):
        make_report(resources, small_operation(), version, cancelled=lambda: True)


def test_counts_the_model_never_saw_are_not_told_as_learnt(resources):
    assert shipped_examples(resources) is not None
    report = reported(resources, small_operation())
    assert not report.was_learnt_from
    assert tell_backtest.learnt_from(report) is None
