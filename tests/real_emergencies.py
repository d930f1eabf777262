"""The three real emergencies as operations, from counts and road links that lie beside the project.

What is real: camps, counts as registered, towns, road links in km. What is made, by rules that are the same for all
three and are stated here: depots, goods, stock, arrivals, trucks and money. Three *regimes* let one thing bind at a
time; each is sized to ``SHARE`` of what the people last counted need, so that somebody has to go without.

- ``stock``: goods come every week, ``SHARE`` of a week's need of each item in all; trucks and money do not bind.
- ``trucks``: goods lie ready. The trucks of all depots together move ``SHARE`` of a week's need, to whichever camps;
  each depot has trucks for the camps it is nearest to.
- ``fixed_trucks``: the same, but trucks keep to their roads. Every depot shares them evenly among its roads, and a
  truck makes as many round trips as ``DRIVING_HOURS`` at ``SPEED_KMH`` allow, so that near camps see more trips.
- ``budget``: goods lie ready; the money of a week pays for ``SHARE`` of the cheapest way to move a week's need.

Depots are the two towns with the least road distance to the people, each camp counted with its nearer depot. A route is
the shortest way by road from a depot to a camp. Goods are the standard catalogue without items for a group, for these
counts have none; once items start with everybody served who was there at the start.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from core.domain.indicators import is_once, units_per_person_week
from core.domain.operation import Operation
from core.domain.schemas import Camps, Depots, Items
from core.domain.weeks import DAYS_PER_WEEK, first_week
from core.settings import PROJECT

DATA = PROJECT.parent / "shared" / "data"
EMERGENCIES = ("burundi2015", "mali2012", "syria2013")
REGIMES = ("stock", "trucks", "budget")
FIXED_TRUCKS = "fixed_trucks"
SHARE = 0.8
"""Of a week's need, what the binding limit lets through."""
NEWCOMERS_SHARE = 0.02
"""People who come in a week, as a share of those there, for whom once items lie ready or come."""
N_DEPOTS = 2
READY_WEEKS = 60
"""Weeks of need that lie ready at the depots where goods do not bind."""
FIRST_WEEKS = 2
"""Weeks of the goods that come, which lie at the depots at the start where goods bind."""
PAYLOAD_KG, DRIVING_HOURS, SPEED_KMH, USD_PER_T_KM = 10_000.0, 60.0, 40.0, 0.15
DELAY_DAYS_SD = 10.0
"""Spread of the delay of an arrival against its announced date."""


@dataclass(frozen=True, eq=False)
class RealHistory:
    """An emergency as found, and the towns that serve as depots.

    Attributes
    ----------
    camps, counts, places
        As in the files, counts with dates.
    distance_km
        Shortest way by road from each depot to each camp, depots down, camps across.
    """

    camps: pd.DataFrame
    counts: pd.DataFrame
    places: pd.DataFrame
    distance_km: pd.DataFrame

    def last_known(self, day: pd.Timestamp) -> pd.Series:
        """People by camp by the last count on or before a day, 0 where there is none."""
        known = self.counts[self.counts["date"] <= day].groupby("camp_id")["population"].last()
        return known.reindex(self.camps["camp_id"]).fillna(0.0)

    def starts(self, weeks: int) -> pd.DatetimeIndex:
        """Sundays on which half of the camps hold people, and after which every camp is counted for ``weeks`` more."""
        last = self.counts.groupby("camp_id")["date"].max().min() - pd.Timedelta(days=DAYS_PER_WEEK * weeks)
        sundays = pd.date_range(first_week(self.counts["date"].min()), last, freq="7D")
        held = [(self.last_known(day) > 0).mean() >= 0.5 for day in sundays]
        return sundays[held]


