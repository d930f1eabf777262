"""Work for the tests of the engines, at the top of a module as workers need it."""

import os
import signal
import time
from pathlib import Path
from types import MappingProxyType

import numpy as np

from core.errors import InvalidScenario

KILLED = "killed-"


def sum_of(batch):
    """A sum whose last bits depend on its order."""
    return float(np.random.default_rng(batch).normal(size=100_000).sum())


def summed(batch):
    """The same, taking its time, and who added it up."""
    time.sleep(0.15)
    return sum_of(batch), os.getpid()


def refused(batch):
    """An error with its hint for one batch."""
    if batch == 2:
        raise InvalidScenario("Not this one.", hint="Take another.")
    return batch


def read_only(batch):
    """What a read-only view becomes on its way there and back."""
    return MappingProxyType({**batch, "b": 2})


def killed_once(batch):
    """The first worker that has a batch kills itself in the middle; who asks takes its time."""
    number, folder, asker = batch
    if os.getpid() == asker:
        time.sleep(0.4)
    else:
        try:
            (Path(folder) / f"{KILLED}{number}").touch(exist_ok=False)
            os.kill(os.getpid(), signal.SIGKILL)
        except FileExistsError:
            pass
    return number


def always_killed(batch):
    """No process survives this but the one that asks, which takes its time."""
    if os.getpid() == batch:
        time.sleep(0.4)
        return
    os.kill(os.getpid(), signal.SIGKILL)


def slow(batch):
    """Some tenths of a second, with a line that says where it begins."""
    number, folder = batch
    (Path(folder) / f"{number}.{os.getpid()}").touch()
    time.sleep(0.4)
    return number
