"""What the use cases stand on: models, cached results, the store, and where they live."""

from dataclasses import dataclass

from core.forecasting.model import ForecastModel
from core.registry import ModelRegistry
from core.results import ResultCache
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
