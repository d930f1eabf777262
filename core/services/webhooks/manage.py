"""Name the addresses that are told of changes; an administrator does."""

import secrets
import time
from dataclasses import dataclass

from core.domain.access import Actor, Right, require
from core.errors import StoreError
from core.services.open_operation import open_named
from core.services.resources import Resources, secrets_of
from core.services.webhooks.message import as_text, ping
from core.store import Delivery, Webhook
from core.webhooks import Outcome, checked_address, post, signed_headers

__all__ = ["Delivery", "Outcome", "Webhook"]


@dataclass(frozen=True)
class Named:
    """An address that was named, and the secret its messages are signed with; it is told here alone."""

    webhook: Webhook
    secret: str


def add_webhook(resources: Resources, url: str, actor: Actor, operation: str | None = None) -> Named:
    """Have an address told of changes, of one operation or of all.

    Raises
    ------
    NotAllowed
        Unless the actor may name addresses.
    DataError
        If it is no address of http or https, or the operation is not stored.
    SourceUnavailable
        If the secret cannot be kept.
    """
    require(actor, Right.MANAGE_WEBHOOKS)
    address = checked_address(url)
    if operation is not None:
        open_named(resources, operation)
    made = resources.store.webhooks.add(address, operation, actor)
    secret = secrets.token_hex(32)
    secrets_of(resources).keep(secret_name(made.id), secret.encode(), replace=True)
    return Named(made, secret)


def remove_webhook(resources: Resources, number: int, actor: Actor) -> Webhook:
    """Have an address told no longer.

    Raises
    ------
    NotAllowed, StoreError
        Unless the actor may, and it is told.
    """
    require(actor, Right.MANAGE_WEBHOOKS)
    return resources.store.webhooks.remove(number, actor)


def webhooks_of(resources: Resources, actor: Actor) -> list[tuple[Webhook, list[Delivery]]]:
    """Addresses that are told, each with its newest messages; addresses are for administrators alone."""
    require(actor, Right.MANAGE_WEBHOOKS)
    store = resources.store.webhooks
    return [(each, store.deliveries(each.id, most=5)) for each in store.told()]


def try_webhook(resources: Resources, number: int, actor: Actor) -> Outcome:
    """Send a message that says nothing but that it is a trial, at once and once.

    Raises
    ------
    NotAllowed, StoreError
        Unless the actor may, and it is told.
    """
    require(actor, Right.MANAGE_WEBHOOKS)
    found = next((each for each in resources.store.webhooks.told() if each.id == number), None)
    if found is None:
        raise StoreError(f"There is no webhook {number}.", "See them with `aid webhooks list`.")
    body = as_text(ping(resources.store.now())).encode()
    return post(found.url, signed_headers(secret_of(resources, number), int(time.time()), body, 0), body)


def secret_name(number: int) -> str:
    """Name of an address's secret in the folder of secrets."""
    return f"webhook-{number}"


def secret_of(resources: Resources, number: int) -> bytes:
    """The secret of an address.

    Raises
    ------
    StoreError
        If it is not there any more.
    """
    secret = secrets_of(resources).read(secret_name(number))
    if secret is None:
        raise StoreError(
            f"The secret of webhook {number} is not in the folder of secrets.",
            "Remove the webhook and add it again, and give its receiver the new secret.",
        )
    return secret
