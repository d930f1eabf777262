"""Batches on a Dask cluster: the one file that knows Dask.

Every worker runs this same program (the same image): a batch is refused by a worker whose source differs, for its
numbers could differ too.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from core.errors import SourceUnavailable
from core.parallel.packed import answer, pack, result_of
from core.source_hash import source_hash

SECONDS_TO_CONNECT = 10
SECONDS_WITHOUT_WORKERS = 60.0
"""How long a cluster may have no worker at all before the work is given up."""
SECONDS_BETWEEN_LOOKS = 0.05


def run_on_cluster(
    address: str, function: Callable[[Any], Any], batches: Sequence[Any], tick: Callable[[float], None]
) -> list[Any]:
    """As ``run_all``, on the cluster of a scheduler."""
    from distributed import Client, KilledWorker
    from distributed.client import FutureCancelledError

    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SourceUnavailable(
            f"The cluster at {address} cannot be reached.", "Start its scheduler, or take AID_PARALLEL away."
        ) from error
    with client:
        asked = [
            client.submit(answer_of_same_source, source_hash(), pack(function, batch), pure=False) for batch in batches
        ]
        waiting, alive = set(asked), time.monotonic()
        try:
            while waiting:
                tick(1 - len(waiting) / len(asked))
                time.sleep(SECONDS_BETWEEN_LOOKS)
                done = {each for each in waiting if each.status != "pending"}
                waiting -= done
                for each in done:
                    if each.status != "finished":
                        each.result()
                if done or (client.status == "running" and client.scheduler_info(n_workers=1)["workers"]):
                    alive = time.monotonic()
                if time.monotonic() - alive > SECONDS_WITHOUT_WORKERS:
                    raise SourceUnavailable(
                        f"The cluster at {address} has no worker.", "Start workers, or take AID_PARALLEL away."
                    )
            answers = [result_of(packed) for packed in client.gather(asked)]
        except (KilledWorker, FutureCancelledError) as error:
            raise SourceUnavailable(
                f"Workers of the cluster at {address} ended again and again over the same part of the work.",
                "Most often memory ran out: give the workers more.",
            ) from error
        finally:
            client.cancel(asked)
        tick(1.0)
        return answers


def answer_of_same_source(source: str, packed: bytes) -> bytes:
    """Run on a worker: the answer to a packed batch.

    Raises
    ------
    SourceUnavailable
        If the worker runs another program than the one that asks.
    """
    if source != source_hash():
        raise SourceUnavailable(
            "A worker of the cluster runs another version of the program.", "Start its workers from the same image."
        )
    return answer(packed)
