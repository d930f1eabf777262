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
    change = _changed_deliveries(plan_a, plan_b, sundays)
    moves = _moves(view_a.items, change, shares_a, shares_b)
    routes = _routes(sent_a, sent_b)
    costs = _costs(plan_a, plan_b)
    # sums over horizons of different length say nothing about the plans
    same_horizon = plan_a.scenario.weeks == plan_b.scenario.weeks
    sentences = [
        *what_differs(operation, plan_a, plan_b),
        *_worst_off(camps),
        *(_person_weeks(shares_a, shares_b) if same_horizon else []),
        *_move_sentences(view_a, view_b, moves, change, sent_a, sent_b),
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


@dataclass(frozen=True, eq=False)
class _Deliveries:
    """Units delivered more than before, shape (camps, items, weeks)."""

    camps: pd.Index
    items: pd.Index
    weeks: np.ndarray
    units: np.ndarray


def _changed_deliveries(plan_a: Plan, plan_b: Plan, sundays: np.ndarray) -> _Deliveries:
    a, b = plan_a.coverage, plan_b.coverage
    camps, of_camp = positions(a[Coverage.camp_id], b[Coverage.camp_id])
    items, of_item = positions(a[Coverage.item_id], b[Coverage.item_id])
    weeks, of_week = positions(a[Coverage.week], b[Coverage.week])
    before, after = np.zeros((2, len(camps), len(items), len(weeks)))
    for delivered, table, at in zip((before, after), (a, b), zip(of_camp, of_item, of_week, strict=True), strict=True):
        delivered[at] = np.nan_to_num(table[Coverage.delivered].to_numpy(dtype=float))
    in_both = np.isin(weeks, sundays)
    return _Deliveries(pd.Index(camps), pd.Index(items), weeks[in_both], (after - before)[:, :, in_both])


def _moves(items: pd.DataFrame, change: _Deliveries, shares_a: pd.DataFrame, shares_b: pd.DataFrame) -> pd.DataFrame:
    keys = [Coverage.camp_id, Coverage.item_id]
    pairs = pd.MultiIndex.from_product([change.camps, change.items], names=keys)
    # added up week after week by pandas, which carries the rounding along: what only moved to another week is nothing
    by_week = pd.Series(change.units.transpose(2, 0, 1).ravel())
    units = by_week.groupby(np.tile(np.arange(len(pairs)), len(change.weeks))).sum()
    a, b = ((s["without"] * s["weight"]).set_axis(pd.MultiIndex.from_frame(s[keys])) for s in (shares_a, shares_b))
    weighted = b.sub(a, fill_value=0.0).rename("weighted_change")
    table = pd.concat([units.set_axis(pairs).rename("change_units"), weighted], axis=1).fillna(0.0)
    table = table[(table.abs() > 1e-3).any(axis=1)].reset_index()
    table["change_t"] = table["change_units"] * table[Coverage.item_id].map(items[Items.weight_kg] / 1000).astype(float)
    order = table["weighted_change"].abs().sort_values(ascending=False, kind="stable").index
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
    change: _Deliveries,
    sent_a: pd.DataFrame,
    sent_b: pd.DataFrame,
) -> list[str]:
    sentences = []
    names = view_b.names
    closed = newly_closed(view_a, view_b)
    gains = _greatest_gains(sent_a, sent_b)
    for camp, item, units in moves.head(MOST_SENTENCES)[["camp_id", "item_id", "change_units"]].itertuples(index=False):
        if abs(units) < 0.5:
            continue
        weekly = change.units[change.camps.get_loc(camp), change.items.get_loc(item)]
        felt = change.weeks[weekly * np.sign(units) > 0.05 * abs(units)]
        when = wording.weeks(pd.DatetimeIndex(felt)) if len(felt) else ""
        verb = "gains" if units > 0 else "loses"
        text = f"{names[camp]} {verb} {amount_words(view_b.items, item, abs(units))}"
        text += f" in {when}" if when and not when.startswith("every") else f" {when}" if when else ""
        if units > 0:
            origin = gains.get((camp, item))
            text += f", by {names.get(origin, origin)} to {names[camp]}" if origin else ""
        else:
            cause = cause_of_loss(names, closed, sent_a, camp, item)
            text += f", because {cause}" if cause else ""
        sentences.append(text + ".")
    left = len(moves) - MOST_SENTENCES
    if left > 0:
        sentences.append(f"{left} smaller changes are in the table.")
    return sentences


def _greatest_gains(sent_a: pd.DataFrame, sent_b: pd.DataFrame) -> dict[tuple[str, str], str]:
    """By place and item, the origin from which most more comes than before; absent where no more comes."""
    keys = ["destination_id", "item_id", "origin_id"]
    a, b = (sent.groupby(keys)["quantity"].sum() for sent in (sent_a, sent_b))
    more = b.sub(a, fill_value=0.0).sort_index().sort_values(ascending=False, kind="stable")
    best: dict[tuple[str, str], str] = {}
    for place, item, origin in more.index[more > 0.5]:
        best.setdefault((place, item), origin)
    return best


def _cost_sentences(costs: pd.DataFrame) -> list[str]:
    change = costs.set_index("figure")["change"]
    return [
        f"{words} {wording.usd(abs(change[name]))} {'more' if change[name] > 0 else 'less'}."
        for name, words in COSTS.items()
        if name in change and abs(change[name]) >= 0.5
    ]
