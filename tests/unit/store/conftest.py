"""The store on SQLite and, where a server can be started, on a real PostgreSQL."""

import datetime as dt
import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from core.store import Store


def postgres_programs() -> Path | None:
    """Folder that holds initdb and postgres, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    plain = shutil.which("initdb")
    return found[0].parent if found else Path(plain).resolve().parent if plain else None


def as_plain_user(folder: Path) -> list[str]:
    """Words before a command that make it run as somebody else than root, as PostgreSQL demands."""
    if os.geteuid() != 0:
        return []
    user = (
        "postgres" if subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0 else "nobody"
    )
    shutil.chown(folder, user)
    return ["runuser", "-u", user, "--"]


@contextmanager
def postgres_server():
    """Address of a server of its own, ended afterwards; skips with the reason where none can be started."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("NO POSTGRESQL: initdb was not found; install Debian's postgresql to test the store on it")
    with tempfile.TemporaryDirectory(prefix="aid-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        before = as_plain_user(folder)
        data = folder / "data"
        made = subprocess.run(
            [*before, programs / "initdb", "-D", data, "-U", "aid", "-A", "trust", "-E", "UTF8", "--no-sync"],
            capture_output=True,
            text=True,
            cwd=folder,
            check=False,
        )
        if made.returncode:
            pytest.skip(f"NO POSTGRESQL: initdb failed: {made.stderr[-300:]}")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = ["-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-c", "shared_buffers=32MB"]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [*before, programs / "postgres", "-D", data, *options], stdout=log, stderr=log, cwd=folder
            )
        try:
            ready = [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-U", "aid", "-t", "1"]
            for _ in range(60):
                if subprocess.run(ready, capture_output=True, check=False).returncode == 0:
                    break
                if server.poll() is not None:
                    pytest.skip(f"NO POSTGRESQL: the server ended: {(folder / 'log').read_text()[-300:]}")
                subprocess.run(["sleep", "0.25"], check=False)
            yield f"postgresql://aid@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@pytest.fixture(scope="session")
def postgres_url():
    with postgres_server() as address:
        yield address


_databases = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Address of a fresh, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'planner.sqlite'}"
    import psycopg

    server = request.getfixturevalue("postgres_url")
    name = f"aid_{next(_databases)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.rsplit("/", 1)[0] + f"/{name}"


class Clock:
    """A clock that moves one minute each time it is read."""

    def __init__(self):
        self.time = dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)

    def __call__(self):
        self.time += dt.timedelta(minutes=1)
        return self.time


@pytest.fixture
def store(url, tmp_path):
    opened = Store(url, tmp_path / "raw", Clock())
    yield opened
    opened.close()
