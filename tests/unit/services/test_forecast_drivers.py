"""Drivers of a camp's forecast: computed, and adding up to the difference from the last count."""

import numpy as np
import pandas as pd
import pytest

from core.services.describe_outlook import outlook_of, outlook_table
from core.services.forecast_drivers import forecast_drivers
from core.services.forecast_people import forecast_people
from core.store import Override
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.forecasting.test_new_camps import operation_with_figure
from ui import tell_drivers

WEEKS = 4


def drivers_of(resources, camp="north", operation=None):
    return forecast_drivers(resources, operation or small_operation(), camp, PLANNING_START, WEEKS)


def words(resources, camp="north", operation=None, own=()):
    operation = operation or small_operation()
    forecast = forecast_people(resources, operation, PLANNING_START, WEEKS).table
    outlook = outlook_of(outlook_table(operation, forecast, PLANNING_START), camp)
    drivers = drivers_of(resources, camp, operation)
    told = tell_drivers.sentences(drivers, outlook, own, PLANNING_START)
    return {start: rest.replace("\u00a0", " ") for start, rest in told}


@pytest.mark.parametrize("camp", ["north", "south", "east"])
def test_the_parts_add_up_to_the_way_from_the_last_count_to_the_median(resources, camp):
    found = drivers_of(resources, camp)
    assert found.shift is not None
    assert sum(part.weight for part in found.shift.parts) == pytest.approx(1.0)
    explained = found.shift.last_count + sum(part.people for part in found.shift.parts) + found.shift.announced
    assert explained + found.rest == pytest.approx(found.median, abs=1e-6)
    assert abs(found.rest) < 0.01 * found.median
    for part in found.shift.parts:
        assert part.people == pytest.approx(part.weight * (part.median - found.shift.last_count))


def test_announced_people_are_a_part_of_their_own(resources):
    expected = pd.DataFrame(
        {"camp_id": ["north"], "date": [PLANNING_START + pd.Timedelta(days=9)], "people": [700.0], "reason": ["convoy"]}
    )
    plain, more = drivers_of(resources), drivers_of(resources, operation=small_operation(expected=expected))
    assert more.shift.announced == 700
    assert more.median - plain.median == pytest.approx(700)
    assert more.rest == pytest.approx(plain.rest, abs=1e-6)


def test_a_camp_that_closed_has_its_fall_in_the_rest(resources):
    camps = small_tables()["camps"].assign(closed=[PLANNING_START, pd.NaT, pd.NaT])
    found = drivers_of(resources, operation=small_operation(camps=camps))
    assert found.median == 0
    assert found.rest == pytest.approx(-found.shift.median)


def test_the_trend_is_that_of_the_weeks_before_the_last_count(resources):
    found = drivers_of(resources)
    assert found.shift.trend_people_per_week == pytest.approx(40.0)
    assert found.shift.trend_weeks == 8
    assert words(resources)["Trend:"].startswith("+40 people a week over the 8 weeks")


def test_a_recount_is_no_trend_and_counts_among_the_recounts(resources):
    population = small_tables()["population"]
    rows = (population["camp_id"] == "south").to_numpy().nonzero()[0]
    population.loc[rows[-3:], "population"] -= 5000
    population.loc[rows[-3], "kind"] = "recount"
    found = drivers_of(resources, "south", small_operation(population=population))
    assert found.shift.trend_people_per_week == pytest.approx(-60.0, abs=10)
    assert found.recounts == 2
    weeks = 77 + 77 + 76
    assert found.camp_weeks == pytest.approx(weeks)
    assert found.recount_chance == pytest.approx(1 - np.exp(-2 / weeks * WEEKS))
    assert found.recount_change_share < 0


def test_without_any_recount_its_chance_is_not_known(resources):
    population = small_tables()["population"]
    population["kind"] = population["kind"].replace("recount", "registration")
    told = words(resources, operation=small_operation(population=population))
    assert "not known" in told["Re-count:"]


def test_an_estimate_is_told_with_the_last_registration(resources):
    population = small_tables()["population"]
    rows = (population["camp_id"] == "north").to_numpy().nonzero()[0]
    population.loc[rows[-1], "kind"] = "estimate"
    told = words(resources, operation=small_operation(population=population))["Last count:"]
    assert told == "of today, an estimate; the last registration or re-count was on 22 Jun."


def test_people_who_came_lately_are_told(resources):
    population = small_tables()["population"]
    rows = (population["camp_id"] == "north").to_numpy().nonzero()[0]
    population.loc[rows[-2:], "population"] += 900
    population.loc[rows[-2], "kind"] = "movement"
    told = words(resources, operation=small_operation(population=population))["Influx:"]
    assert told == "940 people came at counts of movements in the last 8 weeks."
    assert words(resources)["Influx:"].startswith("no movement is noted")


def test_own_figures_of_the_week_are_told_against_the_median(resources):
    found = drivers_of(resources)
    figure = Override(
        operation="Small operation", camp_id="north", week=found.week.date(), people=found.median + 500, low=None,
        high=None, reason="convoys", author="Asha", as_of=PLANNING_START.date(), data_version=1, model_version="m",
        model_low=None, model_median=None, model_high=None, last_count=None, last_count_date=None,
    )  # fmt: skip
    told = words(resources, own=[figure])["Own figure:"]
    assert told.startswith("Asha expects ")
    assert "+500 against the median" in told
    assert "Own figure:" not in words(resources)


def test_a_camp_never_counted_has_its_planning_figure_and_nothing_else(resources):
    operation = operation_with_figure()
    found = drivers_of(resources, "east", operation)
    assert found.shift is None
    assert tell_drivers.parts_table(found).empty
    told = words(resources, "east", operation)
    assert list(told) == ["Planning figure:"]
    assert "UNHCR expected 9,000 people, on 15 Jun" in told["Planning figure:"]


def test_one_count_beside_a_figure_names_what_the_figure_adds(resources):
    found = drivers_of(resources, "east", operation_with_figure(counts=1, first=3000.0))
    assert found.planned_people > 500
    assert found.rest == pytest.approx(0, abs=1e-6)
    table = tell_drivers.parts_table(found)
    assert "Planning figure, beside the one count" in set(table["Part"])


def test_a_camp_without_count_and_figure_has_no_drivers(resources):
    population = small_tables()["population"]
    operation = small_operation(population=population[population["camp_id"] != "east"])
    assert drivers_of(resources, "east", operation) is None
