"""Whether the planner itself is well: forecasts against later counts, drift, data, times, errors, flows, alerts."""

import streamlit as st

from core.errors import RegistryError
from ui import cache
from ui.components import (
    caption,
    empty_panel,
    failing_panel,
    headline,
    key_figures,
    section,
    sentence_list,
    small_table,
)
from ui.health_page import words
from ui.language import say
from ui.opening import open_page

MOST_DRIFT, MOST_TIMES, MOST_RUNS = 6, 8, 8

opened = open_page()
health, fault = None, None
try:
    health = cache.health(opened)
except RegistryError as error:
    fault = error
watch = cache.watch()
headline(words.answer(watch), words.lead(watch))
if watch.served is not None and watch.served.is_fallback:
    title, why = words.model(watch)[0]
    mend = say("Restore its folder from its source, or promote another version.")
    failing_panel(title, f"models/{watch.served.named}", why, mend, key="health:fallback")
key_figures(words.key_figures(watch, health))

evidence, beside = st.columns([1.9, 1], gap="large")
with evidence:
    if watch.raised:
        section(say("What to do"))
        sentence_list(words.alerts(watch, opened.version.operation))
    if fault is not None:
        failing_panel(say("Forecasts cannot be judged"), "", fault.message, fault.hint, key="health:fault")
    if health is not None:
        section(words.coverage_finding(health))
        if len(health.coverage):
            small_table(words.coverage(words.judged(health)), numbers=words.COVERAGE_NUMBERS, wide=True)
        caption(*words.coverage_explained(health))
        if len(health.coverage) > len(words.judged(health)):
            with st.expander(say("All {number} groups", number=len(health.coverage)), key="health:groups"):
                small_table(words.coverage(health.coverage), numbers=words.COVERAGE_NUMBERS, wide=True)
        section(words.drift_finding(health))
        if len(health.drift):
            small_table(words.drift(health.drift.head(MOST_DRIFT)), numbers=words.DRIFT_NUMBERS, wide=True)
        caption(*words.drift_explained(health))
        if len(health.drift) > MOST_DRIFT:
            with st.expander(say("All {number} inputs", number=len(health.drift)), key="health:inputs"):
                small_table(words.drift(health.drift), numbers=words.DRIFT_NUMBERS, wide=True)
with beside:
    section(say("Model"))
    sentence_list(words.model(watch))
    section(say("Solver and worker, last 24 hours"))
    solved = words.times(watch, ("solve", "work"))
    if len(solved):
        small_table(solved.head(MOST_TIMES), numbers=words.TIME_NUMBERS)
    caption(words.gaps(watch))
    section(words.failures_finding(watch))
    if len(watch.failures):
        small_table(words.failures(watch).head(MOST_TIMES), numbers=("Number",))
    caption(*words.rest(watch))
    section(say("Pages and use cases, last 24 hours"))
    asked = words.times(watch, ("page", "service"))
    if len(asked):
        small_table(asked.head(MOST_TIMES), numbers=words.TIME_NUMBERS)
    else:
        caption(say(words.NOT_KNOWN_YET))

section(say("Last runs of flows"))
runs = words.runs(health)
if len(runs):
    small_table(runs.head(MOST_RUNS), wide=True)
else:
    empty_panel(
        say("No flow has run yet"),
        say(
            "Flows look at the data, train and suggest on a schedule. Start one with “aid flows run monitor”, or let "
            "“aid flows schedule” run them."
        ),
        key="health:flows",
    )
