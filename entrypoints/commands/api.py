"""``aid api``: the use cases for programs, in the foreground or in the background, and the keys to it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.acting import acting
from entrypoints.commands.numbers import ON_RECORD
from entrypoints.commands.output import as_json, show

if TYPE_CHECKING:
    from core.services.people.api_keys import ApiKey

port_option = click.option("--port", type=click.IntRange(1, 65535), help="Port; that of the settings by default.")
settings_option = click.option(
    "--settings", "file", type=click.Path(path_type=Path), help="Settings; deploy/serving.toml by default."
)


@click.group(invoke_without_command=True)
@port_option
@settings_option
@click.pass_context
def api(context: click.Context, port: int | None, file: Path | None) -> None:
    """Serve the API until it is ended, on this machine alone unless the settings say otherwise.

    Example: aid api --port 8600
    """
    if context.invoked_subcommand is not None:
        return
    from entrypoints.api.serve import serve
    from entrypoints.api.settings import DEFAULT, read_serving_settings

    server = read_serving_settings(file or DEFAULT, port).server
    click.echo(f"Refugee Aid Planner, API: http://{server.host}:{server.port}/api/v1   (end it with Ctrl+C)", err=True)
    serve(file or DEFAULT, port)


@api.command()
@port_option
@settings_option
@as_json
def start(port: int | None, file: Path | None, as_json: bool) -> None:
    """Start the API in the background; comes back when it answers.

    Example: aid api start --port 8600
    """
    from core.settings import read_environment
    from entrypoints.api import background
    from entrypoints.api.settings import DEFAULT, read_serving_settings

    settings = read_serving_settings(file or DEFAULT, port).server
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    made = background.start(read_environment().home, file or DEFAULT, address, port)
    show(
        {"running": True, "pid": made.pid, "address": made.address},
        f"The API runs: process {made.pid}, {made.address}/api/v1. End it with `aid api stop`.",
        as_json,
    )


@api.command()
@as_json
def stop(as_json: bool) -> None:
    """End the API that runs in the background; requests under way are answered first.

    Example: aid api stop
    """
    from core.settings import read_environment
    from entrypoints.api import background

    ended = background.stop(read_environment().home)
    told = "The API was not running." if ended is None else f"The API has ended: process {ended.pid}."
    show({"running": False, "ended": None if ended is None else ended.pid}, told, as_json)


@api.command()
@as_json
def status(as_json: bool) -> None:
    """Say whether the API runs in the background, and whether it answers.

    Example: aid api status
    """
    from core.settings import read_environment
    from entrypoints.api import background

    found = background.running(read_environment().home)
    if found is None:
        show({"running": False, "ready": False}, "The API is not running.", as_json)
        return
    is_ready = background.answers(found.address)
    words = "and answers" if is_ready else "and does not answer"
    show(
        {"running": True, "ready": is_ready, "pid": found.pid, "address": found.address},
        f"The API runs, {words}: process {found.pid}, {found.address}/api/v1.",
        as_json,
    )


@api.group()
def keys() -> None:
    """Make, list and end keys of the API; each acts as one account, within scopes.

    Example: aid api keys list
    """


@keys.command()
@click.argument("account")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    help="read, write, plan, approve, confidential or models; may be given several times. Read is always one of them.",
)
@click.option("--label", default="", help="What it is for, in words.")
@click.option("--days", type=click.IntRange(1, 3650), help="Days after which it ends; never by default.")
@as_json
def create(account: str, scopes: tuple[str, ...], label: str, days: int | None, as_json: bool) -> None:
    """Make a key that acts as ACCOUNT; it is shown once and stored nowhere.

    Example: aid api keys create Amina --scope plan --label dashboard --days 90
    """
    from core.bootstrap import build_resources
    from core.services.people.api_keys import create_key

    made = create_key(build_resources(), account, scopes, acting(), label, days)
    show(
        {"key": _row(made.key), "secret": made.secret},
        f"Key {made.key.id} of {made.key.account}: {', '.join(sorted(made.key.scopes))}.\n{made.secret}\n"
        "It is shown only now. Send it as `Authorization: Bearer KEY`.",
        as_json,
    )


@keys.command("list")
@as_json
def list_keys(as_json: bool) -> None:
    """List keys with their accounts and scopes.

    Example: aid api keys list
    """
    from core.bootstrap import build_resources
    from core.services.people.api_keys import keys_of

    found = keys_of(build_resources(), acting())
    lines = [f"{one.id}: {one.account}, {', '.join(sorted(one.scopes))}{_more(one)}" for one in found]
    show({"keys": [_row(one) for one in found]}, "\n".join(lines) or "There is no key.", as_json)


@keys.command()
@click.argument("number", type=ON_RECORD)
@as_json
def revoke(number: int, as_json: bool) -> None:
    """End key NUMBER at once.

    Example: aid api keys revoke 3
    """
    from core.bootstrap import build_resources
    from core.services.people.api_keys import revoke_key

    ended = revoke_key(build_resources(), number, acting())
    show({"key": _row(ended)}, f"Key {ended.id} of {ended.account} is ended.", as_json)


def _row(key: "ApiKey") -> dict[str, Any]:
    return {**vars(key), "scopes": sorted(key.scopes)}


def _more(key: "ApiKey") -> str:
    parts = [f"“{key.label}”"] if key.label else []
    parts += [f"ends {key.expires:%Y-%m-%d}"] if key.expires else []
    parts += [f"ended {key.revoked:%Y-%m-%d} by {key.revoked_by}"] if key.revoked else []
    return "".join(f", {part}" for part in parts)


COMMANDS = (api,)
