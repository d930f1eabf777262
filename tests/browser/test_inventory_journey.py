"""A store keeper sees what runs out first, then what the plan changes about it, and tries a buffer."""

MAIN = "[data-testid=stMain]"


def test_a_break_is_seen_with_and_without_the_plan_and_a_buffer_is_tried(visit):
    page = visit.open("inventory")
    page.wait_for_selector(".aid-heat", timeout=90_000)
    before = page.inner_text("[data-testid=stMain] h1")
    assert "runs out of" in before
    assert page.get_by_text("Nothing is sent: camps have what they hold").is_visible()
    cells = page.locator(".aid-heat td.cell")
    assert cells.count() >= 14
    page.get_by_text("As planned", exact=True).click()
    page.get_by_text("Goods move as the plan of this scenario has it").wait_for(timeout=120_000)
    page.wait_for_selector(".aid-heat", timeout=90_000)
    visit.ready()
    assert page.inner_text("[data-testid=stMain] h1") != before
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("1.5 weeks more").wait_for(timeout=60_000)
    visit.shoot("journey-inventory")
    assert visit.outside == []
    assert visit.errors == []
