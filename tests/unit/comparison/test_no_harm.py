"""Who gets less than under pro-rata, by hand."""

from dataclasses import replace

import pytest

from core.services.evenness import harm
from tests.unit.audit.hand_made import W1, hand_made_operation, hand_made_plan


def with_more(camp: str, item: str, units: float):
    """The plan of the hand with some units more in week 1, as another plan to be set beside."""
    plan = hand_made_plan()
    coverage = plan.tables["coverage"].copy()
    row = (coverage["camp_id"] == camp) & (coverage["item_id"] == item) & (coverage["week"] == W1)
    coverage.loc[row, "delivered"] += units
    coverage.loc[row, "unmet"] -= units
    return replace(plan, tables={**plan.tables, "coverage": coverage})


def test_a_camp_that_gets_less_is_named_with_how_much():
    found = harm(hand_made_operation(), hand_made_plan(), with_more("mahama", "maize", 2800.0))
    needed = 3 * 15000 + 1220
    assert found.camps.to_dict("records") == [
        {
            "camp_id": "mahama",
            "pro_rata": pytest.approx(1 - (3 * 4000 + 820) / needed),
            "plan": pytest.approx(1 - (3 * 5000 + 820) / needed),
            "less_share": pytest.approx(3 * 1000 / needed),
            "less_person_weeks": pytest.approx(3000.0),
        }
    ]
    assert found.items[["camp_id", "item_id"]].to_numpy().tolist() == [["mahama", "maize"]]
    assert found.items["less_share"].iloc[0] == pytest.approx(1000 / 15000)


def test_a_camp_may_lose_an_item_and_gain_in_all():
    plan, pro_rata = with_more("mahama", "maize", 2800.0), with_more("mahama", "blanket", 100.0)
    found = harm(hand_made_operation(), plan, pro_rata)
    assert found.camps.empty
    assert found.items[["camp_id", "item_id"]].to_numpy().tolist() == [["mahama", "blanket"]]


def test_nobody_gets_less_than_under_the_same_plan():
    found = harm(hand_made_operation(), hand_made_plan(), hand_made_plan())
    assert found.camps.empty
    assert found.items.empty
