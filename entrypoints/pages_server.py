"""The server of the pages: Streamlit with routes of ours, told from the start that ``app.py`` is the router.

Streamlit takes a folder ``pages`` for its old way of several pages until ``app.py`` has run once. The first person who
opens a page by its address would be told that it does not exist. The switch is Streamlit's own, if not a public one; a
browser test opens a page by its address on a fresh server.

    python -m entrypoints.pages_server --server.port 8501
"""

import contextlib
import os
import signal
import sys
import threading
import tomllib
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click

from core.errors import AidError
from core.settings import PROJECT, is_of_this_machine, read_environment
from entrypoints.garbage import look_now_and_then

SCRIPT = PROJECT / "app.py"
"""The router and frame of the pages."""

PRELOADED = ("core.bootstrap", "core.services.plan_distribution", "folium", "plotly.graph_objects")
"""What nearly every page needs; loaded while the server starts, so that the first page does not wait for it.

Nothing of Streamlit is among it: a component that is imported before the server runs is not served by it.
"""


def main() -> None:
    """Serve until the process is ended; options are those of ``streamlit run``."""
    arguments = sys.argv[1:]
    try:
        _prepare_door(arguments)
    except AidError as error:
        sys.exit(f"Error: {error.message}\nWhat to do: {error.hint}")
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web.cli import main as streamlit

    sys.path.insert(0, str(PROJECT))
    PagesManager.uses_pages_directory = False
    threading.Thread(target=_preload, daemon=True).start()
    # read by Streamlit's own command, so that every option is known, checked and told as it is there
    options = streamlit.commands["run"].params
    click.Command("run", params=options, callback=_serve).main([str(SCRIPT), *arguments], prog_name="streamlit run")


def _serve(target: str, args: Sequence[str], **options: Any) -> None:
    """Serve until the process is ended.

    Parameters
    ----------
    target
        The script that makes the pages.
    args
        What it is given.
    options
        Settings of Streamlit, ``_`` in place of the dot; None or nothing where not given.
    """
    from streamlit.starlette import App

    from entrypoints.metrics_route import metrics_routes, note_now_and_then
    from entrypoints.sign_in_cookie import cookie_routes

    given = {name.replace("_", "."): value for name, value in options.items() if value not in (None, ())}
    # Streamlit takes settings, secrets and imports from beside the script that was called
    sys.argv = [target, *args]
    # the server gives the signal back once it has shut down; it then ends the process in order, and the worker with it
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: sys.exit(0))
    note_now_and_then()
    App(target, routes=[*cookie_routes(), *metrics_routes()]).run(config=given)


def _prepare_door(arguments: Sequence[str]) -> None:
    """Make the first account where one is required; refuse to be open to other machines. Both before listening."""
    address = _address(arguments)
    settings = read_environment()
    if not settings.is_sign_in_required and is_of_this_machine(address):
        return  # open to this machine or closed by an account: either way there is nothing to prepare
    from core.bootstrap import build_resources
    from core.services.people.open_door import prepare_door

    made = prepare_door(build_resources(settings), address)
    if made is not None:
        print(
            f"Sign-in is required, and there was no account. Sign in as “{made.account.name}” with the one-time "
            f"password {made.password} and choose your own; it is shown only now.",
            file=sys.stderr,
            flush=True,
        )


def _address(arguments: Sequence[str]) -> str | None:
    """Address that Streamlit will listen on, by options, environment and files, as it reads them; None for every one.

    Streamlit itself is not asked: it takes its settings for changed once they were read before its own start. The
    frame of the pages asks it again, so that a setting that is missed here shows nothing to others either.
    """
    given = [value for name, value in _options(arguments) if name == "--server.address"]
    if given:
        return given[-1]
    if "STREAMLIT_SERVER_ADDRESS" in os.environ:
        return os.environ["STREAMLIT_SERVER_ADDRESS"]
    for folder in (Path.cwd(), PROJECT, Path.home()):
        with contextlib.suppress(OSError, ValueError):
            told = tomllib.loads((folder / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
            if "address" in told.get("server", {}):
                return str(told["server"]["address"])
    return None


def _options(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Options with their values, written ``--name value`` or ``--name=value``."""
    for argument, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        name, equals, value = argument.partition("=")
        yield name, value if equals else following


def _preload() -> None:
    for name in PRELOADED:
        import_module(name)
    look_now_and_then()


if __name__ == "__main__":
    main()
