"""``aid receipts`` and ``aid cycle``: what arrived, and the last cycle as planned and as it was."""

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from entrypoints.commands.acting import acting
from entrypoints.commands.output import as_json, counted, records, show, write_csv
from entrypoints.commands.people import day_of
from entrypoints.commands.stored_operation import operation_argument, operation_as_given, stored_operation

if TYPE_CHECKING:
    import pandas as pd

    from core.domain.operation import Operation
    from core.services.receive_waybills import Received
    from core.services.resources import Resources

SHOWN = 20

as_of_option = click.option("--as-of", "as_of", help="Day of the look, YYYY-MM-DD; today by default.")
out_option = click.option("--out", type=click.Path(path_type=Path), help="Write the table to this CSV file.")


@click.group()
def receipts() -> None:
    """Enter what arrived against waybills, and see which wait.

    OPERATION is the name under which an operation is stored, as the pages show it, or a folder of its tables.

    Example: aid receipts list "Great Lakes response"
    """


@receipts.command("list")
@operation_argument
@as_of_option
@out_option
@as_json
def list_waiting(operation: str, as_of: str | None, out: Path | None, as_json: bool) -> None:
    """List issued waybills that wait for a receipt, the one due first at the top, and what is asked about receipts.

    Example: aid receipts list "Great Lakes response" --out waybills.csv
    """
    from core.domain.finding import findings_table
    from core.services.receive_waybills import waybills_of

    resources, tables, name = operation_as_given(operation)
    seen = waybills_of(resources, tables, name, _day(resources, tables, name, as_of))
    if out:
        write_csv(seen.lines, out)
    lines = [
        f"{row.waybill_id}: {tables.place_names.get(str(row.place_id), row.place_id)}, due {row.arrives:%Y-%m-%d}, "
        + counted(int(row.lines), "line")
        for row in seen.waiting.head(SHOWN).itertuples()
    ] or ["No waybill waits for a receipt."]
    more = len(seen.waiting) - SHOWN
    lines += [f"... and {more} more."] if more > 0 else []
    lines += [f"{finding.level}: {finding.message} {finding.suggestion}" for finding in seen.findings[:SHOWN]]
    result = {"waiting": records(seen.waiting), "findings": records(findings_table(seen.findings))}
    show(result, "\n".join(lines), as_json)


@receipts.command()
@operation_argument
@click.option("--waybill", "waybill_id", required=True, help="Number of the waybill.")
@click.option("--date", "day", required=True, help="Day on which it was received, YYYY-MM-DD.")
@click.option("--as-sent", is_flag=True, help="Everything on it arrived good.")
@click.option(
    "--line",
    "lines",
    multiple=True,
    help="ITEM=GOOD[,DAMAGED[,MISSING]] or ITEM@LOT=..., in item units; once for each line that is received.",
)
@click.option("--by", default="", help="Who received it; where people sign in, always they themselves.")
@as_json
def add(
    operation: str, waybill_id: str, day: str, as_sent: bool, lines: tuple[str, ...], by: str, as_json: bool
) -> None:
    """Enter what arrived of a waybill issued here; nothing that others entered is touched.

    Example: aid receipts add "Great Lakes response" --waybill 7K3Q9-XFM2B --date 2026-11-05 --line pulses=980,15,5
    """
    from core.domain.finding import findings_table
    from core.domain.weeks import day_from_text
    from core.errors import AidError
    from core.services.receive_waybills import check_received, record_receipts, waybills_of

    if as_sent == bool(lines):
        raise AidError(
            "Expected either --as-sent or the lines that arrived, got " + ("both." if lines else "neither."),
            "Name each line with --line ITEM=GOOD,DAMAGED,MISSING, or say --as-sent.",
        )
    resources, opened = stored_operation(operation)
    name, received_on = opened.version.operation, day_from_text(day)
    seen = waybills_of(resources, opened.operation, name, received_on)
    received = _as_sent(seen.open_lines(waybill_id)) if as_sent else [_received(line) for line in lines]
    saved = record_receipts(resources, name, waybill_id, received_on.date(), received, acting(by))
    became = (
        f"version {saved.version.number} of {name}"
        if saved.version
        else f"submission {saved.submission.id if saved.submission else 0}; somebody else must approve it"
    )
    asked = check_received(opened, seen, waybill_id, received_on.date(), received)
    number = saved.version.number if saved.version else None
    submitted = saved.submission.id if saved.submission else None
    told = f"{counted(len(received), 'line')} of {waybill_id} received: {became}. The counted stock stays as it is."
    result = {
        "lines": len(received),
        "version": number,
        "submission": submitted,
        "findings": records(findings_table(asked)),
    }
    told_of = [told, *(f"{finding.level}: {finding.message} {finding.suggestion}" for finding in asked)]
    show(result, "\n".join(told_of), as_json)


