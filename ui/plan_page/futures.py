"""What if need turns out differently: the chance that a camp falls short, and what planning for more people changes."""

import pandas as pd
import streamlit as st

from core.domain.scenario import Scenario
from core.locale import message
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from core.services.stress_plans import FUTURES, THRESHOLD, StressTest
from core.services.worker_jobs import Job
from ui import cache, text
from ui.components import caption, download, empty_panel, small_table
from ui.language import say

PLANNED_FOR = (0.5, 0.7, 0.9)
"""Quantiles of the forecast whose plans are held beside each other."""
SPREAD = message("many futures")
MOST_ROWS = 12


def show_futures(opened: OpenOperation, audited: AuditedPlan) -> None:
    """Show how the plan fares over many futures, and the same for plans that are made for more people."""
    if "need_q90" not in audited.plan.needs:
        empty_panel(say("No spread"), say("The needs of this plan have no quantiles."), key="plan:futures:none")
        return
    plans, missing = _plans(opened, audited)
    found = cache.stress(opened, plans, FUTURES, THRESHOLD)
    _camps(opened, found)
    _side_by_side(opened, plans, found)
    caption(*missing)


def _plans(opened: OpenOperation, audited: AuditedPlan) -> tuple[dict[str, AuditedPlan], list[str]]:
    """The plan asked about, then those for other quantiles and for the spread solved by now; and why others are not."""
    scenario = audited.plan.scenario
    asked = {
        _words(other): other
        for other in (
            *(scenario.model_copy(update={"planning_quantile": q, "plan_for": "quantile"}) for q in PLANNED_FOR),
            scenario.model_copy(update={"plan_for": "spread"}),
        )
    }
    asked.pop(_words(scenario), None)
    for other in asked.values():
        cache.plan(opened, other, patience_seconds=0)  # all are asked for before the first is waited for
    plans, missing = {_words(scenario): audited}, []
    for words, other in asked.items():
        answer = cache.plan(opened, other)
        if answer.answer is not None:
            plans[words] = answer.answer
        else:
            missing.append(why_missing(words, answer.job))
    return plans, missing


def why_missing(words: str, job: Job | None) -> str:
    """Why a plan does not stand beside the others."""
    if job is None or job.is_under_way():
        return say("The plan for {words} is being solved; ask again in a moment.", words=words)
    if job.state == "cancelled":
        return say("The plan for {words} was cancelled.", words=words)
    return say("There is no plan for {words}: {error} {hint}", words=words, error=job.error, hint=job.hint).rstrip()


def _words(scenario: Scenario) -> str:
    if scenario.plan_for == "spread":
        return say(SPREAD)
    level = scenario.planning_quantile
    return say("the median") if level == PLANNED_FOR[0] else say("the {level} quantile", level=text.percent(level))


def _camps(opened: OpenOperation, found: StressTest) -> None:
    test, names = found.stress, opened.operation.place_names
    likely = test.camps[test.camps["chance_under"] >= 0.5]
    st.text(
        say(
            "In {chance_any_under} of {futures} futures some camp gets less than {threshold} of its need; ",
            chance_any_under=text.percent(test.chance_any_under),
            futures=test.futures,
            threshold=text.percent(test.threshold),
        )
        + (
            say("{counted} more often than not.", counted=text.counted(len(likely), "camp"))
            if len(likely)
            else say("no camp in most of them.")
        )
    )
    rows = test.camps.head(MOST_ROWS)
    small_table(
        pd.DataFrame(
            {
                message("Camp"): rows["camp_id"].map(names),
                say("Under {threshold}", threshold=text.percent(test.threshold)): rows["chance_under"].map(
                    text.percent
                ),
                message("Planned"): rows["planned"].map(text.percent),
                message("8 of 10 futures"): [
                    text.percent_between(low, high)
                    for low, high in zip(rows["coverage_q10"], rows["coverage_q90"], strict=True)
                ],
            }
        ),
        numbers=[
            message("Planned"),
            say("Under {threshold}", threshold=text.percent(test.threshold)),
            message("8 of 10 futures"),
        ],
    )
    most = test.camps.loc[test.camps["beyond_plan"].idxmax()]
    hidden = len(test.camps) - len(rows)
    caption(
        say(
            "Under {threshold}: in how many of the futures. Planned: need met as planned.",
            threshold=text.percent(test.threshold),
        ),
        say(
            "People of all camps are drawn together from the spread of the forecast; what is sent "
            "stays as planned, and a camp hands out what it has."
        ),
        say(
            "One more head-count is worth most at {camp}: not knowing its people costs up to "
            "{person_weeks} person-weeks beyond the plan, in the mean.",
            camp=names[most["camp_id"]],
            person_weeks=text.whole(text.significant(most["beyond_plan"], 2)),
        )
        if most["beyond_plan"] > 0
        else "",
        say("{counted} that fare better are in the file.", counted=text.counted(hidden, "camp")) if hidden > 0 else "",
    )
    download(test.camps, "futures.csv", say("Camps over the futures as CSV"), key="plan:futures:csv")


def _side_by_side(opened: OpenOperation, plans: dict[str, AuditedPlan], found: StressTest) -> None:
    st.text(say("If other needs were planned for"))
    order = sorted(plans, key=lambda words: (words == say(SPREAD), plans[words].plan.scenario.planning_quantile))
    regret = found.regret.set_index("plan").loc[order]
    costs = [cache.figures(opened, plans[words]).cost_usd for words in order]
    numbers = [
        message("Person-weeks without, mean"),
        message("in the worst tenth"),
        message("Best plan in"),
        message("Cost"),
    ]
    small_table(
        pd.DataFrame(
            {
                message("Planned for"): order,
                numbers[0]: [text.whole(text.significant(value, 3)) for value in regret["mean_unmet"]],
                numbers[1]: [text.whole(text.significant(value, 3)) for value in regret["worst_tenth"]],
                numbers[2]: [text.percent(share) for share in regret["best_share"]],
                numbers[3]: [text.usd(cost) for cost in costs],
            }
        ),
        numbers=numbers,
    )
    caption(
        say(
            "All over the same futures, weighted by priority and vulnerability. A plan for many "
            "futures sends what serves them all best. The difference in cost is the price of being "
            "prepared."
        ),
    )
