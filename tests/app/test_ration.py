"""The Ration page: the answer first, nutrients, substitutes, what-ifs, and what is missing."""

from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import small_operation
from tests.unit.ration.cases import foods, hand_made, links, offers


def test_the_title_says_what_the_ration_costs_and_weighs(open_page):
    app = open_page("ration", hand_made())
    assert_drawn(app)
    assert title_of(app) == "1 food of 600 g meet every requirement for USD 0.24 per person and day"
    words = words_of(app)
    assert "Grain 600 g" in words
    assert "Beans +618 g" in words
    assert "Port" in words


def test_a_food_left_out_and_a_limit_give_another_ration(open_page):
    app = open_page("ration", hand_made())
    app.multiselect(key="ration:left_out").select("grain")
    app.button(key="FormSubmitter:ration:form-Design the ration").click().run()
    assert_drawn(app)
    assert "Beans 618 g" in words_of(app)
    app.multiselect(key="ration:left_out").set_value([])
    app.number_input(key="ration:most:grain").set_value(400.0)
    app.button(key="FormSubmitter:ration:form-Design the ration").click().run()
    assert "Grain 400 g, Beans 206 g" in words_of(app)


def test_limits_that_clash_are_named(open_page):
    app = open_page("ration", hand_made(items=foods(["grain", "beans"], {"grain": (0, 10), "beans": (0, 10)})))
    assert_drawn(app)
    assert title_of(app) == "No ration keeps all these limits"
    assert "at most 10 g of Grain" in words_of(app)


def test_a_camp_without_a_road_is_named(open_page):
    app = open_page("ration", hand_made(routes=links([("port", "a", 1)])))
    assert_drawn(app)
    assert "B cannot be reached from any supplier" in words_of(app)


def test_weekly_limits_left_aside_are_said(open_page):
    app = open_page("ration", hand_made(offers=offers([("port", "grain", 300, 1)])))
    assert_drawn(app)
    assert "left aside" in words_of(app)
    assert "What would have to grow" in words_of(app)


def test_missing_tables_are_named_with_the_way_to_the_template(open_page):
    app = open_page("ration", small_operation())
    assert_drawn(app)
    assert "nutrients" in words_of(app)
    assert any("template" in button.label for button in app.button)


def test_hostile_names_stay_text(open_page):
    items = foods(["grain", "beans"]).assign(name=["<img src=x onerror=alert(1)>", "![x](http://a.example/x.png)"])
    app = open_page("ration", hand_made(items=items))
    assert_drawn(app)
    blocks = "".join(block.proto.body for block in app.get("html"))
    assert "<img" not in blocks
    assert "&lt;img src=x" in blocks
    assert not any("![x]" in element.value for element in app.markdown)


def test_the_demonstration_has_a_ration(open_page):
    app = open_page("ration")
    assert_drawn(app)
    assert "meet every requirement" in title_of(app)
