"""Rows that a person enters on a page: saved beside what others enter, and what came of it said on the next run."""

from collections.abc import Callable, Sequence

from core.errors import AidError
from core.services.add_records import Record, add_records
from core.services.open_operation import OpenOperation
from core.services.submit_data import Saved
from ui import cache, state
from ui.actor import actor
from ui.components import failing_panel
from ui.components.file_strip import done_line
from ui.language import say


def keep_rows(opened: OpenOperation, table: str, rows: Sequence[Record], what: str) -> bool:
    """Save rows of a table; returns whether they were taken. ``what`` begins the sentence: ``1 loss at Nduta``."""
    return keep(lambda: add_records(cache.resources(), opened.version.operation, table, rows, actor(), what), what)


def keep(save: Callable[[], Saved], what: str) -> bool:
    """Save something, and have its outcome said; returns whether it was taken."""
    try:
        saved = save()
    except AidError as error:
        state.tell_recorded(error.message, error.hint, is_done=False)
        return False
    state.tell_recorded(_became(saved, what))
    return True


def show_recorded() -> None:
    """What came of what was entered last, once."""
    outcome = state.recorded_outcome()
    if outcome is None:
        return
    said, hint, is_done = outcome
    state.tell_recorded("")
    if is_done:
        done_line(said)
    else:
        failing_panel(say("It was not saved"), "", said, hint, key="recorded:refused")


def _became(saved: Saved, what: str) -> str:
    if saved.version is not None:
        return f"{what} saved: version {saved.version.number} of {saved.version.operation}."
    number = saved.submission.id if saved.submission else 0
    return say(
        "{what} submitted as number {number}; somebody else must approve it on the page Data before it is used.",
        what=what,
        number=number,
    )
