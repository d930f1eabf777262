"""A person's own figure: checked, kept beside the forecast of that day, scored later, planned with, withdrawn."""

import pandas as pd
import pytest

from core.domain.access import Actor, Role, alone
from core.domain.change import apply_scenario
from core.domain.scenario import Influx, Scenario
from core.errors import DataError, NotAllowed, StoreError
from core.services.forecast_people import forecast_people
from core.services.keep_overrides import OverrideDraft, enter_override, overrides_of, withdraw_override
from core.services.open_operation import OpenOperation
from core.services.plan_with_override import plan_with_override
from core.services.score_overrides import score_overrides, tallies_by_camp, tally_overrides
from tests.builders import PLANNING_START, small_operation, small_tables

AMINA = alone("test", "Amina")
WEEK = PLANNING_START + pd.Timedelta(weeks=4)


def stored(resources, operation, parent=None):
    version = resources.store.save_version(operation, parent=parent, author="test")
    return OpenOperation(resources.store.load_version(version.id), version)


@pytest.fixture
def opened(resources):
    return stored(resources, small_operation())


def draft(**changes):
    values = {"camp_id": "north", "week": WEEK, "people": 14_000.0, "reason": "buses announced"}
    return OverrideDraft(**{**values, **changes})


def row(resources, operation, camp="north", week=WEEK):
    table = forecast_people(resources, operation, operation.planning_start, 4).table
    return table[(table["camp_id"] == camp) & (table["week"] == week)].iloc[0]


def with_counts(*counts):
    """The small operation some weeks later, with these counts at north."""
    tables = small_tables()
    later = pd.DataFrame(counts, columns=["camp_id", "date", "population"]).astype({"date": "datetime64[ns]"})
    population = pd.concat([tables["population"], later], ignore_index=True)
    return small_operation(population=population, settings={"planning_start": str(later["date"].max().date())})


def test_a_figure_is_kept_with_the_forecast_and_the_last_count_of_that_day(resources, opened):
    kept = enter_override(resources, opened, draft(low=13_000.0, high=15_000.0), AMINA)
    model = row(resources, opened.operation)
    assert (kept.model_low, kept.model_median, kept.model_high) == (model["q10"], model["q50"], model["q90"])
    assert (kept.model_version, kept.data_version) == (resources.registry.current_version(), opened.version.id)
    assert (kept.last_count, str(kept.last_count_date)) == (12_580, str(PLANNING_START.date()))
    assert overrides_of(resources, opened) == [kept]
    assert overrides_of(resources, opened, "south") == []


def test_a_figure_changes_neither_the_data_nor_the_forecast(resources, opened):
    before = row(resources, opened.operation)
    enter_override(resources, opened, draft(), AMINA)
    pd.testing.assert_series_equal(row(resources, opened.operation), before)
    assert resources.store.latest_version("Small operation").id == opened.version.id


def test_any_day_of_a_week_means_its_sunday(resources, opened):
    assert enter_override(resources, opened, draft(week=WEEK - pd.Timedelta(days=6)), AMINA).week == WEEK.date()


def test_a_camp_that_was_never_counted_takes_a_figure_without_a_model_beside_it(resources):
    tables = small_tables()
    population = tables["population"]
    opened = stored(resources, small_operation(population=population[population["camp_id"] != "east"]))
    kept = enter_override(resources, opened, draft(camp_id="east"), AMINA)
    assert (kept.model_median, kept.last_count) == (None, None)
    with pytest.raises(DataError, match="never counted"):
        plan_with_override(resources, opened, kept, Scenario())


