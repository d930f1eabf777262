"""The plan page: answers, what-ifs from form to comparison, saving, undoing, sharing, and plans that cannot be."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.domain.plan import CANCELLED
from core.domain.scenario import Scenario
from core.services.plan_distribution import keep_audited
from core.settings import PROJECT
from tests.app.conftest import PAGES, TIMEOUT_SECONDS, words_of
from tests.builders import small_operation
from ui import cache
from ui.state import Key


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A page waits for its plan however busy the machine is, so that a test sees the plan and not the progress."""
    monkeypatch.setattr(cache, "PATIENCE_SECONDS", 60.0)


def button(app, key):
    return next(b for b in app.button if b.key is not None and b.key.startswith(key))


def chips(app):
    return next(w for w in app.get("button_group") if w.key == "plan:compared")


def form_box(app, name):
    return next(
        box
        for kind in ("text_input", "number_input", "selectbox", "checkbox")
        for box in app.get(kind)
        if box.key and box.key.startswith("plan:what-if:") and box.key.endswith(f":{name}")
    )


def solve(app):
    button_key = next(b.key for b in app.button if b.key and b.key.endswith(":solve"))
    return button(app, button_key).click().run()


def what_if(app, name, **boxes):
    """Make a what-if with the form and solve it."""
    button(app, "plan:new").click().run()
    form_box(app, "name").set_value(name)
    for box, value in boxes.items():
        form_box(app, box).set_value(value)
    return solve(app)


def test_the_plan_answers_first_and_shows_how_it_was_found(open_page):
    app = open_page("plan", small_operation())
    assert not app.exception
    words = words_of(app)
    assert "of its need" in app.title[0].value or "all it needs" in app.title[0].value
    for told in ("Audited: all", "Worst-off camp", "Handed out", "Need met, all camps", "Plan"):
        assert told in words


def test_nothing_is_solved_before_solve_is_pressed_and_then_both_plans_stand_side_by_side(open_page):
    app = open_page("plan", small_operation())
    button(app, "plan:new").click().run()
    asked = len(cache.worker()._jobs)
    button(app, "FormSubmitter:plan:add:influx").click().run()
    assert not app.exception
    assert len(cache.worker()._jobs) == asked
    assert "1,000 people come to" in words_of(app)
    form_box(app, "name").set_value("More people")
    solve(app)
    assert not app.exception
    assert chips(app).value == ["Baseline", "More people"]
    assert "The plans side by side" in words_of(app)
    assert "1,000 people come to" in words_of(app)


@pytest.mark.parametrize(
    ("name", "told"), [("   ", "has no name"), ("baseline", "without a change"), ("x" * 90, "at most 80")]
)
def test_a_name_that_cannot_be_used_is_refused_in_words(open_page, name, told):
    app = open_page("plan", small_operation())
    what_if(app, name)
    assert not app.exception
    assert any(told in error.value for error in app.error)
    assert chips(app).value == ["Baseline"]


def test_a_saved_what_if_is_seen_by_all_and_a_draft_by_its_maker_alone(open_page):
    app = open_page("plan", small_operation())
    what_if(app, "Half the money", weekly=30000.0)
    button(app, "plan:save").click().run()
    what_if(app, "My draft", weekly=20000.0)
    assert not app.exception
    other = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=TIMEOUT_SECONDS)
    other.switch_page(PAGES["plan"])
    other.run()
    names = " ".join(chips(other).options)
    assert "Half the money" in names
    assert "My draft" not in names


def test_a_deleted_what_if_comes_back_with_undo(open_page):
    app = open_page("plan", small_operation())
    what_if(app, "Half the money", weekly=30000.0)
    button(app, "plan:save").click().run()
    button(app, "plan:delete").click().run()
    assert "Half the money" not in chips(app).value
    button(app, "plan:undo").click().run()
    assert not app.exception
    assert chips(app).value[-1] == "Half the money"


def test_four_scenarios_stand_side_by_side(open_page):
    app = open_page("plan", small_operation())
    for number, money in enumerate((40000.0, 30000.0, 20000.0), start=1):
        what_if(app, f"Money {number}", weekly=money)
    chips(app).set_value(["Baseline", "Money 1", "Money 2", "Money 3"]).run()
    assert not app.exception
    words = words_of(app)
    assert "Need met by camp, worst first" in words
    assert words.count("Money 2") >= 2


def test_a_slider_asks_at_once_and_can_be_kept(open_page):
    app = open_page("plan", small_operation())
    next(s for s in app.select_slider if s.key.startswith("plan:quick:budget")).set_value(-50).run()
    assert not app.exception
    assert "Budget −50 %" in words_of(app)
    button(app, "plan:quick:keep").click().run()
    assert not app.exception
    assert any("Budget" in name for name in chips(app).value)


