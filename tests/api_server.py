"""The running API for tests and benchmarks: a real process on a free port of this machine."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from core.settings import PROJECT

START_SECONDS = 90
DEMONSTRATION = "/api/v1/operations/Great%20Lakes%20response"
NO_RATE = "[rate]\nburst = 1000000\nrequests_per_second = 1000000\n"
"""Settings under which no test waits for its turn."""


@dataclass
class ApiServer:
    """A running API: its address, process and log."""

    address: str
    process: subprocess.Popen
    log: Path

    def client(self, **headers: str) -> httpx.Client:
        """A client that waits as long as a busy machine needs."""
        return httpx.Client(base_url=self.address, timeout=120, headers=headers)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running_api(home: Path, settings: str = NO_RATE, **environment: str) -> Iterator[ApiServer]:
    """Start the API on a working folder, and end it afterwards."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    file, log = home / f"serving-{port}.toml", home / f"api-{port}.log"
    file.write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "entrypoints.api.serve", "--settings", str(file), "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, "AID_HOME": str(home), **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    server = ApiServer(f"http://127.0.0.1:{port}", process, log)
    try:
        until = time.monotonic() + START_SECONDS
        while not _is_ready(server.address):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The API did not start:\n{log.read_text()[-4000:]}")
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ended(client: httpx.Client, job: str, seconds: float = 120) -> dict:
    """A job once it has ended."""
    until = time.monotonic() + seconds
    while True:
        found = client.get(f"/api/v1/jobs/{job}").json()
        if found["state"] not in ("queued", "running"):
            return found
        assert time.monotonic() < until, found
        time.sleep(0.05)


def _is_ready(address: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"{address}/readyz", timeout=5).status_code == 200
    return False
