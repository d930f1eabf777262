"""The brief in a real browser: downloaded in each language, one printed page, nothing asked of outside."""

import re

import pytest

from core.locale import LANGUAGES
from tests.briefs import pages_of
from tests.browser.brief_dialog import choose, download, open_brief
from tests.browser.paper_pictures import keep_as_picture


def test_the_brief_is_downloaded_in_each_language_and_looked_at(visit):
    page = visit.open("plan")
    open_brief(page)
    for code, language in LANGUAGES.items():
        choose(page, "Language", language.own_name)
        pdf = download(page)
        assert pages_of(pdf) == 1
        assert keep_as_picture(pdf, f"brief-{code}").stat().st_size > 20_000
    page.get_by_text("Look at it here").click()
    frame = page.frame_locator("iframe[src^='data:']")
    frame.locator("h1").wait_for(timeout=30_000)
    visit.shoot("brief-in-the-planner")
    assert frame.locator("html").get_attribute("lang") == list(LANGUAGES)[-1]
    assert visit.outside == []
    assert visit.errors == []


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_the_file_of_html_prints_on_one_page_and_asks_for_nothing(visit, browser, tmp_path, code):
    page = visit.open("")
    open_brief(page)
    choose(page, "Language", LANGUAGES[code].own_name)
    choose(page, "Format", "One-page brief (web page)")
    file = tmp_path / f"brief-{code}.html"
    file.write_bytes(download(page))
    alone = browser.new_page()
    asked = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(file.as_uri())
    printed = alone.pdf(prefer_css_page_size=True, print_background=True)
    wide = alone.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    alone.close()
    assert asked == [file.as_uri()]
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    assert wide[0] <= wide[1]
    assert file.stat().st_size < 300_000
