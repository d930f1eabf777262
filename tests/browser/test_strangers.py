"""Every page by its address as a stranger: nothing is shown; who signs in comes to the page they asked for."""

import re
import subprocess
import sys

import pytest

from tests.browser.conftest import Visit, frames_of
from tests.people import PASSWORD
from tests.serving import PROJECT, running_app

ADDRESSES = sorted({path.stem for path in PROJECT.glob("pages/*/*.py")} - {"__init__"})
WORDS_OF_DATA = ("Illustrative", "Great Lakes", "Mahama", "Data as of")
WORDS_OF_MENU = ("Forecast", "Needs", "Accounts")
TITLE = "Sign in to the planner"


@pytest.fixture(scope="module")
def closed_server(tmp_path_factory):
    with running_app(tmp_path_factory.mktemp("closed"), AID_SIGN_IN="required") as running:
        yield running


@pytest.fixture
def stranger(browser, closed_server):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Visit(context.new_page(), closed_server)
    context.close()


def words_in(sent):
    return [word for word in WORDS_OF_DATA if any(word.encode() in frame for frame in sent)]


def test_a_first_start_tells_the_administrator_once_and_strangers_see_no_page(stranger, closed_server):
    assert len(ADDRESSES) >= 10
    sent = frames_of(stranger.page)
    for path in ["", *ADDRESSES]:
        page = stranger.open(path, TITLE)
        seen = page.inner_text("body")
        assert not [word for word in (*WORDS_OF_DATA, *WORDS_OF_MENU) if word in seen], path
        assert page.locator("[data-testid=stSidebarNav] a").count() == 0
        assert page.locator("iframe, [data-testid=stDataFrame], [data-testid=stFileUploader]").count() == 0
    assert len(sent) > len(ADDRESSES)
    assert words_in(sent) == []
    assert stranger.outside == []
    (once,) = re.findall(r"one-time password (\S+) and choose", closed_server.log.read_text())

    page = stranger.open("needs?weeks=8", TITLE)
    page.get_by_role("textbox", name="Name").fill("administrator")
    page.get_by_role("textbox", name="Password").fill(once)
    page.get_by_role("button", name="Sign in", exact=True).click()
    stranger.ready("choose a password of your own")
    assert not [word for word in WORDS_OF_DATA if word in page.inner_text("body")]
    page.get_by_role("textbox", name="New password").fill(PASSWORD)
    page.get_by_role("textbox", name="The new one again").fill(PASSWORD)
    page.get_by_role("button", name="Take this password").click()
    page.wait_for_selector("text=Signed in as administrator", timeout=60_000)
    page.wait_for_selector("[data-testid=stMain] >> text=Illustrative", timeout=60_000)
    assert re.search(r"/needs\?.*weeks=8", page.url)
    assert {"Illustrative", "Great Lakes"} <= set(words_in(sent))  # so that their absence above means something
    stranger.shoot("signed-in")
    page.get_by_role("button", name="Sign out").click()
    stranger.ready(TITLE)
    assert not [word for word in WORDS_OF_DATA if word in page.inner_text("body")]
    stranger.shoot("sign-in")
    assert stranger.errors == []
    assert PASSWORD not in closed_server.log.read_text()


@pytest.mark.parametrize("options", [["--server.address", "0.0.0.0"], ["--server.address="]])
def test_an_open_server_refuses_to_listen_to_others(tmp_path, options, monkeypatch):
    monkeypatch.setenv("AID_HOME", str(tmp_path))
    command = [sys.executable, "-m", "entrypoints.pages_server", "--server.port", "1", *options]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "there is no account: everybody who reaches it could do everything" in ended.stderr
    assert "aid accounts create-first" in ended.stderr
