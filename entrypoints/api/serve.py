"""The process that serves the API: settings read and checked, then uvicorn.

python -m entrypoints.api.serve --settings deploy/serving.toml --port 8600
"""

import argparse
import os
import shutil
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.bootstrap import build_resources
from core.errors import AidError
from core.log import configure_logging
from core.services.people.open_door import prepare_door
from core.services.resources import Resources
from core.settings import read_environment
from entrypoints.api.settings import DEFAULT, ServingSettings, read_serving_settings

if TYPE_CHECKING:
    from fastapi import FastAPI

SETTINGS, PORT = "AID_API_SETTINGS", "AID_API_PORT"
"""How the processes that answer hear what the first one was told."""


def main() -> None:
    """Serve until the process is ended."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--settings", type=Path, default=DEFAULT)
    arguments.add_argument("--port", type=int)
    told = arguments.parse_args()
    configure_logging()
    try:
        serve(told.settings, told.port)
    except AidError as error:
        sys.exit(f"Error: {error.message}\nWhat to do: {error.hint}")


def serve(file: Path = DEFAULT, port: int | None = None) -> None:
    """Check everything, then listen.

    Raises
    ------
    AidError
        If the settings, the working folder or the store cannot be used.
    NotAllowed
        If other machines would reach a server without accounts.
    """
    import uvicorn

    settings = read_serving_settings(file, port)
    resources = resources_for(settings)
    made = prepare_door(resources, settings.server.host)
    if made is not None:
        print(
            f"A key is required, and there was no account. “{made.account.name}” was made with the one-time password "
            f"{made.password}; it is shown only now. Sign in with `aid sign-in`, choose your own, then "
            "`aid api keys create`.",
            file=sys.stderr,
            flush=True,
        )
    resources.store.close()
    os.environ[SETTINGS], os.environ[PORT] = str(file.absolute()), str(settings.server.port)
    if settings.server.workers > 1:
        _gather_metrics(resources.settings.home / f"api-metrics-{socket.gethostname()}")
    uvicorn.run(
        "entrypoints.api.serve:made_app",
        factory=True,
        host=settings.server.host,
        port=settings.server.port,
        workers=settings.server.workers,
        timeout_keep_alive=settings.server.keep_alive_seconds,
        timeout_graceful_shutdown=settings.server.grace_seconds,
        log_level="warning",
        server_header=False,
        access_log=False,
    )


def made_app() -> "FastAPI":
    """The application of one process, as the first one was told."""
    from entrypoints.api.app import build_app
    from entrypoints.metrics_route import note_now_and_then

    settings = read_serving_settings(Path(os.environ[SETTINGS]), int(os.environ[PORT]))
    resources = resources_for(settings)
    configure_logging(form=resources.settings.log_form)
    note_now_and_then(lambda: resources)
    return build_app(resources, settings)


def resources_for(settings: ServingSettings) -> Resources:
    """What the use cases stand on, with a key required where the file says so."""
    environment = read_environment()
    if settings.authentication.mode == "required":
        environment = replace(environment, is_sign_in_required=True)
    return build_resources(environment)


def _gather_metrics(folder: Path) -> None:
    """Have the processes write their figures where each of them can read all; those of before are gone."""
    from core.own_files import make_private

    shutil.rmtree(folder, ignore_errors=True)
    make_private(folder)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


if __name__ == "__main__":
    main()
