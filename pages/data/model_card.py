"""Which model makes the forecasts, what it may be used for, how good it was, and whether its files are untouched."""

import streamlit as st

from core.locale import message
from core.services.describe_model import describe_model, stored_versions
from core.services.score_forecasts import METHOD_TITLES, NAIVE, SERVED
from ui import cache, charts, state, tell_model
from ui.components import (
    caption,
    empty_panel,
    failing_panel,
    headline,
    key_figures,
    section,
    show_chart,
    small_table,
)
from ui.components.plain_markdown import plain_markdown
from ui.language import say
from ui.model_page import show_evaluation, show_life_cycle
from ui.opening import open_page
from ui.theme import current_theme

open_page()
theme = current_theme()
versions, served = stored_versions(cache.resources())
if not versions:
    headline(say("No model is stored, so nothing is forecast"))
    words = say(
        "Forecasts, needs and plans come from a trained model. The map and the data can be looked at without one."
    )
    empty_panel(
        say("No model"),
        say("{words} Run “aid train”, then “aid promote VERSION”.", words=words),
        key="model_card:empty",
    )
    st.stop()

chosen = state.model_version(versions, served)
model = describe_model(cache.resources(), chosen)
headline(tell_model.answer(model), tell_model.lead(model))
if served is None:
    what, mend = (say(words) for words in tell_model.NOT_SERVED)
    failing_panel(say("No version is served"), "models/CURRENT", what, mend, key="model_card:unserved")
if model.changed:
    failing_panel(
        say("Files of this model are not what was trained"),
        tell_model.where_changed(model),
        say("The recorded hash and the file do not agree, so a forecast of this version is refused."),
        say("Restore the folder from its source, serve another version with “aid promote”, or train again."),
        key="model_card:changed",
        details="\n".join(model.changed),
    )
key_figures(tell_model.figures(model))
show_life_cycle()

evidence, beside = st.columns([1.9, 1], gap="large")
with evidence:
    section(tell_model.metrics_finding(model))
    small_table(tell_model.measures(model), numbers=tell_model.MEASURES, strong=(message("80\u00a0% holds"),))
    caption(*tell_model.measures_explained(model))
    section(say("Error by weeks ahead"))
    drawn = {SERVED: say("Blend, served"), **{m: t for m, t in METHOD_TITLES.items() if m != SERVED}}
    chart = charts.errors_by_horizon(model.metrics_by_horizon, drawn, SERVED, NAIVE, theme, column="mae")
    show_chart(chart, tell_model.metrics_finding(model), key="model_card:horizons")
    caption(say("MAE: mean absolute difference of the median to the later count, people, by weeks ahead."))
with beside:
    section(say("What it may be used for"))
    small_table(tell_model.USES.map(say))
    section(say("How it was made"))
    small_table(tell_model.facts(model))
    section(say("Stored versions"))
    small_table(tell_model.version_list(versions, served))
    if len(versions) > 1:
        looked_at = st.selectbox(say("Look at version"), versions, versions.index(chosen), key="model_card:version")
        if looked_at != chosen:
            state.choose_model(looked_at)
            st.rerun()

show_evaluation(model)

section(say("Evaluation, drawn when it was trained"))
if not model.plots:
    caption(say("No evaluation plot is stored with this version."))
columns = st.columns(2)
for position, (title, picture) in enumerate(model.plots.items()):
    with columns[position % 2]:
        st.image(picture)
        caption(f"{title}.")
with st.expander(say("The whole model card"), key="model_card:card"):
    if model.card:
        plain_markdown(model.card)
    else:
        caption(say("The text of the card is missing or was changed since it was stored, so it is not shown."))
