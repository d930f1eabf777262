"""Whether the process of this container answers, the pages on 8501 or the API on 8600: exit code 0 if one does."""

import contextlib
import sys
import urllib.request

DOORS = ("http://127.0.0.1:8501/_stcore/health", "http://127.0.0.1:8600/healthz")


def is_answering(address: str) -> bool:
    """Whether an address answers with 200 within three seconds."""
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=3) as answer:
        return bool(answer.status == 200)
    return False


if __name__ == "__main__":
    sys.exit(0 if any(map(is_answering, DOORS)) else 1)
