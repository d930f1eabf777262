"""How every page begins: the operation of this session, and the line that says what is looked at and how old it is."""

from core.services.load_situation import last_counts
from core.services.open_operation import OpenOperation
from ui import cache, state
from ui.components import context_line, new_operation_line


def open_page(scenario_name: str | None = None, *, is_new: bool = False) -> OpenOperation:
    """Open the session's operation and draw the context line.

    Parameters
    ----------
    scenario_name
        Name of the scenario the page shows; that of the session by default.
    is_new
        Whether the page begins another operation: the line then says so, and nothing of the one that is open.
    """
    opened = cache.operation(state.load_operation())
    if is_new:
        new_operation_line()
        return opened
    operation = opened.operation
    last = last_counts(operation, operation.planning_start)
    oldest = None
    if not last.empty:
        age_days = (operation.planning_start - last).dt.days
        oldest = (float(age_days.max()), operation.place_names[age_days.idxmax()])
    context_line(
        operation.settings.name,
        operation.planning_start,
        scenario_name or state.load_scenario().name,
        oldest,
        operation.settings.illustrative,
    )
    return opened
