"""What a truck takes along: its loading list, the sheet of its driver, a waybill for each receiver."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import pandas as pd

from core.domain import wording
from core.domain.dispatch import WEEKDAYS
from core.domain.waybill import SealedWaybill, WaybillLine
from core.waybill.sheet import NBSP, Column, Sheet
from core.waybill.truck_trip import TruckTrip

Kind = Literal["loading", "driver", "waybill"]
KINDS: tuple[Kind, ...] = ("loading", "driver", "waybill")
KEPT_DECIMALS = 3

DRAFT = "DRAFT: not issued, not to be driven"
ILLUSTRATIVE = "Illustrative data"


def sheets_of(trips: Iterable[TruckTrip], kinds: Iterable[Kind] = KINDS) -> list[Sheet]:
    """The papers of trips, truck by truck."""
    chosen = set(kinds)
    return [sheet for trip in trips for kind, sheet in _papers(trip) if kind in chosen]


def _papers(trip: TruckTrip) -> list[tuple[Kind, Sheet]]:
    return [
        ("loading", loading_list(trip)),
        ("driver", driver_sheet(trip)),
        *(("waybill", waybill_sheet(sealed, trip.is_draft)) for sealed in trip.sealed),
    ]


def loading_list(trip: TruckTrip) -> Sheet:
    """What goes onto the truck, in the order of loading: the last stop first, so that the first is unloaded first."""
    columns = (
        Column("Stop", 0.07, "end"),
        Column("For", 0.22),
        Column("Item", 0.21),
        Column("Lot", 0.14),
        Column("Quantity", 0.15, "end"),
        Column("Weight (kg)", 0.11, "end"),
        Column("Loaded", 0.10, is_blank=True),
    )
    rows = tuple(
        (str(stop.number), stop.place, line.item, line.lot_id, amount(line), number(line.weight_kg), "")
        for stop in reversed(trip.stops)
        if stop.sealed is not None
        for line in stop.sealed.waybill.lines
    )
    return Sheet(
        kind="Loading list",
        title=_of_trip(trip),
        marks=_marks(trip),
        facts=(
            ("Loads at", trip.loads_at),
            ("Begins to load", moment(trip.starts)),
            ("Weight", f"{number(trip.load_kg)} of {number(trip.payload_kg)}{NBSP}kg"),
            ("Volume", f"{number(trip.load_m3, 1)} of {number(trip.room_m3, 1)}{NBSP}m³"),
        ),
        columns=columns,
        rows=rows,
        totals=("", "In all", "", "", "", number(trip.load_kg), ""),
        blanks=("Loaded by", "Checked by", "Time"),
        notes=("In the order of loading: what is unloaded last goes on first.",),
    )


def driver_sheet(trip: TruckTrip) -> Sheet:
    """Where the driver goes, when, and how far it is."""
    columns = (
        Column("Stop", 0.07, "end"),
        Column("Place", 0.25),
        Column("Arrives", 0.15),
        Column("Leaves", 0.15),
        Column("km", 0.08, "end"),
        Column("Waybill", 0.15),
        Column("Signed for", 0.15, is_blank=True),
    )
    rows = tuple(
        (
            str(stop.number),
            stop.place,
            moment(stop.arrives) if stop is not trip.stops[0] else "",
            moment(stop.leaves) if stop is not trip.stops[-1] or stop.sealed else "",
            number(stop.distance_km) if stop is not trip.stops[0] else "",
            stop.sealed.waybill.id if stop.sealed else "load" if stop.is_loading else "",
            "",
        )
        for stop in trip.stops
    )
    return Sheet(
        kind="Driver sheet",
        title=_of_trip(trip),
        marks=_marks(trip),
        facts=(
            ("Vehicle", f"{trip.vehicle}, {trip.home}"),
            ("Leaves", moment(_leaves(trip))),
            ("Distance", f"{number(trip.distance_km)}{NBSP}km"),
            ("Back or free", moment(trip.ends)),
        ),
        columns=columns,
        rows=rows,
        totals=("", "In all", "", "", number(trip.distance_km), "", ""),
        blanks=("Driver", "Telephone", "Number plate", "Kilometres at the start", "Kilometres at the end", "Signature"),
        notes=("Times are planned, in local time.",),
    )


def waybill_sheet(sealed: SealedWaybill, is_draft: bool) -> Sheet:
    """What is handed over to one receiver, with room for what really arrived."""
    waybill = sealed.waybill
    columns = (
        Column("Item", 0.17),
        Column("Lot", 0.11),
        Column("Use by", 0.13),
        Column("Quantity", 0.14, "end"),
        Column("Weight (kg)", 0.09, "end"),
        Column("Volume (m³)", 0.09, "end"),
        Column("Good", 0.08, is_blank=True),
        Column("Damaged", 0.10, is_blank=True),
        Column("Missing", 0.09, is_blank=True),
    )
    rows = tuple(
        (
            line.item,
            line.lot_id,
            "" if line.expires is None else day(line.expires),
            amount(line),
            number(line.weight_kg),
            number(line.volume_m3, 2),
            "",
            "",
            "",
        )
        for line in waybill.lines
    )
    illustrative = (ILLUSTRATIVE,) if waybill.illustrative else ()
    check = (
        "A draft carries no seal; do not load by it."
        if is_draft
        else "The code holds a signed summary of this paper: aid verify-waybill --text TEXT says whether it is genuine."
    )
    return Sheet(
        kind="Waybill",
        title=waybill.id,
        marks=((DRAFT,) if is_draft else ()) + illustrative,
        facts=(
            ("Sender", waybill.origin),
            ("Receiver", waybill.place),
            ("Leaves", moment(waybill.leaves)),
            ("Arrives", moment(waybill.arrives)),
            ("Vehicle", f"{waybill.vehicle}, trip {waybill.trip}"),
            ("Operation", waybill.operation),
        ),
        columns=columns,
        rows=rows,
        totals=("In all", "", "", "", number(waybill.weight_kg), number(waybill.volume_m3, 2), "", "", ""),
        blanks=("Handed over by", "Received by", "Date and time", "Stamp"),
        notes=(
            f"Plan {waybill.plan[:12]}, data version {waybill.data_version} ({waybill.data_fingerprint[:12]}), week to "
            f"{day(waybill.week)}.",
            "Good, damaged and missing add up to the quantity.",
            check,
        ),
        seal="" if is_draft else sealed.seal,
    )


def amount(line: WaybillLine) -> str:
    """A quantity with its unit: ``1,250 kg``."""
    return f"{number(line.quantity, KEPT_DECIMALS, exact=True)}{NBSP}{line.unit}"


def number(value: float, decimals: int = 0, exact: bool = False) -> str:
    """A number with its thousands parted; ``exact`` leaves zeros at its end away.

    Examples
    --------
    >>> number(1250.0, 3, exact=True), number(12.3456, 3, exact=True), number(1.5, 2)
    ('1,250', '12.346', '1.50')
    """
    shown = f"{value:,.{decimals}f}"
    return shown.rstrip("0").rstrip(".") if exact and decimals else shown


def moment(time: dt.datetime) -> str:
    r"""A day and time: ``Mon 3 Nov, 07:30``.

    Examples
    --------
    >>> moment(dt.datetime(2025, 11, 3, 7, 30))
    'Mon 3\xa0Nov, 07:30'
    """
    return f"{WEEKDAYS[time.weekday()]} {wording.day(pd.Timestamp(time))}, {time:%H:%M}"


def day(date: dt.date) -> str:
    """A day with its year."""
    return f"{wording.day(pd.Timestamp(date))}{NBSP}{date.year}"


def _of_trip(trip: TruckTrip) -> str:
    return f"{trip.vehicle}, trip {trip.trip}"


def _marks(trip: TruckTrip) -> tuple[str, ...]:
    is_illustrative = any(sealed.waybill.illustrative for sealed in trip.sealed)
    return ((DRAFT,) if trip.is_draft else ()) + ((ILLUSTRATIVE,) if is_illustrative else ())


def _leaves(trip: TruckTrip) -> dt.datetime:
    return trip.sealed[0].waybill.leaves if trip.sealed else trip.starts
