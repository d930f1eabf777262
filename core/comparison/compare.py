"""From one plan to another: who gains, who loses, by which way, at what price."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.comparison.causes import cause_of_loss, newly_closed, what_differs
from core.comparison.plan_view import PlanView, view_plan
from core.comparison.shares import camp_coverage
from core.domain import wording
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.positions import positions
from core.domain.schemas import Camps, Coverage, Items

MOST_SENTENCES = 8
"""Sentences about camps and items; the table holds all."""

COSTS = {"transport_usd": "Transport costs", "purchase_usd": "Purchases cost"}
WEIGHED_UNITS = frozenset({"kg", "g", "t", "l", "litre", "liter", "litres", "liters"})
"""Units of goods that are told in tonnes."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What changes from plan A to plan B.

    Attributes
    ----------
    camps
        ``camp_id, name, coverage_before, coverage_after, points, person_weeks_without_before,
        person_weeks_without_after``, the greatest change first.
    moves
        ``camp_id, item_id, change_units, change_t, weighted_change`` (weighted person-weeks without, below zero is
        better), of all that differs.
    routes
        ``route_id, origin_id, destination_id, tonnes_before, tonnes_after, change_t``.
    costs
        ``figure, before, after, change`` in USD.
    sentences
        The same in words, most important first; plain text, names as the operation has them.
    """

    camps: pd.DataFrame
    moves: pd.DataFrame
    routes: pd.DataFrame
    costs: pd.DataFrame
    sentences: tuple[str, ...]


def compare_plans(operation: Operation, plan_a: Plan, plan_b: Plan) -> Comparison:
    """Compare two plans of one operation.

    Parameters
    ----------
    operation
        As it is; each plan's scenario is applied to it.
    plan_a, plan_b
        Before and after.

    Raises
    ------
    InvalidScenario
        If a plan's scenario names what the operation does not have.
    """
    view_a, view_b = view_plan(operation, plan_a), view_plan(operation, plan_b)
    shares_a, shares_b = view_a.shares, view_b.shares
    camps = _camps(operation, shares_a, shares_b)
    sundays = np.intersect1d(plan_a.coverage[Coverage.week].unique(), plan_b.coverage[Coverage.week].unique())
    sent_a, sent_b = (view.sent[view.sent["week"].isin(sundays)] for view in (view_a, view_b))
    weekly = _weekly_change(plan_a, plan_b, sundays)
    moves = _moves(view_a.items, weekly, shares_a, shares_b)
    routes = _routes(sent_a, sent_b)
    costs = _costs(plan_a, plan_b)
    # sums over horizons of different length say nothing about the plans
    same_horizon = plan_a.scenario.weeks == plan_b.scenario.weeks
    sentences = [
        *what_differs(operation, plan_a, plan_b),
        *_worst_off(camps),
        *(_person_weeks(shares_a, shares_b) if same_horizon else []),
        *_move_sentences(view_a, view_b, moves, weekly, sent_a, sent_b),
        *(_cost_sentences(costs) if same_horizon else []),
    ]
    if not sentences:
        sentences = ["The two plans do the same."]
    return Comparison(camps, moves, routes, costs, tuple(sentences))


def amount_words(items: pd.DataFrame, item_id: str, units: float) -> str:
    """A quantity of an item: ``360 t maize flour``, ``2,400 units of blanket``; items by item_id."""
    item = items.loc[item_id]
    name = wording.in_sentence(str(item[Items.name]))
    if str(item[Items.unit]).strip().lower() in WEIGHED_UNITS:
        return f"{wording.tonnes(units * item[Items.weight_kg] / 1000)} {name}"
    return f"{units:,.0f}{wording.SPACE}units of {name}"


def _camps(operation: Operation, shares_a: pd.DataFrame, shares_b: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "name": operation.camps.set_index(Camps.camp_id)[Camps.name],
            "coverage_before": camp_coverage(shares_a),
            "coverage_after": camp_coverage(shares_b),
            "person_weeks_without_before": shares_a.groupby(Coverage.camp_id)["without"].sum(),
            "person_weeks_without_after": shares_b.groupby(Coverage.camp_id)["without"].sum(),
        }
    )
    table["points"] = (table["coverage_after"] - table["coverage_before"]) * 100
    table = table.rename_axis("camp_id").reset_index()
    order = table["points"].abs().sort_values(ascending=False, kind="stable").index
    columns = ["camp_id", "name", "coverage_before", "coverage_after", "points"]
    return table.loc[order, [*columns, "person_weeks_without_before", "person_weeks_without_after"]].reset_index(
        drop=True
    )


def _weekly_change(plan_a: Plan, plan_b: Plan, sundays: np.ndarray) -> pd.DataFrame:
    a, b = plan_a.coverage, plan_b.coverage
    camps, of_camp = positions(a[Coverage.camp_id], b[Coverage.camp_id])
    items, of_item = positions(a[Coverage.item_id], b[Coverage.item_id])
    weeks, of_week = positions(a[Coverage.week], b[Coverage.week])
    shape = (len(camps), len(items), len(weeks))
    before, after = (
        pd.Series(
            table[Coverage.delivered].to_numpy(dtype=float), index=np.ravel_multi_index((camp, item, week), shape)
        )
        for table, camp, item, week in zip((a, b), of_camp, of_item, of_week, strict=True)
    )
    table = pd.concat([before.rename("before"), after.rename("after")], axis=1).fillna(0.0)
    camp, item, week = np.unravel_index(table.index.to_numpy(), shape)
    table = table.reset_index(drop=True).assign(camp_id=camps[camp], item_id=items[item], week=weeks[week])
    table["change"] = table["after"] - table["before"]
    return table[table["week"].isin(sundays)]


def _moves(items: pd.DataFrame, weekly: pd.DataFrame, shares_a: pd.DataFrame, shares_b: pd.DataFrame) -> pd.DataFrame:
    keys = [Coverage.camp_id, Coverage.item_id]
    change = weekly.groupby(keys)["change"].sum().rename("change_units")
    a, b = (s.set_index(keys) for s in (shares_a, shares_b))
    weighted = (b["without"] * b["weight"]).sub(a["without"] * a["weight"], fill_value=0.0).rename("weighted_change")
    table = pd.concat([change, weighted], axis=1).fillna(0.0).reset_index()
    weight_t = items[Items.weight_kg] / 1000
    table["change_t"] = table["change_units"] * table[Coverage.item_id].map(weight_t).astype(float)
    differs = (table["change_units"].abs() > 1e-3) | (table["weighted_change"].abs() > 1e-3)
    order = table.loc[differs, "weighted_change"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order, [*keys, "change_units", "change_t", "weighted_change"]].reset_index(drop=True)


def _routes(sent_a: pd.DataFrame, sent_b: pd.DataFrame) -> pd.DataFrame:
    keys = ["route_id", "origin_id", "destination_id"]
    a, b = (sent.groupby(keys)["tonnes"].sum() for sent in (sent_a, sent_b))
    table = pd.concat([a.rename("tonnes_before"), b.rename("tonnes_after")], axis=1).fillna(0.0)
    table.index.names = keys
    table["change_t"] = table["tonnes_after"] - table["tonnes_before"]
    return table.sort_values("change_t", key=abs, ascending=False, kind="stable").reset_index()


def _costs(plan_a: Plan, plan_b: Plan) -> pd.DataFrame:
    names = [name for name in (*COSTS, "cost_usd") if name in plan_a.summary and name in plan_b.summary]
    table = pd.DataFrame(
        {
            "figure": names,
            "before": [float(plan_a.summary[name]) for name in names],
            "after": [float(plan_b.summary[name]) for name in names],
        }
    )
    return table.assign(change=table["after"] - table["before"])


def _worst_off(camps: pd.DataFrame) -> list[str]:
    both = camps.dropna(subset=["coverage_before", "coverage_after"])
    if both.empty:
        return []
    worst_a, worst_b = both.loc[both["coverage_before"].idxmin()], both.loc[both["coverage_after"].idxmin()]
    if abs(worst_b["coverage_after"] - worst_a["coverage_before"]) < 0.005:
        return []
    return [
        f"The worst-off camp receives {wording.percent(worst_b['coverage_after'])} of its need ({worst_b['name']}); "
        f"before it was {wording.percent(worst_a['coverage_before'])} ({worst_a['name']})."
    ]


def _person_weeks(shares_a: pd.DataFrame, shares_b: pd.DataFrame) -> list[str]:
    change = float(shares_b["without"].sum() - shares_a["without"].sum())
    if abs(change) < 1:
        return []
    more = "more" if change > 0 else "fewer"
    return [f"{wording.person_weeks(abs(change))} {more} without an item."]


def _move_sentences(
    view_a: PlanView,
    view_b: PlanView,
    moves: pd.DataFrame,
    weekly: pd.DataFrame,
    sent_a: pd.DataFrame,
    sent_b: pd.DataFrame,
) -> list[str]:
    sentences = []
    names = view_b.names
    closed = newly_closed(view_a, view_b)
    more = _more_by_way(sent_a, sent_b)
    for camp, item, units in moves.head(MOST_SENTENCES)[["camp_id", "item_id", "change_units"]].itertuples(index=False):
        if abs(units) < 0.5:
            continue
        rows = weekly[(weekly["camp_id"] == camp) & (weekly["item_id"] == item)]
        felt = rows["change"] * np.sign(units) > 0.05 * abs(units)
        when = wording.weeks(rows.loc[felt, "week"]) if felt.any() else ""
        verb = "gains" if units > 0 else "loses"
        text = f"{names[camp]} {verb} {amount_words(view_b.items, item, abs(units))}"
        text += f" in {when}" if when and not when.startswith("every") else f" {when}" if when else ""
        if units > 0:
            text += _by_which_way(names, camp, item, more)
        else:
            cause = cause_of_loss(names, closed, sent_a, camp, item)
            text += f", because {cause}" if cause else ""
        sentences.append(text + ".")
    left = len(moves) - MOST_SENTENCES
    if left > 0:
        sentences.append(f"{left} smaller changes are in the table.")
    return sentences


def _more_by_way(sent_a: pd.DataFrame, sent_b: pd.DataFrame) -> pd.DataFrame:
    """What comes into each place from each other, more or less than before: ``quantity`` by item."""
    keys = ["destination_id", "item_id", "origin_id"]
    a, b = (sent.groupby(keys)["quantity"].sum() for sent in (sent_a, sent_b))
    return b.sub(a, fill_value=0.0).sort_index().reset_index()


def _by_which_way(names: dict[str, str], camp: str, item: str, more: pd.DataFrame) -> str:
    """The way into the camp that carries most of what is gained; nothing where none carries more."""
    into = more[(more["destination_id"] == camp) & (more["item_id"] == item)]
    if into.empty or into["quantity"].max() <= 0.5:
        return ""
    origin = str(into.loc[into["quantity"].idxmax(), "origin_id"])
    return f", by {names.get(origin, origin)} to {names[camp]}"


def _cost_sentences(costs: pd.DataFrame) -> list[str]:
    change = costs.set_index("figure")["change"]
    return [
        f"{words} {wording.usd(abs(change[name]))} {'more' if change[name] > 0 else 'less'}."
        for name, words in COSTS.items()
        if name in change and abs(change[name]) >= 0.5
    ]
