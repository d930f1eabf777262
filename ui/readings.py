"""Large uploads being read beside the pages: a process each, owned by the server, watched and cancelled by them."""

import atexit
import contextlib
import json
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Literal

from core.locale import message
from core.services.packed_preview import unpacked
from core.services.read_upload import UploadQuestion
from core.services.upload_tables import Preview
from ui.language import say

State = Literal["queued", "running", "done", "failed", "cancelled"]
AT_ONCE = 2
"""Uploads read at the same time; others wait."""
MOST_KEPT = 3
"""Previews kept; the oldest give way. They hold whole files."""
SECONDS_BETWEEN_LOOKS = 0.02


@dataclass(frozen=True, eq=False)
class Reading:
    """One upload that is being read, or was.

    Attributes
    ----------
    share, message
        How far it is, 0 to 1, and what is being done.
    preview
        What came of it.
    error, hint
        Why nothing came of it, and what to do.
    asked_at
        Seconds of the monotonic clock.
    """

    key: str
    state: State = "queued"
    share: float = 0.0
    message: str = message("Starting")
    preview: Preview | None = None
    error: str = ""
    hint: str = ""
    asked_at: float = field(default_factory=time.monotonic)

    def seconds(self) -> float:
        """Seconds since it was asked for."""
        return time.monotonic() - self.asked_at

    def is_under_way(self) -> bool:
        """Whether an answer is still to come."""
        return self.state in ("queued", "running")


class ReadingRoom:
    """Reads uploads in processes of their own; safe to use from every session's thread."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self._readings: dict[str, Reading] = {}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.RLock()
        self._places = threading.Semaphore(AT_ONCE)
        atexit.register(self.close)

    def ask(self, key: str, question: UploadQuestion, files: Mapping[str, bytes]) -> Reading:
        """Have files read; the same files and question twice are one reading."""
        with self._lock:
            known = self._readings.get(key)
            if known is not None:
                return known
            ended = [other for other, reading in self._readings.items() if not reading.is_under_way()]
            for oldest in ended[: max(0, len(ended) - MOST_KEPT + 1)]:
                del self._readings[oldest]
            self._readings[key] = Reading(key)
        threading.Thread(target=self._read, args=(key, question, files), daemon=True).start()
        return self._readings[key]

    def wait(self, key: str, seconds: float) -> Reading | None:
        """The reading as it is once it has ended, or after so many seconds."""
        until = time.monotonic() + seconds
        while (reading := self.reading(key)) is not None and reading.is_under_way() and time.monotonic() < until:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        return self.reading(key)

    def reading(self, key: str) -> Reading | None:
        """What is known of a reading; None where nobody asked for it."""
        with self._lock:
            return self._readings.get(key)

    def cancel(self, key: str) -> None:
        """Stop reading; nothing of the files stays."""
        with self._lock:
            reading = self._readings.get(key)
            if reading is None or not reading.is_under_way():
                return
            self._readings[key] = replace(reading, state="cancelled", message="Cancelled")
            process = self._processes.pop(key, None)
        if process is not None:
            process.kill()

    def forget(self, key: str) -> None:
        """Drop a reading, so that it can be asked for again."""
        self.cancel(key)
        with self._lock:
            self._readings.pop(key, None)

    def close(self) -> None:
        """End every process; called when the server ends."""
        with self._lock:
            processes, self._processes = list(self._processes.values()), {}
        for process in processes:
            process.kill()
            process.wait()

    def _read(self, key: str, question: UploadQuestion, files: Mapping[str, bytes]) -> None:
        with self._places:
            process = self._start(key)
            if process is None or process.stdin is None or process.stdout is None:
                return
            # the process talks while it still reads; who only writes would wait for ever
            threading.Thread(target=_hand_over, args=(process.stdin, question, files), daemon=True).start()
            try:
                self._listen(key, process.stdout, files)
            finally:
                with contextlib.suppress(OSError):
                    process.stdout.close()
                process.wait()
                with self._lock:
                    self._processes.pop(key, None)
                self._change(
                    key,
                    state="failed",
                    error=say("The process that reads the files ended before it had an answer."),
                    hint=say("They may need more memory than there is: bring them in one by one, or split them."),
                )

    def _start(self, key: str) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if not self._is_under_way(key):
                return None
            # what a library says of a file may hold a cell of it: it goes nowhere
            process = subprocess.Popen(
                [sys.executable, "-m", "entrypoints.reader"],
                cwd=self.project,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._processes[key] = process
            self._change(key, state="running")
            return process

    def _listen(self, key: str, out: IO[bytes], files: Mapping[str, bytes]) -> None:
        while len(head := out.read(9)) == 9:
            payload = out.read(struct.unpack(">Q", head[1:])[0])
            if head[:1] == b"P":
                told = json.loads(payload)
                self._change(key, share=float(told["share"]), message=str(told["message"]))
            elif head[:1] == b"F":
                told = json.loads(payload)
                self._change(key, state="failed", error=str(told["message"]), hint=str(told["hint"]))
            elif head[:1] == b"D":
                preview = unpacked(payload, files)
                self._change(key, state="done", share=1.0, message=say("Done"), preview=preview)

    def _change(self, key: str, **changed: object) -> None:
        """Change what is known of a reading that is under way; one that has ended stays as it ended."""
        with self._lock:
            if self._is_under_way(key):
                self._readings[key] = replace(self._readings[key], **changed)  # type: ignore[arg-type]

    def _is_under_way(self, key: str) -> bool:
        reading = self._readings.get(key)
        return reading is not None and reading.is_under_way()


def _hand_over(pipe: IO[bytes], question: UploadQuestion, files: Mapping[str, bytes]) -> None:
    header = {"question": question.to_text(), "files": [[name, len(data)] for name, data in files.items()]}
    # a reader that was cancelled has closed its end
    with contextlib.suppress(OSError):
        pipe.write(json.dumps(header).encode() + b"\n")
        for data in files.values():
            pipe.write(data)
        pipe.close()
