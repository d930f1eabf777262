"""Worth of limits, smallest changes, goals, alternatives and ways out, by hand where the right answer is known."""

import numpy as np
import pandas as pd
import pytest

from core.allocation import solve_plan
from core.allocation.alternatives import find_alternatives
from core.allocation.explain import Explanation, explain
from core.allocation.seek import seek
from core.audit import audit_plan
from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.errors import Infeasible, InvalidScenario
from tests.random_operations import table

START = pd.Timestamp("2025-06-29")
WEEKS = pd.to_datetime(["2025-07-06", "2025-07-13"])


def operation(**changed: pd.DataFrame) -> Operation:
    """One store with 3,000 kg; A behind a road of 1 trip of 100 kg a week, B behind an open one; 10 kg a person."""
    tables = {
        "camps": table("camp_id,name,country,latitude,longitude\na,A,TZA,-4,30\nb,B,TZA,-4,30"),
        "population": table("camp_id,date,population\na,2025-06-29,100\nb,2025-06-29,100"),
        "depots": table("depot_id,name,country,latitude,longitude,kind\nhub,Hub,TZA,-4,30,depot"),
        "items": table(
            "item_id,name,sector,unit,weight_kg,volume_m3,need_quantity,need_basis,priority\n"
            "maize,Maize,food,kg,1,0.001,10,person_week,1"
        ),
        "routes": table(
            "route_id,origin_id,destination_id,mode,distance_km,cost_usd_per_t,payload_kg,trips_per_week,open\n"
            "ha,hub,a,truck,10,100,100,1,true\nhb,hub,b,truck,10,100,,,true"
        ),
        "stock": table("place_id,item_id,quantity\nhub,maize,3000"),
    }
    return Operation.build(tables | changed)


def needs(operation: Operation) -> pd.DataFrame:
    """1,000 kg a week for each camp over two weeks."""
    camps = operation.camps["camp_id"]
    rows = [(camp, "maize", week, 1000.0) for camp in camps for week in WEEKS]
    return pd.DataFrame(rows, columns=["camp_id", "item_id", "week", "need"])


def explained(operation: Operation, camp: str = "a", target: float = 0.8, **asked: object) -> Explanation:
    scenario = Scenario.from_values({"weeks": 2, **asked})
    plan = solve_plan(apply_scenario(operation, scenario), needs(operation), scenario, START)
    return explain(operation, plan, START, camp, None, target)


def least_of(answer: Explanation, kind: str) -> list[tuple[float, bool]]:
    return [(each.amount, each.reaches) for each in answer.least if each.limit.kind == kind]


def test_one_more_trip_is_worth_what_it_carries():
    answer = explained(operation())
    assert answer.coverage == pytest.approx(0.1)
    (trip,) = [each for each in answer.worth if each.limit.kind == "trips"]
    # 100 kg more in each of two weeks, at 10 kg a person and week
    assert (trip.limit.route_id, trip.step) == ("ha", 1.0)
    assert trip.camp_person_weeks == pytest.approx(20.0, abs=0.01)
    assert trip.all_person_weeks == pytest.approx(20.0, abs=0.01)
    assert trip.coverage == pytest.approx(0.2, abs=1e-5)


def test_the_least_trips_for_a_target_are_those_that_carry_it_and_money_or_stock_do_not_help():
    answer = explained(operation(), target=0.4, budget_usd=1000)
    # 40 % of 1,000 kg a week takes 4 trips: 3 more
    assert least_of(answer, "trips") == [(3.0, True)]
    assert least_of(answer, "budget") == [(pytest.approx(np.nan, nan_ok=True), False)]
    assert answer.coverage_from_others == pytest.approx(0.1, abs=1e-5)
    assert np.isnan(answer.taken_person_weeks)


def test_the_least_money_is_the_freight_of_what_is_missing():
    routes = operation().routes.assign(trips_per_week=None, payload_kg=None)
    # 100 USD buys the freight of 1 t of 4 t needed; A at 80 % takes 1.6 t, B keeps what it has
    answer = explained(operation(routes=routes), budget_usd=100, camp_limits=[{"camp_id": "a", "max_coverage": 0.0}])
    assert answer.coverage == pytest.approx(0.0, abs=1e-9)
    assert answer.coverage_unchanged == pytest.approx(0.0, abs=1e-5)
    answer = explained(operation(routes=routes), budget_usd=100, vulnerability=[{"camp_id": "b", "vulnerability": 3}])
    assert answer.coverage == pytest.approx(0.0, abs=1e-6)
    assert least_of(answer, "budget") == [(160.0, True)]
    assert answer.taken_person_weeks == pytest.approx(100.0, abs=0.1) or np.isnan(answer.taken_person_weeks)


def test_two_limits_that_bind_at_once_are_worth_nothing_alone_and_are_told_together():
    short = table("place_id,item_id,quantity\nhub,maize,2200")
    answer = explained(operation(stock=short), target=0.8)
    # B has 2,000 of the 2,200 kg: neither trips alone nor stock alone bring 1,600 kg to A
    assert all(each.camp_person_weeks < 1.0 for each in answer.worth)
    assert not any(each.reaches for each in answer.least)
    amounts = {each.limit.kind: each.amount for each in answer.together}
    assert amounts == {"trips": 7.0, "stock": pytest.approx(1400.0, abs=1.0)}


def test_a_camp_without_a_road_is_reached_by_no_amount():
    routes = operation().routes.iloc[1:]
    answer = explained(operation(routes=routes))
    assert answer.worth == ()
    assert not any(each.reaches for each in (*answer.least, *answer.together))
    assert answer.coverage_together == pytest.approx(0.0)


