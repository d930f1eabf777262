"""Whole journeys in a real browser against the running app; pictures of each are kept among the artifacts."""

import re

import pytest

from core.intake.templates import template_workbook
from core.settings import PROJECT
from tests.browser.conftest import PATIENCE
from tests.real_operation import burundi_operation

MAIN = "[data-testid=stMain]"
HOSTILE = '<img src=x onerror="window.hacked=1"> `${window.hacked=1}` ![x](http://203.0.113.9/x.png) =1+1 \\'


def test_a_coordinator_closes_a_road_and_sees_who_gains_and_who_loses(visit):
    page = visit.open()
    page.locator(".aid-heat").first.wait_for()
    visit.shoot("journey-coordinator-1-today")
    page.get_by_role("link", name="Plan & scenarios").click()
    page.get_by_role("button", name="New what-if").click()
    page.get_by_role("textbox", name="Name of the what-if").fill("Mahama road closed")
    page.get_by_text("Close a route", exact=True).click()
    route = page.get_by_role("combobox", name=re.compile("Route")).first
    visit.choose(route, page.get_by_role("option").filter(has_text="Mahama"), typed="Mahama")
    page.get_by_role("button", name="Add the closure").click()
    page.get_by_text("What this what-if changes").wait_for()
    page.locator(MAIN).get_by_text(re.compile("closed", re.I)).first.wait_for()
    visit.shoot("journey-coordinator-2-what-if")
    page.get_by_role("button", name="Solve", exact=True).click()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain] h1')?.innerText?.includes('Mahama')"
        " && document.body.innerText.includes('limits hold')",
        timeout=PATIENCE,
    )
    visit.ready()
    visit.shoot("journey-coordinator-3-compared")
    assert "scenario=" in page.url
    assert re.search(r"\b(gains|loses|falls|rises|receives|costs)\b", page.inner_text(MAIN))
    shared = page.url
    page.reload()
    visit.ready()
    assert page.url == shared
    assert page.locator("[data-testid=stButtonGroup]").get_by_text("Mahama road closed").count() == 1
    assert visit.outside == []
    assert visit.errors == []


def test_a_click_on_a_camp_shows_its_sheet(visit):
    page = visit.open("map")
    frame = page.frame_locator("iframe[title*='folium']").first
    circles = frame.locator("path.leaflet-interactive")
    circles.first.wait_for(timeout=30_000)
    page.wait_for_timeout(1500)
    sheet = page.locator(".st-key-map-sheet, .aid-sheet").first
    before = page.locator(MAIN).inner_text()
    for number in range(circles.count()):
        circle = circles.nth(number)
        if circle.get_attribute("fill") not in (None, "none"):
            circle.click(force=True)
            page.wait_for_timeout(1500)
            if page.locator(MAIN).inner_text() != before:
                break
    assert page.locator(MAIN).inner_text() != before
    assert sheet.count() == 0 or sheet.is_visible()
    assert "camp=" in page.url
    assert visit.outside == []


def test_an_analyst_uploads_a_real_operation_and_plans_with_it(visit, tmp_path):
    operation = burundi_operation()
    workbook = tmp_path / "burundi.xlsx"
    workbook.write_bytes(
        template_workbook({name: operation.filled(name) for name in operation.tables if operation.has(name)})
    )
    page = visit.open("data")
    _begin_new_operation(page)
    page.locator("input[type=file]").set_input_files(str(workbook))
    page.get_by_role("button", name=re.compile(r"^Save \d")).wait_for(timeout=60_000)
    visit.shoot("journey-analyst-1-preview")
    _sign(page)
    page.get_by_role("button", name=re.compile(r"^Save \d")).click()
    page.wait_for_function("() => document.body.innerText.includes('Burundi 2015')", timeout=60_000)
    visit.ready()
    for path, words in (("Forecast", "Nyarugusu|Mahama|Nduta|Nakivale|Lusenda"), ("Plan & scenarios", "limits hold")):
        page.get_by_role("link", name=path).click()
        page.wait_for_function(
            "pattern => new RegExp(pattern).test(document.querySelector('[data-testid=stMain]')?.innerText)",
            arg=words,
            timeout=60_000,
        )
        visit.ready()
        assert "Illustrative data" not in page.inner_text(MAIN)
        visit.shoot(f"journey-analyst-2-{path.split()[0].lower()}")
    assert visit.outside == []
    assert visit.errors == []


def test_hostile_names_run_no_code_and_call_nobody_on_any_page(visit, tmp_path):
    files = []
    for table in ("camps", "population", "items", "depots", "routes", "stock"):
        text = (PROJECT / "data" / "demo" / f"{table}.csv").read_text(encoding="utf-8")
        if table == "camps":
            quoted = '"' + HOSTILE.replace('"', '""') + '"'
            text = text.replace(",Mahama,", f",{quoted},", 1)
        path = tmp_path / f"{table}.csv"
        path.write_text(text, encoding="utf-8")
        files.append(str(path))
    settings = tmp_path / "settings.csv"
    settings.write_text("key,value\nname,<b onmouseover=alert(1)>Hostile</b>\nplanning_start,2026-11-01\n")
    page = visit.open("data")
    _begin_new_operation(page)
    page.locator("input[type=file]").set_input_files([*files, str(settings)])
    page.get_by_role("button", name=re.compile(r"^Save \d")).wait_for(timeout=60_000)
    _sign(page)
    page.get_by_role("button", name=re.compile(r"^Save \d")).click()
    page.wait_for_function("() => document.body.innerText.includes('Hostile')", timeout=60_000)
    for name in ("Today", "Map", "Forecast", "Needs", "Inventory", "Plan & scenarios", "Data", "Model card"):
        page.get_by_role("link", name=name, exact=True).click()
        visit.ready()
        page.wait_for_timeout(2500)
        for frame in page.frames:
            assert frame.evaluate("window.hacked") is None, name
        assert "This page could not be made" not in page.inner_text(MAIN), name
    visit.shoot("journey-hostile-names")
    assert visit.outside == []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("stock.csv", b"", "empty"),
        ("stock.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "not"),
        ("stock.csv", b"place_id,item_id,quantity\nnowhere,soap,-5\n", "nowhere"),
        ("population.csv", b"camp_id,date,population\nmahama,3/4/16,NaN\n", "3/4/16"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_words_and_nothing_is_saved(visit, tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    page = visit.open("data")
    page.locator("input[type=file]").set_input_files(str(tmp_path / name))
    page.wait_for_function(
        "told => document.body.innerText.toLowerCase().includes(told.toLowerCase())", arg=told, timeout=30_000
    )
    visit.ready()
    visit.shoot(f"bad-file-{told.replace('/', '-')}")
    assert page.get_by_role("button", name=re.compile(r"^Save \d")).count() == 0
    assert "This page could not be made" not in page.inner_text(MAIN)


def _begin_new_operation(page):
    """Choose to begin a new operation on the Data page."""
    page.wait_for_timeout(1500)
    picker = page.get_by_role("combobox", name="Operation")
    picker.click()
    picker.press_sequentially("New operation")
    page.get_by_role("option", name=re.compile("new operation", re.I)).click()
    page.wait_for_timeout(1500)


def _sign(page):
    """Fill in who saves, where the page asks for it."""
    author = page.get_by_role("textbox", name=re.compile("name", re.I))
    if author.count():
        author.first.fill("Test analyst")
        author.first.press("Tab")
        page.wait_for_timeout(1500)
