"""What the inventory page asks: which places, whether goods move, and the outlook itself or why there is none yet."""

from collections.abc import Mapping

import streamlit as st

from core.domain.scenario import Scenario
from core.locale import message
from core.services.open_operation import OpenOperation
from core.services.stock_outlook import StockOutlook
from core.services.worker_jobs import Job
from ui import cache, state
from ui.components import headline
from ui.language import say
from ui.watching import show_end, watch_job

NOTHING, PLANNED = message("Nothing is sent"), message("As planned")
ALL = ""


def goods_move() -> bool:
    """Buttons that say whether the plan of the scenario moves goods; returns whether it does."""
    key = state.widget_key("inventory", "moves")
    moves = st.segmented_control(
        say("Goods on the road"), [NOTHING, PLANNED], default=NOTHING, format_func=say, key=key
    )
    return moves == PLANNED


def place_or_all(places: Mapping[str, str]) -> str | None:
    """A select box of all places together and each; returns the place_id, None for all."""
    words = {ALL: say("All places"), **places}
    key = state.widget_key("inventory", "place")
    return st.selectbox(say("Place"), list(words), format_func=lambda i: words[i], key=key) or None


def ask_outlook(opened: OpenOperation, scenario: Scenario, weeks: int, with_plan: bool) -> cache.Asked[StockOutlook]:
    """The shelves looked ahead; where they are not yet, the state of the work is drawn."""
    asked = cache.inventory(opened, scenario, weeks, with_plan)
    if asked.answer is not None:
        return asked
    name = opened.operation.settings.name
    if asked.is_under_way():
        headline(say("The shelves of {name} are being looked ahead", name=name))
        key = f"inventory:running:{asked.key[:8]}"
        watch_job(
            asked.key, say("Playing many futures of need and of delays"), key=key, goes_on=say("the work goes on")
        )
    elif asked.job is not None:
        _show_end(asked.job, name)
    return asked


def _show_end(job: Job, name: str) -> None:
    headline(say("The shelves of {name} were not looked ahead", name=name))
    show_end(
        job,
        key=f"inventory:ended:{job.key[:8]}",
        cancelled=(say("The work was cancelled"), say("Nothing was kept of it.")),
        failed=say("There is no outlook"),
        where=name,
    )
