"""The page Receipts: waybills wait, are received line by line, and nothing is filled in by itself."""

import datetime as dt

import pytest

from core.domain.access import alone
from core.services.open_operation import open_named
from core.services.receive_waybills import Received, record_receipts
from tests.app.conftest import PAGES, assert_drawn, title_of, words_of
from tests.builders import small_operation, small_tables
from tests.waybills import PLAN, WEEK, line, sealed, waybill

NAME = "Small operation"
HOSTILE = '<img src=x onerror="alert(1)">![x](http://a.example/x.png)'
NORTH, SOUTH = waybill(), waybill("south", stop=2)
LATE = waybill("east", trip=2, arrives=dt.datetime(2025, 6, 30, 12))


@pytest.fixture
def issued(resources, tmp_path):
    def issue(*waybills):
        resources.store.waybills.issue(
            NAME, PLAN, WEEK, sealed(tmp_path, *waybills), {"visits.csv": b"x\n"}, alone("page")
        )

    return issue


@pytest.fixture
def page(open_page, issued):
    issued(NORTH, SOUTH)
    return open_page("receipts", small_operation())


def box(app, waybill, name, number):
    return app.number_input(key=f"receipts:{name}:{waybill.id}:{number}")


def first(app):
    """The waybill whose lines are shown."""
    return {one.id: one for one in (NORTH, SOUTH)}[app.selectbox(key="receipts:waybill").value]


def test_without_waybills_the_page_says_how_receipts_come(open_page):
    app = open_page("receipts", small_operation())
    assert_drawn(app)
    assert "No waybill was issued here yet" in title_of(app)
    assert "Upload receipts" in [button.label for button in app.button]
    assert "a count should find what was found then" in words_of(app)


def test_waybills_wait_and_no_amount_is_filled_in_by_itself(page):
    assert_drawn(page)
    assert "2 waybills wait for a receipt" in title_of(page)
    chosen = first(page)
    assert [box(page, chosen, name, 0).value for name in ("good", "damaged", "missing")] == [None] * 3
    assert page.button(key="receipts:save").disabled


def test_everything_arrived_good_is_one_explicit_press_and_saving_another(page, resources):
    chosen = first(page)
    page.button(key="receipts:as-sent").click().run()
    assert (box(page, chosen, "good", 0).value, box(page, chosen, "missing", 1).value) == (500.0, 0.0)
    assert len(resources.store.versions(NAME)) == 1
    page.text_input(key="receipts:author").set_value("Amina").run()
    page.button(key="receipts:save").click().run()
    assert_drawn(page)
    assert f"Receipt of 2 lines of {chosen.id} saved: version 2" in words_of(page)
    assert "1 waybill waits" in title_of(page)
    stored = open_named(resources, NAME)
    assert stored.version.author == "Amina"
    assert stored.operation.receipts["good"].tolist() == [500.0, 40.0]
    assert stored.operation.stock["quantity"].sum() == small_operation().stock["quantity"].sum()


def test_a_receipt_with_a_loss_is_checked_as_it_is_typed(page, resources):
    chosen = first(page)
    box(page, chosen, "good", 0).set_value(480.0).run()
    assert "500 of cereal were sent; good, damaged and missing make 480" in words_of(page)
    box(page, chosen, "damaged", 0).set_value(15.0).run()
    box(page, chosen, "missing", 0).set_value(5.0).run()
    assert "were sent; good" not in words_of(page)
    page.button(key="receipts:save").click().run()
    assert open_named(resources, NAME).operation.receipts[["good", "damaged", "missing"]].to_numpy().tolist() == [
        [480, 15, 5]
    ]
    # the other line of the waybill goes on waiting
    assert "2 waybills wait" in title_of(page)
    assert "Lost on the way" in words_of(page)


def test_more_than_was_sent_is_asked_about_before_and_after_it_is_saved(page):
    chosen = first(page)
    box(page, chosen, "good", 0).set_value(600.0).run()
    assert "600 of cereal arrived" in words_of(page)
    page.button(key="receipts:save").click().run()
    assert_drawn(page)
    assert "Questions about receipts" in words_of(page)
    assert "the waybill says 500" in words_of(page)


def test_what_somebody_else_entered_meanwhile_stands(page, resources):
    chosen = first(page)
    page.button(key="receipts:as-sent").click().run()
    others = [Received("cereal", "L1", 444.0), Received("soap", None, 40.0)]
    record_receipts(resources, NAME, chosen.id, dt.date(2025, 6, 30), others, alone("page", "Ben"))
    page.button(key="receipts:save").click().run()
    assert_drawn(page)
    assert "was received already; nothing was saved" in words_of(page)
    assert open_named(resources, NAME).operation.receipts["good"].tolist() == [444.0, 40.0]


def test_amounts_typed_survive_a_switch_of_pages(page):
    chosen = first(page)
    box(page, chosen, "good", 0).set_value(480.0).run()
    page.switch_page(PAGES["model_card"]).run()
    page.switch_page(PAGES["receipts"]).run()
    assert box(page, chosen, "good", 0).value == 480.0


def test_a_loss_is_entered_and_what_a_count_should_find_tells_it(open_page, resources):
    app = open_page("receipts", small_operation())
    app.selectbox(key="receipts:loss:place").select("north")
    app.date_input(key="receipts:loss:day").set_value(dt.date(2025, 6, 30))
    app.number_input(key="receipts:loss:quantity").set_value(70.0)
    app.selectbox(key="receipts:loss:reason").select("spoiled")
    next(button for button in app.button if button.label == "Save the loss").click().run()
    assert_drawn(app)
    assert "A loss of 70 of cereal at North Camp saved: version 2" in words_of(app)
    assert open_named(resources, NAME).operation.losses["reason"].tolist() == ["spoiled"]
    assert "8,930" in words_of(app)


def test_a_loss_without_a_quantity_is_refused_in_words(open_page, resources):
    app = open_page("receipts", small_operation())
    next(button for button in app.button if button.label == "Save the loss").click().run()
    assert "The loss has no quantity" in words_of(app)
    assert len(resources.store.versions(NAME)) == 1


def test_hostile_names_on_a_waybill_are_shown_letter_by_letter(open_page, issued):
    issued(waybill(lines=(line(item=HOSTILE, lot_id=HOSTILE[:60]),)))
    app = open_page("receipts", small_operation(items=small_items(name=HOSTILE)))
    assert_drawn(app)
    assert "<img" not in words_of(app)
    assert "&lt;img src=x" in words_of(app)


def small_items(**values):
    return small_tables()["items"].assign(**values)
