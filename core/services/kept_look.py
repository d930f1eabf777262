"""One look at the health of an operation a day, model and data version: made once and put on record."""

import contextlib
import dataclasses
import datetime as dt

from core.errors import StoreError
from core.services.health import RUNS_SHOWN, Health, keep_health, look_at_health
from core.services.open_operation import OpenOperation
from core.services.resources import Resources


def look_and_keep(resources: Resources, opened: OpenOperation, today: dt.date) -> Health:
    """Look at an operation, and put the look on record where the last one was of another day, model or data version.

    Raises
    ------
    ModelNotFound, ModelIntegrity
        If no model can be used.
    """
    found = look_at_health(resources, opened, today)
    # a store that takes nothing is told by itself; the look is shown all the same
    with contextlib.suppress(StoreError):
        last = resources.store.health_records.of(found.operation, 1)
        is_known = last and (last[0].as_of, last[0].data_version, last[0].model_version) == (
            found.as_of.date(),
            opened.version.id,
            found.model_version,
        )
        if not is_known:
            keep_health(resources, opened, found)
    return found


def with_newest_runs(resources: Resources, health: Health) -> Health:
    """The same look beside the steps that flows have done since."""
    with contextlib.suppress(StoreError):
        runs = resources.store.flow_runs.newest(RUNS_SHOWN, health.operation)
        return dataclasses.replace(health, runs=tuple(runs))
    return health
