"""Ask for a plan on a page: the plan, or the panel that says why there is none yet."""

import streamlit as st

from core.domain.scenario import Scenario
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from core.services.worker_jobs import Job
from ui import cache
from ui.components import WayOut, empty_panel, failing_panel, infeasible_panel, solve_again_line
from ui.language import say
from ui.watching import ask_again, watch_job
from ui.what_if import take_what_if


def ask_plan(
    opened: OpenOperation, scenario: Scenario, page: str, patience_seconds: float | None = None
) -> AuditedPlan | None:
    """The plan of a scenario; where there is none, the state of its solve is drawn and None returned.

    A solve goes on while people look at other pages; the panel shows progress and can cancel it.
    """
    patience = cache.PATIENCE_SECONDS if patience_seconds is None else patience_seconds
    answer = cache.plan(opened, scenario, patience)
    if answer.answer is not None:
        if answer.answer.plan.report.was_cancelled():
            _offer_to_go_on(opened, scenario, answer.key, page)
        return answer.answer
    if answer.is_under_way():
        watch_job(
            answer.key,
            say("Solving “{name}”", name=scenario.name),
            key=f"{page}:running:{answer.key[:8]}",
            goes_on=say("the solve goes on and your edits stay"),
        )
    elif answer.job is not None:
        _show_end(answer.job, scenario.name, page)
    return None


def _offer_to_go_on(opened: OpenOperation, scenario: Scenario, key: str, page: str) -> None:
    """A plan that was cut short is the best there was by then; whoever looks may have it solved to the end."""
    words = say("The solve of “{name}” was cancelled; this is the best plan it had by then.", name=scenario.name)
    if solve_again_line(say("Best found"), words, key=f"{page}:cut:{key[:8]}"):
        cache.solve_again(opened, scenario, key)
        st.rerun()


def _show_end(job: Job, name: str, page: str) -> None:
    key = f"{page}:ended:{job.key[:8]}"
    if job.kind == "Infeasible":
        _show_ways_out(job, name, key)
        again = "again" if st.button(say("Solve again"), key=f"{key}:again") else None
    elif job.state == "cancelled":
        again = empty_panel(
            say("The solve of “{name}” was cancelled", name=name),
            say("No plan was made."),
            key=key,
            button=say("Solve again"),
        )
    else:
        again = failing_panel(
            say("“{name}” has no plan", name=name), name, job.error, job.hint, key=key, button=say("Solve again")
        )
    if again:
        ask_again(job)


def _show_ways_out(job: Job, name: str, key: str) -> None:
    """The limits that clash and the ways out; one that is tried becomes a what-if of its own."""
    ways = [WayOut(repair["words"], can_try=repair["scenario"] is not None) for repair in job.repairs]
    tried = infeasible_panel(job.limits, ways, key=key, hint="" if ways else job.hint)
    if tried is not None:
        eased = Scenario.from_values(job.repairs[tried]["scenario"])
        take_what_if(eased.model_copy(update={"name": f"{name}, eased"[:80]}))
