"""Reasons name limits that are used up, and nothing that was not computed."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from core.comparison import reasons
from core.errors import InvalidScenario
from tests.unit.audit.hand_made import W1, hand_made_operation, hand_made_plan

OPERATION = hand_made_operation()
SPACE = "\u00a0"


def texts(plan=None, operation=OPERATION, camp="mahama", item=None):
    return [reason.text for reason in reasons(operation, plan or hand_made_plan(), camp, item)]


def test_a_camp_that_has_all_is_told_so():
    (reason,) = reasons(OPERATION, hand_made_plan(), "nduta")
    assert reason.kind == "met"
    assert reason.text == "Nduta receives all it needs of every item."


def test_lead_time_and_empty_depots_are_reasons():
    found = texts()
    assert f"No maize flour from elsewhere can reach Mahama before the week of 13{SPACE}Jul." in found
    assert f"Mahama receives 67{SPACE}% of its need of maize flour; short in the week of 6{SPACE}Jul." in found
    assert f"The depots that lead to Mahama have no blanket left in the weeks of 6 and 13{SPACE}Jul." in found
    assert any(text.startswith(f"Money does not bind: USD{SPACE}28,") for text in found)


def test_used_up_trips_and_budgets_bind():
    routes = OPERATION.routes
    routes.loc[routes["route_id"] == "north", ["trips_per_week", "lead_time_weeks"]] = [1.43, 0]
    operation = OPERATION.replaced(routes=routes)
    found = reasons(operation, hand_made_plan(budget_usd=11106.1), "mahama", "maize")
    trips = [reason for reason in found if reason.kind == "route"]
    assert [reason.text for reason in trips] == [
        f"All 1.43 trips on Kigoma to Mahama are used in the week of 6{SPACE}Jul."
    ]
    budget = [reason for reason in found if reason.kind == "budget"]
    assert budget[0].binds
    assert budget[0].text == f"The budget of USD{SPACE}11,106 is used up."


def test_closure_on_the_way_is_a_reason():
    plan = hand_made_plan(closures=[{"route_id": "north", "from": W1, "to": W1}])
    routes = OPERATION.routes.assign(lead_time_weeks=0.0)
    found = texts(plan, OPERATION.replaced(routes=routes), item="maize")
    assert f"Kigoma to Mahama is closed in the week of 6{SPACE}Jul." in found


def test_closed_road_leaves_no_way():
    routes = OPERATION.routes
    routes["open"] = routes["route_id"] != "north"
    assert "No open route leads to Mahama." in texts(operation=OPERATION.replaced(routes=routes))


def test_cost_is_named_only_where_nothing_binds_and_the_price_is_too_high():
    items = OPERATION.items.assign(need_quantity=[0.4, 0.0])
    routes = OPERATION.routes.assign(lead_time_weeks=0.0)
    operation = OPERATION.replaced(items=items, routes=routes)
    plan = hand_made_plan(penalty_usd=0.001)
    found = [reason for reason in reasons(operation, plan, "mahama", "maize") if reason.kind == "cost"]
    assert len(found) == 1
    # 20 USD a tonne from Kigoma, where 28 t are left, against 0.001 x 3 / 2.8 USD a kg
    expected = f"a unit of maize flour costs at least USD{SPACE}0.02 to bring, its need counts for USD{SPACE}0.00."
    assert expected in found[0].text
    dear = reasons(operation, hand_made_plan(), "mahama", "maize")
    assert "No limit on the way of maize flour to Mahama is used up." in [reason.text for reason in dear]


def test_unknown_camp_or_item_is_refused():
    with pytest.raises(InvalidScenario, match="nowhere"):
        reasons(OPERATION, hand_made_plan(), "nowhere")
    with pytest.raises(InvalidScenario, match="rice"):
        reasons(OPERATION, hand_made_plan(), "nduta", "rice")


def test_supplier_that_sells_no_more_is_a_reason():
    offers = OPERATION.offers.assign(quantity_t_per_week=20.0, lead_time_weeks=0.0)
    routes = OPERATION.routes.assign(lead_time_weeks=0.0)
    found = texts(operation=OPERATION.replaced(offers=offers, routes=routes), item="maize")
    expected = f"All 20{SPACE}t maize flour a week that Dar es Salaam sells are bought in the week of 6{SPACE}Jul."
    assert expected in found


def test_reasons_of_a_plan_without_shipments():
    plan = hand_made_plan()
    tables = {name: table.iloc[:0] if name != "coverage" else table for name, table in plan.tables.items()}
    assert isinstance(texts(replace(plan, tables=tables)), list)
    assert isinstance(pd.DataFrame(reasons(OPERATION, plan, "mahama")), pd.DataFrame)


def test_a_remainder_of_the_arithmetic_is_no_lack():
    plan = hand_made_plan()
    coverage = plan.coverage
    # 3e-4 units a week of what a person needs 1e-5 of are person-weeks that count, but no week that is short
    coverage["unmet"] = 3e-4
    items = OPERATION.items.assign(need_quantity=1e-5)
    plan = replace(plan, tables={**plan.tables, "coverage": coverage})
    (reason,) = reasons(OPERATION.replaced(items=items), plan, "mahama")
    assert reason.text == "Mahama receives all it needs of every item."


OF_EVERY_KIND = (
    OPERATION.replaced(
        routes=OPERATION.routes.assign(lead_time_weeks=0.0, trips_per_week=[None, 2.0, None, 1.43], both_ways=True),
        offers=OPERATION.offers.assign(quantity_t_per_week=20.0, lead_time_weeks=0.0),
        depots=OPERATION.depots.assign(throughput_t_per_week=[20.0, 14.3, None]),
    ),
    hand_made_plan(
        budget_usd=11106.1,
        budget_usd_per_week=4000,
        closures=[{"depot_id": "kibondo", "to": W1}],
        camp_limits=[{"camp_id": "mahama", "max_coverage": 0.5}],
    ),
)
"""An operation and a plan in which every kind of limit is met."""


def test_every_kind_of_limit_is_told_in_its_order():
    found = reasons(*OF_EVERY_KIND, "mahama")
    told = [f"{'*' if reason.binds else ' '} {reason.text}".replace(SPACE, "~") for reason in found]
    assert told == Path(__file__).with_name("reasons_of_every_kind.txt").read_text("utf-8").splitlines()


def test_goods_that_are_all_reserved_for_others_are_the_reason():
    stock = OPERATION.stock.assign(earmark="nduta")
    arrivals = OPERATION.arrivals.assign(earmark="nduta")
    found = reasons(OPERATION.replaced(stock=stock, arrivals=arrivals), hand_made_plan(), "mahama", "maize")
    (reserved,) = [reason for reason in found if reason.kind == "reserved"]
    assert reserved.binds
    assert reserved.text.startswith("All maize flour at the depots that lead to Mahama")
    assert reserved.text.endswith("is reserved for Nduta.")