def test_a_plan_whose_solve_was_cancelled_says_so_and_can_be_solved_to_the_end(open_page):
    app = open_page("plan", small_operation())
    opened = cache.operation(None)
    made = cache.plan(opened, Scenario()).answer
    resources = cache.resources()
    resources.results.discard(made.key)
    cut_short = replace(made.plan.report, status="best_found", termination=CANCELLED, gap=0.1)
    keep_audited(resources, replace(made, plan=replace(made.plan, report=cut_short)))
    cache._kept_plans().clear()
    app.run()
    assert not app.exception
    assert "was cancelled; this is the best plan it had by then" in words_of(app)
    assert "<b>10.0" in words_of(app)
    button(app, "plan:0:cut:").click().run()
    assert not app.exception
    assert "was cancelled" not in words_of(app)
    assert "Optimal" in words_of(app)


def test_limits_that_clash_are_listed_and_the_baseline_stays(open_page):
    values = {"name": "Too much", "camp_limits": [{"camp_id": "north", "min_coverage": 1.0}], "budget_usd": 0,
              "closures": [{"route_id": "crossing_north"}]}  # fmt: skip
    app = open_page("plan", small_operation(), scenario=Scenario.from_values(values).to_json())
    assert not app.exception
    words = words_of(app)
    assert "No plan fits" in words
    assert "cannot hold together" in words
    assert "The figures" in words


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        (("items", "stock", "arrivals", "offers", "deliveries", "depots", "routes", "vehicles"), "No items"),
        (("stock", "arrivals", "deliveries"), "Audited"),
        (("routes", "vehicles"), "Audited"),
        (("depots", "routes", "offers", "vehicles", "stock", "arrivals"), "Audited"),
    ],
    ids=["only people", "no stock", "no routes", "no depots"],
)
def test_an_operation_that_lacks_tables_is_told_so(open_page, lacking, told):
    app = open_page("plan", small_operation(**dict.fromkeys(lacking)))
    assert not app.exception
    words = words_of(app)
    assert "This page could not be made" not in words
    assert told in words


def test_a_scenario_of_the_address_gets_a_chip(open_page):
    scenario = Scenario.from_values({"name": "Shared <b>", "weeks": 4})
    app = open_page("plan", small_operation(), scenario=scenario.to_json())
    assert not app.exception
    assert chips(app).value[-1] == "Shared <b>"
    assert "Shared &lt;b&gt;" in words_of(app)


def test_a_link_that_cannot_be_followed_is_said_until_it_is_put_away(open_page):
    app = open_page("plan", small_operation(), scenario='{"weeks": 9999}')
    app.run()
    assert "The link cannot be followed" in words_of(app)
    assert "got “9999”" in words_of(app)
    button(app, "address:first").click().run()
    assert "The link cannot be followed" not in words_of(app)


def test_the_link_carries_what_the_sliders_ask(open_page):
    app = open_page("plan", small_operation(settings={"budget_usd": "5000"}))
    next(s for s in app.select_slider if s.key.startswith("plan:quick:budget")).set_value(-50).run()
    links = [code.value for code in app.code if "scenario=" in code.value]
    assert links
    assert "budget_usd%22%3A2500" in links[0]


def test_a_new_what_if_begins_from_the_unchanged_operation_and_a_copy_from_the_one_shown(open_page):
    app = open_page("plan", small_operation(), scenario='{"name":"Less","budget_usd":100}')
    button(app, "plan:new").click().run()
    assert app.session_state[Key.editing].budget_usd is None
    button(app, "plan:copy").click().run()
    assert app.session_state[Key.editing].budget_usd == 100
    assert app.session_state[Key.editing].name != "Less"


def ask_more(app, question):
    control = next(w for w in app.get("button_group") if w.key == "plan:more")
    return control.set_value(question).run()


def test_a_plan_is_asked_what_happens_if_need_turns_out_differently(open_page):
    app = ask_more(open_page("plan"), "If need turns out differently")
    assert not app.exception
    words = words_of(app)
    assert "of 500 futures some camp gets less than" in words
    assert "One more head-count is worth most at" in words
    assert "the 90 % quantile" in words
    assert "the price of being prepared" in words


def test_a_what_if_can_make_up_for_past_weeks(open_page):
    app = open_page("plan", small_operation())
    what_if(app, "Past weeks too", fairness="worst_off", **{"look-back": True})
    assert not app.exception
    assert app.session_state[Key.scenario].look_back
    button(app, "plan:edit").click().run()
    assert "The worst-off camp is the one with least of past and planned weeks together" in words_of(app)


def test_a_what_if_can_judge_who_waited_by_the_least_that_is_known(open_page):
    app = open_page("plan", small_operation())
    what_if(app, "By what people say", fairness="ledger", evidence="least")
    assert not app.exception
    assert app.session_state[Key.scenario].ledger_evidence == "least"
    button(app, "plan:edit").click().run()
    assert "Who waited is judged by the least of paper, receipts and what people say" in words_of(app)
