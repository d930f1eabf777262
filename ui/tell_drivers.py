"""The words of what drives a camp's forecast; every figure in them is computed."""

from collections.abc import Sequence

import pandas as pd

from core.services.describe_outlook import Outlook
from core.services.forecast_drivers import INFLUX_WEEKS, Drivers
from core.services.score_forecasts import METHOD_TITLES
from core.store import Override
from ui import tell_forecast, text

KINDS = {
    "registration": "a registration",
    "recount": "a re-count",
    "movement": "a register of arrivals and departures",
    "estimate": "an estimate",
}
SMALLEST_PEOPLE = 0.5
"""A part below it is not told."""


def heading(drivers: Drivers, start: pd.Timestamp) -> str:
    """How far the forecast lies from the last count."""
    by = tell_forecast.day(drivers.week, start)
    if drivers.change is None:
        return f"What the forecast for {by} rests on"
    if abs(drivers.change) < SMALLEST_PEOPLE:
        return f"Why the forecast for {by} equals the last count"
    more = "more" if drivers.change > 0 else "fewer"
    return f"Why {text.hundreds(abs(drivers.change))} {more} than at the last count, by {by}"


def sentences(
    drivers: Drivers, outlook: Outlook, own: Sequence[Override], start: pd.Timestamp
) -> list[tuple[str, str]]:
    """What drives it: a bold beginning and its rest, one pair per driver."""
    told = [
        ("Planning figure:", tell_forecast.planning_figure(outlook, start)) if drivers.figure is not None else None,
        _trend(drivers),
        _count(drivers, start),
        _influx(drivers),
        _recount(drivers, start),
        _own(drivers, own, start),
    ]
    return [pair for pair in told if pair is not None]


def parts_table(drivers: Drivers) -> pd.DataFrame:
    """The way from the last count to the median, part by part, as words; empty where there is no count."""
    columns = ["Part", "Weight", "Its median", "Adds"]
    if drivers.shift is None:
        return pd.DataFrame(columns=columns)
    rows = [
        (METHOD_TITLES.get(p.method, p.method), text.percent(p.weight), text.whole(p.median), text.signed(p.people))
        for p in drivers.shift.parts
    ]
    named = (
        ("Young camp: an influx runs on longer than the methods say", drivers.shift.young),
        ("Announced movements", drivers.shift.announced),
        ("Planning figure, beside the one count", drivers.planned_people),
        ("Rest: bounds, and camps that closed", drivers.rest),
    )
    rows += [(name, "", "", text.signed(people)) for name, people in named if abs(people) >= SMALLEST_PEOPLE]
    rows.append(("Together", "", text.whole(drivers.median), text.signed(drivers.change)))
    return pd.DataFrame(rows, columns=columns)


def parts_explained(drivers: Drivers) -> str:
    """How to read the table of parts."""
    last = text.whole(drivers.shift.last_count) if drivers.shift is not None else text.NOT_KNOWN
    return (
        f"From the last count, {last}, to the median. A method adds its weight times its own median less the last "
        "count; the parts add up, to rounding."
    )


def _trend(drivers: Drivers) -> tuple[str, str] | None:
    shift = drivers.shift
    if shift is None:
        return None
    if shift.trend_people_per_week is None:
        return "Trend:", "none yet; it takes counts a week apart."
    weeks = text.counted(shift.trend_weeks, "week")
    if abs(shift.trend_people_per_week) < SMALLEST_PEOPLE:
        return "Trend:", f"none in the {weeks} before the last count, re-counts taken out."
    return (
        "Trend:",
        f"{text.signed(shift.trend_people_per_week)} people a week over the {weeks} before the last count, re-counts "
        "taken out.",
    )


def _count(drivers: Drivers, start: pd.Timestamp) -> tuple[str, str] | None:
    if drivers.count_age_days is None:
        return None
    kind = KINDS.get(drivers.last_kind or "", "of a kind not noted")
    verified = ""
    if drivers.last_kind not in ("registration", "recount"):
        verified = (
            f"; the last registration or re-count was on {tell_forecast.day(drivers.verified, start)}"
            if drivers.verified is not None
            else "; no registration or re-count is noted"
        )
    return "Last count:", f"{text.age(drivers.count_age_days)}, {kind}{verified}."


def _influx(drivers: Drivers) -> tuple[str, str] | None:
    if drivers.shift is None:
        return None
    if drivers.influx < SMALLEST_PEOPLE:
        return "Influx:", f"no movement is noted that added people in the last {INFLUX_WEEKS} weeks."
    return (
        "Influx:",
        f"{text.whole(drivers.influx)} people came at counts of movements in the last {INFLUX_WEEKS} weeks.",
    )


def _recount(drivers: Drivers, start: pd.Timestamp) -> tuple[str, str] | None:
    if drivers.shift is None:
        return None
    if drivers.recount_chance is None:
        return "Re-count:", "none is noted in this operation, so how likely one is here is not known."
    by = tell_forecast.day(drivers.week, start)
    said = (
        f"{text.percent(drivers.recount_chance)} likely by {by} ({text.whole(drivers.recounts)} in "
        f"{text.whole(drivers.camp_weeks)} weeks of all camps)"
    )
    if drivers.recount_change_share is None:
        return "Re-count:", f"{said}."
    change = drivers.recount_change_share * 100
    size = f"{text.MINUS if change < 0 else '+'}{abs(change):.1f}{text.NBSP}%"
    return "Re-count:", f"{said}; in the middle one changed the count by {size}."


def _own(drivers: Drivers, own: Sequence[Override], start: pd.Timestamp) -> tuple[str, str] | None:
    standing = [figure for figure in own if pd.Timestamp(figure.week) == drivers.week]
    if not standing:
        return None
    told = [
        f"{figure.author} expects {text.whole(figure.people)}, {text.signed(figure.people - drivers.median)} against "
        "the median"
        for figure in standing
    ]
    return "Own figure:", f"{text.joined(told)}; it changes nothing in the forecast."
