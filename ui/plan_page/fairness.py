"""Is it fair: who gets less than under pro-rata, what a higher floor costs, and how evenly need is met."""

import pandas as pd
import streamlit as st

from core.domain import wording
from core.domain.scenario import Scenario
from core.domain.schemas import Items
from core.locale import message
from core.services.fairness_report import PRO_RATA, FairnessReport, with_rule
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from core.services.worker_jobs import Job
from ui import cache, charts, tell_fairness
from ui.asking import ask_plan
from ui.components import (
    caption,
    download,
    section,
    sentence_list,
    show_chart,
    small_table,
)
from ui.language import say
from ui.theme import current_theme
from ui.watching import show_end, watch_job

MOST_ITEMS = 12


def show_fairness(opened: OpenOperation, audited: AuditedPlan) -> None:
    """Ask for every rule, show progress until they are there, then the answer."""
    answer = cache.fairness(opened, audited.plan.scenario)
    if answer.answer is None:
        if answer.is_under_way():
            watch_job(
                answer.key,
                say("Solving every rule of fairness, and the price between them"),
                key=f"plan:fair:running:{answer.key[:8]}",
                goes_on=say("the rules are solved meanwhile"),
            )
        elif answer.job is not None:
            _show_end(answer.job)
        return
    report = answer.answer
    pro_rata = _pro_rata(opened, audited, report)
    _harm(opened, audited, pro_rata)
    _price(report, audited.plan.scenario)
    _evenness(opened, audited, pro_rata)
    _objectives(audited, report)


def _pro_rata(opened: OpenOperation, audited: AuditedPlan, report: FairnessReport) -> AuditedPlan | None:
    """The plan of equal shares of the same question; None where that rule has none."""
    if report.rules.set_index("rule").loc[PRO_RATA, "why"]:
        return None
    return ask_plan(opened, with_rule(audited.plan.scenario, PRO_RATA), "plan:pro-rata")


def _harm(opened: OpenOperation, audited: AuditedPlan, pro_rata: AuditedPlan | None) -> None:
    if pro_rata is None:
        section(say("Who gets less than under pro-rata cannot be said: equal shares has no plan here"))
        return
    harm = cache.harm(opened, audited, pro_rata)
    operation = opened.operation
    items = dict(zip(operation.items[Items.item_id], operation.items[Items.name], strict=True))
    section(tell_fairness.harm_finding(harm, len(cache.coverage(opened, audited))))
    if not harm.camps.empty:
        table = tell_fairness.harm_table(harm.camps, operation.place_names)
        small_table(table, numbers=tell_fairness.HARM_NUMBERS, strong=(message("Points"),), wide=True)
    if not harm.items.empty:
        told = say("Items of which a camp gets less, {number}", number=len(harm.items))
        with st.expander(told, key="plan:fair:items"):
            table = tell_fairness.harm_table(harm.items.head(MOST_ITEMS), operation.place_names, items)
            small_table(table, numbers=tell_fairness.HARM_NUMBERS, strong=(message("Points"),), wide=True)
            if len(harm.items) > MOST_ITEMS:
                caption(say("The file has {number} more.", number=len(harm.items) - MOST_ITEMS))
    caption(
        say(
            "Pro-rata: {fairness}, the practice of today, for the same what-if. Person-weeks: times "
            "the priority of the item.",
            fairness=say(wording.FAIRNESS[PRO_RATA]),
        )
    )
    with st.container(horizontal=True):
        download(harm.camps, "less-than-pro-rata-camps.csv", say("Camps as CSV"), key="plan:fair:csv:camps")
        download(harm.items, "less-than-pro-rata-items.csv", say("Items at camps as CSV"), key="plan:fair:csv:items")


