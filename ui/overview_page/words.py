"""Words of the page *Overview*: its answer, its four figures, the places that get least, where it all comes from."""

import pandas as pd

from core.domain.operation import Operation
from core.look.palette import COVERAGE
from core.services.open_operation import OpenOperation
from core.services.overview import WORST, Overview
from core.services.plans_on_record import Proposal
from core.services.plans_to_dispatch import PlanToDispatch
from ui import text
from ui.components import KeyFigure, share_bar_html
from ui.language import say
from ui.text import safe


def answer(operation: Operation, overview: Overview) -> tuple[str, str]:
    """Headline and lead: how much of the need is met, and who is under the target."""
    if overview.camps.empty:
        return say("No camp needs anything in these weeks"), ""
    worst, under = overview.camps.iloc[0], overview.under_target
    met, target = text.percent(overview.met.share), text.percent(overview.target)
    place, share = operation.place_names[worst["camp_id"]], text.percent(worst["coverage"])
    title = say("Aid meets {met} of need; {place} gets least, {share}", met=met, place=place, share=share)
    if not under:
        return title, say("No camp gets less than {target} of its need.", target=target)
    camps = text.counted(under, "camp")
    return title, say(
        "{camps} of {number} under the target of {target}.", camps=camps, number=len(overview.camps), target=target
    )


def figures(
    overview: Overview, chosen: PlanToDispatch, waiting: int, oldest_days: int | None, *, are_actions_known: bool
) -> list[KeyFigure]:
    """Need met, camps at the target, money, what waits."""
    start = text.date(pd.Timestamp(str(chosen.plan.summary["planning_start"])))
    plan = say("plan of {start}", start=start)
    reached = len(overview.camps) - overview.under_target
    budget = (
        say("no budget is set")
        if overview.budget_usd is None
        else say("of {budget}", budget=text.usd(overview.budget_usd))
    )
    return [
        KeyFigure(
            say("Need met, next {counted}", counted=text.counted(chosen.plan.scenario.weeks, "week")),
            text.percent(overview.met.share),
            text.percent_between(overview.met.low, overview.met.high),
            plan,
        ),
        KeyFigure(
            say("Camps at the target"),
            text.whole(reached),
            say("of {number}; target {target}", number=len(overview.camps), target=text.percent(overview.target)),
            plan,
        ),
        KeyFigure(say("Spent by the plan"), text.usd(overview.cost_usd), budget, plan),
        KeyFigure(
            say("Waiting for a decision"),
            text.whole(waiting),
            "" if oldest_days is None else say("oldest {days}", days=text.days_long(oldest_days)),
            say("plans, data and actions") if are_actions_known else say("plans and data; actions are being weighed"),
        ),
    ]


def worst_html(operation: Operation, overview: Overview, people: pd.Series) -> str:
    """The places that get least, with their people and the spread."""
    rows = "".join(
        f'<tr><th scope="row">{safe(operation.place_names[row.camp_id])}'
        f'<div class="spread">{safe(say("{number} people", number=text.hundreds(people.get(row.camp_id))))}</div></th>'
        f"<td>{share_bar_html(row.coverage, COVERAGE, row.coverage)}</td>"
        f'<td class="number strong">{safe(text.percent(row.coverage))}'
        f'<div class="spread">{safe(text.percent_between(row.coverage_low, row.coverage_high))}</div></td></tr>'
        for row in overview.camps.head(WORST).itertuples()
    )
    head = "".join(
        f'<th scope="col"{kind}>{safe(words)}</th>'
        for words, kind in ((say("Camp"), ""), (say("Need met"), ""), (say("Share"), ' class="number"'))
    )
    return f'<table class="aid-rows"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def trend_finding(overview: Overview) -> str:
    """What the weeks say, as a heading."""
    past = overview.trend[overview.trend["is_past"]].dropna(subset=["share"])
    if past.empty:
        return say("Nothing is on record as handed out in the last weeks")
    first, last = past.iloc[0], past.iloc[-1]
    told = {"last": text.percent(last["share"]), "day": text.date(last["week"])}
    if len(past) == 1:
        return say("On record as handed out: {last} of need in the 4 weeks to {day}", **told)
    before = {"first": text.percent(first["share"]), "then": text.date(first["week"])}
    return say(
        "On record as handed out: {last} of need in the 4 weeks to {day}, {first} in those to {then}", **told, **before
    )


def sources(opened: OpenOperation, chosen: PlanToDispatch, approved: Proposal | None) -> list[str]:
    """Version and date of every figure."""
    if approved is None:
        plan = say(
            "Figures are of the plan of scenario “{name}”, which nobody has approved.", name=chosen.plan.scenario.name
        )
    else:
        day = text.date(pd.Timestamp(approved.decided or approved.created), year=True)
        plan = say("Figures are of plan {number}, approved on {day}.", number=approved.id, day=day)
    made = say(
        "Made from data version {version}; newest data: version {newest}.",
        version=chosen.version.number,
        newest=opened.version.number,
    )
    trend = say(
        "Dark bars: deliveries on record in the 4 weeks to that day, beside the need of the people counted last by "
        "then; they are as complete as the record. Pale bars: planned, week by week."
    )
    return [plan, made, trend]
