"""Words of the first page: its four figures, its steps, its sources."""

import math

import pandas as pd

from core.domain import wording
from core.domain.operation import Operation
from core.domain.planning_figures import LABEL
from core.domain.scenario import Scenario
from core.domain.weeks import DAYS_PER_WEEK, planning_weeks
from core.locale import message
from core.services.first_steps import Purchase, Recount, Shipment, Wait
from core.services.load_situation import OLD_COUNT_DAYS, Situation
from core.services.read_today import Today
from core.services.shelves import WATCH_DAYS, WITHOUT_PLAN_DAYS
from core.services.short_names import short_item_names
from core.services.total_people import PeopleInAll
from ui import text
from ui.components import KeyFigure
from ui.language import say

VIA = {"from": message("from"), "through": message("through")}


def figures(operation: Operation, today: Today, scenario: Scenario) -> list[KeyFigure]:
    """People, need met, people who will lack a food, the camp that gets least."""
    return [
        people_figure(today.situation.camps, today.situation.in_all, today.situation.start),
        _need_met(today, scenario),
        _short(operation, today),
        _lowest(operation, today),
    ]


def people_figure(camps: pd.DataFrame, in_all: PeopleInAll, start: pd.Timestamp) -> KeyFigure:
    """People in all counted camps of ``camp_figures`` by the forecast, with its spread and the ages of the counts."""
    counted = camps.dropna(subset=["people"])
    ages = counted["count_age_days"].dropna()
    missing = len(camps) - len(counted)
    planned = int(counted["planning_people"].notna().sum())
    youngest, oldest = (text.days(ages.min()), text.days(ages.max())) if len(ages) else ("?", "?")
    age = (
        say("counts {youngest} to {oldest} days old", youngest=youngest, oldest=oldest)
        if youngest != oldest
        else say("counts {age}", age=text.age(ages.max()))
    )
    age = say("forecast for {week}; {age}", week=text.date(planning_weeks(start, 1)[0]), age=age)
    return KeyFigure(
        say("People in {counted}", counted=text.counted(len(counted), "camp")),
        text.hundreds(in_all.people),
        text.between(in_all.low, in_all.high),
        age
        + (say(", {counted} by a {label}", counted=text.counted(planned, "camp"), label=say(LABEL)) if planned else "")
        + (say(", {counted} never counted", counted=text.counted(missing, "camp")) if missing else ""),
    )


def step_of_shipment(operation: Operation, step: Shipment) -> tuple[str, str, str]:
    """What to do, what it brings and costs, by when."""
    names = operation.place_names
    what = say(
        "Send {tonnes} {item} to {camp} {via} {origin}",
        tonnes=text.tonnes(step.tonnes),
        item=_item(operation, step.item_id),
        camp=names[step.camp_id],
        via=say(VIA[step.via]),
        origin=names[step.origin_id],
    )
    brings = (
        [
            say(
                "{need_days} of need for {people}",
                need_days=text.days_long(step.need_days),
                people=text.people(step.people),
            )
        ]
        if step.need_days
        else []
    )
    if step.empty_on is not None:
        brings.append(
            say(
                "shelf empty on {empty_on}",
                empty_on=text.day_with_spread(step.empty_on, step.empty_from, step.empty_to),
            )
        )
    elif step.days is None:
        brings.append(say("shelf not known"))
    brings.append(_arrives(step))
    return (
        what,
        f"{text.NBSP}· ".join([*brings, text.usd(step.cost_usd), _trips(step.trips)]),
        say("by {day}", day=text.date(step.week)),
    )


def _arrives(step: Shipment) -> str:
    """When it can be handed out, and how late that is for the shelf; it may come on any day of its week."""
    monday = step.arrives - pd.Timedelta(days=DAYS_PER_WEEK - 1)
    when = (
        say("by {day}", day=text.date(step.arrives))
        if step.arrives == step.week
        else wording.day_between(monday, step.arrives)
    )
    late = None if step.empty_on is None else (step.arrives - step.empty_on).days
    if late is None or late <= 0:
        return say("arrives {when}", when=when)
    least = (monday - step.empty_on).days
    days = (
        say("{low} to {high}", low=least, high=text.days_long(late))
        if least > 0
        else say("up to {late}", late=text.days_long(late))
    )
    return say("arrives {when}, {days} after the shelf is empty", when=when, days=days)


def step_of_wait(operation: Operation, step: Wait) -> tuple[str, str, str]:
    """What no step fills, who waits for how long, from when."""
    place, item = operation.place_names[step.camp_id], _item(operation, step.item_id)
    shelf = say(
        "shelf empty on {empty_on}", empty_on=text.day_with_spread(step.empty_on, step.empty_from, step.empty_to)
    )
    told = [shelf, say("{people} need it", people=text.people(step.people))]
    if step.delivery_week is None:
        what = say(
            "Nothing in the plan reaches {place} with {item} by {end}", place=place, item=item, end=text.date(step.end)
        )
    else:
        monday = step.delivery_week - pd.Timedelta(days=DAYS_PER_WEEK - 1)
        what = say(
            "Nothing in the plan reaches {place} with {item} before {monday}",
            place=place,
            item=item,
            monday=text.date(monday),
        )
    if step.days_late:
        told.append(say("{days_late} without, at least", days_late=text.days_long(step.days_late)))
    return what, f"{text.NBSP}· ".join(told), say("from {day}", day=text.date(step.empty_on))


