"""What two scenarios ask differently, and which of it explains a loss."""

import pandas as pd

from core.comparison.plan_view import PlanView
from core.comparison.ways import closed_weeks, leading_to
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
            f"The fairness rule is “{wording.FAIRNESS[b.fairness]}”; before it was “{wording.FAIRNESS[a.fairness]}”."
        )
    return sentences


def newly_closed(view_a: PlanView, view_b: PlanView) -> pd.DataFrame:
    """``route_id, week`` of what is closed in the second plan, but was open in the first."""
    sundays = pd.DatetimeIndex(view_b.plan.coverage[Coverage.week].unique())
    before, after = (closed_weeks(view_b.ways, view.plan.scenario, sundays) for view in (view_a, view_b))
    if after.empty:
        return after
    new = after.merge(before, how="left", indicator=True)
    return new.loc[new["_merge"] == "left_only", ["route_id", "week"]]


def cause_of_loss(
    names: dict[str, str], closed: pd.DataFrame, sent_a: pd.DataFrame, camp: str, item: str
) -> str | None:
    """The closure that explains a camp's loss of an item: it carried the item towards the camp, in weeks now closed.

    Parameters
    ----------
    names
        Of places.
    closed
        What ``newly_closed`` finds.
    sent_a
        Shipments before.
    """
    if closed.empty:
        return None
    carried = sent_a[sent_a["item_id"] == item]
    towards = leading_to(carried, camp)
    cut = carried[carried["destination_id"].isin(towards)].merge(closed, on=["route_id", "week"])
    cut = cut[cut["quantity"] > 0.5]
    if cut.empty:
        return None
    most = cut.groupby(["route_id", "origin_id", "destination_id"])["quantity"].sum().idxmax()
    route, origin, destination = most
    when = wording.weeks(closed.loc[closed["route_id"] == route, "week"])
    when = when if when.startswith("every") else f"in {when}"
    return f"{names.get(origin, origin)} to {names.get(destination, destination)} is closed {when}"


def _money(value: float | None) -> str:
    return "not limited" if value is None else wording.usd(value)
