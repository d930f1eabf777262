"""Words about accounts and who is signed in."""

from collections.abc import Sequence

import pandas as pd

from core.domain.access import RIGHTS, Role
from core.locale import message
from core.store import Account, Session
from ui import text
from ui.language import say

OPEN = message("Open on this machine only: everyone who sits here may do everything.")
NONE_YET = message("Sign-in is required here, and nobody can sign in before the first account is made.")
FIRST = message("On the machine of the server: `aid accounts create-first NAME`; it says how to sign in.")
STAYS_SIGNED_IN = message(
    "This browser stays signed in, in its other windows too, until you sign out or the "
    "session ends. Sign out on a machine that others use."
)
GOOD_PASSWORD = message("At least 12 characters; four or five words that nobody would guess are good.")
ONE_TIME = message(
    "Tell it to the person now: it is stored nowhere and cannot be shown again. It is good "
    "for one thing, choosing a password of their own."
)
OPEN_TITLE = message("No accounts yet: everyone who sits here may do everything")
OPEN_LEAD = message(
    "That is meant for a look around on one machine. With the first account, which is an "
    "administrator's, every page and command asks who it is."
)


def who(account: Account) -> str:
    """Name and roles, for the foot of the menu."""
    return say("Signed in as {name}: {roles}.", name=account.name, roles=roles(account))


def roles(account: Account) -> str:
    """Roles in the order of the domain."""
    return ", ".join(role.value for role in Role if role in account.roles)


def title(account: Account, every: Sequence[Account] | None) -> str:
    """The answer of the page of accounts."""
    if every is None:
        return f"{account.name}: {roles(account)}"
    able = sum(one.disabled is None for one in every)
    left = len(every) - able
    return say("{able} {rest} can sign in", able=able, rest="person" if able == 1 else "people") + (
        say(", {left} can no longer", left=left) if left else ""
    )


def accounts_table(every: Sequence[Account]) -> pd.DataFrame:
    """Accounts for reading."""
    return pd.DataFrame(
        {
            message("Name"): [one.name for one in every],
            message("Roles"): [roles(one) for one in every],
            "E-mail": [one.email or "" for one in every],
            message("Made"): [
                say("{day} by {author}", day=text.date(one.created, year=True), author=one.created_by) for one in every
            ],
            message("State"): [_state(one) for one in every],
        }
    )


def sessions_table(sessions: Sequence[Session], this: int) -> pd.DataFrame:
    """Sessions for reading, times in UTC."""
    return pd.DataFrame(
        {
            message("Through"): [one.door for one in sessions],
            message("Since (UTC)"): [f"{one.created:%d %b %H:%M}" for one in sessions],
            message("Last used (UTC)"): [f"{one.last_seen:%d %b %H:%M}" for one in sessions],
            "": [say("this one") if one.id == this else "" for one in sessions],
        }
    )


def role_line(role: Role) -> str:
    """What a role may do."""
    return say("may {rights}.", rights=", ".join(right.value for right in sorted(RIGHTS[role])))


def _state(account: Account) -> str:
    if account.disabled is not None:
        return say("disabled {day}", day=text.date(account.disabled, year=True))
    return say("one-time password") if account.must_change else say("in use")
