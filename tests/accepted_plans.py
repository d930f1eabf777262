"""Plans put among the accepted ones, as an approval puts them there."""

from core.store import PlanInfo
from core.store.accepted_plans import record_plan


def accept_plan(store, operation, key, fingerprint, scenario, summary, author=""):
    """Record a plan without the two people it takes."""
    with store._deciding() as connection:
        record_plan(connection, PlanInfo(0, operation, key, fingerprint, scenario, summary, store._time(), author))