def real_history(name: str) -> RealHistory:
    """Read an emergency; tests that ask for it skip, and say why, where the figures are absent."""
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"SKIPPED LOUDLY: the real figures are not beside the project ({name} is absent).")
    camps, counts, places, roads = (
        pd.read_csv(folder / f"{table}.csv") for table in ("camps", "population", "places", "roads")
    )
    counts["date"] = pd.to_datetime(counts["date"])
    names = [*places["place_id"], *camps["camp_id"]]
    known = roads[roads["from_id"].isin(names) & roads["to_id"].isin(names)]
    index = pd.Index(names)
    ends = index.get_indexer(known["from_id"]), index.get_indexer(known["to_id"])
    graph = csr_array((known["distance_km"].to_numpy(float), ends), shape=(len(index), len(index)))
    ways = pd.DataFrame(shortest_path(graph, directed=False), index=index, columns=index)
    to_camps = ways.loc[places["place_id"], camps["camp_id"]]
    people = counts.groupby("camp_id")["population"].mean().reindex(camps["camp_id"]).to_numpy()
    depots = min(
        combinations(to_camps.index, N_DEPOTS),
        key=lambda pair: float(to_camps.loc[list(pair)].min().to_numpy() @ people),
    )
    return RealHistory(camps, counts, places, to_camps.loc[list(depots)])


def emergency_operation(history: RealHistory, name: str, regime: str, start: pd.Timestamp, seed: int = 0) -> Operation:
    """An emergency on a Sunday as an operation in which one thing binds, with all counts of its history.

    Parameters
    ----------
    regime
        Of ``REGIMES``.
    start
        Day of planning; limits are sized to the people last counted by then.
    seed
        Of the sizes of what comes, where stock binds.
    """
    people, bare = history.last_known(start), _bare(history)
    tables = {
        **_lasting_tables(history),
        "settings": pd.DataFrame({"key": ["name", "planning_start"], "value": [name, str(start.date())]}),
    }
    weekly = _weekly_need(bare, people)
    tables["deliveries"] = _served_so_far(bare, people, start)
    if regime == "stock":
        tables["stock"] = _stock(history, SHARE * FIRST_WEEKS * weekly)
        tables["arrivals"] = _arrivals(history, SHARE * weekly, start, seed)
    else:
        tables["stock"] = _stock(history, READY_WEEKS * weekly)
    need_t = _camp_need_t(bare, people)
    if regime == "trucks":
        nearest = history.distance_km.to_numpy().argmin(axis=0)
        of_depot = np.bincount(nearest, need_t, minlength=len(history.distance_km))
        tables["depots"] = tables["depots"].assign(throughput_t_per_week=SHARE * of_depot)
    if regime == FIXED_TRUCKS:
        tables["routes"] = _routes(history).assign(
            payload_kg=PAYLOAD_KG, trips_per_week=_trips(history, float(need_t.sum()))
        )
    if regime == "budget":
        cheapest = float(history.distance_km.min().to_numpy() @ need_t) * USD_PER_T_KM
        row = pd.DataFrame({"key": ["budget_usd_per_week"], "value": [f"{SHARE * cheapest:.2f}"]})
        tables["settings"] = pd.concat([tables["settings"], row], ignore_index=True)
    return Operation.build(tables)


def _lasting_tables(history: RealHistory) -> dict[str, pd.DataFrame]:
    """What is the same whatever the start and the regime."""
    items = pd.read_csv(PROJECT / "data" / "demo" / "items.csv")
    return {
        "camps": history.camps,
        "population": history.counts.assign(date=history.counts["date"].dt.strftime("%Y-%m-%d")).astype("str"),
        "depots": _depots(history),
        "items": items[items["group"].isna()].reset_index(drop=True),
        "routes": _routes(history),
    }


@cache
def _bare(history: RealHistory) -> Operation:
    """The camps and items, to tell by what people need."""
    return Operation.build(_lasting_tables(history))


