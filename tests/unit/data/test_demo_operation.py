"""The demonstration operation: made by its script, valid, and as scarce as a real one."""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from core.demand.panel import shelf_was_empty
from core.domain.geography import great_circle_km
from core.domain.operation import Operation
from core.domain.schemas import Arrivals, Camps, Consumption, Deliveries, Depots, Items, Population, Routes, Stock

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "data" / "demo"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_demo", ROOT / "data" / "make_demo.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def demo() -> Operation:
    return Operation.build(
        {f.stem: pd.read_csv(f, dtype="str", keep_default_na=False, na_values=[""]) for f in DEMO.glob("*.csv")}
    )


def test_running_the_script_again_gives_the_committed_bytes(script: ModuleType, tmp_path: Path) -> None:
    script.write_tables(tmp_path)
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == {f.name: f.read_bytes() for f in DEMO.glob("*.csv")}


def test_another_seed_gives_other_counts(script: ModuleType) -> None:
    counts = script.make_tables(1)["population"][Population.population]
    assert not counts.equals(script.make_tables(2)["population"][Population.population])


def test_the_operation_is_valid_without_a_finding_and_says_it_is_illustrative(demo: Operation) -> None:
    assert demo.findings == ()
    assert demo.settings.illustrative
    assert demo.planning_start == pd.Timestamp("2026-11-01")


def test_no_count_is_dated_after_the_planning_start(demo: Operation) -> None:
    assert demo.population[Population.date].max() <= demo.planning_start


def test_the_history_has_recounts_copies_gaps_and_old_last_counts(demo: Operation) -> None:
    people = demo.population
    assert set(people[Population.kind]) >= {"registration", "recount", "copied", "movement", "estimate"}
    between = people.sort_values(Population.date).groupby(Population.camp_id)[Population.date].diff().dt.days
    assert between.max() > 60
    age = (demo.planning_start - people.groupby(Population.camp_id)[Population.date].max()).dt.days
    assert age["lusenda"] == 23
    assert age["musasa"] == 16
    assert (age.drop(["lusenda", "musasa"]) <= 14).all()


def test_roads_are_not_shorter_than_the_straight_line(demo: Operation) -> None:
    camps = demo.camps[[Camps.camp_id, Camps.latitude, Camps.longitude]].set_axis(["place", "lat", "lon"], axis=1)
    depots = demo.depots[[Depots.depot_id, Depots.latitude, Depots.longitude]].set_axis(["place", "lat", "lon"], axis=1)
    at = pd.concat([camps, depots]).set_index("place")
    routes = demo.routes
    start, end = at.loc[routes[Routes.origin_id]], at.loc[routes[Routes.destination_id]]
    straight = great_circle_km(
        start["lat"].to_numpy(), start["lon"].to_numpy(), end["lat"].to_numpy(), end["lon"].to_numpy()
    )
    assert (routes[Routes.distance_km].to_numpy() >= straight).all()


def test_every_camp_can_be_reached_and_most_by_two_roads(demo: Operation) -> None:
    roads = demo.routes[demo.routes[Routes.open].fillna(True)].groupby(Routes.destination_id).size()
    reached = roads.reindex(demo.camps[Camps.camp_id], fill_value=0)
    assert (reached >= 1).all()
    assert (reached >= 2).sum() >= 7


def test_the_food_basket_gives_about_2100_kcal(demo: Operation) -> None:
    nutrients = demo.nutrients
    energy = nutrients[nutrients["nutrient"] == "energy_kcal"].set_index("item_id")["amount_per_100g"]
    items = demo.items.set_index(Items.item_id)
    everybody = items[items[Items.group].isna() & items.index.isin(energy.index)]
    kcal = (everybody[Items.need_quantity] * 10 * energy.reindex(everybody.index)).sum()
    assert kcal == pytest.approx(2100, rel=0.02)


def test_every_standard_names_its_source_and_goods_stay_divisible(demo: Operation) -> None:
    assert demo.items[Items.source].notna().all()
    assert demo.items[Items.whole_units].isna().all()


def test_some_stock_is_not_known_and_some_lots_are_reserved_or_expire(demo: Operation) -> None:
    stock = demo.stock
    assert stock[Stock.quantity].isna().sum() == 2
    assert stock[Stock.earmark].notna().any()
    assert stock[Stock.expires].notna().any()
    assert (
        demo.arrivals[Arrivals.date].between(demo.planning_start, demo.planning_start + np.timedelta64(56, "D")).all()
    )


def test_stock_reports_add_up_and_fit_the_deliveries(demo: Operation) -> None:
    reports = demo.consumption.sort_values([Consumption.place_id, Consumption.item_id, Consumption.period_start])
    before = reports.groupby([Consumption.place_id, Consumption.item_id])[Consumption.stock_end].shift()
    moved = reports[Consumption.received] + reports[Consumption.adjustment] - reports[Consumption.distributed]
    assert (before + moved - reports[Consumption.stock_end]).dropna().abs().max() == 0
    shelves = shelf_was_empty(reports)
    none = reports[Consumption.distributed].eq(0).to_numpy()
    assert shelves.any()
    assert (none & ~shelves).any()
    given = demo.deliveries
    same = (
        given[given[Deliveries.date].between("2026-10-01", "2026-10-31")].groupby(Deliveries.item_id)["quantity"].sum()
    )
    of_month = (
        reports[reports[Consumption.period_start] == "2026-10-01"].groupby(Consumption.item_id)["distributed"].sum()
    )
    assert of_month.to_dict() == same.reindex(of_month.index).to_dict()
