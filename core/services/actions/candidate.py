"""What may be worth doing, before it is weighed."""

from dataclasses import dataclass

from core.domain.action import Action
from core.domain.operation import Operation
from core.domain.plan import Plan


@dataclass(frozen=True, eq=False)
class Candidate:
    """A possible action.

    Attributes
    ----------
    action
        Without its effect.
    lead_place
        Place from which goods of the action travel to the camps; None: they are there at once.
    lead_weeks
        Weeks before they can leave that place.
    outside_usd
        Cost that the plan does not count.
    gift_usd
        Worth of what is asked of a donor.
    reference
        What happens without the action, where that is not the plan as it stands.
    without
        The operation in which the action cannot be done, where it is part of the plan already.
    """

    action: Action
    lead_place: str | None = None
    lead_weeks: int = 0
    outside_usd: float = 0.0
    gift_usd: float = 0.0
    reference: Plan | None = None
    without: Operation | None = None
