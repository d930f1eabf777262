"""``aid decisions`` and ``aid verify``: the record of decisions, listed and checked."""

import sys
from dataclasses import asdict

import click

from entrypoints.commands.output import as_json, show


@click.command()
@click.argument("operation", required=False)
@click.option("--last", type=click.IntRange(1), default=50, show_default=True, help="How many, the newest first.")
@as_json
def decisions(operation: str | None, last: int, as_json: bool) -> None:
    """List who decided what, when and why; of OPERATION (its name) only, where it is given.

    Example: aid decisions "Great Lakes response" --last 20
    """
    from core.bootstrap import build_resources
    from core.services.tell_submission import told_entry
    from core.services.verify_decisions import decisions_of
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    entries = decisions_of(build_resources(), operation, last)
    lines = [told_entry(entry) for entry in entries] or ["Nothing is on record yet."]
    show({"decisions": [asdict(entry) for entry in entries]}, "\n".join(lines), as_json)


@click.command()
@click.option("--head", is_flag=True, help="Print only the hash of the last entry, to be written down elsewhere.")
@click.option("--expect", help="A hash written down earlier, which the record must still contain.")
@click.option("--raw", is_flag=True, help="Make every version that came from files again from those files.")
@as_json
def verify(head: bool, expect: str | None, raw: bool, as_json: bool) -> None:
    """Check that the record of decisions was not altered, and that what it names is still there; exit 1 if not.

    Whoever can write to the database can cut off the newest entries and leave a shorter record that holds. Write down
    what --head prints, outside this machine, and give it back with --expect.

    Example: aid verify --expect 5f0c...e1
    """
    from core.bootstrap import build_resources
    from core.services.tell_submission import told_verified
    from core.services.verify_decisions import verify_decisions
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    found = verify_decisions(build_resources(), expect, raw)
    chain = found.chain
    result = {
        "holds": found.holds,
        "entries": chain.entries,
        "head": chain.head,
        "broken": chain.broken,
        "why": chain.why,
        "faults": list(found.faults),
        "notes": list(found.notes),
        "rebuilt": [
            {"operation": each.version.operation, "number": each.version.number, "same": each.same, "why": each.why}
            for each in found.rebuilt
        ],
    }
    lines = [chain.head] if head and found.holds else [*told_verified(found), f"Last hash: {chain.head}"]
    show(result, "\n".join(lines), as_json)
    if not found.holds:
        sys.exit(1)


COMMANDS = (decisions, verify)
