"""A scenario is the same in a file, an address and a form; unknown keys are refused."""

import pytest

from core.domain.scenario import LONGEST_SCENARIO, Scenario
from core.errors import InvalidScenario

TOML = """
name = "Road closed"
weeks = 6
fairness = "worst_off"

[[closures]]
route_id = "r2"
from = 2015-10-05
to = 2015-10-25
"""


def test_toml_and_json_give_the_same_scenario():
    scenario = Scenario.from_text(TOML)
    assert Scenario.from_text(scenario.to_json()) == scenario
    assert scenario.closures[0].start.isoformat() == "2015-10-05"


def test_the_key_does_not_depend_on_the_name():
    scenario = Scenario.from_text(TOML)
    assert scenario.model_copy(update={"name": "Other"}).key == scenario.key
    assert scenario.model_copy(update={"weeks": 7}).key != scenario.key


@pytest.mark.parametrize(
    "text",
    [
        "no_such_key = 1",
        'fairness = "luck"',
        "weeks = 0",
        "weeks = 6.5",
        "penalty_usd = inf",
        "planning_quantile = 0.55",
        "closures = [{}]",
        'closures = [{route_id = "a", depot_id = "b"}]',
        'closures = [{route_id = "a", from = 2015-10-25, to = 2015-10-05}]',
        'influx = [{camp_id = "a", date = 2015-10-25, people = nan}]',
        "not toml at all",
        '{"name": }',
        "[1, 2]",
        "{" * 5000,
        "x" * (LONGEST_SCENARIO + 1),
    ],
)
def test_a_scenario_that_is_not_one_is_refused_in_words(text):
    with pytest.raises(InvalidScenario):
        Scenario.from_text(text)


def test_a_scenario_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        Scenario().weeks = 3


@pytest.mark.parametrize("text", ['{"weeks": 4, "weeks": 5}', "weeks = 4\nweeks = 5"])
def test_a_key_given_twice_is_refused_not_decided_by_its_order(text):
    with pytest.raises(InvalidScenario):
        Scenario.from_text(text)


@pytest.mark.parametrize(
    "values",
    [
        {"influx": [{"camp_id": "a", "date": "9999-12-31", "people": 5}]},
        {"influx": [{"camp_id": "a", "date": "0001-01-01", "people": 5}]},
        {"lost_arrivals": [{"depot_id": "d", "date": "9999-12-31"}]},
        {"decisions": [{"kind": "frozen", "route_id": "r", "item_id": "i", "week": "9999-12-31"}]},
    ],
)
def test_a_day_that_no_table_can_hold_is_refused_in_words(values):
    with pytest.raises(InvalidScenario, match=r"1700-01-01 to 2250-12-31 are planned with, got “(9999|0001)-"):
        Scenario.from_values(values)


def test_a_fault_says_what_came():
    with pytest.raises(InvalidScenario, match=r"coverage_floor: .* got “abc”"):
        Scenario.from_text('coverage_floor = "abc"')
