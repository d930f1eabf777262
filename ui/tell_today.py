"""Words of the first page: its four figures, its steps, its sources."""

import math

import pandas as pd

from core.domain import wording
from core.domain.operation import Operation
from core.domain.planning_figures import LABEL
from core.domain.scenario import Scenario
from core.domain.weeks import DAYS_PER_WEEK, planning_weeks
from core.services.first_steps import Purchase, Recount, Shipment, Wait
from core.services.load_situation import OLD_COUNT_DAYS, Situation
from core.services.read_today import Today
from core.services.shelves import WATCH_DAYS, WITHOUT_PLAN_DAYS
from core.services.short_names import short_item_names
from core.services.total_people import PeopleInAll
from ui import text
from ui.components import KeyFigure


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
    age = f"counts {youngest} to {oldest} days old" if youngest != oldest else f"counts {text.age(ages.max())}"
    age = f"forecast for {text.date(planning_weeks(start, 1)[0])}; {age}"
    return KeyFigure(
        f"People in {text.counted(len(counted), 'camp')}",
        text.hundreds(in_all.people),
        text.between(in_all.low, in_all.high),
        age
        + (f", {text.counted(planned, 'camp')} by a {LABEL}" if planned else "")
        + (f", {text.counted(missing, 'camp')} never counted" if missing else ""),
    )


def step_of_shipment(operation: Operation, step: Shipment) -> tuple[str, str, str]:
    """What to do, what it brings and costs, by when."""
    names = operation.place_names
    what = (
        f"Send {text.tonnes(step.tonnes)} {_item(operation, step.item_id)} to {names[step.camp_id]} "
        f"{step.via} {names[step.origin_id]}"
    )
    brings = [f"{text.days_long(step.need_days)} of need for {text.people(step.people)}"] if step.need_days else []
    if step.empty_on is not None:
        brings.append(f"shelf empty on {text.day_with_spread(step.empty_on, step.empty_from, step.empty_to)}")
    elif step.days is None:
        brings.append("shelf not known")
    brings.append(_arrives(step))
    return (
        what,
        f"{text.NBSP}· ".join([*brings, text.usd(step.cost_usd), _trips(step.trips)]),
        f"by {text.date(step.week)}",
    )


def _arrives(step: Shipment) -> str:
    """When it can be handed out, and how late that is for the shelf; it may come on any day of its week."""
    monday = step.arrives - pd.Timedelta(days=DAYS_PER_WEEK - 1)
    when = f"by {text.date(step.arrives)}" if step.arrives == step.week else wording.day_between(monday, step.arrives)
    late = None if step.empty_on is None else (step.arrives - step.empty_on).days
    if late is None or late <= 0:
        return f"arrives {when}"
    least = (monday - step.empty_on).days
    days = f"{least} to {text.days_long(late)}" if least > 0 else f"up to {text.days_long(late)}"
    return f"arrives {when}, {days} after the shelf is empty"


def step_of_wait(operation: Operation, step: Wait) -> tuple[str, str, str]:
    """What no step fills, who waits for how long, from when."""
    place, item = operation.place_names[step.camp_id], _item(operation, step.item_id)
    shelf = f"shelf empty on {text.day_with_spread(step.empty_on, step.empty_from, step.empty_to)}"
    told = [shelf, f"{text.people(step.people)} need it"]
    if step.delivery_week is None:
        what = f"Nothing in the plan reaches {place} with {item} by {text.date(step.end)}"
    else:
        monday = step.delivery_week - pd.Timedelta(days=DAYS_PER_WEEK - 1)
        what = f"Nothing in the plan reaches {place} with {item} before {text.date(monday)}"
    if step.days_late:
        told.append(f"{text.days_long(step.days_late)} without, at least")
    return what, f"{text.NBSP}· ".join(told), f"from {text.date(step.empty_on)}"


def step_of_purchase(operation: Operation, step: Purchase) -> tuple[str, str, str]:
    """What to buy, what it costs and when it can leave, by when."""
    place = operation.place_names[step.depot_id]
    what = f"Buy {text.tonnes(step.tonnes)} {_item(operation, step.item_id)} in {place}"
    leaves = f"can leave in the week of {text.date(step.ready)}"
    return what, f"{text.usd(step.cost_usd)}{text.NBSP}· {leaves}", f"by {text.date(step.week)}"


