"""Send what is due: signed, several addresses at once, tried again after longer and longer waits, then given up."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from core.errors import AidError
from core.services.resources import Resources
from core.services.webhooks.manage import secret_of
from core.store import Delivery
from core.webhooks import post, signed_headers

MOST_ATTEMPTS = 8
FIRST_WAIT_SECONDS = 10.0
"""The wait doubles with each try: 10 s, 20 s, 40 s... about 21 minutes in all."""

AT_ONCE = 4
"""Messages sent at the same time."""

LEASE = dt.timedelta(seconds=60)
"""After which a message that its sender did not report on is another's to send."""


@dataclass(frozen=True)
class Sent:
    """What came of sending.

    Attributes
    ----------
    delivered, again, given_up
        Messages that arrived, that are tried again, and that are not.
    """

    delivered: int = 0
    again: int = 0
    given_up: int = 0


def send_due(resources: Resources, first_wait_seconds: float = FIRST_WAIT_SECONDS) -> Sent:
    """Send every message that is due; an address that does not answer holds up no other for more than its try."""
    due = resources.store.webhooks.take_due(AT_ONCE, LEASE)
    addresses = {each.id: each.url for each in resources.store.webhooks.told()}
    found: list[str] = []
    while due:
        with ThreadPoolExecutor(AT_ONCE) as senders:
            found += senders.map(lambda each: _send(resources, each, addresses, first_wait_seconds), due)
        due = resources.store.webhooks.take_due(AT_ONCE, LEASE)
    return Sent(*(found.count(state) for state in ("delivered", "again", "given up")))


def _send(resources: Resources, delivery: Delivery, addresses: dict[int, str], first_wait_seconds: float) -> str:
    store = resources.store.webhooks
    fault = _fault(resources, delivery, addresses)
    if not fault:
        store.delivered(delivery.id)
        return "delivered"
    tries = delivery.attempts + 1
    if tries >= MOST_ATTEMPTS:
        store.failed(delivery.id, f"{fault}; given up after {tries} tries", None)
        return "given up"
    wait = dt.timedelta(seconds=first_wait_seconds * 2 ** (tries - 1))
    store.failed(delivery.id, fault, resources.store.now() + wait)
    return "again"


def _fault(resources: Resources, delivery: Delivery, addresses: dict[int, str]) -> str:
    """Send it once; why it did not arrive, empty where it did."""
    try:
        secret = secret_of(resources, delivery.webhook)
    except AidError as error:
        return error.message
    body = delivery.body.encode()
    now = int(resources.store.now().timestamp())
    url = addresses.get(delivery.webhook)
    if url is None:
        return "the address was taken off"
    return post(url, signed_headers(secret, now, body, delivery.id), body).fault
