"""One running app and one browser for all journeys; every request is watched."""

import contextlib
from urllib.parse import urlparse

import pytest
from playwright.sync_api import TimeoutError

from tests.serving import CHROMIUM_FLAGS, PROJECT, find_browser, running_app

ARTIFACTS = PROJECT / "tests" / "artifacts"
LOCAL = {"127.0.0.1", "localhost"}
PATIENCE = 180_000
"""Milliseconds for what a page searches or solves."""
MOST_TRIES = 5
ACTION_PATIENCE = 60_000
"""Milliseconds for one click or look; bounds on time are those of the benchmarks, for a busy machine is no fault."""


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with running_app(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    executable = find_browser()
    if executable is None:
        pytest.skip("SKIPPED LOUDLY: no Chromium here and it could not be installed; no page was tested in a browser.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


class Visit:
    """A page of the running app, with what it asked for and what went wrong in it."""

    def __init__(self, page, server):
        self.page = page
        self.server = server
        self.outside: list[str] = []
        self.failed: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._asked)
        page.on("requestfailed", lambda request: self._failed(request.url))
        page.on("response", lambda answer: answer.status >= 400 and self._failed(f"{answer.status} {answer.url}"))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path="", heading=None):
        """Open a page and wait until it has drawn."""
        self.page.goto(f"{self.server.address}/{path}")
        self.ready(heading)
        return self.page

    def ready(self, heading=None):
        """Wait until the script has run and the title stands."""
        self.page.wait_for_selector("[data-testid=stMain] h1", timeout=60_000)
        self.page.wait_for_function(
            "!document.querySelector('[data-testid=stStatusWidget]') && "
            "document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') !== 'running'",
            timeout=60_000,
        )
        if heading:
            self.page.wait_for_function(
                "text => document.querySelector('[data-testid=stMain] h1')?.innerText?.includes(text)", arg=heading
            )

    def says(self, words):
        """Wait until the page says something, and has been drawn."""
        self.page.wait_for_function(
            "words => document.querySelector('[data-testid=stMain]')?.innerText"
            ".replaceAll(String.fromCharCode(160), ' ').includes(words)",
            arg=words,
            timeout=PATIENCE,
        )
        self.ready()

    def fill(self, label, value):
        """Type a number into the field of a label."""
        self.page.get_by_role("spinbutton", name=label).fill(value)
        self.page.keyboard.press("Tab")

    def choose(self, box, option, typed=""):
        """Choose an option of a box, as a person does: again where the page was still drawn and shut or moved the list.

        Parameters
        ----------
        box, option
            Locators of the box and of the option.
        typed
            What shortens the list first.
        """
        for _ in range(MOST_TRIES):
            box.click()
            self.page.keyboard.type(typed)
            with contextlib.suppress(TimeoutError):
                option.first.click(timeout=8_000)
                self.page.get_by_role("listbox").first.wait_for(state="hidden", timeout=2_000)
                return
            self.page.keyboard.press("Escape")
        raise AssertionError("No option was chosen.")

    def shoot(self, name):
        """Keep a picture of the page among the artifacts."""
        ARTIFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=True)

    def _asked(self, request):
        address = urlparse(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in LOCAL:
            self.outside.append(request.url)

    def _failed(self, url):
        # A deep link makes the client look for its server below the page's path first; that miss is harmless.
        path = urlparse(url.split(" ")[-1]).path
        if not ("/_stcore/" in path and not path.startswith("/_stcore/")):
            self.failed.append(url)


def frames_of(page):
    """What the server sends to a page from now on, as it comes."""
    sent = []

    def keep(frame):
        sent.append(frame if isinstance(frame, bytes) else frame.encode())

    page.on("websocket", lambda socket: socket.on("framereceived", keep))
    return sent


@pytest.fixture
def visit(browser, server, request):
    options = getattr(request, "param", {})
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    context.set_default_timeout(ACTION_PATIENCE)
    yield Visit(context.new_page(), server)
    context.close()
