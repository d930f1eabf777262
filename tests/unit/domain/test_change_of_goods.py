"""Arrivals brought forward, goods moved between places, reservations lifted: what a scenario makes of the tables."""

import datetime as dt

import pandas as pd
import pytest

from core.domain.change import apply_scenario
from core.domain.scenario import Scenario
from core.errors import InvalidScenario
from tests.builders import small_operation


def changed(**values):
    operation = small_operation()
    return operation, apply_scenario(operation, Scenario.from_values(values))


def moving(quantity, **more):
    return {
        "origin_id": "south", "destination_id": "north", "item_id": "cereal", "quantity": quantity,
        "arrives": "2025-07-02", **more,
    }  # fmt: skip


def test_an_arrival_comes_on_its_earlier_day_and_no_other_moves():
    change = {"depot_id": "hub", "item_id": "cereal", "date": "2025-07-10", "to": "2025-07-01"}
    before, after = changed(earlier_arrivals=[change])
    assert after.arrivals["date"].tolist() == [
        pd.Timestamp("2025-07-01"), *before.arrivals["date"].tolist()[1:]
    ]  # fmt: skip
    assert before.arrivals["date"].iloc[0] == pd.Timestamp("2025-07-10")


def test_an_arrival_that_is_not_there_or_would_come_later_is_refused():
    change = {"depot_id": "hub", "item_id": "cereal", "date": "2025-07-11", "to": "2025-07-01"}
    with pytest.raises(InvalidScenario, match="No arrival of “cereal” at “hub” on 2025-07-11"):
        changed(earlier_arrivals=[change])
    with pytest.raises(InvalidScenario, match="a day before its own"):
        changed(earlier_arrivals=[{**change, "to": "2025-07-12"}])


def test_what_is_moved_leaves_the_shelf_and_arrives_as_the_lot_it_is():
    before, after = changed(transfers=[moving(12_000)])
    south = after.stock[(after.stock["place_id"] == "south") & (after.stock["item_id"] == "cereal")]
    assert south["quantity"].tolist() == [18_000.0]
    came = after.arrivals[after.arrivals["depot_id"] == "north"].iloc[0]
    assert (came["item_id"], came["quantity"], came["lot_id"]) == ("cereal", 12_000.0, "L2")
    assert came["date"] == pd.Timestamp("2025-07-02")
    assert came["expires"] == pd.Timestamp("2025-07-20")

    def total(operation):
        return operation.stock["quantity"].sum() + operation.arrivals["quantity"].sum()

    assert total(after) == pytest.approx(total(before))


def test_more_than_lies_there_unreserved_cannot_be_moved():
    with pytest.raises(InvalidScenario, match="40,000 units of “cereal” cannot leave “south”: 30,000 lie there"):
        changed(transfers=[moving(40_000)])
    with pytest.raises(InvalidScenario, match="between two places"):
        changed(transfers=[moving(1, destination_id="south")])
    with pytest.raises(InvalidScenario, match="did you mean “south”"):
        changed(transfers=[moving(1, origin_id="sout")])


def test_a_lifted_reservation_is_blank_on_the_way_too():
    before, after = changed(lifted_earmarks=[{"place_id": "hub", "item_id": "cereal"}])
    assert before.arrivals["earmark"].notna().sum() == 1
    assert after.arrivals["earmark"].notna().sum() == 0
    assert after.arrivals["quantity"].tolist() == before.arrivals["quantity"].tolist()


def test_the_changes_survive_their_text():
    scenario = Scenario.from_values({"transfers": [moving(12_000)]})
    assert Scenario.from_text(scenario.to_json()) == scenario
    assert scenario.transfers[0].arrives == dt.date(2025, 7, 2)
