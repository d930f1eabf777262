"""The page Last cycle: an approved plan beside what was sent, received and handed out, and what people said."""

import datetime as dt

import pandas as pd
import pytest

from core.domain.access import alone
from core.domain.scenario import Scenario
from core.services.open_operation import open_named
from core.services.propose_plan import propose_plan
from core.services.receive_waybills import Received, record_receipts
from core.services.review_plan import approve_plan
from tests.app.conftest import assert_drawn, title_of, words_of
from tests.builders import PLANNING_START, small_operation
from tests.waybills import PLAN, line, sealed, waybill

NAME = "Small operation"
WEEK = dt.date(2025, 7, 6)
HERE = alone("page", "Amina")
NORTH = waybill(lines=(line(quantity=1000.0),))


@pytest.fixture
def approved(resources):
    """A plan of the small operation for two weeks that was approved."""
    resources.store.save_version(small_operation(), parent=None, author="test")
    made = propose_plan(resources, open_named(resources, NAME), Scenario(weeks=2), HERE)
    return approve_plan(resources, made.id, HERE)


def test_without_an_approved_plan_there_is_no_cycle_and_what_people_said_is_still_there(open_page):
    app = open_page("cycle", small_operation(monitoring=said(("north", "received", 60, 80))))
    assert_drawn(app)
    assert "No plan was approved yet" in title_of(app)
    assert "75 % received it where it is worst" in words_of(app)
    assert "No complaint since" in words_of(app)


@pytest.mark.usefixtures("approved")
def test_before_its_first_week_the_plan_has_not_begun(open_page):
    app = open_page("cycle")
    assert_drawn(app)
    assert title_of(app) == "The plan has not begun by 29 Jun"


@pytest.mark.usefixtures("approved")
def test_planned_sent_received_and_handed_out_stand_side_by_side(open_page, resources, tmp_path):
    resources.store.waybills.issue(NAME, PLAN, WEEK, sealed(tmp_path, NORTH), {"visits.csv": b"x\n"}, HERE)
    app = open_page("cycle")
    assert_drawn(app)
    assert "?" in words_of(app)
    record_receipts(resources, NAME, NORTH.id, dt.date(2025, 7, 2), [Received("cereal", "L1", 900.0, 60.0, 40.0)], HERE)
    app.run()
    assert_drawn(app)
    assert "Most was lost on the way to North Camp, 10 %" in words_of(app)
    words = words_of(app)
    assert "not known of" in words  # what was handed out
    assert "0.9 t" in words
    table = app.dataframe[0].value
    north = table[table["camp_id"].eq("North Camp") & table["item_id"].eq("Cereal")].iloc[0]
    assert (north["dispatched"], north["good"], north["not_received"], north["days_late"]) == (1000, 900, 100, 2)
    assert pd.isna(north["handed_out"])


def said(*rows):
    return pd.DataFrame(
        [(camp, PLANNING_START, statement, None, yes, asked) for camp, statement, yes, asked in rows],
        columns=["camp_id", "date", "indicator", "share_yes", "people_yes", "people_asked"],
    )


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert_drawn(app)


def test_answers_and_complaints_are_entered_as_counts_and_shown_beside_the_plan(open_page, resources):
    app = open_page("cycle", small_operation())
    assert "nobody was asked" in words_of(app)
    app.selectbox(key="cycle:answer:camp").select("south")
    app.selectbox(key="cycle:answer:statement").select("received_in_full")
    app.number_input(key="cycle:answer:asked").set_value(120)
    app.number_input(key="cycle:answer:yes").set_value(54)
    press(app, "Save the answer")
    assert "1 answer at South Camp saved: version 2" in words_of(app)
    assert "45 % received all of it where it is worst" in words_of(app)
    app.selectbox(key="cycle:complaint:category").select("late")
    app.number_input(key="cycle:complaint:number").set_value(12)
    press(app, "Save the complaints")
    assert "12 complaints at North Camp saved: version 3" in words_of(app)
    stored = open_named(resources, NAME).operation
    assert stored.complaints[["camp_id", "category", "complaints"]].to_numpy().tolist() == [["north", "late", 12.0]]
    assert stored.monitoring["people_yes"].tolist() == [54.0]


def test_what_cannot_be_is_refused_in_words(open_page, resources):
    app = open_page("cycle", small_operation())
    app.number_input(key="cycle:answer:asked").set_value(10)
    app.number_input(key="cycle:answer:yes").set_value(12)
    press(app, "Save the answer")
    assert "12 of 10 people asked cannot agree" in words_of(app)
    press(app, "Save the complaints")
    assert "The complaints have no number" in words_of(app)
    assert len(resources.store.versions(NAME)) == 1


def test_what_people_said_is_proposed_and_answered_with_a_reason(open_page, resources):
    app = open_page(
        "cycle", small_operation(monitoring=said(("north", "received", 60, 100), ("south", "received", 95, 100)))
    )
    assert_drawn(app)
    assert "What people said should count more" in words_of(app)
    assert "60 % of 100 people asked say “received it”" in words_of(app).replace("\u00a0", " ")
    app.button(key="cycle:priority:camp:north:accept").click().run()
    assert_drawn(app)
    assert "no reason is given" in words_of(app)
    assert resources.store.scenarios.of(NAME) == {}
    app.text_input(key="cycle:priority:camp:north:reason").set_value("seen at the camp")
    app.button(key="cycle:priority:camp:north:accept").click().run()
    assert_drawn(app)
    kept = resources.store.scenarios.of(NAME)["What people said"].scenario
    assert [change.camp_id for change in kept.vulnerability] == ["north"]
    assert "Nothing that people said speaks for another weight now." in words_of(app)
