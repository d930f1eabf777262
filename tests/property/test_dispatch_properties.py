"""Whatever the fleet, the roads and the hours: no vehicle over its limits, everything carried or explained."""

from contextlib import suppress

import pandas as pd
from hypothesis import HealthCheck, given, settings, strategies as st

from core.dispatch import check_dispatch, moved_stop, trip_as_it_is
from core.domain.dispatch import WEEKDAYS
from core.errors import InvalidScenario
from tests.unit.dispatch.hand_made import dispatched, operation, plan

ENDS = {
    "hub_north": ("hub", "north"),
    "hub_south": ("hub", "south"),
    "hub_cross": ("hub", "cross"),
    "cross_south": ("cross", "south"),
    "port_hub": ("port", "hub"),
    "cross_north": ("cross", "north"),
}
clock = st.sampled_from(["", "06:00", "09:30", "12:00", "17:00"])
days = st.sampled_from(["", "", "Tue Fri", "Mon Wed Sat"])


@st.composite
def cases(draw):
    """An operation in which every limit may bind, a plan, and what is asked."""

    def one_of(*values):
        return draw(st.sampled_from(values))

    def place(name, window):
        return f"{draw(clock)},{draw(clock)},{one_of('', 0, 45, 200)}" if window else f"{name}"

    camps = "camp_id,name,country,latitude,longitude,window_start,window_end,service_minutes"
    for number, name in enumerate(("north", "south")):
        camps += f"\n{name},{name},TZA,{-3 - number},30,{place(name, True)}"
    depots = "depot_id,name,kind,latitude,longitude,window_start,window_end,service_minutes"
    for number, (name, kind) in enumerate((("hub", "depot"), ("cross", "junction"), ("port", "supplier"))):
        depots += f"\n{name},{name},{kind},{-3.5 - number},30.5,{place(name, True)}"
    items = "item_id,name,sector,unit,weight_kg,volume_m3,need_quantity,need_basis,priority,whole_units"
    items += f"\nmaize,Maize,food,kg,1,{one_of(0.001, 0.004)},0.4,person_day,3,"
    size = f"{one_of(3.7, 800, 25000)},{one_of(0.02, 6)}"
    items += f"\nstove,Stove,energy,piece,{size},1,household_once,1,{one_of('true', '')}"
    routes = "route_id,origin_id,destination_id,mode,distance_km,hours,lead_time_weeks,open,both_ways,convoy_days"
    for name, (origin, destination) in ENDS.items():
        lead = one_of(0, 0, 1) if name in ("port_hub", "hub_north") else 0
        mode, is_open = one_of("truck", "truck", "track"), one_of("true", "true", "true", "false")
        km, hours = one_of(5, 60, 300), one_of("", 0.1, 4, 11)
        routes += f"\n{name},{origin},{destination},{mode},{km},{hours},{lead},{is_open},false,{draw(days)}"
    vehicles = (
        "depot_id,vehicle,payload_kg,volume_m3,count,cost_usd_per_km,cost_usd_per_day,cost_usd_per_hour,"
        "hours_per_day,speed_kmh,co2_kg_per_km,terrain"
    )
    for number in range(one_of(1, 2, 3)):
        vehicles += (
            f"\n{one_of('hub', 'hub', 'port')},kind{number},{one_of(1000, 3500, 10000)},{one_of(4, 12, 40)},"
            f"{one_of(1, 2, 4)},{one_of(0, 0.7, 2)},{one_of('', 50)},{one_of('', 4)},{one_of('', 5, 9, 9)},"
            f"{one_of('', 30, 60)},0.9,{one_of('', 'truck', 'truck track')}"
        )
    sent = []
    for name in ENDS:
        for item in ("maize", "stove"):
            if draw(st.booleans()):
                sent.append((name, item, float(one_of(0.25, 3, 120, 9000.5 if item == "maize" else 40))))
    sent = sent or [("hub_north", "maize", 800.0)]
    stops = None
    if draw(st.booleans()):
        stops = (
            f"place_id,week,optional,prize_usd\nnorth,2026-11-08,{one_of('true', 'false')},{one_of('', 0, 40, 5000)}"
        )
    of = operation(camps=camps, depots=depots, items=items, routes=routes, vehicles=vehicles, stops=stops)
    asked = {
        "iterations": 60,
        "seed": draw(st.integers(0, 5)),
        "objective": one_of("cost", "time", "co2"),
        "working_days": one_of(WEEKDAYS, WEEKDAYS[:5], ("Tue", "Sun")),
    }
    return of, plan(*sent, routes=ENDS), asked


def assert_holds(of, sent, dispatch) -> None:
    check = check_dispatch(of, sent, dispatch)
    assert check.passed, check.violations.to_string()


def dispatched_or_refused(of, sent, asked, locked):
    """The dispatch around locked trips; None where they cannot be driven, which is told and no failure."""
    with suppress(InvalidScenario):
        return dispatched(of, sent, **asked, locked=locked)
    return None


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_no_limit_is_broken_and_everything_is_carried_or_explained(case):
    of, sent, asked = case
    dispatch = dispatched(of, sent, **asked)
    assert_holds(of, sent, dispatch)
    total = sum(
        quantity for _, _, quantity in sent.shipments[["route_id", "item_id", "quantity"]].itertuples(index=False)
    )
    told = dispatch.loads["quantity"].sum() + dispatch.unserved["quantity"].sum()
    assert abs(told - total) < 1e-6 * max(1.0, total)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(), st.integers(0, 10))
def test_a_locked_trip_stays_as_it_is(case, number):
    of, sent, asked = case
    first = dispatched(of, sent, **asked)
    if first.trips.empty:
        return
    chosen = first.trips.iloc[number % len(first.trips)]
    question = first.request.with_locked(trip_as_it_is(first, chosen["vehicle"], chosen["trip"]))
    again = dispatched_or_refused(of, sent, asked, question.locked)
    if again is None:
        return
    assert_holds(of, sent, again)
    kept = again.trips[again.trips["locked"]]
    assert kept["vehicle"].tolist() == [chosen["vehicle"]]
    assert kept["load_kg"].iloc[0] == chosen["load_kg"] or abs(kept["load_kg"].iloc[0] - chosen["load_kg"]) < 1e-6
    loading = again.visits.merge(kept[["vehicle", "trip"]])
    assert pd.Timestamp(question.locked[0].starts) in set(loading["arrive"])


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(), st.integers(0, 10), st.integers(0, 10))
def test_a_moved_stop_is_on_the_other_vehicle_or_the_move_is_refused(case, stop, other):
    of, sent, asked = case
    first = dispatched(of, sent, **asked)
    if first.loads.empty:
        return
    row = first.loads.iloc[stop % len(first.loads)]
    to = first.trips.iloc[other % len(first.trips)]["vehicle"]
    question = moved_stop(first, row["vehicle"], row["trip"], row["sequence"], to, None)
    again = dispatched_or_refused(of, sent, asked, question.locked)
    if again is None:
        return
    assert_holds(of, sent, again)
    moved = again.loads[(again.loads["vehicle"] == to) & (again.loads["place_id"] == row["place_id"])]
    assert moved.loc[moved["item_id"] == row["item_id"], "quantity"].sum() >= row["quantity"] - 1e-6
