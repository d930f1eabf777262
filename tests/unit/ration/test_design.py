"""The ration of least cost: a known answer, limits, prices of nutrients, substitutes, the known basket, bad input."""

import numpy as np
import pandas as pd
import pytest

from core.domain.ration import FoodLimit, RationQuestion
from core.errors import Infeasible, InvalidScenario, InvalidTable, NotEnoughHistory
from core.ration import design_ration
from tests.unit.ration.cases import camps, contents, foods, hand_made, links, offers, requirements

PORT = [("port", "grain", 300), ("port", "beans", 800)]


def design(operation, **asked):
    return design_ration(operation, RationQuestion(**asked))


def test_the_hand_made_case_has_its_known_answer():
    made = design(hand_made())
    assert made.grams.to_dict() == pytest.approx({"grain": 600.0})
    assert made.summary["usd_per_person_day"] == pytest.approx(0.24, rel=1e-12)
    assert made.summary["cost_usd"] == pytest.approx(0.24 * 4000 * 30, rel=1e-12)
    assert made.summary["procurement_usd"] == pytest.approx(0.18 * 4000 * 30, rel=1e-12)
    moved = made.tables["flows"].set_index("destination_id")["quantity_t"]
    assert moved.to_dict() == pytest.approx({"crossing": 72.0, "a": 18.0, "b": 54.0})


def test_a_limit_of_a_food_brings_in_the_other():
    """400 g of grain give 1,400 kcal; 700 more need 205.88 g of beans."""
    made = design(hand_made(), limits=(FoodLimit("grain", most_g=400.0),))
    assert made.grams.to_dict() == pytest.approx({"grain": 400.0, "beans": 70000 / 340})


def test_exact_limits_are_kept_to_the_gram():
    items = foods(["grain", "beans"], {"beans": (20.0, 20.0)})
    assert design(hand_made(items=items)).grams["beans"] == pytest.approx(20.0, abs=1e-9)


def test_a_dearer_supplier_nearer_by_wins_where_freight_is_dear():
    operation = hand_made(offers=offers([*PORT, ("crossing", "grain", 350)]))
    bought = design(operation).tables["purchases"]
    assert bought["depot_id"].tolist() == ["crossing"]


def test_the_price_of_a_nutrient_is_met_by_a_solve_with_one_unit_more():
    cheaper = offers([("port", "grain", 300), ("port", "beans", 700)])
    made = design(hand_made(offers=cheaper, nutrient_requirements=requirements({"energy": 2100, "protein": 70})))
    table = made.tables["nutrients"].set_index("nutrient")
    assert (table["price_usd"] > 0).all()
    np.testing.assert_allclose(table["one_more_usd"], table["price_usd"], rtol=1e-6)


def test_a_nutrient_met_by_the_way_is_free():
    made = design(hand_made(nutrient_requirements=requirements({"energy": 2100, "protein": 10})))
    table = made.tables["nutrients"].set_index("nutrient")
    assert table.loc["protein", "price_usd"] == 0
    assert table.loc["energy", "price_usd"] == pytest.approx(0.24 / 2100)


def test_a_dropped_food_names_what_takes_its_place_and_its_price():
    """Without grain: 2,100 kcal are 617.6 g of beans at 900 USD per t."""
    table = design(hand_made()).tables["substitutes"]
    assert table["dropped_id"].tolist() == ["grain"]
    assert table["item_id"].tolist() == ["beans"]
    assert table["change_g"].iloc[0] == pytest.approx(210000 / 340)
    assert table["more_usd"].iloc[0] == pytest.approx(210000 / 340 * 900e-6 - 0.24)


def test_a_food_that_cannot_be_dropped_says_why():
    one = hand_made(offers=offers([("port", "grain", 300)]))
    row = design(one).tables["substitutes"].iloc[0]
    assert np.isnan(row["more_usd"])
    assert "energy" in row["reason"]


