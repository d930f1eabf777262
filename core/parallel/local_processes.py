"""Batches in processes of this machine: each ends with the one that asks, however that ends.

They are started as programs of their own, not as copies of the one that asks: a copy would import the script that
asks once more, which for a page is the whole page.
"""

import contextlib
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from core.errors import SourceUnavailable
from core.parallel.packed import pack, result_of

PROJECT = Path(__file__).parents[2]
LENGTH = struct.Struct(">Q")
MOST_ENDS = 3
"""Processes that may end over one batch before it fails."""
SECONDS_BETWEEN_TICKS = 0.2
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Processes share the processors; each counts with one thread."""


def run_in_processes(
    workers: int, function: Callable[[Any], Any], batches: Sequence[Any], tick: Callable[[float], None]
) -> list[Any]:
    """As ``run_all``, with so many processes."""
    children: list[_Child] = []
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    answered: queue.SimpleQueue[tuple[int, bytes | BaseException]] = queue.SimpleQueue()
    is_over = threading.Event()
    for number in range(len(batches)):
        waiting.put(number)

    def keep_asking() -> None:
        child = _Child(children)
        while not is_over.is_set():
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                child, found = _ask(child, children, pack(function, batches[number]), is_over)
                answered.put((number, found))
            except BaseException as error:
                answered.put((number, error))

    threads = [threading.Thread(target=keep_asking, daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    answers: dict[int, Any] = {}
    try:
        while len(answers) < len(batches):
            tick(len(answers) / len(batches))
            with contextlib.suppress(queue.Empty):
                number, found = answered.get(timeout=SECONDS_BETWEEN_TICKS)
                if isinstance(found, BaseException):
                    raise found
                answers[number] = result_of(found)
        tick(1.0)
    finally:
        is_over.set()
        for child in list(children):
            child.end()
        for thread in threads:
            thread.join()
        for child in children:
            child.end()
    return [answers[number] for number in range(len(batches))]


def read_frame(stream: IO[bytes]) -> bytes:
    """The next message of a stream: its length, then itself; empty where the stream has ended."""
    begin = stream.read(LENGTH.size)
    if len(begin) < LENGTH.size:
        return b""
    length = LENGTH.unpack(begin)[0]
    message = stream.read(length)
    return message if len(message) == length else b""


def write_frame(stream: IO[bytes], message: bytes) -> None:
    """Write a message with its length before it."""
    stream.write(LENGTH.pack(len(message)) + message)
    stream.flush()


class _Child:
    """A process that answers one batch at a time."""

    def __init__(self, children: "list[_Child]") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "core.parallel.local_child"],
            cwd=PROJECT,
            env={**os.environ, **ONE_THREAD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        children.append(self)

    def ask(self, packed: bytes) -> bytes:
        """The answer; empty where the process ended over it."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            write_frame(process.stdin, packed)
            return read_frame(process.stdout)
        except (OSError, ValueError):
            return b""

    def end(self) -> None:
        """End the process and wait for it."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            # what was not taken any more is of no use to anybody
            with contextlib.suppress(OSError, ValueError):
                if stream is not None:
                    stream.close()


def _ask(child: _Child, children: list[_Child], packed: bytes, is_over: threading.Event) -> tuple[_Child, bytes]:
    for _ in range(MOST_ENDS):
        found = child.ask(packed)
        if found or is_over.is_set():
            return child, found
        child.end()
        child = _Child(children)
    raise SourceUnavailable(
        f"{MOST_ENDS} processes in a row ended over the same part of the work.",
        "Most often memory ran out: set AID_PARALLEL to fewer processes.",
    )
