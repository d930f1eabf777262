"""``aid accounts``: who may sign in, and as what."""

import shlex
from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.acting import DOOR, acting, token_of
from entrypoints.commands.output import as_json, show
from entrypoints.commands.sign_in import asked_password, password_option

if TYPE_CHECKING:
    from core.services.people.manage_accounts import Account, OneTime

roles_option = click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    help="viewer, analyst, coordinator, approver or administrator; may be given several times.",
)


@click.group()
def accounts() -> None:
    """Make and change accounts; with the first one, every page and command asks for a sign-in.

    Example: aid accounts create-first Amina
    """


@accounts.command("create-first")
@click.argument("name")
@as_json
def create_first(name: str, as_json: bool) -> None:
    """Make the first account, an administrator's, with a one-time password that is shown once.

    Example: aid accounts create-first Amina
    """
    from core.bootstrap import build_resources
    from core.domain.access import alone
    from core.services.people.manage_accounts import create_first_administrator

    # before the first account there is nobody who could sign in; the store refuses a second first one
    made = create_first_administrator(build_resources(), name, alone(DOOR))
    _show_once(made, as_json)


@accounts.command("list")
@as_json
def list_accounts(as_json: bool) -> None:
    """List accounts with their roles.

    Example: aid accounts list
    """
    from core.bootstrap import build_resources
    from core.services.people.manage_accounts import accounts_of

    resources = build_resources()
    every = accounts_of(resources, acting())
    lines = [f"{one.name}: {', '.join(sorted(one.roles))}{_state(one)}" for one in every]
    show({"accounts": [_row(one) for one in every]}, "\n".join(lines) or "There is no account.", as_json)


@accounts.command()
@click.argument("name")
@roles_option
@click.option("--email", default="", help="By which an identity provider names the person.")
@as_json
def create(name: str, roles: tuple[str, ...], email: str, as_json: bool) -> None:
    """Make the account NAME with a one-time password that is shown once.

    Example: aid accounts create Baraka --role analyst --role approver
    """
    from core.bootstrap import build_resources
    from core.services.people.manage_accounts import create_account

    resources = build_resources()
    _show_once(create_account(resources, name, roles, acting(), email), as_json)


@accounts.command()
@click.argument("name")
@roles_option
@as_json
def roles(name: str, roles: tuple[str, ...], as_json: bool) -> None:
    """Give NAME these roles in place of those it has.

    Example: aid accounts roles Baraka --role viewer
    """
    from core.bootstrap import build_resources
    from core.services.people.manage_accounts import change_roles

    resources = build_resources()
    change_roles(resources, name, roles, acting())
    show({"name": name, "roles": sorted(roles)}, f"{name}: {', '.join(sorted(roles))}.", as_json)


@accounts.command()
@click.argument("name")
@as_json
def disable(name: str, as_json: bool) -> None:
    """Let NAME no longer sign in, and end all sessions; what was done stays recorded.

    Example: aid accounts disable Baraka
    """
    from core.bootstrap import build_resources
    from core.services.people.manage_accounts import disable_account

    resources = build_resources()
    disable_account(resources, name, acting())
    show({"name": name, "disabled": True}, f"{name} can no longer sign in; all sessions have ended.", as_json)


@accounts.command()
@click.argument("name")
@as_json
def enable(name: str, as_json: bool) -> None:
    """Let NAME sign in again.

    Example: aid accounts enable Baraka
    """
    from core.bootstrap import build_resources
    from core.services.people.manage_accounts import enable_account

    resources = build_resources()
    enable_account(resources, name, acting())
    show({"name": name, "disabled": False}, f"{name} can sign in again.", as_json)


@accounts.command()
@click.argument("name")
@as_json
def reset(name: str, as_json: bool) -> None:
    """Give NAME a one-time password that is shown once, and end all sessions.

    Example: aid accounts reset Baraka
    """
    from core.bootstrap import build_resources
    from core.services.people.manage_accounts import reset_password

    resources = build_resources()
    _show_once(reset_password(resources, name, acting()), as_json, "has another password and is signed out everywhere")


@accounts.command()
@password_option
@as_json
def password(password_stdin: bool, as_json: bool) -> None:
    """Change your own password: the old one, then the new one, each on a line of its own where they are read.

    Example: aid accounts password
    """
    from core.bootstrap import build_resources
    from core.services.people.own_account import change_password

    resources = build_resources()
    old = asked_password("Old password", password_stdin)
    new = asked_password("New password", password_stdin, confirm=True)
    change_password(resources, DOOR, token_of(resources), old, new)
    show({"changed": True}, "Your password is changed, and your other sessions have ended.", as_json)


def _show_once(made: "OneTime", machine: bool, what: str = "is made") -> None:
    name = made.account.name
    lines = [
        f"The account of {name} {what}: {', '.join(sorted(made.account.roles))}.",
        f"One-time password, shown only now: {made.password}",
        f"Sign in with it on the page, or with `aid sign-in {shlex.quote(name)}`, and choose your own.",
    ]
    show({**_row(made.account), "one_time_password": made.password}, "\n".join(lines), machine)


def _row(one: "Account") -> dict[str, Any]:
    return {
        "name": one.name,
        "email": one.email,
        "roles": sorted(one.roles),
        "created": one.created,
        "created_by": one.created_by,
        "disabled": one.disabled,
        "must_change": one.must_change,
    }


def _state(one: "Account") -> str:
    if one.disabled is not None:
        return f" (disabled {one.disabled:%Y-%m-%d})"
    return " (one-time password)" if one.must_change else ""


COMMANDS = (accounts,)
