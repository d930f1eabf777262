"""A manager reads Overview on a phone; a coordinator accepts a recommended action and sees the plan change."""

import re

import pytest

from tests.browser.conftest import PATIENCE

MAIN = "[data-testid=stMain]"


@pytest.mark.parametrize("visit", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_a_manager_reads_overview_on_a_phone(visit):
    page = visit.open("overview")
    visit.says("Worst five places")
    words = page.inner_text(MAIN).replace("\u00a0", " ")
    assert re.search(r"Aid meets \d+ % of need; .+ gets least, \d+ %", words)
    for told in (
        "Need met, next",
        "Camps at the target",
        "Spent by the plan",
        "Waiting for a decision",
        "data version",
    ):
        assert told in words
    wide = page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.querySelector('.stMain').scrollWidth)"
    )
    assert wide <= 390, "nothing scrolls sideways"
    visit.shoot("journey-manager-overview-phone")
    assert (visit.outside, visit.errors) == ([], [])


@pytest.mark.nightly
def test_a_coordinator_accepts_a_recommended_action_and_sees_the_plan_change(visit):
    page = visit.open()
    card = page.locator("[class*=st-key-card-action-]")
    card.first.wait_for(timeout=PATIENCE)
    visit.shoot("journey-coordinator-actions")
    gift = card.filter(has_text="Ask a donor for").first
    gift.get_by_role("button", name="Accept").click()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]')?.innerText.includes('What is shown is plan')",
        timeout=PATIENCE,
    )
    visit.ready()
    words = page.inner_text(MAIN).replace("\u00a0", " ")
    assert re.search(r"Ask a donor for \d", words), "the note of the plan says what was accepted"
    assert "Waits for a second person" in words
    assert "scenario=" in page.url
    visit.shoot("journey-coordinator-action-accepted")
    page.get_by_role("link", name="Today").click()
    visit.says("Accepted by")
    assert (visit.outside, visit.errors) == ([], [])
