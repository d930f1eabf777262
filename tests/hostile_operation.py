"""An operation whose names, ids and notes are hostile, as files to bring in; and what nothing that leaves may hold."""

import csv
import io
import json

import pandas as pd

from core.intake.apostrophes import RISKY
from tests.builders import small_tables
from tests.mutated_imports import assert_no_formula

OPERATION = "<b onmouseover=window.hacked=1>Hostile</b> =1+1 ![x](http://203.0.113.9/x.png)"
IDS = 12
"""Camps that also have a hostile identifier."""


def hostile_files(texts: list[str]) -> dict[str, bytes]:
    """Files of our own form in which the texts are names of camps, depots and items, and notes under hostile headers.

    Parameters
    ----------
    texts
        At least 60; each stands somewhere, all of them as notes of the camps.
    """
    tables = small_tables(settings={"name": OPERATION})
    third = len(texts) // 3
    names = {"camps": texts[:third], "depots": texts[third : 2 * third], "items": texts[2 * third :]}
    camps = _many(tables["camps"], "camp_id", "name", names["camps"])
    camps["camp_id"] = [
        name if n < IDS else key for n, (name, key) in enumerate(zip(camps["name"], camps["camp_id"], strict=True))
    ]
    camps["latitude"] = [-4 + n / 200 for n in range(len(camps))]
    for n, header in enumerate(texts[:8]):
        camps[f"{header} {n}"] = _turned(texts, n * 7, len(camps))
    camps["note"] = _turned(texts, 3, len(camps))
    camps["admin1"] = _turned(texts, 11, len(camps))
    depots = _many(tables["depots"], "depot_id", "name", names["depots"]).assign(kind="depot")
    depots["longitude"] = [29 + n / 100 for n in range(len(depots))]
    items = _many(tables["items"], "item_id", "name", names["items"])
    items["source"] = _turned(texts, 5, len(items))
    counts = tables["population"].groupby("camp_id", sort=False).tail(5)
    first = camps["camp_id"].iloc[0]
    population = pd.concat(
        [counts[counts["camp_id"] == "north"].assign(camp_id=camp, children_under_5=None) for camp in camps["camp_id"]]
    ).assign(source=first, date=lambda rows: rows["date"].astype(str).str[:10])
    stock = pd.DataFrame(
        {"place_id": depots["depot_id"].iloc[0], "item_id": items["item_id"].head(6), "quantity": 9000}
    )
    routes = pd.DataFrame(
        {
            "route_id": [f"{text} road" for text in texts[:20]],
            "origin_id": depots["depot_id"].iloc[0],
            "destination_id": camps["camp_id"].head(20),
            "mode": "truck",
            "distance_km": 900,
            "hours": 20,
            "cost_usd_per_t": 5,
            "open": "true",
            "both_ways": "true",
        }
    )
    frames = {
        "camps": camps, "depots": depots, "items": items, "population": population, "stock": stock, "routes": routes,
        "settings": tables["settings"],
    }  # fmt: skip
    return {f"{name}.csv": _csv(frame) for name, frame in frames.items()}


def _many(table: pd.DataFrame, key: str, name: str, texts: list[str]) -> pd.DataFrame:
    """As many rows as texts, like the first, each with a key and a name of its own."""
    rows = table.iloc[[0] * len(texts)].reset_index(drop=True)
    return rows.assign(**{key: [f"{key[0]}{n}" for n in range(len(texts))], name: texts})


def _turned(texts: list[str], by: int, count: int) -> list[str]:
    return [texts[(n + by) % len(texts)] for n in range(count)]


def _csv(frame: pd.DataFrame) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(frame.columns)
    writer.writerows(frame.astype("object").where(frame.notna(), "").to_numpy().tolist())
    return out.getvalue().encode()


def assert_leaves_harmless(files: dict[str, bytes]) -> None:
    """Exported files hold no formula, are what they say they are, and name nothing outside their folder."""
    for name, content in files.items():
        assert ".." not in name, name
        if name.endswith(".xlsx"):
            assert_no_formula(content)
        elif name.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
            risky = [c for c in cells if RISKY.match(c) and not c.startswith("'") and not _is_number(c)]
            assert not risky, f"{name} has a cell that a spreadsheet takes as a formula: {risky[0][:60]!r}"
        elif name.endswith(("json", "geojson")):
            json.loads(content)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
