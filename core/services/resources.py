"""What the use cases stand on: models, cached results, the store, and where they live."""

import datetime as dt
from dataclasses import dataclass, replace

from core.errors import StoreUnavailable
from core.forecasting.model import ForecastModel
from core.parallel import HERE
from core.registry import ModelRegistry
from core.results import ResultCache
from core.secrets_folder import SecretsFolder, secrets_folder
from core.settings import AppSettings
from core.store import Store


@dataclass(frozen=True, eq=False)
class Resources:
    """Built once per process by ``core.bootstrap``."""

    settings: AppSettings
    registry: ModelRegistry[ForecastModel]
    results: ResultCache
    store: Store
    code_version: str
    """Version and hash of the source; part of every cache key."""


def secrets_of(resources: Resources) -> SecretsFolder:
    """The secrets of this installation: ``AID_SECRETS``, or ``secrets`` in the working folder."""
    return secrets_folder(resources.settings.home)


def for_workers(resources: Resources) -> Resources:
    """The same for processes that compute: they have no store, and are told no password."""
    settings = replace(resources.settings, database_url="", metrics_token=None, parallel=HERE)
    return replace(resources, settings=settings, store=Store("", settings.home / "raw", _no_clock))


def _no_clock() -> dt.datetime:
    raise StoreUnavailable("A process that computes has no store.")
