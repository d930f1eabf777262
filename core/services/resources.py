"""What the use cases stand on: models, cached results, the store, and where they live."""

from dataclasses import dataclass

from core.forecasting.model import ForecastModel
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
