"""Name, horizon, rule and money of a what-if, its changes in words, and the one button that solves."""

from typing import Any

import streamlit as st

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import LEVELS
from core.domain.wording import FAIRNESS, LEDGER_EVIDENCE, NEEDS_BASIS, RULES_EXPLAINED
from core.locale import message
from core.services.quick_what_if import budgets
from core.services.tell_scenario import TRIPS, changes_in_words
from ui import state, text
from ui.components import sentence_list
from ui.language import say

ARRIVAL_LEVELS = (0.8, 0.9, 0.95)
"""Chances offered with which goods on their way are to be there."""
AS_TOLD = 0.0
"""Stands for no chance asked for: goods on their way come on the dates as told."""
SPREAD = "spread"
"""A plan that serves many futures, in place of one quantile."""


def settings_form(operation: Operation, scenario: Scenario) -> tuple[str, dict[str, Any]] | None:
    """Show the form; returns the button pressed (``solve`` or ``list``) and the values as typed."""
    round_ = state.editing_round()
    with st.form(f"plan:what-if:{round_}", border=True):
        name = st.text_input(
            say("Name of the what-if"), value=scenario.name, max_chars=200, key=f"plan:what-if:{round_}:name"
        )
        values = _settings(operation, scenario, round_)
        st.html('<p class="aid-caption">What this what-if changes</p>')
        changes = changes_in_words(operation, scenario)
        if changes:
            sentence_list([("", change.words) for change in changes])
        else:
            st.html('<p class="aid-caption">Nothing yet: this is the operation as it is.</p>')
        with st.container(horizontal=True):
            solve = st.form_submit_button(say("Solve"), type="primary", key=f"plan:what-if:{round_}:solve")
            listed = st.form_submit_button(say("Update the list"), key=f"plan:what-if:{round_}:list")
    if not solve and not listed:
        return None
    return ("solve" if solve else "list"), {"name": name, **values}


A_CHOICE_OF_VALUES = message(
    "Which rule is fair is a choice of values, made by people and with the people served: docs/ethics.md."
)


def _settings(operation: Operation, scenario: Scenario, round_: int) -> dict[str, Any]:
    total, weekly = budgets(operation, scenario)
    first = st.columns(4)
    weeks = first[0].number_input(say("Weeks ahead"), 1, 52, scenario.weeks, key=f"plan:what-if:{round_}:weeks")
    fairness = first[1].selectbox(
        say("Rule"),
        list(FAIRNESS),
        list(FAIRNESS).index(scenario.fairness),
        format_func=lambda rule: say(FAIRNESS[rule]),
        key=f"plan:what-if:{round_}:fairness",
        help="\n".join(f"- **{say(FAIRNESS[rule])}**: {say(words)}" for rule, words in RULES_EXPLAINED.items())
        + f"\n\n{say(A_CHOICE_OF_VALUES)}",
    )
    budget = first[2].number_input(
        say("Budget in all, USD"), 0.0, 1e12, total, step=1000.0, format="%.0f", placeholder=say("as it is"),
        key=f"plan:what-if:{round_}:budget",
    )  # fmt: skip
    per_week = first[3].number_input(
        say("Budget a week, USD"), 0.0, 1e12, weekly, step=1000.0, format="%.0f", placeholder=say("as it is"),
        key=f"plan:what-if:{round_}:weekly",
    )  # fmt: skip
    second = st.columns(4)
    trips = second[0].selectbox(
        say("Trips"),
        list(TRIPS),
        list(TRIPS).index(scenario.trips),
        format_func=lambda trip: say(TRIPS[trip]),
        key=f"plan:what-if:{round_}:trips",
    )
    aims = [*LEVELS, SPREAD]
    aim = second[1].selectbox(
        say("Plan for the people of"),
        aims,
        aims.index(SPREAD if scenario.plan_for == SPREAD else scenario.planning_quantile),
        format_func=_aim_in_words,
        key=f"plan:what-if:{round_}:quantile",
    )
    penalty = second[2].number_input(
        say("A person-week without counts, USD"),
        0.01,
        1e9,
        scenario.penalty_usd,
        step=10.0,
        key=f"plan:what-if:{round_}:penalty",
    )
    floor_rule = say(FAIRNESS["coverage_floor"])
    floor = second[3].slider(
        say("Floor, only for the rule “{rule}”", rule=floor_rule), 0, 100, round(100 * scenario.coverage_floor), 5,
        format=f"%d{text.NBSP}%%", key=f"plan:what-if:{round_}:floor",
        help=say("No camp shall get less of its need. Every rule but “{rule}” leaves it unread.", rule=floor_rule),
    )  # fmt: skip
    third = st.columns(3)
    basis = third[1].selectbox(
        say("Need is"),
        list(NEEDS_BASIS),
        list(NEEDS_BASIS).index(scenario.needs_basis),
        format_func=lambda kind: say(NEEDS_BASIS[kind]),
        key=f"plan:what-if:{round_}:basis",
        help=say(
            "Expected demand is learnt from stock reports. Goods needed once, and camps without "
            "reports, keep the standard."
        ),
    )
    evidence = third[0].selectbox(
        say("Who waited, for rules that look back, is judged by"),
        list(LEDGER_EVIDENCE),
        list(LEDGER_EVIDENCE).index(scenario.ledger_evidence),
        format_func=lambda kind: say(LEDGER_EVIDENCE[kind]),
        key=f"plan:what-if:{round_}:evidence",
    )
    levels = sorted({*ARRIVAL_LEVELS, scenario.arrival_service_level or ARRIVAL_LEVELS[0]})
    arrival_level = third[2].selectbox(
        say("Goods on their way count"),
        [AS_TOLD, *levels],
        0 if scenario.arrival_service_level is None else 1 + levels.index(scenario.arrival_service_level),
        format_func=_arrivals_in_words,
        key=f"plan:what-if:{round_}:arrivals",
    )
    look_back = st.checkbox(
        say("Make up for past weeks, only for the two rules for the worst-off"),
        scenario.look_back,
        key=f"plan:what-if:{round_}:look-back",
        help=say(
            "The worst-off camp is then the one with the least coverage of past weeks and planned weeks together. What "
            "camps got is judged as for camps that waited."
        ),
    )
    own_total, own_weekly = operation.settings.budget_usd, operation.settings.budget_usd_per_week
    return {
        "weeks": int(weeks),
        "fairness": fairness,
        "coverage_floor": floor / 100,
        "ledger_evidence": evidence,
        "look_back": look_back,
        "needs_basis": basis,
        "arrival_service_level": None if arrival_level == AS_TOLD else arrival_level,
        # a budget equal to the operation's is no change
        "budget_usd": None if budget == own_total else budget,
        "budget_usd_per_week": None if per_week == own_weekly else per_week,
        "trips": trips,
        "plan_for": SPREAD if aim == SPREAD else "quantile",
        "planning_quantile": scenario.planning_quantile if aim == SPREAD else aim,
        "penalty_usd": penalty,
    }


def _arrivals_in_words(level: float) -> str:
    if level == AS_TOLD:
        return say("from the dates as told")
    return say("once they are there with a chance of {chance}", chance=text.percent(level))


def _aim_in_words(aim: float | str) -> str:
    if isinstance(aim, str):
        return say("many futures at once")
    return say("the median forecast") if aim == LEVELS[4] else say("the {aim} quantile", aim=text.percent(aim))
