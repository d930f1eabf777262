"""A planning figure is labelled on every page that shows its people."""

import pytest

from core.domain.planning_figures import LABEL
from tests.app.conftest import assert_drawn, words_of
from tests.unit.forecasting.test_new_camps import operation_with_figure


@pytest.mark.parametrize("page", ["today", "map", "forecast", "needs"])
def test_the_page_draws_and_says_what_the_figure_is(open_page, page):
    app = open_page(page, operation_with_figure(), camp="east", weeks="4")
    assert_drawn(app)
    assert LABEL in words_of(app)
