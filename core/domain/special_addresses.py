"""Network addresses that are nobody's: what is named there is a machine's own inside, never a source or a receiver."""

import contextlib
import ipaddress
import socket

from core.errors import DataError


def is_special(host: str) -> bool:
    """Whether a host is written as a link-local, unspecified or multicast address, in any of its writings.

    At a link-local address the machines of a data centre tell their own keys; the unspecified one leads back to this
    machine by another name; behind a multicast one is no single machine. A name is none of them until it is looked up.

    Examples
    --------
    >>> [is_special(host) for host in ("169.254.169.254", "2852039166", "::ffff:169.254.1.1", "fe80::1", "0.0.0.0")]
    [True, True, True, True, True]
    >>> [is_special(host) for host in ("224.0.0.1", "127.0.0.1", "10.1.2.3", "example.org")]
    [True, False, False, False]
    """
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        # "2852039166" and "0xa9fea9fe" are the same address in other writings
        try:
            address = ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, UnicodeError, ValueError):
            return False
    inner = getattr(address, "ipv4_mapped", None) or address
    return bool(inner.is_link_local or inner.is_unspecified or inner.is_multicast)


def refuse_special(host: str) -> None:
    """Refuse such a host.

    Raises
    ------
    DataError
        If it is one.
    """
    if is_special(host):
        raise DataError(
            f"{host[:80]} is a link-local, unspecified or multicast address: no source and no receiver is there.",
            "Name the machine by its own name or address.",
        )


def leads_to_special(line: socket.socket) -> bool:
    """Whether an open connection leads to such an address, whatever the name it was looked up by."""
    with contextlib.suppress(OSError):
        return is_special(str(line.getpeername()[0]))
    return False
