"""What people fixed: decisions on shipments, and least and largest coverage of camps."""

import numpy as np
import pandas as pd

from core.audit.case import Case
from core.audit.people import PersonWeeks
from core.audit.report import Checker


def check_decisions(case: Case, check: Checker) -> None:
    """Frozen shipments are as fixed, forced ones at least that, forbidden ones absent."""
    decisions = case.scenario.decisions
    if not decisions:
        return
    s = case.shipments
    sent = s.groupby(["r", "i", "t"])["q"].sum()
    routes, items = pd.Index(case.route_ids), pd.Index(case.item_ids)
    days = np.array([d.week for d in decisions], dtype="datetime64[D]").astype(np.int64)
    # day 0 of 1970 was a Thursday, three days before a Sunday
    week = pd.Index(case.sunday).get_indexer(pd.Index(days + (3 - days) % 7))
    route = routes.get_indexer(pd.Index([d.route_id for d in decisions], dtype=object))
    item = items.get_indexer(pd.Index([d.item_id for d in decisions], dtype=object))
    amount = sent.reindex(pd.MultiIndex.from_arrays([route, item, week])).fillna(0).to_numpy()
    kind = np.array([d.kind for d in decisions])
    asked = np.array([d.quantity for d in decisions], dtype=float)
    inside = week >= 0
    labels = {
        "place": np.array([d.route_id for d in decisions], dtype=object),
        "item": np.array([d.item_id for d in decisions], dtype=object),
        "week": week,
    }
    check.equal(
        "frozen",
        amount,
        np.where(inside & (kind == "frozen"), asked, np.nan),
        "Route {place}: {limit} {item} were fixed for the week of {week}, the plan sends {amount}.",
        **labels,
    )
    check.at_most(
        "forced",
        -amount,
        np.where(inside & (kind == "forced"), -asked, np.nan),
        "Route {place}: {item} in the week of {week} falls {excess} short of what was asked for.",
        **labels,
    )
    check.at_most(
        "forbidden",
        amount,
        np.where(inside & (kind == "forbidden"), 0.0, np.nan),
        "Route {place}: {item} was forbidden in the week of {week}, the plan sends {amount}.",
        **labels,
    )


def check_camp_limits(case: Case, people: PersonWeeks, check: Checker) -> None:
    """Coverage of camps over the horizon stays between the limits of the scenario."""
    items = pd.Index(case.item_ids)
    for limit in case.scenario.camp_limits:
        item = None if limit.item_id is None else int(items.get_loc(limit.item_id))
        share = people.coverage(item)[case.places.get_loc(limit.camp_id)]
        if np.isnan(share):
            continue
        where = {"place": limit.camp_id, "item": limit.item_id or ""}
        if limit.min_coverage is not None:
            check.at_most(
                "camp_limits",
                -share,
                -limit.min_coverage,
                f"{{place}} {{item}}: coverage is {share:.4f}, at least {limit.min_coverage:.4f} was asked for.",
                **where,
            )
        if limit.max_coverage is not None:
            check.at_most(
                "camp_limits",
                share,
                limit.max_coverage,
                f"{{place}} {{item}}: coverage is {share:.4f}, at most {limit.max_coverage:.4f} was asked for.",
                **where,
            )
