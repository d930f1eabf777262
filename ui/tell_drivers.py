"""The words of what drives a camp's forecast; every figure in them is computed."""

from collections.abc import Sequence

import pandas as pd

from core.locale import message
from core.services.describe_outlook import Outlook
from core.services.forecast_drivers import INFLUX_WEEKS, Drivers
from core.services.score_forecasts import METHOD_TITLES
from core.store import Override
from ui import tell_forecast, text
from ui.language import say

KINDS = {
    "registration": message("a registration"),
    "recount": message("a re-count"),
    "movement": message("a register of arrivals and departures"),
    "estimate": message("an estimate"),
}
SMALLEST_PEOPLE = 0.5
"""A part below it is not told."""


def heading(drivers: Drivers, start: pd.Timestamp) -> str:
    """How far the forecast lies from the last count."""
    by = tell_forecast.day(drivers.week, start)
    if drivers.change is None:
        return say("What the forecast for {by} rests on", by=by)
    if abs(drivers.change) < SMALLEST_PEOPLE:
        return say("Why the forecast for {by} equals the last count", by=by)
    more = "more" if drivers.change > 0 else "fewer"
    return say(
        "Why {change} {more} than at the last count, by {by}",
        change=text.hundreds(abs(drivers.change)),
        more=more,
        by=by,
    )


def sentences(
    drivers: Drivers, outlook: Outlook, own: Sequence[Override], start: pd.Timestamp
) -> list[tuple[str, str]]:
    """What drives it: a bold beginning and its rest, one pair per driver."""
    told = [
        (say("Planning figure:"), tell_forecast.planning_figure(outlook, start))
        if drivers.figure is not None
        else None,
        _trend(drivers),
        _count(drivers, start),
        _influx(drivers),
        _recount(drivers, start),
        _own(drivers, own, start),
    ]
    return [pair for pair in told if pair is not None]


def parts_table(drivers: Drivers) -> pd.DataFrame:
    """The way from the last count to the median, part by part, as words; empty where there is no count."""
    columns = [say("Part"), say("Weight"), say("Its median"), say("Adds")]
    if drivers.shift is None:
        return pd.DataFrame(columns=columns)
    rows = [
        (METHOD_TITLES.get(p.method, p.method), text.percent(p.weight), text.whole(p.median), text.signed(p.people))
        for p in drivers.shift.parts
    ]
    named = (
        (say("Young camp: an influx runs on longer than the methods say"), drivers.shift.young),
        (say("Announced movements"), drivers.shift.announced),
        (say("Planning figure, beside the one count"), drivers.planned_people),
        (say("Rest: bounds, and camps that closed"), drivers.rest),
    )
    rows += [(name, "", "", text.signed(people)) for name, people in named if abs(people) >= SMALLEST_PEOPLE]
    rows.append((say("Together"), "", text.whole(drivers.median), text.signed(drivers.change)))
    return pd.DataFrame(rows, columns=columns)


def parts_explained(drivers: Drivers) -> str:
    """How to read the table of parts."""
    last = text.whole(drivers.shift.last_count) if drivers.shift is not None else text.NOT_KNOWN
    return say(
        "From the last count, {last}, to the median. A method adds its weight times its own "
        "median less the last count; the parts add up, to rounding.",
        last=last,
    )


def _trend(drivers: Drivers) -> tuple[str, str] | None:
    shift = drivers.shift
    if shift is None:
        return None
    if shift.trend_people_per_week is None:
        return say("Trend:"), say("none yet; it takes counts a week apart.")
    weeks = text.counted(shift.trend_weeks, "week")
    if abs(shift.trend_people_per_week) < SMALLEST_PEOPLE:
        return say("Trend:"), say("none in the {weeks} before the last count, re-counts taken out.", weeks=weeks)
    return (
        say("Trend:"),
        say(
            "{signed} people a week over the {weeks} before the last count, re-counts taken out.",
            signed=text.signed(shift.trend_people_per_week),
            weeks=weeks,
        ),
    )


def _count(drivers: Drivers, start: pd.Timestamp) -> tuple[str, str] | None:
    if drivers.count_age_days is None:
        return None
    kind = say(KINDS.get(drivers.last_kind or "", say("of a kind not noted")))
    verified = ""
    if drivers.last_kind not in ("registration", "recount"):
        verified = (
            say(
                "; the last registration or re-count was on {verified}",
                verified=tell_forecast.day(drivers.verified, start),
            )
            if drivers.verified is not None
            else say("; no registration or re-count is noted")
        )
    return say("Last count:"), f"{text.age(drivers.count_age_days)}, {kind}{verified}."


def _influx(drivers: Drivers) -> tuple[str, str] | None:
    if drivers.shift is None:
        return None
    if drivers.influx < SMALLEST_PEOPLE:
        return say("Influx:"), say(
            "no movement is noted that added people in the last {influx_weeks} weeks.", influx_weeks=INFLUX_WEEKS
        )
    return (
        say("Influx:"),
        say(
            "{influx} people came at counts of movements in the last {influx_weeks} weeks.",
            influx=text.whole(drivers.influx),
            influx_weeks=INFLUX_WEEKS,
        ),
    )


def _recount(drivers: Drivers, start: pd.Timestamp) -> tuple[str, str] | None:
    if drivers.shift is None:
        return None
    if drivers.recount_chance is None:
        return "Re-count:", say("none is noted in this operation, so how likely one is here is not known.")
    by = tell_forecast.day(drivers.week, start)
    said = say(
        "{recount_chance} likely by {by} ({recounts} in {camp_weeks} weeks of all camps)",
        recount_chance=text.percent(drivers.recount_chance),
        by=by,
        recounts=text.whole(drivers.recounts),
        camp_weeks=text.whole(drivers.camp_weeks),
    )
    if drivers.recount_change_share is None:
        return "Re-count:", f"{said}."
    change = drivers.recount_change_share * 100
    size = f"{text.MINUS if change < 0 else '+'}{abs(change):.1f}{text.NBSP}%"
    return "Re-count:", say("{said}; in the middle one changed the count by {size}.", said=said, size=size)


def _own(drivers: Drivers, own: Sequence[Override], start: pd.Timestamp) -> tuple[str, str] | None:
    standing = [figure for figure in own if pd.Timestamp(figure.week) == drivers.week]
    if not standing:
        return None
    told = [
        say(
            "{author} expects {people}, {signed} against the median",
            author=figure.author,
            people=text.whole(figure.people),
            signed=text.signed(figure.people - drivers.median),
        )
        for figure in standing
    ]
    return say("Own figure:"), say("{told}; it changes nothing in the forecast.", told=text.joined(told))
