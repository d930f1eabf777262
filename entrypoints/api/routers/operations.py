"""Operations: what is stored, its data versions, tables and findings."""

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from core.domain.finding import findings_table
from core.domain.weeks import as_day
from core.errors import NotFound
from core.services.compare_standards import known_standards
from core.services.open_operation import VersionInfo, newest_version, operation_names
from core.services.plain_values import plain_values
from core.services.upload_tables import current_findings, versions_of
from entrypoints.api.context import About, Context, Looker, operation_id
from entrypoints.api.etag import tagged
from entrypoints.api.paging import Page, Rows

router = APIRouter(prefix="/operations", tags=["operations"])


class OperationResource(BaseModel):
    """One operation at its newest data version."""

    id: str
    name: str
    data_version: int
    number: int
    fingerprint: str
    planning_start: dt.date
    illustrative: bool = Field(description="Whether the figures are made up to show the planner")
    tables: dict[str, int] = Field(description="Rows of each table")
    settings: dict[str, Any]


@router.get("", summary="List operations")
def list_operations(context: Context, looker: Looker, rows: Rows) -> Page:
    """Name, id and newest data version of each; either of the two names it in other addresses."""
    names = operation_names(context.resources)
    shown = names[rows.offset : rows.offset + rows.limit]
    items = [{"id": operation_id(name), **_version(newest_version(context.resources, name))} for name in shown]
    return rows.of_part(items, len(names))


@router.get(
    "/{operation}",
    summary="See an operation",
    response_model=OperationResource,
    responses={304: {"description": "It is as you have it (`If-None-Match`)"}},
)
def show_operation(request: Request, about: About) -> Response:
    """Tables with their rows, settings, the day plans begin."""
    operation, version = about.opened.operation, about.version
    content = {
        "id": operation_id(version.operation),
        "name": version.operation,
        "data_version": version.id,
        "number": version.number,
        "fingerprint": version.fingerprint,
        "planning_start": operation.planning_start.date(),
        "illustrative": operation.settings.illustrative,
        "tables": {name: len(table) for name, table in operation.tables.items()},
        "settings": operation.settings.model_dump(mode="json"),
    }
    return tagged(request, version.fingerprint, plain_values(content))


@router.get("/{operation}/versions", summary="List data versions")
def list_versions(about: About, rows: Rows) -> Page:
    """Every data version, the newest first; none is ever changed or deleted."""
    return rows.of_list([_version(version) for version in versions_of(about.resources, about.version.operation)])


@router.get("/{operation}/tables/{table}", summary="Read a table")
def show_table(
    about: About,
    rows: Rows,
    table: Annotated[str, Path(max_length=80, description="Name of the table", examples=["camps"])],
) -> Page:
    """Rows of the newest data version, in pages."""
    tables = about.opened.operation.tables
    if table not in tables:
        raise NotFound(f"The operation has no table “{table}”; it has {', '.join(tables)}.", "Choose one of them.")
    return rows.of_table(tables[table])


@router.get("/{operation}/findings", summary="See what is asked about the data")
def list_findings(about: About, rows: Rows) -> Page:
    """Faults, questions and notes about the newest data version, with the codes that the pages have."""
    known = known_standards(about.resources.settings.standards)
    findings = current_findings(about.opened.operation, as_day(dt.date.today()), known)
    return rows.of_table(findings_table(findings))


def _version(version: VersionInfo) -> dict[str, Any]:
    told: dict[str, Any] = plain_values(version)
    return {"data_version": told.pop("id"), **told}
