"""An operation cannot be changed, and its fingerprint is its content."""

import pytest

from core.domain.change import apply_scenario
from core.domain.scenario import Scenario
from core.errors import InvalidScenario
from tests.builders import small_operation, small_tables


def test_a_frame_taken_out_can_be_changed_without_changing_the_operation():
    operation = small_operation()
    camps = operation.camps
    camps.loc[0, "name"] = "Changed"
    camps["latitude"] = 0.0
    assert operation.camps["name"].iloc[0] == "North Camp"
    assert operation.camps["latitude"].iloc[0] == -3.69


def test_equal_content_has_an_equal_fingerprint_and_any_change_another():
    assert small_operation().fingerprint == small_operation().fingerprint
    stock = small_tables()["stock"]
    stock.loc[0, "quantity"] += 1
    assert small_operation(stock=stock).fingerprint != small_operation().fingerprint


def test_the_planning_start_is_the_latest_count_where_no_setting_says():
    assert str(small_operation(settings={"planning_start": None}).planning_start.date()) == "2025-06-29"


def test_a_what_if_of_household_size_moves_the_range_along():
    sizes = small_tables()["camps"].assign(household_size_low=[4.0, 4.0, 4.0], household_size_high=[6.0, 28.0, None])
    operation = small_operation(camps=sizes)
    scenario = Scenario.from_values({"household_size": [{"camp_id": "south", "household_size": 6}]})
    changed = apply_scenario(operation, scenario).camps
    assert changed["household_size_low"].tolist() == pytest.approx([4.0, 4.8, 4.0])
    assert changed["household_size_high"].tolist()[:2] == pytest.approx([6.0, 30.0])
    assert changed["household_size_high"].isna().tolist() == [False, False, True]


def test_a_scenario_gives_a_changed_operation_and_leaves_the_old_one():
    operation = small_operation()
    scenario = Scenario.from_values(
        {
            "influx": [{"camp_id": "north", "date": "2025-07-05", "people": 500}],
            "lost_arrivals": [{"depot_id": "hub", "item_id": "cereal", "date": "2025-07-10"}],
            "stock": [{"place_id": "hub", "item_id": "soap", "quantity": 1}],
            "priorities": [{"item_id": "soap", "priority": 9}],
            "household_size": [{"household_size": 4}],
            "vulnerability": [{"camp_id": "north", "vulnerability": 2}],
        }
    )
    before = operation.fingerprint
    changed = apply_scenario(operation, scenario)
    assert operation.fingerprint == before
    assert changed.expected["people"].tolist() == [500.0]
    assert len(changed.arrivals) == len(operation.arrivals) - 1
    assert changed.stock.query("item_id == 'soap' and place_id == 'hub'")["quantity"].tolist() == [1.0]
    assert changed.items.set_index("item_id").at["soap", "priority"] == 9
    assert changed.camps["household_size"].tolist() == [4.0, 4.0, 4.0]


def test_a_scenario_that_names_the_unknown_is_refused_with_every_name():
    scenario = Scenario.from_values(
        {"closures": [{"route_id": "r9"}], "influx": [{"camp_id": "nowhere", "date": "2025-07-05", "people": 5}]}
    )
    with pytest.raises(InvalidScenario, match=r"r9.*nowhere"):
        apply_scenario(small_operation(), scenario)


def test_a_lost_arrival_that_matches_nothing_is_refused():
    with pytest.raises(InvalidScenario, match="No arrival"):
        apply_scenario(
            small_operation(), Scenario.from_values({"lost_arrivals": [{"depot_id": "hub", "date": "2031-01-01"}]})
        )
