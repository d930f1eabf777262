"""From one plan to another: who gains, who loses, by which way, at what price."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.comparison.causes import cause_of_loss, what_differs
from core.comparison.shares import camp_coverage, item_shares
from core.comparison.ways import shipped_tonnes
from core.domain import wording
from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.plan import Plan
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
    changed_a, changed_b = (apply_scenario(operation, plan.scenario) for plan in (plan_a, plan_b))
    shares_a, shares_b = item_shares(changed_a, plan_a), item_shares(changed_b, plan_b)
    camps = _camps(operation, shares_a, shares_b)
    sundays = np.intersect1d(plan_a.coverage[Coverage.week].unique(), plan_b.coverage[Coverage.week].unique())
    sent_a, sent_b = shipped_tonnes(changed_a, plan_a), shipped_tonnes(changed_b, plan_b)
    sent_a, sent_b = sent_a[sent_a["week"].isin(sundays)], sent_b[sent_b["week"].isin(sundays)]
    weekly = _weekly_change(plan_a, plan_b, sundays)
    moves = _moves(operation, weekly, shares_a, shares_b)
    routes = _routes(sent_a, sent_b)
    costs = _costs(plan_a, plan_b)
    # sums over horizons of different length say nothing about the plans
    same_horizon = plan_a.scenario.weeks == plan_b.scenario.weeks
    sentences = [
        *what_differs(operation, plan_a, plan_b),
        *_worst_off(camps),
        *(_person_weeks(shares_a, shares_b) if same_horizon else []),
        *_move_sentences(operation, moves, weekly, sent_a, sent_b, plan_a, plan_b),
        *(_cost_sentences(costs) if same_horizon else []),
    ]
    if not sentences:
        sentences = ["The two plans do the same."]
    return Comparison(camps, moves, routes, costs, tuple(sentences))


def amount_words(operation: Operation, item_id: str, units: float) -> str:
    """A quantity of an item: ``360 t maize flour``, ``2,400 units of blanket``."""
    item = operation.items.set_index(Items.item_id).loc[item_id]
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
    keys = [Coverage.camp_id, Coverage.item_id, Coverage.week]
    a, b = (plan.coverage.set_index(keys)[Coverage.delivered] for plan in (plan_a, plan_b))
    table = pd.concat([a.rename("before"), b.rename("after")], axis=1).fillna(0.0).reset_index()
    table["change"] = table["after"] - table["before"]
    return table[table["week"].isin(sundays)]


def _moves(operation: Operation, weekly: pd.DataFrame, shares_a: pd.DataFrame, shares_b: pd.DataFrame) -> pd.DataFrame:
    keys = [Coverage.camp_id, Coverage.item_id]
    change = weekly.groupby(keys)["change"].sum().rename("change_units")
    a, b = (s.set_index(keys) for s in (shares_a, shares_b))
    weighted = (b["without"] * b["weight"]).sub(a["without"] * a["weight"], fill_value=0.0).rename("weighted_change")
    table = pd.concat([change, weighted], axis=1).fillna(0.0).reset_index()
    weight_t = operation.items.set_index(Items.item_id)[Items.weight_kg] / 1000
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
    operation: Operation,
    moves: pd.DataFrame,
    weekly: pd.DataFrame,
    sent_a: pd.DataFrame,
    sent_b: pd.DataFrame,
    plan_a: Plan,
    plan_b: Plan,
) -> list[str]:
    sentences = []
    names = operation.place_names
    for camp, item, units in moves.head(MOST_SENTENCES)[["camp_id", "item_id", "change_units"]].itertuples(index=False):
        if abs(units) < 0.5:
            continue
        rows = weekly[(weekly["camp_id"] == camp) & (weekly["item_id"] == item)]
        felt = rows["change"] * np.sign(units) > 0.05 * abs(units)
        when = wording.weeks(rows.loc[felt, "week"]) if felt.any() else ""
        verb = "gains" if units > 0 else "loses"
        text = f"{names[camp]} {verb} {amount_words(operation, item, abs(units))}"
        text += f" in {when}" if when and not when.startswith("every") else f" {when}" if when else ""
        if units > 0:
            text += _by_which_way(names, camp, item, sent_a, sent_b)
        else:
            cause = cause_of_loss(operation, plan_a, plan_b, sent_a, camp, item)
            text += f", because {cause}" if cause else ""
        sentences.append(text + ".")
    left = len(moves) - MOST_SENTENCES
    if left > 0:
        sentences.append(f"{left} smaller changes are in the table.")
    return sentences


def _by_which_way(names: dict[str, str], camp: str, item: str, sent_a: pd.DataFrame, sent_b: pd.DataFrame) -> str:
    """The way into the camp that carries most of what is gained; nothing where none carries more."""
    into = []
    for sent in (sent_a, sent_b):
        chosen = sent[(sent["destination_id"] == camp) & (sent["item_id"] == item)]
        into.append(chosen.groupby("origin_id")["quantity"].sum())
    change = into[1].sub(into[0], fill_value=0.0)
    if change.empty or change.max() <= 0.5:
        return ""
    origin = str(change.idxmax())
    return f", by {names.get(origin, origin)} to {names[camp]}"


def _cost_sentences(costs: pd.DataFrame) -> list[str]:
    change = costs.set_index("figure")["change"]
    return [
        f"{words} {wording.usd(abs(change[name]))} {'more' if change[name] > 0 else 'less'}."
        for name, words in COSTS.items()
        if name in change and abs(change[name]) >= 0.5
    ]
