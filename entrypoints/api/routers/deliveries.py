"""Deliveries and receipts: what was handed out and what arrived, posted as rows."""

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from core.domain.finding import findings_table
from core.domain.weeks import day_from_text
from core.services.add_records import add_records
from core.services.plain_values import plain_values, rows_of
from core.services.receive_waybills import Received, check_received, record_receipts, recorded_until, waybills_of
from core.services.submit_data import Saved
from entrypoints.api.context import About, Day, Name, Quantity, Strict, Text
from entrypoints.api.paging import Page, Rows
from entrypoints.api.problems import ProblemFinding

router = APIRouter(prefix="/operations/{operation}", tags=["deliveries and receipts"])

MOST_ROWS = 10_000


class DeliveryRow(Strict):
    """What was handed to the people of a camp on a day, in item units."""

    camp_id: Name
    item_id: Name
    date: Day
    quantity: Quantity


class DeliveryRows(Strict):
    """Rows added to what was handed out."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "rows": [{"camp_id": "mahama", "item_id": "maize-flour", "date": "2026-10-30", "quantity": 1200.0}],
                    "note": "Distribution of Friday",
                }
            ]
        }
    )

    rows: Annotated[list[DeliveryRow], Field(min_length=1, max_length=MOST_ROWS)]
    note: Text = ""


class ReceivedLine(Strict):
    """One line of a waybill as it arrived, in item units."""

    item_id: Name
    lot_id: Name | None = None
    good: Quantity
    damaged: Quantity = 0.0
    missing: Quantity = 0.0


class ReceiptRows(Strict):
    """What arrived of an issued waybill."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "waybill_id": "7K3Q9-XFM2B",
                    "date": "2026-11-05",
                    "lines": [{"item_id": "maize-flour", "good": 980.0, "damaged": 15.0, "missing": 5.0}],
                }
            ]
        }
    )

    waybill_id: Name
    date: Day
    lines: Annotated[list[ReceivedLine], Field(min_length=1, max_length=MOST_ROWS)]


class SavedRows(BaseModel):
    """Where the rows are: in a new data version, or submitted and waiting for a second person."""

    rows: int
    data_version: int | None
    submission: int | None
    findings: list[ProblemFinding] = Field(default_factory=list)


@router.post("/deliveries", summary="Add deliveries", status_code=201)
def add_deliveries(about: About, added: DeliveryRows) -> SavedRows:
    """Add rows on top of whatever others saved meanwhile; nothing that stands is changed."""
    rows = [row.model_dump() for row in added.rows]
    name = about.version.operation
    return _saved(add_records(about.resources, name, "deliveries", rows, about.actor, added.note), len(rows))


@router.get("/waybills/waiting", summary="List waybills that wait for a receipt")
def list_waiting(about: About, rows: Rows) -> Page:
    """Issued waybills of which nothing, or not everything, was received; the one due first at the top."""
    name = about.version.operation
    day = recorded_until(about.resources, about.opened.operation, name, dt.date.today())
    return rows.of_table(waybills_of(about.resources, about.opened.operation, name, day).waiting)


@router.post("/receipts", summary="Add a receipt", status_code=201)
def add_receipt(about: About, receipt: ReceiptRows) -> SavedRows:
    """Enter what arrived of a waybill issued here; the counted stock stays as it is."""
    name, day = about.version.operation, day_from_text(receipt.date)
    seen = waybills_of(about.resources, about.opened.operation, name, day)
    received = [Received(line.item_id, line.lot_id, line.good, line.damaged, line.missing) for line in receipt.lines]
    asked = check_received(about.opened, seen, receipt.waybill_id, day.date(), received)
    saved = record_receipts(about.resources, name, receipt.waybill_id, day.date(), received, about.actor)
    return _saved(saved, len(received), rows_of(findings_table(asked)))


def _saved(saved: Saved, rows: int, findings: list[dict[str, Any]] | None = None) -> SavedRows:
    return SavedRows(
        rows=rows,
        data_version=None if saved.version is None else plain_values(saved.version)["id"],
        submission=None if saved.submission is None else saved.submission.id,
        findings=[ProblemFinding(**finding) for finding in findings or []],
    )
