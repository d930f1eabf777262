"""Every page draws completely with no request to any other host: wide, narrow, light, dark, opened by its address."""

import re

import pytest

PAGES = {
    "": "today",
    "map": "map",
    "forecast": "forecast",
    "needs": "needs",
    "past": "past",
    "inventory": "inventory",
    "plan": "plan",
    "data": "data",
    "backtest": "backtest",
    "model_card": "model-card",
    "health": "health",
}
SIZES = {
    "wide-light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "wide-dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow-light": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "has_touch": True},
}


@pytest.mark.parametrize("visit", SIZES.values(), ids=SIZES.keys(), indirect=True)
@pytest.mark.parametrize("path", PAGES, ids=PAGES.values())
def test_a_page_draws_whole_without_leaving_this_machine(visit, path, request):
    page = visit.open(path)
    page.wait_for_timeout(1500)
    visit.shoot(f"{PAGES[path]}-{request.node.callspec.id.split('-', 1)[1]}")
    assert visit.outside == []
    assert visit.failed == []
    assert visit.errors == []
    assert page.locator("[data-testid=stException]").count() == 0
    assert "This page could not be made" not in page.inner_text("[data-testid=stMain]")
    assert "Illustrative data" in page.inner_text("[data-testid=stMain]")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


@pytest.mark.parametrize("path", ["map", "plan"])
def test_a_map_has_its_ground_its_camps_and_no_error(visit, path):
    page = visit.open(path)
    frame = page.frame_locator("iframe[title*='folium']").first
    frame.locator("path.leaflet-interactive").first.wait_for(timeout=30_000)
    assert frame.locator("path.leaflet-interactive").count() > 10
    assert visit.outside == []
    assert visit.failed == []


LABEL_BOXES = """
() => [...document.querySelectorAll('.aid-label > [data-rank]')]
    .filter(label => getComputedStyle(label).visibility === 'visible' && !label.dataset.fallback)
    .map(label => [label.innerText, label.getBoundingClientRect()])
    .map(([words, box]) => [words, box.left, box.top, box.right, box.bottom])
"""


@pytest.mark.parametrize("visit", [SIZES["wide-light"], SIZES["narrow-light"]], ids=["wide", "narrow"], indirect=True)
@pytest.mark.parametrize("path", ["map", "plan"])
def test_labels_of_a_map_cover_neither_each_other_nor_leave_the_frame(visit, path):
    page = visit.open(path)
    element = page.wait_for_selector("iframe[title*='folium']", timeout=30_000)
    frame = element.content_frame()
    frame.wait_for_function(f"() => ({LABEL_BOXES})().length > 8", timeout=30_000)
    page.wait_for_timeout(500)
    width, height = frame.evaluate("() => [innerWidth, innerHeight]")
    boxes = frame.evaluate(LABEL_BOXES)
    for name, left, top, right, bottom in boxes:
        assert left >= -1, name
        assert top >= -1, name
        assert right <= width + 1, name
        assert bottom <= height + 1, name
    for i, (name, left, top, right, bottom) in enumerate(boxes):
        for other, left_2, top_2, right_2, bottom_2 in boxes[:i]:
            over = min(right, right_2) - max(left, left_2) > 1 and min(bottom, bottom_2) - max(top, top_2) > 1
            assert not over, (name, other)


@pytest.mark.parametrize("visit", SIZES.values(), ids=SIZES.keys(), indirect=True)
def test_every_camp_has_its_small_fan_beside_which_days_and_changes_can_be_read(visit):
    page = visit.open("forecast")
    page.wait_for_selector(".aid-multiples img")
    fans = page.locator(".aid-multiples img")
    assert fans.count() == page.locator(".aid-multiples figcaption b").count() > 1
    assert fans.evaluate_all("all => all.every(i => i.complete && i.naturalWidth > 0 && i.alt.includes('outcomes'))")
    columns = len(
        page.evaluate("getComputedStyle(document.querySelector('.aid-multiples')).gridTemplateColumns").split()
    )
    assert page.locator(".aid-multiples .day:visible").count() == 3 * columns
    assert page.locator(".aid-multiples .change:visible").count() == 3 * -(-fans.count() // columns)


def test_the_misses_of_past_forecasts_are_drawn_when_they_are_asked_for(visit):
    page = visit.open("forecast")
    page.get_by_text("Typical miss by weeks ahead").click()
    page.locator(".st-key-forecast-horizons .main-svg, .st-key-forecast-errors .main-svg").first.wait_for()
    assert visit.errors == []


def test_tensorflow_is_not_loaded_by_the_server(visit, server):
    from tests.benchmark.pages import count_processes_with_tensorflow

    visit.open()
    assert count_processes_with_tensorflow(server.process.pid) == 0


@pytest.mark.parametrize("visit", [SIZES["wide-light"]], ids=["wide"], indirect=True)
def test_today_prints_on_one_page_with_nothing_over_another(visit):
    page = visit.open()
    page.wait_for_selector("text=Open the plan", timeout=60_000)
    page.wait_for_timeout(1000)
    printed = page.pdf(format="A4", landscape=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    # the width that the page has on A4 landscape inside its margins
    page.set_viewport_size({"width": 1047, "height": 718})
    page.emulate_media(media="print")
    page.wait_for_timeout(500)
    boxes = page.evaluate(PRINTED_BOXES)
    assert len(boxes) >= 6
    for i, (left, top, right, bottom) in enumerate(boxes):
        for left_2, top_2, right_2, bottom_2 in boxes[:i]:
            assert min(right, right_2) - max(left, left_2) <= 1 or min(bottom, bottom_2) - max(top, top_2) <= 1


PRINTED_BOXES = """
() => [...document.querySelectorAll('.aid-heat,.aid-figures,[class*=st-key-card-],[data-testid=stHeading],.aid-lead')]
    .map(part => part.getBoundingClientRect()).filter(box => box.height > 0)
    .map(box => [box.left, box.top, box.right, box.bottom])
"""


OUTSIDE = """
() => {
  const menu = document.querySelector('[data-testid=stSidebarContent]')?.getBoundingClientRect()
  return !menu || menu.right <= 0 || menu.left >= innerWidth || menu.width === 0
}
"""


@pytest.mark.parametrize(
    "visit",
    [{"viewport": {"width": 390, "height": 844}, "locale": locale} for locale in ("en-US", "ar-EG")],
    ids=["from the left", "from the right"],
    indirect=True,
)
def test_a_closed_menu_covers_nothing(visit):
    page = visit.open()
    page.wait_for_function(OUTSIDE, timeout=10_000)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