def _price(report: FairnessReport, scenario: Scenario) -> None:
    finding, theme = tell_fairness.price_finding(report), current_theme()
    section(finding)
    more = tell_fairness.free_rise(report)
    if more:
        sentence_list([("", more)])
    marks = tell_fairness.marks(report, scenario.fairness)
    left, right = st.columns(2, gap="medium")
    with left:
        caption(say("Weighted person-weeks without, over the least coverage of any camp"))
        figure = charts.price_curve(report.points, marks, "weighted_unmet", theme, say("weighted person-weeks without"))
        show_chart(figure, finding, key="plan:fair:unmet")
    with right:
        caption(say("Cost in USD, over the least coverage of any camp"))
        figure = charts.price_curve(report.points, marks, "cost_usd", theme, "USD")
        show_chart(figure, say("Cost of the same plans. {finding}", finding=finding), key="plan:fair:cost")
    small_table(tell_fairness.rules_table(report), numbers=tell_fairness.RULE_NUMBERS, strong=("",), wide=True)
    if missing := tell_fairness.without_plan(report):
        sentence_list(missing)
    caption(*tell_fairness.curve_notes(report, scenario))
    caption(
        say(tell_fairness.OBJECTIVE),
        say("Given up: share of the weighted person-weeks that the efficient plan serves."),
    )
    with st.expander(say("The points of the line"), key="plan:fair:points"):
        small_table(tell_fairness.curve_table(report), numbers=tell_fairness.CURVE_NUMBERS, wide=True)
    with st.container(horizontal=True):
        download(report.points, "price-of-fairness.csv", say("The line as CSV"), key="plan:fair:csv:points")
        download(report.rules, "fairness-rules.csv", say("The rules as CSV"), key="plan:fair:csv:rules")


def _evenness(opened: OpenOperation, audited: AuditedPlan, pro_rata: AuditedPlan | None) -> None:
    even = cache.evenness(opened, audited)
    other = cache.evenness(opened, pro_rata) if pro_rata is not None and pro_rata.key != audited.key else None
    finding = tell_fairness.evenness_finding(even, other)
    section(finding)
    names = opened.operation.place_names
    left, right = st.columns([1, 1.25], gap="medium")
    with left:
        curve = tell_fairness.with_names(even.curve, names)
        figure = charts.lorenz(
            curve, None if other is None else other.curve, current_theme(), say("this plan"), "pro-rata"
        )
        show_chart(figure, finding, key="plan:fair:lorenz")
        caption(say("Share of all deliveries over share of all need, camps from the least covered on."))
    with right:
        small_table(
            tell_fairness.groups_table(even, other), numbers=tell_fairness.GROUP_NUMBERS, strong=(message("Need met"),)
        )
        caption(
            say("Gini: 0 where every camp has the same share of its need met, towards 1 where few get all."),
            say(
                "Groups overlap and are never added. A group's need: its share of the camp's people, and its own items."
            ),
        )
    with st.container(horizontal=True):
        download(
            _curves(curve, even.group_curves), "lorenz.csv", say("Lorenz curves as CSV"), key="plan:fair:csv:lorenz"
        )


def _curves(curve: pd.DataFrame, of_groups: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(
        [curve.drop(columns="name").assign(group="everybody"), *(c.assign(group=g) for g, c in of_groups.items())],
        ignore_index=True,
    )


def _objectives(audited: AuditedPlan, report: FairnessReport) -> None:
    section(say("Waste, transport and lateness beside pro-rata"))
    table = tell_fairness.objectives_table(audited.plan.summary, report)
    small_table(table, numbers=list(table.columns[1:]), strong=(message("This plan"),))
    caption(*(say(words) for words in tell_fairness.OBJECTIVES_EXPLAINED))


def _show_end(job: Job) -> None:
    show_end(
        job,
        key=f"plan:fair:ended:{job.key[:8]}",
        cancelled=(say("The comparison of rules was cancelled"), say("Rules that were solved are kept.")),
        failed=say("The rules could not be compared"),
        where=say("Is it fair?"),
    )
