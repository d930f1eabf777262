"""Questions about counts on the Data page: asked, answered, saved as a version, taken back."""

import pandas as pd
import pytest

from core.services.open_operation import open_operation
from tests.app.conftest import PAGES, assert_drawn, title_of, words_of
from tests.builders import PLANNING_START, small_operation, small_tables

NAME = "Small operation"
HOSTILE = '<img src=x onerror="alert(1)">![x](http://a.example/x.png)'


def operation(counts=(8000, 8010, 155, 8020, 5000, 5010), **tables):
    dates = pd.date_range(end=PLANNING_START, periods=len(counts), freq="7D", unit="ns")
    own = pd.DataFrame({"camp_id": "north", "date": dates, "population": [float(c) for c in counts]})
    base = small_tables()["population"]
    others = base[base["camp_id"] != "north"]
    return small_operation(population=pd.concat([own, others], ignore_index=True), **tables)


def boxes(app):
    return [box for box in app.selectbox if box.label == "What is it?"]


def save_button(app):
    return app.button(key="data:save_answers")


def because(app, reason):
    return next(box for box in app.text_input if box.label == "How do you know?").set_value(reason).run()


@pytest.fixture
def page(open_page):
    return open_page("data", operation())


def test_every_question_stands_with_the_counts_around_it_the_worst_first(page):
    assert_drawn(page)
    assert "2 questions are open" in title_of(page)
    words = words_of(page)
    assert "Questions about counts: 2 are open, the worst first" in words
    assert words.index("one count stands apart") < words.index("−3,020 people in 7 days")
    assert "155, 8 Jun 2025" in words
    assert save_button(page).disabled


def test_answers_are_saved_as_a_version_with_name_and_reason_and_can_be_taken_back(page, resources):
    boxes(page)[0].select("error").run()
    assert save_button(page).label == "Save 1\u00a0answer"
    save_button(page).click().run()  # nobody said how it is known
    assert_drawn(page)
    assert "the reason is blank" in words_of(page)
    assert [v.number for v in resources.store.versions(NAME)] == [1]
    boxes(page)[1].select("recount").run()
    page.text_input(key="data:author").set_value("Amina").run()
    because(page, "asked the registrar")
    save_button(page).click().run()
    assert_drawn(page)
    assert "2 answers saved: version 2" in words_of(page)
    assert "Questions about counts" not in words_of(page)
    stored = open_operation(resources, NAME)
    assert (stored.version.author, stored.version.note) == ("Amina", "2 answers about counts: asked the registrar")
    north = stored.operation.population.head(6)
    assert north["population"].isna().tolist() == [False, False, True, False, False, False]
    assert north["as_reported"].iloc[2] == "155"
    assert north["kind"].iloc[4] == "recount"
    next(b for b in page.button if b.label == "Return to version 1").click().run()
    assert_drawn(page)
    assert "Questions about counts: 2 are open" in words_of(page)


def test_answers_chosen_survive_a_switch_of_pages(page):
    boxes(page)[0].select("error").run()
    page.switch_page(PAGES["model_card"]).run()
    page.switch_page(PAGES["data"]).run()
    assert boxes(page)[0].value == "error"


def test_the_second_of_two_people_is_told_and_nothing_is_overwritten(page, resources):
    boxes(page)[0].select("error").run()
    because(page, "seen it")
    first = open_operation(resources, NAME)
    resources.store.save_version(operation(settings={"budget_usd_per_week": 7}), first.version.id, "Baraka", name=NAME)
    save_button(page).click().run()
    assert_drawn(page)
    assert "saved by Baraka" in words_of(page)
    assert [v.number for v in resources.store.versions(NAME)] == [2, 1]


def test_what_a_camp_is_called_is_shown_letter_by_letter(open_page):
    camps = small_tables()["camps"]
    camps["name"] = [HOSTILE, "South Camp", "East Camp"]
    app = open_page("data", operation(camps=camps))
    assert_drawn(app)
    assert all("<img" not in block.proto.body for block in app.get("html"))


def test_more_questions_than_fit_come_up_as_the_first_are_answered(open_page):
    app = open_page("data", operation([1000 * 1.6**i for i in range(9)]))
    assert_drawn(app)
    assert len(boxes(app)) == 5
    assert "asked after these" in words_of(app)


def test_no_question_about_counts_shows_nothing_of_them(open_page):
    app = open_page("data", small_operation())
    assert_drawn(app)
    assert boxes(app) == []