def test_the_known_basket_is_priced_and_set_against_the_requirements():
    items = foods(["grain", "beans"]).assign(need_quantity=[0.4, 1.8], need_basis=["person_day", "person_month"])
    made = design(hand_made(items=items))
    assert made.tables["known_basket"].set_index("item_id")["grams_per_person_day"].to_dict() == {
        "grain": 400.0,
        "beans": 60.0,
    }
    assert made.summary["known_basket_usd_per_person_day"] == pytest.approx(0.4 * 0.4 + 0.06 * 0.9)
    share = made.tables["known_basket_nutrients"].set_index("nutrient")["share"]
    assert share["energy"] == pytest.approx((1400 + 204) / 2100)


def test_weekly_limits_are_kept_where_they_can_be_and_else_left_aside_and_named():
    enough = offers([("port", "grain", 300, 20), ("port", "beans", 800, 5)])
    kept = design(hand_made(offers=enough))
    assert kept.summary["weekly_limits"] == "kept"
    tight = hand_made(offers=offers([("port", "grain", 300, 1), ("port", "beans", 800, 1)]))
    aside = design(tight)
    assert aside.summary["weekly_limits"] == "left_aside"
    assert any("on offer at Port" in words for words in aside.summary["weekly_limits_in_conflict"])
    beyond = aside.tables["beyond_limits"].iloc[0]
    assert (beyond["limit"], beyond["allowed"]) == ("offer", pytest.approx(1.0))
    assert beyond["needed"] == pytest.approx(72.0 / 30 * 7)
    with pytest.raises(Infeasible, match="cannot hold together"):
        design(tight, weekly_limits="hold")
    assert design(tight, weekly_limits="aside").summary["cost_usd"] == pytest.approx(aside.summary["cost_usd"])


def test_an_offer_is_used_up_before_the_dearer_one():
    two = offers([("port", "grain", 300, 7), ("port", "grain", 500)])
    bought = design(hand_made(offers=two)).tables["purchases"].iloc[0]
    assert bought["quantity_t"] == pytest.approx(72.0)
    assert bought["cost_usd"] == pytest.approx(30 * 300 + 42 * 500)


def test_trips_are_paid_whole_ways_parted_by_weight_and_shared_by_both_directions():
    roads = links([("port", "crossing", 0), ("crossing", "a", 0), ("crossing", "b", 0)])
    roads = roads.assign(payload_kg=10000.0, trip_cost_usd=200.0, trips_per_week=[30.0, 10.0, 20.0], volume_m3=np.nan)
    made = design(hand_made(routes=roads))
    assert made.summary["weekly_limits"] == "kept"
    assert made.summary["transport_usd"] == pytest.approx((72.0 + 18.0 + 54.0) / 10 * 200)
    roads["trips_per_week"] = [30.0, 10.0, 1.0]
    with pytest.raises(Infeasible, match="at most 1 trips a week on Crossing to B"):
        design(hand_made(routes=roads), weekly_limits="hold")


def test_light_goods_pay_for_the_room_they_take():
    """2 m3 per t in trucks of 10 t and 10 m3: half a load of weight fills a truck."""
    roads = links([("port", "a", 0), ("port", "b", 0)]).assign(
        payload_kg=10000.0, trip_cost_usd=200.0, trips_per_week=np.nan, volume_m3=10.0
    )
    assert design(hand_made(routes=roads)).summary["transport_usd"] == pytest.approx(72.0 * 2 / 10 * 200)


def test_a_closed_road_is_not_used():
    roads = links([("port", "a", 1), ("port", "b", 1), ("crossing", "a", 0)]).assign(open=[True, True, False])
    assert set(design(hand_made(routes=roads)).tables["flows"]["route_id"]) == {"r0", "r1"}


def test_people_are_the_last_count_on_or_before_the_start():
    tables = camps({"a": 1000, "b": 3000})
    later = pd.DataFrame({"camp_id": ["a", "a"], "date": ["2025-06-01", "2025-07-15"], "population": [5.0, 9e6]})
    operation = hand_made(population=pd.concat([tables["population"], later], ignore_index=True))
    assert design(operation).summary["people"] == 4000


def test_a_maximum_of_a_nutrient_holds():
    operation = hand_made(nutrient_requirements=requirements({"energy": 2100, "protein": 60}, {"protein": 55.0}))
    with pytest.raises(Infeasible) as fault:
        design(operation)
    assert any("at most 55 g of protein" in words for words in fault.value.limits)


