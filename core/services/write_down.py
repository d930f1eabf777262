"""Put what this process counted into the store, where every endpoint reads it."""

import logging
import threading

from core.errors import StoreError
from core.log import log_event
from core.metrics.meter import METER
from core.services.resources import Resources
from core.settings import AppSettings
from core.store.database import files_of_database

logger = logging.getLogger(__name__)

_ONE_AT_A_TIME = threading.Lock()


def has_store(settings: AppSettings) -> bool:
    """Whether an installation has a store; one is not made only to count in it."""
    files = files_of_database(settings.database_url)
    return not files or files[0].is_file()


def write_down(resources: Resources) -> bool:
    """Add what was counted since the last time.

    Returns
    -------
    bool
        Whether the store took it. Where it did not, as on a full disk, it is kept for the next time: work never fails
        because it cannot be counted.
    """
    with _ONE_AT_A_TIME:
        pending = METER.take()
        try:
            resources.store.measurements.add(pending)
        except StoreError as error:
            METER.give_back(pending)
            log_event(logger, logging.WARNING, "what was counted could not be written down", kind=type(error).__name__)
            return False
    return True
