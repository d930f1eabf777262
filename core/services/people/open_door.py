"""The demonstration runs open, to this machine alone."""

from core.domain.access import alone
from core.errors import NotAllowed, StoreError
from core.services.people.manage_accounts import OneTime, create_first_administrator
from core.services.people.who_acts import is_sign_in_required
from core.services.resources import Resources
from core.settings import is_of_this_machine

FIRST_NAME = "administrator"
"""Name of the account that a first start makes."""


def prepare_door(resources: Resources, address: str | None) -> OneTime | None:
    """What a server does before it listens: make the first account where sign-in is required, or refuse to be open.

    Returns
    -------
    OneTime | None
        The first administrator, where one was made; the password is to be shown once.

    Raises
    ------
    NotAllowed
        If other machines would reach a server without accounts.
    """
    if resources.settings.is_sign_in_required and not resources.store.accounts.exist():
        try:
            return create_first_administrator(resources, FIRST_NAME, alone("server"))
        except StoreError:
            if not resources.store.accounts.exist():
                raise
            return None  # another server that started at the same moment made it, and told its password
    if not is_sign_in_required(resources):
        refuse_open_to_others(address)
    return None


def refuse_open_to_others(address: str | None) -> None:
    """Refuse an address that other machines reach.

    Raises
    ------
    NotAllowed
        Unless the address is of this machine alone; no address means every one.
    """
    if not is_of_this_machine(address):
        raise NotAllowed(
            f"The server listens on {address or 'every address'}, and there is no account: everybody who reaches it "
            "could do everything.",
            "Make the first account with `aid accounts create-first NAME`, or listen on 127.0.0.1.",
        )
