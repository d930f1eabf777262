"""What to send where, what it reaches and costs, and what would change if things were different."""

import streamlit as st

from core.services.tell_plan import tell_change, tell_plan
from ui import cache, state
from ui.asking import ask_plan
from ui.brief_dialog import brief_button
from ui.components import empty_panel, headline, status_line
from ui.language import language, say
from ui.opening import open_page
from ui.plan_page import (
    choose_scenarios,
    known_scenarios,
    quick_sliders,
    show_approval,
    show_asked_why,
    show_chart_of_camps,
    show_figures,
    show_manage,
    show_map_of_change,
    show_more,
    show_share,
    show_tables,
    show_why,
    undo_line,
)
from ui.scenario_form import scenario_editor

opened = cache.operation(state.load_operation())
operation = opened.operation
known, stored = known_scenarios(opened)
chosen = choose_scenarios(known, stored)
context = st.container()

if not operation.has("items"):
    with context:
        open_page(chosen.focus.name)
    headline(say("There is nothing to plan yet: the operation has no items"))
    pressed = empty_panel(
        say("No items"),
        say(
            "A plan needs items with a standard, and stock, arrivals or offers to give. Map and forecast work without."
        ),
        key="plan:no-items",
        button=say("Upload items"),
    )
    if pressed:
        st.switch_page("pages/data/data.py")
    st.stop()

answer = st.container()
share = show_manage(opened, known, chosen)
undo_line(opened)

draft = state.editing()
if draft is not None:
    finished = scenario_editor(operation, draft, set(known) - {draft.name})
    if finished is not None:
        state.keep_draft(finished)
        state.edit(None)
        state.compare([*[name for name in state.compared() if name != finished.name][-3:], finished.name])
        state.save_scenario(finished)
        st.rerun()

quick = quick_sliders(opened, chosen.focus)
asked = list(chosen.scenarios) if quick == chosen.focus else [chosen.focus, quick]

with context:
    open_page(asked[-1].name)
with share:
    show_share(asked[-1])
# all are asked for before the first is waited for
keys = [cache.plan(opened, scenario, patience_seconds=0).key for scenario in asked]
passed_over = state.passed_over("" if quick == chosen.focus else keys[-1], keys)
if passed_over is not None:
    cache.let_go(passed_over)  # a slider on its way asks many questions; only the last one is waited for
plans = [ask_plan(opened, scenario, f"plan:{number}") for number, scenario in enumerate(asked)]
ready = [plan for plan in plans if plan is not None]
after = plans[-1]
if after is None:
    with answer:
        headline(
            say("“{name}” has no plan yet", name=asked[-1].name), say("The scenarios that are solved are shown below.")
        )
    if len(ready) > 0:
        show_figures(opened, ready)
    st.stop()

before = next((plan for plan in plans[:-1] if plan is not None), None)
figures = cache.figures(opened, after)
with answer:
    if before is None:
        headline(*tell_plan(operation, after, figures, cache.least_met(opened, after), language()))
    else:
        comparison = cache.comparison(opened, before, after)
        name = after.plan.scenario.name
        headline(*tell_change(operation, comparison, name, cache.figures(opened, before), figures))

scenario = after.plan.scenario
status_line(after.plan.report, scenario, after.key, after.audit.limits_checked, cost_usd=figures.cost_usd)
brief_button(opened, after, "plan")
show_asked_why(opened, after)
worst = cache.coverage(opened, after).sort_values("coverage")["camp_id"].tolist()
left, right = st.columns([1.25, 1], gap="medium")
with left:
    show_chart_of_camps(opened, before, after)
    show_figures(opened, ready)
with right:
    show_map_of_change(opened, before, after, state.selected_camp(worst))
    show_why(opened, after)
show_approval(opened, scenario, after.key)
show_more(opened, after)
show_tables(opened, after)
