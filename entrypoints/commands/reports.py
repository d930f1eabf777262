"""``aid report``: the one-page brief, the workbook, map layers, tagged tables and charts of a plan."""

from pathlib import Path

import click

from entrypoints.commands.acting import acting
from entrypoints.commands.output import as_json, folder_argument, show


@click.command()
@folder_argument("operation")
@folder_argument("plan")
@click.option(
    "--format", "formats", default="pdf,html", show_default=True, help="Some of pdf,html,xlsx,geojson,hxl,png,svg."
)
@click.option("--language", "languages", default="en", show_default=True, help="Some of en,fr,ar,es.")
@click.option(
    "--level",
    type=click.Choice(["public", "internal", "confidential", "strictly-confidential"]),
    default="internal",
    show_default=True,
    help="How far it may go: public leaves out stock, roads and money; below confidential camps are blurred.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder for the files; appears whole or not at all."
)
@as_json
def report(operation: Path, plan: Path, formats: str, languages: str, level: str, out: Path, as_json: bool) -> None:
    """Write a report about PLAN (a folder) of OPERATION to --out; the plan is audited first.

    Who took it out goes on record, with the hash of every file.

    Example: aid report demo plan --format pdf,html,xlsx --language en,fr --out report
    """
    import datetime as dt

    from core.bootstrap import build_resources
    from core.domain.sensitivity import Sensitivity
    from core.domain.weeks import as_day
    from core.locale import language_of
    from core.services.check_operation import load_folder
    from core.services.make_report import (
        audited_folder,
        known_report_formats,
        make_report,
        refuse_occupied_report,
        write_report,
    )

    asked = [form.strip() for form in formats.split(",") if form.strip()]
    known_report_formats(asked)
    spoken = [language_of(code.strip()) for code in dict.fromkeys(languages.split(","))]
    refuse_occupied_report(out)
    actor = acting()
    loaded = load_folder(operation)
    made = make_report(
        build_resources(),
        loaded,
        audited_folder(loaded, plan),
        asked,
        spoken,
        Sensitivity(level.replace("-", " ")),
        as_day(dt.date.today()),
        actor,
    )
    write_report(made, out)
    result = {"folder": str(out), "plan": made.plan, "files": made.sha256(), **made.about.values()}
    notice = ["Illustrative data."] if made.about.illustrative else []
    lines = [*notice, *made.about.done, f"Wrote {len(made.files)} files to {out}."]
    show(result, "\n".join(lines), as_json)


COMMANDS = (report,)
