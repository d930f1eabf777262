"""Processes that submit, approve, publish and save until they are killed, and what must be true of the store then."""

import datetime as dt
import hashlib
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select

from core.domain.access import Actor, Role, alone
from core.domain.scenario import Scenario
from core.errors import StoreError
from core.store import Draft, State, Store
from core.store.database import versions
from core.store.packing import pack
from tests.builders import small_operation

NAME = "Small operation"
AMINA = Actor("Amina", frozenset({Role.ANALYST}), "test")
BEN = Actor("Ben", frozenset({Role.APPROVER}), "test")
FORWARD = {State.SUBMITTED: 0, State.APPROVED: 1, State.PUBLISHED: 2, State.REJECTED: 2}
Import = Callable[[bytes], object]


@cache
def operations():
    """Three operations to go to and fro between; made once, for every process is forked with them."""
    return [small_operation(settings={"budget_usd_per_week": budget}) for budget in (1, 2, 3)]


@cache
def packed():
    """Bytes of each, by fingerprint."""
    return {operation.fingerprint: pack(operation) for operation in operations()}


def open_store(url: str, raw: Path) -> Store:
    """A store with a real clock."""
    return Store(url, raw, lambda: dt.datetime.now(dt.UTC))


def work(url: str, raw: Path, seed: int, said: Connection, read: Import | None = None) -> None:
    """Take one step after the other, and say of each that it is done; never returns.

    Parameters
    ----------
    said
        Gets ``(step, number)`` after a step was acknowledged.
    read
        Reads and checks a file, as an import does before anything is stored.
    """
    chance, store = random.Random(seed), open_store(url, raw)
    while True:
        step = chance.choice(("submit", "approve", "publish", "save", "import"))
        operation = chance.choice(operations())
        newest = store.latest_version(NAME)
        parent = None if newest is None else newest.id
        file = b"place_id,item_id,quantity\nhub,cereal,%d\n" % chance.randrange(1_000)
        draft = Draft(NAME, operation, parent, f"seed {seed}", {"stock.csv": file})
        try:
            if step == "submit":
                said.send((step, store.submissions.submit(draft, AMINA).id))
            elif step == "import":
                if read is not None:
                    read(file)
                said.send((step, store.submissions.submit(draft, AMINA).id))
            elif step == "save":
                said.send((step, store.submissions.publish_at_once(draft, alone("test")).id))
            else:
                waiting = store.submissions.of(NAME, (State.SUBMITTED if step == "approve" else State.APPROVED,))
                if not waiting:
                    continue
                number = chance.choice(waiting).id
                if step == "approve":
                    store.submissions.approve(number, BEN)
                    said.send((step, number))
                else:
                    said.send((step, store.submissions.publish(number, BEN).id))
        except StoreError as error:
            if "newer version" in str(error) and step == "publish":
                store.submissions.reject(number, BEN, "stale")
                said.send(("reject", number))
            elif "newer version" not in str(error) and "cannot be done" not in str(error):
                said.send(("failed", str(error)))
                raise


@dataclass
class Fire:
    """What was acknowledged before each kill."""

    url: str
    raw: Path
    acknowledged: list[tuple[str, int]] = field(default_factory=list)
    kills: int = 0

    def kill_one(self, seed: int, seconds: float, read: Import | None = None) -> None:
        """Start a process, kill it after its first acknowledged step and so many seconds, and note what it said."""
        mine, its = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("fork").Process(target=work, args=(self.url, self.raw, seed, its, read))
        process.start()
        its.close()
        mine.poll(60)
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        try:
            while True:
                self.acknowledged.append(mine.recv())
        except (EOFError, OSError):
            # what was being said when it was killed was not acknowledged
            mine.close()
        self.kills += 1

    def faults(self) -> list[str]:
        """What is wrong with the store, in words; empty where nothing is."""
        store = open_store(self.url, self.raw)
        try:
            return [*_lost(store, self.acknowledged), *_half_written(store, self.raw)]
        finally:
            store.close()


