# ruff: noqa: E501  one row a line
"""A small operation and a plan for it, made and added up by hand: three weeks, two camps, two items.

A supplier sells maize (there a week later) and sends it by rail; the depot holds lot L1, which expires on 15 July,
lot E, reserved for Nduta, and blankets; a junction lies on the road to Nduta; the way to Mahama takes a week.
"""

import io
from functools import cache

import pandas as pd

from core.domain.operation import Operation
from core.domain.plan import Plan, SolveReport
from core.domain.scenario import Scenario
from core.domain.schemas import PLAN_TABLES

START = "2025-06-29"
W1, W2, W3 = "2025-07-06", "2025-07-13", "2025-07-20"

OPERATION = {
    "camps": """camp_id,name,country,latitude,longitude,storage_m3,vulnerability
nduta,Nduta,TZA,-3.69,30.78,60,2
mahama,Mahama,RWA,-2.30,30.83,,
""",
    "population": "camp_id,date,population\nnduta,2025-06-29,10000\nmahama,2025-06-29,5000\n",
    "depots": """depot_id,name,kind,latitude,longitude,storage_m3,throughput_t_per_week
dar,Dar es Salaam,supplier,-6.82,39.28,,
kigoma,Kigoma,depot,-4.88,29.63,150,60
kibondo,Kibondo,junction,-3.58,30.70,,
""",
    "items": """item_id,name,sector,unit,weight_kg,volume_m3,need_quantity,need_basis,priority,shelf_life_days,whole_units
maize,Maize flour,food,kg,1,0.0015,0.4,person_day,3,60,
blanket,Blanket,shelter,piece,1.5,0.008,1,person_once,1,,true
""",
    "stock": """place_id,item_id,quantity,lot_id,expires,earmark
kigoma,maize,100000,L1,2025-07-15,
kigoma,maize,20000,E,,nduta
kigoma,blanket,500,,,
nduta,maize,10000,,,
mahama,blanket,,,,
""",
    "arrivals": """depot_id,item_id,date,quantity,lot_id
kigoma,maize,2025-07-10,30000,A1
kigoma,maize,2025-06-29,7000,A0
kigoma,maize,2025-08-01,7000,A9
kigoma,maize,2025-07-12,,A2
""",
    "offers": "depot_id,item_id,price_usd_per_t,quantity_t_per_week,lead_time_weeks\ndar,maize,400,50,1\n",
    "routes": """route_id,origin_id,destination_id,mode,distance_km,cost_usd_per_t,trip_cost_usd,payload_kg,volume_m3,trips_per_week,lead_time_weeks,open,both_ways
rail,dar,kigoma,rail,1250,60,,,,,,true,
road,kigoma,kibondo,truck,250,0,200,20000,60,6,0,true,true
last,kibondo,nduta,truck,25,8,,,,,0,true,
north,kigoma,mahama,truck,100,,,10000,,10,1,true,
""",
    "settings": "key,value\nname,By hand\nplanning_start,2025-06-29\nbudget_usd,40000\ncost_usd_per_t_km,0.2\n",
}

PLAN = {
    "shipments": f"""route_id,item_id,lot_id,week,quantity,trips,origin_id,destination_id,expires,earmark
road,maize,L1,{W1},18000,0.9,kigoma,kibondo,2025-07-15,
last,maize,L1,{W1},18000,0,kibondo,nduta,2025-07-15,
road,blanket,,{W1},300,0.0225,kigoma,kibondo,,
last,blanket,,{W1},300,0,kibondo,nduta,,
north,maize,L1,{W1},14000,1.4,kigoma,mahama,2025-07-15,
north,blanket,,{W1},200,0.03,kigoma,mahama,,
rail,maize,,{W2},20000,0,dar,kigoma,2025-09-04,
road,maize,L1,{W2},28000,1.4,kigoma,kibondo,2025-07-15,
last,maize,L1,{W2},28000,0,kibondo,nduta,2025-07-15,
north,maize,,{W2},14000,1.4,kigoma,mahama,2025-09-04,
road,maize,E,{W3},20000,1,kigoma,kibondo,,nduta
last,maize,E,{W3},20000,0,kibondo,nduta,,nduta
road,maize,A1,{W3},8000,0.4,kigoma,kibondo,,
last,maize,A1,{W3},8000,0,kibondo,nduta,,
""",
    "trips": f"route_id,week,trips\nroad,{W1},0.9225\nroad,{W2},1.4\nroad,{W3},1.4\nnorth,{W1},1.43\nnorth,{W2},1.4\n",
    "stock": f"""place_id,item_id,lot_id,week,quantity,expires,earmark
kigoma,maize,L1,{W1},68000,2025-07-15,
kigoma,maize,E,{W1},20000,,nduta
kigoma,maize,L1,{W2},40000,2025-07-15,
kigoma,maize,E,{W2},20000,,nduta
kigoma,maize,A1,{W2},30000,,
kigoma,maize,,{W2},6000,2025-09-04,
kigoma,maize,A1,{W3},22000,,
kigoma,maize,,{W3},6000,2025-09-04,
""",
    "purchases": f"depot_id,item_id,week,quantity,cost_usd,lead_time_weeks\ndar,maize,{W1},20000,8000,1\n",
    "losses": f"""place_id,item_id,lot_id,week,quantity,reason,expires,earmark
kigoma,maize,L1,{W3},40000,expired,2025-07-15,
""",
    "coverage": f"""camp_id,item_id,week,need,delivered,unmet,coverage
nduta,maize,{W1},28000,28000,0,1
nduta,maize,{W2},28000,28000,0,1
nduta,maize,{W3},28000,28000,0,1
nduta,blanket,{W1},300,300,0,1
nduta,blanket,{W2},0,0,0,1
nduta,blanket,{W3},0,0,0,1
mahama,maize,{W1},14000,0,14000,0
mahama,maize,{W2},14000,14000,0,1
mahama,maize,{W3},14000,14000,0,1
mahama,blanket,{W1},400,0,400,0
mahama,blanket,{W2},410,200,210,{200 / 410}
mahama,blanket,{W3},210,0,210,0
""",
}

