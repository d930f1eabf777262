"""Goods with a life: what people have is not needed twice, and is needed again when its life ends."""

import numpy as np
import pandas as pd
import pytest

from core.domain.weeks import planning_weeks
from core.needs import compute_needs
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.needs.test_compute_needs import forecast_of, need_of

LIFE = 100


def tents(deliveries, people=1000.0, weeks=4, life=LIFE, basis="household_once"):
    """Need by week of one tent each for households of 5; deliveries as (days before the start, quantity)."""
    items = small_tables()["items"].assign(
        need_quantity=[0.4, 1.0, 1.0], need_basis=["person_day", "person_month", basis],
        lifetime_days=[np.nan, np.nan, life],
    )  # fmt: skip
    rows = pd.DataFrame(
        {
            "camp_id": "south",
            "item_id": "blanket",
            "date": [PLANNING_START - pd.Timedelta(days=days) for days, _ in deliveries],
            "quantity": [quantity for _, quantity in deliveries],
        }
    ).astype({"date": "datetime64[ns]", "quantity": "float64"})
    operation = small_operation(items=items, deliveries=rows)
    return need_of(
        compute_needs(operation, forecast_of({"south": people}, weeks), PLANNING_START).table, "south", "blanket"
    )


def test_served_people_need_no_second_tent():
    assert tents([(10, 200)]) == pytest.approx([0, 0, 0, 0])


def test_a_tent_is_needed_again_in_the_week_after_its_life_ends():
    week = planning_weeks(PLANNING_START, 1)[0]
    to_first_sunday = (week - PLANNING_START).days
    assert tents([(LIFE - to_first_sunday, 200)]) == pytest.approx([0, 200, 0, 0])
    assert tents([(LIFE - to_first_sunday + 1, 200)]) == pytest.approx([200, 0, 0, 0])


def test_only_the_tents_whose_life_ends_are_needed_again():
    assert tents([(LIFE - 10, 150), (5, 50)]) == pytest.approx([0, 150, 0, 0])


def test_more_tents_than_households_make_no_need_and_no_negative_one():
    assert tents([(10, 5000)]) == pytest.approx([0, 0, 0, 0])
    assert tents([(10, 250)], people=[1000.0, 1200.0, 1300.0, 1300.0]) == pytest.approx([0, 0, 10, 0])


def test_deliveries_after_the_planning_day_are_not_seen():
    assert tents([(-3, 200)]) == pytest.approx([200, 0, 0, 0])
    assert tents([(0, 200)]) == pytest.approx([0, 0, 0, 0])


def test_a_delivery_of_unknown_quantity_serves_nobody():
    assert tents([(10, np.nan)]) == pytest.approx([200, 0, 0, 0])


def test_a_blank_life_never_ends():
    assert tents([(3000, 200)], life=np.nan) == pytest.approx([0, 0, 0, 0])


def test_goods_per_person_last_as_well():
    assert tents([(10, 600)], basis="person_once") == pytest.approx([400, 0, 0, 0])


def test_people_who_leave_and_come_back_are_not_served_twice_in_a_plan():
    assert tents([], people=[1000.0, 500.0, 1000.0, 1100.0]) == pytest.approx([200, 0, 0, 20])
