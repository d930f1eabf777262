"""A hundred kills at random moments, and twenty writers at once, on SQLite and on a PostgreSQL of its own.

    python -m tests.benchmark kills

A process imports, submits, approves, publishes and saves until SIGKILL ends it at a random moment; after each kill the
store is opened anew. Bounds: nothing acknowledged is lost, nothing half written is visible, the record of decisions
holds, no writer overwrites another, nobody is told of a locked database. The same for an operation folder that found
files go into: it is always there, whole, and what was acknowledged last or what was just being written.
"""

import random
import tempfile
import time
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from core.services.open_operation import OpenOperation
from core.services.upload_tables import preview_upload
from tests.folder_under_fire import kill_imports
from tests.under_fire import Fire, operations, packed, write_at_once
from tests.unit.store.conftest import postgres_server

KILLS = 100
WRITERS, TIMES = 20, 5
LONGEST_SECONDS = 1.5
SEED = 20_261_127


def read(file: bytes) -> object:
    """What an import does before anything is stored."""
    return preview_upload(OpenOperation(operations()[0], None), {"stock.csv": file}, "replace")


def run(url: str, second_url: str, title: str) -> bool:
    """Kills on one database, writers on another."""
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        fire, began, faults = Fire(url, Path(name) / "raw"), time.monotonic(), []
        for kill in range(KILLS):
            fire.kill_one(SEED + kill, chance.uniform(0.0, LONGEST_SECONDS), read)
            faults += fire.faults()
        steps = Counter(step for step, _ in fire.acknowledged)
        print(f"{title}: {fire.kills} kills in {time.monotonic() - began:.0f} s, acknowledged {dict(steps)}")
        print(f"  faults: {faults or 'none'}")
        began = time.monotonic()
        wrong, refused = write_at_once(second_url, Path(name) / "raw-2", WRITERS, TIMES, shared=True)
        print(
            f"  {WRITERS} writers at once, {WRITERS * TIMES} versions in {time.monotonic() - began:.0f} s, told "
            f"{refused} times of a newer version; faults: {wrong or 'none'}"
        )
    return not faults and not wrong and fire.kills == KILLS and {"save", "publish", "approve"} <= set(steps)


def main() -> bool:
    """Run on both databases; PostgreSQL is left out with the reason where no server can be started."""
    packed()
    with tempfile.TemporaryDirectory() as name:
        began = time.monotonic()
        wrong = kill_imports(
            Path(name), KILLS, SEED, lambda words: print(f"aid import into a folder: {words}", flush=True)
        )
        print(f"  in {time.monotonic() - began:.0f} s, faults: {wrong or 'none'}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        holds = run(f"sqlite:///{name}/a.sqlite", f"sqlite:///{name}/b.sqlite", "SQLite")
    try:
        with postgres_server() as server:
            with psycopg.connect(server, autocommit=True) as connection:
                for database in ("first", "second"):
                    connection.execute(f"CREATE DATABASE {database}")
            place = server.rsplit("/", 1)[0]
            holds &= run(f"{place}/first", f"{place}/second", "PostgreSQL")
    except pytest.skip.Exception as reason:
        print(f"PostgreSQL: left out. {reason}")
    return holds and not wrong