NEEDS = f"""camp_id,item_id,week,need
nduta,maize,{W1},28000
nduta,maize,{W2},28000
nduta,maize,{W3},28000
nduta,blanket,{W1},300
mahama,maize,{W1},14000
mahama,maize,{W2},14000
mahama,maize,{W3},14000
mahama,blanket,{W1},400
mahama,blanket,{W2},10
"""

TRANSPORT = 200 * (0.9225 + 1.4 + 1.4) + 8 * (18.45 + 28 + 28) + 100 * 0.2 * (14.3 + 14) + 60 * 20
"""Trips to Kibondo, freight on to Nduta, estimated freight to Mahama, rail."""

UNMET = 3 * 14000 / 2.8 + (400 + 210 + 210)
"""Weighted person-weeks: maize at Mahama in week 1, blankets at Mahama in every week; its vulnerability is 1."""

SERVED = (3 * 28000 + 2 * 14000) / 2.8 + 3 * 300 + (0 + 200 + 200)
"""Person-weeks with maize, and with a blanket: at Nduta from week 1, at Mahama from week 2."""

SUMMARY = {
    "status": "optimal",
    "weighted_unmet": UNMET,
    "cost_usd": TRANSPORT + 8000,
    "transport_usd": TRANSPORT,
    "purchase_usd": 8000.0,
    "objective": 100 * UNMET + TRANSPORT + 8000,
    "worst_coverage": 1 - UNMET / (3 * 42000 / 2.8 + 400 + 410 + 410),
    "waste_t": 40.0,
    "expired_t": 40.0,
    "disposed_t": 0.0,
    "over_delivered_t": 0.0,
    "person_weeks_served": SERVED,
    "transport_usd_per_person_week": TRANSPORT / SERVED,
    "weeks_late": (400 + 210 + 210) / (300 + 400 + 10),
    "penalty_usd": 100.0,
    "weeks": 3,
    "fairness": "efficiency",
    "scenario": "By hand",
    "operation": "By hand",
    "illustrative": False,
    "gap": 0.0,
    "planning_start": START,
}

DATES = ("date", "week", "expires")
NAMES = ("lot_id", "earmark", "origin_id", "destination_id")


def read(text: str) -> pd.DataFrame:
    """A table of cells as text."""
    return pd.read_csv(io.StringIO(text), dtype="str")


@cache
def hand_made_operation(**tables: str) -> Operation:
    """The operation; ``tables`` replace its texts."""
    return Operation.build({name: read(text) for name, text in (OPERATION | tables).items() if text})


def hand_made_plan(operation: Operation | None = None, **scenario: object) -> Plan:
    """The plan, right in every number."""
    tables, needs = _plan_tables()
    return Plan(
        tables={name: table.copy() for name, table in tables.items()},
        needs=needs.copy(),
        scenario=Scenario.from_values({"name": "By hand", "weeks": 3, **scenario}),
        report=SolveReport("optimal", "by hand", 0.0, {"solve": 0.0}, 1, 1, 1),
        summary=SUMMARY | {"fingerprint": (operation or hand_made_operation()).fingerprint},
    )


@cache
def _plan_tables() -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    tables = {name: typed(read(text)) for name, text in PLAN.items()}
    return {name: tables[name][schema.column_names()] for name, schema in PLAN_TABLES.items()}, typed(read(NEEDS))


def typed(table: pd.DataFrame) -> pd.DataFrame:
    """Cells in their types, as a planner hands them over."""
    for name in table.columns:
        if name in DATES:
            table[name] = pd.to_datetime(table[name]).astype("datetime64[ns]")
        elif name not in NAMES and not name.endswith("_id") and name != "reason":
            table[name] = table[name].astype("int64" if name == "lead_time_weeks" else "float64")
    return table
