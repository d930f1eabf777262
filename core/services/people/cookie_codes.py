"""Codes with which a browser has the server set or take away the cookie that keeps a sign-in.

A page's script cannot set a cookie that scripts cannot read; only an answer of the server can. The page knows the token
and must not show it, so the browser gets a code in its place: random, known to this process alone, good once and for
a minute.
"""

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

GOOD_FOR_SECONDS = 60.0
ROUTE = "aid/session"
"""Where the server takes codes, beside the pages."""


@dataclass(frozen=True)
class CookieErrand:
    """What the server does with the cookie of the browser that brings the code.

    Attributes
    ----------
    cookie
        Name of the cookie.
    token
        Token of the session that it keeps; in no log, so not printed.
    max_age_seconds
        How long the browser keeps it; 0 takes it away, where it is still of this token.
    """

    cookie: str
    token: str = field(repr=False)
    max_age_seconds: int


class CookieCodes:
    """Codes that were given out and not brought yet; safe to use from every thread.

    Parameters
    ----------
    clock
        Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[str, tuple[float, CookieErrand]] = {}
        self._lock = threading.Lock()

    def give(self, errand: CookieErrand) -> str:
        """A new code for an errand."""
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._drop_stale()
            self._waiting[code] = (self._clock() + GOOD_FOR_SECONDS, errand)
        return code

    def take(self, code: str) -> CookieErrand | None:
        """The errand of a code, which is good no more; None where it is unknown, used or stale."""
        with self._lock:
            self._drop_stale()
            _, errand = self._waiting.pop(code, (0.0, None))
        return errand

    def is_waiting(self, code: str) -> bool:
        """Whether a code can still be brought."""
        with self._lock:
            self._drop_stale()
            return code in self._waiting

    def _drop_stale(self) -> None:
        now = self._clock()
        # in the order in which they were given, so the first that is still good ends the search
        for code, (until, _) in list(self._waiting.items()):
            if until > now:
                break
            del self._waiting[code]


CODES = CookieCodes()
"""Those of this process: pages give them out, the server's route takes them."""


def is_of_own_page(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that a page of this very server asks: same scheme, name and port.

    A cookie comes along from every port of a name, so a page of another program on this machine could use it else.

    Parameters
    ----------
    headers
        Of the request; found whatever the capitals of their names.

    Examples
    --------
    >>> is_of_own_page({"origin": "http://127.0.0.1:8501", "host": "127.0.0.1:8501"})
    True
    >>> is_of_own_page({"origin": "http://127.0.0.1:9999", "host": "127.0.0.1:8501"})
    False
    >>> is_of_own_page({"sec-fetch-site": "same-site", "origin": "http://127.0.0.1", "host": "127.0.0.1"})
    False
    >>> is_of_own_page({"host": "127.0.0.1:8501"})
    False
    """
    told = headers.get("sec-fetch-site")
    if told is not None:
        return told == "same-origin"
    try:
        origin = urlsplit(headers.get("origin") or "").netloc
    except ValueError:
        return False
    return bool(origin) and origin == headers.get("host")