def step_of_purchase(operation: Operation, step: Purchase) -> tuple[str, str, str]:
    """What to buy, what it costs and when it can leave, by when."""
    place = operation.place_names[step.depot_id]
    what = say(
        "Buy {tonnes} {item} in {place}",
        tonnes=text.tonnes(step.tonnes),
        item=_item(operation, step.item_id),
        place=place,
    )
    leaves = say("can leave in the week of {ready}", ready=text.date(step.ready))
    return what, f"{text.usd(step.cost_usd)}{text.NBSP}· {leaves}", say("by {day}", day=text.date(step.week))


def step_of_count(operation: Operation, step: Recount) -> tuple[str, str, str]:
    """Where to count, and what is known there until then."""
    name = operation.place_names[step.camp_id]
    if step.age_days is None and text.known(step.people):
        spread = text.with_spread(step.people, step.people_low, step.people_high)
        return (
            say("Count the people in {name}", name=name),
            say("{spread} by a {label}", spread=spread, label=say(LABEL)),
            "",
        )
    if step.age_days is None:
        return (
            say("Count the people in {name}", name=name),
            say("never counted; need and cover there are not known"),
            "",
        )
    spread = text.between(step.people_low, step.people_high)
    known = say("last count {age}, limit {limit}", age=text.age(step.age_days), limit=OLD_COUNT_DAYS) + (
        say("; the forecast says {spread} people", spread=spread) if spread else ""
    )
    return say("Count again in {name}", name=name), known, ""


def left_over(today: Today) -> str:
    """What the plan's first week and the old counts hold besides the steps shown."""
    steps = today.steps
    more = [
        text.counted(number, noun)
        for number, noun in (
            (steps.more_shipments, "shipment"),
            (steps.more_purchases, "purchase"),
            (steps.more_counts, say("old count")),
        )
        if number
    ]
    return say("{more} more, smaller or less urgent.", more=text.joined(more)) if more else ""


def sources(situation: Situation, scenario: Scenario, model: str, today: Today) -> list[str]:
    """Where the figures come from, and what in them is an estimate."""
    start = text.date(situation.start)
    said = [
        say(
            "Median forecast of model {model}; ! = last population count older than {limit} days.",
            model=model,
            limit=OLD_COUNT_DAYS,
        )
    ]
    if today.knows_shelves:
        said.insert(
            0,
            say(
                "Stock count of {start}, with nothing coming in; need by the standards listed under Needs.", start=start
            ),
        )
        said.append(
            say(
                "Headline, rows, columns and steps are in one order: food and water gone within "
                "{days} days, by the first day without, then by people. Days in brackets: by the "
                "high and the low forecast.",
                days=WATCH_DAYS,
            )
        )
    if today.met is not None:
        said.append(
            say(
                "Plan “{name}”, {counted}: it counts in whole weeks, so a delivery may come on any day "
                "of its week; less than a day's need is neither a delivery nor a lack.",
                name=scenario.name,
                counted=text.counted(scenario.weeks, "week"),
            )
        )
    return [*said, *situation.notes]


def _need_met(today: Today, scenario: Scenario) -> KeyFigure:
    label = say("Need met, next {counted}", counted=text.counted(scenario.weeks, "week"))
    if today.met is None:
        return KeyFigure(label, text.NOT_KNOWN, say("there is no plan yet"), "")
    band = text.percent_between(today.met.low, today.met.high)
    return KeyFigure(
        label, text.percent(today.met.share), band, say("plan of {start}", start=text.date(today.situation.start))
    )


def _short(operation: Operation, today: Today) -> KeyFigure:
    planned = today.met is not None
    label = (
        say("Will lack a food before its next delivery")
        if planned
        else say("Out of a food in {days} days", days=WITHOUT_PLAN_DAYS)
    )
    if today.short is None:
        why = say("no camp's stock is known") if not today.knows_shelves else say("no item is a food")
        return KeyFigure(label, text.NOT_KNOWN, why, "")
    spread = text.between(today.short.low, today.short.high)
    late = say("most if they come late in their week")
    source = (
        late if planned else say("stock count of {start}, nothing coming in", start=text.date(today.situation.start))
    )
    band = say("{spread} people", spread=spread) if today.short.high > 0 else say("nobody in the 80\u00a0% band")
    return KeyFigure(label, text.hundreds(today.short.people), band, source)


def _lowest(operation: Operation, today: Today) -> KeyFigure:
    if today.coverage is None:
        return KeyFigure(say("Lowest camp"), text.NOT_KNOWN, say("there is no plan yet"), "")
    if today.coverage.empty:
        return KeyFigure(say("Lowest camp"), text.NOT_KNOWN, say("no camp needs anything"), "")
    worst = today.coverage.loc[today.coverage["coverage"].idxmin()]
    camps = today.situation.camps.set_index("camp_id")
    age = camps["count_age_days"].get(worst["camp_id"])
    band = text.percent_between(worst["coverage_low"], worst["coverage_high"])
    return KeyFigure(
        say("Lowest camp: {camp}", camp=operation.place_names[worst["camp_id"]]),
        text.percent(worst["coverage"]),
        say("{band} of need met", band=band) if band else say("of need met"),
        say("count {age}", age=text.age(age)),
    )


def _item(operation: Operation, item_id: str) -> str:
    return wording.in_sentence(short_item_names(operation)[item_id])


def _trips(trips: float) -> str:
    return text.counted(math.ceil(trips - 1e-6), "trip") if trips >= 1 else say("part of a trip")
