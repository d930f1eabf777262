"""Processes that bring files into an operation folder until they are killed, and what must hold of the folder then."""

import datetime as dt
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pandas as pd

from core.bootstrap import build_resources
from core.domain.access import alone
from core.domain.operation import Operation
from core.intake import read_folder, write_folder
from core.intake.mapping import ImportAnswers
from core.services.import_into_folder import import_into_folder
from core.settings import read_environment
from tests.builders import small_operation

DAY = pd.Timestamp(dt.date(2025, 7, 20))
FOUND = "Site,Fecha,Refugiados\nNorth Camp,2025-07-{day:02},{people}\nSouth Camp,2025-07-{day:02},{people}\n"


def bring_in(folder: Path, work: Path, seed: int, said: Connection) -> None:
    """Bring in one found file after the other, each with another count, and say which is written; never returns."""
    chance = random.Random(seed)
    resources = build_resources(read_environment({**os.environ, "AID_HOME": str(work / "home")}))
    file = work / f"counts-{seed}.csv"
    while True:
        people = chance.randrange(1_000, 60_000)
        file.write_text(FOUND.format(day=chance.randrange(6, 20), people=people))
        given = (resources, (file,), folder, ImportAnswers(), alone("test"), DAY)
        said.send(("begun", import_into_folder(*given, dry_run=True).preview.operation.fingerprint))
        done = import_into_folder(*given)
        said.send(("written", done.preview.operation.fingerprint))


TELL_EVERY = 10
"""Kills between two lines of how far it is: a long run that is ended early has figures then."""
IMPORTS_LONG = 1.5
"""A process lives for at most as long as so many imports take on this machine: some are written before the kill."""


def kill_imports(work: Path, kills: int, seed: int, told: Callable[[str], None]) -> list[str]:
    """Kill so many imports, each a random time after its first file was begun; gives what is wrong, in words.

    The folder must always be there, whole, and be what was acknowledged last or what was being written. Where no import
    was acknowledged, the kills came too early to prove anything, which is a fault as well.
    """
    folder, faults, acknowledged, moved = work / "operation", [], 0, 0
    write_folder(small_operation(), folder)
    before = small_operation().fingerprint
    # what every process needs is loaded once, here: a kill in the middle of loading a library proves nothing
    first = work / "first.csv"
    first.write_text(FOUND.format(day=6, people=9_000))
    resources = build_resources(read_environment({**os.environ, "AID_HOME": str(work / "home")}))
    given = (resources, (first,), folder, ImportAnswers(), alone("test"), DAY)
    import_into_folder(*given, dry_run=True)
    began = time.monotonic()
    import_into_folder(*given, dry_run=True)
    # a round of a process looks first and imports then
    longest_seconds = IMPORTS_LONG * 2 * (time.monotonic() - began)
    resources.store.close()
    chance, context = random.Random(seed), multiprocessing.get_context("fork")
    for kill in range(kills):
        mine, its = context.Pipe(duplex=False)
        process = context.Process(target=bring_in, args=(folder, work, seed + kill, its))
        process.start()
        its.close()
        if not mine.poll(60):
            faults.append(f"kill {kill}: nothing was begun in 60 s")
        time.sleep(chance.uniform(0, longest_seconds))
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        written, begun = before, before
        try:
            while True:
                step, fingerprint = mine.recv()
                if step == "written":
                    written, acknowledged = fingerprint, acknowledged + 1
                begun = fingerprint
        except (EOFError, OSError):
            mine.close()
        try:
            now = Operation.build(read_folder(folder))
        except Exception as error:  # whatever a half-written folder raises is the fault that is looked for
            faults.append(f"kill {kill}: the folder is not whole: {type(error).__name__}: {str(error)[:120]}")
            continue
        if now.fingerprint not in (written, begun):
            faults.append(f"kill {kill}: what was acknowledged is lost")
        moved += now.fingerprint != written
        before = now.fingerprint
        if (kill + 1) % TELL_EVERY == 0:
            told(
                f"{kill + 1} kills, {acknowledged} imports acknowledged, {moved} written and not yet said, "
                f"{_beside(work)} unfinished folders left beside it, {len(faults)} faults"
            )
    return faults if acknowledged else [*faults, "no import was acknowledged: the kills came too early"]


def _beside(work: Path) -> int:
    """Folders of unfinished imports that nobody has cleared away yet; never taken for the operation."""
    return sum(1 for path in work.iterdir() if path.is_dir() and path.name not in ("operation", "home"))
