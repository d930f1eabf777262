"""The allocation model: arrays to a linear program, one function per constraint family and objective term.

Variables, per week: ``ship`` on an arc, ``hold`` at a site at week's end, ``deliver`` to people, ``unmet`` need,
``trips`` on an arc, ``buy`` at an offer, ``dispose`` at a site. A *site* is a commodity at a place; a *pair* is an item
needed at a camp.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from core.allocation.linear_program import NO_ROW, LinearProgram, ProgramBuilder
from core.allocation.problem import KG_PER_TONNE, Problem
from core.allocation.spread import plan_for_spread

EARLIER_SHARE = 1e-7
"""Share of the penalty by which a week sooner counts more, whatever the scenario says: of two equal plans the one that
helps sooner is taken."""

TIE_BREAK_USD_PER_UNIT = 1e-6
"""Price of disposal and of free movement, so that neither happens without need: ten times the solver's tolerance on
reduced costs, and a millionth of what the cheapest good is worth."""


def build_model(problem: Problem, extend: Callable[[ProgramBuilder, Problem], None] | None = None) -> LinearProgram:
    """Variables, constraints and objective of a problem; ``extend`` adds what a fairness rule needs."""
    builder = ProgramBuilder()
    for add_columns in (ship, hold, deliver, unmet, trips, buy, dispose):
        add_columns(builder, problem)
    for add_cost in (unmet_penalty, freight, trip_cost, purchase_cost, tie_break):
        add_cost(builder, problem)
    for add_rows in (
        balance,
        need,
        payload,
        trip_volume,
        shared_trips,
        storage,
        throughput,
        budget,
        weekly_budget,
        camp_limits,
        decisions,
        keep_promises,
    ):
        add_rows(builder, problem)
    plan_for_spread(builder, problem)
    if extend is not None:
        extend(builder, problem)
    return builder.assemble()


# Variables


def ship(builder: ProgramBuilder, problem: Problem) -> None:
    """Units that depart on an arc, wherever they can be and help, or are ordered."""
    sent, goods = problem.sendings, problem.commodities
    builder.add_columns(
        "ship",
        {"week": sent.week, "arc": sent.arc, "commodity": sent.commodity},
        integer=problem.whole[goods.item][sent.commodity],
    )


def hold(builder: ProgramBuilder, problem: Problem) -> None:
    """Units that lie at a site at week's end; nothing stays at a junction."""
    week, site = np.nonzero(problem.can_be & problem.stays)
    builder.add_columns("hold", {"week": week, "site": site})


def deliver(builder: ProgramBuilder, problem: Problem) -> None:
    """Units handed to people: where their camp needs the item, and nobody else has the goods reserved."""
    goods, pair = problem.commodities, problem.pair_of_site
    week, site = np.nonzero(problem.can_be & (pair >= 0))
    builder.add_columns(
        "deliver",
        {"week": week, "site": site, "pair": pair[site]},
        integer=problem.whole[goods.item[goods.site_commodity[site]]],
    )


def unmet(builder: ProgramBuilder, problem: Problem) -> None:
    """Units of need left over, an explicit column: without it simplex was measured 4 to 8 times slower."""
    pair, week = (a.ravel() for a in np.indices((problem.n_pairs, problem.n_weeks)))
    builder.add_columns("unmet", {"pair": pair, "week": week}, upper=problem.due.ravel())


def trips(builder: ProgramBuilder, problem: Problem) -> None:
    """Trips on an arc, where they are limited or priced."""
    network = problem.network
    week, arc = np.nonzero(network.open.T & network.counts_trips)
    limit = network.trips_limit[network.route[arc]]
    builder.add_columns(
        "trips",
        {"week": week, "arc": arc},
        upper=np.floor(limit + 1e-9) if problem.whole_trips else limit,
        integer=problem.whole_trips,
    )


def buy(builder: ProgramBuilder, problem: Problem) -> None:
    """Units bought from a supplier, within what it offers a week."""
    goods = problem.commodities
    week, offer = np.nonzero(goods.offer_commodity.T >= 0)
    item = goods.offer_item[offer]
    limit = goods.offer_limit_kg[offer] / problem.weight_kg[item]
    whole = problem.whole[item]
    builder.add_columns(
        "buy", {"week": week, "offer": offer}, upper=np.where(whole, np.floor(limit + 1e-9), limit), integer=whole
    )


