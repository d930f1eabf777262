"""Small operations for tests: one written out, others drawn from a seed so that every kind of limit occurs."""

import datetime as dt
from functools import lru_cache

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.weeks import planning_weeks

START = pd.Timestamp("2015-10-04")


def table(text: str) -> pd.DataFrame:
    """Cells of a table written as lines of comma separated text, the first being the header."""
    header, *lines = [line.strip().split(",") for line in text.strip().splitlines()]
    return pd.DataFrame(lines, columns=header, dtype="str").replace("", np.nan)


def small_tables() -> dict[str, pd.DataFrame]:
    """Three camps served through a port, a hub and a junction, with every kind of good."""
    return {
        "camps": table(
            """camp_id,name,country,latitude,longitude,household_size,vulnerability
            north,North camp,RWA,-2.3,30.8,5,1
            east,East camp,TZA,-3.7,30.8,5,1.5
            south,South camp,TZA,-4.2,30.4,,"""
        ),
        "population": table("camp_id,date,population\nnorth,2015-10-04,30000"),
        "depots": table(
            """depot_id,name,kind,latitude,longitude
            hub,Hub,depot,-4.9,29.6
            cross,Crossing,junction,-3.6,30.7
            port,Port,supplier,-6.8,39.3"""
        ),
        "items": table(
            """item_id,name,sector,unit,weight_kg,volume_m3,need_quantity,need_basis,priority
            maize,Maize,food,kg,1,0.0015,0.4,person_day,3
            blanket,Blanket,shelter,piece,1.6,0.008,1,person_once,1
            soap,Soap,hygiene,bar,0.25,0.0003,1,person_month,1"""
        ),
        "stock": table(
            """place_id,item_id,quantity,expires
            hub,maize,250000,
            hub,blanket,20000,
            north,maize,9000,
            hub,soap,60000,2015-10-20"""
        ),
        "arrivals": table("depot_id,item_id,date,quantity\nhub,maize,2015-10-14,120000"),
        "offers": table("depot_id,item_id,price_usd_per_t,quantity_t_per_week\nport,maize,420,100"),
        "routes": table(
            """route_id,origin_id,destination_id,mode,distance_km,cost_usd_per_t,trip_cost_usd,payload_kg,trips_per_week,lead_time_weeks,open,both_ways
            r1,port,hub,rail,1250,60,,,,1,true,false
            r2,hub,cross,truck,250,,180,20000,12,0,true,true
            r3,cross,east,truck,25,8,,,,0,true,false
            r4,hub,south,truck,170,25,120,10000,9,0,true,false
            r5,cross,north,truck,210,40,,,,1,true,false"""
        ),
        "settings": table("key,value\nname,Small\nplanning_start,2015-10-04\nbudget_usd,60000\ncost_usd_per_t_km,0.2"),
    }


def small_operation(**changed: pd.DataFrame) -> Operation:
    """The written operation, with some tables exchanged."""
    return Operation.build(small_tables() | changed)


def small_needs(weeks: int = 4) -> pd.DataFrame:
    """What the three camps need; blankets are nearly all needed in the first week."""
    rows = [
        (camp, item, week, quantity * (1 if number == 0 or item != "blanket" else 0.02))
        for camp in ("north", "east", "south")
        for item, quantity in (("maize", 84000.0), ("blanket", 12000.0), ("soap", 7000.0))
        for number, week in enumerate(planning_weeks(START, weeks))
    ]
    return pd.DataFrame(rows, columns=["camp_id", "item_id", "week", "need"]).astype({"week": "datetime64[ns]"})


