# ruff: noqa: E501  one mutation a line
"""The auditor passes a right plan and catches every single thing that is made wrong."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from core.audit import audit_plan
from core.domain.plan import Plan
from tests.unit.audit.hand_made import SUMMARY, W1, W2, W3, hand_made_operation, hand_made_plan

OPERATION = hand_made_operation()


def changed(plan: Plan, table: str, where: dict[str, str], **values: object) -> Plan:
    """The plan with some cells of the rows that match exchanged; a function is applied to the cells."""
    frame = plan.tables[table].copy()
    hit = pd.Series(True, index=frame.index)
    for column, value in where.items():
        cells = frame[column].dt.strftime("%Y-%m-%d") if column in ("week", "expires") else frame[column]
        hit &= cells.fillna("").astype(str) == value
    assert hit.any(), f"no row of {table} has {where}"
    for column, value in values.items():
        cells = frame.loc[hit, column]
        frame.loc[hit, column] = value(cells) if callable(value) else value
    return replace(plan, tables={**plan.tables, table: frame})


def added(plan: Plan, table: str, **values: object) -> Plan:
    """The plan with a row more."""
    frame = plan.tables[table]
    row = pd.DataFrame([values]).reindex(columns=frame.columns)
    row = row.astype({name: kind for name, kind in frame.dtypes.items() if name not in ("lead_time_weeks",)})
    return replace(plan, tables={**plan.tables, table: pd.concat([frame, row], ignore_index=True)})


def rules(plan: Plan, operation=OPERATION) -> set[str]:
    return set(audit_plan(operation, plan).violations["rule"])


def test_right_plan_passes_and_its_figures_are_those_added_up_by_hand():
    report = audit_plan(OPERATION, hand_made_plan())
    assert report.passed, report.violations[["rule", "message"]].to_string()
    assert report.limits_checked == 469
    assert report.notes == ()
    for name, figure in report.figures.items():
        assert figure == pytest.approx(SUMMARY[name], rel=1e-9), name
    # what is told of the solver's own run cannot be added up
    assert set(SUMMARY) - set(report.figures) == {
        "status", "planning_start", "fairness", "scenario", "operation", "illustrative", "gap"
    }  # fmt: skip


MUTATIONS = {
    "a shipment tripled": ("shipments", {"route_id": "north", "item_id": "maize", "week": W1}, {"quantity": lambda q: q * 3}, {"conservation", "delivered", "payload", "summary"}),
    "a depot overdrawn": ("shipments", {"route_id": "rail"}, {"quantity": 25000.0}, {"purchases"}),
    "goods that disappear": ("stock", {"item_id": "maize", "lot_id": "E", "week": W1}, {"quantity": 15000.0}, {"conservation"}),
    "stock from nowhere": ("stock", {"lot_id": "A1", "week": W3}, {"quantity": 23000.0}, {"conservation"}),
    "more stock of bought goods": ("stock", {"lot_id": "", "week": W3}, {"quantity": 6500.0}, {"conservation"}),
    "a lot under another name": ("shipments", {"route_id": "road", "lot_id": "A1"}, {"lot_id": "L1"}, {"conservation"}),
    "a later date of expiry": ("stock", {"lot_id": "L1", "week": W2}, {"expires": pd.Timestamp("2026-01-01")}, {"conservation"}),
    "expired goods kept": ("losses", {"lot_id": "L1"}, {"quantity": 30000.0}, {"conservation"}),
    "fresh goods written off as expired": ("losses", {"lot_id": "L1"}, {"week": pd.Timestamp(W2)}, {"expiry"}),
    "trips left out": ("trips", {"route_id": "road", "week": W2}, {"trips": 1.0}, {"payload", "trips", "summary"}),
    "more trips than can be made": ("trips", {"route_id": "road", "week": W2}, {"trips": 6.5}, {"trips_per_week", "trips"}),
    "a route run backwards": ("shipments", {"route_id": "last", "lot_id": "E"}, {"origin_id": "nduta", "destination_id": "kibondo"}, {"route"}),
    "a route between other places": ("shipments", {"route_id": "last", "lot_id": "E"}, {"destination_id": "mahama"}, {"route"}),
    "an unknown route": ("shipments", {"route_id": "last", "lot_id": "E"}, {"route_id": "tunnel"}, {"reference", "delivered"}),
    "an unknown item": ("shipments", {"route_id": "rail"}, {"item_id": "rice"}, {"reference"}),
    "an unknown place": ("stock", {"lot_id": "A1", "week": W3}, {"place_id": "nowhere"}, {"reference", "conservation"}),
    "a week that is not of the plan": ("shipments", {"route_id": "rail"}, {"week": pd.Timestamp("2025-07-15")}, {"reference"}),
    "sent too late to land": ("shipments", {"route_id": "north", "week": W2}, {"week": pd.Timestamp(W3)}, {"horizon"}),
    "bought too late to land": ("purchases", {"depot_id": "dar"}, {"week": pd.Timestamp(W3)}, {"horizon", "purchases"}),
    "bought more than is on offer": ("purchases", {"depot_id": "dar"}, {"quantity": 60000.0}, {"offers", "purchases", "prices"}),
    "bought what nobody offers": ("purchases", {"depot_id": "dar"}, {"item_id": "blanket"}, {"offers", "purchases"}),
    "bought too cheaply": ("purchases", {"depot_id": "dar"}, {"cost_usd": 5000.0}, {"prices", "summary"}),
    "a shorter lead time": ("purchases", {"depot_id": "dar"}, {"lead_time_weeks": 0}, {"offers", "purchases"}),
    "a delivery too large": ("coverage", {"camp_id": "mahama", "item_id": "maize", "week": W1}, {"delivered": 14000.0, "unmet": 0.0, "coverage": 1.0}, {"delivered", "summary"}),
    "unmet need made small": ("coverage", {"camp_id": "mahama", "item_id": "maize", "week": W1}, {"unmet": 4000.0}, {"unmet", "summary"}),
    "need made small": ("coverage", {"camp_id": "mahama", "item_id": "maize", "week": W1}, {"need": 0.0, "unmet": 0.0, "coverage": 1.0}, {"need", "summary"}),
    "need that does not wait": ("coverage", {"camp_id": "mahama", "item_id": "blanket", "week": W3}, {"need": 0.0, "unmet": 0.0, "coverage": 1.0}, {"need"}),
    "a wrong share": ("coverage", {"camp_id": "mahama", "item_id": "blanket", "week": W2}, {"coverage": 0.9}, {"coverage"}),
    "a negative shipment": ("shipments", {"route_id": "road", "lot_id": "A1"}, {"quantity": -8000.0}, {"negative", "conservation"}),
    "a quantity that is no number": ("shipments", {"route_id": "road", "lot_id": "A1"}, {"quantity": float("nan")}, {"negative", "conservation"}),
    "half a blanket": ("shipments", {"item_id": "blanket", "week": W1, "route_id": "north"}, {"quantity": 199.5}, {"whole_units"}),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_whatever_is_made_wrong_is_caught(name):
    table, where, values, expected = MUTATIONS[name]
    found = rules(changed(hand_made_plan(), table, where, **values))
    assert expected <= found, f"found {sorted(found)}"


TAMPERED = {
    "over_delivered_t": 0.5,
    "disposed_t": 0.5,
    "fairness": "leximin",
    "scenario": "Another",
    "operation": "{Another}",
    "illustrative": True,
    "gap": 0.02,
}
"""Wrong values where a hundredth less is the same or no value."""


@pytest.mark.parametrize("figure", [name for name in SUMMARY if name not in ("status", "planning_start")])
def test_wrong_figure_of_the_summary_is_caught(figure):
    plan = hand_made_plan()
    wrong = TAMPERED[figure] if figure in TAMPERED else plan.summary[figure] * 0.99
    report = audit_plan(OPERATION, replace(plan, summary={**plan.summary, figure: wrong}))
    assert set(report.violations["rule"]) == {"summary"}
    assert figure in report.violations["message"].iloc[0] or figure == "gap"


@pytest.mark.parametrize("figure", ["weeks_late", "person_weeks_served", "transport_usd_per_person_week", "gap"])
def test_figure_that_is_no_number_is_caught(figure):
    plan = hand_made_plan()
    assert rules(replace(plan, summary={**plan.summary, figure: "none"})) == {"summary"}
    if figure != "gap":
        assert rules(replace(plan, summary={**plan.summary, figure: None})) == {"summary"}


def test_goods_handed_out_beyond_the_need_are_waste_and_a_broken_limit():
    plan = changed(
        hand_made_plan(), "coverage", {"camp_id": "nduta", "item_id": "maize", "week": W1}, delivered=29000.0
    )
    report = audit_plan(OPERATION, plan)
    assert report.figures["over_delivered_t"] == pytest.approx(1.0)
    assert report.figures["waste_t"] == pytest.approx(41.0)
    assert "unmet" in set(report.violations["rule"])


def test_plan_made_from_other_data_is_told():
    plan = hand_made_plan()
    report = audit_plan(OPERATION, replace(plan, summary={**plan.summary, "fingerprint": "0" * 64}))
    assert list(report.violations["message"]) == ["The plan was made from other data than it is checked against."]


def test_needs_file_that_differs_from_the_coverage_is_caught():
    plan = hand_made_plan()
    assert "need" in rules(replace(plan, needs=plan.needs.assign(need=plan.needs["need"] * 1.01)))


def test_goods_held_at_a_junction_are_caught():
    plan = added(hand_made_plan(), "stock", place_id="kibondo", item_id="maize", week=pd.Timestamp(W3), quantity=10.0)
    assert {"junction", "conservation"} <= rules(plan)


def test_goods_reserved_for_another_camp_are_caught():
    plan = changed(hand_made_plan(), "shipments", {"earmark": "nduta"}, earmark="mahama")
    plan = changed(plan, "stock", {"earmark": "nduta"}, earmark="mahama")
    operation = hand_made_operation(
        stock="place_id,item_id,quantity,lot_id,expires,earmark\nkigoma,maize,100000,L1,2025-07-15,\n"
        "kigoma,maize,20000,E,,mahama\nkigoma,blanket,500,,,\nnduta,maize,10000,,,\n"
    )
    plan = replace(plan, summary={**plan.summary, "fingerprint": None})
    assert rules(plan, operation) == {"earmark"}


def test_goods_handed_out_or_moved_after_they_expire_are_caught():
    operation = hand_made_operation(
        stock="place_id,item_id,quantity,lot_id,expires,earmark\nkigoma,maize,100000,L1,2025-07-13,\n"
        "kigoma,maize,20000,E,,nduta\nkigoma,blanket,500,,,\nnduta,maize,10000,,,\n"
    )
    plan = hand_made_plan(operation)
    for table in ("shipments", "stock", "losses"):
        plan = changed(plan, table, {"lot_id": "L1"}, expires=pd.Timestamp("2025-07-13"))
    report = audit_plan(operation, plan)
    assert set(report.violations["rule"]) == {"expiry", "supply"}
    assert report.violations["message"].str.contains("hands out").sum() == 2
    assert report.violations["message"].str.contains("carries").sum() == 2


@pytest.mark.parametrize(
    "closure",
    [
        {"route_id": "road", "from": W1, "to": W1},
        {"route_id": "road"},
        {"depot_id": "kibondo", "from": "2025-07-01", "to": "2025-07-02"},
        {"depot_id": "kigoma", "from": "2025-07-20"},
    ],
)
def test_shipments_on_closed_routes_are_caught(closure):
    assert rules(hand_made_plan(closures=[closure])) == {"closed"}


def test_closure_outside_the_weeks_of_a_route_is_no_violation():
    assert rules(hand_made_plan(closures=[{"route_id": "rail", "from": W3, "to": "2026-01-01"}])) == set()


def test_route_that_is_not_open_is_caught():
    operation = hand_made_operation()
    operation = operation.replaced(routes=operation.routes.assign(open=[True, True, False, True]))
    assert "closed" in rules(hand_made_plan(operation), operation)


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("storage_m3", 100.0, None),
        ("throughput_t_per_week", 30.0, "throughput"),
    ],
)
def test_limits_of_a_depot(column, value, rule):
    depots = OPERATION.depots
    depots.loc[depots["depot_id"] == "kigoma", column] = value
    operation = OPERATION.replaced(depots=depots)
    # room is never less than what lies there on the first day
    assert rules(hand_made_plan(operation), operation) == ({rule} if rule else set())


def test_storage_that_overflows_is_caught():
    operation = hand_made_operation(
        arrivals="depot_id,item_id,date,quantity,lot_id\nkigoma,maize,2025-07-10,130000,A1\n"
    )
    plan = changed(hand_made_plan(operation), "stock", {"lot_id": "A1", "week": W2}, quantity=130000.0)
    plan = changed(plan, "stock", {"lot_id": "A1", "week": W3}, quantity=122000.0)
    assert rules(plan, operation) == {"storage"}


@pytest.mark.parametrize(
    ("scenario", "rule"),
    [
        ({"budget_usd": 11000}, "budget"),
        ({"budget_usd_per_week": 8500}, "budget_per_week"),
        ({"trips": "whole"}, "whole_trips"),
        ({"camp_limits": [{"camp_id": "mahama", "min_coverage": 0.9}]}, "camp_limits"),
        ({"camp_limits": [{"camp_id": "nduta", "item_id": "maize", "max_coverage": 0.9}]}, "camp_limits"),
        ({"decisions": [{"kind": "frozen", "route_id": "rail", "item_id": "maize", "week": W2, "quantity": 1000}]}, "frozen"),
        ({"decisions": [{"kind": "forced", "route_id": "rail", "item_id": "maize", "week": W1, "quantity": 1}]}, "forced"),
        ({"decisions": [{"kind": "forbidden", "route_id": "road", "item_id": "maize", "week": "2025-07-09"}]}, "forbidden"),
    ],
)  # fmt: skip
def test_limits_of_the_scenario(scenario, rule):
    assert rules(hand_made_plan(**scenario)) == {rule}


@pytest.mark.parametrize(
    "scenario",
    [
        {"budget_usd": 11200, "budget_usd_per_week": 9100},
        {"camp_limits": [{"camp_id": "mahama", "min_coverage": 0.6, "max_coverage": 0.7}]},
        {"decisions": [{"kind": "frozen", "route_id": "rail", "item_id": "maize", "week": W2, "quantity": 20000}]},
        {"decisions": [{"kind": "forced", "route_id": "north", "item_id": "maize", "week": W1, "quantity": 14000}]},
        {"decisions": [{"kind": "forbidden", "route_id": "rail", "item_id": "maize", "week": W1}]},
    ],
)
def test_limits_of_the_scenario_that_hold(scenario):
    assert rules(hand_made_plan(**scenario)) == set()


def test_scenario_of_the_plan_changes_what_there_is():
    scenario = {"stock": [{"place_id": "nduta", "item_id": "maize", "quantity": 9000}]}
    assert rules(hand_made_plan(**scenario)) == {"delivered"}
    scenario = {"lost_arrivals": [{"depot_id": "kigoma", "date": "2025-07-10"}]}
    assert rules(hand_made_plan(**scenario)) == {"conservation"}
    assert rules(hand_made_plan(priorities=[{"item_id": "maize", "priority": 5}])) == {"summary"}


def test_blank_directions_of_a_two_way_route_are_inferred():
    plan = hand_made_plan()
    shipments = plan.shipments.assign(origin_id=None, destination_id=None)
    assert rules(replace(plan, tables={**plan.tables, "shipments": shipments})) == set()


def test_goods_that_come_back_on_a_two_way_route_are_turned_round_by_the_stock():
    operation = hand_made_operation(offers="", arrivals="", stock="place_id,item_id,quantity\nkibondo,maize,500\n")
    plan = hand_made_plan(operation)
    plan = replace(
        plan,
        needs=plan.needs.iloc[:0],
        tables={name: table.iloc[:0] for name, table in plan.tables.items()},
        summary={"fingerprint": operation.fingerprint},
    )
    plan = added(plan, "shipments", route_id="road", item_id="maize", week=pd.Timestamp(W1), quantity=500.0, trips=0.025)  # fmt: skip
    plan = added(plan, "trips", route_id="road", week=pd.Timestamp(W1), trips=0.025)
    for sunday in (W1, W2, W3):
        plan = added(plan, "stock", place_id="kigoma", item_id="maize", week=pd.Timestamp(sunday), quantity=500.0)
    report = audit_plan(operation, plan)
    assert report.passed, report.violations["message"].tolist()
    assert report.notes == ()


def test_bare_files_of_another_planner_pass_with_a_note():
    plan = hand_made_plan()
    extra = ["expires", "earmark", "origin_id", "destination_id", "lead_time_weeks"]
    bare = {name: table.drop(columns=extra, errors="ignore") for name, table in plan.tables.items()}
    report = audit_plan(OPERATION, replace(plan, tables=bare))
    assert report.passed, report.violations["message"].tolist()
    assert any("lots of one name" in note for note in report.notes)


def test_bare_files_still_may_not_hand_out_more_than_has_not_expired():
    operation = hand_made_operation(
        stock="place_id,item_id,quantity,lot_id,expires,earmark\nnduta,maize,28000,,2025-07-01,\n"
        "nduta,maize,1000,,2025-12-01,\n",
        offers="",
        arrivals="",
    )
    plan = hand_made_plan(operation)
    tables = {name: table.iloc[:0] for name, table in plan.tables.items()}
    coverage = plan.coverage.assign(delivered=0.0)
    coverage.loc[
        (coverage["camp_id"] == "nduta") & (coverage["week"] == W1) & (coverage["item_id"] == "maize"), "delivered"
    ] = 28000.0
    tables["coverage"] = coverage
    found = audit_plan(operation, replace(plan, tables=tables)).violations
    assert "supply" in set(found["rule"])


def test_no_routes_table_links_every_depot_with_every_camp():
    operation = hand_made_operation(routes="", offers="", arrivals="")
    plan = hand_made_plan(operation)
    plan = replace(
        plan,
        needs=plan.needs[(plan.needs["camp_id"] == "nduta") & (plan.needs["item_id"] == "maize")].head(1),
        tables={name: table.iloc[:0] for name, table in plan.tables.items()},
    )
    week = pd.Timestamp(W1)
    plan = added(plan, "shipments", route_id="kigoma>nduta", item_id="maize", lot_id="L1", week=week, quantity=18000.0, trips=0.0, origin_id="kigoma", destination_id="nduta", expires=pd.Timestamp("2025-07-15"))  # fmt: skip
    for name, q, end in (("L1", 82000.0, "2025-07-15"), ("E", 20000.0, None)):
        for sunday in (W1, W2, W3) if end is None else (W1, W2):
            plan = added(plan, "stock", place_id="kigoma", item_id="maize", lot_id=name, week=pd.Timestamp(sunday), quantity=q, expires=pd.Timestamp(end) if end else pd.NaT, earmark=None if end else "nduta")  # fmt: skip
    for sunday in (W1, W2, W3):
        plan = added(plan, "stock", place_id="kigoma", item_id="blanket", week=pd.Timestamp(sunday), quantity=500.0)
    plan = added(plan, "losses", place_id="kigoma", item_id="maize", lot_id="L1", week=pd.Timestamp(W3), quantity=82000.0, reason="expired", expires=pd.Timestamp("2025-07-15"))  # fmt: skip
    plan = added(plan, "coverage", camp_id="nduta", item_id="maize", week=week, need=28000.0, delivered=28000.0, unmet=0.0, coverage=1.0)  # fmt: skip
    plan = replace(plan, summary={"fingerprint": operation.fingerprint, "waste_t": 82.0})
    report = audit_plan(operation, plan)
    assert report.passed, report.violations["message"].tolist()
    # 183.76 km straight from Kigoma to Nduta, by an independent calculation
    assert report.figures["transport_usd"] == pytest.approx(18 * 0.2 * 1.35 * 183.76, rel=1e-4)
    assert "reference" in rules(changed(plan, "shipments", {"item_id": "maize"}, route_id="nduta>kigoma"), operation)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.integers(0, 13), factor=st.floats(1.001, 50))
def test_scaling_a_shipment_up_always_fails(row, factor):
    plan = hand_made_plan()
    shipments = plan.shipments
    shipments.loc[row, "quantity"] *= factor
    assert not audit_plan(OPERATION, replace(plan, tables={**plan.tables, "shipments": shipments})).passed