def dispose(builder: ProgramBuilder, problem: Problem) -> None:
    """Units thrown away: where goods come that no plan can keep off, and cannot all stay."""
    goods, ways = problem.commodities, problem.ways
    tight = (np.isfinite(problem.storage_m3) | problem.is_junction)[goods.site_place]
    forced = np.any(problem.supplied > 0, axis=0)
    forced[ways.destination[problem.ordered.any(axis=0)]] = True
    week, site = np.nonzero(problem.can_be & tight & forced)
    builder.add_columns("dispose", {"week": week, "site": site})


# Constraints


def balance(builder: ProgramBuilder, problem: Problem) -> None:
    """What lay there, came in and was bought = what left, was handed out, thrown away and stays."""
    goods, sent, b = problem.commodities, problem.sendings, builder.blocks
    week, site = np.nonzero(problem.can_be)
    rhs = -problem.supplied[week, site]
    first = builder.add_rows("balance", {"week": week, "site": site}, lower=rhs, upper=rhs)
    row = np.full((problem.n_weeks + 1, goods.n_sites), NO_ROW, np.int32)
    row[week, site] = first + np.arange(week.size, dtype=np.int32)

    b["ship"].enter(row, -1.0, rows_at=sent.leaving)
    b["ship"].enter(row, 1.0, rows_at=sent.landing)
    b["hold"].enter(row[b["hold"]["week"], b["hold"]["site"]], -1.0)
    b["hold"].enter(row[b["hold"]["week"] + 1, b["hold"]["site"]], 1.0)
    b["deliver"].enter(row[b["deliver"]["week"], b["deliver"]["site"]], -1.0)
    b["dispose"].enter(row[b["dispose"]["week"], b["dispose"]["site"]], -1.0)
    offer, at = b["buy"]["offer"], b["buy"]["week"]
    bought = goods.site_of[goods.offer_place[offer], goods.offer_commodity[offer, at]]
    b["buy"].enter(row[at + goods.offer_lead_weeks[offer], bought], 1.0)


def need(builder: ProgramBuilder, problem: Problem) -> None:
    """Delivered and unmet make up the need; for once items unmet need of the week before is needed again."""
    b = builder.blocks
    pair, week = b["unmet"]["pair"], b["unmet"]["week"]
    first = builder.add_rows(
        "need", {"pair": pair, "week": week}, lower=problem.need.ravel(), upper=problem.need.ravel()
    )
    row = (first + np.arange(pair.size, dtype=np.int32)).reshape(problem.need.shape)
    b["deliver"].enter(row[b["deliver"]["pair"], b["deliver"]["week"]], 1.0)
    b["unmet"].enter(row.ravel(), 1.0)
    b["unmet"].enter(np.where(problem.waits, np.roll(row, -1, axis=1), NO_ROW).ravel(), -1.0)


def payload(builder: ProgramBuilder, problem: Problem) -> None:
    """Kilograms on an arc <= payload of its trips."""
    network, b = problem.network, builder.blocks
    t, s = b["trips"], b["ship"]
    first = builder.add_rows("payload", {"week": t["week"], "arc": t["arc"]}, upper=0.0)
    row = _rows_of_arcs(problem, t["week"], t["arc"], first)
    t.enter(first + np.arange(t.size), -network.payload_kg[t["arc"]])
    s.enter(row, problem.commodity_kg, rows_at=problem.sendings.trip, values_at=s["commodity"])


def trip_volume(builder: ProgramBuilder, problem: Problem) -> None:
    """Cubic metres on an arc <= volume of its trips, where the volume is known."""
    network, b = problem.network, builder.blocks
    t, s = b["trips"], b["ship"]
    known = np.isfinite(network.volume_m3[t["arc"]])
    week, arc = t["week"][known], t["arc"][known]
    first = builder.add_rows("trip_volume", {"week": week, "arc": arc}, upper=0.0)
    row = _rows_of_arcs(problem, week, arc, first)
    t.enter(row[t["week"], t["arc"]], np.where(known, -network.volume_m3[t["arc"]], 0.0))
    s.enter(row, problem.commodity_m3, rows_at=problem.sendings.trip, values_at=s["commodity"])


