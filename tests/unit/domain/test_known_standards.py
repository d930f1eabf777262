"""Items are set beside known standards in the standard's own unit and basis, and only where that makes sense."""

import numpy as np
import pandas as pd
import pytest

from core.domain.known_standards import match_items, summed
from core.domain.measures import measure
from core.needs import load_standards
from core.settings import PROJECT
from tests.builders import small_operation, small_tables

KNOWN = load_standards(PROJECT / "data" / "standards")
SPHERE = KNOWN.of("sphere", "emergency")
UNHCR = KNOWN.of("unhcr", "emergency")


def items_of(*rows):
    base = {"weight_kg": 1.0, "volume_m3": 0.001, "priority": 1.0, "sector": "other", "standard": None, "group": None}
    table = pd.DataFrame([base | {"item_id": f"i{n}", "name": f"Item {n}"} | row for n, row in enumerate(rows)])
    return small_operation(items=table, stock=None, arrivals=None, offers=None, deliveries=None).items


def pair(standards=SPHERE, nutrients=None, guess=False, household=5.0, **item):
    contents = pd.DataFrame(columns=["item_id", "nutrient", "amount_per_100g"]) if nutrients is None else nutrients
    pairs = match_items(items_of(item), contents, standards, household, guess=guess)
    return pairs.iloc[0] if len(pairs) else None


WATER = {"standard": "water", "sector": "water", "need_basis": "person_day"}


@pytest.mark.parametrize(
    ("item", "litres"),
    [
        (WATER | {"unit": "l", "need_quantity": 15.0}, 15.0),
        (WATER | {"unit": "m3", "need_quantity": 0.015}, 15.0),
        (WATER | {"unit": "kg", "need_quantity": 15.0}, 15.0),
        (WATER | {"unit": "bottle", "need_quantity": 10.0, "volume_m3": 0.0015}, 15.0),
        (WATER | {"unit": "litre", "need_quantity": 105.0, "need_basis": "person_week"}, 15.0),
        (WATER | {"unit": "litre", "need_quantity": 2250.0, "need_basis": "household_month"}, 15.0),
        (WATER | {"unit": "litre", "need_quantity": 15.0, "need_basis": "person_week"}, 15.0 / 7),
    ],
)
def test_water_is_litres_per_person_and_day_however_it_is_written(item, litres):
    assert pair(**item)["here"] == pytest.approx(litres)


def test_pieces_of_known_weight_are_compared_by_weight():
    soap = pair(standard="soap", unit="bar", weight_kg=0.225, need_quantity=2.0, need_basis="person_month")
    assert soap["here"] == pytest.approx(450)


def test_a_household_standard_is_turned_by_household_size():
    kit = {"standard": "kitchen_set", "unit": "set", "need_quantity": 0.25, "need_basis": "person_once"}
    assert pair(household=4.0, **kit)["here"] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (WATER | {"unit": "l", "need_quantity": 15.0, "need_basis": "person_once"}, "once"),
        (
            {"standard": "blanket", "unit": "bale", "need_quantity": 1.0, "need_basis": "person_once"},
            "different things",
        ),
        ({"standard": "energy", "unit": "kg", "need_quantity": 1.0, "need_basis": "person_day"}, "not in nutrients"),
        (WATER | {"unit": "l", "need_quantity": 15.0, "group": "pregnant"}, "another group"),
    ],
)
def test_what_cannot_be_compared_is_blank_with_a_reason(item, why):
    found = pair(**item)
    assert np.isnan(found["here"])
    assert why in found["why"]


def test_a_standard_of_a_group_is_for_items_of_that_group():
    contents = pd.DataFrame({"item_id": ["i0"], "nutrient": ["energy_kcal"], "amount_per_100g": [380.0]})
    food = {"standard": "energy_pregnant", "unit": "kg", "need_quantity": 0.075, "need_basis": "person_day"}
    assert pair(UNHCR, contents, group="pregnant", **food)["here"] == pytest.approx(285)
    assert "another group" in pair(UNHCR, contents, **food)["why"]


def test_items_that_share_a_standard_are_added_up():
    soap = {"standard": "soap", "unit": "g", "need_basis": "person_month"}
    items = items_of(soap | {"need_quantity": 250.0}, soap | {"need_quantity": 200.0})
    sums = summed(
        match_items(items, small_tables()["items"].iloc[:0].assign(nutrient=None, amount_per_100g=None), SPHERE, 5)
    )
    assert sums["here"].tolist() == [450.0]
    assert sums["items"].tolist() == [2]


@pytest.mark.parametrize(
    ("name", "sector", "unit", "standard"),
    [
        ("Blankets, grey", "shelter", "piece", "blanket"),
        ("Soap", "hygiene", "kg", "soap"),
        ("Bathing soap", "hygiene", "bar", "soap_bathing"),
        ("Water", "water", "l", "water"),
        ("Water container", "water", "piece", None),
        ("Blanket", "other", "piece", None),
        ("Soapstone", "hygiene", "kg", None),
        ("Energy biscuit", "food", "kg", None),
    ],
)
def test_an_item_that_names_nothing_is_matched_by_whole_words_of_its_name(name, sector, unit, standard):
    item = {"name": name, "sector": sector, "unit": unit, "need_quantity": 1.0, "need_basis": "person_month"}
    found = pair(guess=True, **item)
    assert (None if found is None else found["standard"]) == standard
    assert pair(guess=False, **item) is None


def test_units_are_read_as_people_write_them():
    assert measure(" Litre ") == ("volume", 1.0)
    assert measure("m3") == ("volume", 1000.0)
    assert measure("carton") is None
