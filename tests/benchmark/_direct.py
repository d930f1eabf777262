"""The allocation of an instance written straight for highspy: tables to arrays to one ``passModel``.

Nothing of the product is used. It knows only what the instances hold: routes from depots to camps, no
lead times, no lots, no offers.
"""

from typing import Any

import highspy
import numpy as np
import pandas as pd

from core.domain.operation import Operation

INF = highspy.kHighsInf


def direct_arrays(
    operation: Operation, needs: pd.DataFrame, penalty_usd: float, weeks: pd.DatetimeIndex
) -> dict[str, Any]:
    """The tables as dense arrays: by week, camp, depot, item and (open) route."""
    camps, depots, items, routes = operation.camps, operation.depots, operation.items, operation.routes
    routes = routes[routes["open"].to_numpy(bool)]
    camp_ids, depot_ids, item_ids = (pd.Index(t.iloc[:, 0]) for t in (camps, depots, items))
    n_t, n_c, n_d, n_i = len(weeks), len(camps), len(depots), len(items)
    kg, m3 = items["weight_kg"].to_numpy(), items["volume_m3"].to_numpy()
    camp, depot = camp_ids.get_indexer(routes["destination_id"]), depot_ids.get_indexer(routes["origin_id"])
    need = np.zeros((n_t, n_c, n_i))
    need[
        weeks.get_indexer(needs["week"]), camp_ids.get_indexer(needs["camp_id"]), item_ids.get_indexer(needs["item_id"])
    ] = needs["need"].to_numpy()
    stock, arrivals = operation.stock, operation.arrivals
    supply, in_camp = np.zeros((n_t, n_d, n_i)), np.zeros((n_c, n_i))
    where, what = depot_ids.get_indexer(stock["place_id"]), item_ids.get_indexer(stock["item_id"])
    far = where >= 0
    supply[0, where[far], what[far]] = stock["quantity"].to_numpy()[far]
    in_camp[camp_ids.get_indexer(stock["place_id"])[~far], what[~far]] = stock["quantity"].to_numpy()[~far]
    np.add.at(
        supply,
        (
            weeks.get_indexer(arrivals["date"]),
            depot_ids.get_indexer(arrivals["depot_id"]),
            item_ids.get_indexer(arrivals["item_id"]),
        ),
        arrivals["quantity"].to_numpy(),
    )
    worth = (
        penalty_usd
        * camps["vulnerability"].to_numpy()[:, None]
        * (items["priority"].to_numpy() / items["need_quantity"].to_numpy())
    )
    storage = np.maximum(camps["storage_m3"].to_numpy(), in_camp @ m3)
    return {
        "need": need,
        "supply": supply,
        "in_camp": in_camp,
        "kg": kg,
        "m3": m3,
        "camp": camp,
        "depot": depot,
        "worth": worth,
        "storage": storage,
        "throughput": depots["throughput_t_per_week"].to_numpy() * 1000.0,
        "payload": routes["payload_kg"].to_numpy(),
        "volume": routes["volume_m3"].to_numpy(),
        "trip_usd": routes["trip_cost_usd"].to_numpy(),
        "usd_per_kg": routes["cost_usd_per_t"].to_numpy() / 1000.0,
        "trips": routes["trips_per_week"].to_numpy(),
        "budget": operation.settings.budget_usd,
    }


