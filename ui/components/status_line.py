"""How a plan was found and whether it was checked: one line, always in the same order."""

from collections.abc import Sequence

import streamlit as st

from core.domain import wording
from core.domain.plan import SolveReport
from core.domain.scenario import Scenario
from ui import text
from ui.components.frame import tag_html
from ui.language import say
from ui.text import safe


def status_line(
    report: SolveReport,
    scenario: Scenario,
    key: str,
    limits_checked: int,
    violations: Sequence[str] = (),
    cost_usd: float | None = None,
) -> None:
    """Show state, gap, seconds, audit, rule, budget, plan number.

    Parameters
    ----------
    report
        The solve report of the plan.
    key
        Content key; its first four digits name the plan.
    limits_checked, violations
        The auditor's report: comparisons made, and what is broken in words.
    cost_usd
        What the plan spends.
    """
    st.html(status_line_html(report, scenario, key, limits_checked, violations, cost_usd))


def status_line_html(
    report: SolveReport,
    scenario: Scenario,
    key: str,
    limits_checked: int,
    violations: Sequence[str] = (),
    cost_usd: float | None = None,
) -> str:
    """The line as HTML; "Optimal" only with a closed gap and a passed audit."""
    if violations:
        more = say(" And {number} more.", number=len(violations) - 1) if len(violations) > 1 else ""
        withheld = safe(say("This plan is not shown or exported."))
        said = f"<span>{safe(violations[0])}{safe(more)} {withheld}</span>"
        return f'<div class="aid-line">{tag_html(say("Audit failed"), "error")}{said}</div>'
    gap = f"{max(report.gap, 0) * 100:.1f}{text.NBSP}%"
    seconds = text.duration(sum(report.seconds.values()))
    if report.is_optimal() and gap.startswith("0.0"):
        parts = [
            tag_html(say("Solved"), "solved"),
            say("<span>Optimal, gap <b>{gap}</b></span>", gap=gap),
            f"<span><b>{seconds}</b></span>",
        ]
    else:
        parts = [
            tag_html(say("Best found"), "question"),
            say("<span>Gap <b>{gap}</b>: better by at most that much</span>", gap=gap),
            f"<span><b>{seconds}</b>, {safe(report.termination)}</span>",
        ]
    parts.append(say("<span>Audited: all <b>{limits}</b> limits hold</span>", limits=text.whole(limits_checked)))
    parts.append(say("<span>Rule <b>{rule}</b></span>", rule=say(wording.FAIRNESS[scenario.fairness])))
    budget = scenario.budget_usd
    if cost_usd is not None:
        of = say(" of {budget}", budget=text.whole(budget)) if budget is not None else ""
        weekly = (
            say(", at most {money} a week", money=text.whole(scenario.budget_usd_per_week))
            if scenario.budget_usd_per_week
            else ""
        )
        used = say("Budget used") if of else say("Costs")
        parts.append(f"<span>{used} <b>{text.usd(cost_usd)}</b>{of}{weekly}</span>")
    parts.append(say("<span>Plan <b>{name}</b></span>", name=safe(key[:4])))
    return f'<div class="aid-line">{"".join(parts)}</div>'
