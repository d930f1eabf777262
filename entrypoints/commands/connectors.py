"""``aid connectors``: sources of figures that are asked over the network; none is until one is added."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.output import as_json, counted, show

if TYPE_CHECKING:
    from core.services.connectors.manage import Connector, ProvenanceRecord

by_option = click.option("--by", default="", help="Your name, where nobody is signed in; the record keeps it.")


@click.group()
def connectors() -> None:
    """Ask UNHCR, HDX HAPI, WFP prices or a form of KoboToolbox for figures; off until one is added.

    Example: aid connectors list
    """


@connectors.command("list")
@by_option
@as_json
def list_connectors(by: str, as_json: bool) -> None:
    """List the configured sources, each with its last fetch, and the kinds there are.

    Example: aid connectors list
    """
    from core.bootstrap import build_resources
    from core.services.connectors.manage import KINDS, connectors_of
    from entrypoints.commands.acting import acting

    found = connectors_of(build_resources(), acting(by))
    lines = [_line(one, last) for one, last in found] or ["No connector is configured; nothing is asked."]
    lines += ["Kinds:", *(f"  {kind.name}: {kind.title}; {kind.documentation}" for kind in KINDS.values())]
    rows = [{**_row(one), "last": None if last is None else dict(last.told)} for one, last in found]
    show({"connectors": rows, "kinds": list(KINDS)}, "\n".join(lines), as_json)


@connectors.command()
@click.argument("name")
@click.option("--kind", required=True, help="unhcr, hapi_refugees, wfp_prices or kobo.")
@click.option("--address", default="", help="Where it is asked, by default that of its kind; https only.")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="What is asked for; give it again for more.")
@click.option("--for", "operation", default="", help="Stored operation that the flow fetch submits to.")
@click.option("--key-file", type=click.File(encoding="utf-8"), help="File with its key, - to type it in.")
@by_option
@as_json
def add(
    name: str,
    kind: str,
    address: str,
    given: tuple[str, ...],
    operation: str,
    key_file: Any,
    by: str,
    as_json: bool,
) -> None:
    """Configure a source under NAME; its key goes to the folder of secrets. It is not asked yet.

    Example: aid connectors add unhcr-rwanda --kind unhcr --set coa=RWA --set yearFrom=2020
    """
    from core.bootstrap import build_resources
    from core.services.connectors.manage import add_connector
    from entrypoints.commands.acting import acting

    if any("=" not in one for one in given):
        raise click.UsageError("Write --set NAME=VALUE.")
    made = add_connector(
        build_resources(),
        name,
        kind,
        acting(by),
        address=address,
        parameters=dict(one.split("=", 1) for one in given),
        operation=operation,
        key=key_file.read() if key_file else "",
    )
    show(_row(made), f"{_line(made, None)}\nNext: aid connectors fetch {made.name} --into FOLDER --dry-run", as_json)


@connectors.command()
@click.argument("name")
@by_option
@as_json
def remove(name: str, by: str, as_json: bool) -> None:
    """Ask the source NAME no longer; what was fetched stays on record.

    Example: aid connectors remove unhcr-rwanda
    """
    from core.bootstrap import build_resources
    from core.services.connectors.manage import remove_connector
    from entrypoints.commands.acting import acting

    gone = remove_connector(build_resources(), name, acting(by))
    show(_row(gone), f"{gone.name} is asked no longer.", as_json)


@connectors.command()
@click.argument("name")
@click.option(
    "--into", "operation", required=True, type=click.Path(path_type=Path), help="Folder of the operation; made if new."
)
@click.option("--dry-run", is_flag=True, help="Look at what would happen; write nothing into it.")
@click.option("--answers", type=click.Path(path_type=Path), help="JSON file with answers to what was asked.")
@by_option
@as_json
def fetch(name: str, operation: Path, dry_run: bool, answers: Path | None, by: str, as_json: bool) -> None:
    """Ask the source NAME once and add what came to an operation, as `aid import` adds a file.

    Example: aid connectors fetch unhcr-rwanda --into rwanda --dry-run
    """
    from core.bootstrap import build_resources
    from core.domain.finding import errors_of, findings_table
    from core.domain.weeks import as_day
    from core.services.connectors.fetch import fetch_into_folder
    from core.services.import_into_folder import answers_of, told_with_files
    from entrypoints.commands.acting import acting
    from entrypoints.commands.import_files import told_import
    from entrypoints.commands.output import records

    today = as_day(dt.date.today())
    fetched, result = fetch_into_folder(
        build_resources(), name, operation, answers_of(answers, None), acting(by), today, dry_run=dry_run
    )
    told = fetched.record.told
    first = (
        f"{counted(told['rows'], 'row')} on {counted(len(told['pages']), 'page')}; on record in {fetched.record.file}."
    )
    values = {
        "fetched": dict(told),
        "tables": dict(result.preview.tables),
        "findings": records(findings_table(told_with_files(result.preview.findings))),
        "written": result.written,
    }
    show(values, "\n".join([first, *told_import(result, operation, dry_run)]), as_json)
    if errors_of(result.preview.findings):
        sys.exit(1)


def _row(connector: "Connector") -> dict[str, Any]:
    return {
        "name": connector.name,
        "kind": connector.kind,
        "address": connector.address,
        "parameters": dict(connector.parameters),
        "operation": connector.operation,
    }


def _line(connector: "Connector", last: "ProvenanceRecord | None") -> str:
    asked = ", ".join(f"{name}={value}" for name, value in connector.parameters.items()) or "everything"
    line = f"{connector.name} ({connector.kind}): {connector.address}, asks for {asked}"
    if connector.operation:
        line += f", for “{connector.operation}”"
    if last is None:
        return f"{line}; never asked."
    came = last.told["pages"][-1]["came"][:16].replace("T", " ")
    return f"{line}; last {came} UTC: {last.told['fault'] or counted(last.told['rows'], 'row')}"


COMMANDS = (connectors,)
