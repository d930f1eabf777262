"""The Outcomes page: asked for by a button, answered beside pro-rata, and what it says where something is missing."""

import pytest

from core.domain.scenario import Scenario
from core.services.simulate_policies import make_simulation
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import small_operation
from ui.outcomes_page.asking import USUAL


def test_nothing_is_simulated_until_somebody_asks(open_page):
    app = open_page("outcomes", small_operation())
    assert_drawn(app)
    assert title_of(app) == "What would come of it, week by week"
    assert [button.label for button in app.button].count("Simulate") == 1


@pytest.mark.nightly
def test_the_title_says_which_policy_leaves_least_without(open_page, resources):
    operation = small_operation()
    told = {"progress": lambda share, words: None, "cancelled": lambda: False}
    make_simulation(resources, operation, Scenario(), USUAL, **told)
    app = open_page("outcomes", operation)
    assert_drawn(app)
    assert title_of(app).startswith(("Pro-rata", "Planner"))
    words = words_of(app)
    assert "what happens in each future is drawn" in words
    assert "Who goes without what" in words
    assert "Cereal" in words


def test_without_a_policy_it_asks_for_one(open_page):
    app = open_page("outcomes", small_operation())
    app.multiselect(key="outcomes:policies").set_value([]).run()
    assert_drawn(app)
    assert title_of(app) == "Which policies?"


def test_an_operation_without_stock_says_what_is_missing(open_page):
    app = open_page("outcomes", small_operation(stock=None, arrivals=None, offers=None))
    assert_drawn(app)
    assert "cannot be simulated yet" in title_of(app)
    assert "stock, arrivals or offers" in words_of(app)
