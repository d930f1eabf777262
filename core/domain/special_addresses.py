"""Network addresses that are nobody's: what is named there is a machine's own inside, never a source or a receiver."""

import contextlib
import ipaddress
import socket
from collections.abc import Iterator

from core.errors import DataError

_NAT64, _COMPATIBLE = ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96")


def is_special(host: str) -> bool:
    """Whether a host is written as a link-local, unspecified or multicast address, in any of its writings.

    At a link-local address the machines of a data centre tell their own keys; the unspecified one leads back to this
    machine by another name; behind a multicast one is no single machine. A name is none of them until it is looked up.

    Examples
    --------
    >>> [is_special(host) for host in ("169.254.169.254", "2852039166", "::ffff:169.254.1.1", "fe80::1", "0.0.0.0")]
    [True, True, True, True, True]
    >>> [is_special(host) for host in ("169.254.169.254.", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "::169.254.0.1")]
    [True, True, True, True]
    >>> [is_special(host) for host in ("224.0.0.1", "127.0.0.1", "10.1.2.3", "example.org")]
    [True, False, False, False]
    """
    host = host.removesuffix(".")
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        # "2852039166" and "0xa9fea9fe" are the same address in other writings
        try:
            address = ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, UnicodeError, ValueError):
            return False
    return any(each.is_link_local or each.is_unspecified or each.is_multicast for each in (address, *_inside(address)))


def _inside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """Addresses of version 4 that one of version 6 is a writing of: mapped, by 6to4, by NAT64, or its last 32 bits."""
    if isinstance(address, ipaddress.IPv6Address):
        yield from filter(None, (address.ipv4_mapped, address.sixtofour))
        if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


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
