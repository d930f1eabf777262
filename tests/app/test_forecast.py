"""The Forecast page: its answer, what it says of unknown and empty camps, hostile names."""

import numpy as np
import pandas as pd

from core.services.worker_jobs import Job
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.forecasting.test_new_camps import operation_with_figure, tables_with_figure
from ui import cache


def test_the_page_answers_with_place_people_and_date(open_page):
    app = open_page("forecast", weeks="4")
    assert_drawn(app)
    words = words_of(app)
    assert "by 29 Nov" in title_of(app)
    assert "Is it better than the last count?" in words
    assert "Relocation from transit centres at the border" in words
    assert "version 2026" in words


def test_camp_and_weeks_come_from_the_address_and_can_be_changed(open_page):
    app = open_page("forecast", camp="nakivale", weeks="8")
    assert title_of(app).startswith("Nakivale")
    app.selectbox(key="forecast:camp").select("nduta").run()
    assert title_of(app).startswith("Nduta")
    assert_drawn(app)


def test_a_camp_where_the_last_count_is_as_good_says_so(open_page):
    app = open_page("forecast", camp="lusenda", weeks="4")
    assert "as good" in title_of(app)


def test_an_operation_of_only_camps_and_counts_is_forecast(open_page):
    tables = {name: table for name, table in small_tables().items() if name in ("camps", "population")}
    app = open_page("forecast", small_operation(**{n: None for n in small_tables() if n not in tables}))
    assert_drawn(app)
    assert "camp" in title_of(app).lower()


def test_a_camp_without_a_count_is_not_known_and_not_zero(open_page):
    tables = small_tables()
    population = tables["population"]
    app = open_page("forecast", small_operation(population=population[population["camp_id"] != "east"]), camp="east")
    assert_drawn(app)
    assert "not known" in title_of(app)
    assert "Not known, never counted: East Camp" in words_of(app)


def test_a_camp_last_counted_empty_long_ago_is_told_with_the_date_of_that_count(open_page):
    tables = small_tables()
    population = tables["population"]
    east = population["camp_id"] == "east"
    old = population[east & (pd.to_datetime(population["date"]) < PLANNING_START - pd.Timedelta(weeks=20))].copy()
    old["population"] = np.where(
        pd.to_datetime(old["date"]) == pd.to_datetime(old["date"]).max(), 0.0, old["population"]
    )
    app = open_page("forecast", small_operation(population=pd.concat([population[~east], old])), camp="east")
    assert_drawn(app)
    assert "the last count was 0, on" in title_of(app)


def test_without_any_count_the_page_says_what_works(open_page):
    later = small_tables()["population"].assign(date="2025-08-03").drop_duplicates("camp_id")
    app = open_page("forecast", small_operation(population=later))
    assert_drawn(app)
    assert "is not known" in title_of(app)


def test_the_misses_are_drawn_once_their_section_is_opened(open_page):
    app = open_page("forecast", camp="north")
    charts = len(app.get("plotly_chart"))
    app.session_state["forecast:horizons"] = True
    app.run()
    assert_drawn(app)
    assert len(app.get("plotly_chart")) == charts + 1
    assert "mean of the absolute difference" in words_of(app)


def test_hostile_names_are_shown_letter_by_letter(open_page):
    hostile = "<img src=x onerror=alert(1)>![x](http://a.example/x.png)=1+1"
    camps = small_tables()["camps"]
    camps["name"] = [hostile, "`${1}`", "East Camp"]
    app = open_page("forecast", small_operation(camps=camps), camp="north")
    assert_drawn(app)
    assert "\\!\\[x\\]" in app.title[0].value
    html = "".join(block.proto.body for block in app.get("html"))
    assert html.count("<img") == html.count('<img src="data:image/svg+xml,') > 0


def test_a_planned_camp_is_told_as_planned_and_never_as_counted(open_page):
    app = open_page("forecast", operation_with_figure(), camp="east", weeks="4")
    assert_drawn(app)
    assert title_of(app).startswith("East Camp is planned for ")
    assert title_of(app).endswith("a planning figure, not a count")
    words = words_of(app)
    assert "Nobody was counted here yet: UNHCR expected 9,000 people, on 15 Jun." in words
    assert "By a planning figure, not a count: East Camp" in words
    assert "1 camp among them by a planning figure, not a count" in words


def test_one_count_beside_a_figure_keeps_its_label(open_page):
    app = open_page("forecast", operation_with_figure(counts=1, first=3000.0), camp="east", weeks="4")
    assert_drawn(app)
    words = words_of(app)
    assert "East Camp, planning figure, not a count" in words
    assert "Planning figure, beside the one count" in words


def test_figures_alone_open_the_page(open_page):
    tables = tables_with_figure()
    later = tables["population"].assign(date="2025-08-03").drop_duplicates("camp_id")
    app = open_page("forecast", small_operation(**{**tables, "population": later}), camp="east")
    assert_drawn(app)
    assert "planning figure, not a count" in title_of(app)


def test_what_drives_the_forecast_stands_beside_it(open_page):
    app = open_page("forecast", small_operation(), camp="north", weeks="4")
    assert_drawn(app)
    words = words_of(app)
    assert "at the last count, by 27 Jul" in words
    for begin in ("Trend:", "Last count:", "Influx:", "Re-count:"):
        assert f"<b>{begin}</b>" in words
    assert "Together" in words


def test_all_camps_together_can_be_narrowed_to_a_country_or_region(open_page):
    camps = small_tables()["camps"].assign(country=["TZA", "TZA", "UGA"], admin1=["Kigoma", "Kigoma", None])
    app = open_page("forecast", small_operation(camps=camps), weeks="4")
    assert_drawn(app)
    assert "3 camps together: about" in words_of(app)
    box = app.selectbox(key="forecast:together")
    assert box.options == ["All camps", "TZA", "Kigoma, TZA", "UGA", "Region not told, UGA"]
    box.set_value(("country", "TZA", "")).run()
    assert_drawn(app)
    assert "2 camps in TZA together: about" in words_of(app)
    assert "People of 18 to 59 years" in words_of(app)
    app.selectbox(key="forecast:together").set_value(("region", "UGA", "")).run()
    assert_drawn(app)
    assert "1 camp in Region not told, UGA together" in words_of(app)
    labels = " ".join(button.proto.label for button in app.get("download_button"))
    assert "Download the totals of regions and countries" in labels


def test_past_forecasts_of_many_counts_are_scored_beside_the_page(open_page, monkeypatch):
    monkeypatch.setattr(cache, "SCORED_AT_ONCE_COUNTS", 0)
    job = Job("k", state="running", share=0.4, message="Forecasting the past")
    wait = cache.PlanWorker.wait
    monkeypatch.setattr(cache.PlanWorker, "wait", lambda worker, key, seconds, asker="": job)
    app = open_page("forecast", camp="lusenda", weeks="4")
    assert_drawn(app)
    assert "same as last count" not in title_of(app)
    assert "the backtest goes on" in words_of(app)
    monkeypatch.setattr(cache.PlanWorker, "wait", lambda worker, key, seconds, asker="": wait(worker, key, 60, asker))
    app.run()
    assert_drawn(app)
    assert "“same as last count” has been as good" in title_of(app)