def _rows_of_arcs(problem: Problem, week: np.ndarray, arc: np.ndarray, first: int) -> np.ndarray:
    row = np.full((problem.n_weeks, problem.network.n_arcs), NO_ROW, np.int32)
    row[week, arc] = first + np.arange(week.size, dtype=np.int32)
    return row


def shared_trips(builder: ProgramBuilder, problem: Problem) -> None:
    """Both directions of a route share its trips."""
    network, t = problem.network, builder.blocks["trips"]
    both = np.unique(network.route[network.backward & network.counts_trips])
    both = both[np.isfinite(network.trips_limit[both])]
    week, at = (a.ravel() for a in np.indices((problem.n_weeks, both.size)))
    limit = network.trips_limit[both[at]]
    first = builder.add_rows(
        "shared_trips",
        {"week": week, "route": both[at]},
        upper=np.floor(limit + 1e-9) if problem.whole_trips else limit,
    )
    position = np.full(len(network.routes), NO_ROW)
    position[both] = np.arange(both.size)
    of_column = position[network.route[t["arc"]]]
    t.enter(np.where(of_column >= 0, first + t["week"] * both.size + of_column, NO_ROW), 1.0)


def storage(builder: ProgramBuilder, problem: Problem) -> None:
    """Cubic metres at a place at week's end <= its storage."""
    goods, h = problem.commodities, builder.blocks["hold"]
    limited = np.flatnonzero(np.isfinite(problem.storage_m3) & ~problem.is_junction)
    week, at = (a.ravel() for a in np.indices((problem.n_weeks, limited.size)))
    first = builder.add_rows("storage", {"week": week, "place": limited[at]}, upper=problem.storage_m3[limited[at]])
    position = np.full(len(problem.places), NO_ROW)
    position[limited] = np.arange(limited.size)
    of_column = position[goods.site_place[h["site"]]]
    h.enter(
        np.where(of_column >= 0, first + h["week"] * limited.size + of_column, NO_ROW),
        problem.volume_m3[goods.item[goods.site_commodity[h["site"]]]],
    )


def throughput(builder: ProgramBuilder, problem: Problem) -> None:
    """Kilograms that leave a depot in a week <= what it can handle."""
    s = builder.blocks["ship"]
    limited = np.flatnonzero(np.isfinite(problem.throughput_kg))
    week, at = (a.ravel() for a in np.indices((problem.n_weeks, limited.size)))
    first = builder.add_rows(
        "throughput", {"week": week, "place": limited[at]}, upper=problem.throughput_kg[limited[at]]
    )
    position = np.full(len(problem.places), NO_ROW)
    position[limited] = np.arange(limited.size)
    of_arc = position[problem.network.origin]
    row = np.where(of_arc >= 0, first + np.arange(problem.n_weeks)[:, None] * limited.size + of_arc, NO_ROW)
    s.enter(row, problem.commodity_kg, rows_at=problem.sendings.trip, values_at=s["commodity"])


def budget(builder: ProgramBuilder, problem: Problem) -> None:
    """Money spent over the horizon."""
    if np.isfinite(problem.budget_usd):
        row = builder.add_rows("budget", {"all": np.zeros(1, int)}, upper=problem.budget_usd)
        for name, price in prices(builder).items():
            builder.blocks[name].enter(row, price)


def weekly_budget(builder: ProgramBuilder, problem: Problem) -> None:
    """Money spent in each week, at departure and at purchase."""
    if np.isfinite(problem.budget_usd_per_week):
        first = builder.add_rows(
            "weekly_budget", {"week": np.arange(problem.n_weeks)}, upper=problem.budget_usd_per_week
        )
        for name, price in prices(builder).items():
            block = builder.blocks[name]
            block.enter(first + block["week"], price)


