"""A whole week by two people: a plan approved, on trucks, received with a loss, told on one page; and in Arabic."""

import json
import re

import numpy as np
import pytest
from click.testing import CliRunner

from core.bootstrap import build_resources
from core.domain.access import Role
from core.domain.wording import percent
from core.locale import LANGUAGES
from core.settings import read_environment
from entrypoints.cli import main
from tests.briefs import pages_of, text_of
from tests.browser.brief_dialog import choose, download, open_brief
from tests.browser.conftest import PATIENCE, Visit
from tests.browser.paper_pictures import keep_as_picture
from tests.browser.signing_in import enter
from tests.people import with_administrator, with_person
from tests.printed_codes import modules_of, printed_codes
from tests.serving import running_app

NBSP = "\u00a0"
MAIN = "[data-testid=stMain]"
COORDINATOR, APPROVER = "Amina", "Ben"
CAMP = "Nduta"
"""All its goods of the week come by one waybill, so that its receipt tells the whole."""
ARABIC = re.compile("[\u0621-\u064a]")
HEADINGS_OF_BRIEF = ("Decision asked", "Fairness", "Worst first: need met by camp")
SIGNS_OF_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@pytest.fixture(scope="module")
def closed_server(tmp_path_factory):
    """The demonstration with accounts for the two people it takes."""
    home = tmp_path_factory.mktemp("week")
    resources = build_resources(read_environment({"AID_HOME": str(home)}))
    administrator = with_administrator(resources)
    with_person(resources, administrator, COORDINATOR, Role.COORDINATOR)
    with_person(resources, administrator, APPROVER, Role.APPROVER)
    resources.store.close()
    with running_app(home) as running:
        yield running


@pytest.fixture
def signed_in(browser, closed_server):
    """A window of somebody's own, in which they are signed in."""
    contexts = []

    def open_window(name):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        visit = Visit(contexts[-1].new_page(), closed_server)
        visit.open("plan", "Sign in to the planner")
        enter(visit, name)
        visit.says("limits hold")
        return visit

    yield open_window
    for context in contexts:
        context.close()


def go_to(visit, page_name):
    visit.page.get_by_role("link", name=page_name, exact=True).click()
    visit.page.get_by_role("link", name=page_name, exact=True).and_(visit.page.locator("[aria-current]")).wait_for()
    visit.ready()


def words_of(visit):
    return visit.page.inner_text(MAIN).replace(NBSP, " ")


def propose_and_approve(amina, ben):
    amina.page.get_by_role("textbox", name="Note (optional)").fill("First week of November")
    amina.page.keyboard.press("Tab")
    amina.page.get_by_role("button", name="Propose this plan").click()
    amina.says("You proposed this; a second person must approve it.")
    assert amina.page.get_by_role("button", name="Approve", exact=True).is_disabled()
    amina.shoot("week-1-proposed")
    ben.page.reload()
    ben.says("Waits for a second person:")
    ben.page.get_by_role("button", name="Approve", exact=True).click()
    ben.page.get_by_text("Waits for a second person:").wait_for(state="detached", timeout=PATIENCE)
    ben.ready()
    ben.shoot("week-2-approved")


def dispatch_and_issue(amina):
    go_to(amina, "Dispatch")
    amina.says("Papers and files")
    amina.shoot("week-3-dispatch")
    amina.page.get_by_role("button", name=re.compile(r"^Issue \d+")).click()
    amina.page.get_by_role("dialog").get_by_text("This cannot be undone.").wait_for(timeout=PATIENCE)
    amina.shoot("week-4-issue")
    amina.page.get_by_role("dialog").get_by_role("button", name="Issue them").click()
    amina.page.get_by_text("Issued", exact=True).wait_for(timeout=PATIENCE)
    amina.ready()
    amina.shoot("week-5-issued")


def taken(visit, button):
    with visit.page.expect_download(timeout=PATIENCE) as waiting:
        visit.page.get_by_role("button", name=button).click()
    return waiting.value.path().read_bytes()


def print_waybills(amina, folder):
    """Take the waybills along on paper and as data; returns them as data, in the order of the paper."""
    amina.page.locator(MAIN).get_by_role("radio", name="Waybills").click()
    amina.page.wait_for_timeout(800)
    amina.ready()
    pdf = taken(amina, "PDF to print")
    keep_as_picture(pdf, "week-waybill")
    data = json.loads(taken(amina, "Waybills as data"))["waybills"]
    assert pages_of(pdf) == len(data)
    for seen, issued in zip(printed_codes(pdf, folder), data, strict=True):
        np.testing.assert_array_equal(seen, modules_of(issued["seal"]))
    return data


def verify(issued):
    """What ``aid verify-waybill`` says of the text of each code, of one that somebody changed, and of another plan."""
    for each in issued:
        told = CliRunner().invoke(main, ["verify-waybill", "--text", each["seal"], "--json"])
        assert told.exit_code == 0, told.output
        assert json.loads(told.output)["waybills"][0]["waybill_id"] == each["waybill"]["id"]
    changed = CliRunner().invoke(main, ["verify-waybill", "--text", issued[0]["seal"].replace(":1:", ":2:", 1)])
    other = CliRunner().invoke(main, ["verify-waybill", "--text", issued[0]["seal"], "--plan", "0" * 12])
    assert (changed.exit_code, other.exit_code) == (1, 1)


