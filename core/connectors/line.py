"""The connection under a request: cut when the time is over, or when it leads where nothing is asked."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

from core.domain.special_addresses import leads_to_special

_CONNECTED = "connection.connect_tcp.complete"
"""Event of httpx's extension ``trace``."""


class Line:
    """One at a time; a second request may go over the connection of the first.

    Attributes
    ----------
    is_late
        Whether the request under way was cut because its time was over.
    is_special
        Whether it was cut because it led to an address that is nobody's.
    """

    def __init__(self) -> None:
        self.is_late = False
        self.is_special = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._request = 0

    def hear(self, event: str, about: dict[str, Any]) -> None:
        """Take hold of a connection that was made; for httpx's extension ``trace``."""
        if event != _CONNECTED:
            return
        made = about["return_value"].get_extra_info("socket")
        with self._lock:
            self._let_go()
            # a second handle on the same connection: encryption takes the first one over
            self._socket = made.dup()
            self.is_special = leads_to_special(self._socket)
            if self.is_special or self.is_late:
                self._cut()

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """One request, cut off after so many seconds, whether it waits for a greeting, for headers or for the body."""
        with self._lock:
            self.is_late = False
            self._request += 1
            clock = threading.Timer(seconds, self._end, [self._request])
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()
            with self._lock:
                self._request += 1

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            self._let_go()

    def _end(self, request: int) -> None:
        with self._lock:
            # a clock that was stopped too late is not that of the request under way
            if request == self._request:
                self.is_late = True
                self._cut()

    def _cut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
