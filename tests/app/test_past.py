"""The page *Past distributions*: what was handed out, empty shelves beside no demand, and what is missing."""

import pandas as pd

from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import small_operation


def test_it_tells_how_much_of_the_need_was_met_and_who_got_least(open_page):
    app = open_page("past", small_operation())
    assert_drawn(app)
    assert "of need was met in the 4 weeks to" in title_of(app)
    words = words_of(app)
    assert "Who got what, by camp" in words
    assert "not named" in words  # nobody wrote down the donor
    assert "We do not know what shortage goes with" in words


def test_an_empty_shelf_is_told_apart_from_goods_that_nobody_took(open_page):
    reports = pd.DataFrame(
        {
            "place_id": ["north", "south"],
            "item_id": ["cereal", "cereal"],
            "period_start": ["2025-06-02", "2025-06-02"],
            "days": [28, 28],
            "distributed": [0, 0],
            "stock_end": [0, 900],
        }
    )
    app = open_page("past", small_operation(consumption=reports, deliveries=None))
    assert_drawn(app)
    assert "Nothing handed out with the shelf empty: 1; with goods on it: 1 items and periods" in words_of(app)


def test_without_any_record_it_says_what_is_missing(open_page):
    app = open_page("past", small_operation(deliveries=None))
    assert_drawn(app)
    assert "is not on record" in title_of(app)
    assert "No distributions yet" in words_of(app)


def test_names_from_outside_stay_words(open_page):
    hostile = "<img src=x onerror=alert(1)>`${1}`"
    small = small_operation()
    camps, given = small.camps, small.deliveries
    camps.loc[camps["camp_id"] == "east", "name"] = hostile
    app = open_page("past", small_operation(camps=camps, deliveries=given.assign(donor=hostile)))
    assert_drawn(app)
    assert "<img src=x" not in "".join(block.proto.body for block in app.get("html"))
