"""What if need turns out differently: the chance that a camp falls short, and what planning for more people changes."""

import pandas as pd
import streamlit as st

from core.domain.scenario import Scenario
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from core.services.stress_plans import FUTURES, THRESHOLD, StressTest
from ui import cache, text
from ui.components import caption, download, empty_panel, small_table
from ui.jobs import Job

PLANNED_FOR = (0.5, 0.7, 0.9)
"""Quantiles of the forecast whose plans are held beside each other."""
SPREAD = "many futures"
MOST_ROWS = 12


def show_futures(opened: OpenOperation, audited: AuditedPlan) -> None:
    """Show how the plan fares over many futures, and the same for plans that are made for more people."""
    if "need_q90" not in audited.plan.needs:
        empty_panel("No spread", "The needs of this plan have no quantiles.", key="plan:futures:none")
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
        return f"The plan for {words} is being solved; ask again in a moment."
    if job.state == "cancelled":
        return f"The plan for {words} was cancelled."
    return f"There is no plan for {words}: {job.error} {job.hint}".rstrip()


def _words(scenario: Scenario) -> str:
    if scenario.plan_for == "spread":
        return SPREAD
    level = scenario.planning_quantile
    return "the median" if level == PLANNED_FOR[0] else f"the {text.percent(level)} quantile"


def _camps(opened: OpenOperation, found: StressTest) -> None:
    test, names = found.stress, opened.operation.place_names
    likely = test.camps[test.camps["chance_under"] >= 0.5]
    st.text(
        f"In {text.percent(test.chance_any_under)} of {test.futures} futures some camp gets less than "
        f"{text.percent(test.threshold)} of its need; "
        + (f"{text.counted(len(likely), 'camp')} more often than not." if len(likely) else "no camp in most of them.")
    )
    rows = test.camps.head(MOST_ROWS)
    small_table(
        pd.DataFrame(
            {
                "Camp": rows["camp_id"].map(names),
                f"Under {text.percent(test.threshold)}": rows["chance_under"].map(text.percent),
                "Planned": rows["planned"].map(text.percent),
                "8 of 10 futures": [
                    text.percent_between(low, high)
                    for low, high in zip(rows["coverage_q10"], rows["coverage_q90"], strict=True)
                ],
            }
        ),
        numbers=["Planned", f"Under {text.percent(test.threshold)}", "8 of 10 futures"],
    )
    most = test.camps.loc[test.camps["beyond_plan"].idxmax()]
    hidden = len(test.camps) - len(rows)
    caption(
        f"Under {text.percent(test.threshold)}: in how many of the futures. Planned: need met as planned.",
        "People of all camps are drawn together from the spread of the forecast; what is sent stays as planned, and a "
        "camp hands out what it has.",
        f"One more head-count is worth most at {names[most['camp_id']]}: not knowing its people costs up to "
        f"{text.whole(text.significant(most['beyond_plan'], 2))} person-weeks beyond the plan, in the mean."
        if most["beyond_plan"] > 0
        else "",
        f"{text.counted(hidden, 'camp')} that fare better are in the file." if hidden > 0 else "",
    )
    download(test.camps, "futures.csv", "Camps over the futures as CSV", key="plan:futures:csv")


def _side_by_side(opened: OpenOperation, plans: dict[str, AuditedPlan], found: StressTest) -> None:
    st.text("If other needs were planned for")
    order = sorted(plans, key=lambda words: (words == SPREAD, plans[words].plan.scenario.planning_quantile))
    regret = found.regret.set_index("plan").loc[order]
    costs = [cache.figures(opened, plans[words]).cost_usd for words in order]
    numbers = ["Person-weeks without, mean", "in the worst tenth", "Best plan in", "Cost"]
    small_table(
        pd.DataFrame(
            {
                "Planned for": order,
                numbers[0]: [text.whole(text.significant(value, 3)) for value in regret["mean_unmet"]],
                numbers[1]: [text.whole(text.significant(value, 3)) for value in regret["worst_tenth"]],
                numbers[2]: [text.percent(share) for share in regret["best_share"]],
                numbers[3]: [text.usd(cost) for cost in costs],
            }
        ),
        numbers=numbers,
    )
    caption(
        "All over the same futures, weighted by priority and vulnerability. A plan for many futures sends what serves "
        "them all best. The difference in cost is the price of being prepared.",
    )
