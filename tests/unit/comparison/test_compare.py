"""Sentences of a comparison are built from the figures of the two plans."""

from dataclasses import replace

import pandas as pd
import pytest

from core.comparison import compare_plans
from tests.unit.audit.hand_made import W2, W3, hand_made_operation, hand_made_plan

OPERATION = hand_made_operation()
SPACE = "\u00a0"


def without_mahama_maize(**scenario):
    """The plan in which Mahama receives no maize in week 3, and nothing is bought."""
    plan = hand_made_plan(**scenario)
    coverage = plan.coverage
    hit = (coverage["camp_id"] == "mahama") & (coverage["item_id"] == "maize") & (coverage["week"] == W3)
    coverage.loc[hit, ["delivered", "unmet", "coverage"]] = [0.0, 14000.0, 0.0]
    shipments = plan.shipments
    dropped = (shipments["route_id"] == "north") & (shipments["week"] == W2)
    tables = {
        **plan.tables,
        "coverage": coverage,
        "shipments": shipments[~dropped],
        "purchases": plan.tables["purchases"].iloc[:0],
    }
    summary = {**plan.summary, "transport_usd": plan.summary["transport_usd"] - 10800, "purchase_usd": 0.0}
    return replace(plan, tables=tables, summary=summary)


def test_equal_plans_do_the_same():
    result = compare_plans(OPERATION, hand_made_plan(), hand_made_plan())
    assert result.sentences == ("The two plans do the same.",)
    assert (result.camps["points"] == 0).all()
    assert result.moves.empty


def test_a_gain_names_amount_weeks_and_way():
    result = compare_plans(OPERATION, without_mahama_maize(), hand_made_plan())
    assert f"Mahama gains 14{SPACE}t maize flour in the week of 20{SPACE}Jul, by Kigoma to Mahama." in result.sentences
    assert f"Transport costs USD{SPACE}10,800 more." in result.sentences
    assert f"Purchases cost USD{SPACE}8,000 more." in result.sentences
    assert f"5,000{SPACE}person-weeks fewer without an item." in result.sentences


def test_a_loss_is_explained_by_the_closure_that_cut_it():
    after = without_mahama_maize(closures=[{"route_id": "north", "from": W2, "to": W2}])
    result = compare_plans(OPERATION, hand_made_plan(), after)
    expected = (
        f"Mahama loses 14{SPACE}t maize flour in the week of 20{SPACE}Jul, "
        f"because Kigoma to Mahama is closed in the week of 13{SPACE}Jul."
    )
    assert expected in result.sentences
    elsewhere = without_mahama_maize(closures=[{"route_id": "road", "from": W2, "to": W2}])
    assert not any("because" in text for text in compare_plans(OPERATION, hand_made_plan(), elsewhere).sentences)


def test_tables_hold_coverage_routes_and_costs():
    result = compare_plans(OPERATION, hand_made_plan(), without_mahama_maize())
    camps = result.camps.set_index("camp_id")
    assert list(result.camps["camp_id"]) == ["mahama", "nduta"]
    assert camps.loc["mahama", "coverage_before"] == pytest.approx(1 - 15820 / 46220)
    assert camps.loc["mahama", "coverage_after"] == pytest.approx(1 - 30820 / 46220)
    assert camps.loc["mahama", "points"] == pytest.approx(-100 * 15000 / 46220)
    routes = result.routes.set_index("route_id")["change_t"]
    assert routes["north"] == pytest.approx(-14.0)
    assert routes["road"] == 0
    assert result.costs.set_index("figure").loc["purchase_usd", "change"] == -8000


def test_other_data_horizons_money_and_people_are_said_first():
    after = hand_made_plan(
        weeks=2, budget_usd=20000, influx=[{"camp_id": "nduta", "date": "2025-07-02", "people": 8120}]
    )
    after = replace(after, summary={**after.summary, "fingerprint": "other"})
    result = compare_plans(OPERATION, hand_made_plan(), after)
    assert result.sentences[:4] == (
        "The two plans were made from different data.",
        "The plans cover 3 and 2 weeks; deliveries are compared in the weeks both cover.",
        f"8,100{SPACE}people come to Nduta on 2{SPACE}Jul, on top of the forecast.",
        f"The budget is USD{SPACE}20,000; before it was USD{SPACE}40,000.",
    )
    assert not any("costs" in text for text in result.sentences)


def test_plans_without_the_last_columns_can_be_compared():
    plan = hand_made_plan()
    bare = plan.shipments.drop(columns=["origin_id", "destination_id", "expires", "earmark"])
    plan = replace(plan, tables={**plan.tables, "shipments": bare})
    assert compare_plans(OPERATION, plan, plan).routes["change_t"].abs().max() == 0


def test_hostile_names_stay_plain_text():
    camps = OPERATION.camps
    camps.loc[1, "name"] = "<b>Mahama</b>"
    operation = OPERATION.replaced(camps=camps)
    result = compare_plans(operation, hand_made_plan(), without_mahama_maize())
    assert any(text.startswith("<b>Mahama</b> loses") for text in result.sentences)
    assert isinstance(result.camps, pd.DataFrame)
