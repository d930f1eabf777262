"""A sign-in outlives the window: reloading, other tabs, signing out; the cookie and its codes give nothing away."""

import http.client
import re
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from core.bootstrap import build_resources
from core.services.people.cookie_codes import ROUTE
from core.services.people.sign_in import sign_in, sign_out
from core.settings import read_environment
from tests.browser.conftest import Visit, frames_of
from tests.browser.signing_in import enter
from tests.people import PASSWORD, with_administrator
from tests.serving import running_app

TITLE = "Sign in to the planner"
IN = "text=Signed in as Root"


@pytest.fixture(scope="module")
def closed_server(tmp_path_factory):
    home = tmp_path_factory.mktemp("kept")
    resources = build_resources(read_environment({"AID_HOME": str(home)}))
    with_administrator(resources)
    resources.store.close()
    with running_app(home) as running:
        yield running


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def window(context, closed_server):
    return Visit(context.new_page(), closed_server)


def kept(context, server):
    return [c for c in context.cookies() if c["name"] == f"aid_session_{urlsplit(server.address).port}"]


def bring(server, code, origin=None, path=f"/{ROUTE}", **headers):
    """Bring a code as a program would that can claim every origin."""
    where = urlsplit(server.address)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=10)
    connection.request("POST", path, body=code, headers={"Origin": origin or server.address, **headers})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def sent_to(server, cookie, origin):
    """All that the server sends when a page of some origin connects with a cookie and runs the page *Accounts*."""
    name = f"aid_session_{urlsplit(server.address).port}"
    asked = BackMsg()
    asked.rerun_script.page_name = "accounts"
    sent = b""
    stream = f"{server.address.replace('http', 'ws')}/_stcore/stream"
    with connect(
        stream, origin=origin, additional_headers={"Cookie": f"{name}={cookie}"}, subprotocols=["streamlit"]
    ) as socket:
        socket.send(asked.SerializeToString())
        while True:
            frame = socket.recv(timeout=60)
            sent += frame
            if ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished":
                return sent


def test_a_person_stays_signed_in_over_reloads_and_in_other_tabs_until_they_sign_out(context, window, closed_server):
    sent, addresses = frames_of(window.page), []
    context.on("request", lambda request: addresses.append(request.url))
    page = window.open("accounts?weeks=8", TITLE)
    answer = enter(window)
    assert answer.status == 204
    code = answer.request.post_data
    (cookie,) = kept(context, closed_server)
    assert cookie["httpOnly"]
    assert (cookie["sameSite"], cookie["path"], cookie["secure"]) == ("Strict", "/", False)
    token = cookie["value"]
    assert page.evaluate("document.cookie").find("aid_session") == -1

    page.reload()
    page.wait_for_selector(IN, timeout=60_000)
    window.ready()
    assert re.search(r"/accounts\?.*weeks=8", page.url)
    other = Visit(context.new_page(), closed_server)
    other.page.goto(f"{closed_server.address}/accounts")
    other.page.wait_for_selector(IN, timeout=60_000)
    other.ready()

    for body in (page.content(), other.page.content(), *addresses, closed_server.log.read_text()):
        assert token not in body
        assert code not in body
    assert any(code.encode() in frame for frame in sent)  # so that the next line means something
    assert not any(token.encode() in frame for frame in sent)

    with other.page.expect_response(lambda answer: answer.url.endswith(ROUTE)):
        other.page.get_by_role("button", name="Sign out").click()
    other.ready(TITLE)
    assert kept(context, closed_server) == []
    page.reload()
    window.ready(TITLE)
    assert window.errors == other.errors == []
    # a reload breaks off what is still being fetched, which is no answer of the server
    assert [asked for asked in window.failed + other.failed if not asked.startswith("http")] == []


def test_the_cookie_counts_for_this_servers_own_pages_and_says_why_once_its_session_has_ended(closed_server):
    resources = build_resources(read_environment({"AID_HOME": str(closed_server.home)}))
    token = sign_in(resources, "Root", PASSWORD, "page").token
    own = closed_server.address
    assert b"Signed in as Root" in sent_to(closed_server, token, own)
    another_port = sent_to(closed_server, token, "http://127.0.0.1:9")  # Streamlit itself lets it connect
    assert TITLE.encode() in another_port
    assert b"Signed in as Root" not in another_port
    assert b"Signed in as Root" not in sent_to(closed_server, "made-up", own)

    sign_out(resources, token, "page")
    resources.store.close()
    ended = sent_to(closed_server, token, own)
    assert TITLE.encode() in ended
    assert b"You are signed out." in ended
    (code,) = re.findall(rb'body: "([\w-]+)"', ended)
    name = f"aid_session_{urlsplit(own).port}"
    answer = bring(closed_server, code, Cookie=f"{name}={token}")
    assert answer.status == 204
    assert answer.getheader("Set-Cookie").startswith(f'{name}=""; ')
    assert "Max-Age=0" in answer.getheader("Set-Cookie")


def test_a_used_code_and_a_made_up_one_do_nothing(context, window, closed_server):
    window.open("accounts", TITLE)
    used = enter(window).request.post_data
    for code in (used, "made-up", "", "\xff" * 20):
        answer = bring(closed_server, code)
        assert (answer.status, answer.getheader("Set-Cookie")) == (410, None)
    assert bring(closed_server, "a" * 10_000).status == 413


def test_a_code_goes_unused_to_a_foreign_page_to_another_server_and_leads_nowhere(
    context, window, closed_server, tmp_path
):
    held = []
    window.page.route(f"**/{ROUTE}", lambda route: held.append(route.request.post_data) or route.abort())
    page = window.open("accounts", TITLE)
    page.get_by_role("textbox", name="Name").fill("Root")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_selector(IN, timeout=60_000)
    while not held:
        page.wait_for_timeout(50)
    code = held[0]

    for foreign in ("https://evil.example", "http://127.0.0.1:9", "null"):
        assert bring(closed_server, code, origin=foreign).status == 403
    with running_app(tmp_path / "other") as another:
        assert bring(another, code).status == 410
    answer = bring(closed_server, code, path=f"/{ROUTE}?to=https://evil.example&code=made-up")
    assert answer.status == 204
    assert answer.getheader("Location") is None
    words = answer.getheader("Set-Cookie").split("; ")
    assert {"HttpOnly", "SameSite=strict", "Path=/", f"Max-Age={12 * 3600}"} <= set(words)
    assert bring(closed_server, code).status == 410


def test_a_sign_in_is_kept_on_a_telephone_where_the_menu_is_shut(browser, closed_server):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    visit = Visit(context.new_page(), closed_server)
    visit.open("accounts", TITLE)
    assert enter(visit).status == 204
    visit.page.reload()
    visit.page.wait_for_selector(IN, state="attached", timeout=60_000)
    context.close()
