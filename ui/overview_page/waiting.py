"""What waits for a decision: plans, data, recommended actions; each leads to where it is decided."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from core.services.actions.answer import Open
from core.services.open_operation import OpenOperation
from core.services.plans_on_record import PlanState, Proposal, plans_of
from core.services.review_data import Submission, waiting_submissions
from ui import cache, text
from ui.components import caption
from ui.language import say
from ui.text import safe

PLAN, DATA, TODAY = "pages/decide/plan.py", "pages/data/data.py", "pages/situation/today.py"
MOST_SHOWN = 3


@dataclass(frozen=True, eq=False)
class Waiting:
    """What waits."""

    plans: list[Proposal]
    data: list[Submission]
    actions: int | None
    """Recommended actions that nobody has answered; None while they are being weighed."""

    @property
    def number(self) -> int:
        """All of it."""
        return len(self.plans) + len(self.data) + (self.actions or 0)

    def oldest_days(self, now: dt.datetime) -> int | None:
        """Days the oldest plan or submission waits; None where there is none."""
        made = [one.created for one in self.plans] + [one.created for one in self.data]
        return max((now - min(made)).days, 0) if made else None


def waiting_for(opened: OpenOperation, actions: Open | None) -> Waiting:
    """What waits for a decision in an operation."""
    name = opened.version.operation
    plans = plans_of(cache.resources(), name, PlanState.PROPOSED)
    return Waiting(
        plans, waiting_submissions(cache.resources(), name), None if actions is None else len(actions.actions)
    )


def show_waiting(waiting: Waiting) -> str | None:
    """Draw it; returns the page a person wants to go on to."""
    lines = [
        *(
            (
                say("Plan {number}: {name}", number=one.id, name=one.scenario.name),
                say("by {author}, {day}", author=one.author, day=text.date(one.created.date())),
                PLAN,
                f"plan-{one.id}",
            )
            for one in waiting.plans[:MOST_SHOWN]
        ),
        *(
            (
                say("Data of submission {number}", number=one.id),
                say("by {author}, {day}", author=one.author, day=text.date(one.created.date())),
                DATA,
                f"data-{one.id}",
            )
            for one in waiting.data[:MOST_SHOWN]
        ),
    ]
    if waiting.actions:
        actions = text.counted(waiting.actions, "recommended action")
        lines.append((actions, say("each with its effect, cost and deadline"), TODAY, "actions"))
    if not lines and waiting.actions is not None:
        caption(say("Nothing waits for a decision."))
    for position, (what, more, page, key) in enumerate(lines):
        with st.container(border=True, key=f"card-overview-{key}", gap="xsmall"):
            st.html(
                f'<div class="aid-card"><span class="what">{safe(what)}</span></div>'
                f'<div class="aid-card-effect">{safe(more)}</div>'
            )
            kind: Literal["primary", "secondary"] = "primary" if position == 0 else "secondary"
            if st.button(say("Look at it"), key=f"overview:{key}", type=kind):
                return page
    return None
