"""Which plan, which week, and what there should be least of."""

import datetime as dt

import pandas as pd
import streamlit as st

from core.domain.dispatch import DispatchRequest, Objective
from core.locale import message
from core.services.open_operation import OpenOperation
from core.services.plan_dispatch import weeks_with_shipments
from core.services.plans_to_dispatch import PlanToDispatch, approved_plans, plan_of_scenario
from ui import cache, state, text
from ui.asking import ask_plan
from ui.language import say

DRAFT = 0
"""In place of the number of an approved plan: that of the session's scenario."""

OBJECTIVES: dict[Objective, str] = {"cost": message("Cost"), "time": message("Hours"), "co2": message("CO2")}


def choose_plan(opened: OpenOperation) -> PlanToDispatch | None:
    """An approved plan, the newest by default, or the plan of the session's scenario as a draft.

    Where that is not solved yet, the state of its solve is drawn and None returned.
    """
    scenario = state.load_scenario()
    approved = {one.id: one for one in approved_plans(cache.resources(), opened.version.operation)}
    words = {
        number: say(
            "Plan {number}, approved {decided}: {name}",
            number=number,
            decided=text.date(one.decided),
            name=one.scenario.name,
        )
        for number, one in approved.items()
    }
    words[DRAFT] = say("Draft: {name}", name=scenario.name)
    number = st.selectbox(
        say("Plan"), list(words), format_func=lambda each: words[each], key="dispatch:plan", persist_state="session"
    )
    if number in approved:
        return cache.approved_plan(approved[number])
    audited = ask_plan(opened, scenario, "dispatch:plan")
    return None if audited is None else plan_of_scenario(cache.resources(), opened, audited)


def choose_week(chosen: PlanToDispatch) -> DispatchRequest | None:
    """The question of a dispatch before any edit; None where the plan sends nothing."""
    weeks = [week.date() for week in map(pd.Timestamp, weeks_with_shipments(chosen.plan))]
    if not weeks:
        return None
    week_box, objective_box = st.columns([1, 1.4], vertical_alignment="bottom")
    week = week_box.selectbox(
        say("Week to"), weeks, format_func=text.date, key=f"dispatch:week:{chosen.key[:8]}", persist_state="session"
    )
    objective = objective_box.segmented_control(
        say("Least"), list(OBJECTIVES), default="cost", required=True, format_func=lambda each: say(OBJECTIVES[each]),
        key="dispatch:objective", persist_state="session",
    )  # fmt: skip
    return DispatchRequest(week if isinstance(week, dt.date) else weeks[0], objective or "cost")
