"""An analyst uploads a stock report with empty shelves and sees the demand that they hid."""

import re

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_journeys import MAIN, _sign
from tests.serving import running_app
from tests.unit.demand.stock_reports import monthly_reports

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser, tmp_path_factory):
    """An installation of its own, which opens on the demonstration."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    with running_app(tmp_path_factory.mktemp("stock-report")) as server:
        yield Visit(context.new_page(), server)
    context.close()


def test_an_analyst_uploads_a_stock_report_and_sees_what_an_empty_shelf_hid(visit, tmp_path):
    reports = monthly_reports(places=3, items=2, months=24)
    reports["place_id"] = reports["place_id"].map({"p0": "nduta", "p1": "mahama", "p2": "musenyi"})
    reports["item_id"] = reports["item_id"].map({"i0": "soap", "i1": "maize-flour"})
    path = tmp_path / "consumption.csv"
    reports.to_csv(path, index=False)
    page = visit.open("data")
    page.locator("input[type=file]").set_input_files(str(path))
    page.get_by_role("button", name=re.compile(r"^Save \d")).wait_for(timeout=120_000)
    _sign(page)
    page.get_by_role("button", name=re.compile(r"^Save \d")).click()
    page.get_by_text(re.compile("saved: version")).wait_for(timeout=120_000)
    page.get_by_role("link", name="Needs", exact=True).click()
    page.get_by_text(re.compile("An empty shelf hid demand in")).wait_for(timeout=120_000)
    visit.ready()
    words = page.inner_text(MAIN)
    assert "hidden by an empty shelf" in words
    assert re.search(
        r"and ran empty in [1-9]\d* more", words
    )  # told in the heading; the table begins with what was hidden
    page.get_by_text(re.compile("An empty shelf hid demand in")).scroll_into_view_if_needed()
    visit.shoot("stock-report-recovered")
    assert visit.outside == []
    assert visit.errors == []
