"""The answer of a plan, or of one plan beside another, as a headline and what it costs."""

import pandas as pd

from core.comparison import Comparison
from core.domain import wording
from core.domain.operation import Operation
from core.domain.schemas import Items
from core.locale import ENGLISH, Language
from core.services.least_met import MIDDLING
from core.services.plan_distribution import AuditedPlan
from core.services.plan_figures import SHORT, PlanFigures

FELT_POINTS = 1.0
"""Change of coverage, in points, from which a camp is said to gain or lose."""


def tell_plan(
    operation: Operation,
    audited: AuditedPlan,
    figures: PlanFigures,
    least: pd.DataFrame,
    language: Language = ENGLISH,
) -> tuple[str, str]:
    """Headline and lead of one plan: who gets least, what it reaches and costs.

    Parameters
    ----------
    least
        Of ``least_met_items``.
    """
    say = language.say
    weeks = language.counted(audited.plan.scenario.weeks, "{count} week", "{count} weeks")
    if not figures.worst_camp:
        return say("No camp needs anything in the next {weeks}", weeks=weeks), say("There is nothing to plan.")
    if figures.worst_coverage >= 1 - 1e-6:
        answer = say("Every camp gets all it needs in the next {weeks}", weeks=weeks)
    else:
        answer = say(
            "{place} gets {share} of its need, the least of all camps",
            place=language.name(operation.place_names[figures.worst_camp]),
            share=wording.percent(figures.worst_coverage, language),
        )
        others = figures.short_camps - (round(figures.worst_coverage, 2) < SHORT)
        if others > 0:
            answer = language.counted(
                others,
                "{answer}; {count} more camp stays under {share}",
                "{answer}; {count} more camps stay under {share}",
                answer=answer,
                share=wording.percent(SHORT, language),
            )
    reach = tell_reach(audited, figures, language)
    parts = [reach, tell_barest(operation, least, language), _tell_looking_back(figures, language)]
    return answer, " ".join(filter(None, parts))


def _tell_looking_back(figures: PlanFigures, language: Language) -> str:
    if figures.worst_looking_back is None:
        return ""
    share = wording.percent(figures.worst_looking_back, language)
    return language.say("With the weeks before it, the worst-off camp gets {share} of its need.", share=share)


def tell_reach(
    audited: AuditedPlan, figures: PlanFigures, language: Language = ENGLISH, *, with_money: bool = True
) -> str:
    """What share of all need the plan meets, and for how much."""
    weeks = language.counted(audited.plan.scenario.weeks, "{count} week", "{count} weeks")
    share = wording.percent(figures.need_met, language)
    if not with_money:
        return language.say("The plan meets {share} of all need over {weeks}.", share=share, weeks=weeks)
    return language.say(
        "The plan meets {share} of all need over {weeks}, for {cost}, of which {transport} is transport.",
        share=share,
        weeks=weeks,
        cost=wording.usd(figures.cost_usd, language),
        transport=wording.usd(figures.transport_usd, language),
    )


def tell_barest(operation: Operation, least: pd.DataFrame, language: Language = ENGLISH) -> str:
    """The camp and item met least of all, where it is not nearly met."""
    if least.empty or least["coverage"].min() >= MIDDLING:
        return ""
    row = least.loc[least["coverage"].idxmin()]
    items = operation.items.set_index(Items.item_id)[Items.name]
    return language.say(
        "Least met of all: {item} at {place}, {share}.",
        item=language.name(wording.in_sentence(items[row["item_id"]])),
        place=language.name(operation.place_names[row["camp_id"]]),
        share=wording.percent(row["coverage"], language),
    )


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


def _change_of_price(before: PlanFigures, after: PlanFigures) -> str:
    more = after.cost_usd - before.cost_usd
    if abs(more) < 0.5:
        return "It costs the same."
    return f"It costs {wording.usd(abs(more))} {'more' if more > 0 else 'less'}."
