"""Addresses that may be asked: https, or http to this machine alone."""

import ipaddress
from urllib.parse import urlsplit

from core.domain.special_addresses import refuse_special
from core.errors import DataError

LONGEST = 2000
"""Characters."""


def checked_source(url: str) -> str:
    """The address, where it is one that may be asked.

    Raises
    ------
    DataError
        Unless it is https with a host (http to this machine) at no special address, and names no user, password,
        question or part.

    Examples
    --------
    >>> checked_source(" https://api.unhcr.org/population/v1/population/ ")
    'https://api.unhcr.org/population/v1/population/'
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", 0
    is_plain = len(url) <= LONGEST and url.isprintable() and " " not in url
    if not is_plain or not host or port == 0 or parts.scheme not in ("https", "http"):
        raise DataError(
            f"Expected an address of https, got “{url[:200]}”.", "Write it as in https://api.example.org/v1"
        )
    refuse_special(host)
    if parts.scheme == "http" and not _is_this_machine(host):
        raise DataError(
            f"The address {url[:200]} is not encrypted: whoever is on the way could read the key and change figures.",
            "Use https; http is for this machine alone.",
        )
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise DataError(
            f"The address of {host} holds a user, a password, a question mark or a hash sign.",
            "Give the key by --key-file, and what is asked for by --set NAME=VALUE.",
        )
    return url


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
