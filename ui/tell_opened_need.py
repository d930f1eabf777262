"""Words of one need opened into its factors."""

import pandas as pd

from core.domain import wording
from core.services.open_need import OpenedNeed
from ui import text
from ui.tell_needs import ESTIMATE, GROUP_WORDS, plain_number
from ui.tell_water import loads_words, truck_words

Row = tuple[str, str, str]
"""Step, figure, where it comes from."""


def opened_rows(opened: OpenedNeed, camp: str, item: str, week: pd.Timestamp) -> pd.DataFrame:
    """One need as steps from people to units: factor, value, where it comes from and its 80 % band."""
    rows = [*_people(opened, camp, item, week), *_required(opened), *_less_shelf(opened), *_as_water(opened)]
    steps = [f"{step}: {where}" if where else step for step, _, where in rows]
    return pd.DataFrame({"Step": steps, "Figure": [figure for _, figure, _ in rows]})


def opened_sentence(opened: OpenedNeed, camp: str, item: str, week: pd.Timestamp) -> str:
    """The result of an opened need, for the heading."""
    need = _units(opened.arithmetic.need_units, opened.arithmetic.unit)
    return f"{camp} needs {need} of {wording.in_sentence(item)} in the week of {text.date(week)}"


def band_explained(opened: OpenedNeed) -> str:
    """How the band of the need was made."""
    factors = opened.arithmetic
    if factors.household_size is None:
        return "The band of the need is that of the people."
    if factors.household_low is None and factors.household_high is None:
        return "The band of the need is that of the people: the camp gives no range of household size."
    return (
        "The band of the need joins people and household size as independent of each other: in logarithms, the root of "
        "the sum of the squared distances from the median."
    )


def _people(opened: OpenedNeed, camp: str, item: str, week: pd.Timestamp) -> list[Row]:
    factors = opened.arithmetic
    band = _band(factors.people_low, factors.people_high)
    rows = [(f"People at {camp}", text.whole(factors.people), f"median forecast, week of {text.date(week)}; {band}")]
    if factors.group is not None:
        counted = "" if factors.group_counted is None else f", {text.date(factors.group_counted)}"
        from_ = (
            f"mean of the other camps: {ESTIMATE}" if factors.share_is_estimate else f"last count that says{counted}"
        )
        group = GROUP_WORDS.get(factors.group, factors.group).lower()
        rows.append((f"× share of {group}", f"{factors.group_share * 100:.1f}{text.NBSP}%", from_))
    standard = f"{plain_number(factors.standard_units)}{text.NBSP}{factors.unit} {factors.basis}"
    rows.append((f"× standard of {item}", standard, factors.source))
    if not opened.is_once:
        rows.append(("× times a week", plain_number(factors.weeks_factor), _times_words(factors.weeks_factor)))
    if factors.household_size is not None:
        sized = f"the operation's setting: {ESTIMATE}" if opened.household_is_estimate else "the camp's own"
        size = plain_number(factors.household_size)
        rows.append(("÷ people in a household", size, sized + _household_band(opened)))
    return rows


def _required(opened: OpenedNeed) -> list[Row]:
    factors, unit = opened.arithmetic, opened.arithmetic.unit
    need = ("= need of the week", _units(factors.need_units, unit), _band(factors.need_low, factors.need_high))
    if not opened.is_once:
        return [need]
    life = factors.lifetime_days
    serves = "no end of life is known" if life is None else f"useful life of {text.whole(life)} days"
    served = f"handed out up to the planning day, {serves}"
    if factors.served_units > opened.due_units:
        served += f"; {_units(factors.served_units, unit)} in all, more than is required"
    return [
        ("= required in all by this week", _units(opened.due_units, unit), ""),
        ("− still of use", _units(opened.served_units, unit), served),
        ("− required in an earlier week", _units(opened.earlier_units, unit), "waits there until it is met"),
        need,
    ]


def _less_shelf(opened: OpenedNeed) -> list[Row]:
    factors, unit = opened.arithmetic, opened.arithmetic.unit
    if opened.shelf_is_known:
        figure = _units(opened.from_stock_units, unit)
        why = f"{_units(factors.shelf_units, unit)} usable on the planning day, earliest need first"
        if factors.shelf_used_units > 0:
            why += f"; earlier weeks take {_units(factors.shelf_used_units, unit)}"
    else:
        figure = text.NOT_KNOWN
        why = "not counted, so nothing is taken off"
        if factors.shelf_units > 0:
            figure = _units(opened.from_stock_units, unit)
            why = "only a part of it was counted"
    return [("− from the camp's shelf", figure, why), ("= still needed", _units(factors.net_need_units, unit), "")]


def _as_water(opened: OpenedNeed) -> list[Row]:
    if opened.water_m3 is None or opened.water_loads_a_day is None:
        return []
    return [
        ("need of the week as water", f"{text.whole(opened.water_m3)}{text.NBSP}m3", "1,000 litres each"),
        ("as loads of a water truck", f"{loads_words(opened.water_loads_a_day)} a day", truck_words(opened.truck)),
    ]


def _band(low: float, high: float) -> str:
    return f"80{text.NBSP}% band {text.whole(low)} to {text.whole(high)}"


def _household_band(opened: OpenedNeed) -> str:
    low, high = opened.arithmetic.household_low, opened.arithmetic.household_high
    if low is None and high is None:
        return ""
    sides = [] if low is None else [f"from {plain_number(low)}"]
    sides += [] if high is None else [f"to {plain_number(high)}"]
    return f"; 80{text.NBSP}% band {' '.join(sides).removeprefix('from ') if len(sides) == 2 else sides[0]}"


def _units(units: float, unit: str) -> str:
    return f"{text.whole(units)}{text.NBSP}{unit}"


def _times_words(factor: float) -> str:
    return {7.0: "7 days", 1.0: "once a week"}.get(factor, "7 days of a month of 30")
