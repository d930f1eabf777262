"""The allocation problem written the plain way in PuLP, straight from the tables: the oracle of the fast one.

Nothing of ``core.allocation`` is used. Variables and constraints are kept under tuples that say what they are.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pulp

from core.domain.geography import ROAD_FACTOR, great_circle_km
from core.domain.indicators import units_per_person_week, vulnerability_weights
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.weeks import planning_weeks, week_numbers

TIE_BREAK = 1e-6


@dataclass
class PlainProblem:
    """A PuLP problem with its variables and rows by what they stand for."""

    prob: pulp.LpProblem
    variables: dict[tuple, pulp.LpVariable] = field(default_factory=dict)
    rows: dict[tuple, pulp.LpConstraint] = field(default_factory=dict)
    reported: dict[tuple, float] = field(default_factory=dict)
    """USD per unit of each variable, without the tie-break."""

    def variable(self, key: tuple, upper: float | None = None, whole: bool = False) -> pulp.LpVariable:
        if upper is not None and math.isinf(upper):
            upper = None
        cat = pulp.LpInteger if whole else pulp.LpContinuous
        made = self.prob.add_variable(f"v{len(self.variables)}", 0, upper, cat)
        self.variables[key] = made
        return made

    def row(self, key: tuple, constraint: pulp.LpConstraint | bool) -> None:
        if isinstance(constraint, pulp.LpConstraint) and len(constraint):
            self.prob.addConstraint(constraint, f"c{len(self.rows)}")
            self.rows[key] = constraint

    def objective(self) -> float:
        """USD of the solution, without the tie-break."""
        return sum(price * (self.variables[key].varValue or 0.0) for key, price in self.reported.items())


def known(value: Any) -> bool:
    return not pd.isna(value)


def or_else(value: Any, instead: Any) -> Any:
    return value if known(value) else instead


def plain_problem(
    operation: Operation, needs: pd.DataFrame, scenario: Scenario, start: pd.Timestamp, *, everywhere: bool = False
) -> PlainProblem:
    """Write the problem row by row; ``everywhere`` with goods that cannot be there yet or help nobody any more."""
    sundays = list(planning_weeks(start, scenario.weeks))
    T = len(sundays)
    plain = PlainProblem(pulp.LpProblem("plain", pulp.LpMinimize))
    items = {r["item_id"]: r for r in operation.items.to_dict("records")}
    camps = {r["camp_id"]: r for r in operation.camps.to_dict("records")}
    depots = {r["depot_id"]: r for r in operation.depots.to_dict("records")}
    places = camps | depots
    junctions = {p for p, r in depots.items() if r["kind"] == "junction"}
    kg = {i: r["weight_kg"] for i, r in items.items()}
    m3 = {i: r["volume_m3"] for i, r in items.items()}
    once = {i for i, r in items.items() if r["need_basis"].endswith("_once")}
    whole = {i for i, r in items.items() if or_else(r["whole_units"], False)}

    def expiry(expires: Any) -> int:
        return next((w for w in range(T) if known(expires) and sundays[w] >= expires), T)

    def commodity(item: str, lot: Any, expires: Any, earmark: Any) -> tuple:
        lot, earmark = or_else(lot, ""), or_else(earmark, "")
        if not lot and not earmark and expiry(expires) == T:
            expires = pd.NaT
        return (item, lot, str(pd.Timestamp(expires).date()) if known(expires) else "", earmark)

    supply: dict[tuple, float] = defaultdict(float)
    opening_m3: dict[str, float] = defaultdict(float)
    expiry_of: dict[tuple, int] = {}
    for r in operation.stock.to_dict("records"):
        if known(r["quantity"]):
            k = commodity(r["item_id"], r["lot_id"], r["expires"], r["earmark"])
            supply[r["place_id"], k, 0] += r["quantity"]
            opening_m3[r["place_id"]] += r["quantity"] * m3[r["item_id"]]
            expiry_of[k] = expiry(r["expires"])
    arrivals = operation.arrivals
    for r, week in zip(arrivals.to_dict("records"), week_numbers(arrivals["date"], start), strict=True):
        if known(r["quantity"]) and known(week) and 0 <= week < T:
            k = commodity(r["item_id"], r["lot_id"], r["expires"], r["earmark"])
            supply[r["depot_id"], k, int(week)] += r["quantity"]
            expiry_of[k] = expiry(r["expires"])

    offers: dict[tuple[int, int], tuple] = {}
    offer_rows = operation.offers.to_dict("records")
    for o, r in enumerate(offer_rows):
        lead, life = int(or_else(r["lead_time_weeks"], 0)), items[r["item_id"]]["shelf_life_days"]
        for w in range(T):
            expires = sundays[w] + pd.Timedelta(days=int(life)) if known(life) else pd.NaT
            k = commodity(r["item_id"], None, expires, None)
            if w + lead < T and w + lead < expiry(expires):
                offers[o, w] = k
                expiry_of[k] = expiry(expires)

    arcs = plain_arcs(operation, scenario, sundays, places)
    reach = {(p, k) for p, k, _ in supply} | {(offer_rows[o]["depot_id"], k) for (o, _), k in offers.items()}
    grown = True
    while grown:
        new = {(a["to"], k) for a in arcs if a["weeks"] for p, k in reach if p == a["from"]} - reach
        grown, reach = bool(new), reach | new

    need: dict[tuple, list[float]] = {}
    for r, week in zip(needs.to_dict("records"), week_numbers(needs["week"], start), strict=True):
        need.setdefault((r["camp_id"], r["item_id"]), [0.0] * T)[int(week)] += r["need"]

    # Where goods can be, and where they can still help
    moves = [
        ((a["from"], k, w), (a["to"], k, w + a["lead"]))
        for a in arcs
        for k in expiry_of
        if not (a["volume"] == 0 and m3[k[0]] > 0)
        for w in a["weeks"]
        if w + a["lead"] < min(T, expiry_of[k])
    ]
    stays = [
        ((p, k, w), (p, k, w + 1))
        for p in places
        if p not in junctions
        for k in expiry_of
        for w in range(min(T, expiry_of[k]) - 1)
    ]
    brought = {(p, k, w) for (p, k, w), quantity in supply.items() if quantity > 0}
    for (o, w), k in offers.items():
        brought.add((offer_rows[o]["depot_id"], k, w + int(or_else(offer_rows[o]["lead_time_weeks"], 0))))
    can_be = _grown({(p, k, w) for p, k, w in brought if w < expiry_of[k]}, moves + stays)
    handed_out = {(p, k, w) for p, i in need for k in expiry_of if k[0] == i and k[3] in ("", p) for w in range(T)}
    handed_out = {(p, k, w) for p, k, w in handed_out if w < expiry_of[k]}
    can_help = _grown(handed_out, [(end, begin) for begin, end in moves + stays])
    if everywhere:
        can_be = can_help = {(p, k, w) for p in places for k in expiry_of for w in range(min(T, expiry_of[k]))}
    ordered = {
        (sundays.index(pd.Timestamp(d.week)), d.route_id, d.item_id)
        for d in scenario.decisions
        if d.kind != "forbidden" and d.quantity > 0
    }

    # Variables
    ship = {
        (w, a["key"], k): plain.variable(("ship", w, a["key"], k), whole=k[0] in whole)
        for a in arcs
        for p, k in reach
        if p == a["from"] and not (a["volume"] == 0 and m3[k[0]] > 0)
        for w in a["weeks"]
        if w + a["lead"] < min(T, expiry_of[k])
        if (p, k, w) in can_be
        if (a["to"], k, w + a["lead"]) in can_help or (w, a["key"][0], k[0]) in ordered
    }
    alive = [(p, k, w) for p, k in reach for w in range(T) if (p, k, w) in can_be]
    hold = {(p, k, w): plain.variable(("hold", w, p, k)) for p, k, w in alive if p not in junctions}
    deliver = {
        (p, k, w): plain.variable(("deliver", w, p, k), whole=k[0] in whole)
        for p, k, w in alive
        if (p, k[0]) in need and k[3] in ("", p)
    }
    due = {(c, i, w): sum(new[: w + 1]) if i in once else new[w] for (c, i), new in need.items() for w in range(T)}
    unmet = {key: plain.variable(("unmet", *key), most) for key, most in due.items()}
    floor = math.floor if scenario.trips == "whole" else float
    trips = {
        (w, a["key"]): plain.variable(
            ("trips", w, a["key"]),
            a["limit"] if math.isinf(a["limit"]) else floor(a["limit"]),
            scenario.trips == "whole",
        )
        for a in arcs
        if a["counted"]
        for w in a["weeks"]
    }
    buy = {
        (o, w): plain.variable(
            ("buy", w, o),
            or_else(offer_rows[o]["quantity_t_per_week"], math.inf) * 1000 / kg[k[0]],
            k[0] in whole,
        )
        for (o, w), k in offers.items()
    }
    forced = {(p, k) for (p, k, _), quantity in supply.items() if quantity > 0}
    forced |= {
        (a["to"], k)
        for a in arcs
        for k in expiry_of
        if not (a["volume"] == 0 and m3[k[0]] > 0)
        for _, route, item in ordered
        if route == a["key"][0] and item == k[0]
    }
    dispose = {
        (p, k, w): plain.variable(("dispose", w, p, k))
        for p, k, w in alive
        if known(places[p]["storage_m3"]) or p in junctions
        if everywhere or (p, k) in forced
    }

    # Constraints
    terms: dict[tuple, list] = defaultdict(list)
    by_arc = {a["key"]: a for a in arcs}
    for (w, key, k), x in ship.items():
        a = by_arc[key]
        terms[a["from"], k, w].append(-1 * x)
        terms[a["to"], k, w + a["lead"]].append(1 * x)
    for (p, k, w), s in hold.items():
        terms[p, k, w].append(-1 * s)
        terms[p, k, w + 1].append(1 * s)
    for group in (deliver, dispose):
        for key, x in group.items():
            terms[key].append(-1 * x)
    for (o, w), x in buy.items():
        r = offer_rows[o]
        terms[r["depot_id"], offers[o, w], w + int(or_else(r["lead_time_weeks"], 0))].append(1 * x)
    for p, k, w in alive:
        plain.row(("balance", w, p, k), pulp.lpSum(terms[p, k, w]) == -supply.get((p, k, w), 0.0))

    for (c, i), new in need.items():
        for w in range(T):
            waiting = [-1 * unmet[c, i, w - 1]] if i in once and w else []
            handed = [x for (p, k, v), x in deliver.items() if p == c and k[0] == i and v == w]
            plain.row(("need", c, i, w), pulp.lpSum([*handed, unmet[c, i, w], *waiting]) == new[w])

    for (w, key), n in trips.items():
        a = by_arc[key]
        load = [(k[0], x) for (v, other, k), x in ship.items() if v == w and other == key]
        plain.row(("payload", w, key), pulp.lpSum(kg[i] * x for i, x in load) - a["payload"] * n <= 0)
        if math.isfinite(a["volume"]):
            plain.row(("trip_volume", w, key), pulp.lpSum(m3[i] * x for i, x in load) - a["volume"] * n <= 0)
    for a in arcs:
        if a["counted"] and a["key"][1] == "back" and math.isfinite(a["limit"]):
            for w in range(T):
                both = [n for (v, key), n in trips.items() if v == w and key[0] == a["key"][0]]
                plain.row(("shared_trips", w, a["key"][0]), pulp.lpSum(both) <= floor(a["limit"]))
    for p, r in places.items():
        for w in range(T):
            if known(r["storage_m3"]) and p not in junctions:
                room = pulp.lpSum(m3[k[0]] * s for (q, k, v), s in hold.items() if q == p and v == w)
                plain.row(("storage", w, p), room <= max(r["storage_m3"], opening_m3[p]))
            if known(r.get("throughput_t_per_week")):
                out = pulp.lpSum(kg[k[0]] * x for (v, key, k), x in ship.items() if v == w and by_arc[key]["from"] == p)
                plain.row(("throughput", w, p), out <= r["throughput_t_per_week"] * 1000)

    price: dict[tuple, float] = {}
    for w, key, k in ship:
        price["ship", w, key, k] = by_arc[key]["usd_per_t"] / 1000 * kg[k[0]]
    for w, key in trips:
        price["trips", w, key] = by_arc[key]["trip_usd"]
    for (o, w), k in offers.items():
        price["buy", w, o] = offer_rows[o]["price_usd_per_t"] / 1000 * kg[k[0]]
    budget = or_else(scenario.budget_usd, operation.settings.budget_usd)
    weekly = or_else(scenario.budget_usd_per_week, operation.settings.budget_usd_per_week)
    if budget is not None:
        plain.row(("budget",), pulp.lpSum(c * plain.variables[key] for key, c in price.items()) <= budget)
    if weekly is not None:
        for w in range(T):
            spent = pulp.lpSum(c * plain.variables[key] for key, c in price.items() if key[1] == w)
            plain.row(("weekly_budget", w), spent <= weekly)

    per_person = units_per_person_week(operation)
    weight = {(c, i): items[i]["priority"] / (per_person.loc[c, i] or 1.0) for c, i in need}
    for n, limit in enumerate(scenario.camp_limits):
        mine = [p for p in need if p[0] == limit.camp_id and limit.item_id in (None, p[1])]
        needed = sum(weight[p] * due[(*p, w)] for p in mine for w in range(T))
        if needed > 0:
            scale = max(weight[p] for p in mine)
            missing = pulp.lpSum(weight[p] / scale * unmet[(*p, w)] for p in mine for w in range(T))
            if limit.min_coverage is not None:
                plain.row(("camp_limits", n, 0), missing <= (1 - limit.min_coverage) * needed / scale)
            if limit.max_coverage is not None:
                plain.row(("camp_limits", n, 1), missing >= (1 - limit.max_coverage) * needed / scale)
    for n, d in enumerate(scenario.decisions):
        at = sundays.index(pd.Timestamp(d.week))
        sent = pulp.lpSum(
            x for (w, key, k), x in ship.items() if w == at and key[0] == d.route_id and k[0] == d.item_id
        )
        if d.kind == "frozen":
            plain.row(("decisions", n), sent == d.quantity)
        elif d.kind == "forced":
            plain.row(("decisions", n), sent >= d.quantity)
        else:
            plain.row(("decisions", n), sent <= 0)

    # Objective
    vulnerability = vulnerability_weights(operation)
    plain.reported = dict(price)
    for c, i, w in unmet:
        plain.reported["unmet", c, i, w] = scenario.penalty_usd * vulnerability[c] * weight[c, i]
    costs = dict(plain.reported)
    for p, k, w in dispose:
        costs["dispose", w, p, k] = TIE_BREAK
    for key, price_of in costs.items():
        free_trip = key[0] == "ship" and not (by_arc[key[2]]["counted"] and by_arc[key[2]]["trip_usd"] > 0)
        if price_of == 0 and (free_trip or key[0] == "buy"):
            costs[key] = TIE_BREAK
    plain.prob.setObjective(pulp.lpSum(c * plain.variables[key] for key, c in costs.items()))
    return plain


def _grown(found: set[tuple], steps: list[tuple[tuple, tuple]]) -> set[tuple]:
    """What can be come to from a set by steps."""
    count = -1
    while count != len(found):
        count = len(found)
        found = found | {end for begin, end in steps if begin in found}
    return found


def plain_arcs(
    operation: Operation, scenario: Scenario, sundays: list[pd.Timestamp], places: dict[str, dict]
) -> list[dict[str, Any]]:
    """Directed arcs with the weeks in which goods may depart."""
    arcs = []
    for r in operation.routes.to_dict("records"):
        trips, trip_usd, payload = r["trips_per_week"], r["trip_cost_usd"], r["payload_kg"]
        if not or_else(r["open"], True) or payload == 0 or trips == 0:
            continue
        distance = r["distance_km"]
        if not known(distance):
            a, b = places[r["origin_id"]], places[r["destination_id"]]
            distance = ROAD_FACTOR * float(
                great_circle_km(a["latitude"], a["longitude"], b["latitude"], b["longitude"])
            )
        usd_per_t = r["cost_usd_per_t"]
        if not known(usd_per_t):
            usd_per_t = operation.settings.cost_usd_per_t_km * distance
        directions = [("forth", r["origin_id"], r["destination_id"])]
        if or_else(r["both_ways"], False):
            directions.append(("back", r["destination_id"], r["origin_id"]))
        for direction, origin, destination in directions:
            weeks = []
            for w, sunday in enumerate(sundays):
                closed = any(
                    (c.route_id == r["route_id"] if c.route_id else c.depot_id in (origin, destination))
                    and (c.start is None or pd.Timestamp(c.start) <= sunday)
                    and (c.end is None or pd.Timestamp(c.end) >= sunday - pd.Timedelta(days=6))
                    for c in scenario.closures
                )
                if not closed:
                    weeks.append(w)
            arcs.append(
                {
                    "key": (r["route_id"], direction),
                    "from": origin,
                    "to": destination,
                    "weeks": weeks,
                    "lead": int(or_else(r["lead_time_weeks"], 0)),
                    "usd_per_t": usd_per_t,
                    "trip_usd": or_else(trip_usd, 0.0),
                    "payload": or_else(payload, math.inf),
                    "volume": or_else(r["volume_m3"], math.inf),
                    "limit": or_else(trips, math.inf),
                    "counted": known(payload) and (known(trips) or known(trip_usd)),
                }
            )
    return arcs
