"""``aid init``, ``aid check``, ``aid standards``: make an operation, see what is wrong with it."""

import shutil
import sys
from pathlib import Path

import click

from entrypoints.commands.output import as_json, findings_told, folder_argument, levels_counted, records, show


@click.command()
@folder_argument("directory")
@as_json
def init(directory: Path, as_json: bool) -> None:
    """Write the demonstration operation to DIRECTORY, to look at and to change.

    Example: aid init demo
    """
    from core.errors import SourceUnavailable
    from core.settings import read_environment

    if directory.exists() and any(directory.iterdir() if directory.is_dir() else [directory]):
        raise SourceUnavailable(f"{directory} is there already and not empty.", hint="Name a new folder.")
    source = read_environment().demonstration
    temporary = directory.with_name(f".{directory.name}.new")
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        for file in sorted(source.glob("*.csv")):
            shutil.copyfile(file, temporary / file.name)
        if directory.exists():
            directory.rmdir()
        temporary.rename(directory)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise SourceUnavailable(
            f"{directory} cannot be written: {error.strerror}.", hint="Choose another place."
        ) from error
    tables = sorted(file.stem for file in directory.glob("*.csv"))
    show(
        {"directory": str(directory), "tables": tables, "illustrative": True},
        f"Wrote the demonstration operation (illustrative data) to {directory}: {', '.join(tables)}.\n"
        f"Next: aid check {directory}",
        as_json,
    )


@click.command()
@folder_argument("operation")
@click.option("--out", type=click.Path(path_type=Path), help="Write the findings to this CSV file.")
@as_json
def check(operation: Path, out: Path | None, as_json: bool) -> None:
    """Check the tables of OPERATION; exit 1 if any finding is an error.

    Example: aid check demo
    """
    import datetime as dt

    from core.domain.finding import errors_of, findings_table
    from core.domain.finding_groups import grouped
    from core.domain.weeks import as_day
    from core.services.check_operation import check_folder
    from core.settings import read_environment
    from entrypoints.commands.output import write_csv

    checked = check_folder(operation, as_day(dt.date.today()), read_environment().standards)
    table = findings_table(checked.findings)
    if out:
        write_csv(table, out)
    lines = [*findings_told(grouped(checked.findings), "--out FILE writes all of them")]
    lines.append(levels_counted(checked.findings))
    fingerprint = checked.operation.fingerprint if checked.operation else None
    show({"findings": records(table), "fingerprint": fingerprint}, "\n".join(lines), as_json)
    if errors_of(checked.findings):
        sys.exit(1)


@click.command()
@folder_argument("operation")
@click.option("--profile", default="sphere", show_default=True, help="Name of the profile.")
@click.option(
    "--phase", type=click.Choice(["emergency", "post_emergency"]), default="emergency", show_default=True,
    help="Phase of the response.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), help="Write the items table with the profile's values here.")
@as_json
def standards(operation: Path, profile: str, phase: str, out: Path | None, as_json: bool) -> None:
    """Set the standards of OPERATION beside a known profile; OPERATION itself is not changed.

    Example: aid standards demo --profile unhcr --phase post_emergency
    """
    from core.services.check_operation import load_folder
    from core.services.compare_standards import (
        compare_standards,
        items_with_standards,
        known_standards,
        standards_of,
    )
    from core.settings import read_environment
    from entrypoints.commands.output import write_csv

    chosen = standards_of(known_standards(read_environment().standards), profile, phase)
    tables = load_folder(operation)
    compared = compare_standards(tables, chosen)
    if out:
        write_csv(items_with_standards(tables, chosen), out)
    lines = [
        f"{' + '.join(row['names'])}: {row['here']:.4g} here, {row['value']:.4g} {row['unit']} {row['basis']} "
        f"({row['source']})" + (f"; not comparable: {row['why']}" if row["why"] else "")
        for row in compared[compared["value"].notna()].to_dict("records")
    ]
    rest = int(compared["value"].isna().sum())
    lines.append(f"{len(lines)} standards compared with {profile}, {phase}; {rest} items have none in it.")
    show({"profile": profile, "phase": phase, "standards": records(compared)}, "\n".join(lines), as_json)


COMMANDS = (init, check, standards)
