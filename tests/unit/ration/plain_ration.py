"""The ration written the plain way in PuLP, straight from the tables, and solved by CBC: the oracle of the fast one.

Nothing of ``core.ration`` or ``core.allocation`` is used; amounts are tonnes, money is USD. No weekly limits.
"""

import math
from collections import defaultdict

import pulp


def plain_optimum(operation, days):
    """Least USD for the period, and the grams of each food."""
    people = operation.population.groupby("camp_id")["population"].last().to_dict()
    items = operation.items[operation.items["sector"] == "food"].to_dict("records")
    problem = pulp.LpProblem("plain_ration", pulp.LpMinimize)
    grams, cost, into = {}, [], defaultdict(list)
    for n, item in enumerate(items):
        least, most = item["ration_min_g"], item["ration_max_g"]
        grams[item["item_id"]] = problem.add_variable(
            f"x{n}", 0 if math.isnan(least) else least, None if math.isnan(most) else most
        )
    for n, offer in enumerate(operation.offers.to_dict("records")):
        bought = problem.add_variable(f"b{n}", 0)
        cost.append(offer["price_usd_per_t"] * bought)
        into[offer["depot_id"], offer["item_id"]].append(bought)
    for n, road in enumerate(operation.routes.to_dict("records")):
        for food in grams:
            moved = problem.add_variable(f"f{n}_{len(cost)}", 0)
            cost.append(road["cost_usd_per_t"] * moved)
            into[road["destination_id"], food].append(moved)
            into[road["origin_id"], food].append(-1 * moved)
    problem.setObjective(pulp.lpSum(cost))
    places = [*people, *operation.depots["depot_id"]]
    for place in places:
        for food, x in grams.items():
            eaten = people.get(place, 0.0) * days / 1e6
            problem.addConstraint(pulp.lpSum(into[place, food]) - eaten * x == 0)
    contents = operation.nutrients.set_index(["item_id", "nutrient"])["amount_per_100g"].to_dict()
    for row in operation.nutrient_requirements.to_dict("records"):
        given = pulp.lpSum(contents.get((food, row["nutrient"]), 0.0) / 100 * x for food, x in grams.items())
        problem.addConstraint(given >= row["amount_per_person_day"])
        if not math.isnan(row["maximum_per_person_day"]):
            problem.addConstraint(given <= row["maximum_per_person_day"])
    assert problem.solve(pulp.PULP_CBC_CMD(msg=False)) == pulp.LpStatusOptimal
    return pulp.value(problem.objective), {food: x.varValue for food, x in grams.items()}
