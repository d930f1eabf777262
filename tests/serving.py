"""The running app for browser tests and benchmarks: a real server, a real browser, nothing outside this machine."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).parents[1]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 90


def find_browser() -> str | None:
    """Path of a Chromium or Chrome on this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass
class Server:
    """A running app: its address, its process, and its working folder."""

    address: str
    process: subprocess.Popen
    home: Path
    log: Path
    started_at: float = field(default_factory=time.monotonic)

    def is_healthy(self) -> bool:
        """Whether the server answers."""
        health = f"{self.address}/_stcore/health"
        with contextlib.suppress(OSError), urllib.request.urlopen(health, timeout=2) as answer:
            return answer.status == 200
        return False


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running_app(home: Path, *, port: int | None = None, wait: bool = True, **environment: str) -> Iterator[Server]:
    """Start the app on this machine with a working folder of its own, and end it afterwards; on a free port if none."""
    port = port or free_port()
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "entrypoints.pages_server", "--server.port", str(port)],
            cwd=PROJECT,
            env={**os.environ, "AID_HOME": str(home), **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", process, home, log)
    try:
        until = time.monotonic() + START_SECONDS
        while wait and not server.is_healthy():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The app did not start:\n{log.read_text()[-4000:]}")
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
