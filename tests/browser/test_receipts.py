"""Somebody receives a truck with a loss on a page of the running app, and finds it in the last cycle; with pictures."""

import datetime as dt

import pytest

from core.bootstrap import build_resources
from core.domain.access import alone
from core.domain.scenario import Scenario
from core.services.open_operation import open_operation
from core.services.propose_plan import propose_plan
from core.services.review_plan import approve_plan
from tests.serving import running_app
from tests.waybills import line, sealed, waybill

HERE = alone("page", "Amina")
MAIN = "[data-testid=stMain]"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """An app of its own, in which a plan was approved and a truck is on its way to Nduta."""
    home = tmp_path_factory.mktemp("receipts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AID_HOME", str(home))
        resources = build_resources()
        opened = open_operation(resources)
        approve_plan(resources, propose_plan(resources, opened, Scenario(weeks=2), HERE).id, HERE)
        start = opened.operation.planning_start.to_pydatetime()
        truck = waybill(
            "nduta",
            operation=opened.version.operation,
            origin_id="kibondo",
            origin="Kibondo",
            week=start.date() + dt.timedelta(days=7),
            leaves=start + dt.timedelta(days=1, hours=7),
            arrives=start + dt.timedelta(days=2, hours=11),
            lines=[line("maize-flour", 12000.0, lot_id="", expires=None)],
        )
        resources.store.waybills.issue(
            truck.operation, truck.plan, truck.week, sealed(home, truck), {"visits.csv": b"x\n"}, HERE
        )
        resources.store.close()
    with running_app(home) as running:
        yield running


def test_a_truck_is_received_with_a_loss_and_the_cycle_tells_it(visit):
    page = visit.open("receipts", "waits")
    visit.shoot("receipts-1-waiting")
    visit.fill("Good", "11500")
    page.get_by_text("good, damaged and missing make 11,500").wait_for()
    visit.shoot("receipts-2-asked")
    visit.fill("Damaged", "300")
    visit.fill("Missing", "200")
    page.get_by_text("good, damaged and missing make").wait_for(state="detached")
    page.get_by_role("textbox", name="Your name").fill("Amina")
    page.keyboard.press("Tab")
    visit.ready()
    page.get_by_role("button", name="Save 1").click()
    page.get_by_text("saved: version 2").wait_for(timeout=30_000)
    visit.ready("Everything")
    visit.shoot("receipts-3-saved")

    visit.open("cycle", "arrived")
    words = page.inner_text(MAIN).replace("\u00a0", " ")
    assert "Most was lost on the way to Nduta, 4 %" in words
    assert "not known of" in words
    visit.shoot("receipts-4-cycle")
    assert (visit.outside, visit.failed, visit.errors) == ([], [], [])


def test_people_s_answers_are_entered_as_counts(visit):
    page = visit.open("cycle")
    visit.fill("People asked", "120")
    visit.fill("of whom agree", "30")
    page.get_by_role("button", name="Save the answer").click()
    page.get_by_text("1 answer at Mahama saved").wait_for(timeout=30_000)
    visit.ready()
    assert "25 % received it where it is worst" in page.inner_text(MAIN).replace("\u00a0", " ")
    visit.shoot("receipts-5-answers")


@pytest.mark.parametrize(
    "visit",
    [
        {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
        {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    ],
    ids=["dark", "narrow"],
    indirect=True,
)
@pytest.mark.parametrize("path", ["receipts", "cycle"])
def test_both_pages_fit_every_screen_and_stay_on_this_machine(visit, path, request):
    page = visit.open(path)
    page.wait_for_timeout(1500)
    visit.shoot(f"{path}-{request.node.callspec.id}")
    assert (visit.outside, visit.failed, visit.errors) == ([], [], [])
    assert "This page could not be made" not in page.inner_text(MAIN)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
