"""Operations for rations: a hand-made one with a known answer, the published case, and one of its size from a seed."""

from pathlib import Path

import numpy as np
import pandas as pd

from core.domain.operation import Operation

HERE = Path(__file__).parent / "syria"
DAY = "2025-06-29"


def camps(people):
    """Tables ``camps`` and ``population`` of camps with one count each."""
    ids = list(people)
    table = pd.DataFrame({"camp_id": ids, "name": [i.title() for i in ids], "country": "SYR"})
    table["latitude"], table["longitude"] = np.linspace(34, 36, len(ids)), np.linspace(36, 40, len(ids))
    counts = pd.DataFrame({"camp_id": ids, "date": DAY, "population": [float(people[i]) for i in ids]})
    return {"camps": table, "population": counts}


def depots(ids, kind="supplier"):
    """Rows of ``depots``."""
    table = pd.DataFrame({"depot_id": list(ids), "name": [i.title() for i in ids], "kind": kind})
    table["latitude"], table["longitude"] = 35.0, 38.0
    return table


def foods(ids, limits=None):
    """Rows of ``items``; limits by food as (least, most)."""
    table = pd.DataFrame({"item_id": list(ids), "name": [i.title() for i in ids], "sector": "food", "unit": "kg"})
    table["weight_kg"], table["volume_m3"], table["need_quantity"], table["need_basis"] = 1.0, 0.002, 0.0, "person_day"
    table["priority"] = 1.0
    for side, name in enumerate(("ration_min_g", "ration_max_g")):
        table[name] = [(limits or {}).get(i, (np.nan, np.nan))[side] for i in table["item_id"]]
    return table


def links(rows):
    """Rows of ``routes`` from (origin, destination, USD per t)."""
    table = pd.DataFrame(rows, columns=["origin_id", "destination_id", "cost_usd_per_t"])
    table.insert(0, "route_id", [f"r{n}" for n in range(len(table))])
    return table.assign(mode="truck", distance_km=100.0, open=True)


def contents(rows):
    """Rows of ``nutrients`` from {food: {nutrient: amount in 100 g}}."""
    told = [(food, name, amount) for food, given in rows.items() for name, amount in given.items()]
    return pd.DataFrame(told, columns=["item_id", "nutrient", "amount_per_100g"])


def requirements(least, most=None):
    """Rows of ``nutrient_requirements``."""
    table = pd.DataFrame({"nutrient": list(least), "amount_per_person_day": [float(v) for v in least.values()]})
    table["maximum_per_person_day"] = [(most or {}).get(name, np.nan) for name in least]
    return table.assign(unit="g")


def offers(rows):
    """Rows of ``offers`` from (supplier, food, USD per t) or (..., t a week)."""
    rows = [(*row, np.nan)[:4] for row in rows]
    return pd.DataFrame(rows, columns=["depot_id", "item_id", "price_usd_per_t", "quantity_t_per_week"])


SETTINGS = pd.DataFrame({"key": ["name", "planning_start"], "value": ["Ration case", DAY]})


def hand_made(**changes):
    """Two foods, two nutrients, one supplier, one crossing, two camps.

    Energy 2,100 at 350 in 100 g of grain and 340 of beans; protein 60 at 10 and 22. Grain 300, beans 800 USD per t;
    the road costs 100 USD per t to each camp. With g grain and b beans in 100 g: 350 g + 340 b >= 2100 and
    10 g + 22 b >= 60. Both bind nowhere together: 600 g of grain gives 2,100 and 60, so grain alone is best:
    0.6 kg at 0.4 USD = 0.24 USD per person and day.
    """
    tables = {
        **camps({"a": 1000, "b": 3000}),
        "depots": pd.concat([depots(["port"]), depots(["crossing"], "junction")], ignore_index=True),
        "items": foods(["grain", "beans"]),
        "nutrients": contents({"grain": {"energy": 350, "protein": 10}, "beans": {"energy": 340, "protein": 22}}),
        "nutrient_requirements": requirements({"energy": 2100, "protein": 60}),
        "offers": offers([("port", "grain", 300), ("port", "beans", 800)]),
        "routes": links([("port", "crossing", 60), ("crossing", "a", 40), ("crossing", "b", 40)]),
        "settings": SETTINGS,
    }
    tables.update(changes)
    return Operation.build({name: table for name, table in tables.items() if table is not None})


