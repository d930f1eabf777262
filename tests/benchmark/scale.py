"""A simulation on a cluster of one worker and of two, and in processes of this machine: seconds, and how near linear.

    python -m tests.benchmark scale
    AID_SCALE_FUTURES=40 python -m tests.benchmark scale

The demonstration's own operation, every policy week by week in the same futures. Scheduler and workers are processes of
their own; each worker has one thread. Before it is measured each worker has imported the program. The load of the
machine is printed beside: what others take of two processors is missing from the second worker first. So the
processor's own time is printed too: that of the busiest worker is the least time the work takes where each has a
processor to itself.
"""

import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd

from core.bootstrap import build_resources
from core.domain.scenario import Scenario
from core.domain.simulation import SimulationQuestion
from core.parallel import Engine, run_all
from core.services.check_operation import load_folder
from core.services.simulate_policies import simulate
from core.settings import read_environment
from tests.unit.parallel.cluster import Cluster, running_cluster

LEAST_SHARE = 0.8
"""Of linear, on a machine that nobody else uses."""
BUSY = 1.0
"""Load of others from which the bound says nothing about the program."""


def main() -> bool:
    """Print the seconds; whether two workers are near linear, and every answer equal to the last bit."""
    futures = int(os.environ.get("AID_SCALE_FUTURES", "24"))
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        resources = build_resources(read_environment({"AID_HOME": folder}))
        operation = load_folder(resources.settings.demonstration)
        question = SimulationQuestion(policies=("planner", "pro_rata"), weeks=4, futures=futures)

        def seconds(engine: Engine) -> tuple[float, pd.DataFrame]:
            using = replace(resources, settings=replace(resources.settings, parallel=engine))
            begun = time.perf_counter()
            made = simulate(using, operation, Scenario(weeks=4), question)
            return time.perf_counter() - begun, made.tables["outcomes"]

        rows, answers = [], []
        for workers in (1, 2):
            with running_cluster(Path(folder) / f"cluster{workers}", workers) as cluster:
                engine = Engine("dask", address=cluster.address)
                run_all(engine, _warmed_up, list(range(8)))
                before = _processor_seconds(cluster)
                taken, answer = seconds(engine)
                busiest = max(after - had for after, had in zip(_processor_seconds(cluster), before, strict=True))
            rows.append({"engine": "dask", "workers": workers, "seconds": taken, "busiest worker": busiest})
            answers.append(answer)
            print(f"  {rows[-1]['engine']} {workers}: {taken:.1f} s", flush=True)
        for workers in (1, 2):
            taken, answer = seconds(Engine("processes", workers))
            rows.append({"engine": "processes", "workers": workers, "seconds": taken})
            answers.append(answer)
            print(f"  {rows[-1]['engine']} {workers}: {taken:.1f} s", flush=True)
        resources.store.close()
    table = pd.DataFrame(rows)
    table["times faster"] = table.groupby("engine")["seconds"].transform("first") / table["seconds"]
    print(f"{futures} futures, 2 policies, 4 weeks; {os.cpu_count()} processors, load before {load:.1f}")
    print(table.round(2).to_string(index=False))
    same = all(answer.equals(answers[0]) for answer in answers)
    print("every answer equal to the last bit" if same else "ANSWERS DIFFER")
    share = float(table["times faster"].iloc[1]) / 2
    by_processor = float(table["busiest worker"].iloc[0] / table["busiest worker"].iloc[1]) / 2
    print(f"two workers of a cluster: {share:.0%} of linear, {by_processor:.0%} by the processor's own time")
    if load > BUSY:
        print(f"the machine was busy, so the bound of {LEAST_SHARE:.0%} is asked of the processor's time alone")
        return same and by_processor >= LEAST_SHARE
    return same and share >= LEAST_SHARE


def _processor_seconds(cluster: Cluster) -> list[float]:
    """Of each worker since it was started."""
    import psutil

    times = [psutil.Process(worker.pid).cpu_times() for worker in cluster.workers]
    return [each.user + each.system for each in times]


def _warmed_up(_batch: int) -> None:
    import core.simulation  # noqa: F401

    time.sleep(0.2)


if __name__ == "__main__":
    raise SystemExit(not main())