@lru_cache(maxsize=64)
def random_case(seed: int) -> tuple[Operation, pd.DataFrame, Scenario]:
    """An operation, needs and a scenario in which stocks, roads, money, room and dates all may bind."""
    rng = np.random.default_rng(seed)
    n_camps, n_depots, weeks = int(rng.integers(1, 4)), int(rng.integers(1, 4)), int(rng.integers(1, 5))
    camps = [f"c{n}" for n in range(n_camps)]
    depots = [f"d{n}" for n in range(n_depots)]
    places = depots + camps
    items = ["maize", "blanket", "soap", "stove"]

    def maybe(values: list, share: float) -> list:
        return [v if rng.random() < share else np.nan for v in values]

    def days(size: int, low: int, high: int) -> list[str]:
        return [str((START + pd.Timedelta(days=int(d))).date()) for d in rng.integers(low, high, size)]

    n_stock, n_arrivals, n_routes = int(rng.integers(2, 9)), int(rng.integers(0, 5)), int(rng.integers(1, 8))
    pairs = [tuple(rng.choice(len(places), 2, replace=False)) for _ in range(n_routes)] if len(places) > 1 else []
    pairs += [(0, n_depots + n) for n in range(n_camps)]
    n_routes = len(pairs)
    payload = rng.choice([500.0, 2000.0], n_routes)
    counted = rng.random(n_routes) < 0.6
    tables = {
        "camps": pd.DataFrame(
            {
                "camp_id": camps,
                "name": camps,
                "country": "TZA",
                "latitude": rng.uniform(-5, 0, n_camps),
                "longitude": rng.uniform(29, 31, n_camps),
                "vulnerability": maybe(list(rng.uniform(0.5, 2, n_camps)), 0.7),
                "storage_m3": maybe(list(rng.uniform(0, 12, n_camps)), 0.4),
            }
        ),
        "population": pd.DataFrame({"camp_id": camps, "date": "2015-10-04", "population": 1000.0}),
        "depots": pd.DataFrame(
            {
                "depot_id": depots,
                "name": depots,
                "kind": rng.choice(["depot", "supplier", "junction"], n_depots, p=[0.6, 0.2, 0.2]),
                "latitude": rng.uniform(-5, 0, n_depots),
                "longitude": rng.uniform(29, 31, n_depots),
                "storage_m3": maybe(list(rng.uniform(0, 12, n_depots)), 0.3),
                "throughput_t_per_week": maybe(list(rng.uniform(0.2, 6, n_depots)), 0.3),
            }
        ),
        "items": pd.DataFrame(
            {
                "item_id": items,
                "name": items,
                "sector": ["food", "shelter", "hygiene", "energy"],
                "unit": "piece",
                "weight_kg": [1.0, 1.6, 0.25, 5.0],
                "volume_m3": [0.0015, 0.008, 0.0003, 0.02],
                "need_quantity": [0.4, 1.0, 1.0, 1.0],
                "need_basis": ["person_day", "person_once", "person_month", "household_once"],
                "priority": rng.uniform(0.5, 4, 4),
                "shelf_life_days": [20.0, np.nan, 400.0, np.nan],
            }
        ),
        "stock": pd.DataFrame(
            {
                "place_id": rng.choice(places, n_stock),
                "item_id": rng.choice(items, n_stock),
                "quantity": maybe(list(rng.uniform(50, 4000, n_stock).round(1)), 0.9),
                "lot_id": maybe([f"lot{n}" for n in rng.integers(0, 3, n_stock)], 0.4),
                "expires": maybe(days(n_stock, -3, 40), 0.4),
                "earmark": maybe(list(rng.choice(camps, n_stock)), 0.3),
            }
        ),
        "arrivals": pd.DataFrame(
            {
                "depot_id": rng.choice(places, n_arrivals),
                "item_id": rng.choice(items, n_arrivals),
                "date": days(n_arrivals, -5, 40),
                "quantity": rng.uniform(50, 4000, n_arrivals).round(1),
                "lot_id": maybe(["lotA"] * n_arrivals, 0.3),
                "expires": maybe(days(n_arrivals, 0, 60), 0.3),
            }
        ),
        "offers": pd.DataFrame(
            {
                "depot_id": [depots[0], depots[-1]],
                "item_id": ["maize", "soap"],
                "price_usd_per_t": rng.uniform(100, 900, 2),
                "quantity_t_per_week": maybe([2.0, 1.0], 0.7),
                "lead_time_weeks": maybe([1.0, 1.0], 0.5),
            }
        ),
        "routes": pd.DataFrame(
            {
                "route_id": [f"r{n}" for n in range(n_routes)],
                "origin_id": [places[a] for a, _ in pairs],
                "destination_id": [places[b] for _, b in pairs],
                "mode": "truck",
                "distance_km": maybe(list(rng.uniform(10, 300, n_routes)), 0.8),
                "cost_usd_per_t": maybe(list(rng.uniform(0, 80, n_routes)), 0.7),
                "trip_cost_usd": np.where(
                    counted & (rng.random(n_routes) < 0.6), rng.uniform(10, 200, n_routes), np.nan
                ),
                "payload_kg": np.where(counted, payload, maybe(list(payload), 0.3)),
                "volume_m3": maybe(list(rng.uniform(0.5, 8, n_routes)), 0.5),
                "trips_per_week": np.where(
                    counted & (rng.random(n_routes) < 0.6), rng.integers(0, 5, n_routes), np.nan
                ),
                "lead_time_weeks": maybe([float(n) for n in rng.integers(0, 3, n_routes)], 0.6),
                "open": pd.array(rng.choice([True, True, True, False], n_routes), dtype="boolean"),
                "both_ways": pd.array(rng.choice([True, False], n_routes), dtype="boolean"),
            }
        ),
        "settings": pd.DataFrame({"key": ["planning_start"], "value": ["2015-10-04"]}),
    }
    sundays = planning_weeks(START, weeks)
    needs = pd.DataFrame(
        [
            (c, i, week, float(rng.uniform(0, 3000)) if rng.random() < 0.9 else 0.0)
            for c in camps
            for i in items
            if rng.random() < 0.9
            for week in sundays
        ],
        columns=["camp_id", "item_id", "week", "need"],
    ).astype({"week": "datetime64[ns]"})
    closures = [{"route_id": "r0", "from": (START + pd.Timedelta(days=int(rng.integers(0, 20)))).date()}]
    closures += [{"depot_id": depots[-1], "to": dt.date(2015, 10, 12)}]
    scenario = Scenario.from_values(
        {
            "weeks": weeks,
            "budget_usd": float(rng.uniform(50, 4000)) if rng.random() < 0.6 else None,
            "budget_usd_per_week": float(rng.uniform(50, 1500)) if rng.random() < 0.4 else None,
            "penalty_usd": float(rng.choice([0.5, 2.0, 100.0])),
            "closures": [c for c in closures if rng.random() < 0.4],
            "camp_limits": [{"camp_id": camps[0], "max_coverage": 0.6}] if rng.random() < 0.3 else [],
            "decisions": [{"kind": "forbidden", "route_id": "r0", "item_id": "maize", "week": sundays[0].date()}]
            if rng.random() < 0.3
            else [],
        }
    )
    return Operation.build(tables), needs, scenario