def step_of_count(operation: Operation, step: Recount) -> tuple[str, str, str]:
    """Where to count, and what is known there until then."""
    name = operation.place_names[step.camp_id]
    if step.age_days is None and text.known(step.people):
        spread = text.with_spread(step.people, step.people_low, step.people_high)
        return f"Count the people in {name}", f"{spread} by a {LABEL}", ""
    if step.age_days is None:
        return f"Count the people in {name}", "never counted; need and cover there are not known", ""
    spread = text.between(step.people_low, step.people_high)
    known = f"last count {text.age(step.age_days)}, limit {OLD_COUNT_DAYS}" + (
        f"; the forecast says {spread} people" if spread else ""
    )
    return f"Count again in {name}", known, ""


def left_over(today: Today) -> str:
    """What the plan's first week and the old counts hold besides the steps shown."""
    steps = today.steps
    more = [
        text.counted(number, noun)
        for number, noun in (
            (steps.more_shipments, "shipment"),
            (steps.more_purchases, "purchase"),
            (steps.more_counts, "old count"),
        )
        if number
    ]
    return f"{text.joined(more)} more, smaller or less urgent." if more else ""


def sources(situation: Situation, scenario: Scenario, model: str, today: Today) -> list[str]:
    """Where the figures come from, and what in them is an estimate."""
    start = text.date(situation.start)
    said = [f"Median forecast of model {model}; ! = last population count older than {OLD_COUNT_DAYS} days."]
    if today.knows_shelves:
        said.insert(0, f"Stock count of {start}, with nothing coming in; need by the standards listed under Needs.")
        said.append(
            f"Headline, rows, columns and steps are in one order: food and water gone within {WATCH_DAYS} days, by the "
            "first day without, then by people. Days in brackets: by the high and the low forecast."
        )
    if today.met is not None:
        said.append(
            f"Plan “{scenario.name}”, {text.counted(scenario.weeks, 'week')}: it counts in whole weeks, so a delivery "
            "may come on any day of its week; less than a day's need is neither a delivery nor a lack."
        )
    return [*said, *situation.notes]


def _need_met(today: Today, scenario: Scenario) -> KeyFigure:
    label = f"Need met, next {text.counted(scenario.weeks, 'week')}"
    if today.met is None:
        return KeyFigure(label, text.NOT_KNOWN, "there is no plan yet", "")
    band = text.percent_between(today.met.low, today.met.high)
    return KeyFigure(label, text.percent(today.met.share), band, f"plan of {text.date(today.situation.start)}")


def _short(operation: Operation, today: Today) -> KeyFigure:
    planned = today.met is not None
    label = "Will lack a food before its next delivery" if planned else f"Out of a food in {WITHOUT_PLAN_DAYS} days"
    if today.short is None:
        why = "no camp's stock is known" if not today.knows_shelves else "no item is a food"
        return KeyFigure(label, text.NOT_KNOWN, why, "")
    spread = text.between(today.short.low, today.short.high)
    late = "most if they come late in their week"
    source = late if planned else f"stock count of {text.date(today.situation.start)}, nothing coming in"
    band = f"{spread} people" if today.short.high > 0 else "nobody in the 80\u00a0% band"
    return KeyFigure(label, text.hundreds(today.short.people), band, source)


def _lowest(operation: Operation, today: Today) -> KeyFigure:
    if today.coverage is None:
        return KeyFigure("Lowest camp", text.NOT_KNOWN, "there is no plan yet", "")
    if today.coverage.empty:
        return KeyFigure("Lowest camp", text.NOT_KNOWN, "no camp needs anything", "")
    worst = today.coverage.loc[today.coverage["coverage"].idxmin()]
    camps = today.situation.camps.set_index("camp_id")
    age = camps["count_age_days"].get(worst["camp_id"])
    band = text.percent_between(worst["coverage_low"], worst["coverage_high"])
    return KeyFigure(
        f"Lowest camp: {operation.place_names[worst['camp_id']]}",
        text.percent(worst["coverage"]),
        f"{band} of need met" if band else "of need met",
        f"count {text.age(age)}",
    )


def _item(operation: Operation, item_id: str) -> str:
    return wording.in_sentence(short_item_names(operation)[item_id])


def _trips(trips: float) -> str:
    return text.counted(math.ceil(trips - 1e-6), "trip") if trips >= 1 else "part of a trip"
