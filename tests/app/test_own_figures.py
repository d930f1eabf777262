"""People's own figures on the Forecast page: entered, shown beside the forecast, planned with, withdrawn, judged."""

import pandas as pd
import pytest

from core.domain.access import alone
from core.services.keep_overrides import OverrideDraft, enter_override
from core.services.open_operation import OpenOperation
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import PLANNING_START, small_operation, small_tables

NAME = "Small operation"
HOSTILE = '<img src=x onerror="alert(1)">![x](http://a.example/x.png)'
WEEK = PLANNING_START + pd.Timedelta(weeks=4)


def kept(resources):
    return resources.store.overrides.of(NAME)


def fill(app, people, reason="buses announced", author="Amina", low=None, high=None):
    app.text_input(key="forecast:own:author").set_value(author).run()
    for name, value in (("people", people), ("low", low), ("high", high)):
        app.number_input(key=f"forecast:own:{name}:north").set_value(value)
    app.text_input(key="forecast:own:reason:north").set_value(reason)
    return next(b for b in app.button if b.label == "Keep this figure beside the forecast").click().run()


@pytest.fixture
def page(open_page):
    return open_page("forecast", small_operation(), camp="north", weeks="4")


def test_a_figure_is_entered_and_stands_beside_the_forecast_which_stays(page, resources):
    title = title_of(page)
    fill(page, 14_000.0, low=13_000.0, high=15_000.0)
    assert_drawn(page)
    assert title_of(page) == title
    words = words_of(page)
    assert "14,000 people in the week to 27 Jul is kept beside the forecast, which stays as it is" in words
    assert "1 figure that people expect at North Camp" in words
    assert "14,000 (13,000 to 15,000)" in words
    assert "Amina: buses announced" in words
    assert "1 figure waits for a count near the week" in words
    assert [(o.people, o.author, o.week) for o in kept(resources)] == [(14_000, "Amina", WEEK.date())]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"people": None}, "the figure is blank"),
        ({"people": -5.0}, "from 0 to 100,000,000 people"),
        ({"people": 14_000.0, "low": 15_000.0}, "the low end, 15,000, is above the figure"),
        ({"people": 14_000.0, "reason": ""}, "the reason is blank"),
        ({"people": 14_000.0, "author": " "}, "your name is blank"),
    ],
)
def test_a_figure_that_cannot_be_used_is_refused_in_words_and_what_was_typed_stays(page, resources, given, told):
    fill(page, **given)
    assert_drawn(page)
    assert told in words_of(page)
    assert page.number_input(key="forecast:own:people:north").value == given["people"]
    assert kept(resources) == []


def test_a_figure_is_withdrawn_by_name_and_stays_in_the_record(page, resources):
    fill(page, 14_000.0)
    page.text_input(key="forecast:own:author").set_value("").run()
    page.button(key="forecast:own:withdraw").click().run()
    assert "your name is blank" in words_of(page)
    page.text_input(key="forecast:own:author").set_value("Baraka").run()
    page.button(key="forecast:own:withdraw").click().run()
    assert_drawn(page)
    assert "it stays in the record" in words_of(page)
    assert "withdrawn by Baraka" in words_of(page)
    assert "that people expect at North Camp" not in words_of(page)
    assert kept(resources)[0].withdrawn_by == "Baraka"


def test_planning_with_a_figure_opens_a_draft_whose_influx_is_the_difference(page):
    fill(page, 14_000.0)
    page.button(key="forecast:own:plan").click().run()
    assert_drawn(page)
    scenario = page.session_state["scenario"]
    assert scenario.name in page.session_state["drafts"]
    (influx,) = scenario.influx
    assert (influx.camp_id, influx.date) == ("north", WEEK.date())
    assert 0 < influx.people < 2000


def test_figures_are_judged_in_words_when_counts_arrive(open_page, resources):
    version = resources.store.save_version(small_operation(), None, "test")
    first = OpenOperation(resources.store.load_version(version.id), version)
    enter_override(
        resources, first, OverrideDraft("north", WEEK, 14_000.0, "buses", 13_000.0, 15_000.0), alone("test", "Amina")
    )
    later = pd.DataFrame({"camp_id": ["north"], "date": [WEEK], "population": [13_900.0]})
    population = pd.concat([small_tables()["population"], later], ignore_index=True)
    operation = small_operation(population=population, settings={"planning_start": str(WEEK.date())})
    resources.store.save_version(operation, version.id, "test")
    page = open_page("forecast", camp="north")
    assert_drawn(page)
    words = words_of(page)
    assert "1 figure could be compared with later counts: people missed by 100 on average" in words
    assert "nearer than the forecast in 1 of 1, nearer than the last count in 1" in words
    assert "inside the range given in 1 of 1" in words
    assert "that people expect at North Camp" not in words  # its week is past


def test_a_camp_that_was_never_counted_takes_a_figure_too(open_page, resources):
    population = small_tables()["population"]
    operation = small_operation(population=population[population["camp_id"] != "north"])
    page = open_page("forecast", operation, camp="north")
    fill(page, 900.0)
    assert_drawn(page)
    assert kept(resources)[0].model_median is None
    page.button(key="forecast:own:plan").click().run()
    assert_drawn(page)
    assert "never counted" in words_of(page)


def test_hostile_names_and_reasons_are_shown_letter_by_letter(page):
    fill(page, 14_000.0, reason=HOSTILE, author=HOSTILE)
    assert_drawn(page)
    html = "".join(block.proto.body for block in page.get("html"))
    assert html.count("<img") == html.count('<img src="data:image/svg+xml,')  # our own small pictures alone
    charts = [str(chart.proto) for chart in page.get("plotly_chart")]
    assert charts
    assert all("<img" not in chart for chart in charts)
