"""``aid webhooks``: addresses that are told of recommended actions, by signed messages."""

import sys
from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.numbers import ON_RECORD
from entrypoints.commands.output import as_json, show

if TYPE_CHECKING:
    from core.services.webhooks.manage import Delivery, Webhook

by_option = click.option("--by", default="", help="Your name, where nobody is signed in; the record keeps it.")
number_argument = click.argument("number", type=ON_RECORD)


@click.group()
def webhooks() -> None:
    """Tell other programs of recommended actions: signed messages, tried again until they arrive.

    Example: aid webhooks list
    """


@webhooks.command()
@click.argument("url")
@click.option("--operation", help="Only this operation, by its name; all of them otherwise.")
@by_option
@as_json
def add(url: str, operation: str | None, by: str, as_json: bool) -> None:
    """Have the address URL told; prints the secret its messages are signed with, once.

    Example: aid webhooks add https://example.org/aid-events
    """
    from core.bootstrap import build_resources
    from core.services.webhooks.manage import add_webhook
    from entrypoints.commands.acting import acting

    named = add_webhook(build_resources(), url, acting(by), operation)
    said = (
        f"Webhook {named.webhook.id} is told: {named.webhook.url}\n"
        f"Secret, for its receiver alone: {named.secret}\n"
        "It is kept in the folder of secrets and not shown again."
    )
    show({"webhook": _row(named.webhook), "secret": named.secret}, said, as_json)


@webhooks.command("list")
@by_option
@as_json
def list_webhooks(by: str, as_json: bool) -> None:
    """List the addresses that are told, each with its newest messages.

    Example: aid webhooks list
    """
    from core.bootstrap import build_resources
    from core.services.webhooks.manage import webhooks_of
    from entrypoints.commands.acting import acting

    found = webhooks_of(build_resources(), acting(by))
    lines = []
    for one, messages in found:
        about = f"about “{one.operation}”" if one.operation else "about every operation"
        lines += [f"{one.id}. {one.url}, {about}", *(f"   {_told(each)}" for each in messages)]
    rows = [{**_row(one), "deliveries": [_message(each) for each in messages]} for one, messages in found]
    show({"webhooks": rows}, "\n".join(lines or ["No address is told; `aid webhooks add URL` names one."]), as_json)


@webhooks.command()
@number_argument
@by_option
@as_json
def remove(number: int, by: str, as_json: bool) -> None:
    """Have webhook NUMBER told no longer; what waits for it is given up.

    Example: aid webhooks remove 1
    """
    from core.bootstrap import build_resources
    from core.services.webhooks.manage import remove_webhook
    from entrypoints.commands.acting import acting

    gone = remove_webhook(build_resources(), number, acting(by))
    show({"webhook": _row(gone)}, f"No longer told: {gone.url}", as_json)


@webhooks.command()
@number_argument
@by_option
@as_json
def test(number: int, by: str, as_json: bool) -> None:
    """Send webhook NUMBER a message that says it is a trial, at once and once; exit 1 if it does not arrive.

    Example: aid webhooks test 1
    """
    from core.bootstrap import build_resources
    from core.services.webhooks.manage import try_webhook
    from entrypoints.commands.acting import acting

    outcome = try_webhook(build_resources(), number, acting(by))
    said = f"Delivered: answered {outcome.status}." if outcome.is_delivered else f"Not delivered: {outcome.fault}."
    show({"status": outcome.status, "fault": outcome.fault}, said, as_json)
    if not outcome.is_delivered:
        sys.exit(1)


@webhooks.command()
@as_json
def send(as_json: bool) -> None:
    """Work out what addresses have not been told yet, and send what is due; for a schedule where no pages run.

    Example: aid webhooks send
    """
    from core.bootstrap import build_resources
    from core.services.webhooks.announce import announce
    from core.services.webhooks.send import send_due
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    resources = build_resources()
    queued, sent = announce(resources), send_due(resources)
    said = (
        f"{queued} new; {sent.delivered} delivered, {sent.again} to be tried again, {sent.given_up} given up after "
        "too many tries."
    )
    values = {"queued": queued, "delivered": sent.delivered, "again": sent.again, "given_up": sent.given_up}
    show(values, said, as_json)


def _row(one: "Webhook") -> dict[str, Any]:
    return {"id": one.id, "url": one.url, "operation": one.operation, "created": one.created, "author": one.author}


def _message(one: "Delivery") -> dict[str, Any]:
    return {
        "id": one.id,
        "created": one.created,
        "state": one.state.value,
        "attempts": one.attempts,
        "next_try": one.next_try,
        "fault": one.fault,
    }


def _told(one: "Delivery") -> str:
    fault = f": {one.fault}" if one.fault else ""
    return f"{one.created:%Y-%m-%d %H:%M} UTC, {one.state.value}, {one.attempts} tries{fault}"


COMMANDS = (webhooks,)
