"""The allocation of an instance in linopy; run by the benchmark in an environment of its own: ARRAYS.npz ROUNDS.

Prints the median CPU seconds to build the model and to hand it to highspy.
"""

import sys
import time

import numpy as np


def main() -> None:
    """Build, hand over, print."""
    import linopy
    import xarray as xr
    from linopy.io import to_highspy

    given = dict(np.load(sys.argv[1]).items())
    seconds = []
    for _ in range(int(sys.argv[2])):
        began = time.process_time()
        model = built(linopy, xr, given)
        to_highspy(model)
        seconds.append(time.process_time() - began)
    print(float(np.median(seconds)))


def built(linopy: object, xr: object, given: dict[str, np.ndarray]) -> object:
    """Shipped, unmet, camp stock, depot stock, trips; all limits and the objective."""

    def array(name: str, *dims: str) -> object:
        return xr.DataArray(
            given[name], dims=dims, coords={d: np.arange(given[name].shape[n]) for n, d in enumerate(dims)}
        )

    need, supply = array("need", "week", "camp", "item"), array("supply", "week", "depot", "item")
    in_camp = array("in_camp", "camp", "item")
    kg, m3 = array("kg", "item"), array("m3", "item")
    of_camp = xr.DataArray(given["camp"], dims="route", name="camp")
    of_depot = xr.DataArray(given["depot"], dims="route", name="depot")
    per_route = {name: array(name, "route") for name in ("payload", "volume", "trip_usd", "usd_per_kg", "trips")}
    coords = {**need.indexes, "depot": supply.indexes["depot"], "route": per_route["payload"].indexes["route"]}
    model = linopy.Model()

    def add(name: str, *dims: str, upper: object = np.inf) -> object:
        return model.add_variables(lower=0, upper=upper, coords=[coords[d] for d in dims], name=name)

    x = add("shipped", "week", "route", "item")
    u = model.add_variables(lower=0, upper=need, name="unmet")
    v, s = add("camp_stock", "week", "camp", "item"), add("depot_stock", "week", "depot", "item")
    n = model.add_variables(
        lower=0, upper=per_route["trips"].expand_dims(week=coords["week"]).transpose("week", "route"), name="trips"
    )
    first = need.coords["week"] == 0
    to_camp, from_depot = x.groupby(of_camp).sum(), x.groupby(of_depot).sum()
    model.add_constraints(to_camp + u + v.shift(week=1) - v == need - in_camp.where(first, 0.0), name="camp")
    model.add_constraints(from_depot + s - s.shift(week=1) == supply, name="depot")
    model.add_constraints((x * kg).sum("item") - n * per_route["payload"] <= 0, name="payload")
    model.add_constraints((x * m3).sum("item") - n * per_route["volume"] <= 0, name="volume")
    model.add_constraints((v * m3).sum("item") <= array("storage", "camp"), name="storage")
    model.add_constraints((from_depot * kg).sum("item") <= array("throughput", "depot"), name="throughput")
    cost = (x * (kg * per_route["usd_per_kg"])).sum() + (n * per_route["trip_usd"]).sum()
    model.add_constraints(cost <= float(given["budget"]), name="budget")
    model.add_objective(cost + (u * array("worth", "camp", "item")).sum())
    return model


if __name__ == "__main__":
    main()
