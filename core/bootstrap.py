"""The wiring: builds what the use cases stand on; the only module that knows every part."""

import datetime as dt
import hashlib
from functools import cache
from pathlib import Path

from core import __version__
from core.errors import SourceUnavailable
from core.forecasting.storage import read_model
from core.own_files import make_private
from core.registry import ModelRegistry
from core.results import ResultCache
from core.services.resources import Resources
from core.settings import AppSettings, read_environment
from core.source_hash import source_hash
from core.store import Store


@cache
def code_version(young_growth: Path) -> str:
    """Version of the program with a hash of its source, so that no result outlives the code that made it.

    Parameters
    ----------
    young_growth
        File of the growth of young camps; learnt once and shipped, it counts as source.
    """
    digest = hashlib.sha256(source_hash().encode())
    digest.update(young_growth.read_bytes() if young_growth.is_file() else b"")
    return f"{__version__}+{digest.hexdigest()[:12]}"


def build_resources(settings: AppSettings | None = None) -> Resources:
    """Everything a door needs to answer.

    Raises
    ------
    SourceUnavailable
        If the working folder is not there and cannot be made.
    """
    settings = settings or read_environment()
    try:
        make_private(settings.home)
    except OSError as error:
        raise SourceUnavailable(
            f"The working folder {settings.home} cannot be made: {error.strerror}.",
            "Name a folder you may write to in AID_HOME.",
        ) from error
    return Resources(
        settings=settings,
        registry=ModelRegistry(settings.models, read_model),
        results=ResultCache(settings.home / "results", settings.cache_bytes),
        store=Store(settings.database_url, settings.home / "raw", now=lambda: dt.datetime.now(dt.UTC)),
        code_version=code_version(settings.young_growth),
    )
