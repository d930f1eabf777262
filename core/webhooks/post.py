"""One try to deliver a message: short, to the very address that was named, and whatever comes of it told in words."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from core.domain.special_addresses import leads_to_special

CONNECT_SECONDS = 5.0
"""How long the address may take to be reached, and to send anything more."""

WHOLE_SECONDS = 10.0
"""How long a try lasts at most; one that sends a byte now and then is cut off too."""


@dataclass(frozen=True)
class Outcome:
    """What came of a try.

    Attributes
    ----------
    status
        Of the answer; None where there was none.
    fault
        Why it does not count as delivered; empty where it does.
    """

    status: int | None
    fault: str

    @property
    def is_delivered(self) -> bool:
        """Whether the address answered that it has the message."""
        return not self.fault


def post(url: str, headers: Mapping[str, str], body: bytes, whole_seconds: float = WHOLE_SECONDS) -> Outcome:
    """Send a message; an answer from 200 to 299 counts as delivered, redirects are not followed."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, parts.port or 443, timeout=min(CONNECT_SECONDS, whole_seconds), context=context
        )
    else:
        connection = http.client.HTTPConnection(host, parts.port or 80, timeout=min(CONNECT_SECONDS, whole_seconds))
    cut = threading.Event()

    def hang_up() -> None:
        cut.set()
        if connection.sock is not None:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(whole_seconds, hang_up)
    clock.daemon = True
    clock.start()
    try:
        connection.connect()
        if connection.sock is not None and leads_to_special(connection.sock):
            return Outcome(None, "not sent: the name leads to a link-local, unspecified or multicast address")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers=dict(headers))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        why = "it did not end in time" if cut.is_set() or isinstance(error, TimeoutError) else _words(error)
        return Outcome(None, f"no answer: {why}")
    finally:
        clock.cancel()
        connection.close()
    if 200 <= status < 300:
        return Outcome(status, "")
    if 300 <= status < 400:
        return Outcome(status, f"answered {status}: redirects are not followed")
    return Outcome(status, f"answered {status}")


def _words(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return f"the certificate or the encryption is at fault ({error.reason or 'TLS'})"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
