"""The audit of a ration: every limit re-added from its tables and those of the operation."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.audit.directions import with_directions
from core.audit.figures import check_fingerprint
from core.audit.links import Links, read_links
from core.audit.report import AuditReport, Checker
from core.domain.operation import Operation
from core.domain.planning_figures import planning_figures
from core.domain.ration import RationDesign, RationFlows, RationGrams, RationPurchases
from core.domain.scenario import Scenario
from core.domain.schemas import Camps, Depots, Items, NutrientRequirements, Nutrients, Offers, Population
from core.domain.weeks import DAYS_PER_WEEK, planning_weeks

FIGURES = ("cost_usd", "procurement_usd", "transport_usd", "usd_per_person_day")


@dataclass(frozen=True, eq=False)
class _Case:
    """What the rules look at; positions of foods, places and routes, quantities in kg."""

    operation: Operation
    design: RationDesign
    items: pd.DataFrame
    grams: np.ndarray
    places: pd.Index
    people: np.ndarray
    links: Links
    bought: pd.DataFrame
    moved: pd.DataFrame
    weeks: float

    @property
    def foods(self) -> pd.Index:
        return self.items.index


def audit_ration(operation: Operation, design: RationDesign) -> AuditReport:
    """Re-add every limit of a ration with code that shares nothing with the optimiser.

    Parameters
    ----------
    operation
        As it is.
    design
        As read from its folder, or as designed.

    Returns
    -------
    AuditReport
        Every broken limit with its place. Sums may be off by 1e-4 kg or USD and 1e-6 of the figures they are made of.
        Where the ration left weekly limits aside, they are not checked, and a note says so.
    """
    check = Checker(planning_weeks(operation.planning_start, 1))
    check_fingerprint(design.summary.get("fingerprint"), operation.fingerprint, check)
    case = _read(operation, design, check)
    _check_nutrients(case, check)
    _check_foods(case, check)
    _check_balance(case, check)
    _check_offers(case, check)
    trips = _check_roads(case, check)
    return check.report(_check_money(case, trips, check))


def _read(operation: Operation, design: RationDesign, check: Checker) -> _Case:
    items = operation.items.set_index(Items.item_id)
    camps, depots = operation.camps, operation.depots
    people = np.r_[_people(operation), np.zeros(len(depots))]
    places = pd.Index([*camps[Camps.camp_id], *depots[Depots.depot_id]], dtype=object)
    links = read_links(operation, Scenario(), planning_weeks(operation.planning_start, 1))
    ration = design.tables["ration"]
    named = ration.groupby(RationGrams.item_id)[RationGrams.grams_per_person_day].sum()
    _known(named.index, items.index, "ration.csv names the item “{item}”, which the operation does not have.", check)
    grams = named.reindex(items.index).fillna(0.0).to_numpy()
    not_food = (grams > 0) & (items[Items.sector] != "food").to_numpy()
    check.at_most("food", not_food, 0, "{item} is in the ration and is no food.", item=items.index.to_numpy())

    bought = design.tables["purchases"].copy()
    bought["i"], bought["p"] = (
        _at(bought[RationPurchases.item_id], items.index, check),
        _at(bought[RationPurchases.depot_id], places, check),
    )
    moved = design.tables["flows"].copy()
    moved["i"] = _at(moved[RationFlows.item_id], items.index, check)
    moved["r"] = _at(moved[RationFlows.route_id], pd.Index(links.table["route_id"].astype(object)), check)
    moved, bought = moved[(moved["i"] >= 0) & (moved["r"] >= 0)], bought[(bought["i"] >= 0) & (bought["p"] >= 0)]
    moved, guessed = with_directions(moved, places, links)
    if guessed.any():
        check.note("flows.csv does not say which way goods went on roads of two directions; as written was taken.")
    for table in (bought, moved):
        table["kg"] = table["quantity_t"].to_numpy() * 1000.0
        check.at_most("amount", -table["kg"], 0, "A quantity is {amount} kg under zero.")
    left_aside = design.summary.get("weekly_limits") == "left_aside" and design.question.weekly_limits != "hold"
    if left_aside:
        check.note("The ration leaves weekly limits of offers, roads and depots aside; they were not checked.")
    weeks = np.nan if left_aside else design.question.days / DAYS_PER_WEEK
    return _Case(operation, design, items, grams, places, people, links, bought, moved, weeks)


def _people(operation: Operation) -> np.ndarray:
    start, people = operation.planning_start, []
    counts = operation.population.dropna(subset=[Population.population])
    counts = counts[counts[Population.date] <= start].sort_values(Population.date, kind="stable")
    planned = planning_figures(operation, start)["people"]
    for camp, closed in zip(operation.camps[Camps.camp_id], operation.camps[Camps.closed], strict=True):
        own = counts[counts[Population.camp_id] == camp][Population.population]
        number = own.iloc[-1] if len(own) else planned.get(camp, 0.0)
        people.append(0.0 if pd.notna(closed) and closed <= start else float(number))
    return np.array(people)


def _known(names: pd.Index, known: pd.Index, says: str, check: Checker) -> None:
    check.at_most("known_name", ~names.isin(known), 0, says, item=names.to_numpy(dtype=object))


def _at(names: pd.Series, known: pd.Index, check: Checker) -> np.ndarray:
    says = f"{names.name} “{{item}}” is not known."
    check.at_most("known_name", ~names.isin(known).to_numpy(), 0, says, item=names.to_numpy(dtype=object))
    return np.asarray(pd.Index(known.astype(object)).get_indexer(pd.Index(names.astype(object))))


def _check_nutrients(case: _Case, check: Checker) -> None:
    contents, required = case.operation.nutrients, case.operation.nutrient_requirements
    grams = pd.Series(case.grams, case.foods)
    given = (contents[Nutrients.amount_per_100g] / 100.0 * contents[Nutrients.item_id].map(grams)).groupby(
        contents[Nutrients.nutrient]
    )
    amount = given.sum().reindex(required[NutrientRequirements.nutrient]).fillna(0.0).to_numpy()
    needed = required[NutrientRequirements.amount_per_person_day].to_numpy()
    names = required[NutrientRequirements.nutrient].to_numpy(dtype=object)
    # a requirement of 1e-3 must not pass because 1e-4 of anything may be off: shares are compared
    size = np.where(needed > 0, needed, 1.0)
    says = "The ration gives {limit} of what is required of {item}; 1 is needed."
    check.at_most("nutrient_least", needed / size, amount / size, says, item=names)
    most = required[NutrientRequirements.maximum_per_person_day].to_numpy(dtype=float, na_value=np.nan)
    bound = np.where(most > 0, most, 1.0)
    says = "The ration gives {amount} times the maximum of {item}."
    check.at_most("nutrient_most", amount / bound, most / bound, says, item=names)


def _check_foods(case: _Case, check: Checker) -> None:
    least = case.items[Items.ration_min_g].astype(float).copy()
    most = case.items[Items.ration_max_g].astype(float).copy()
    for limit in case.design.question.limits:
        if limit.least_g is not None:
            least[limit.item_id] = limit.least_g
        if limit.most_g is not None:
            most[limit.item_id] = limit.most_g
    out = list(case.design.question.left_out)
    least[out] = most[out] = 0.0
    names = case.foods.to_numpy(dtype=object)
    says = "The ration has {limit} g of {item}; at least {amount} g are asked for."
    check.at_most("food_least", least.fillna(0.0), case.grams, says, item=names)
    check.at_most("food_most", case.grams, most, "The ration has {amount} g of {item}; at most {limit} g.", item=names)


def _check_balance(case: _Case, check: Checker) -> None:
    shape = (len(case.places), len(case.foods))
    came, left = np.zeros(shape), np.zeros(shape)
    np.add.at(came, (case.bought["p"], case.bought["i"]), case.bought["kg"])
    np.add.at(came, (case.moved["d"], case.moved["i"]), case.moved["kg"])
    np.add.at(left, (case.moved["o"], case.moved["i"]), case.moved["kg"])
    eaten = case.people[:, None] * case.grams[None, :] / 1000.0 * case.design.question.days
    place, food = (a.ravel() for a in np.indices(shape))
    check.equal(
        "balance",
        (came - left).ravel(),
        eaten.ravel(),
        "{amount} kg of {item} stay at {place}; the ration there is {limit} kg.",
        place=case.places.to_numpy()[place],
        item=case.foods.to_numpy(dtype=object)[food],
        scale=(came + left).ravel(),
    )


def _check_offers(case: _Case, check: Checker) -> None:
    """What is bought of each food at each supplier is on offer, and costs what its cheapest offers cost."""
    offers = case.operation.offers
    bought = case.bought.groupby([RationPurchases.depot_id, RationPurchases.item_id])[["kg", "cost_usd"]].sum()
    for (depot, item), row in bought.iterrows():
        own = offers[(offers[Offers.depot_id] == depot) & (offers[Offers.item_id] == item)]
        own = own.sort_values(Offers.price_usd_per_t)
        room = own[Offers.quantity_t_per_week].fillna(np.inf).to_numpy() * 1000.0
        room = room * case.weeks if np.isfinite(case.weeks) else np.where(room > 0, np.inf, 0.0)
        says = "{amount} kg of {item} are bought at {place}; {limit} kg are on offer."
        check.at_most("offer", row["kg"], room.sum(), says, place=depot, item=item)
        taken = np.diff(np.minimum(np.r_[0.0, np.cumsum(room)], row["kg"]))
        cost = float(taken @ own[Offers.price_usd_per_t].to_numpy()) / 1000.0
        says = "{item} at {place} is said to cost USD {amount}; by its offers it costs USD {limit}."
        check.equal("purchase_cost", row["cost_usd"], cost, says, place=depot, item=item)


def _check_roads(case: _Case, check: Checker) -> pd.DataFrame:
    """Roads are open, go that way, and carry it; trips and freight of each road and direction are returned."""
    table, moved = case.links.table, case.moved
    r, used = moved["r"].to_numpy(), moved["kg"].to_numpy() > 0
    names = moved[RationFlows.route_id].to_numpy(dtype=object)
    open_now = case.links.is_open[:, 0][r] if len(moved) else np.zeros(0, bool)
    check.at_most("route_open", used & ~open_now, 0, "{place} is closed and carries goods.", place=names)
    forth = (moved["o"] == moved["start"]) & (moved["d"] == moved["end"])
    back = (moved["o"] == moved["end"]) & (moved["d"] == moved["start"]) & table["both_ways"].to_numpy()[r]
    check.at_most("direction", used & ~(forth | back).to_numpy(), 0, "{place} does not go that way.", place=names)

    items = case.items.iloc[moved["i"]]
    weight = items[Items.weight_kg].to_numpy()
    m3 = moved["kg"].to_numpy() * np.divide(
        items[Items.volume_m3].to_numpy(), weight, out=np.zeros(len(moved)), where=weight > 0
    )
    loads = moved.assign(m3=m3, usd=moved["cost_usd"]).groupby(["r", "o"])[["kg", "m3", "usd"]].sum().reset_index()
    link = table.iloc[loads["r"]].reset_index(drop=True)
    by_weight, by_volume = loads["kg"] / link["payload_kg"], loads["m3"] / link["volume_m3"]
    counted = link["payload_kg"].notna() & (link["trips_per_week"].notna() | link["usd_per_trip"].gt(0))
    trips = pd.concat([by_weight, by_volume], axis=1).max(axis=1)
    loads["trips"] = trips.where(counted, 0.0).fillna(0.0)
    loads["should_usd"] = loads["kg"] / 1000.0 * link["usd_per_t"] + loads["trips"] * link["usd_per_trip"]
    by_route = loads.groupby("r")["trips"].sum()
    limit = table["trips_per_week"].iloc[by_route.index].to_numpy() * case.weeks
    routes = table["route_id"].iloc[by_route.index].to_numpy(dtype=object)
    says = "{place} needs {amount} trips in the period; {limit} can be made."
    check.at_most("trips", by_route.to_numpy(), limit, says, place=routes)

    depots = case.operation.depots.set_index(Depots.depot_id)
    out = moved.groupby("o")["kg"].sum()
    at = case.places[out.index]
    most = depots[Depots.throughput_t_per_week].astype(float).reindex(at).to_numpy() * 1000.0 * case.weeks
    says = "{amount} kg leave {place}; it can handle {limit} kg."
    check.at_most("throughput", out.to_numpy(), most, says, place=at.to_numpy())
    return loads


def _check_money(case: _Case, loads: pd.DataFrame, check: Checker) -> dict[str, float | None]:
    routes = case.links.table["route_id"].iloc[loads["r"]].to_numpy(dtype=object)
    says = "Moving goods on {place} is said to cost USD {amount}; it costs USD {limit}."
    check.equal("freight_cost", loads["usd"], loads["should_usd"], says, place=routes)
    bought, moved = float(case.bought["cost_usd"].sum()), float(case.moved["cost_usd"].sum())
    person_days = float(case.people.sum()) * case.design.question.days
    per_person = (bought + moved) / person_days if person_days > 0 else 0.0
    figures = dict(zip(FIGURES, (bought + moved, bought, moved, per_person), strict=True))
    for name, value in figures.items():
        told = case.design.summary.get(name)
        said = float(told) if isinstance(told, (int, float)) else np.inf
        check.equal(name, said, value, f"summary.json says {name} is {{amount}}; it adds up to {{limit}}.")
    return dict(figures)
