"""An analyst drops files as they are found in the world, answers what is asked, saves, and sees the camps."""

import re

from tests.browser.test_journeys import MAIN, _begin_new_operation, _sign

SITES = (
    "nom;pays;Latitude;Longitude;type\n"
    "Mbéra;Mauritanie;15,8001;-5,8001;camp\n"
    "Mentao;Burkina_Faso;13,9991;-1,6801;camp\n"
    "Abala;Niger;14,9301;3,4301;camp\n"
    "Gao;Mali;16,2701;-0,0401;conflict_zone\n"
)
FRENCH = "Date du recensement;Nombre de réfugiés;Camp\n" + "".join(
    f"{day}/4/12;{people};Mentaau\n" for day, people in ((3, 1234), (5, 1301), (7, 1322))
)
HEADERLESS = "2012-03-04,2017\n2012-05-01,5044\n2012-06-03,60122\n"
OWN_CAMP = "date,population\n2012-05-20,9130\n2012-06-10,9602\n"


def test_an_analyst_brings_in_files_as_they_are_found_and_sees_their_camps_on_the_map(visit, tmp_path):
    files = {
        "locations.csv": SITES.encode("latin-1"),
        "recensement.csv": FRENCH.encode("latin-1"),
        "mali2012-mau-mbera.csv": HEADERLESS.encode(),
        "niger-abala.csv": OWN_CAMP.encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    page = visit.open("data")
    _begin_new_operation(page)
    page.locator("input[type=file]").set_input_files([str(tmp_path / name) for name in files])
    page.get_by_text("2 must be answered").wait_for(timeout=60_000)
    visit.ready()
    visit.shoot("import-1-questions")
    assert page.get_by_role("button", name=re.compile(r"^Save \d")).count() == 0
    page.get_by_role("radio", name="Day first").or_(page.get_by_role("button", name="Day first")).first.click()
    page.get_by_text("1 must be answered").wait_for(timeout=60_000)
    meant = page.get_by_role("combobox", name="Which one is meant?")
    visit.choose(meant, page.get_by_role("option", name="Mentao"))
    page.get_by_role("button", name=re.compile(r"^Save \d")).wait_for(timeout=60_000)
    visit.ready()
    assert "operation of 3 camps" in page.locator("h1").first.inner_text().replace("\u00a0", " ")
    page.get_by_role("textbox", name=re.compile("Name of the new operation")).fill("Mali 2012")
    page.keyboard.press("Tab")
    _sign(page)
    visit.ready()
    visit.shoot("import-2-answered")
    page.get_by_role("button", name=re.compile(r"^Save \d")).click()
    page.get_by_text(re.compile("saved: version 1 of Mali 2012")).wait_for(timeout=60_000)
    page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]')?.innerText?.includes('Mbéra')", timeout=60_000
    )
    visit.ready()
    page.wait_for_timeout(2500)
    drawn = " ".join(frame.locator("body").inner_text() for frame in page.frames[1:])
    assert "Mentao" in drawn
    assert "Abala" in drawn
    visit.shoot("import-3-map")
    assert "This page could not be made" not in page.inner_text(MAIN)
    assert visit.outside == []
    assert visit.errors == []
