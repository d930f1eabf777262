"""Who acts on the command line: the one place where commands learn it."""

from core.domain.access import Actor, alone

DOOR = "command line"


def acting(name: str = "") -> Actor:
    """Who runs this command.

    Parameters
    ----------
    name
        The name somebody gave with the command.
    """
    return alone(DOOR, name.strip())
