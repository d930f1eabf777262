"""A dispatch in sentences, for the command line and for pages."""

import pandas as pd

from core.domain.dispatch import Dispatch
from core.domain.operation import Operation
from core.domain.schemas import Items, Unserved

OBJECTIVE_WORDS = {"cost": "least cost", "time": "fewest hours", "co2": "least CO2"}


def dispatch_in_words(operation: Operation, dispatch: Dispatch) -> list[str]:
    """What is carried, by how many vehicles, at what cost; what is left, why, and what would carry it."""
    told = dispatch.summary
    co2 = "" if told["co2_kg"] is None else f", {told['co2_kg']:,.0f} kg of CO2"
    lines = [
        f"{told['operation']}, week to {told['week']}, {OBJECTIVE_WORDS[told['objective']]}: "
        f"{told['carried_t']:,.1f} t in {_counted(told['trips'], 'trip')} of {_counted(told['vehicles'], 'vehicle')} "
        f"(of {told['vehicles_in_fleet']:,}), {told['distance_km']:,.0f} km, {told['hours']:,.0f} h on duty, "
        f"USD {told['cost_usd']:,.0f}{co2}.",
        f"Distances: {told['distances']}{', partly estimates' if told['distances_are_estimates'] else ''}.",
        *told["notes"],
    ]
    if not told["is_reproducible"]:
        lines.append("The search was ended by its seconds, so another run may find other trips.")
    left = unserved_legs(operation, dispatch)
    if left.empty:
        return [*lines, "Everything the plan sends in this week is carried."]
    names = operation.place_names
    lines.append(f"Not carried: {told['unserved_t']:,.1f} t.")
    lines += [
        f"  {names.get(row.origin_id, row.origin_id)} to {names.get(row.place_id, row.place_id)}, {row.tonnes:,.1f} t: "
        f"{row.reason} What would do: {row.remedy}"
        for row in left.itertuples(index=False)
    ]
    return lines


def unserved_legs(operation: Operation, dispatch: Dispatch) -> pd.DataFrame:
    """What is left by leg: ``origin_id, place_id, route_id, reason, remedy, tonnes``, the heaviest first."""
    left = dispatch.unserved
    weight = operation.items.set_index(Items.item_id)[Items.weight_kg]
    left["tonnes"] = left[Unserved.quantity] * left[Unserved.item_id].map(weight).astype(float) / 1000
    keys = [Unserved.origin_id, Unserved.place_id, Unserved.route_id, Unserved.reason, Unserved.remedy]
    summed = left.groupby(keys, sort=False)["tonnes"].sum().reset_index()
    return summed.sort_values("tonnes", ascending=False, kind="stable", ignore_index=True)


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else one + 's'}"
