"""``aid waybills`` and ``aid verify-waybill``: papers of a week's trucks, and whether one is genuine."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.numbers import ON_RECORD
from entrypoints.commands.output import as_json, counted, show

if TYPE_CHECKING:
    from core.services.dispatch_papers import DispatchPapers
    from core.services.verify_waybill import VerifiedWaybill


@click.command("verify-waybill")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--text", help="Text of the scanned code.")
@click.option("--plan", help="First digits of the key of the plan it should belong to.")
@as_json
def verify_waybill(file: Path | None, text: str | None, plan: str | None, as_json: bool) -> None:
    """Say whether the waybills of FILE (.json or .html), or the one a code is of, are genuine; needs no network.

    Example: aid verify-waybill waybills.json
    """
    from core.bootstrap import build_resources
    from core.services.verify_waybill import verify_waybills

    if file is None and text is None:
        raise click.UsageError("FILE or --text TEXT is needed.")
    found = verify_waybills(build_resources(), file, text, plan)
    false = [each for each in found if not each.is_genuine]
    lines = [line for each in found for line in _told(each)]
    if file is not None and file.suffix.lower() == ".pdf":
        beside = file.with_suffix(".json").name
        lines.append(f"{beside} was read, which was written beside the PDF; compare the paper with what stands above.")
    if len(found) > 1:
        lines.append(f"{counted(len(found), 'waybill')}, {len(found) - len(false)} genuine.")
    show({"genuine": not false, "waybills": [_values(each) for each in found]}, "\n".join(lines), as_json)
    if false:
        sys.exit(1)


def _told(each: "VerifiedWaybill") -> list[str]:
    hint = [f"What to do: {each.checked.hint}"] if each.checked.hint else []
    goods = [f"  {line}" for line in (each.journey, *each.lines) if line] if each.is_genuine else []
    return [each.checked.words, *goods, *(f"  {note}" for note in each.notes), *hint]


def _values(each: "VerifiedWaybill") -> dict[str, Any]:
    seal = each.checked.seal
    return {
        "waybill_id": seal.waybill_id,
        "verdict": each.checked.verdict.value,
        "words": each.checked.words,
        "hint": each.checked.hint,
        "plan": seal.plan,
        "data_version": seal.data_version,
        "week": seal.week.isoformat(),
        "notes": list(each.notes),
        "journey": each.journey,
        "lines": list(each.lines),
    }


@click.group()
def waybills() -> None:
    """Draft, issue, list and print the waybills of a plan's week.

    Example: aid waybills issue 3 --week 2026-11-08
    """


_week = click.option("--week", required=True, help="Sunday that ends the week of departure.")
_objective = click.option("--objective", type=click.Choice(["cost", "time", "co2"]), default="cost", show_default=True)
_language = click.option("--language", default="en", show_default=True, help="Of the papers: en, fr, ar or es.")
_papers_folder = click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the papers.")


@waybills.command()
@click.argument("plan", type=ON_RECORD)
@_week
@_objective
@as_json
def issue(plan: int, week: str, objective: str, as_json: bool) -> None:
    """Put the week's goods of the approved PLAN (its number in `aid plans list`) on trucks and issue their waybills.

    Example: aid waybills issue 3 --week 2026-11-08
    """
    from core.bootstrap import build_resources
    from core.services.ask_dispatch import asked_dispatch
    from core.services.issue_waybills import issue_waybills
    from core.services.plan_dispatch import plan_dispatch
    from core.services.plans_to_dispatch import plan_on_record
    from entrypoints.commands.acting import acting

    resources, actor = build_resources(), acting()
    chosen = plan_on_record(resources, plan)
    checked = plan_dispatch(resources, chosen.operation, chosen.plan, asked_dispatch(week, objective))
    issued = issue_waybills(resources, chosen, checked, actor)
    text = f"Issued {counted(len(issued), 'waybill')} of plan {plan} for the week to {week}; this cannot be undone."
    left = checked.dispatch.unserved
    lines = [text, *(f"  {each.id}: {each.waybill.origin} to {each.waybill.place}" for each in issued)]
    lines += [f"{counted(len(left), 'load')} cannot be carried; see the Dispatch page."] if len(left) else []
    show({"plan": plan, "week": week, "waybills": [each.id for each in issued]}, "\n".join(lines), as_json)


@waybills.command("list")
@click.argument("operation")
@as_json
def list_(operation: str, as_json: bool) -> None:
    """List the waybills of a stored OPERATION.

    Example: aid waybills list Kigoma
    """
    from core.bootstrap import build_resources
    from core.services.waybills_on_record import waybills_of_operation
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    found = waybills_of_operation(build_resources(), operation)
    rows = [
        {
            "waybill_id": each.id,
            "week": each.waybill.week.isoformat(),
            "vehicle": each.waybill.vehicle,
            "origin_id": each.waybill.origin_id,
            "place_id": each.waybill.place_id,
            "plan": each.waybill.plan,
            "issued": each.issued.isoformat(timespec="minutes"),
            "issued_by": each.issued_by,
        }
        for each in found
    ]
    lines = [
        f"{each.id}  week to {each.waybill.week}  {each.waybill.origin} to {each.waybill.place}  {each.waybill.vehicle}"
        for each in found
    ]
    show({"waybills": rows}, "\n".join(lines) or "No waybill was issued.", as_json)


@waybills.command()
@click.argument("plan", type=ON_RECORD)
@_week
@_objective
@_language
@_papers_folder
@as_json
def draft(plan: int, week: str, objective: str, language: str, out: Path, as_json: bool) -> None:
    """Put the week's goods of PLAN (its number in `aid plans list`) on trucks and write their papers as drafts.

    Nothing is issued: every paper says DRAFT and carries no code.

    Example: aid waybills draft 3 --week 2026-11-08 --language fr --out drafts
    """
    from core.bootstrap import build_resources
    from core.locale import language_of
    from core.services.ask_dispatch import asked_dispatch
    from core.services.dispatch_papers import draft_papers
    from core.services.plan_dispatch import plan_dispatch
    from core.services.plans_to_dispatch import plan_on_record
    from core.services.waybills_on_record import write_papers
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    resources, spoken = build_resources(), language_of(language)
    chosen = plan_on_record(resources, plan)
    checked = plan_dispatch(resources, chosen.operation, chosen.plan, asked_dispatch(week, objective))
    papers = draft_papers(chosen, checked.dispatch)
    _show_written(papers, write_papers(papers, out, spoken), out, as_json)


@waybills.command()
@click.argument("operation")
@_week
@click.option("--plan", help="First digits of the plan's key, where several plans have waybills of the week.")
@_language
@_papers_folder
@as_json
def write(operation: str, week: str, plan: str | None, language: str, out: Path, as_json: bool) -> None:
    """Write loading lists, driver sheets and waybills of a stored OPERATION's week as PDF, HTML and JSON.

    Example: aid waybills write Kigoma --week 2026-11-08 --language fr --out papers
    """
    from core.bootstrap import build_resources
    from core.locale import language_of
    from core.services.ask_dispatch import asked_dispatch
    from core.services.waybills_on_record import papers_on_record, write_papers
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    spoken = language_of(language)
    papers = papers_on_record(build_resources(), operation, asked_dispatch(week).week, plan)
    _show_written(papers, write_papers(papers, out, spoken), out, as_json)


def _show_written(papers: "DispatchPapers", names: list[str], out: Path, as_json: bool) -> None:
    what = "Wrote drafts of the papers" if papers.is_draft else "Wrote papers"
    left = len(papers.dispatch.unserved)
    lines = [f"{what} of {counted(len(papers.trips), 'trip')} to {out}: {', '.join(names)}."]
    lines += [f"{counted(left, 'load')} cannot be carried; `aid route` and the Dispatch page say why."] if left else []
    show({"out": str(out), "files": names, "unserved": left}, "\n".join(lines), as_json)


COMMANDS = (waybills, verify_waybill)
