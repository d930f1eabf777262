"""What-ifs in words, by sliders, by name and by rows; flows and closures for maps; a plan as an archive."""

import io
import zipfile

import pandas as pd
import pytest

from core.domain.scenario import Scenario
from core.errors import InvalidScenario
from core.services.check_scenario import with_entries, with_values
from core.services.map_layers import camp_traffic, closed_routes, drawn_routes, tonnes_per_week
from core.services.name_scenario import checked_name, free_name
from core.services.pack_plan import pack_plan
from core.services.plan_distribution import plan_distribution
from core.services.plan_figures import plan_figures
from core.services.quick_what_if import quick_what_if
from core.services.tell_scenario import changes_in_words, without_change
from tests.builders import small_operation

MANY = {
    "name": "Many",
    "weeks": 4,
    "fairness": "worst_off",
    "budget_usd_per_week": 1000,
    "closures": [{"route_id": "crossing_north", "to": "2025-07-20"}, {"depot_id": "hub"}],
    "influx": [{"camp_id": "north", "date": "2025-07-01", "people": 500}],
    "lost_arrivals": [{"depot_id": "hub", "item_id": "soap"}],
    "stock": [{"place_id": "hub", "item_id": "cereal", "quantity": 5}],
    "priorities": [{"item_id": "soap", "priority": 2}],
    "vulnerability": [{"camp_id": "south", "vulnerability": 1.5}],
    "household_size": [{"household_size": 6}],
    "camp_limits": [{"camp_id": "north", "min_coverage": 0.5}],
    "decisions": [{"kind": "forbidden", "route_id": "hub_south", "item_id": "soap", "week": "2025-07-06"}],
}


def test_every_change_is_told_with_names_and_can_be_taken_back():
    operation, scenario = small_operation(), Scenario.from_values(MANY)
    told = changes_in_words(operation, scenario)
    assert len(told) == 13
    words = " / ".join(change.words for change in told).replace("\u00a0", " ")
    assert "Crossing to North Camp is closed to 20 Jul" in words
    assert "500 people come to North Camp on 1 Jul" in words
    while told:
        scenario = without_change(scenario, told[0])
        told = changes_in_words(operation, scenario)
    assert scenario == Scenario(name="Many")


def test_a_slider_scales_the_budget_that_is_set_and_adds_people():
    operation = small_operation()
    asked = quick_what_if(operation, Scenario(), -0.5, "north", 0.1, 10_000)
    assert asked.budget_usd_per_week == 30_000
    assert asked.budget_usd is None
    assert asked.influx[0].people == 1000
    assert asked.name == "Budget −50\u00a0%, North Camp +10\u00a0%"
    assert quick_what_if(operation, Scenario(), 0.0, "north", 0.0, 10_000) == Scenario()


@pytest.mark.parametrize("name", ["", " \t", "BASELINE", "x" * 81, "Road\u202ecut", "road Cut"])
def test_names_that_cannot_be_told_apart_are_refused(name):
    with pytest.raises(InvalidScenario):
        checked_name(name, taken={"Road cut"})


def test_a_free_name_is_found_beside_those_taken():
    assert checked_name("  Road   cut ") == "Road cut"
    assert free_name("What-if", {"what-if", "What-if 2"}) == "What-if 3"


def test_a_row_that_cannot_be_used_is_named_in_words():
    operation = small_operation()
    with pytest.raises(InvalidScenario, match="people who arrive, row 2, people: is missing"):
        with_entries(
            operation,
            Scenario(),
            "influx",
            [
                {"camp_id": "north", "date": "2025-07-01", "people": 1},
                {"camp_id": "north", "date": "2025-07-01"},
            ],
        )
    with pytest.raises(InvalidScenario, match="does not have"):
        with_entries(operation, Scenario(), "closures", [{"route_id": "nowhere"}])
    assert with_values(operation, Scenario(), {"weeks": 3}).weeks == 3


def test_closures_are_told_by_route_with_their_last_day():
    operation = small_operation()
    closed = closed_routes(operation, Scenario.from_values({"closures": MANY["closures"]}))
    assert closed["crossing_north"] == "closed to 20\u00a0Jul"
    assert {"port_hub", "hub_crossing", "hub_south"} <= set(closed)
    assert closed_routes(operation, Scenario()) == {}


def test_an_operation_without_routes_and_depots_has_none_to_draw():
    bare = small_operation(routes=None, depots=None, offers=None, vehicles=None, stock=None, arrivals=None)
    assert drawn_routes(bare).empty
    assert len(drawn_routes(small_operation(routes=None, vehicles=None))) == 9


@pytest.fixture
def planned(resources):
    operation = small_operation()
    return operation, plan_distribution(resources, operation, Scenario(weeks=4))


def test_flows_and_traffic_agree_with_the_shipments(planned):
    operation, audited = planned
    flows = tonnes_per_week(operation, audited.plan)
    sent = audited.plan.shipments
    weight_t = operation.items.set_index("item_id")["weight_kg"] / 1000
    total = float((sent["quantity"] * sent["item_id"].map(weight_t)).sum())
    assert sum(flows.values()) * 4 == pytest.approx(total)
    traffic = camp_traffic(operation, audited.plan)
    assert list(traffic.index) == ["north", "south", "east"]
    assert traffic.loc["north", "last_date"] == pd.Timestamp("2025-06-29")
    assert traffic.loc["north", "last_t"] == pytest.approx(31.0)
    assert traffic["next_week"].dropna().dt.day_of_week.eq(6).all()


def test_figures_agree_with_the_summary_and_the_archive_holds_the_plan(planned):
    operation, audited = planned
    figures = plan_figures(operation, audited)
    assert figures.worst_coverage == pytest.approx(audited.plan.summary["worst_coverage"])
    assert figures.cost_usd == pytest.approx(figures.transport_usd + figures.purchase_usd)
    assert 0 <= figures.worst_coverage <= figures.need_met <= 1
    packed = pack_plan(audited.plan)
    assert packed == pack_plan(audited.plan)
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert {"plan/summary.json", "plan/shipments.csv", "plan/coverage.csv", "plan/scenario.json"} <= set(names)


def test_a_chance_of_goods_on_their_way_is_told_and_can_be_taken_back():
    operation, scenario = small_operation(), Scenario(arrival_service_level=0.9)
    (told,) = changes_in_words(operation, scenario)
    assert told.words.replace("\u00a0", " ") == "Goods on their way count once they are there with a chance of 90 %"
    assert without_change(scenario, told) == Scenario()
