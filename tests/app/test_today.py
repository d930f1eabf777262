"""The Today page: its answer, its figures, its steps; what it says while something is missing."""

import time

import pandas as pd

from core.domain.scenario import Scenario
from core.services.total_people import people_in_all
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import small_operation, small_tables
from ui import cache, text

HOSTILE = "<img src=x onerror=alert(1)>`${1}` ![x](http://a.example/x.png) [l](http://a.example)"


def with_plan(app):
    """The page once its plan is there; a solve takes longer where many tests run at once."""
    until = time.monotonic() + 60
    while "there is no plan yet" in words_of(app) and time.monotonic() < until:
        time.sleep(0.2)
        app.run()
        if "has no plan" in words_of(app):
            break
    return app


def test_the_demonstration_says_who_runs_out_of_what_and_when(open_page):
    app = with_plan(open_page("today"))
    assert_drawn(app)
    assert title_of(app).startswith("Nduta runs out of pulses on 5 Nov (4 to 5 Nov)")
    words = words_of(app)
    assert "People in 14 camps" in words
    assert "Not known: soap at Musasa, sugar at Oruchinga." in words
    assert "counts 1 to 23 days old" in words
    assert "Send" in words
    assert "Count again in Lusenda" in words
    assert "Will lack a food before its next delivery" in words


def test_headline_table_and_steps_begin_with_the_same_shelf(open_page):
    app = with_plan(open_page("today"))
    blocks = [block.proto.body for block in app.get("html")]
    table = next(body for body in blocks if "aid-heat" in body and "<table" in body)
    assert table.index("Nduta") < min(table.index(name) for name in ("Mulongwe", "Musenyi", "Nakivale"))
    assert table.index("Pulses") < table.index("Sugar")
    cards = [body for body in blocks if "aid-card-effect" in body]
    assert "pulses to Nduta" in cards[0].replace("\u00a0", " ")
    assert "up to 3 days after the shelf is empty" in cards[0].replace("\u00a0", " ")
    assert "Nothing in the plan reaches Nduta with vegetable oil before 23 Nov" in cards[1].replace("\u00a0", " ")


def test_the_table_tells_the_people_counted_on_the_day_beside_them(open_page):
    words = words_of(with_plan(open_page("today")))
    assert "14,936, 31 Oct" in words
    assert "forecast for 8 Nov" in words


def test_why_opens_the_plan_at_the_reasons_for_the_camp_until_they_are_closed(open_page):
    app = with_plan(open_page("today"))
    app.button(key="today:first:0:why").click().run()
    assert_drawn(app)
    assert app.session_state["camp"] == "nduta"
    assert "Why Nduta does not get more by this plan, pulses first" in words_of(app)
    app.button(key="plan:close-why").click().run()
    assert "Why Nduta does not get more" not in words_of(app)


def test_a_step_leads_to_a_what_if_for_its_camp(open_page):
    app = with_plan(open_page("today"))
    app.button(key="today:first:0:accept").click().run()
    assert_drawn(app)
    assert app.session_state["camp"] in ("nakivale", "nduta", "musenyi", "mulongwe", "lusenda")
    assert app.session_state["editing"].name.startswith("What-if for")


def test_a_step_put_aside_can_be_shown_again(open_page):
    app = with_plan(open_page("today"))
    first = app.button(key="today:first:0:accept").label
    app.button(key="today:first:0:later").click().run()
    assert_drawn(app)
    app.button(key="today:show-aside").click().run()
    assert app.button(key="today:first:0:accept").label == first


def test_an_operation_without_items_tells_people_and_asks_for_items(open_page):
    app = open_page("today", small_operation(items=None, stock=None, arrivals=None, offers=None, deliveries=None))
    assert_drawn(app)
    assert "what they lack is not known" in title_of(app)
    assert "No items yet" in words_of(app)
    assert "North Camp" in words_of(app)


def test_an_operation_of_only_camps_and_counts_is_drawn(open_page):
    dropped = dict.fromkeys(name for name in small_tables() if name not in ("camps", "population"))
    app = open_page("today", small_operation(**dropped))
    assert_drawn(app)
    assert "People and their last count" in words_of(app)


