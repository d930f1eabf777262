"""Where this installation keeps things, read from the environment once by the doors."""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import AidError

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class AppSettings:
    """Folders and addresses of one installation.

    Attributes
    ----------
    home
        Working folder for the database, raw files and cached results (``AID_HOME``).
    database_url
        SQLAlchemy address of the store; SQLite in ``home`` by default, PostgreSQL by ``AID_DATABASE_URL``.
    models
        Folder of trained models (``AID_MODELS``).
    demonstration
        Folder of the demonstration operation.
    standards
        Folder of the profiles of known standards (``AID_STANDARDS``).
    young_growth
        File of how young camps grow, for camps with a planning figure.
    cache_bytes
        Largest size of the cached results (``AID_CACHE_MB``).
    time_limit_seconds
        Longest solve (``AID_TIME_LIMIT_SECONDS``).
    """

    home: Path
    database_url: str
    models: Path
    demonstration: Path
    standards: Path
    young_growth: Path
    cache_bytes: int
    time_limit_seconds: float


def read_environment(environment: Mapping[str, str] = os.environ) -> AppSettings:
    """Settings of this process.

    Raises
    ------
    AidError
        If a number cannot be used.
    """
    home = Path(environment.get("AID_HOME", PROJECT / "var")).absolute()
    return AppSettings(
        home=home,
        database_url=environment.get("AID_DATABASE_URL", f"sqlite:///{home / 'planner.sqlite'}"),
        models=Path(environment.get("AID_MODELS", PROJECT / "models")),
        demonstration=PROJECT / "data" / "demo",
        standards=Path(environment.get("AID_STANDARDS", PROJECT / "data" / "standards")),
        young_growth=PROJECT / "data" / "young_growth.json",
        cache_bytes=int(_positive(environment, "AID_CACHE_MB", 500) * 1e6),
        time_limit_seconds=_positive(environment, "AID_TIME_LIMIT_SECONDS", 120),
    )


def _positive(environment: Mapping[str, str], name: str, default: float) -> float:
    told = environment.get(name, str(default))
    try:
        value = float(told)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise AidError(f"{name} is “{told}”; a number above 0 was expected.", f"Correct {name} or take it away.")
    return value
