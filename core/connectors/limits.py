"""How long a source is waited for, how much it may send, and how often it is asked again."""

from collections.abc import Callable
from dataclasses import dataclass
from time import sleep


@dataclass(frozen=True)
class Limits:
    """Limits of one fetch.

    Attributes
    ----------
    connect_seconds
        How long the source may take to be reached, and to send anything more.
    page_seconds
        How long the answer to one request may take in all; one that sends a byte now and then is cut off too.
    page_bytes, all_bytes
        Largest answer to one request, unpacked; and of all of a fetch together.
    most_pages
        Answers of one fetch.
    tries
        How often one request is made before it has failed.
    wait_seconds
        Before the second try; doubled before each further one.
    longest_wait_seconds
        Longest pause, whatever the source asks for.
    pause
        Waits so many seconds.
    """

    connect_seconds: float = 10.0
    page_seconds: float = 60.0
    page_bytes: int = 20_000_000
    all_bytes: int = 200_000_000
    most_pages: int = 500
    tries: int = 3
    wait_seconds: float = 1.0
    longest_wait_seconds: float = 60.0
    pause: Callable[[float], None] = sleep
