"""Where batches are worked on, as one setting says it."""

import os
import re
from dataclasses import dataclass
from typing import Literal

from core.errors import AidError

MOST_WORKERS = 256
_LOCAL = re.compile(r"(processes|threads):([0-9]{1,4})")
_DASK = re.compile(r"dask:((?:tcp|tls)://\S+:[0-9]{1,5})")


@dataclass(frozen=True)
class Engine:
    """Where work is done.

    Attributes
    ----------
    kind
        ``processes`` and ``threads`` of this machine, or a ``dask`` cluster.
    workers
        How many of this machine, with the process that asks. Of no meaning for a cluster.
    address
        Of the scheduler of a cluster; else empty.
    """

    kind: Literal["processes", "threads", "dask"]
    workers: int = 1
    address: str = ""


HERE = Engine("processes", 1)
"""The process that asks, one batch after the other."""


def read_engine(told: str) -> Engine:
    """The engine a setting names; as many processes as this process has processors where it is empty.

    Raises
    ------
    AidError
        If it names none.

    Examples
    --------
    >>> read_engine("threads:4")
    Engine(kind='threads', workers=4, address='')
    >>> read_engine("dask:tcp://scheduler:8786").address
    'tcp://scheduler:8786'
    """
    told = told.strip()
    if not told:
        return Engine("processes", processors())
    if of_cluster := _DASK.fullmatch(told):
        return Engine("dask", address=of_cluster[1])
    local = _LOCAL.fullmatch(told)
    if local is None or not 1 <= int(local[2]) <= MOST_WORKERS:
        raise AidError(
            f"AID_PARALLEL is “{told}”; processes:N, threads:N (N from 1 to {MOST_WORKERS}) or dask:tcp://host:8786 "
            "was expected.",
            "Correct AID_PARALLEL or take it away.",
        )
    return Engine("threads" if local[1] == "threads" else "processes", int(local[2]))


def processors() -> int:
    """Processors this process may use: those it is bound to, or fewer where its container has a quota."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as file:
            quota, period = file.read().split()
        bound = min(bound, max(1, int(int(quota) / int(period))))
    except (OSError, ValueError):
        pass  # no such control group, or the quota is the word "max"
    return min(bound, MOST_WORKERS)
