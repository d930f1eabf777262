"""Reports about a plan in formats and languages, as they may leave at a level; put on record before they leave."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core import __version__
from core.audit import audit_plan
from core.comparison.ways import shipped_tonnes
from core.domain.access import Actor, require
from core.domain.decision import Act, Decision
from core.domain.operation import Operation
from core.domain.schemas import PLAN_TABLES, Coverage, ForecastTable, Shipments
from core.domain.sensitivity import SMALL_COUNT, SUPPRESSED, Sensitivity, right_to_export
from core.errors import AidError
from core.exchange import ABOUT_FILE, About
from core.locale import Language
from core.metrics.meter import timed
from core.plan_folder import read_plan
from core.privacy import protect
from core.report import BY_LANGUAGE, FOR_MACHINES, Brief, Detail
from core.services.forecast_people import forecast_people
from core.services.keys import content_key, fingerprint_of_table
from core.services.make_brief import Material, gather, make_brief
from core.services.plan_distribution import AuditedPlan
from core.services.resources import Resources
from core.services.short_names import short_item_names
from core.whole_folder import json_text, refuse_foreign, write_whole

REPORT_FORMATS = {
    "pdf": "One-page brief (PDF)",
    "html": "One-page brief (web page)",
    "xlsx": "Workbook (xlsx)",
    "geojson": "Map layers (geojson)",
    "hxl": "Tables with HXL tags (csv)",
    "png": "Charts (png)",
    "svg": "Charts (svg)",
}
"""Formats of a report, in words."""
_ALWAYS = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, eq=False)
class Report:
    """What was made, so that it can be handed over.

    Attributes
    ----------
    files
        File name (a folder within by ``/``) to content.
    about
        Level, versions, day, what was left out.
    plan
        Key of the plan.
    formats, languages
        What was asked for.
    """

    files: Mapping[str, bytes]
    about: About
    plan: str
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    actor: Actor

    def sha256(self) -> dict[str, str]:
        """Hash of each file, by which a copy can be recognised later."""
        return {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}


def audited_folder(operation: Operation, folder: Path) -> AuditedPlan:
    """A written plan with every limit added up anew; a plan that breaks one is not reported.

    Raises
    ------
    SourceUnavailable, InvalidTable, InvalidScenario
        If the plan cannot be read.
    AidError
        If it fails the audit.
    """
    plan = read_plan(folder)
    audit = audit_plan(operation, plan)
    if not audit.passed:
        raise AidError(
            f"The plan in {folder} fails the audit in {len(audit.violations)} places and is not reported. "
            f"First: {audit.violations.iloc[0]['message']}",
            "`aid audit` lists them; make the plan again from the same operation.",
        )
    tables = [fingerprint_of_table(plan.tables[name]) for name in PLAN_TABLES]
    return AuditedPlan(plan, audit, content_key("written plan", plan.scenario.key, *tables))


@timed("report")
def make_report(
    resources: Resources,
    operation: Operation,
    audited: AuditedPlan,
    formats: Sequence[str],
    languages: Sequence[Language],
    level: Sensitivity,
    day: pd.Timestamp,
    actor: Actor,
    data_version: int | None = None,
) -> Report:
    """Files of a report, put on record.

    Parameters
    ----------
    operation
        Without the plan's scenario.
    formats
        Keys of ``REPORT_FORMATS``.
    day
        Day of the report.
    data_version
        Number of the stored version that the operation is; None where it is none.

    Raises
    ------
    NotAllowed
        If the actor may not take data of this level out.
    AidError
        If a format is not known.
    """
    require(actor, right_to_export(level))
    known_report_formats(formats)
    material = gather(resources, operation, audited, data_version)
    details = [_detail(resources, material, make_brief(material, language, level, day)) for language in languages]
    about = About(
        operation=operation.settings.name,
        illustrative=operation.settings.illustrative,
        level=level,
        date=f"{day:%Y-%m-%d}",
        data_version=operation.fingerprint,
        program_version=__version__,
        done=details[0].done,
    )
    chosen = tuple(dict.fromkeys(formats))
    codes = tuple(language.code for language in languages)
    told = {**about.values(), "plan": audited.key, "model": details[0].brief.versions.model}
    files: dict[str, bytes] = {}
    for form in chosen:
        if form in FOR_MACHINES:
            files |= FOR_MACHINES[form](details[0], told)
        else:
            for detail in details:
                files |= BY_LANGUAGE[form](detail)
    files[ABOUT_FILE] = json_text({**told, "languages": codes}).encode()
    report = Report(files, about, audited.key, chosen, codes, actor)
    _record(resources, report, data_version)
    return report


def brief_for_screen(
    resources: Resources,
    operation: Operation,
    audited: AuditedPlan,
    language: Language,
    level: Sensitivity,
    day: pd.Timestamp,
    data_version: int | None = None,
) -> bytes:
    """The brief as a web page, to be looked at where the figures are on the screen already; nothing leaves."""
    brief = make_brief(gather(resources, operation, audited, data_version), language, level, day)
    return BY_LANGUAGE["html"](_bare(brief))[f"brief-{language.code}.html"]


def known_report_formats(formats: Sequence[str]) -> None:
    """Refuse a format that nobody can write.

    Raises
    ------
    AidError
        Names every format that is not known, and those that are.
    """
    unknown = [form for form in formats if form not in REPORT_FORMATS]
    if unknown or not formats:
        came = f"“{', '.join(unknown)[:80]}” is no format of a report." if unknown else "No format was named."
        raise AidError(came, f"Name some of {', '.join(REPORT_FORMATS)}, parted by commas.")


def report_archive(report: Report) -> bytes:
    """The files as one zip; equal files make equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in report.files.items():
            archive.writestr(zipfile.ZipInfo(name, _ALWAYS), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def refuse_occupied_report(folder: Path) -> None:
    """Refuse to write a report over anything but a report.

    Raises
    ------
    SourceUnavailable
        If something else is there.
    """
    from core.locale import LANGUAGES

    own = {ABOUT_FILE, "hxl", "charts", "camps.geojson", "depots.geojson", "routes.geojson"}
    own |= {f"{name}-{code}.{end}" for code in LANGUAGES for name, end in _BY_LANGUAGE_NAMES}
    refuse_foreign(folder, own, ABOUT_FILE, "report")


_BY_LANGUAGE_NAMES = (("brief", "pdf"), ("brief", "html"), ("report", "xlsx"))


def write_report(report: Report, folder: Path) -> None:
    """Write the files into a folder that appears whole or not at all.

    Raises
    ------
    SourceUnavailable
        If something else is there, or it cannot be written.
    """
    refuse_occupied_report(folder)
    write_whole(folder, report.files, "report")


def _bare(brief: Brief) -> Detail:
    return Detail(brief, pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), ())


