"""Where this installation keeps things, read from the environment once by the doors."""

import ipaddress
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import AidError
from core.log import Form
from core.parallel import HERE, Engine, read_engine

PROJECT = Path(__file__).parents[1]
SHORTEST_TOKEN = 16
"""Characters under which a token could be guessed."""


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
    time_limit_in_parts_seconds
        The same for thousands of camps, which are solved in parts (``AID_TIME_LIMIT_IN_PARTS_SECONDS``).
    is_sign_in_required
        Whether people sign in even while no account exists (``AID_SIGN_IN``: ``accounts``, that is as soon as there is
        one, or ``required``).
    session_idle_minutes
        Minutes without use after which a session ends (``AID_SESSION_IDLE_MINUTES``).
    session_hours
        Hours after which a session ends, used or not (``AID_SESSION_HOURS``).
    is_unknown_email_viewer
        Whether somebody whom the identity provider knows and no account does may look (``AID_UNKNOWN_EMAIL``:
        ``refuse`` or ``viewer``).
    osrm_url
        Address of an OSRM server that measures roads (``AID_OSRM_URL``); None where there is none.
    mlflow_url
        Address of an MLflow server that tracks training runs (``AID_MLFLOW_URL``); None for a file in ``home``.
    log_form
        How the log is written (``AID_LOG``): ``text``, or ``json`` with one object a line.
    monitoring
        File of the limits beyond which an alert is raised (``AID_MONITORING``).
    metrics_token
        Word that a machine has to bring to read the metrics (``AID_METRICS_TOKEN``); None: they are for this machine
        alone.
    parallel
        Where scenarios, backtests, stress tests, simulations and forecasts of many camps are worked on
        (``AID_PARALLEL``): ``processes:N`` or ``threads:N`` of this machine, or a cluster, ``dask:tcp://host:8786``;
        as many processes as there are processors by default.
    """

    home: Path
    database_url: str
    models: Path
    demonstration: Path
    standards: Path
    young_growth: Path
    cache_bytes: int
    time_limit_seconds: float
    time_limit_in_parts_seconds: float
    is_sign_in_required: bool
    session_idle_minutes: float
    session_hours: float
    is_unknown_email_viewer: bool
    osrm_url: str | None = None
    mlflow_url: str | None = None
    log_form: Form = "text"
    monitoring: Path = PROJECT / "deploy" / "monitoring.toml"
    metrics_token: str | None = None
    parallel: Engine = HERE


def read_environment(environment: Mapping[str, str] = os.environ) -> AppSettings:
    """Settings of this process.

    Raises
    ------
    AidError
        If a number or a word cannot be used.
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
        time_limit_in_parts_seconds=_positive(environment, "AID_TIME_LIMIT_IN_PARTS_SECONDS", 600),
        is_sign_in_required=_word(environment, "AID_SIGN_IN", ("accounts", "required")) == "required",
        session_idle_minutes=_positive(environment, "AID_SESSION_IDLE_MINUTES", 60),
        session_hours=_positive(environment, "AID_SESSION_HOURS", 12),
        is_unknown_email_viewer=_word(environment, "AID_UNKNOWN_EMAIL", ("refuse", "viewer")) == "viewer",
        osrm_url=environment.get("AID_OSRM_URL", "").strip() or None,
        mlflow_url=environment.get("AID_MLFLOW_URL", "").strip() or None,
        log_form="json" if _word(environment, "AID_LOG", ("text", "json")) == "json" else "text",
        monitoring=Path(environment.get("AID_MONITORING", PROJECT / "deploy" / "monitoring.toml")),
        metrics_token=_token(environment),
        parallel=read_engine(environment.get("AID_PARALLEL", "")),
    )


def is_of_this_machine(address: str | None) -> bool:
    """Whether an address is reached from this machine alone.

    Examples
    --------
    >>> [is_of_this_machine(address) for address in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", None)]
    [True, True, True, False, False, False]
    """
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def _positive(environment: Mapping[str, str], name: str, default: float) -> float:
    told = environment.get(name, str(default))
    try:
        value = float(told)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise AidError(f"{name} is “{told}”; a number above 0 was expected.", f"Correct {name} or take it away.")
    return value


def _token(environment: Mapping[str, str]) -> str | None:
    token = environment.get("AID_METRICS_TOKEN", "").strip()
    if token and len(token) < SHORTEST_TOKEN:
        raise AidError(
            f"AID_METRICS_TOKEN has {len(token)} characters; at least {SHORTEST_TOKEN} were expected.",
            "Make one with `python -c 'import secrets; print(secrets.token_urlsafe(32))'`.",
        )
    return token or None


def _word(environment: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    """One of a few words, the first where none is told; a word misread must not leave a door open."""
    told = environment.get(name, words[0]).strip().lower()
    if told not in words:
        raise AidError(f"{name} is “{told}”; {' or '.join(words)} was expected.", f"Correct {name} or take it away.")
    return told
