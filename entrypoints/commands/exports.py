"""``aid export``: take an operation out, protected for a level of sensitivity."""

from pathlib import Path

import click

from entrypoints.commands.acting import acting
from entrypoints.commands.output import as_json, folder_argument, show


@click.command()
@folder_argument("operation")
@click.option(
    "--format",
    "formats",
    default="xlsx",
    show_default=True,
    help="Some of xlsx,csv,hxl,geojson,parquet,3w,openboxes,msupply.",
)
@click.option(
    "--level",
    type=click.Choice(["public", "internal", "confidential", "strictly-confidential"]),
    default="public",
    show_default=True,
    help="Who may see it: below confidential camps are blurred; below strictly confidential small counts are blank.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder for the files; appears whole or not at all."
)
@as_json
def export(operation: Path, formats: str, level: str, out: Path, as_json: bool) -> None:
    """Write OPERATION to --out as it may leave: what is too sensitive is left out, blurred or blank, and told.

    OPERATION is a folder, or the name of a stored operation, of which the newest version is taken. Who took it
    out goes on record, with the hash of every file.

    Example: aid export demo --format hxl,geojson --level public --out public
    """
    import datetime as dt

    from core.bootstrap import build_resources
    from core.domain.sensitivity import Sensitivity
    from core.domain.weeks import as_day
    from core.services.check_operation import load_folder
    from core.services.export_operation import (
        export_stored,
        export_unstored,
        known_formats,
        refuse_occupied_export,
        write_export,
    )
    from core.services.open_operation import open_operation
    from core.services.tell_export import tell_export

    actor = acting()
    asked = [form.strip() for form in formats.split(",") if form.strip()]
    known_formats(asked)
    refuse_occupied_export(out)
    far, day = Sensitivity(level.replace("-", " ")), as_day(dt.date.today())
    resources = build_resources()
    if not operation.exists() and str(operation) in resources.store.operations():
        exported = export_stored(resources, open_operation(resources, str(operation)), asked, far, day, actor)
    else:
        exported = export_unstored(resources, load_folder(operation), asked, far, day, actor)
    write_export(exported, out)
    result = {"folder": str(out), "files": exported.sha256(), **exported.about.values()}
    show(result, "\n".join([*tell_export(exported), f"Wrote {len(exported.files)} files to {out}."]), as_json)


COMMANDS = (export,)
