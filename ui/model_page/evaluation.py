"""Bias by kind of camp, what each method adds, and the feature table, on the model card."""

import streamlit as st

from core.services.describe_model import StoredModel, family_rows, feature_rows
from ui import tell_bias, tell_evaluation
from ui.components import caption, empty_panel, section, small_table, stale_note
from ui.language import say


def show_evaluation(model: StoredModel) -> None:
    """What was measured of a model beyond its errors; where nothing was, how to measure it."""
    evaluation = model.evaluation
    if evaluation is None:
        section(say("Bias, features and methods were not measured"))
        empty_panel(say("Not measured"), tell_evaluation.how_to_measure(model.version), key="model_card:not-measured")
        return
    if not evaluation.bias.empty:
        section(tell_bias.bias_finding(evaluation.bias))
        _show_promotion(model)
        shown = tell_bias.without_quiet_places(evaluation.bias)
        small_table(tell_bias.bias_rows(shown), numbers=tell_bias.NUMBERS, wide=True)
        bounds = evaluation.measured["bounds"]
        caption(
            tell_evaluation.bias_measured_on(evaluation.measured),
            *tell_bias.bias_explained(
                bounds["most_bias_share"], bounds["least_coverage"], bounds["fewest_forecasts"], bounds["fewest_camps"]
            ),
        )
        with st.expander(tell_bias.places_title(evaluation.bias), key="model_card:places"):
            places = evaluation.bias[evaluation.bias["by"] == "place"]
            small_table(tell_bias.bias_rows(places), numbers=tell_bias.NUMBERS, wide=True)
    else:
        section(say("Bias by kind of camp was not measured"))
        _show_promotion(model)
        caption(tell_evaluation.how_to_measure(model.version))
    section(tell_evaluation.methods_finding(evaluation.ablation))
    small_table(tell_evaluation.methods(evaluation.ablation), numbers=tell_evaluation.METHOD_NUMBERS, wide=True)
    caption(*tell_evaluation.methods_explained(evaluation.measured))
    families = family_rows(evaluation)
    section(tell_evaluation.families_finding(families))
    small_table(tell_evaluation.families(families), numbers=tell_evaluation.FAMILY_NUMBERS, wide=True)
    caption(*tell_evaluation.families_explained(evaluation.measured))
    features = feature_rows(evaluation)
    with st.expander(tell_evaluation.features_title(features), key="model_card:features"):
        small_table(tell_evaluation.features(features), numbers=tell_evaluation.FEATURE_NUMBERS, wide=True)
        caption(tell_evaluation.features_explained(evaluation.measured))


def _show_promotion(model: StoredModel) -> None:
    words = tell_evaluation.promotion(model)
    if words:
        stale_note(*words)
