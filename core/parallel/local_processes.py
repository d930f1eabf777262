"""Batches in processes of this machine: each ends with the one that asks, however that ends.

The one that asks works too, so that short work is done before another process has begun, and costs nothing more.
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
import time
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
SECONDS_TO_BEGIN = 2.0
"""Work left, done by one process, from which others are started: about what one takes to import the program."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Processes share the processors; each counts with one thread."""


def run_in_processes(
    workers: int, function: Callable[[Any], Any], batches: Sequence[Any], tick: Callable[[float], None]
) -> list[Any]:
    """As ``run_all``, with so many processes, this one among them."""
    others = _Others(function, batches)
    answers: dict[int, Any] = {}
    begun = time.monotonic()
    try:
        while len(answers) < len(batches):
            tick(len(answers) / len(batches))
            number = others.next_number()
            if number is not None:
                answers[number] = function(batches[number])
            answers.update(others.answered(wait=number is None))
            left = (time.monotonic() - begun) / len(answers) * (len(batches) - len(answers))
            if left > SECONDS_TO_BEGIN:
                others.start(workers - 1)
        tick(1.0)
    finally:
        others.end()
    return [answers[number] for number in range(len(batches))]


class _Others:
    """Processes that take batches from one list; started once, when it is worth it."""

    def __init__(self, function: Callable[[Any], Any], batches: Sequence[Any]) -> None:
        self._function = function
        self._batches = batches
        self._waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._answered: queue.SimpleQueue[tuple[int, bytes | BaseException]] = queue.SimpleQueue()
        self._is_over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._children: list[_Child] = []
        for number in range(len(batches)):
            self._waiting.put(number)

    def start(self, count: int) -> None:
        """Start so many, unless they are."""
        if not self._threads:
            self._threads = [threading.Thread(target=self._keep_asking, daemon=True) for _ in range(count)]
            for thread in self._threads:
                thread.start()

    def next_number(self) -> int | None:
        """A batch that nobody has taken; None where there is none."""
        with contextlib.suppress(queue.Empty):
            return self._waiting.get_nowait()
        return None

    def answered(self, *, wait: bool) -> dict[int, Any]:
        """Results that came since the last look; where it waits, it waits for one a little while.

        Raises
        ------
        Exception
            The first error a batch ended with.
        """
        results: dict[int, Any] = {}
        with contextlib.suppress(queue.Empty):
            while True:
                number, found = self._answered.get(wait and not results, SECONDS_BETWEEN_TICKS)
                if isinstance(found, BaseException):
                    raise found
                results[number] = result_of(found)
        return results

    def end(self) -> None:
        """End every process, whatever it is doing."""
        self._is_over.set()
        for child in list(self._children):
            child.end()
        for thread in self._threads:
            thread.join()
        # one may have been started between the two
        for child in self._children:
            child.end()

    def _keep_asking(self) -> None:
        child: _Child | None = None
        while not self._is_over.is_set() and (number := self.next_number()) is not None:
            try:
                child = child or self._new_child()
                packed = pack(self._function, self._batches[number])
                for _ in range(MOST_ENDS):
                    found = child.ask(packed)
                    if found or self._is_over.is_set():
                        break
                    child.end()
                    child = self._new_child()
                else:
                    raise SourceUnavailable(
                        f"{MOST_ENDS} processes in a row ended over the same part of the work.",
                        "Most often memory ran out: set AID_PARALLEL to fewer processes.",
                    )
                self._answered.put((number, found))
            except BaseException as error:
                self._answered.put((number, error))

    def _new_child(self) -> "_Child":
        child = _Child()
        self._children.append(child)
        return child


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

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "core.parallel.local_child"],
            cwd=PROJECT,
            env={**os.environ, **ONE_THREAD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

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
