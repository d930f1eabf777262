"""Water by the litre is told as m3 and as loads of a water truck a day."""

import pytest

from core.needs import compute_needs
from core.services.open_need import open_need
from core.services.water_loads import water_loads, water_truck
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.needs.test_compute_needs import forecast_of

PEOPLE = {"north": [1000.0, 1000.0, 4000.0], "south": 4000.0}


def made(unit="litre", quantity=15.0, **settings):
    items = small_tables()["items"]
    items.loc[0, ["name", "sector", "unit", "need_quantity"]] = ["Water", "water", unit, quantity]
    operation = small_operation(items=items, settings=settings)
    forecast = forecast_of(PEOPLE)
    return operation, forecast, compute_needs(operation, forecast, PLANNING_START).table


@pytest.mark.parametrize(("unit", "quantity"), [("litre", 15.0), ("litres", 15.0), ("l", 15.0), ("m3", 0.015)])
def test_litres_become_m3_and_truck_loads_a_day(unit, quantity):
    operation, _, needs = made(unit, quantity)
    table = water_loads(operation, needs).set_index("camp_id")
    assert table.loc["south", "m3"] == pytest.approx(4000 * 15 / 1000)
    assert table.loc["south", "loads"] == pytest.approx(6)
    assert table.loc["north", "m3"] == pytest.approx(2000 * 15 / 1000)
    assert table.loc["north", "loads_most"] == pytest.approx(6)
    assert (table["m3_low"] < table["m3"]).all()
    assert table.index[0] == "south"


def test_the_truck_is_a_setting_and_an_estimate_where_it_is_not_set():
    assert water_truck(made()[0]).is_estimate
    operation, _, needs = made(water_truck_m3=20)
    assert (water_truck(operation).m3, water_truck(operation).is_estimate) == (20, False)
    assert water_loads(operation, needs)["loads"].iloc[0] == pytest.approx(3)


def test_an_operation_without_water_by_the_litre_has_no_loads():
    operation = small_operation()
    needs = compute_needs(operation, forecast_of(PEOPLE), PLANNING_START).table
    assert water_loads(operation, needs).empty
    assert water_loads(*made("bottle")[::2]).empty


def test_an_opened_need_of_water_tells_m3_and_loads():
    operation, forecast, needs = made()
    week = needs["week"].min()
    opened = open_need(operation, forecast, needs, PLANNING_START, camp_id="south", item_id="cereal", week=week)
    assert opened.water_m3 == pytest.approx(4000 * 15 * 7 / 1000)
    assert opened.water_loads_a_day == pytest.approx(6)
    soap = open_need(operation, forecast, needs, PLANNING_START, camp_id="south", item_id="soap", week=week)
    assert soap.water_m3 is None