def camp_limits(builder: ProgramBuilder, problem: Problem) -> None:
    """Least and largest coverage of a camp over the horizon, for an item or over all."""
    if problem.limits.empty:
        return
    asked, of_pair, needed, scale = limits_asked(problem)
    if asked.empty:
        return
    least = (asked["kind"] == "minimum").to_numpy()
    bound = (1.0 - asked["coverage"].to_numpy()) * needed / scale
    first = builder.add_rows(
        "camp_limits",
        {"limit": asked["limit"].to_numpy(), "maximum": (~least).astype(int)},
        lower=np.where(least, -np.inf, bound),
        upper=np.where(least, bound, np.inf),
    )
    pairs = np.concatenate(of_pair)
    limit = np.repeat(np.arange(len(of_pair)), [each.size for each in of_pair])
    # A pair may be in several limits; each pass enters one limit of every pair.
    order = np.argsort(pairs, kind="stable")
    pairs, limit = pairs[order], limit[order]
    turn = np.arange(pairs.size) - np.searchsorted(pairs, pairs)
    u = builder.blocks["unmet"]
    for n in range(turn.max() + 1):
        mine = turn == n
        row_of, weight = np.full(problem.n_pairs, NO_ROW), np.zeros(problem.n_pairs)
        row_of[pairs[mine]] = first + limit[mine]
        weight[pairs[mine]] = problem.person_weight[pairs[mine]] / scale[limit[mine]]
        u.enter(row_of[u["pair"]], weight[u["pair"]])


def limits_asked(problem: Problem) -> tuple[pd.DataFrame, list[np.ndarray], np.ndarray, np.ndarray]:
    """Least and largest coverages that are asked for, where anything is needed: one row each.

    Returns
    -------
    tuple
        ``limit, camp, item, kind (minimum, maximum), coverage``; the pairs of each; what they need in weighted
        person-weeks; and the largest weight among them, by which a row is divided so that its coefficients are near 1
        instead of people per unit.
    """
    asked = problem.limits.reset_index(names="limit").melt(
        id_vars=["limit", "camp", "item"], value_vars=["minimum", "maximum"], var_name="kind", value_name="coverage"
    )
    asked = asked.dropna(subset=["coverage"]).reset_index(drop=True)
    of_pair = [
        np.flatnonzero((problem.pair_camp == camp) & ((item < 0) | (problem.pair_item == item)))
        for camp, item in zip(asked["camp"], asked["item"], strict=True)
    ]
    needed = np.array([problem.weight_needed[pairs].sum() for pairs in of_pair])
    kept = np.flatnonzero(needed > 0)
    of_pair = [of_pair[k] for k in kept]
    scale = np.array([problem.person_weight[pairs].max() for pairs in of_pair])
    return asked.iloc[kept].reset_index(drop=True), of_pair, needed[kept], scale


def decisions(builder: ProgramBuilder, problem: Problem) -> None:
    """What a person fixed of an item on a route in a week, all lots and both directions together."""
    fixed, s = problem.decisions, builder.blocks["ship"]
    if fixed.empty:
        return
    kind, quantity = fixed["kind"].to_numpy(), fixed["quantity"].to_numpy()
    first = builder.add_rows(
        "decisions",
        {"decision": np.arange(len(fixed))},
        lower=np.where(kind == "forbidden", -np.inf, quantity),
        upper=np.select([kind == "forbidden", kind == "frozen"], [0.0, quantity], np.inf),
    )
    n_items = len(problem.items)
    asked = ((fixed["route"] * n_items + fixed["item"]) * problem.n_weeks + fixed["week"]).to_numpy()
    item = problem.commodities.item[s["commodity"]]
    of_column = (problem.network.route[s["arc"]] * n_items + item) * problem.n_weeks + s["week"]
    turn = fixed.groupby(asked).cumcount().to_numpy()
    for n in range(turn.max() + 1):
        mine = np.flatnonzero(turn == n)
        mine = mine[np.argsort(asked[mine])]
        at = np.minimum(np.searchsorted(asked[mine], of_column), mine.size - 1)
        s.enter(np.where(asked[mine][at] == of_column, first + mine[at], NO_ROW), 1.0)


