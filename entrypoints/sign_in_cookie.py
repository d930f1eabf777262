"""The route that sets and takes away the cookie of a sign-in, for whoever brings a code that a page gave out.

It takes a code in the body of a POST, so that nothing stands in an address, and leads nowhere: the browser stays on
the page where it is.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.services.people.cookie_codes import CODES, ROUTE, is_of_own_page

LONGEST_CODE_BYTES = 100


async def carry_out(request: Request) -> Response:
    """Set or take away the cookie.

    Returns
    -------
    Response
        204 where the code was good; 403 to a page that is not this server's, 410 to a code that is unknown, used or
        stale, 413 to what is too long for one. None but the first changes anything.
    """
    if not is_of_own_page(request.headers):
        return _answer(403)
    code = await _body(request)
    if code is None:
        return _answer(413)
    errand = CODES.take(code)
    if errand is None:
        return _answer(410)
    answer = _answer(204)
    is_encrypted = request.url.scheme == "https" or request.headers.get("origin", "").startswith("https://")
    if errand.max_age_seconds > 0:
        answer.set_cookie(
            errand.cookie,
            errand.token,
            max_age=errand.max_age_seconds,
            path="/",
            secure=is_encrypted,
            httponly=True,
            samesite="strict",
        )
    elif request.cookies.get(errand.cookie) == errand.token:
        # somebody may have signed in anew in another window; their cookie stays
        answer.delete_cookie(errand.cookie, path="/", secure=is_encrypted, httponly=True, samesite="strict")
    return answer


def cookie_routes() -> list[Route]:
    """The route, to be added to the server of the pages; below another path too, where they are served there."""
    return [Route(f"{base}/{ROUTE}", carry_out, methods=["POST"]) for base in ("", "/{base:path}")]


def _answer(status: int) -> Response:
    return Response(status_code=status, headers={"Cache-Control": "no-store"})


async def _body(request: Request) -> str | None:
    """What was sent; None where it is too long, and no more of it is read."""
    sent = b""
    async for chunk in request.stream():
        sent += chunk
        if len(sent) > LONGEST_CODE_BYTES:
            return None
    return sent.decode("ascii", errors="replace")
