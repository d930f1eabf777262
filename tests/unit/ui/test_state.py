"""What a session remembers, and what it takes from an address."""

from streamlit.testing.v1 import AppTest

from core.domain.scenario import Scenario


def page():
    import streamlit as st

    from core.errors import AidError
    from ui import state

    try:
        state.begin()
    except AidError as error:
        st.text(f"refused: {error.message}")
    st.text(state.load_scenario().name)
    st.text(str(state.selected_camp(["a", "b"])))
    st.text(str(state.weeks_ahead()))
    if st.button("another", key="another"):
        state.save_scenario(state.load_scenario().model_copy(update={"name": "Road closed"}))
        state.select_camp("b")


def test_an_address_brings_scenario_camp_and_horizon():
    app = AppTest.from_function(page)
    app.query_params["scenario"] = Scenario(name="Budget cut", budget_usd=1000).to_json()
    app.query_params["camp"] = "b"
    app.query_params["weeks"] = "8"
    app.run(timeout=20)
    assert [t.value for t in app.text] == ["Budget cut", "b", "8"]


def test_a_scenario_that_cannot_be_used_is_refused_once():
    app = AppTest.from_function(page)
    app.query_params["scenario"] = '{"weeks": 9999}'
    app.run(timeout=20)
    assert app.text[0].value.startswith("refused")
    app.run(timeout=20)
    assert [t.value for t in app.text] == ["Baseline", "a", "4"]


def test_choices_are_written_to_the_address():
    app = AppTest.from_function(page).run(timeout=20)
    app.button(key="another").click().run(timeout=20)
    assert app.query_params["camp"] == "b"
    assert "Road closed" in app.query_params["scenario"]


def test_nonsense_in_an_address_is_ignored():
    app = AppTest.from_function(page)
    app.query_params["camp"] = "nobody"
    app.query_params["weeks"] = "9" * 50
    app.run(timeout=20)
    assert [t.value for t in app.text] == ["Baseline", "a", "4"]
