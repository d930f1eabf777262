"""What two scenarios ask differently, and which of it explains a loss."""

import pandas as pd

from core.comparison.ways import closed_weeks, directed_ways, leading_to
from core.domain import wording
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage


def what_differs(operation: Operation, plan_a: Plan, plan_b: Plan) -> list[str]:
    """What must be known before two plans are held side by side: other data, horizons, people, money, rules."""
    a, b, names = plan_a.scenario, plan_b.scenario, operation.place_names
    sentences = []
    if plan_a.summary.get("fingerprint") != plan_b.summary.get("fingerprint"):
        sentences.append("The two plans were made from different data.")
    if a.weeks != b.weeks:
        sentences.append(
            f"The plans cover {a.weeks} and {b.weeks} weeks; deliveries are compared in the weeks both cover."
        )
    for change in b.influx:
        if change not in a.influx:
            verb = "come to" if change.people > 0 else "leave"
            when = wording.day(pd.Timestamp(change.date))
            sentences.append(
                f"{wording.people(abs(change.people))} {verb} {names[change.camp_id]} on {when}, "
                "on top of the forecast."
            )
    for words, key in (("The budget", "budget_usd"), ("The weekly budget", "budget_usd_per_week")):
        before, after = (
            getattr(operation.settings, key) if getattr(s, key) is None else getattr(s, key) for s in (a, b)
        )
        if before != after:
            sentences.append(f"{words} is {_money(after)}; before it was {_money(before)}.")
    if a.fairness != b.fairness:
        sentences.append(
            f"The fairness rule is {b.fairness.replace('_', ' ')}; before it was {a.fairness.replace('_', ' ')}."
        )
    return sentences


def cause_of_loss(
    operation: Operation, plan_a: Plan, plan_b: Plan, sent_a: pd.DataFrame, camp: str, item: str
) -> str | None:
    """The closure that explains a camp's loss of an item: it carried the item towards the camp, in weeks now closed.

    Parameters
    ----------
    sent_a
        Shipments before, with ``tonnes``.
    """
    ways = directed_ways(operation)
    sundays = pd.DatetimeIndex(plan_b.coverage[Coverage.week].unique())
    before, after = (closed_weeks(ways, plan.scenario, sundays) for plan in (plan_a, plan_b))
    new = after.merge(before, how="left", indicator=True)
    new = new.loc[new["_merge"] == "left_only", ["route_id", "week"]]
    carried = sent_a[sent_a["item_id"] == item]
    towards = leading_to(carried, camp)
    cut = carried[carried["destination_id"].isin(towards)].merge(new, on=["route_id", "week"])
    cut = cut[cut["quantity"] > 0.5]
    if cut.empty:
        return None
    names = operation.place_names
    most = cut.groupby(["route_id", "origin_id", "destination_id"])["quantity"].sum().idxmax()
    route, origin, destination = most
    when = wording.weeks(new.loc[new["route_id"] == route, "week"])
    when = when if when.startswith("every") else f"in {when}"
    return f"{names.get(origin, origin)} to {names.get(destination, destination)} is closed {when}"


def _money(value: float | None) -> str:
    return "not limited" if value is None else wording.usd(value)
