"""Limits and stock: blank limits, more stock than room, unknown quantities, expired lots."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Arrivals, Camps, Depots, Items, Routes, Stock
from core.intake.checks.listing import findings_of_rows

LIMITS = {
    "camps": (Camps.storage_m3,),
    "depots": (Depots.storage_m3, Depots.throughput_t_per_week),
    "routes": (Routes.trips_per_week,),
}
"""Columns that limit the plan where they are filled in."""


def check_limits(tables: Mapping[str, pd.DataFrame], start: pd.Timestamp | None) -> list[Finding]:
    """Questions and notes about limits, stock and arrivals."""
    return [
        *_overfull(tables),
        *([] if start is None else _expired(tables["stock"], start)),
        *_unknown_quantities(tables),
        *_blank_limits(tables),
        *_no_routes(tables),
    ]


def _blank_limits(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    findings = []
    for name, columns in LIMITS.items():
        table = tables[name]
        if name == "depots":
            table = table[table[Depots.kind] == "depot"]
        for column in columns:
            blank = table[table[column].isna()]
            if len(blank):
                words = f"{len(blank):,} of {len(table):,} rows have no {column}: the limit does not bind there."
                findings.append(
                    Finding("note", name, int(blank.index[0]) + 2, column, "blank_limit", words, "Fill in if known.")
                )
    return findings


def _overfull(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    stock = tables["stock"]
    volume = tables["items"].drop_duplicates(Items.item_id).set_index(Items.item_id)[Items.volume_m3]
    held = (
        (stock[Stock.quantity] * stock[Stock.item_id].map(volume).astype("float64"))
        .groupby(stock[Stock.place_id])
        .sum()
    )
    findings: list[Finding] = []
    for name, key, storage in (
        ("camps", Camps.camp_id, Camps.storage_m3),
        ("depots", Depots.depot_id, Depots.storage_m3),
    ):
        places = tables[name]
        rows = places.assign(held=places[key].map(held).astype("float64"), room=places[storage])
        # a hair of tolerance: quantities are often storage divided by volume, and come back rounded
        full = rows["held"] > rows["room"] * (1 + 1e-9)
        findings += findings_of_rows(
            "question",
            name,
            rows[full],
            storage,
            "stock_above_storage",
            lambda row: f"{row['name']} holds {row['held']:,.0f} m3 of stock in a storage of {row['room']:,.0f} m3.",
            "Check both; the plan takes the larger as the limit.",
        )
    return findings


def _expired(stock: pd.DataFrame, start: pd.Timestamp) -> list[Finding]:
    return findings_of_rows(
        "question",
        "stock",
        stock[stock[Stock.expires] < start],
        Stock.expires,
        "expired_stock",
        lambda row: (
            f"{row[Stock.item_id]} at {row[Stock.place_id]} expired on {row[Stock.expires].date()}, "
            f"before the planning start {start.date()}; it is not used."
        ),
        "Correct the date, or take the lot out.",
    )


def _unknown_quantities(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    findings: list[Finding] = []
    for name, place in (("stock", Stock.place_id), ("arrivals", Arrivals.depot_id)):
        table = tables[name]
        blank = table[table["quantity"].isna() & table[place].notna()]
        findings += findings_of_rows(
            "note",
            name,
            blank,
            "quantity",
            "unknown_quantity",
            lambda row, place=place: (  # type: ignore[misc]
                f"How much {row['item_id']} there is at {row[place]} is not known; none is planned with."
            ),
            "Fill in the quantity, 0 if there is none.",
        )
    return findings


def _no_routes(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    routes, depots, camps = tables["routes"], tables["depots"], tables["camps"]
    if depots.empty:
        return []
    if routes.empty:
        words = "There is no table of routes; routes are estimated from distances."
        return [Finding("note", "routes", None, None, "no_routes", words, "Add routes.csv for real distances.")]
    reached = pd.Index(np.r_[routes[Routes.destination_id].to_numpy(), _way_back(routes)])
    cut_off = camps[camps[Camps.camp_id].notna() & ~camps[Camps.camp_id].isin(reached)]
    return findings_of_rows(
        "question",
        "camps",
        cut_off,
        Camps.camp_id,
        "no_route_in",
        lambda row: f"No route leads to {row[Camps.name]}; it can only use what it has.",
        "Add a route to it.",
    )


def _way_back(routes: pd.DataFrame) -> np.ndarray:
    return routes.loc[routes[Routes.both_ways].fillna(False).astype(bool), Routes.origin_id].to_numpy()
