"""Addresses that messages may be sent to."""

from urllib.parse import urlsplit

from core.domain.special_addresses import refuse_special
from core.errors import DataError

LONGEST = 2000
"""Characters."""


def checked_address(url: str) -> str:
    """The address, where it is one that a message can be sent to.

    Raises
    ------
    DataError
        Unless it is http or https with a host at no special address, and names neither a user nor a password.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one or len(url) > LONGEST or not url.isprintable() or " " in url:
        raise DataError(
            f"Expected an address of http or https, got “{url[:200]}”.", "Write it as in https://example.org/aid-events"
        )
    refuse_special(parts.hostname or "")
    if parts.username is not None or parts.password is not None:
        raise DataError(
            "The address holds a user name or a password, which would be kept readable.",
            "Leave them away: the receiver knows by the signature who sends.",
        )
    return url
