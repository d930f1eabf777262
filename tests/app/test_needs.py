"""The Needs page: how much, of what, for whom, and the arithmetic behind each figure."""

import pytest

from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import small_operation, small_tables

HOSTILE = "<img src=x onerror=alert(1)> ![x](http://a.example/x.png)"


def test_the_title_is_the_answer(open_page):
    app = open_page("needs", weeks="8")
    assert_drawn(app)
    assert title_of(app) == "The next 8 weeks need 21,600 t; maize flour is 68 % of it; camp stock covers 13 days"
    words = words_of(app)
    assert "5 (estimate)" in words
    assert "Sphere 2011" in words
    assert "Open the arithmetic" in app.expander[0].label


def test_weeks_and_camp_change_the_answer(open_page):
    app = open_page("needs", weeks="8")
    app.selectbox(key="needs:camp").select("nduta").run()
    assert_drawn(app)
    assert title_of(app).startswith("Nduta needs")
    assert app.session_state["camp"] == "nduta"
    app.selectbox(key="needs:camp").select("").run()
    assert title_of(app).startswith("The next 8 weeks")


@pytest.mark.parametrize("item", ["child-supplement", "jerrycan", "soap"])
def test_any_need_can_be_opened(open_page, item):
    app = open_page("needs", weeks="1")
    app.selectbox(key="needs:of-camp").select("musenyi").run()
    app.selectbox(key="needs:item").select(item).run()
    assert_drawn(app)
    words = words_of(app)
    assert "Musenyi needs" in words
    assert "= still needed" in words
    expected = {"child-supplement": "× share of children under 5", "jerrycan": "÷ people in a household", "soap": "30"}
    assert expected[item] in words


def test_the_figure_of_an_opened_need_is_people_times_standard(open_page):
    tables = small_tables()
    people = tables["population"].assign(population=1000.0)
    app = open_page("needs", small_operation(population=people, stock=None), weeks="1")
    app.selectbox(key="needs:of-camp").select("north").run()
    assert_drawn(app)
    assert "needs 2,800 kg of cereal in the week of 6 Jul" in words_of(app)
    assert "camp stock is not known" in title_of(app)


def test_without_items_the_page_says_what_is_missing(open_page):
    app = open_page("needs", small_operation(items=None, stock=None, arrivals=None, offers=None, deliveries=None))
    assert_drawn(app)
    assert "not known" in title_of(app)
    assert "No items yet" in words_of(app)


def test_a_camp_nobody_counted_has_no_need_and_says_why(open_page):
    population = small_tables()["population"]
    operation = small_operation(population=population[population["camp_id"] != "east"])
    app = open_page("needs", operation)
    assert_drawn(app)
    assert "No count, so need is not known: East Camp." in words_of(app)
    app.selectbox(key="needs:camp").select("east").run()
    assert_drawn(app)
    assert "never counted" in title_of(app)


def test_an_influx_of_the_scenario_is_in_the_needs(open_page):
    influx = '{"name": "More", "influx": [{"camp_id": "north", "date": "2025-07-01", "people": 50000}]}'
    plain = title_of(open_page("needs", small_operation()))
    assert title_of(open_page("needs", scenario=influx)) != plain


def test_hostile_names_are_shown_letter_by_letter(open_page):
    tables = small_tables()
    camps = tables["camps"].assign(name=[HOSTILE, HOSTILE + "2", HOSTILE + "3"])
    items = tables["items"].assign(name=["<script>x</script>", "=cmd()", "$x$ ![y](http://b.example)"], source=HOSTILE)
    app = open_page("needs", small_operation(camps=camps, items=items))
    assert_drawn(app)
    html = "\n".join(block.proto.body for block in app.get("html"))
    assert "<img" not in html
    assert "<script>" not in html
    shown = [element.value for kind in ("title", "subheader", "markdown") for element in app.get(kind)]
    assert not any("](http" in words for words in shown)
