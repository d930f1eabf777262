"""A proposed plan by its number."""

from core.errors import NotFound
from core.services.plans_on_record import Proposal, plans_of
from core.services.resources import Resources


def known_proposal(resources: Resources, number: int) -> Proposal:
    """The proposed plan of a number.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = next((one for one in plans_of(resources) if one.id == number), None)
    if found is None:
        raise NotFound(f"There is no proposed plan {number}.", "Look at the list of proposals.")
    return found
