"""Asks a server of this installation that runs in the background whether it is ready."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

PID_FILE = "api.pid"
"""In the working folder, written by a server in the background; holds its address."""
SECONDS = 10


def asker(home: Path) -> Callable[[], str] | None:
    """A question to the server that runs for a working folder; None where none runs."""
    try:
        address = str(json.loads((home / PID_FILE).read_text(encoding="utf-8"))["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return lambda: what_is_wrong(address)


def what_is_wrong(address: str) -> str:
    """What a server says of itself at ``/readyz``, in words; empty where it is ready."""
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=SECONDS) as answer:
            return "" if answer.status == 200 else f"the server at {address} is not ready: {answer.status}"
    except urllib.error.HTTPError as error:
        return f"the server at {address} is not ready: {error.code}"
    except urllib.error.URLError as error:
        # nothing listens there any more: the file is left over from a server that was ended
        return "" if isinstance(error.reason, ConnectionRefusedError) else f"{address} does not answer: {error.reason}"
    except (OSError, ValueError) as error:
        return f"the server at {address} does not answer: {error}"