def receive_with_a_loss(amina, ben, issued):
    """A truck comes to a camp with part damaged; counts once a second person has seen it. Returns the share lost."""
    waybill = next(each["waybill"] for each in issued if each["waybill"]["place"] == CAMP)
    sent = waybill["lines"][0]["quantity"]
    good = sent * 3 // 4
    page = amina.page
    go_to(amina, "Receipts")
    amina.choose(
        page.get_by_role("combobox", name="Waybill"),
        page.get_by_role("option", name=re.compile(waybill["id"])),
        typed=waybill["id"],
    )
    page.wait_for_timeout(800)
    page.get_by_role("button", name="Everything arrived good").click()
    page.wait_for_timeout(800)
    amina.ready()
    assert page.get_by_role("spinbutton", name="Good").count() == len(waybill["lines"])
    page.get_by_role("spinbutton", name="Good").first.fill(f"{good:.10g}")
    page.keyboard.press("Tab")
    amina.says("good, damaged and missing make")
    amina.shoot("week-6-asked")
    page.get_by_role("spinbutton", name="Damaged").first.fill(f"{sent - good:.10g}")
    page.keyboard.press("Tab")
    page.get_by_text("good, damaged and missing make").wait_for(state="detached", timeout=PATIENCE)
    amina.ready()
    amina.shoot("week-7-received")
    page.get_by_role("button", name=f"of {waybill['id']}").click()
    amina.says("somebody else must approve it")
    amina.shoot("week-8-submitted")
    go_to(ben, "Data")
    ben.says("waits for a second person")
    ben.shoot("week-9-second-person")
    for press in ("Approve", "Publish"):
        ben.page.get_by_role("button", name=press, exact=True).click()
        ben.page.get_by_role("button", name=press, exact=True).wait_for(state="detached", timeout=PATIENCE)
        ben.ready()
    ben.shoot("week-10-published")
    lost_kg = (sent - good) / sent * waybill["lines"][0]["weight_kg"]
    return lost_kg / sum(line["weight_kg"] for line in waybill["lines"])


def look_back(amina, issued, lost_share):
    """The last cycle tells what was planned, sent and received, and the loss on the way."""
    go_to(amina, "Last cycle")
    amina.says("Planned to be sent")
    amina.shoot("week-11-cycle")
    words = words_of(amina)
    assert f"Most was lost on the way to {CAMP}, {percent(lost_share)}".replace(NBSP, " ") in words
    to_camp = [each["waybill"] for each in issued if each["waybill"]["place"] == CAMP]
    sent_t = sum(line["weight_kg"] for waybill in to_camp for line in waybill["lines"]) / 1000
    row = amina.page.locator("tr").filter(has=amina.page.get_by_role("cell", name=CAMP, exact=True)).first
    _, planned, sent, received, lost, *_ = row.get_by_role("cell").all_inner_texts()
    assert (planned, sent) == (f"{sent_t:.0f}", f"{sent_t:.0f}")
    assert re.match(r"\d", received)
    assert lost == percent(lost_share)


def bare(text):
    """Letters alone: a reader of PDF parts words of Arabic, and marks their direction, in its own way."""
    return text.replace(" ", "").translate(SIGNS_OF_DIRECTION)


def take_briefs(amina):
    go_to(amina, "Plan & scenarios")
    amina.says("limits hold")
    open_brief(amina.page)
    for code, language in LANGUAGES.items():
        choose(amina.page, "Language", language.own_name)
        pdf = download(amina.page)
        assert pages_of(pdf) == 1
        keep_as_picture(pdf, f"week-brief-{code}")
        text = bare(text_of(pdf))
        assert [heading for heading in HEADINGS_OF_BRIEF if bare(language.say(heading)) not in text] == [], code


def test_two_people_bring_a_week_from_plan_to_trucks_shelves_and_paper(signed_in, closed_server, tmp_path, monkeypatch):
    monkeypatch.setenv("AID_HOME", str(closed_server.home))
    amina, ben = signed_in(COORDINATOR), signed_in(APPROVER)
    propose_and_approve(amina, ben)
    dispatch_and_issue(amina)
    issued = print_waybills(amina, tmp_path)
    verify(issued)
    lost_share = receive_with_a_loss(amina, ben, issued)
    look_back(amina, issued, lost_share)
    take_briefs(amina)
    assert amina.outside == ben.outside == []
    assert amina.errors == ben.errors == []


def test_the_planner_speaks_arabic_from_right_to_left(visit):
    arabic = LANGUAGES["ar"]
    page = visit.open()
    page.get_by_role("button", name="Brief on one page").wait_for(timeout=PATIENCE)  # comes with the solved plan
    visit.ready()
    box = page.get_by_test_id("stSidebar").get_by_role("combobox", name="Language")
    visit.choose(box, page.get_by_role("option", name=arabic.own_name, exact=True))
    for name in ("Today", "Receipts", "Last cycle"):
        page.get_by_role("link", name=arabic.say(name), exact=True).click()
        page.wait_for_timeout(1500)
        visit.ready()
        visit.shoot(f"arabic-{name.split()[-1].lower()}")
        assert page.locator(".stApp").evaluate("app => getComputedStyle(app).direction") == "rtl"
        assert ARABIC.search(page.inner_text(f"{MAIN} h1")), name
    entries = page.get_by_test_id("stSidebarNavLink").all_inner_texts()
    assert len(entries) >= 14
    assert [entry for entry in entries if not ARABIC.search(entry)] == []
    assert visit.outside == []
    assert visit.errors == []