def syria():
    """The published case: 25 foods, 12 nutrients, 11 suppliers, 7 delivery points, 38 links; see its README.

    A local market supplies and receives; it is a supplier and a delivery point here, with a link that costs nothing.
    """
    nodes, edges = pd.read_csv(HERE / "nodes.csv"), pd.read_csv(HERE / "edges.csv")
    table, prices = pd.read_csv(HERE / "foods.csv"), pd.read_csv(HERE / "prices.csv")
    needed = pd.read_csv(HERE / "requirements.csv").iloc[0].to_dict()
    receiving = nodes[nodes["Demand"].notna()].set_index("Name")["Demand"].to_dict()
    markets = [name for name in receiving if name in set(prices["A"])]
    abroad = nodes["Name"][nodes["Type"] == "I"]
    supplying = [*abroad, *nodes["Name"][nodes["Type"] == "R"], *(f"{name} market" for name in markets)]
    sold = [
        (s, food, price) for s in abroad for food, price in zip(table["Food"], table["InternationalPrice"], strict=True)
    ]
    sold += [(f"{a} market" if a in markets else a, food, price) for a, food, price in prices.itertuples(index=False)]
    roads = [*edges.itertuples(index=False), *((f"{name} market", name, 0.0) for name in markets)]
    given = {row["Food"]: {name: row[name] for name in needed} for row in table.to_dict("records")}
    return _case(receiving, supplying, table["Food"], given, needed, sold, roads)


def of_that_size(seed=20161101):
    """25 foods, 12 nutrients, 5 suppliers, 4 transhipment points, 3 delivery points, 39 links; prices and links seeded.

    Contents and requirements are those of the published case.
    """
    chance = np.random.default_rng(seed)
    table = pd.read_csv(HERE / "foods.csv")
    needed = pd.read_csv(HERE / "requirements.csv").iloc[0].to_dict()
    supplying = ["Amman", "Dayr_Az_Zor S", "Gaziantep", "Hassakeh S", "Homs S"]
    passing = ["Aleppo", "Damascus", "Hama", "Homs"]
    receiving = {"Ar Raqqa": 10000, "Dayr_Az_Zor": 25000, "Hassakeh": 10000}
    pairs = [(a, b) for a in supplying for b in (*passing, *receiving)] + [
        (a, b) for a in passing for b in (*passing, *receiving) if a != b
    ]
    chosen = np.sort(chance.choice(len(pairs), 39, replace=False))
    roads = [(*pairs[at], float(np.round(chance.uniform(40, 900), 2))) for at in chosen]
    sold = [
        (s, food, float(np.round(price * chance.uniform(0.6, 1.7), 2)))
        for s in supplying
        for food, price in zip(table["Food"], table["InternationalPrice"], strict=True)
        if chance.random() < 0.8
    ]
    given = {row["Food"]: {name: row[name] for name in needed} for row in table.to_dict("records")}
    return _case(receiving, [*supplying, *passing], table["Food"], given, needed, sold, roads)


def _case(receiving, supplying, food_names, given, needed, sold, roads):
    return Operation.build(
        {
            **camps(receiving),
            "depots": depots(supplying),
            "items": foods(food_names, {"Salt": (5.0, 5.0), "Sugar": (20.0, 20.0)}),
            "nutrients": contents(given),
            "nutrient_requirements": requirements(needed),
            "offers": offers(sold),
            "routes": links(roads),
            "settings": SETTINGS,
        }
    )
