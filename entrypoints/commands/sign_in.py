"""``aid sign-in``, ``aid sign-out`` and ``aid whoami``: who acts on the command line."""

import sys

import click

from entrypoints.commands.acting import DOOR, acting, token_of
from entrypoints.commands.output import as_json, show

password_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of standard input."
)


@click.command("sign-in")
@click.argument("name")
@password_option
@click.option("--print-token", is_flag=True, help="Print the token for AID_TOKEN and keep it nowhere.")
@as_json
def sign_in(name: str, password_stdin: bool, print_token: bool, as_json: bool) -> None:
    """Sign in as NAME; later commands act as this person until the session ends.

    The token is kept in your own configuration folder. AID_USER chooses among several people who signed in there.

    Example: aid sign-in Amina
    """
    from core.bootstrap import build_resources
    from core.services.people import sign_in as use_case
    from entrypoints.commands.kept_sign_in import keep_token

    resources = build_resources()
    session = use_case.sign_in(resources, name, asked_password("Password", password_stdin), DOOR)
    if print_token:
        show({"name": session.name, "token": session.token}, session.token, as_json)
        return
    keep_token(resources.settings.database_url, session.name, session.token)
    roles = sorted(session.roles)
    lines = [f"Signed in as {session.name} ({', '.join(roles)})."]
    if session.must_change:
        lines.append("This was a one-time password. Choose your own first: aid accounts password")
    show({"name": session.name, "roles": roles, "must_change": session.must_change}, "\n".join(lines), as_json)


@click.command("sign-out")
@as_json
def sign_out(as_json: bool) -> None:
    """End the session of this command line.

    Example: aid sign-out
    """
    from core.bootstrap import build_resources
    from core.services.people import sign_in as use_case
    from entrypoints.commands.kept_sign_in import drop_token

    resources = build_resources()
    token = token_of(resources)
    use_case.sign_out(resources, token, DOOR)
    drop_token(resources.settings.database_url, token)
    show({"signed_in": False}, "Signed out." if token else "Nobody was signed in here.", as_json)


@click.command()
@as_json
def whoami(as_json: bool) -> None:
    """Say who acts on this command line, and with which roles.

    Example: aid whoami
    """
    actor = acting()
    roles = sorted(actor.roles)
    words = f"{actor.name}: {', '.join(roles)}."
    if not actor.signed_in:
        words = "There is no account: everyone at this machine may do everything."
    show({"name": actor.name, "roles": roles, "signed_in": actor.signed_in}, words, as_json)


def asked_password(prompt: str, from_stdin: bool, confirm: bool = False) -> str:
    """A password, asked for unseen or read from a line of standard input; never an option, which others could see."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=confirm, err=True))


COMMANDS = (sign_in, sign_out, whoami)