def direct_model(
    operation: Operation, needs: pd.DataFrame, penalty_usd: float, weeks: pd.DatetimeIndex
) -> highspy.Highs:
    """A live solver that holds the program; columns: shipped, unmet, camp stock, depot stock, trips."""
    given = direct_arrays(operation, needs, penalty_usd, weeks)
    need, supply, in_camp, kg, m3 = (given[name] for name in ("need", "supply", "in_camp", "kg", "m3"))
    camp, depot, trip_usd = given["camp"], given["depot"], given["trip_usd"]
    n_t, n_c, n_i = need.shape
    n_d, n_r = supply.shape[1], camp.size

    n_x, n_u, n_s, n_n = n_t * n_r * n_i, n_t * n_c * n_i, n_t * n_d * n_i, n_t * n_r
    camp_row = np.arange(n_u, dtype=np.int32).reshape(n_t, n_c, n_i)
    depot_row = np.arange(n_u, n_u + n_s, dtype=np.int32).reshape(n_t, n_d, n_i)
    at = n_u + n_s
    kg_row, m3_row = (np.arange(a, a + n_n, dtype=np.int32).reshape(n_t, n_r) for a in (at, at + n_n))
    at += 2 * n_n
    storage_row = np.arange(at, at + n_t * n_c, dtype=np.int32).reshape(n_t, n_c)
    at += n_t * n_c
    through_row = np.arange(at, at + n_t * n_d, dtype=np.int32).reshape(n_t, n_d)
    budget_row = at + n_t * n_d
    n_rows = budget_row + 1

    freight = kg * given["usd_per_kg"][:, None]
    x_index, x_value = np.empty((n_t, n_r, n_i, 6), np.int32), np.empty((n_t, n_r, n_i, 6))
    for slot, (rows, values) in enumerate(
        (
            (camp_row[:, camp], 1.0),
            (depot_row[:, depot], -1.0),
            (kg_row[:, :, None], kg),
            (m3_row[:, :, None], m3),
            (through_row[:, depot][:, :, None], kg),
            (budget_row, freight),
        )
    ):
        x_index[..., slot], x_value[..., slot] = rows, values
    v_index, v_value = np.empty((n_t, n_c, n_i, 3), np.int32), np.empty((n_t, n_c, n_i, 3))
    v_index[..., 0], v_index[..., 2] = camp_row, storage_row[:, :, None]
    v_index[:-1, ..., 1] = camp_row[1:]
    v_value[..., 0], v_value[..., 1], v_value[..., 2] = -1.0, 1.0, m3
    s_index, s_value = np.empty((n_t, n_d, n_i, 2), np.int32), np.empty((n_t, n_d, n_i, 2))
    s_index[..., 0], s_value[..., 0], s_value[..., 1] = depot_row, -1.0, 1.0
    s_index[:-1, ..., 1] = depot_row[1:]
    n_index, n_value = np.empty((n_t, n_r, 3), np.int32), np.empty((n_t, n_r, 3))
    n_index[..., 0], n_index[..., 1], n_index[..., 2] = kg_row, m3_row, budget_row
    n_value[..., 0], n_value[..., 1], n_value[..., 2] = (
        -given["payload"],
        -given["volume"],
        trip_usd,
    )
    index = [x_index, camp_row, v_index[:-1], v_index[-1][..., [0, 2]], s_index[:-1], s_index[-1][..., 0], n_index]
    value = [x_value, np.ones(n_u), v_value[:-1], v_value[-1][..., [0, 2]], s_value[:-1], s_value[-1][..., 0], n_value]
    sizes = (n_x, n_u, n_u - n_c * n_i, n_c * n_i, n_s - n_d * n_i, n_d * n_i, n_n)
    start = np.zeros(sum(sizes) + 1, np.int32)
    np.cumsum(np.repeat(np.array([6, 1, 3, 2, 2, 1, 3], np.int32), sizes), out=start[1:])
    n_columns = start.size - 1

    cost, upper = np.zeros(n_columns), np.full(n_columns, INF)
    cost[:n_x].reshape(n_t, -1)[:] = freight.ravel()
    cost[n_x : n_x + n_u].reshape(n_t, -1)[:] = given["worth"].ravel()
    upper[n_x : n_x + n_u] = need.ravel()
    cost[-n_n:].reshape(n_t, -1)[:], upper[-n_n:].reshape(n_t, -1)[:] = trip_usd, given["trips"]
    row_lower, row_upper = np.full(n_rows, -INF), np.zeros(n_rows)
    need[0] -= in_camp
    row_lower[:n_u] = row_upper[:n_u] = need.ravel()
    row_lower[n_u : n_u + n_s] = row_upper[n_u : n_u + n_s] = -supply.ravel()
    row_upper[storage_row] = given["storage"]
    row_upper[through_row] = given["throughput"]
    row_upper[budget_row] = given["budget"]

    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    index, value = (np.concatenate([part.ravel() for part in parts]) for parts in (index, value))
    highs.passModel(
        n_columns, n_rows, value.size, 1, 1, 0.0, cost, np.zeros(n_columns), upper, row_lower, row_upper,
        start, index, value, np.zeros(n_columns, np.int32),
    )  # fmt: skip
    return highs