@receipts.command()
@operation_argument
@as_of_option
@out_option
@as_json
def expected(operation: str, as_of: str | None, out: Path | None, as_json: bool) -> None:
    """Say what a new stock count should find: counted + received - sent on - handed out - lost. No stock is changed.

    Example: aid receipts expected "Great Lakes response" --out count-sheet.csv
    """
    from core.services.look_back import what_a_count_should_find
    from core.services.receive_waybills import waybills_of

    resources, tables, name = operation_as_given(operation)
    table = what_a_count_should_find(tables, waybills_of(resources, tables, name, _day(resources, tables, name, as_of)))
    if out:
        write_csv(table, out)
    told = table.head(SHOWN).to_string(index=False, na_rep="not known") if len(table) else "Nothing was recorded since."
    show({"expected": records(table)}, told, as_json)


@click.command()
@operation_argument
@click.argument("plan", type=click.Path(path_type=Path))
@as_of_option
@out_option
@as_json
def cycle(operation: str, plan: Path, as_of: str | None, out: Path | None, as_json: bool) -> None:
    """Set PLAN beside what was sent, received and handed out, by camp, item and week; what is not known stays blank.

    Example: aid cycle demo plan --out cycle.csv
    """
    from core.services.heard import heard
    from core.services.look_back import look_back
    from core.services.plan_files import plan_of_folder
    from core.services.receive_waybills import waybills_of
    from core.services.tell_cycle import tell_cycle

    resources, tables, name = operation_as_given(operation)
    seen = look_back(
        tables, plan_of_folder(tables, plan), waybills_of(resources, tables, name, _day(resources, tables, name, as_of))
    )
    said = heard(tables)
    if out:
        write_csv(seen.table, out)
    result = {
        "weeks": [str(week.date()) for week in seen.weeks],
        "cycle": records(seen.table),
        "monitoring": records(said.monitoring),
        "complaints": records(said.complaints),
    }
    show(result, "\n".join(tell_cycle(tables, seen)), as_json)


def _day(resources: "Resources", operation: "Operation", name: str, as_of: str | None) -> "pd.Timestamp":
    import datetime as dt

    from core.services.receive_waybills import recorded_until

    return day_of(as_of) or recorded_until(resources, operation, name, dt.date.today())


def _as_sent(lines: "pd.DataFrame") -> list["Received"]:
    from core.services.receive_waybills import everything_good

    return everything_good(lines)


def _received(text: str) -> "Received":
    """What ``--line`` says."""
    from core.errors import AidError
    from core.services.receive_waybills import Received

    name, _, amounts = text.rpartition("=")
    item, _, lot = name.partition("@")
    try:
        good, damaged, missing = (*map(float, amounts.split(",")), 0.0, 0.0)[:3]
        if not item or amounts.count(",") > 2 or not all(map(math.isfinite, (good, damaged, missing))):
            raise ValueError(text)
    except ValueError as error:
        raise AidError(
            f"Expected a line as ITEM=GOOD,DAMAGED,MISSING, got “{text[:80]}”.", "Write for instance pulses=980,15,5."
        ) from error
    return Received(item, lot or None, good, damaged, missing)


COMMANDS = (receipts, cycle)
