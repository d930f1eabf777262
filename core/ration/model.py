"""The ration as a linear program: one function per kind of variable and per limit.

Variables: ``eat`` grams of a food per person and day; ``buy`` at an offer; ``move`` a food on an arc; ``load`` what the
trips on an arc can carry, where trips are limited or priced. All in grams per person and day of all people.
"""

import numpy as np

from core.allocation.linear_program import NO_ROW, LinearProgram, ProgramBuilder
from core.ration.problem import Problem


def build_model(problem: Problem) -> LinearProgram:
    """Variables, limits and costs of a problem."""
    builder = ProgramBuilder()
    for add_columns in (eat, buy, move, load):
        add_columns(builder, problem)
    for add_rows in (nutrient_least, nutrient_most, balance, payload, trip_volume, shared_trips, throughput):
        add_rows(builder, problem)
    return builder.assemble()


def eat(builder: ProgramBuilder, problem: Problem) -> None:
    """Grams of each food, within its limits."""
    block = builder.add_columns("eat", {"food": np.arange(len(problem.foods))}, upper=problem.most_g)
    block.lower = problem.least_g


def buy(builder: ProgramBuilder, problem: Problem) -> None:
    """What is bought at an offer, within what is on offer."""
    keys = {"offer": np.arange(len(problem.offer_food)), "food": problem.offer_food, "place": problem.offer_place}
    builder.add_columns("buy", keys, upper=problem.offer_most).cost_usd = problem.offer_usd_per_t


def move(builder: ProgramBuilder, problem: Problem) -> None:
    """What moves of each food on each open arc."""
    network = problem.network
    arc, food = (a.ravel() for a in np.indices((network.n_arcs, len(problem.foods))))
    usd_per_t = network.usd_per_kg * 1000.0
    builder.add_columns("move", {"arc": arc, "food": food}).cost_usd = usd_per_t[arc]


def load(builder: ProgramBuilder, problem: Problem) -> None:
    """Payload of the trips made on an arc, where trips are limited or priced."""
    network = problem.network
    arc = np.flatnonzero(network.counts_trips)
    usd_per_t = network.trip_usd[arc] / (network.payload_kg[arc] / 1000.0)
    builder.add_columns("load", {"arc": arc}).cost_usd = usd_per_t


def nutrient_least(builder: ProgramBuilder, problem: Problem) -> None:
    """At least what is required of each nutrient; each row is divided by its requirement, so that all count alike."""
    size = requirement_size(problem)
    nutrient = np.flatnonzero(problem.required > 0)
    first = builder.add_rows(
        "nutrient_least",
        {"nutrient": nutrient},
        lower=problem.required[nutrient] / size[nutrient],
        upper=np.inf,
    )
    for row, at in enumerate(nutrient):
        builder.blocks["eat"].enter(first + row, problem.content[at] / size[at])


def nutrient_most(builder: ProgramBuilder, problem: Problem) -> None:
    """At most the maximum of each nutrient that has one."""
    nutrient = np.flatnonzero(np.isfinite(problem.maximum))
    size = np.where(problem.maximum > 0, problem.maximum, 1.0)
    first = builder.add_rows("nutrient_most", {"nutrient": nutrient}, upper=problem.maximum[nutrient] / size[nutrient])
    for row, at in enumerate(nutrient):
        builder.blocks["eat"].enter(first + row, problem.content[at] / size[at])


def balance(builder: ProgramBuilder, problem: Problem) -> None:
    """Of each food at each place: bought + moved in = moved out + eaten there."""
    n_foods, network = len(problem.foods), problem.network
    place, food = (a.ravel() for a in np.indices((len(problem.places), n_foods)))
    first = builder.add_rows("balance", {"place": place, "food": food}, lower=0.0, upper=0.0)
    bought, moved, eaten = builder.blocks["buy"], builder.blocks["move"], builder.blocks["eat"]
    bought.enter(first + bought["place"] * n_foods + bought["food"], 1.0)
    moved.enter(first + network.destination[moved["arc"]] * n_foods + moved["food"], 1.0)
    moved.enter(first + network.origin[moved["arc"]] * n_foods + moved["food"], -1.0)
    for camp in np.flatnonzero(problem.share > 0):
        eaten.enter(first + camp * n_foods + eaten["food"], -problem.share[camp])


def payload(builder: ProgramBuilder, problem: Problem) -> None:
    """All foods on an arc fit the payload of its trips."""
    _carried(builder, problem, "payload", np.ones(len(problem.foods)), np.ones(problem.network.n_arcs))


def trip_volume(builder: ProgramBuilder, problem: Problem) -> None:
    """All foods on an arc fit the volume of its trips, where that is known."""
    network = problem.network
    known = np.isfinite(network.volume_m3) & network.counts_trips
    payload_t = np.where(known, network.payload_kg, 1.0) / 1000.0
    m3_per_payload_t = np.where(known, network.volume_m3, np.inf) / payload_t
    _carried(builder, problem, "trip_volume", problem.m3_per_t, m3_per_payload_t)


def _carried(builder: ProgramBuilder, problem: Problem, name: str, per_food: np.ndarray, room: np.ndarray) -> None:
    loads, moved = builder.blocks["load"], builder.blocks["move"]
    bound = np.isfinite(room[loads["arc"]])
    arc = loads["arc"][bound]
    first = builder.add_rows(name, {"arc": arc}, upper=0.0)
    row_of = np.full(problem.network.n_arcs, NO_ROW)
    row_of[arc] = first + np.arange(arc.size)
    moved.enter(row_of[moved["arc"]], per_food[moved["food"]])
    loads.enter(row_of[loads["arc"]], -np.where(bound, room[loads["arc"]], 0.0))


def shared_trips(builder: ProgramBuilder, problem: Problem) -> None:
    """Trips on a route, both directions together, within the period's limit."""
    network, loads = problem.network, builder.blocks["load"]
    if not np.isfinite(problem.weeks):
        return
    limited = np.isfinite(network.trips_limit[network.route[loads["arc"]]])
    route = np.unique(network.route[loads["arc"]][limited])
    payload_t = np.full(len(network.routes), np.nan)
    payload_t[network.route] = network.payload_kg / 1000.0
    most = network.trips_limit[route] * problem.weeks * payload_t[route] * problem.grams_of_tonne
    first = builder.add_rows("shared_trips", {"route": route}, upper=most)
    row_of = np.full(len(network.routes), NO_ROW)
    row_of[route] = first + np.arange(route.size)
    loads.enter(row_of[network.route[loads["arc"]]], 1.0)


def throughput(builder: ProgramBuilder, problem: Problem) -> None:
    """All that leaves a depot, within what it can handle in the period."""
    network, moved = problem.network, builder.blocks["move"]
    place = np.flatnonzero(np.isfinite(problem.throughput_most))
    first = builder.add_rows("throughput", {"place": place}, upper=problem.throughput_most[place])
    row_of = np.full(len(problem.places), NO_ROW)
    row_of[place] = first + np.arange(place.size)
    moved.enter(row_of[network.origin[moved["arc"]]], 1.0)


def requirement_size(problem: Problem) -> np.ndarray:
    """What each nutrient's row is divided by; 1 where nothing is required."""
    return np.where(problem.required > 0, problem.required, 1.0)