def _lost(store: Store, acknowledged: list[tuple[str, int]]) -> list[str]:
    by_number = {one.id: one for one in store.submissions.of(NAME)}
    stored = {version.id for version in store.versions(NAME)}
    faults = [f"failed: {what}" for step, what in acknowledged if step == "failed"]
    least = {"submit": 0, "import": 0, "approve": 1, "reject": 2}
    for step, number in acknowledged:
        if step in ("publish", "save") and number not in stored:
            faults.append(f"version {number} was acknowledged and is lost")
        if step in least:
            found = by_number.get(number)
            if found is None:
                faults.append(f"submission {number} was acknowledged and is lost")
            elif FORWARD[found.state] < least[step]:
                faults.append(f"{step} of submission {number} was acknowledged and is lost")
    return faults


def _half_written(store: Store, raw: Path) -> list[str]:
    faults = []
    chain = store.decisions.verify()
    if not chain.holds:
        faults.append(chain.why)
    stored = set()
    for name in store.operations():
        found = store.versions(name)[::-1]
        stored |= {version.id for version in found}
        if [version.number for version in found] != list(range(1, len(found) + 1)):
            faults.append("the numbers of versions have a gap")
        if [version.parent for version in found] != [None, *(version.id for version in found)][: len(found)]:
            faults.append("a version was overwritten unseen")
    with store._reading() as connection:
        rows = connection.execute(select(versions.c.id, versions.c.fingerprint, versions.c.content)).all()
    faults += [f"version {row.id} is not whole" for row in rows if bytes(row.content) != packed()[row.fingerprint]]
    published = {one.version for one in store.submissions.of(None, (State.PUBLISHED,))}
    if published != stored:
        faults.append("a version and its submission are not there together")
    acts = [entry.seen.get("data_version") for entry in store.decisions.entries() if entry.act == "published data"]
    if sorted(acts) != sorted(published):
        faults.append("a version and its entry are not there together")
    for file in raw.glob("[!.]*"):
        if hashlib.sha256(file.read_bytes()).hexdigest() != file.name:
            faults.append(f"raw file {file.name[:12]} is half written")
    for one in store.submissions.of():
        faults += [f"raw file {digest[:12]} is lost" for digest in one.sources.values() if not (raw / digest).is_file()]
    return faults


def save_often(url: str, raw: Path, writer: int, times: int, name: str, said: Connection) -> None:
    """Save versions on top of the newest, whoever made it, and raise a counter in a scenario; then say what was met."""
    store, refused = open_store(url, raw), 0
    done = 0
    while done < times:
        newest = store.latest_version(name)
        draft = Draft(name, operations()[writer % 3], None if newest is None else newest.id, f"writer {writer}")
        try:
            store.submissions.publish_at_once(draft, alone("test", f"writer {writer}"))
        except StoreError as error:
            if "newer version" not in str(error):
                said.send(("failed", str(error)))
                return
            refused += 1
            continue
        store.scenarios.save(NAME, Scenario(name=f"of writer {writer}", weeks=done + 1))
        done += 1
    said.send(("done", refused))
    store.close()


def write_at_once(url: str, raw: Path, writers: int, times: int, shared: bool) -> tuple[list[str], int]:
    """Let writers save at once; gives what went wrong, and how often a writer was told of a newer version.

    Parameters
    ----------
    shared
        Whether all save versions of one operation, which only one of them can at a time, or each of its own. The record
        of decisions is one for all either way.
    """
    context = multiprocessing.get_context("fork")
    ends, processes = [], []
    for writer in range(writers):
        mine, its = multiprocessing.Pipe(duplex=False)
        process = context.Process(
            target=save_often, args=(url, raw, writer, times, NAME if shared else f"{NAME} {writer}", its)
        )
        process.start()
        its.close()
        ends.append(mine)
        processes.append(process)
    faults, refused = [], 0
    for mine, process in zip(ends, processes, strict=True):
        try:
            what, detail = mine.recv()
        except EOFError:
            what, detail = "failed", "a writer died"
        process.join()
        if what == "failed":
            faults.append(str(detail))
        else:
            refused += int(detail)
    store = open_store(url, raw)
    faults += _half_written(store, raw)
    saved = sum(len(store.versions(name)) for name in store.operations())
    if saved != writers * times:
        faults.append(f"{saved} versions of {writers * times} are there")
    kept = store.scenarios.of(NAME)
    faults += [f"{title} is lost" for title, entry in kept.items() if entry.scenario.weeks != times]
    if len(kept) != writers:
        faults.append(f"{len(kept)} scenarios of {writers} are there")
    store.close()
    return faults, refused
