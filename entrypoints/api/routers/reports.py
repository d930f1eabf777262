"""Reports about a plan: brief, workbook, map layers, tagged tables, in several languages and at a level."""

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import ConfigDict, Field
from starlette.responses import Response

from core.domain.sensitivity import Sensitivity
from core.domain.weeks import as_day
from core.locale import language_of
from core.services.long_work import made_plan
from core.services.make_report import make_report, report_archive
from entrypoints.api.context import About
from entrypoints.api.routers.plans import OfScenario

router = APIRouter(prefix="/operations/{operation}", tags=["reports"])


class ReportQuestion(OfScenario):
    """What files, in which languages, for whom."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"scenario": {"weeks": 4}, "formats": ["xlsx", "geojson"], "languages": ["en"]}]
        }
    )

    formats: Annotated[
        list[Literal["pdf", "html", "xlsx", "geojson", "hxl", "png", "svg"]], Field(min_length=1, max_length=7)
    ] = ["pdf"]
    languages: Annotated[list[Literal["en", "fr", "ar", "es"]], Field(min_length=1, max_length=4)] = ["en"]
    level: Literal["public", "internal", "confidential", "strictly confidential"] = "internal"


@router.post(
    "/reports",
    summary="Write a report",
    response_class=Response,
    responses={
        200: {
            "description": "All files in one archive",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def add_report(about: About, asked: ReportQuestion) -> Response:
    """One archive with every file; the plan has to be made first, 409 says so.

    Who took it out goes on record with the hash of every file. Below confidential, camps are blurred; public leaves
    out stock, roads and money.
    """
    audited = made_plan(about.resources, about.opened.operation, asked.read())
    made = make_report(
        about.resources,
        about.opened.operation,
        audited,
        list(dict.fromkeys(asked.formats)),
        [language_of(code) for code in dict.fromkeys(asked.languages)],
        Sensitivity(asked.level),
        as_day(dt.date.today()),
        about.actor,
        about.version.number,
    )
    name = f"report-{audited.key[:8]}.zip"
    return Response(
        report_archive(made),
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
