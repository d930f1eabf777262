"""``aid priorities``: weights that what people said speaks for; a person accepts or declines each."""

from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.output import as_json, show

if TYPE_CHECKING:
    from core.services.priorities import PriorityWords, ProposedPriority


@click.command()
@click.argument("operation")
@click.option("--accept", metavar="KEY", help="Accept the proposal of this key; --reason says why.")
@click.option("--weight", type=float, help="Another weight than the one proposed.")
@click.option("--decline", metavar="KEY", help="Decline the proposal of this key; --reason says why.")
@click.option("--reason", default="", help="Why, in a sentence; it is kept.")
@click.option("--by", default="", help="Your name, where nobody is signed in; the record keeps it.")
@as_json
def priorities(
    operation: str,
    accept: str | None,
    weight: float | None,
    decline: str | None,
    reason: str,
    by: str,
    as_json: bool,
) -> None:
    """List weights of camps and items in OPERATION that answers and complaints of people speak for, with the evidence.

    Answers are kept for stored operations only; what is accepted stands in the scenario “What people said”.

    Example: aid priorities demo
    """
    from core.services.priorities import PriorityWords, open_priorities, propose_priorities
    from entrypoints.commands.stored_operation import is_folder, operation_as_given

    if (accept and decline) or (weight is not None and not accept):
        raise click.UsageError("Give one of --accept and --decline; --weight goes with --accept.")
    if accept or decline:
        _answer(operation, accept, decline, weight, reason, by, as_json)
        return
    resources, given, name = operation_as_given(operation)
    found, words = propose_priorities(given), PriorityWords(given)
    listed = found.proposed if is_folder(operation) else open_priorities(resources, name, found)
    lines = ["Illustrative data."] if given.settings.illustrative else []
    for one in listed:
        lines += [f"{words.what(one)} [{one.key}]", *(f"   {words.evidence(each)}" for each in one.evidence)]
    lines += [] if listed else ["Nothing that people said speaks for another weight now."]
    lines += words.too_few(found.too_few)
    few = [{"key": key, "said": said, "count": count} for key, said, count in found.too_few]
    show({"proposed": [_row(words, one) for one in listed], "too_few": few}, "\n".join(lines), as_json)


def _answer(
    name: str, accept: str | None, decline: str | None, weight: float | None, reason: str, by: str, as_json: bool
) -> None:
    from core.services.priorities import (
        SCENARIO,
        PriorityWords,
        accept_priority,
        decline_priority,
        priority_named,
        propose_priorities,
    )
    from entrypoints.commands.acting import acting
    from entrypoints.commands.stored_operation import stored_operation

    resources, opened = stored_operation(name)
    proposed = priority_named(propose_priorities(opened.operation), str(accept or decline))
    what = PriorityWords(opened.operation).what(proposed)
    if decline:
        decline_priority(resources, opened, proposed, acting(by), reason)
        show({"answer": "declined", "key": proposed.key}, f"Declined: {what}.", as_json)
        return
    scenario = accept_priority(resources, opened, proposed, acting(by), reason, weight)
    said = f"Accepted: {what}."
    said += "" if scenario is None else f"\nIt stands in the scenario “{SCENARIO}”; a plan uses it when you choose it."
    values = {"answer": "accepted", "key": proposed.key, "scenario": None if scenario is None else scenario.to_values()}
    show(values, said, as_json)


def _row(words: "PriorityWords", one: "ProposedPriority") -> dict[str, Any]:
    return {
        "key": one.key,
        "what": words.what(one),
        "now": one.now,
        "proposed": one.proposed,
        "evidence": [
            {
                "said": each.said,
                "is_complaint": each.is_complaint,
                "count": each.here.count,
                "base": each.here.base,
                "value": each.here.value,
                "low": each.here.low,
                "high": each.here.high,
                "others": each.others.value,
                "words": words.evidence(each),
            }
            for each in one.evidence
        ],
    }


COMMANDS = (priorities,)
