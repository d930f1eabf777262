"""Restores killed at random moments, a merge of a million rows, and how long a writer waits while a copy is made.

    python -m tests.benchmark safety

A hundred times a process puts a safety copy back over a store that holds another one, and is killed at a random
moment; the store must then be the old one or the new one, whole. The merge has a million counts of which both sides
changed a thousand. The writer saves scenarios while copies of the store are made; its longest wait is printed.
"""

import multiprocessing
import os
import random
import signal
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd

from core.bootstrap import build_resources
from core.domain.access import alone
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.services.make_safety_copy import check_safety_copy, make_safety_copy
from core.services.resources import Resources, secrets_of
from core.services.restore_safety_copy import restore_safety_copy
from core.settings import read_environment
from core.store import Store
from core.three_way import merge_tables

KILLS = 100
ROWS = 1_000_000
MERGE_SECONDS = 60.0
WAIT_SECONDS = 5.0
"""Longest that a writer may wait for its turn while a copy is made."""
VERSIONS = 20
ANN = alone("command line", "Ann")


def main() -> bool:
    """Print the table; whether every bound holds."""
    with tempfile.TemporaryDirectory(prefix="aid-safety-") as name:
        folder = Path(name)
        return all([_kills(folder), _waiting(folder), _merge()])


def _operation(rows: int, seed: int = 0) -> Operation:
    camps = 5_000
    days = pd.date_range("2020-01-05", periods=-(-rows // camps), freq="7D").strftime("%Y-%m-%d")
    number = np.arange(rows)
    names = np.char.add("c", (number % camps).astype(str))
    people = np.random.default_rng(seed).integers(100, 50_000, rows).astype(str)
    population = pd.DataFrame({"camp_id": names, "date": days[number // camps], "population": people}, dtype="str")
    known = pd.unique(population["camp_id"])
    camp = pd.DataFrame(
        {"camp_id": known, "name": known, "country": "TZA", "latitude": "-4.0", "longitude": "30.5"}, dtype="str"
    )
    return Operation.build({"camps": camp, "population": population})


def _installation(folder: Path) -> Resources:
    return build_resources(read_environment({"AID_HOME": str(folder), "AID_MODELS": str(folder / "models")}))


def _filled(folder: Path, operation: Operation, author: str) -> Resources:
    made = _installation(folder)
    parent = None
    for number in range(VERSIONS):
        source = {"camps.csv": f"{author} {number}".encode()}
        parent = made.store.save_version(operation, parent, author, "", source, name="operation").id
    return made


def _content(store: Store) -> list[tuple]:
    return [(v.id, v.number, v.fingerprint, v.author, tuple(v.sources.items())) for v in store.versions("operation")]


def _put_back(home: Path, copy: Path, started) -> None:
    there = _installation(home)
    started.set()
    restore_safety_copy(there, ANN, copy, replace=True, trust_this=True)


def _kills(folder: Path) -> bool:
    operation = _operation(20_000)
    copies, contents = [], []
    for author in ("one", "other"):
        made = _filled(folder / author, operation, author)
        make_safety_copy(made, ANN, folder / f"{author}.aidcopy")
        copies.append(folder / f"{author}.aidcopy")
        contents.append(_content(made.store))
        made.store.close()
    home = folder / "target"
    restore_safety_copy(_installation(home), ANN, copies[0], trust_this=True)
    begun = time.monotonic()
    restore_safety_copy(_installation(home), ANN, copies[0], replace=True, trust_this=True)
    whole_seconds = time.monotonic() - begun
    forked = multiprocessing.get_context("fork")
    draw = random.Random(1)
    killed, turned, wrong, now = 0, 0, 0, 0
    for _ in range(KILLS):
        started = forked.Event()
        child = forked.Process(target=_put_back, args=(home, copies[1 - now], started))
        child.start()
        started.wait(60)
        time.sleep(draw.uniform(0, 2 * whole_seconds))
        if child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
            killed += 1
        child.join()
        there = _installation(home)
        found = _content(there.store)
        if found == contents[1 - now]:
            turned, now = turned + 1, 1 - now
        elif found != contents[now]:
            wrong += 1
        if any(there.store.raw.read(sha) is None for version in found for _, sha in version[4]):
            wrong += 1
        there.store.close()
        for old in (home / "safety-copies").glob("*"):
            if old.name.endswith(".aidcopy") and not old.name.startswith("."):
                check_safety_copy(old, secrets_of(there))
            old.unlink()
    print(
        f"{KILLS} restores of {whole_seconds:.1f} s: {killed} killed, {turned} turned the store, {wrong} left it torn"
    )
    return wrong == 0 and killed > 0


def _waiting(folder: Path) -> bool:
    made = _filled(folder / "busy", _operation(200_000), "busy")
    waits: list[float] = []
    over = threading.Event()

    def write() -> None:
        other = _installation(folder / "busy").store
        while not over.is_set():
            begun = time.monotonic()
            other.scenarios.save("operation", Scenario(name="busy", weeks=4))
            waits.append(time.monotonic() - begun)
            time.sleep(0.01)
        other.close()

    writer = threading.Thread(target=write)
    writer.start()
    begun = time.monotonic()
    make_safety_copy(made, ANN, folder / "busy.aidcopy")
    seconds = time.monotonic() - begun
    over.set()
    writer.join()
    size = (folder / "busy.aidcopy").stat().st_size / 1e6
    made.store.close()
    print(f"copy of {size:,.0f} MB in {seconds:.1f} s; {len(waits)} writes meanwhile, longest wait {max(waits):.2f} s")
    return max(waits) <= WAIT_SECONDS


def _merge() -> bool:
    ancestor = _operation(ROWS)
    sides = []
    for seed in (1, 2):
        population = ancestor.population
        people = population["population"].to_numpy().copy()
        changed = np.random.default_rng(seed).choice(ROWS, 1_000, replace=False)
        people[changed] += seed
        sides.append(ancestor.replaced(population=population.assign(population=people)))
    begun = time.monotonic()
    merged = merge_tables(ancestor, sides[0], sides[1])
    seconds = time.monotonic() - begun
    taken, clashing = merged.taken.get("population", 0), len(merged.conflicts)
    print(f"merge of {ROWS:,} rows in {seconds:.1f} s: {taken} rows taken, {clashing} conflicts")
    return seconds <= MERGE_SECONDS and taken + clashing == 1_000
