"""The map page: its answer for each measure, its layers, the sheet of the camp, and operations that lack tables."""

import pytest

from core.domain.scenario import Scenario
from tests.app.conftest import words_of
from tests.builders import small_operation, small_tables
from ui import cache

HOSTILE = '<img src=x onerror="alert(1)">`${1}`'


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A page waits for its plan however busy the machine is, so that a test sees the plan and not the progress."""
    monkeypatch.setattr(cache, "PATIENCE_SECONDS", 60.0)


def camps_named(name):
    camps = small_tables()["camps"]
    camps.loc[0, "name"] = name
    return camps


def test_the_title_says_who_is_served_least_and_the_sheet_says_the_rest(open_page):
    app = open_page("map", small_operation())
    assert not app.exception
    words = words_of(app)
    assert "of its need" in app.title[0].value or "need met" in app.title[0].value
    for told in ("Last count", "Need met, 8 weeks", "Last delivery", "Next by the plan", "Days of cover", "Empty on"):
        assert told in words
    assert "Borders shown do not imply endorsement" in words


def test_each_measure_has_its_own_answer(open_page):
    app = open_page("map", small_operation())
    measure = next(w for w in app.get("button_group") if w.key == "map:what:True")
    measure.set_value("Days of cover").run()
    assert not app.exception
    assert "runs out of" in app.title[0].value or "on the shelf" in app.title[0].value
    next(w for w in app.get("button_group") if w.key == "map:what:True").set_value("People").run()
    assert "people" in app.title[0].value
    assert not app.exception


def test_the_online_background_is_off_until_switched_on(open_page):
    app = open_page("map", small_operation())
    switch = next(t for t in app.toggle if "Online" in t.label)
    assert switch.value is False
    assert "OpenStreetMap" not in words_of(app)
    switch.set_value(True).run()
    assert not app.exception
    assert "OpenStreetMap" in words_of(app)


@pytest.mark.parametrize(
    "lacking",
    [
        ("items", "stock", "arrivals", "offers", "deliveries", "depots", "routes", "vehicles"),
        ("stock", "arrivals", "deliveries"),
        ("routes", "vehicles"),
        ("depots", "routes", "offers", "vehicles", "stock", "arrivals"),
    ],
    ids=["only people", "no stock", "no routes", "no depots"],
)
def test_an_operation_that_lacks_tables_still_has_its_map(open_page, lacking):
    app = open_page("map", small_operation(**dict.fromkeys(lacking)))
    assert not app.exception
    words = words_of(app)
    assert "This page could not be made" not in words
    assert "North Camp" in words


def test_a_closed_route_of_the_scenario_is_told(open_page):
    scenario = Scenario.from_values({"name": "Road cut", "closures": [{"route_id": "crossing_north"}]})
    app = open_page("map", small_operation(), scenario=scenario.to_json())
    assert not app.exception
    assert "1 route is closed" in app.title[0].value.replace("\\", "")


def test_a_hostile_camp_name_is_shown_letter_by_letter(open_page):
    app = open_page("map", small_operation(camps=camps_named(HOSTILE)), camp="north")
    assert not app.exception
    words = words_of(app)
    assert "<img" not in words
    assert "&lt;img" in words


def test_the_what_if_button_opens_the_form_for_the_camp(open_page):
    app = open_page("map", small_operation(), camp="south")
    next(b for b in app.button if b.key == "map:what-if").click().run()
    assert not app.exception
    assert any("What-if for South Camp" in box.value for box in app.text_input)
