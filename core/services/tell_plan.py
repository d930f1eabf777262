"""The answer of a plan, or of one plan beside another, as a headline and what it costs."""

import pandas as pd

from core.comparison import Comparison
from core.domain import wording
from core.domain.operation import Operation
from core.domain.schemas import Items
from core.services.least_met import MIDDLING
from core.services.plan_distribution import AuditedPlan
from core.services.plan_figures import SHORT, PlanFigures

FELT_POINTS = 1.0
"""Change of coverage, in points, from which a camp is said to gain or lose."""


def tell_plan(operation: Operation, audited: AuditedPlan, figures: PlanFigures, least: pd.DataFrame) -> tuple[str, str]:
    """Headline and lead of one plan: who gets least, what it reaches and costs.

    Parameters
    ----------
    least
        Of ``least_met_items``.
    """
    weeks = f"{audited.plan.scenario.weeks} week{'s' if audited.plan.scenario.weeks != 1 else ''}"
    if not figures.worst_camp:
        return f"No camp needs anything in the next {weeks}", "There is nothing to plan."
    name = operation.place_names[figures.worst_camp]
    if figures.worst_coverage >= 1 - 1e-6:
        answer = f"Every camp gets all it needs in the next {weeks}"
    else:
        others = figures.short_camps - (round(figures.worst_coverage, 2) < SHORT)
        also = f"; {others} more camp{'s stay' if others != 1 else ' stays'} under {wording.percent(SHORT)}"
        answer = f"{name} gets {wording.percent(figures.worst_coverage)} of its need, the least of all camps"
        answer += also if others > 0 else ""
    reach = f"The plan meets {wording.percent(figures.need_met)} of all need over {weeks}, {_price(figures)}."
    return answer, f"{reach}{_barest(operation, least)}"


def _barest(operation: Operation, least: pd.DataFrame) -> str:
    """The camp and item met least of all, where it is not nearly met."""
    if least.empty or least["coverage"].min() >= MIDDLING:
        return ""
    row = least.loc[least["coverage"].idxmin()]
    items = operation.items.set_index(Items.item_id)[Items.name]
    item, place = wording.in_sentence(items[row["item_id"]]), operation.place_names[row["camp_id"]]
    return f" Least met of all: {item} at {place}, {wording.percent(row['coverage'])}."


def tell_change(
    operation: Operation, comparison: Comparison, name: str, before: PlanFigures, after: PlanFigures
) -> tuple[str, str]:
    """Headline and lead of a plan beside the one before: who loses, who gains, at what price.

    Parameters
    ----------
    name
        Of the scenario after.
    """
    moved = comparison.camps.dropna(subset=["points"]).sort_values("points", kind="stable")
    losers = moved[moved["points"] <= -FELT_POINTS]
    gainers = moved[moved["points"] >= FELT_POINTS].iloc[::-1]
    if losers.empty and gainers.empty:
        answer = f"“{name}” changes no camp by a whole point of need met"
    elif losers.empty:
        answer = f"{_first(gainers, 'gains')}; no camp loses"
    elif gainers.empty:
        answer = f"{_first(losers, 'loses')}; no camp gains"
    else:
        heavy, light = (
            (losers, gainers) if -losers["points"].iloc[0] >= gainers["points"].iloc[0] else (gainers, losers)
        )
        verbs = ("loses", "gains") if heavy is losers else ("gains", "loses")
        answer = f"{_first(heavy, verbs[0])}; {_first(light, verbs[1])}"
    return answer, f"{_range(operation, before, after)} {_change_of_price(before, after)}"


def _first(camps: pd.DataFrame, verb: str) -> str:
    top = camps.iloc[0]
    amount = wording.points(abs(top["points"]) / 100).removeprefix("+")
    more = len(camps) - 1
    also = f", {more} other camp{'s' if more != 1 else ''} too" if more else ""
    return f"{top['name']} {verb} {amount} of need met{also}"


def _range(operation: Operation, before: PlanFigures, after: PlanFigures) -> str:
    names = operation.place_names
    need = f"All need met: {wording.percent(before.need_met)}, then {wording.percent(after.need_met)}."
    if not after.worst_camp:
        return need
    return (
        f"{need} The worst-off camp gets {wording.percent(after.worst_coverage)} ({names[after.worst_camp]}); "
        f"before it was {wording.percent(before.worst_coverage)}."
    )


def _price(figures: PlanFigures) -> str:
    cost = wording.usd(figures.cost_usd)
    return f"for {cost}, of which {wording.usd(figures.transport_usd)} is transport"


def _change_of_price(before: PlanFigures, after: PlanFigures) -> str:
    more = after.cost_usd - before.cost_usd
    if abs(more) < 0.5:
        return "It costs the same."
    return f"It costs {wording.usd(abs(more))} {'more' if more > 0 else 'less'}."
