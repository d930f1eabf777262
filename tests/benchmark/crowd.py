"""Many people at once on the demonstration: time of an interaction, errors, memory of a session.

    python -m tests.benchmark crowd
    AID_CROWD_REPLICAS=2 python -m tests.benchmark crowd
    AID_CROWD_PEOPLE=5 AID_CROWD_SECONDS=30 python -m tests.benchmark crowd

Each person is a web socket session of its own, as a browser window has one, and acts every ten seconds. An act is going
to another page: the whole script runs, and the clock stops when its last frame has come. What a browser then draws is
not in it. Before the crowd comes, every page has been opened once, so that the plan is solved. With replicas there are
that many servers on one working folder and SQLite, and people go to them in turn.
"""

import asyncio
import os
import random
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from tests.serving import running_app

PAGES = ("today", "overview", "map", "forecast", "needs", "inventory", "plan", "data")
EVERY_SECONDS = 10.0
MOST_P95_SECONDS = 2.0
LONGEST_SECONDS = 120.0
FAULT = b"This page could not be made"


@dataclass
class Seen:
    """What people saw: page and seconds of each act, and what went wrong."""

    acts: list[tuple[str, float]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def main() -> bool:
    """Print the table; whether the 95th percentile and the errors are within bounds."""
    people = int(os.environ.get("AID_CROWD_PEOPLE", "30"))
    lasting = float(os.environ.get("AID_CROWD_SECONDS", "90"))
    replicas = int(os.environ.get("AID_CROWD_REPLICAS", "1"))
    load, seen = os.getloadavg()[0], Seen()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        shared = {"AID_HOME": str(Path(folder) / "shared")}
        running = [servers.enter_context(running_app(Path(folder) / f"{n}", **shared)) for n in range(replicas)]
        addresses = [server.address for server in running]
        asyncio.run(_warmed_up(addresses))
        before = _resident_bytes([server.process.pid for server in running])
        after = asyncio.run(_crowd(addresses, people, lasting, seen, [server.process.pid for server in running]))
    acts = pd.DataFrame(seen.acts, columns=["page", "seconds"])
    told = acts.groupby("page")["seconds"].agg(acts="size", p50="median", p95=lambda s: s.quantile(0.95), most="max")
    print(told.round(2).to_string())
    p95 = float(np.quantile(acts["seconds"], 0.95)) if len(acts) else float("inf")
    print(
        f"{people} people, {replicas} server(s), {lasting:.0f} s, {os.cpu_count()} processors, load before {load:.1f}: "
        f"{len(acts)} acts, p50 {acts['seconds'].median():.2f} s, p95 {p95:.2f} s, {len(seen.faults)} errors; "
        f"{before / 1e6:.0f} MB before, {(after - before) / people / 1e6:.1f} MB a session"
    )
    for fault in seen.faults[:5]:
        print("  ", fault)
    return p95 <= MOST_P95_SECONDS and not seen.faults


async def _warmed_up(addresses: list[str]) -> None:
    for address in addresses:
        async with _window(address) as socket:
            for page in PAGES:
                for _ in range(30):
                    begun = time.monotonic()
                    await _open(socket, page)
                    if page != "plan" or time.monotonic() - begun < 1.0:
                        break


async def _crowd(addresses: list[str], people: int, lasting: float, seen: Seen, servers: list[int]) -> int:
    until = time.monotonic() + lasting
    tasks = [
        asyncio.create_task(_person(addresses[number % len(addresses)], number, until, seen))
        for number in range(people)
    ]
    await asyncio.sleep(lasting)
    after = _resident_bytes(servers)
    await asyncio.gather(*tasks)
    return after


async def _person(address: str, number: int, until: float, seen: Seen) -> None:
    drawn = random.Random(number)
    await asyncio.sleep(drawn.uniform(0, EVERY_SECONDS))
    try:
        async with _window(address) as socket:
            while time.monotonic() < until:
                page, begun = drawn.choice(PAGES), time.monotonic()
                fault = await asyncio.wait_for(_open(socket, page), LONGEST_SECONDS)
                seconds = time.monotonic() - begun
                seen.acts.append((page, seconds))
                if fault:
                    seen.faults.append(f"{page}: {fault}")
                await asyncio.sleep(max(EVERY_SECONDS - seconds, 0))
    except (OSError, TimeoutError) as error:
        seen.faults.append(f"{type(error).__name__}: {error}")


def _window(address: str) -> connect:
    stream = f"{address.replace('http', 'ws')}/_stcore/stream"
    return connect(stream, origin=address, subprotocols=["streamlit"], max_size=None)


async def _open(socket: ClientConnection, page: str) -> str:
    """Go to a page; what went wrong, or nothing."""
    asked, fault = BackMsg(), ""
    asked.rerun_script.page_name = "" if page == "today" else page
    await socket.send(asked.SerializeToString())
    while True:
        frame = await socket.recv()
        assert isinstance(frame, bytes)
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            fault = message.delta.new_element.exception.message
        if FAULT in frame:
            fault = FAULT.decode()
        if kind == "script_finished":
            finished = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            return fault or ("" if finished else "the script did not finish")


def _resident_bytes(servers: list[int]) -> int:
    return sum(psutil.Process(server).memory_info().rss for server in servers)