def test_an_arrival_is_told_by_the_fewest_days_earlier():
    arrivals = table("depot_id,item_id,date,quantity\nhub,maize,2025-07-16,4000")
    routes = operation().routes.assign(trips_per_week=None, payload_kg=None)
    changed = operation(routes=routes, arrivals=arrivals, stock=operation().stock.iloc[:0])
    answer = explained(changed, target=0.5)
    # due on Wednesday after the horizon; the Sunday before, three days earlier, serves the second week: half the need
    earlier = [each for each in answer.least if each.limit.kind == "earlier"]
    assert [(each.amount, each.limit.row) for each in earlier] == [(3.0, 0)]
    answer = explained(changed, target=0.8)
    assert [each.amount for each in answer.least if each.limit.kind == "earlier"] == [10.0]


def test_what_only_cost_left_unmet_needs_no_limit_moved():
    answer = explained(operation(), camp="b", penalty_usd=1e-3)
    assert answer.coverage == pytest.approx(0.0)
    assert answer.coverage_unchanged == pytest.approx(1.0, abs=1e-5)
    assert answer.least == ()


def test_a_camp_that_needs_nothing_cannot_be_asked_about():
    camps = table("camp_id,name,country,latitude,longitude\na,A,TZA,-4,30\nb,B,TZA,-4,30\nc,C,TZA,-4,30")
    whole = operation(camps=camps)
    asked = needs(operation())
    plan = solve_plan(whole, asked, Scenario(weeks=2), START)
    with pytest.raises(InvalidScenario, match="needs nothing"):
        explain(whole, plan, START, "c")


def test_the_least_budget_for_a_floor_is_the_freight_of_it():
    answer = seek(operation(), needs(operation()), Scenario(weeks=2), START, 0.1, "budget")
    # a tenth of 4 t at 100 USD a tonne
    assert answer.amount == 40.0
    assert answer.worst_coverage == pytest.approx(0.1, abs=1e-5)


def test_the_least_weekly_budget_can_be_below_the_one_that_is_set():
    answer = seek(operation(), needs(operation()), Scenario(weeks=2, budget_usd_per_week=500), START, 0.1, "budget")
    assert (answer.amount, answer.weekly) == (20.0, True)


def test_a_floor_that_roads_forbid_takes_trips_and_says_so():
    asked = needs(operation())
    answer = seek(operation(), asked, Scenario(weeks=2), START, 0.5, "trips")
    assert [(part.limit.route_id, part.amount) for part in answer.parts] == [("ha", 4.0)]
    assert answer.worst_coverage == pytest.approx(0.5, abs=1e-5)
    money = seek(operation(), asked, Scenario(weeks=2), START, 0.5, "budget")
    assert not money.suffices
    assert [(each.camp_id, round(each.coverage, 4)) for each in money.stuck] == [("a", 0.1)]
    assert money.helped_by == ("trips",)


def test_the_least_stock_for_a_floor():
    scarce = operation(stock=table("place_id,item_id,quantity\nhub,maize,300"))
    answer = seek(scarce, needs(scarce), Scenario(weeks=2), START, 0.1, "stock")
    assert [part.amount for part in answer.parts] == [100.0]
    assert answer.amount == pytest.approx(0.1)


def test_alternatives_stay_near_and_differ():
    routes = table(
        "route_id,origin_id,destination_id,mode,distance_km,cost_usd_per_t,open\n"
        "one,hub,a,truck,10,100,true\ntwo,hub,a,truck,10,100,true\nhb,hub,b,truck,10,100,true"
    )
    twin = operation(routes=routes)
    found = find_alternatives(twin, needs(twin), Scenario(weeks=2), START, count=1, within=0.001)
    best, other = found.plans
    assert other.summary["objective"] <= best.summary["objective"] * 1.001 * (1 + 1e-6)
    assert audit_plan(twin, other).passed
    used = [plan.shipments.groupby("route_id")["quantity"].sum() for plan in (best, other)]
    assert used[0].drop("hb").idxmax() != used[1].drop("hb").idxmax()
    assert found.differences[1] > 1.0


def test_where_only_one_plan_is_best_there_is_no_alternative():
    found = find_alternatives(operation(), needs(operation()), Scenario(weeks=2), START, count=2, within=0.0)
    assert len(found.plans) == 1


CONFLICTS = [
    ({"camp_limits": [{"camp_id": "a", "min_coverage": 0.8}]}, {"7 more trips", "10 % instead of 80 %"}),
    (
        {"camp_limits": [{"camp_id": "b", "min_coverage": 1.0}], "budget_usd": 150},
        {"Raise the budget by USD 50 to USD 200", "75 % instead of 100 %"},
    ),
    (
        {
            "decisions": [
                {"kind": "forced", "route_id": "ha", "item_id": "maize", "week": "2025-07-06", "quantity": 250}
            ]
        },
        {"1.5 more trips", "100 units of Maize"},
    ),
]


@pytest.mark.parametrize(("asked", "told"), CONFLICTS, ids=["road", "money", "decision"])
def test_ways_out_say_by_how_much_and_hold(asked, told):
    scenario = Scenario.from_values({"weeks": 2, **asked})
    with pytest.raises(Infeasible) as caught:
        solve_plan(operation(), needs(operation()), scenario, START)
    words = [repair.words.replace("\u00a0", " ") for repair in caught.value.repairs]
    assert all(any(part in sentence for sentence in words) for part in told), words
    for repair in caught.value.repairs:
        if repair.scenario is not None:
            eased = Scenario.from_values(repair.scenario)
            plan = solve_plan(operation(), needs(operation()), eased, START)
            assert audit_plan(operation(), plan).passed
