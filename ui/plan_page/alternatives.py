"""Plans nearly as good as the best that differ from it most, told apart in sentences."""

from functools import partial

import streamlit as st

from core.services.answer_question import alternatives_question
from core.services.near_best import NearBest
from core.services.open_operation import OpenOperation
from core.services.pack_plan import pack_plan
from core.services.plan_distribution import AuditedPlan
from ui import cache, text
from ui.components import caption, section, sentence_list
from ui.language import say
from ui.plan_page.working_out import work_out

SHARES = (0.001, 0.005, 0.01, 0.02, 0.05)
COUNT = 3


def show_alternatives(opened: OpenOperation, audited: AuditedPlan) -> None:
    """Choose how near to the best; the plans stand below, each with its difference."""
    scenario = audited.plan.scenario
    within = st.selectbox(
        say("At most this much worse than the best"), SHARES, SHARES.index(0.01),
        format_func=lambda share: f"{share * 100:g}{text.NBSP}%", key="plan:alternatives:within",
        persist_state="session",
    )  # fmt: skip
    asked = cache.near_best(opened, scenario, COUNT, within)
    question = alternatives_question(scenario, COUNT, within)
    if work_out(opened, asked, question, say("Looking for other plans"), say("Find other plans")) and asked.answer:
        _show(asked.answer, within)


def _show(found: NearBest, within: float) -> None:
    share = f"{within * 100:g}{text.NBSP}%"
    if not found.others:
        section(say("No other plan within {share} of the best differs from it", share=share))
        return
    for number, other in enumerate(found.others):
        worse = max(found.extra_cost_share(number), 0.0)
        apart = text.tonnes(found.tonnes_apart[number])
        section(
            say(
                "Alternative {number}: {worse}\u00a0% worse, {apart} otherwise",
                number=number + 1,
                worse=f"{worse * 100:.2g}",
                apart=apart,
            )
        )
        sentence_list([("", sentence) for sentence in found.comparisons[number].sentences])
        st.download_button(
            say("Plan folder as zip"), partial(pack_plan, other.plan), f"alternative-{number + 1}.zip",
            "application/zip", key=f"plan:alternatives:zip:{number}", on_click="ignore", icon=":material/folder_zip:",
        )  # fmt: skip
    caption(
        say(
            "Worse: by the objective, unmet need and cost together. Tonnes on a route and tonnes "
            "handed out that differ are added up. Every plan keeps every limit, as the auditor found."
        )
    )
