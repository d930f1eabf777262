"""The signature of a message: HMAC-SHA256 over its time and its body, so that neither can be changed nor sent later."""

import hashlib
import hmac

TIMESTAMP, SIGNATURE, DELIVERY = "X-Aid-Timestamp", "X-Aid-Signature", "X-Aid-Delivery"
HEADERS = (TIMESTAMP, SIGNATURE, DELIVERY)
"""Seconds since 1970; ``v1=`` and the signature in hexadecimal; number of the delivery, the same in every try."""


def signature(secret: bytes, timestamp: int, body: bytes) -> str:
    """``v1=`` and HMAC-SHA256 of ``TIMESTAMP.BODY`` in hexadecimal.

    Examples
    --------
    >>> signature(b"secret", 1700000000, b"{}")[:11]
    'v1=6c4cd05b'
    """
    digest = hmac.new(secret, f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1={digest.hexdigest()}"


def signed_headers(secret: bytes, timestamp: int, body: bytes, delivery: int) -> dict[str, str]:
    """The headers a message is sent with."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "refugee-aid-planner",
        TIMESTAMP: str(timestamp),
        SIGNATURE: signature(secret, timestamp, body),
        DELIVERY: str(delivery),
    }