# What cannot be planned is named


def test_zero_people_are_named():
    with pytest.raises(NotEnoughHistory, match="nobody to feed"):
        design(hand_made(**camps({"a": 0, "b": 0})))


def test_a_camp_without_people_needs_no_road():
    operation = hand_made(**camps({"a": 1000, "b": 0}), routes=links([("port", "a", 1)]))
    assert design(operation).grams["grain"] == pytest.approx(600.0)


def test_a_negative_price_is_refused():
    with pytest.raises(InvalidTable, match="price_usd_per_t"):
        hand_made(offers=offers([("port", "grain", -1)]))


@pytest.mark.parametrize("table", ["items", "nutrients", "nutrient_requirements", "offers", "depots"])
def test_a_missing_table_is_named(table):
    without = {table: None}
    if table in ("items", "depots"):
        without |= {"offers": None, "nutrients": None, "routes": None}
    with pytest.raises(InvalidTable, match=table):
        design(hand_made(**without))


def test_no_offer_of_a_food_is_named():
    tables = foods(["grain", "beans", "soap"]).assign(sector=["food", "food", "hygiene"])
    with pytest.raises(InvalidTable, match="offers"):
        design(hand_made(items=tables, offers=offers([("port", "soap", 100)])))


def test_a_disconnected_camp_is_named():
    with pytest.raises(Infeasible, match="B cannot be reached from any supplier"):
        design(hand_made(routes=links([("port", "crossing", 60), ("crossing", "a", 40)])))


def test_a_nutrient_that_no_food_gives_is_named():
    operation = hand_made(nutrient_requirements=requirements({"energy": 2100, "vitamin_c": 28}))
    with pytest.raises(Infeasible, match="gives vitamin_c"):
        design(operation)


def test_clashing_limits_of_a_food_are_named():
    with pytest.raises(Infeasible, match="at least 50 g but at most 20 g of Beans"):
        design(hand_made(), limits=(FoodLimit("beans", 50.0, 20.0),))


def test_limits_that_leave_too_little_energy_are_named():
    limits = (FoodLimit("grain", most_g=100.0), FoodLimit("beans", most_g=100.0))
    with pytest.raises(Infeasible) as fault:
        design(hand_made(), limits=limits)
    words = "; ".join(fault.value.limits)
    assert "energy" in words
    assert "Grain" in words


def test_a_food_that_is_not_known_is_refused():
    with pytest.raises(InvalidScenario, match="rice"):
        design(hand_made(), left_out=("rice",))


@pytest.mark.parametrize("days", [0, -3, 10**6])
def test_days_that_are_no_period_are_refused(days):
    with pytest.raises(InvalidScenario, match="days"):
        RationQuestion(days)


@pytest.mark.parametrize("grams", [-1.0, float("nan"), float("inf")])
def test_grams_that_are_no_amount_are_refused(grams):
    with pytest.raises(InvalidScenario, match="g can be planned"):
        RationQuestion(limits=(FoodLimit("grain", grams),))


def test_contents_of_a_thousand_million_stand_beside_thousandths():
    """100 g of grain give the 1e9 and half of the 2e-3 that are asked for; 20 g of beans give the other half."""
    given = {"grain": {"much": 1e9, "little": 1e-3}, "beans": {"much": 1.0, "little": 5e-3}}
    operation = hand_made(nutrients=contents(given), nutrient_requirements=requirements({"much": 1e9, "little": 2e-3}))
    made = design(operation)
    amount = made.tables["nutrients"].set_index("nutrient")
    assert (amount["amount"] >= amount["requirement"] * (1 - 1e-9)).all()
    assert made.grams.to_dict() == pytest.approx({"grain": 100.0, "beans": 20.0}, rel=1e-6)


def test_one_family_beside_a_hundred_million_people_gets_its_ration():
    made = design(hand_made(**camps({"a": 10, "b": 1e8})))
    to_a = made.tables["flows"].set_index("destination_id").loc["a", "quantity_t"]
    assert to_a == pytest.approx(0.6e-3 * 10 * 30, rel=1e-6)