def _depots(history: RealHistory) -> pd.DataFrame:
    chosen = history.places.set_index("place_id").loc[history.distance_km.index]
    return pd.DataFrame(
        {
            Depots.depot_id: chosen.index,
            Depots.name: chosen["name"],
            Depots.kind: "depot",
            Depots.latitude: chosen["latitude"],
            Depots.longitude: chosen["longitude"],
        }
    ).reset_index(drop=True)


def _routes(history: RealHistory) -> pd.DataFrame:
    pairs = history.distance_km.stack()
    depot, camp = pairs.index.get_level_values(0), pairs.index.get_level_values(1)
    return pd.DataFrame(
        {
            "route_id": depot + "--" + camp,
            "origin_id": depot,
            "destination_id": camp,
            "mode": "truck",
            "distance_km": pairs.to_numpy(),
            "hours": pairs.to_numpy() / SPEED_KMH,
            "cost_usd_per_t": pairs.to_numpy() * USD_PER_T_KM,
            "open": "true",
        }
    )


def _trips(history: RealHistory, need_t: float) -> np.ndarray:
    """Trips a week of each route, the trucks of a depot shared evenly among its roads."""
    hours = 2 * history.distance_km.to_numpy().ravel() / SPEED_KMH
    per_truck = DRIVING_HOURS / hours
    trucks = SHARE * need_t * 1000 / (PAYLOAD_KG * per_truck.sum())
    return per_truck * trucks


def _weekly_need(operation: Operation, people: pd.Series) -> pd.Series:
    """Units of each item that all people need in a week; of once items what ``NEWCOMERS_SHARE`` more people need."""
    units = units_per_person_week(operation)
    need = pd.Series(people.to_numpy() @ units.to_numpy(), index=units.columns)
    once = is_once(operation.items)
    need[once] *= NEWCOMERS_SHARE
    return need


def _camp_need_t(operation: Operation, people: pd.Series) -> np.ndarray:
    units = units_per_person_week(operation).to_numpy()
    weight = operation.items[Items.weight_kg].to_numpy() * ~is_once(operation.items)
    return np.asarray(people.to_numpy() * (units @ weight) / 1000.0)


def _served_so_far(operation: Operation, people: pd.Series, start: pd.Timestamp) -> pd.DataFrame:
    once = is_once(operation.items)
    units = units_per_person_week(operation).loc[:, once]
    given = units.mul(people.reindex(operation.camps[Camps.camp_id]), axis=0).stack()
    return pd.DataFrame(
        {
            "camp_id": given.index.get_level_values(0),
            "item_id": given.index.get_level_values(1),
            "date": str(start.date()),
            "quantity": given.to_numpy(),
        }
    )


def _stock(history: RealHistory, units: pd.Series) -> pd.DataFrame:
    rows = [
        (depot, item, amount / len(history.distance_km))
        for depot in history.distance_km.index
        for item, amount in units.items()
    ]
    return pd.DataFrame(rows, columns=["place_id", "item_id", "quantity"])


def _arrivals(history: RealHistory, units: pd.Series, start: pd.Timestamp, seed: int) -> pd.DataFrame:
    """Every item at every depot, announced for each Wednesday of a year; sizes differ from week to week."""
    rng = np.random.default_rng(seed)
    wednesdays = pd.date_range(start, periods=40, freq="7D") + pd.Timedelta(days=3)
    depots = list(history.distance_km.index)
    index = pd.MultiIndex.from_product([depots, units.index, wednesdays])
    sizes = np.exp(0.4 * rng.standard_normal(len(index)) - 0.08)
    quantity = np.repeat(np.tile(units.to_numpy() / len(depots), len(depots)), len(wednesdays)) * sizes
    return pd.DataFrame(
        {
            "depot_id": index.get_level_values(0),
            "item_id": index.get_level_values(1),
            "date": index.get_level_values(2).strftime("%Y-%m-%d"),
            "quantity": quantity,
            "delay_days_sd": DELAY_DAYS_SD,
        }
    )
