"""The route of the cookie: what it sets by which way the request came, and what it leaves alone."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.applications import Starlette

from core.services.people.cookie_codes import CODES, CookieErrand
from entrypoints.sign_in_cookie import cookie_routes

NAME = "aid_session_8501"
KEEP = CookieErrand(NAME, "the-token", 3600)
FORGET = CookieErrand(NAME, "the-token", 0)


def ask(method, address, base="http://planner.example", **request):
    """One request to the route, as the server would hand it on."""

    async def answered():
        routes = httpx.ASGITransport(Starlette(routes=cookie_routes()))
        async with httpx.AsyncClient(transport=routes, base_url=base) as client:
            return await client.request(method, address, **request)

    # in a thread of its own, for a browser of another test may have left its loop running in this one
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(answered())).result()


def bring(code, base="http://planner.example", path="/aid/session", origin=None, cookie=""):
    return ask("POST", path, base, content=code, headers={"Origin": origin or base, "Cookie": cookie})


def attributes(answer):
    return {word.strip().lower() for word in answer.headers["set-cookie"].split(";")}


@pytest.mark.parametrize("path", ["/aid/session", "/planner/aid/session"])
def test_the_cookie_is_set_for_the_whole_server_and_for_no_script(path):
    answer = bring(CODES.give(KEEP), path=path)
    assert answer.status_code == 204
    assert attributes(answer) == {
        f"{NAME}=the-token",
        "httponly",
        "samesite=strict",
        "path=/",
        "max-age=3600",
    }
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("base", "origin"), [("https://planner.example", None), (None, "https://planner.example")])
def test_a_cookie_that_came_by_an_encrypted_way_goes_by_no_other(base, origin):
    # a proxy that encrypts speaks plainly to the server behind it; the browser says what it sees
    answer = bring(CODES.give(KEEP), base=base or "http://planner.example", origin=origin)
    assert "secure" in attributes(answer)


def test_only_the_cookie_of_the_ended_session_is_taken_away():
    assert "set-cookie" not in bring(CODES.give(FORGET)).headers
    assert "set-cookie" not in bring(CODES.give(FORGET), cookie=f"{NAME}=a-newer-one").headers
    answer = bring(CODES.give(FORGET), cookie=f"{NAME}=the-token")
    assert {f'{NAME}=""', "max-age=0", "path=/"} <= attributes(answer)


@pytest.mark.parametrize("origin", ["https://evil.example", "http://planner.example:81", "null", "http://["])
def test_a_foreign_page_is_refused_and_its_code_stays_good(origin):
    code = CODES.give(KEEP)
    answer = bring(code, origin=origin)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert CODES.take(code) == KEEP


def test_nothing_is_done_by_following_a_link():
    code = CODES.give(KEEP)
    answer = ask("GET", "/aid/session", params={"code": code, "to": "https://evil.example"})
    assert answer.status_code == 405
    assert not {"set-cookie", "location"} & set(answer.headers)
    assert CODES.take(code) == KEEP
