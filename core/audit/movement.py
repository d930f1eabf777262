"""Shipments against their routes: direction, closures, horizon, loads, trips, handling at depots."""

import numpy as np

from core.audit.case import Case
from core.audit.report import Checker
from core.domain.schemas import Depots, Items


def check_movement(case: Case, check: Checker) -> None:
    """Every limit of routes and of what leaves a depot."""
    _directions(case, check)
    _closures_and_horizon(case, check)
    _trips(case, check)
    _throughput(case, check)
    _expired_goods_do_not_travel(case, check)
    _whole_units(case, check)


def _directions(case: Case, check: Checker) -> None:
    s = case.shipments
    start, end, o, d = (s[name].to_numpy() for name in ("start", "end", "o", "d"))
    back = case.links.table["both_ways"].to_numpy()[s["r"].to_numpy()] & (o == end) & (d == start)
    wrong = ~(((o == start) & (d == end)) | back)
    check.at_most(
        "route",
        wrong.astype(float),
        0.0,
        "Route {place}: {item} in the week of {week} goes between places the route does not join in this direction.",
        **_at(case),
    )


def _closures_and_horizon(case: Case, check: Checker) -> None:
    s, links = case.shipments, case.links
    r, t = s["r"].to_numpy(), s["t"].to_numpy()
    check.at_most(
        "closed",
        s["q"],
        np.where(links.is_open[r, t], np.nan, 0.0),
        "Route {place} is closed in the week of {week}, but carries {amount} {item}.",
        **_at(case),
    )
    late = t + links.table["lead"].to_numpy()[r] >= case.horizon
    check.at_most(
        "horizon",
        s["q"],
        np.where(late, 0.0, np.nan),
        "Route {place}: {amount} {item} sent in the week of {week} would land after the horizon.",
        **_at(case),
    )


def _trips(case: Case, check: Checker) -> None:
    s, links, weeks = case.shipments, case.links.table, case.horizon
    shape = (len(links), weeks)
    at = s["r"].to_numpy() * weeks + s["t"].to_numpy()
    item = s["i"].to_numpy()

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(at, weights=values, minlength=shape[0] * weeks).reshape(shape)

    load_kg = summed(s["q"].to_numpy() * case.weight_t[item] * 1000)
    load_m3 = summed(s["q"].to_numpy() * case.volume_m3[item])
    shares = summed(s["trips"].fillna(0).to_numpy(dtype=float))
    trips = np.bincount(
        case.trips["r"].to_numpy() * weeks + case.trips["t"].to_numpy(),
        weights=case.trips["q"].to_numpy(),
        minlength=shape[0] * weeks,
    ).reshape(shape)
    used = (load_kg > 0) | (load_m3 > 0) | (trips > 0)
    row, week = np.nonzero(used)
    labels = {"place": case.route_ids[row], "week": week}
    payload, volume = links["payload_kg"].to_numpy()[row], links["volume_m3"].to_numpy()[row]
    # trips are counted where a trip has a payload; elsewhere nothing binds
    counted = ~np.isnan(payload)
    made = trips[row, week]
    load, room = load_kg[row, week], load_m3[row, week]
    check.at_most(
        "payload", load, payload * made, "Route {place}, week of {week}: {amount} kg on trips for {limit} kg.", **labels
    )
    check.at_most(
        "volume",
        room,
        np.where(counted, volume * made, np.nan),
        "Route {place}, week of {week}: {amount} m3 on trips with room for {limit} m3.",
        **labels,
    )
    check.at_most(
        "trips_per_week",
        made,
        links["trips_per_week"].to_numpy()[row],
        "Route {place}, week of {week}: {amount} trips, {limit} can be made.",
        **labels,
    )
    check.at_most(
        "closed",
        made,
        np.where(case.links.is_open[row, week], np.nan, 0.0),
        "Route {place} is closed in the week of {week}, but {amount} trips are counted.",
        **labels,
    )
    check.equal(
        "trips",
        shares[row, week],
        np.where(counted & (load > 0), made, np.nan),
        "Route {place}, week of {week}: the shipments' shares sum to {amount} trips, trips.csv says {limit}.",
        **labels,
    )
    if case.scenario.trips == "whole":
        check.equal(
            "whole_trips",
            made,
            np.where(counted, np.round(made), np.nan),
            "Route {place}, week of {week}: {amount} trips, whole ones were asked for.",
            **labels,
        )


def _throughput(case: Case, check: Checker) -> None:
    s, depots = case.shipments, case.operation.depots
    tonnes = s["q"].to_numpy() * case.weight_t[s["i"].to_numpy()]
    at = np.maximum(s["o"].to_numpy(), 0) * case.horizon + s["t"].to_numpy()
    out = np.bincount(at, weights=tonnes, minlength=len(case.places) * case.horizon).reshape(-1, case.horizon)
    first = len(case.places) - len(depots)
    check.at_most(
        "throughput",
        out[first:],
        depots[Depots.throughput_t_per_week].to_numpy(dtype=float, na_value=np.nan)[:, None],
        "{place} sends {amount} t in the week of {week}; {limit} t can be handled.",
        place=case.place_ids[first:, None],
        week=np.arange(case.horizon)[None, :],
    )


def _expired_goods_do_not_travel(case: Case, check: Checker) -> None:
    s = case.shipments
    check.at_most(
        "expiry",
        s["q"],
        np.where(s["e"].to_numpy() <= case.sunday[s["t"].to_numpy()], 0.0, np.nan),
        "Route {place} carries {amount} {item} in the week of {week} that have expired by its Sunday.",
        **_at(case),
    )


def _whole_units(case: Case, check: Checker) -> None:
    whole = case.items[Items.whole_units].fillna(False).to_numpy(dtype=bool)
    for table, place in ((case.shipments, "r"), (case.purchases, "p")):
        names = case.route_ids if place == "r" else case.place_ids
        quantity = table["q"].to_numpy()
        check.equal(
            "whole_units",
            quantity,
            np.where(whole[table["i"].to_numpy()], np.round(quantity), np.nan),
            "{place}: {amount} {item} in the week of {week}; only whole ones can be sent or bought.",
            place=names[table[place].to_numpy()],
            item=case.item_ids[table["i"].to_numpy()],
            week=table["t"].to_numpy(),
        )


def _at(case: Case) -> dict[str, np.ndarray]:
    s = case.shipments
    return {
        "place": case.route_ids[s["r"].to_numpy()],
        "item": case.item_ids[s["i"].to_numpy()],
        "week": s["t"].to_numpy(),
    }
