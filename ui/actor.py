"""Who acts on a page: the one place where pages learn it."""

from core.domain.access import Actor, alone
from ui import state

DOOR = "page"


def actor() -> Actor:
    """Who acts in this session."""
    return alone(DOOR, state.author().strip())
