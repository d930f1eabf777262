"""The Inventory page: the answer first, breaks week by week, goods, orders, buffers, and what is missing."""

import numpy as np
import pandas as pd
import pytest

from core.services.worker_jobs import Job
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.lead_times.order_books import drawn_lines
from ui import cache

HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Waits for the worker as long as a slow machine needs, so that the page is drawn in one run."""
    wait = cache.PlanWorker.wait
    monkeypatch.setattr(cache.PlanWorker, "wait", lambda worker, key, seconds, asker="": wait(worker, key, 60, asker))


def test_the_title_says_what_runs_out_first_where_and_how_surely(open_page):
    app = open_page("inventory", small_operation())
    assert_drawn(app)
    assert title_of(app).startswith("North Camp runs out of cereal on 1 Jul")
    words = words_of(app)
    assert "Shelves likely without" in words
    assert "Calendar of breaks" in words
    assert "Batches on the shelves" in words
    assert "Lead times" not in words  # for there are no past orders
    assert "A1" not in title_of(app)


def test_one_place_is_shown_alone(open_page):
    app = open_page("inventory", small_operation())
    app.selectbox(key="inventory:place").select("south").run()
    assert_drawn(app)
    assert title_of(app).startswith("South Camp")


def test_a_buffer_is_tried(open_page):
    app = open_page("inventory", small_operation())
    before = words_of(app)
    app.select_slider(key="inventory:buffer-weeks").set_value(4.0).run()
    assert_drawn(app)
    assert "4 weeks more" in words_of(app)
    assert "4 weeks more" not in before


def test_a_service_level_is_tried_where_no_policy_is_told(open_page):
    app = open_page("inventory", small_operation())
    assert "No policy is told" in words_of(app)
    app.button(key="FormSubmitter:inventory:try-form-Work out the levels").click().run()
    assert_drawn(app)
    assert "at each review" in words_of(app)


def test_shelves_nobody_counted_are_not_known(open_page):
    stock = small_tables()["stock"]
    stock["quantity"] = np.nan
    app = open_page("inventory", small_operation(stock=stock, arrivals=None))
    assert_drawn(app)
    assert "is not known" in title_of(app)


def test_without_stock_the_page_asks_for_it(open_page):
    app = open_page("inventory", small_operation(stock=None))
    assert_drawn(app)
    assert "Nobody has counted the shelves" in words_of(app)
    assert any("Upload" in button.label for button in app.button)


def test_hostile_names_stay_text(open_page):
    items = small_tables()["items"].assign(name=[HOSTILE, "![x](http://a.example/x.png)", "Blanket"])
    app = open_page("inventory", small_operation(items=items))
    assert_drawn(app)
    assert HOSTILE not in "".join(block.proto.body for block in app.get("html"))


def test_work_that_failed_says_why_and_can_be_started_again(open_page, monkeypatch):
    def failed(_worker, key, _seconds, _asker=""):
        return Job(key, state="failed", error="The disk is full.", hint="Make room.")

    monkeypatch.setattr(cache.PlanWorker, "wait", failed)
    app = open_page("inventory", small_operation())
    assert_drawn(app)
    assert "were not looked ahead" in title_of(app)
    assert "The disk is full." in words_of(app)
    assert any(button.label == "Start it again" for button in app.button)


def test_with_the_plan_goods_move(open_page):
    app = open_page("inventory", small_operation())
    app.segmented_control(key="inventory:moves").set_value("As planned").run()
    assert_drawn(app)
    assert "as the plan of this scenario has it" in words_of(app)


def test_lead_times_of_the_rules_stand_beside_those_of_past_orders(open_page):
    lines = drawn_lines(120)
    move = PLANNING_START - lines["recorded"].max()
    dates = {day: lines[day] + move for day in ("ordered", "promised", "delivered", "recorded")}
    orders = lines.assign(**dates, destination_id="hub", item_id="soap")
    policies = pd.DataFrame(
        {
            "place_id": ["hub"],
            "item_id": ["soap"],
            "service_level_share": [0.9],
            "lead_time_weeks": [1.0],
            "lead_time_sd_weeks": [0.5],
            "review_weeks": [1.0],
        }
    )
    words = words_of(open_page("inventory", small_operation(orders=orders, policies=policies)))
    assert "Lead times: the rules beside past orders" in words
    assert "1.0 ± 0.5" in words
