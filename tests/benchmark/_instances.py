"""Relief operations of three sizes, drawn from a seed: tables as files have them, and the needs (illustrative).

    python -m tests.benchmark._instances S FOLDER [SEED]

Camps lie at one density, depots near some of them; items, people, needs, roads and money are drawn, up to a third of a
good is missing, so that stock, storage, throughput and trips all bind somewhere. A pure function of size and seed.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.weeks import planning_weeks

START = pd.Timestamp("2025-06-29")
"""Date of the stock count, a Sunday."""

PENALTY_USD = 2.0
"""Of a weighted person-week: low, so that cost has a say."""


@dataclass(frozen=True)
class Size:
    """How large an operation is; ``links`` is the number of nearest depots that serve a camp, None for all."""

    camps: int
    depots: int
    items: int
    weeks: int
    links: int | None


SIZES = {
    "S": Size(34, 4, 8, 8, None),
    "M": Size(300, 12, 12, 12, None),
    "L": Size(2000, 40, 12, 12, 6),
}

ITEMS = pd.DataFrame(
    [
        ("wheat_flour_50kg", "food", 50.0, 0.080, 9.0, 0.056),
        ("rice_25kg", "food", 25.0, 0.038, 8.0, 0.042),
        ("oil_carton_12l", "food", 11.5, 0.022, 8.0, 0.019),
        ("pulses_25kg", "food", 25.0, 0.035, 8.0, 0.017),
        ("water_pallet_500l", "water", 520.0, 0.75, 10.0, 0.010),
        ("hygiene_kit", "hygiene", 7.0, 0.030, 6.0, 0.012),
        ("health_kit", "health", 45.0, 0.25, 10.0, 0.0005),
        ("tarpaulin_bale", "shelter", 24.0, 0.060, 4.0, 0.004),
        ("blanket_bale_10", "shelter", 16.0, 0.110, 4.0, 0.008),
        ("rutf_carton", "food", 15.5, 0.030, 10.0, 0.003),
        ("tent_family", "shelter", 55.0, 0.28, 5.0, 0.001),
        ("jerrycan_box_50", "water", 21.0, 0.16, 3.0, 0.0012),
    ],
    columns=["item_id", "sector", "weight_kg", "volume_m3", "priority", "need_quantity"],
)
"""Goods; ``need_quantity`` is units a person and week."""

TRUCKS = pd.DataFrame(
    [("truck_5t", 5.0, 22.0, 1.10), ("truck_10t", 10.0, 42.0, 1.55), ("truck_25t", 25.0, 85.0, 2.40)],
    columns=["mode", "payload_t", "volume_m3", "usd_per_km"],
)


@dataclass(frozen=True, eq=False)
class Instance:
    """An operation as raw tables, its needs, and the question asked of it."""

    tables: dict[str, pd.DataFrame]
    needs: pd.DataFrame
    scenario: Scenario

    def operation(self) -> Operation:
        """The tables, validated."""
        return Operation.build(self.tables)


def draw_instance(size: Size, seed: int = 7) -> Instance:
    """An instance of a size, one of ``SIZES`` or another."""
    n_camps, n_depots, n_items, n_weeks = size.camps, size.depots, size.items, size.weeks
    draw = np.random.default_rng([seed, n_camps, n_depots, n_items, n_weeks])
    items = ITEMS.head(n_items)
    kg = items["weight_kg"].to_numpy()

    side_km = 60.0 * np.sqrt(n_camps)
    camp_km = draw.uniform(0, side_km, (n_camps, 2))
    depot_km = camp_km[draw.choice(n_camps, n_depots, replace=False)] + draw.normal(0, 5, (n_depots, 2))
    people = np.round(draw.lognormal(np.log(9000), 0.9, n_camps)).astype(int) + 300
    storage_m3 = np.round(people * draw.uniform(0.004, 0.02, n_camps) + 10, 1)
    vulnerability = draw.uniform(0.8, 1.3, n_camps).round(3)

    wave = 1 + 0.25 * np.sin(np.arange(n_weeks) * 0.7 + draw.uniform(0, 6.3, (n_camps, 1, 1)))
    need = people[:, None, None] * items["need_quantity"].to_numpy()[:, None] * wave
    need = need * draw.uniform(0.7, 1.3, (n_camps, n_items, n_weeks))
    need = np.round(np.where(draw.uniform(size=need.shape) < 0.03, 0.0, need), 2)
    in_all = need.sum(axis=0)

    tonnes_a_week = (in_all * kg[:, None]).sum(axis=0).mean() / 1000
    share = draw.dirichlet(np.full(n_depots, 4.0))
    throughput_t = np.round(tonnes_a_week * 1.05 * (0.5 * share + 0.5 / n_depots), 2)
    supply = in_all.sum(axis=1) * draw.uniform(0.70, 1.15, n_items)
    stock = np.round(0.35 * supply * draw.dirichlet(np.full(n_depots, 3.0), n_items).T, 2)
    spread = draw.dirichlet(np.full(n_depots * n_weeks, 1.2), n_items).reshape(n_items, n_depots, n_weeks)
    arrivals = np.round(0.60 * supply[:, None] * spread.transpose(1, 0, 2), 2)
    arrivals[arrivals < 1e-3] = 0
    camp_stock = np.round(need[:, :, 0] * draw.uniform(0.0, 0.6, (n_camps, n_items)), 2)

    road_km = np.sqrt(((depot_km[:, None, :] - camp_km[None, :, :]) ** 2).sum(axis=2)) * 1.35 + 3.0
    links = min(size.links or n_depots, n_depots)
    nearest = np.sort(np.argsort(road_km, axis=0, kind="stable")[:links].T, axis=1)
    of_camp, of_depot = np.repeat(np.arange(n_camps), links), nearest.ravel()
    km = road_km[of_depot, of_camp]
    truck = TRUCKS.iloc[draw.choice(3, of_camp.size, p=[0.25, 0.45, 0.30])].reset_index(drop=True)
    camp_t = (need * kg[:, None]).sum(axis=1).mean(axis=1) / 1000
    payload_t = truck["payload_t"].to_numpy()
    trip_usd = np.round(60 + 2 * km * truck["usd_per_km"].to_numpy() * draw.uniform(0.9, 1.3, km.size), 2)
    usd_per_t = np.round(draw.uniform(6, 14, km.size), 2)
    trips = np.ceil(camp_t[of_camp] / payload_t * draw.uniform(0.4, 2.0, km.size) + 1)
    is_open = draw.uniform(size=km.size) > 0.04
    mean_usd = pd.Series(trip_usd / payload_t + usd_per_t).groupby(of_camp).mean().to_numpy()
    budget_usd = float(np.round(0.62 * (mean_usd * camp_t).sum() * n_weeks))

    camp = np.array([f"C{n:04d}" for n in range(n_camps)], object)
    depot = np.array([f"D{n:03d}" for n in range(n_depots)], object)
    item = items["item_id"].to_numpy(object)
    weeks = planning_weeks(START, n_weeks)
    tables = {
        "camps": _places("camp_id", camp, camp_km, storage_m3=storage_m3, vulnerability=vulnerability),
        "population": pd.DataFrame({"camp_id": camp, "date": f"{START:%Y-%m-%d}", "population": people}),
        "depots": _places("depot_id", depot, depot_km, kind="depot", throughput_t_per_week=throughput_t),
        "items": items.assign(name=items["item_id"], unit="unit", need_basis="person_week"),
        "stock": pd.concat([_amounts(camp, item, camp_stock), _amounts(depot, item, stock)]),
        "arrivals": _arrivals(depot, item, weeks, arrivals),
        "routes": pd.DataFrame(
            {
                "route_id": [f"R{n:05d}" for n in range(km.size)],
                "origin_id": depot[of_depot],
                "destination_id": camp[of_camp],
                "mode": truck["mode"],
                "distance_km": km.round(2),
                "cost_usd_per_t": usd_per_t,
                "trip_cost_usd": trip_usd,
                "payload_kg": payload_t * 1000.0,
                "volume_m3": truck["volume_m3"],
                "trips_per_week": trips,
                "open": np.where(is_open, "true", "false"),
            }
        ),
        "settings": pd.DataFrame(
            {
                "key": ["name", "planning_start", "budget_usd"],
                "value": [f"{n_camps} camps (illustrative)", f"{START:%Y-%m-%d}", f"{budget_usd}"],
            }
        ),
    }
    needs = pd.DataFrame(
        {
            "camp_id": np.repeat(camp, n_items * n_weeks),
            "item_id": np.tile(np.repeat(item, n_weeks), n_camps),
            "week": np.tile(weeks, n_camps * n_items),
            "need": need.ravel(),
        }
    )
    text = {name: table.astype("str") for name, table in tables.items()}
    return Instance(text, needs, Scenario(weeks=n_weeks, penalty_usd=PENALTY_USD))


def _places(key: str, ids: np.ndarray, at_km: np.ndarray, **columns: object) -> pd.DataFrame:
    """Places on a plane of kilometres, set down near the equator."""
    where = {"latitude": (at_km[:, 1] / 111.0).round(5), "longitude": (at_km[:, 0] / 111.0).round(5)}
    return pd.DataFrame({key: ids, "name": ids, "country": "KEN", **where, **columns})


def _amounts(place: np.ndarray, item: np.ndarray, quantity: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place_id": np.repeat(place, item.size),
            "item_id": np.tile(item, place.size),
            "quantity": quantity.ravel(),
        }
    )


def _arrivals(depot: np.ndarray, item: np.ndarray, weeks: pd.DatetimeIndex, quantity: np.ndarray) -> pd.DataFrame:
    at, of, week = np.nonzero(quantity)
    return pd.DataFrame(
        {"depot_id": depot[at], "item_id": item[of], "date": weeks[week], "quantity": quantity[at, of, week]}
    )


def write_instance(instance: Instance, folder: Path) -> None:
    """The tables as CSV files, and ``needs.csv`` and ``scenario.json`` beside the folder's tables."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in instance.tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    instance.needs.to_csv(folder / "needs.csv", index=False, date_format="%Y-%m-%d")
    (folder / "scenario.json").write_text(instance.scenario.model_dump_json(exclude_defaults=True))


if __name__ == "__main__":
    write_instance(draw_instance(SIZES[sys.argv[1]], *map(int, sys.argv[3:])), Path(sys.argv[2]))
