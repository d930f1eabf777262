"""Words of one need opened into its factors."""

import pandas as pd

from core.domain import wording
from core.locale import message
from core.services.open_need import OpenedNeed
from ui import text
from ui.language import say
from ui.tell_needs import ESTIMATE, GROUP_WORDS, plain_number
from ui.tell_water import loads_words, truck_words

Row = tuple[str, str, str]
"""Step, figure, where it comes from."""


def opened_rows(opened: OpenedNeed, camp: str, item: str, week: pd.Timestamp) -> pd.DataFrame:
    """One need as steps from people to units: factor, value, where it comes from and its 80 % band."""
    rows = [*_people(opened, camp, item, week), *_required(opened), *_less_shelf(opened), *_as_water(opened)]
    steps = [f"{step}: {where}" if where else step for step, _, where in rows]
    return pd.DataFrame({message("Step"): steps, message("Figure"): [figure for _, figure, _ in rows]})


def opened_sentence(opened: OpenedNeed, camp: str, item: str, week: pd.Timestamp) -> str:
    """The result of an opened need, for the heading."""
    need = _units(opened.arithmetic.need_units, opened.arithmetic.unit)
    return say(
        "{camp} needs {need} of {item} in the week of {week}",
        camp=camp,
        need=need,
        item=wording.in_sentence(item),
        week=text.date(week),
    )


def band_explained(opened: OpenedNeed) -> str:
    """How the band of the need was made."""
    factors = opened.arithmetic
    if factors.household_size is None:
        return say("The band of the need is that of the people.")
    if factors.household_low is None and factors.household_high is None:
        return say("The band of the need is that of the people: the camp gives no range of household size.")
    return say(
        "The band of the need joins people and household size as independent of each other: in "
        "logarithms, the root of the sum of the squared distances from the median."
    )


def _people(opened: OpenedNeed, camp: str, item: str, week: pd.Timestamp) -> list[Row]:
    factors = opened.arithmetic
    band = _band(factors.people_low, factors.people_high)
    rows = [
        (
            say("People at {camp}", camp=camp),
            text.whole(factors.people),
            say("median forecast, week of {week}; {band}", week=text.date(week), band=band),
        )
    ]
    if factors.group is not None:
        counted = "" if factors.group_counted is None else f", {text.date(factors.group_counted)}"
        from_ = (
            say("mean of the other camps: {estimate}", estimate=ESTIMATE)
            if factors.share_is_estimate
            else say("last count that says{counted}", counted=counted)
        )
        group = GROUP_WORDS.get(factors.group, factors.group).lower()
        rows.append((say("× share of {group}", group=group), f"{factors.group_share * 100:.1f}{text.NBSP}%", from_))
    standard = f"{plain_number(factors.standard_units)}{text.NBSP}{factors.unit} {factors.basis}"
    rows.append((say("× standard of {item}", item=item), standard, factors.source))
    if not opened.is_once:
        rows.append((say("× times a week"), plain_number(factors.weeks_factor), _times_words(factors.weeks_factor)))
    if factors.household_size is not None:
        sized = (
            say("the operation's setting: {estimate}", estimate=ESTIMATE)
            if opened.household_is_estimate
            else say("the camp's own")
        )
        size = plain_number(factors.household_size)
        rows.append((say("÷ people in a household"), size, sized + _household_band(opened)))
    return rows


def _required(opened: OpenedNeed) -> list[Row]:
    factors, unit = opened.arithmetic, opened.arithmetic.unit
    need = (say("= need of the week"), _units(factors.need_units, unit), _band(factors.need_low, factors.need_high))
    if not opened.is_once:
        return [need]
    life = factors.lifetime_days
    serves = (
        say("no end of life is known") if life is None else say("useful life of {life} days", life=text.whole(life))
    )
    served = say("handed out up to the planning day, {serves}", serves=serves)
    if factors.served_units > opened.due_units:
        served += say("; {units} in all, more than is required", units=_units(factors.served_units, unit))
    return [
        (say("= required in all by this week"), _units(opened.due_units, unit), ""),
        (say("− still of use"), _units(opened.served_units, unit), served),
        (say("− required in an earlier week"), _units(opened.earlier_units, unit), say("waits there until it is met")),
        need,
    ]


def _less_shelf(opened: OpenedNeed) -> list[Row]:
    factors, unit = opened.arithmetic, opened.arithmetic.unit
    if opened.shelf_is_known:
        figure = _units(opened.from_stock_units, unit)
        why = say("{units} usable on the planning day, earliest need first", units=_units(factors.shelf_units, unit))
        if factors.shelf_used_units > 0:
            why += say("; earlier weeks take {units}", units=_units(factors.shelf_used_units, unit))
    else:
        figure = text.NOT_KNOWN
        why = say("not counted, so nothing is taken off")
        if factors.shelf_units > 0:
            figure = _units(opened.from_stock_units, unit)
            why = say("only a part of it was counted")
    return [
        (say("− from the camp's shelf"), figure, why),
        (say("= still needed"), _units(factors.net_need_units, unit), ""),
    ]


def _as_water(opened: OpenedNeed) -> list[Row]:
    if opened.water_m3 is None or opened.water_loads_a_day is None:
        return []
    return [
        (say("need of the week as water"), f"{text.whole(opened.water_m3)}{text.NBSP}m3", say("1,000 litres each")),
        (
            say("as loads of a water truck"),
            say("{loads_words} a day", loads_words=loads_words(opened.water_loads_a_day)),
            truck_words(opened.truck),
        ),
    ]


def _band(low: float, high: float) -> str:
    return say("80\u00a0% band {low} to {high}", low=text.whole(low), high=text.whole(high))


def _household_band(opened: OpenedNeed) -> str:
    low, high = opened.arithmetic.household_low, opened.arithmetic.household_high
    if low is None and high is None:
        return ""
    sides = [] if low is None else [say("from {least}", least=plain_number(low))]
    sides += [] if high is None else [say("to {most}", most=plain_number(high))]
    return say(
        "; 80\u00a0% band {band}",
        band=" ".join(sides).removeprefix("from ") if len(sides) == 2 else sides[0],
    )


def _units(units: float, unit: str) -> str:
    return f"{text.whole(units)}{text.NBSP}{unit}"


def _times_words(factor: float) -> str:
    return {7.0: say("7 days"), 1.0: say("once a week")}.get(factor, say("7 days of a month of 30"))
