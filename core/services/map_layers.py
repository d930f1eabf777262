"""What a map needs besides the camps: flows of a plan, roads that are closed, what came last and comes next."""

import pandas as pd

from core.comparison.ways import directed_ways, shipped_tonnes
from core.domain import wording
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import Scenario
from core.domain.schemas import Camps, Deliveries, Items
from core.domain.weeks import planning_weeks


def drawn_routes(operation: Operation) -> pd.DataFrame:
    """One row per route: ``route_id, origin_id, destination_id, open``; from distances where none are given."""
    if not operation.has("routes") and not operation.has("depots"):
        return pd.DataFrame({"route_id": [], "origin_id": [], "destination_id": [], "open": []}, dtype="str")
    ways = directed_ways(operation).drop_duplicates("route_id", ignore_index=True)
    return ways[["route_id", "origin_id", "destination_id", "open"]]


def tonnes_per_week(operation: Operation, plan: Plan) -> dict[str, float]:
    """Tonnes a week by route_id, the mean over the weeks of the plan, both directions together."""
    sent = shipped_tonnes(operation, plan)
    totals = sent.groupby("route_id")["tonnes"].sum() / plan.scenario.weeks
    return {str(route): float(tonnes) for route, tonnes in totals.items()}


def closed_routes(operation: Operation, scenario: Scenario) -> dict[str, str]:
    """Words by route_id for what a scenario closes: ``closed to 23 Nov``."""
    if not scenario.closures:
        return {}
    routes = drawn_routes(operation)
    first_week = planning_weeks(operation.planning_start, 1)[0]
    closed: dict[str, str] = {}
    for closure in scenario.closures:
        ends = routes[["origin_id", "destination_id"]]
        touched = (
            routes["route_id"] == closure.route_id
            if closure.route_id is not None
            else (ends == closure.depot_id).any(axis=1)
        )
        words = "closed"
        if closure.start is not None and pd.Timestamp(closure.start) > first_week:
            words += f" from {wording.day(pd.Timestamp(closure.start))}"
        if closure.end is not None:
            words += f" to {wording.day(pd.Timestamp(closure.end))}"
        closed |= dict.fromkeys(routes.loc[touched, "route_id"], words)
    return closed


def camp_traffic(operation: Operation, plan: Plan | None = None) -> pd.DataFrame:
    """What each camp got last and gets next.

    Parameters
    ----------
    operation
        Without the scenario.
    plan
        None where there is no plan; then nothing is known of what comes.

    Returns
    -------
    pandas.DataFrame
        By camp_id: last_date and last_t of the newest delivery on or before the planning start; next_week (the Sunday
        of the week in which goods come in) and next_t of the first week with an arrival. Blank where there is none.
    """
    table = pd.DataFrame(index=pd.Index(operation.camps[Camps.camp_id], name="camp_id"))
    weight_t = operation.items.set_index(Items.item_id)[Items.weight_kg].astype(float) / 1000
    given = operation.deliveries
    given = given[given[Deliveries.date] <= operation.planning_start]
    handed = given.assign(tonnes=given[Deliveries.quantity] * given[Deliveries.item_id].map(weight_t).astype(float))
    table["last_date"] = handed.groupby(Deliveries.camp_id)[Deliveries.date].max()
    newest = handed[handed[Deliveries.date] == handed[Deliveries.camp_id].map(table["last_date"])]
    table["last_t"] = newest.groupby(Deliveries.camp_id)["tonnes"].sum()
    table["next_week"], table["next_t"] = pd.NaT, float("nan")
    if plan is None or plan.shipments.empty:
        return table
    sent = shipped_tonnes(operation, plan)
    lead = directed_ways(operation).drop_duplicates("route_id").set_index("route_id")["lead"]
    sent["arrives"] = sent["week"] + pd.to_timedelta(sent["route_id"].map(lead).fillna(0).astype(int) * 7, unit="D")
    into = sent[sent["tonnes"] > 0.0005].groupby(["destination_id", "arrives"])["tonnes"].sum().reset_index()
    first = into.sort_values("arrives").drop_duplicates("destination_id").set_index("destination_id")
    table["next_week"], table["next_t"] = first["arrives"], first["tonnes"]
    return table