BAD = {
    "an unknown camp": ({"camp_id": "nowhere"}, "not one of this operation"),
    "no figure": ({"people": None}, "the figure is blank"),
    "below zero": ({"people": -1.0}, "from 0 to 100,000,000"),
    "not a number": ({"people": float("nan")}, "from 0 to"),
    "without end": ({"high": float("inf")}, "the high end must be"),
    "a low end above": ({"low": 15_000.0}, "the low end, 15,000, is above the figure, 14,000"),
    "a high end below": ({"high": 13_000.0}, "the high end, 13,000, is below the figure"),
    "no reason": ({"reason": " "}, "the reason is blank"),
    "a sign that is no text": ({"reason": "a\x00b"}, "no text"),
    "the planning day": ({"week": PLANNING_START}, "not after the planning day"),
    "no day": ({"week": pd.NaT}, "the week is blank"),
    "two years ahead": ({"week": PLANNING_START + pd.Timedelta(weeks=104)}, "more than 52 weeks ahead"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_figure_that_cannot_be_used_is_refused_in_words_and_not_stored(resources, opened, case):
    changes, told = BAD[case]
    with pytest.raises(DataError, match=told):
        enter_override(resources, opened, draft(**changes), AMINA)
    assert overrides_of(resources, opened) == []


@pytest.mark.parametrize(("name", "told"), [("", "your name is blank"), ("x" * 201, "201 characters")])
def test_a_figure_without_a_usable_name_is_refused(resources, opened, name, told):
    with pytest.raises(DataError, match=told):
        enter_override(resources, opened, draft(), alone("test", name))


def test_a_viewer_may_not_give_a_figure_of_their_own(resources, opened):
    viewer = Actor("Vera", frozenset({Role.VIEWER}), "test")
    with pytest.raises(NotAllowed, match="Vera"):
        enter_override(resources, opened, draft(), viewer)
    assert overrides_of(resources, opened) == []


def test_every_fault_is_named_at_once(resources, opened):
    with pytest.raises(DataError) as caught:
        enter_override(resources, opened, draft(people=None, reason=""), alone("test"))
    assert all(words in caught.value.message for words in ("figure is blank", "reason is blank", "name is blank"))


def test_a_withdrawn_figure_stays_in_the_record_with_who_withdrew_it(resources, opened):
    kept = enter_override(resources, opened, draft(), AMINA)
    with pytest.raises(DataError, match="your name is blank"):
        withdraw_override(resources, opened, kept.id, alone("test"))
    withdraw_override(resources, opened, kept.id, alone("test", "Baraka"))
    (record,) = overrides_of(resources, opened)
    assert (record.withdrawn_by, record.people) == ("Baraka", 14_000)
    with pytest.raises(StoreError):
        withdraw_override(resources, opened, kept.id, alone("test", "Baraka"))


def test_figures_are_scored_as_counts_arrive_beside_the_model_and_the_last_count_of_then(resources, opened):
    kept = enter_override(resources, opened, draft(low=13_000.0, high=15_000.0), AMINA)
    assert score_overrides(opened.operation, [kept])[0].counted is None
    later = with_counts(("north", str(WEEK.date()), 13_500.0))
    (scored,) = score_overrides(later, overrides_of(resources, opened))
    assert (scored.counted, scored.miss) == (13_500, 500)
    assert scored.model_miss == abs(kept.model_median - 13_500)
    assert scored.last_count_miss == 920
    tally = tally_overrides([scored])
    assert (tally.compared, tally.waiting, tally.beat_last_count, tally.ranges, tally.inside) == (1, 0, 1, 1, 1)


def test_a_count_that_was_copied_or_answered_as_an_error_scores_nothing(resources, opened):
    kept = enter_override(resources, opened, draft(), AMINA)
    later = with_counts(("north", str(WEEK.date()), None))
    assert score_overrides(later, [kept])[0].counted is None
    copied = later.population
    copied.loc[copied.index[-1], ["population", "kind"]] = [13_500.0, "copied"]
    assert score_overrides(later.replaced(population=copied), [kept])[0].counted is None


def test_withdrawn_figures_are_not_scored_and_nothing_is_a_tally_of_nothing(resources, opened):
    kept = enter_override(resources, opened, draft(), AMINA)
    withdraw_override(resources, opened, kept.id, alone("test", "Amina"))
    assert score_overrides(opened.operation, overrides_of(resources, opened)) == []
    tally = tally_overrides([])
    assert (tally.compared, tally.waiting) == (0, 0)


def test_planning_with_a_figure_brings_the_median_of_its_week_to_it(resources, opened):
    kept = enter_override(resources, opened, draft(), AMINA)
    scenario = plan_with_override(resources, opened, kept, Scenario())
    assert len(scenario.influx) == 1
    assert scenario.name == "14,000 people by 27\u00a0Jul, North Camp"
    changed = apply_scenario(opened.operation, scenario)
    assert row(resources, changed)["q50"] == pytest.approx(14_000, abs=0.51)
    earlier = row(resources, changed, week=WEEK - pd.Timedelta(weeks=1))
    assert earlier["q50"] == row(resources, opened.operation, week=WEEK - pd.Timedelta(weeks=1))["q50"]


def test_planning_on_top_of_a_what_if_counts_in_who_comes_there(resources, opened):
    kept = enter_override(resources, opened, draft(), AMINA)
    coming = Influx(camp_id="north", date="2025-07-05", people=5000.0)
    scenario = plan_with_override(resources, opened, kept, Scenario(name="Arrivals", influx=(coming,)))
    assert row(resources, apply_scenario(opened.operation, scenario))["q50"] == pytest.approx(14_000, abs=0.51)


def test_a_plan_with_a_far_figure_runs_to_its_week(resources, opened):
    kept = enter_override(resources, opened, draft(week=PLANNING_START + pd.Timedelta(weeks=12)), AMINA)
    assert plan_with_override(resources, opened, kept, Scenario()).weeks == 12


def test_a_figure_whose_week_is_past_or_that_equals_the_median_cannot_be_planned_with(resources, opened):
    kept = enter_override(resources, opened, draft(), AMINA)
    later = with_counts(("north", str(WEEK.date()), 13_500.0))
    version = resources.store.save_version(later, parent=opened.version.id, author="test")
    with pytest.raises(DataError, match="is past"):
        plan_with_override(resources, OpenOperation(later, version), kept, Scenario())
    same = enter_override(
        resources, opened, draft(people=round(row(resources, opened.operation)["q50"])), alone("test", "Baraka")
    )
    with pytest.raises(DataError, match="equals the median"):
        plan_with_override(resources, opened, same, Scenario())


def test_the_record_is_told_camp_by_camp_where_figures_can_be_compared(resources, opened):
    enter_override(resources, opened, draft(), AMINA)
    enter_override(resources, opened, draft(people=12_700.0), alone("test", "Jean"))
    enter_override(resources, opened, draft(camp_id="south", people=20_000.0), AMINA)
    operation = with_counts(("north", WEEK, 12_740))
    scored = score_overrides(operation, overrides_of(resources, opened))
    by_camp = tallies_by_camp(scored)
    assert list(by_camp) == ["north"]
    assert by_camp["north"].compared == 2
    assert by_camp["north"].miss == pytest.approx((1_260 + 40) / 2)
