"""A depot, a few camps, a truck or two and a plan written by hand: small enough to work out with a pencil."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from core.dispatch import distances_of, solve_dispatch
from core.domain.change import apply_scenario
from core.domain.dispatch import Dispatch, DispatchRequest
from core.domain.operation import Operation
from core.domain.plan import Plan, SolveReport
from core.domain.scenario import Scenario
from core.domain.schemas import PLAN_TABLES, NeedsInput, Shipments
from tests.random_operations import table

SUNDAY = date(2026, 11, 8)
MONDAY = pd.Timestamp("2026-11-02")

CAMPS = """camp_id,name,country,latitude,longitude,window_start,window_end,service_minutes
    north,North camp,TZA,-3,30,08:00,16:00,60
    south,South camp,TZA,-4,30,08:00,16:00,60"""
DEPOTS = """depot_id,name,kind,latitude,longitude,window_start,window_end,service_minutes
    hub,Hub,depot,-3.5,30,06:00,18:00,30
    cross,Crossing,junction,-3.8,30,,,"""
ITEMS = """item_id,name,sector,unit,weight_kg,volume_m3,need_quantity,need_basis,priority,whole_units
    maize,Maize,food,kg,1,0.001,0.4,person_day,3,
    stove,Stove,energy,piece,50,0.5,1,household_once,1,true"""
ROUTES = """route_id,origin_id,destination_id,mode,distance_km,hours,lead_time_weeks,open,both_ways,convoy_days
    hub_north,hub,north,truck,80,2,0,true,false,
    hub_south,hub,south,truck,60,1.5,0,true,false,
    hub_cross,hub,cross,truck,40,1,0,true,false,
    cross_south,cross,south,truck,20,0.5,0,true,false,"""
VEHICLE_COLUMNS = (
    "depot_id,vehicle,payload_kg,volume_m3,count,cost_usd_per_km,cost_usd_per_day,hours_per_day,speed_kmh,"
    "co2_kg_per_km,terrain"
)
VEHICLES = f"""{VEHICLE_COLUMNS}
    hub,truck,10000,40,2,1,50,9,50,0.9,truck"""


def operation(**tables: str | None) -> Operation:
    """The operation, with some tables written anew, or left out where None."""
    written = {
        "camps": CAMPS,
        "depots": DEPOTS,
        "items": ITEMS,
        "routes": ROUTES,
        "vehicles": VEHICLES,
        "population": "camp_id,date,population\nnorth,2026-10-25,1000",
        "settings": "key,value\nplanning_start,2026-11-01",
    } | tables
    return Operation.build({name: table(text) for name, text in written.items() if text is not None})


def plan(
    *sent: tuple[str, str, float], routes: Mapping[str, tuple[str, str]] | None = None, **scenario: object
) -> Plan:
    """A plan that sends (route, item, quantity) in the week; nothing is kept anywhere at its end."""
    ends = dict(routes or {}) | {
        "hub_north": ("hub", "north"),
        "hub_south": ("hub", "south"),
        "hub_cross": ("hub", "cross"),
        "cross_south": ("cross", "south"),
        "hub>north": ("hub", "north"),
    }
    shipments = pd.DataFrame(
        [(r, i, None, pd.Timestamp(SUNDAY), q, 0.0, *ends[r], pd.NaT, None) for r, i, q in sent],
        columns=Shipments.column_names(),
    ).astype({"week": "datetime64[ns]", "lot_id": "str", "quantity": "float64"})
    empty = {name: _empty(schema.column_names()) for name, schema in PLAN_TABLES.items()}
    return Plan(
        tables=empty | {"shipments": shipments},
        needs=_empty(NeedsInput.column_names()),
        scenario=Scenario.from_values(dict(scenario)),
        report=SolveReport("optimal", "Optimal", 0.0, {}, 0, 0, 0),
    )


def _empty(columns: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    return frame.astype({name: "float64" for name in columns if name == "quantity"} | {"week": "datetime64[ns]"})


def dispatched(of: Operation, sent: Plan, roads: pd.DataFrame | None = None, **asked: object) -> Dispatch:
    """The dispatch of the week, searched shortly."""
    request = DispatchRequest(SUNDAY, **({"iterations": 200} | asked))
    changed = apply_scenario(of, sent.scenario)
    return solve_dispatch(changed, sent, request, distances_of(changed, sent.scenario, request, roads))


def at(day: str, clock: str) -> pd.Timestamp:
    """A moment of the week: ``at("Tue", "07:30")``."""
    number = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun").index(day)
    return MONDAY + pd.Timedelta(days=number) + pd.Timedelta(clock + ":00")