def keep_promises(builder: ProgramBuilder, problem: Problem) -> None:
    """Units sent = promised + more - less, by route, item and week; more and less have a price that is no money."""
    if problem.promised is None:
        return
    s, n_items = builder.blocks["ship"], len(problem.items)
    item_of_column = problem.commodities.item[s["commodity"]]
    of_column = (problem.network.route[s["arc"]] * n_items + item_of_column) * problem.n_weeks + s["week"]
    # a promise on a way that is closed or of no use is broken, whatever the plan
    cells, row_of_column = np.unique(of_column, return_inverse=True)
    promise = problem.promised
    asked = ((promise["route"] * n_items + promise["item"]) * problem.n_weeks + promise["week"]).to_numpy()
    promised = pd.Series(promise["quantity"].to_numpy(), index=asked).reindex(cells).fillna(0.0).to_numpy()
    item, week = cells // problem.n_weeks % n_items, cells % problem.n_weeks
    keys = {"week": week, "route": cells // problem.n_weeks // n_items, "item": item}
    first = builder.add_rows("promised", keys, lower=promised, upper=promised)
    rows = first + np.arange(cells.size)
    s.enter(first + row_of_column, 1.0)
    weight_t = problem.weight_kg[item] / KG_PER_TONNE
    for name, sign in (("more", -1.0), ("less", 1.0)):
        block = builder.add_columns(name, keys)
        block.enter(rows, sign)
        block.tie_break = np.maximum(problem.stability_usd_per_t * weight_t, TIE_BREAK_USD_PER_UNIT)


# Objective


def prices(builder: ProgramBuilder) -> dict[str, np.ndarray]:
    """USD per unit of each block that costs money."""
    return {name: builder.blocks[name].cost_usd for name in ("ship", "trips", "buy")}


def unmet_penalty(builder: ProgramBuilder, problem: Problem) -> None:
    """Penalty x vulnerability x priority x person-weeks without the item."""
    u = builder.blocks["unmet"]
    u.cost_usd = (problem.penalty_usd * problem.vulnerability * problem.person_weight)[u["pair"]]


def freight(builder: ProgramBuilder, problem: Problem) -> None:
    """Freight by weight."""
    network, s = problem.network, builder.blocks["ship"]
    s.cost_usd = np.take(network.usd_per_kg, s["arc"]) * np.take(problem.commodity_kg, s["commodity"])


def trip_cost(builder: ProgramBuilder, problem: Problem) -> None:
    """Cost of trips."""
    t = builder.blocks["trips"]
    t.cost_usd = problem.network.trip_usd[t["arc"]]


def purchase_cost(builder: ProgramBuilder, problem: Problem) -> None:
    """Price of what is bought."""
    goods, b = problem.commodities, builder.blocks["buy"]
    b.cost_usd = goods.offer_usd_per_kg[b["offer"]] * problem.weight_kg[goods.offer_item[b["offer"]]]


def tie_break(builder: ProgramBuilder, problem: Problem) -> None:
    """A hair's weight on disposal, free movement and free goods; never part of a reported figure."""
    b = builder.blocks
    unmet = b["unmet"]
    sooner = EARLIER_SHARE + problem.sooner_share
    unmet.tie_break = unmet.cost_usd * sooner * (problem.n_weeks - unmet["week"])
    goods, site = problem.commodities, b["hold"]["site"]
    at_camp = goods.site_place[site] < problem.n_camps
    weight_t = problem.weight_kg[goods.item[goods.site_commodity[site]]] / KG_PER_TONNE
    b["hold"].tie_break = np.where(at_camp, problem.keep_back_usd_per_t * weight_t, 0.0)
    b["dispose"].tie_break = np.full(b["dispose"].size, TIE_BREAK_USD_PER_UNIT)
    b["buy"].tie_break = np.where(b["buy"].cost_usd > 0, 0.0, TIE_BREAK_USD_PER_UNIT)
    free = b["ship"].cost_usd <= 0
    if free.any():
        pays_trips = problem.network.counts_trips & (problem.network.trip_usd > 0)
        b["ship"].tie_break = np.where(free & ~pays_trips[b["ship"]["arc"]], TIE_BREAK_USD_PER_UNIT, 0.0)
