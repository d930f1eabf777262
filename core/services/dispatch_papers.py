"""The papers of a dispatch: loading lists, driver sheets and waybills, as a draft or as they were issued."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.dispatch_folder import read_dispatch, write_dispatch
from core.domain.dispatch import Dispatch
from core.domain.operation import Operation
from core.domain.waybill import SealedWaybill
from core.locale import ENGLISH, Language
from core.services.plans_to_dispatch import PlanToDispatch
from core.services.resources import Resources
from core.store import IssuedDispatch
from core.waybill.as_html import html_of
from core.waybill.as_pdf import pdf_of
from core.waybill.file import waybill_file
from core.waybill.of_dispatch import PlanOnRecord, waybills_of, with_waybill_ids
from core.waybill.sheets import KINDS, Kind, sheets_of
from core.waybill.truck_trip import TruckTrip, truck_trips

__all__ = ["KINDS", "DispatchPapers", "Kind", "draft_papers", "files_of_dispatch", "issued_papers"]


@dataclass(frozen=True, eq=False)
class DispatchPapers:
    """Papers of one week.

    Attributes
    ----------
    operation, week
        Name of the operation, and the Sunday that ends the week of departure.
    dispatch
        What they are made from.
    trips
        Trips in the order they begin, each with its waybills.
    is_draft
        Whether the waybills are not issued: they then carry no seal.
    made
        Day the papers are dated with: that of issuing, or for a draft the first day of its week.
    """

    operation: str
    week: dt.date
    dispatch: Dispatch
    trips: tuple[TruckTrip, ...]
    is_draft: bool
    made: dt.date

    @property
    def sealed(self) -> tuple[SealedWaybill, ...]:
        """Every waybill, trip by trip."""
        return tuple(sealed for trip in self.trips for sealed in trip.sealed)

    def title(self, language: Language = ENGLISH) -> str:
        """Of a file that holds all of them."""
        return language.say("{operation}, week to {week}", operation=self.operation, week=self.week)

    def of_vehicle(self, vehicle: str) -> "DispatchPapers":
        """Those of one vehicle."""
        trips = tuple(trip for trip in self.trips if trip.vehicle == vehicle)
        return DispatchPapers(self.operation, self.week, self.dispatch, trips, self.is_draft, self.made)

    def pdf(self, kinds: Sequence[Kind] = KINDS, language: Language = ENGLISH) -> bytes:
        """Papers of some kinds as one PDF, truck by truck."""
        sheets = sheets_of(self.trips, kinds, language)
        return pdf_of(sheets, self.title(language), pd.Timestamp(self.made), language)

    def html(self, kinds: Sequence[Kind] = KINDS, language: Language = ENGLISH) -> bytes:
        """The same as one page of HTML; issued waybills lie in it as data."""
        sheets = sheets_of(self.trips, kinds, language)
        return html_of(sheets, self.title(language), () if self.is_draft else self.sealed, language)

    def json(self) -> bytes:
        """Issued waybills as the file that ``aid verify-waybill`` reads."""
        return waybill_file(self.sealed)


def draft_papers(chosen: PlanToDispatch, dispatch: Dispatch) -> DispatchPapers:
    """Papers of a dispatch whose waybills are not issued."""
    plan = PlanOnRecord(chosen.key, chosen.version.operation, chosen.version.number)
    waybills = waybills_of(chosen.operation, chosen.plan.shipments, dispatch, plan)
    bare = [SealedWaybill(waybill, "", "") for waybill in waybills]
    week = dispatch.request.week
    dispatch = with_waybill_ids(dispatch, waybills)
    trips = truck_trips(dispatch, bare, chosen.operation.place_names, is_draft=True)
    monday = week - dt.timedelta(days=6)
    return DispatchPapers(plan.operation, week, dispatch, tuple(trips), is_draft=True, made=monday)


def issued_papers(resources: Resources, operation: Operation, issued: IssuedDispatch) -> DispatchPapers:
    """Papers of an issued dispatch, from what was kept when it was issued.

    Parameters
    ----------
    operation
        For the words of places.

    Raises
    ------
    StoreError
        If a file is not what was issued.
    """
    with tempfile.TemporaryDirectory() as aside:
        for name, data in resources.store.waybills.files(issued).items():
            (Path(aside) / name).write_bytes(data)
        dispatch = read_dispatch(Path(aside))
    of_week = resources.store.waybills.of_plan(issued.operation, issued.plan)
    sealed = [SealedWaybill(w.waybill, w.seal, w.key) for w in of_week if w.waybill.week == issued.week]
    trips = truck_trips(dispatch, sealed, operation.place_names, is_draft=False)
    return DispatchPapers(
        issued.operation, issued.week, dispatch, tuple(trips), is_draft=False, made=issued.issued.date()
    )


def files_of_dispatch(dispatch: Dispatch) -> dict[str, bytes]:
    """Name to content of the files of a dispatch's folder."""
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside) / "dispatch"
        write_dispatch(dispatch, folder)
        return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
