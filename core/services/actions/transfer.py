"""Goods that lie over at one camp while another one is short of them."""

import math

import numpy as np
import pandas as pd

from core.domain.action import Action, ActionKind
from core.domain.geography import ROAD_FACTOR, great_circle_km
from core.domain.scenario import Transfer
from core.domain.schemas import Camps, Coverage, Stock, StockLevels
from core.services.actions.candidate import Candidate
from core.services.actions.standing import Standing

MOST = 3
"""Transfers that get a plan of their own."""

HOURS_PER_DAY = 8.0
"""Hours a truck is on the road in a day."""

FARTHEST_KM = 500.0
"""Camps further apart by road are no pair."""


def transfer(standing: Standing) -> list[Candidate]:
    """Of each short camp and item the nearest camp with goods over, the most person-weeks first.

    Over is what the plan leaves unreserved on a camp's shelf in every week, and no more than lies there now. The road
    is estimated, freight by the setting ``cost_usd_per_t_km``, and counted beside the plan.
    """
    spare = _spare(standing)
    if spare.empty or standing.short.empty:
        return []
    at = standing.changed.camps.set_index(Camps.camp_id)[[Camps.latitude, Camps.longitude]].astype(float)
    pairs = standing.short.merge(spare, on="item_id", suffixes=("", "_from"))
    pairs = pairs[pairs["camp_id"] != pairs["camp_id_from"]]
    here, there = at.reindex(pairs["camp_id_from"]).to_numpy(), at.reindex(pairs["camp_id"]).to_numpy()
    pairs["km"] = ROAD_FACTOR * great_circle_km(here[:, 0], here[:, 1], there[:, 0], there[:, 1])
    pairs["quantity"] = np.minimum(pairs["spare"], pairs["unmet"])
    pairs["helped"] = pairs["person_weeks"] * pairs["quantity"] / pairs["unmet"]
    near = pairs[pairs["km"] <= FARTHEST_KM].sort_values("km", kind="stable")
    near = near.drop_duplicates(["camp_id", "item_id"]).sort_values("helped", ascending=False, kind="stable")
    return [
        _candidate(standing, row) for row in near.drop_duplicates(["camp_id_from", "item_id"]).head(MOST).itertuples()
    ]


def _spare(standing: Standing) -> pd.DataFrame:
    """``camp_id,item_id,spare`` (units)."""
    keys = ["place_id", "item_id"]
    camps = standing.changed.camps[Camps.camp_id]
    left = standing.plan.tables["stock"]
    if StockLevels.earmark in left:
        left = left[left[StockLevels.earmark].isna()]
    by_week = left[left["place_id"].isin(camps)].groupby([*keys, Coverage.week])["quantity"].sum()
    # a week without a row is a week with nothing left
    weeks = by_week.groupby(keys).size()
    least = by_week.groupby(keys).min().where(weeks == len(standing.weeks), 0.0)
    lies = standing.changed.stock
    lies = lies[lies[Stock.earmark].isna()].groupby(keys)[Stock.quantity].sum()
    spare = np.minimum(least, lies.reindex(least.index).fillna(0.0))
    table = spare[spare >= 1].rename("spare").reset_index()
    return table.rename(columns={"place_id": "camp_id"})


def _candidate(standing: Standing, row: object) -> Candidate:
    camp, origin, item = str(row.camp_id), str(row.camp_id_from), str(row.item_id)  # type: ignore[attr-defined]
    quantity, km = float(math.floor(row.quantity)), float(row.km)  # type: ignore[attr-defined]
    settings, names = standing.operation.settings, standing.operation.place_names
    days = max(1, math.ceil(km / (settings.speed_kmh * HOURS_PER_DAY)))
    arrives = (standing.start + pd.Timedelta(days=days)).date()
    tonnes = float(quantity * standing.tonnes_per_unit[item])
    change = Transfer(origin_id=origin, destination_id=camp, item_id=item, quantity=max(quantity, 1.0), arrives=arrives)
    scenario = standing.scenario.model_copy(
        update={
            "transfers": (*standing.scenario.transfers, change),
            "name": f"{names[origin]} to {names[camp]}"[:80],
        }
    )
    action = Action(
        kind=ActionKind.TRANSFER,
        key=f"transfer:{origin}:{camp}:{item}",
        scenario=scenario,
        camp_id=camp,
        item_id=item,
        place_id=origin,
        other_id=camp,
        amount=max(quantity, 1.0),
        tonnes=tonnes,
        day_to=arrives,
    )
    return Candidate(action, outside_usd=tonnes * km * settings.cost_usd_per_t_km)
