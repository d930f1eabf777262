"""What a truck takes along: its loading list, the sheet of its driver, a waybill for each receiver."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import pandas as pd

from core.domain.waybill import SealedWaybill, WaybillLine
from core.locale import ENGLISH, Language, message
from core.waybill.sheet import NBSP, Column, Sheet
from core.waybill.truck_trip import TruckTrip

Kind = Literal["loading", "driver", "waybill"]
KINDS: tuple[Kind, ...] = ("loading", "driver", "waybill")
KEPT_DECIMALS = 3

DRAFT = message("DRAFT: not issued, not to be driven")
ILLUSTRATIVE = message("Illustrative data")


def sheets_of(trips: Iterable[TruckTrip], kinds: Iterable[Kind] = KINDS, language: Language = ENGLISH) -> list[Sheet]:
    """The papers of trips, truck by truck."""
    chosen = set(kinds)
    return [sheet for trip in trips for kind, sheet in _papers(trip, language) if kind in chosen]


def _papers(trip: TruckTrip, language: Language) -> list[tuple[Kind, Sheet]]:
    return [
        ("loading", loading_list(trip, language)),
        ("driver", driver_sheet(trip, language)),
        *(("waybill", waybill_sheet(sealed, trip.is_draft, language)) for sealed in trip.sealed),
    ]


def loading_list(trip: TruckTrip, language: Language = ENGLISH) -> Sheet:
    """What goes onto the truck, in the order of loading: the last stop first, so that the first is unloaded first."""
    say, name = language.say, language.name
    columns = (
        Column(say("Stop"), 0.07, "end"),
        Column(say("For"), 0.22),
        Column(say("Item"), 0.21),
        Column(say("Lot"), 0.14),
        Column(say("Quantity"), 0.15, "end"),
        Column(say("Weight (kg)"), 0.11, "end"),
        Column(say("Loaded"), 0.10, is_blank=True),
    )
    rows = tuple(
        (
            language.isolated(str(stop.number)),
            name(stop.place),
            name(line.item),
            name(line.lot_id),
            amount(line, language),
            number(line.weight_kg, language),
            "",
        )
        for stop in reversed(trip.stops)
        if stop.sealed is not None
        for line in stop.sealed.waybill.lines
    )
    return Sheet(
        kind=say("Loading list"),
        title=_of_trip(trip, language),
        marks=_marks(trip, language),
        facts=(
            (say("Loads at"), name(trip.loads_at)),
            (say("Begins to load"), moment(trip.starts, language)),
            (
                say("Weight"),
                say(
                    "{used} of {room}\u00a0kg",
                    used=number(trip.load_kg, language),
                    room=number(trip.payload_kg, language),
                ),
            ),
            (
                say("Volume"),
                say(
                    "{used} of {room}\u00a0m³",
                    used=number(trip.load_m3, language, 1),
                    room=number(trip.room_m3, language, 1),
                ),
            ),
        ),
        columns=columns,
        rows=rows,
        totals=("", say("In all"), "", "", "", number(trip.load_kg, language), ""),
        blanks=(say("Loaded by"), say("Checked by"), say("Time")),
        notes=(say("In the order of loading: what is unloaded last goes on first."),),
    )


def driver_sheet(trip: TruckTrip, language: Language = ENGLISH) -> Sheet:
    """Where the driver goes, when, and how far it is."""
    say, name = language.say, language.name
    columns = (
        Column(say("Stop"), 0.07, "end"),
        Column(say("Place"), 0.25),
        Column(say("Arrives"), 0.15),
        Column(say("Leaves"), 0.15),
        Column(say("km"), 0.08, "end"),
        Column(say("Waybill"), 0.15),
        Column(say("Signed for"), 0.15, is_blank=True),
    )
    rows = tuple(
        (
            language.isolated(str(stop.number)),
            name(stop.place),
            moment(stop.arrives, language) if stop is not trip.stops[0] else "",
            moment(stop.leaves, language) if stop is not trip.stops[-1] or stop.sealed else "",
            number(stop.distance_km, language) if stop is not trip.stops[0] else "",
            language.isolated(stop.sealed.waybill.id) if stop.sealed else say("load") if stop.is_loading else "",
            "",
        )
        for stop in trip.stops
    )
    return Sheet(
        kind=say("Driver sheet"),
        title=_of_trip(trip, language),
        marks=_marks(trip, language),
        facts=(
            (say("Vehicle"), say("{first}, {second}", first=name(trip.vehicle), second=name(trip.home))),
            (say("Leaves"), moment(_leaves(trip), language)),
            (say("Distance"), say("{distance}\u00a0km", distance=number(trip.distance_km, language))),
            (say("Back or free"), moment(trip.ends, language)),
        ),
        columns=columns,
        rows=rows,
        totals=("", say("In all"), "", "", number(trip.distance_km, language), "", ""),
        blanks=(
            say("Driver"),
            say("Telephone"),
            say("Number plate"),
            say("Kilometres at the start"),
            say("Kilometres at the end"),
            say("Signature"),
        ),
        notes=(say("Times are planned, in local time."),),
    )


def waybill_sheet(sealed: SealedWaybill, is_draft: bool, language: Language = ENGLISH) -> Sheet:
    """What is handed over to one receiver, with room for what really arrived."""
    say, name, waybill = language.say, language.name, sealed.waybill
    columns = (
        Column(say("Item"), 0.17),
        Column(say("Lot"), 0.11),
        Column(say("Use by"), 0.13),
        Column(say("Quantity"), 0.14, "end"),
        Column(say("Weight (kg)"), 0.09, "end"),
        Column(say("Volume (m³)"), 0.09, "end"),
        Column(say("Good"), 0.08, is_blank=True),
        Column(say("Damaged"), 0.10, is_blank=True),
        Column(say("Missing"), 0.09, is_blank=True),
    )
    rows = tuple(
        (
            name(line.item),
            name(line.lot_id),
            # a long month may put the year on a line of its own, where a no-break space would have it cut off
            "" if line.expires is None else day(line.expires, language).replace(NBSP, " "),
            amount(line, language),
            number(line.weight_kg, language),
            number(line.volume_m3, language, 2),
            "",
            "",
            "",
        )
        for line in waybill.lines
    )
    check = (
        say("A draft carries no seal; do not load by it.")
        if is_draft
        else say(
            "The code holds a signed summary of this paper: {command} says whether it is genuine.",
            command=language.isolated("aid verify-waybill --text TEXT"),
        )
    )
    return Sheet(
        kind=say("Waybill"),
        title=language.isolated(waybill.id),
        marks=_said_marks(is_draft, waybill.illustrative, language),
        facts=(
            (say("Sender"), name(waybill.origin)),
            (say("Receiver"), name(waybill.place)),
            (say("Leaves"), moment(waybill.leaves, language)),
            (say("Arrives"), moment(waybill.arrives, language)),
            (
                say("Vehicle"),
                say(
                    "{vehicle}, trip {trip}",
                    vehicle=name(waybill.vehicle),
                    trip=language.isolated(str(waybill.trip)),
                ),
            ),
            (say("Operation"), name(waybill.operation)),
        ),
        columns=columns,
        rows=rows,
        totals=(
            say("In all"),
            "",
            "",
            "",
            number(waybill.weight_kg, language),
            number(waybill.volume_m3, language, 2),
            "",
            "",
            "",
        ),
        blanks=(say("Handed over by"), say("Received by"), say("Date and time"), say("Stamp")),
        notes=(
            say(
                "Plan {plan}, data version {number} ({fingerprint}), week to {week}.",
                plan=language.isolated(waybill.plan[:12]),
                number=language.isolated(str(waybill.data_version)),
                fingerprint=language.isolated(waybill.data_fingerprint[:12]),
                week=day(waybill.week, language),
            ),
            say("Good, damaged and missing add up to the quantity."),
            check,
        ),
        seal="" if is_draft else sealed.seal,
    )


def amount(line: WaybillLine, language: Language = ENGLISH) -> str:
    """A quantity with its unit: ``1,250 kg``."""
    return f"{number(line.quantity, language, KEPT_DECIMALS, exact=True)}{NBSP}{language.name(line.unit)}"


def number(value: float, language: Language, decimals: int = 0, exact: bool = False) -> str:
    """A number as a language writes it; ``exact`` leaves zeros at its end away.

    Examples
    --------
    >>> number(1250.0, ENGLISH, 3, exact=True), number(12.3456, ENGLISH, 3, exact=True), number(1.5, ENGLISH, 2)
    ('1,250', '12.346', '1.50')
    """
    told = len(f"{value:.{decimals}f}".rstrip("0").partition(".")[2]) if exact else decimals
    return language.number(value, told)


def moment(time: dt.datetime, language: Language = ENGLISH) -> str:
    r"""A day and time: ``Mon 3 Nov, 07:30``.

    Examples
    --------
    >>> moment(dt.datetime(2025, 11, 3, 7, 30))
    'Mon 3\xa0Nov, 07:30'
    """
    return language.say(
        "{weekday} {day}, {time}",
        weekday=language.conventions.weekdays[time.weekday()],
        day=language.day(pd.Timestamp(time)),
        time=language.isolated(f"{time:%H:%M}"),
    )


def day(date: dt.date, language: Language = ENGLISH) -> str:
    """A day with its year."""
    return language.day(pd.Timestamp(date), year=True)


def _of_trip(trip: TruckTrip, language: Language) -> str:
    return language.say(
        "{vehicle}, trip {trip}", vehicle=language.name(trip.vehicle), trip=language.isolated(str(trip.trip))
    )


def _marks(trip: TruckTrip, language: Language) -> tuple[str, ...]:
    is_illustrative = any(sealed.waybill.illustrative for sealed in trip.sealed)
    return _said_marks(trip.is_draft, is_illustrative, language)


def _said_marks(is_draft: bool, is_illustrative: bool, language: Language) -> tuple[str, ...]:
    return tuple(language.say(mark) for mark, holds in ((DRAFT, is_draft), (ILLUSTRATIVE, is_illustrative)) if holds)


def _leaves(trip: TruckTrip) -> dt.datetime:
    return trip.sealed[0].waybill.leaves if trip.sealed else trip.starts
