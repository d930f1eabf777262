"""Every flow by its name."""

from core.errors import DataError
from core.services.flow_steps.fetch import FETCH
from core.services.flow_steps.flow import Flow
from core.services.flow_steps.monitor import MONITOR
from core.services.flow_steps.refresh import REFRESH
from core.services.flow_steps.retrain import RETRAIN

FLOWS: dict[str, Flow] = {flow.name: flow for flow in (FETCH, REFRESH, MONITOR, RETRAIN)}


def flow_named(name: str) -> Flow:
    """The flow of this name.

    Raises
    ------
    DataError
        If there is none.
    """
    if name not in FLOWS:
        raise DataError(f"There is no flow “{name[:80]}”; there are {', '.join(FLOWS)}.", "Name one of them.")
    return FLOWS[name]
