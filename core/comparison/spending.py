"""What a plan spends, week by week."""

import numpy as np

from core.comparison.plan_view import PlanView
from core.domain.schemas import Purchases, Routes, Trips


def spending_by_week(view: PlanView) -> np.ndarray:
    """USD by week: purchases when bought, freight and trips when they depart."""
    routes, first = view.operation.routes, view.ways.drop_duplicates("route_id")
    per_t = dict(zip(first["route_id"], first["freight_usd_per_t"], strict=True))
    per_trip = dict(zip(routes[Routes.route_id], routes[Routes.trip_cost_usd], strict=True))
    trips, purchases = view.plan.tables["trips"], view.plan.tables["purchases"]
    freight = view.sent["tonnes"] * view.sent["route_id"].map(per_t).astype(float)
    made = trips[Trips.trips] * trips[Trips.route_id].map(per_trip).astype(float)
    spent = np.zeros(len(view.sundays))
    for weeks, usd in (
        (view.sent["week"], freight),
        (trips[Trips.week], made),
        (purchases[Purchases.week], purchases[Purchases.cost_usd]),
    ):
        at = view.sundays.get_indexer(weeks)
        np.add.at(spent, at[at >= 0], np.nan_to_num(usd.to_numpy(dtype=float))[at >= 0])
    return spent
