"""The API in the background: started once, found again by its file, ended in order."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from core.errors import AidError
from core.own_files import make_private
from core.settings import PROJECT

PID_FILE, LOG_FILE = "api.pid", "api.log"
START_SECONDS, END_SECONDS = 90, 30


@dataclass(frozen=True)
class Running:
    """A process that serves the API.

    Attributes
    ----------
    born
        When the process began, as the machine counts it: another process of the same number began at another time.
    """

    pid: int
    born: str
    address: str


def start(home: Path, settings: Path, address: str, port: int | None) -> Running:
    """Start it, and come back when it answers; where it does not, nothing is left behind.

    Raises
    ------
    AidError
        If one runs already, or it ended before it answered; its last words are told.
    """
    make_private(home)
    claim = home / f"{PID_FILE}.claim"
    try:
        # only one of two that start at the same moment makes this file
        os.close(os.open(claim, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        if time.time() - claim.stat().st_mtime < START_SECONDS + 10:
            raise AidError("The API is being started already.", "Look with `aid api status`.") from None
        claim.touch()
    try:
        found = running(home)
        if found is not None:
            raise AidError(
                f"The API runs already: process {found.pid}, {found.address}.", "End it with `aid api stop` first."
            )
        _refuse_taken(address)
        return _start(home, settings, address, port)
    finally:
        claim.unlink(missing_ok=True)


def stop(home: Path) -> Running | None:
    """End it in order, by force where it does not end; None where none runs. Comes back when it has ended."""
    found = running(home)
    if found is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(found.pid, signal.SIGTERM)
        until = time.monotonic() + END_SECONDS
        while _born(found.pid) == found.born and time.monotonic() < until:
            time.sleep(0.1)
        if _born(found.pid) == found.born:
            with contextlib.suppress(ProcessLookupError):
                os.kill(found.pid, signal.SIGKILL)
    (home / PID_FILE).unlink(missing_ok=True)
    return found


def running(home: Path) -> Running | None:
    """The process that runs; a file of one that is gone, or whose number another one has now, counts for nothing."""
    try:
        told = Running(**json.loads((home / PID_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return told if _born(told.pid) == told.born else None


def answers(address: str) -> bool:
    """Whether it says that it is ready."""
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/readyz", timeout=3) as answer:
        return bool(answer.status == 200)
    return False


def _start(home: Path, settings: Path, address: str, port: int | None) -> Running:
    command = [sys.executable, "-m", "entrypoints.api.serve", "--settings", str(settings.absolute())]
    command += [] if port is None else ["--port", str(port)]
    log = home / LOG_FILE
    with log.open("a", encoding="utf-8") as out:
        process = subprocess.Popen(
            command, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        if answers(address) and process.poll() is None:
            made = Running(process.pid, _born(process.pid) or "", address)
            draft = home / f".{PID_FILE}.draft"
            draft.write_text(json.dumps(asdict(made)), encoding="utf-8")
            os.replace(draft, home / PID_FILE)
            return made
        time.sleep(0.1)
    process.kill()
    process.wait()
    last = " ".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-3:])
    raise AidError(f"The API did not start. Its last words: {last[-600:] or 'none'}", f"Mend that; the log is {log}.")


def _refuse_taken(address: str) -> None:
    """Refuse where something answers already: it would be taken for the process that is about to start."""
    at = urlsplit(address)
    with contextlib.suppress(OSError), socket.create_connection((at.hostname, at.port), timeout=1):
        raise AidError(f"Something else answers at {address} already.", "Name another port with --port.")


def _born(pid: int) -> str | None:
    """When a process began; None where there is none, or it has ended and waits to be fetched."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        if Path("/proc/self/stat").exists():
            return None
        return _born_elsewhere(pid)
    return None if after_name[0] == "Z" else after_name[19]


def _born_elsewhere(pid: int) -> str | None:
    """The same on machines that tell it by ``ps`` alone."""
    told = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return told.stdout.strip() or None
