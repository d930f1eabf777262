"""Work on batches wherever the setting says; the answers come back in the order of the batches."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import TypeVar

from core.parallel.dask_cluster import run_on_cluster
from core.parallel.engine import Engine
from core.parallel.local_processes import run_in_processes

Batch = TypeVar("Batch")
Answer = TypeVar("Answer")

SECONDS_BETWEEN_TICKS = 0.2


def run_all(
    engine: Engine,
    function: Callable[[Batch], Answer],
    batches: Sequence[Batch],
    tick: Callable[[float], None] = lambda _: None,
) -> list[Answer]:
    """Ask a function about every batch.

    A batch should be seconds of work: a process takes one or two to begin, a cluster some milliseconds for each. How
    work is cut into batches must not depend on the engine, for numbers are added up within a batch: the same batches
    give the same answer to the last bit everywhere. A worker that is killed loses nothing; another one does its batch.

    Parameters
    ----------
    function
        Defined at the top of a module that every worker can import; a pure function of its batch.
    tick
        Told the share of batches done, between batches and while waiting for others; an exception of it ends the work.

    Raises
    ------
    SourceUnavailable
        If the cluster cannot be reached, or workers end again and again.
    """
    if engine.kind == "dask" and batches:
        return run_on_cluster(engine.address, function, batches, tick)
    workers = min(engine.workers, len(batches))
    if workers <= 1:
        return _one_after_the_other(function, batches, tick)
    if engine.kind == "threads":
        return _in_threads(workers, function, batches, tick)
    return run_in_processes(workers, function, batches, tick)


def _one_after_the_other(
    function: Callable[[Batch], Answer], batches: Sequence[Batch], tick: Callable[[float], None]
) -> list[Answer]:
    answers = []
    for number, batch in enumerate(batches):
        tick(number / len(batches))
        answers.append(function(batch))
    tick(1.0)
    return answers


def _in_threads(
    workers: int, function: Callable[[Batch], Answer], batches: Sequence[Batch], tick: Callable[[float], None]
) -> list[Answer]:
    pool = ThreadPoolExecutor(workers)
    try:
        asked = [pool.submit(function, batch) for batch in batches]
        waiting = set(asked)
        while waiting:
            tick(1 - len(waiting) / len(asked))
            done, waiting = wait(waiting, SECONDS_BETWEEN_TICKS, FIRST_COMPLETED)
            for each in done:
                each.result()
        tick(1.0)
        return [each.result() for each in asked]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
