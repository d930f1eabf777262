"""What is asked of an order in days: from the day it was placed, or from the day it was promised."""

from dataclasses import dataclass

from core.domain.schemas import Orders


@dataclass(frozen=True)
class Target:
    """A number of days until delivery.

    Attributes
    ----------
    name
        ``lead`` or ``late``.
    starts
        Column of the day that counts as 0.
    least_days, most_days
        Bounds that days are held to; a single order beyond them tells of a slip or a special case, not of the next one.
    scale_days
        Days around 0 within which the forest tells days apart one by one; beyond, by their ratio.
    wait_days
        Days after its start from which an order may be scored in a trial: before, only quick ones have come in.
    """

    name: str
    starts: str
    least_days: float
    most_days: float
    scale_days: float
    wait_days: int


LEAD = Target("lead", Orders.ordered, 0.0, 540.0, 30.0, 120)
"""Days from ordered to delivered; the promised date is not looked at, for it is moved until it is nearly true."""
LATE = Target("late", Orders.promised, -60.0, 365.0, 7.0, 45)
"""Days after the promised date; below 0 means early."""
TARGETS = {target.name: target for target in (LEAD, LATE)}