def _detail(resources: Resources, material: Material, brief: Brief) -> Detail:
    operation, plan = material.operation, material.audited.plan
    names, items = operation.place_names, short_item_names(operation)
    coverage = plan.coverage
    coverage = coverage.assign(camp=coverage[Coverage.camp_id].map(names), item=coverage[Coverage.item_id].map(items))[
        ["camp_id", "camp", "item_id", "item", "week", "need", "delivered", "unmet", "coverage"]
    ]
    done = list(protect({"camps": operation.camps}, brief.level).done)
    if brief.withheld:
        done.append("Left out: stock, roads, shipments and money.")
    if brief.camps["is_small"].any():
        done.append(f"Counts of people under {SMALL_COUNT} are left blank.")
    return Detail(
        brief,
        coverage,
        _shipments(material, names, items, brief.withheld),
        _people(resources, material, names, brief.level),
        tuple(done),
    )


def _shipments(material: Material, names: Mapping[str, str], items: Mapping[str, str], withheld: bool) -> pd.DataFrame:
    columns = ["route_id", "origin", "destination", "item_id", "item", "week", "quantity", "tonnes", "trips"]
    if withheld or material.audited.plan.shipments.empty:
        return pd.DataFrame(columns=columns)
    sent = shipped_tonnes(material.changed, material.audited.plan)
    return sent.assign(
        origin=sent[Shipments.origin_id].map(names),
        destination=sent[Shipments.destination_id].map(names),
        item=sent[Shipments.item_id].map(items),
    )[columns]


def _people(resources: Resources, material: Material, names: Mapping[str, str], level: Sensitivity) -> pd.DataFrame:
    columns = ["camp_id", "camp", "week", "q10", "q50", "q90"]
    if material.today is None:
        return pd.DataFrame(columns=columns)
    weeks = material.audited.plan.scenario.weeks
    table = forecast_people(resources, material.changed, material.changed.planning_start, weeks).table
    table = table.assign(camp=table[ForecastTable.camp_id].map(names))[columns]
    small = (table["q50"] < SMALL_COUNT) & (level in SUPPRESSED)
    return table.assign(**{name: table[name].astype(float).mask(small) for name in ("q10", "q50", "q90")})


def _record(resources: Resources, report: Report, data_version: int | None) -> None:
    """Before anything is handed over: what left must not be without its entry."""
    seen = {
        **({"data_version": data_version} if data_version is not None else {}),
        "level": str(report.about.level),
        "formats": list(report.formats),
        "languages": list(report.languages),
        "fingerprint": report.about.data_version,
        "plan": report.plan,
        "program": __version__,
        "files": report.sha256(),
    }
    which = f"version {data_version}, " if data_version is not None else ""
    subject = f"report of plan {report.plan[:8]}, {which}{report.about.level}, as {', '.join(report.formats)}"
    resources.store.decisions.record(Decision(Act.EXPORT, report.actor, report.about.operation, subject, seen=seen))
