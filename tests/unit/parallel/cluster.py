"""A Dask cluster as it is run: a scheduler and two workers, each a process of its own, on this machine alone."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.settings import PROJECT

START_SECONDS = 60


@dataclass
class Cluster:
    """Address of the scheduler, and the workers' processes."""

    address: str
    workers: list[subprocess.Popen]


@contextlib.contextmanager
def running_cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """Start a cluster and end it; a worker has one thread and ends for good when it is killed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    folder.mkdir(parents=True, exist_ok=True)
    begun: list[subprocess.Popen] = []
    with (folder / "cluster.log").open("w") as log:

        def start(*words: str) -> subprocess.Popen:
            environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
            started = subprocess.Popen(
                [sys.executable, "-m", *words], cwd=PROJECT, env=environment, stdout=log, stderr=log
            )
            begun.append(started)
            return started

        try:
            start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
            options = (
                "--nthreads",
                "1",
                "--no-nanny",
                "--no-dashboard",
                "--death-timeout",
                "60",
                "--local-directory",
                str(folder),
            )
            running = [start("distributed.cli.dask_worker", address, *options) for _ in range(workers)]
            _wait_for(address, workers)
            yield Cluster(address, running)
        finally:
            for process in reversed(begun):
                process.kill()
                process.wait()


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with Client(address, timeout=5, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=START_SECONDS)
                return
        except OSError:
            if time.monotonic() > until:
                raise