def test_without_any_stock_count_the_page_shows_needs_and_says_what_is_missing(open_page):
    app = with_plan(open_page("today", small_operation(stock=None)))
    assert_drawn(app)
    assert "is not known" in title_of(app)
    assert "No stock counts yet" in words_of(app)
    assert "% of need met" in words_of(app)


def test_without_depots_and_routes_nothing_breaks(open_page):
    tables = dict.fromkeys(("depots", "routes", "offers", "vehicles", "arrivals"))
    stock = small_tables()["stock"]
    app = with_plan(open_page("today", small_operation(**tables, stock=stock[stock["place_id"] != "hub"])))
    assert_drawn(app)
    assert "Camp" in title_of(app)


def test_without_a_count_on_or_before_the_start_the_page_says_so(open_page):
    app = open_page("today", small_operation(settings={"planning_start": "2020-01-01"}))
    assert_drawn(app)
    assert "is not known" in title_of(app)
    assert "No count on or before the planning day" in words_of(app)


def test_a_camp_nobody_counted_is_asked_for_and_not_zero(open_page):
    population = small_tables()["population"]
    app = with_plan(open_page("today", small_operation(population=population[population["camp_id"] != "east"])))
    assert_drawn(app)
    assert "Count the people in East Camp" in words_of(app)
    assert "1 camp never counted" in words_of(app)


def test_hostile_names_are_shown_letter_by_letter(open_page):
    tables = small_tables()
    camps = tables["camps"].assign(name=[HOSTILE, HOSTILE + "2", HOSTILE + "3"])
    items = tables["items"].assign(name=["=cmd()", "<script>x</script>", "![y](http://b.example/y.png)"])
    depots = tables["depots"].assign(name=["<b>Port</b>", "<i>Hub</i>", "$x$"])
    app = with_plan(open_page("today", small_operation(camps=camps, items=items, depots=depots)))
    assert_drawn(app)
    html = "\n".join(block.proto.body for block in app.get("html"))
    assert "<img src=x" not in html
    assert "<script>" not in html
    assert "<b>Port" not in html
    shown = [element.value for kind in ("title", "subheader", "markdown") for element in app.get(kind)]
    assert not any("](http" in words for words in shown)
    labels = [button.label for button in app.button if "what-if" in button.label]
    assert labels
    assert not any("](http" in label for label in labels)


def test_a_what_if_says_that_the_figures_are_supposed(open_page):
    stock = '{"name": "Full shelf", "stock": [{"place_id": "north", "item_id": "cereal", "quantity": 900000}]}'
    app = with_plan(open_page("today", small_operation(), scenario=stock))
    assert_drawn(app)
    assert "What-if “Full shelf”" in words_of(app)


def test_many_camps_are_cut_to_the_worst_with_all_one_click_away(open_page):
    tables = small_tables()
    some = tables["camps"]
    more = [some.assign(camp_id=some["camp_id"] + str(i), name=some["name"] + str(i)) for i in range(15)]
    camps = pd.concat(more)
    population = tables["population"]
    counted = pd.concat([population.tail(1).assign(camp_id=camp) for camp in camps["camp_id"]])
    kept = dict.fromkeys(("stock", "arrivals", "routes", "deliveries", "offers"))
    app = open_page("today", small_operation(camps=camps, population=counted, **kept))
    assert_drawn(app)
    assert any("Show all 45 camps" in toggle.label for toggle in app.toggle)


def test_people_in_all_camps_are_added_up_future_by_future(open_page):
    # ten times the people: the two ways to add up then differ in what is printed
    counts = small_tables()["population"]
    app = open_page("today", small_operation(population=counts.assign(population=counts["population"] * 10)))
    opened = cache.operation(None)
    weeks = Scenario().weeks
    in_all = people_in_all(cache.totals(opened, weeks))
    first = cache.forecast(opened, weeks).table.query("horizon_weeks == 1")
    assert text.between(in_all.low, in_all.high).replace(text.NBSP, " ") in words_of(app)
    # the camps' own bands added up would be wider
    assert first["q90"].sum() - first["q10"].sum() > in_all.high - in_all.low
    assert text.between(first["q10"].sum(), first["q90"].sum()).replace(text.NBSP, " ") not in words_of(app)
