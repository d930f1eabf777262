"""WFP food prices: every unit of mass becomes a price per tonne, what is no mass is refused, nothing is averaged."""

import pandas as pd
import pytest

from core.sources import SourceContext, source_of
from tests.unit.sources.found_samples import faults, found, only, rules, sample

ITEMS = pd.DataFrame({"item_id": ["wheat-flour", "rice"], "name": ["Wheat flour", "Rice"]})
HEADER = (
    "date,admin1,admin2,market,latitude,longitude,category,commodity,unit,priceflag,pricetype,currency,price,usdprice\n"
)


def understood(table, items=ITEMS, **answers):
    return source_of(table)[0].understand(table, SourceContext(items=items, answers=answers))


def row(unit, usd="10", market="Here", good="Wheat flour", kind="Retail", date="2024-01-15", flag="actual"):
    return f"{date},A,B,{market},1.5,2.5,cereals,{good},{unit},{flag},{kind},XAF,1,{usd}\n"


def test_an_offer_is_the_last_price_of_a_market_and_item():
    result = understood(sample("wfp_prices.csv"))
    offers = result.tables["offers"].set_index("depot_id")
    assert offers.loc["market-mikalou", ["item_id", "price_usd_per_t", "price_date", "sale_unit"]].tolist() == [
        "wheat-flour",
        "1500",
        "2011-07-15",
        "KG",
    ]
    assert result.tables["depots"]["kind"].unique().tolist() == ["supplier"]
    assert result.tables["depots"].set_index("depot_id").loc["market-monzombo", "latitude"] == "3.43"
    assert faults(result) == []


def test_an_average_over_markets_is_no_market():
    result = understood(sample("wfp_prices.csv"))
    assert "Total" not in result.tables["depots"]["name"].tolist()
    assert "“Total”" in only(result, "average_of_markets")


def test_goods_that_are_no_items_are_asked_about_and_their_prices_kept():
    result = understood(sample("wfp_prices.csv"))
    assert "Rice (mixed, low quality)" in only(result, "which_item")
    assert "Rice (mixed, low quality)" in result.tables["prices"]["commodity"].tolist()
    answered = understood(sample("wfp_prices.csv"), **{"item Rice (mixed, low quality)": "rice"})
    assert "rice" in answered.tables["offers"]["item_id"].tolist()


def test_the_older_header_gives_the_same_tables():
    result = understood(sample("wfp_prices_old.csv"), None)
    assert result.tables["prices"]["price_usd_per_t"].tolist() == ["237.7"]
    assert result.tables["depots"]["name"].tolist() == ["Moussoro"]


@pytest.mark.parametrize(
    ("unit", "price"),
    [
        ("KG", 10000.0),
        ("50 KG", 200.0),
        ("46 KG", 10000 / 46),
        ("90 KG", 10000 / 90),
        ("MT", 10.0),
        ("Pound", 10000 / 0.45359237),
        ("400 G", 25000.0),
    ],
)
def test_units_of_mass_become_usd_per_tonne_with_the_unit_kept(unit, price):
    offers = understood(found(HEADER + row(unit))).tables["offers"]
    assert float(offers["price_usd_per_t"].iloc[0]) == pytest.approx(price, rel=1e-9)
    assert offers[["sale_unit", "sale_price_usd"]].values.tolist() == [[unit, "10"]]


@pytest.mark.parametrize("unit", ["Dozen", "Head", "Bunch", "L", "Unit", "10 pcs", "Libra", "0 KG"])
def test_units_that_are_no_mass_are_refused(unit):
    result = understood(found(HEADER + row(unit)))
    assert result.tables == {}
    assert f"“{unit}”" in only(result, "unit_is_no_mass")


def test_wholesale_is_used_before_retail_and_never_mixed_with_it():
    text = HEADER + row("KG", "1", kind="Wholesale", date="2023-12-15") + row("KG", "2")
    offers = understood(found(text)).tables["offers"]
    assert offers[["price_usd_per_t", "price_kind"]].values.tolist() == [["1000", "Wholesale"]]


def test_a_price_of_years_ago_is_no_offer():
    result = understood(found(HEADER + row("KG", "1", market="Old", date="2015-01-15") + row("KG", "2")))
    assert result.tables["offers"]["depot_id"].tolist() == ["market-here"]
    assert "old_prices" in rules(result)


def test_prices_without_dollars_and_foreseen_prices_are_left_aside():
    result = understood(found(HEADER + row("KG", "") + row("KG", flag="forecast")))
    assert result.tables == {}
    assert rules(result) == ["foreseen_price", "no_usd_price"]
