"""Somebody signs in on a page, as a person does."""

from core.services.people.cookie_codes import ROUTE
from tests.people import PASSWORD


def enter(visit, name="Root"):
    """Sign in under a name; returns the answer to the request that has the browser keep the sign-in."""
    page = visit.page
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    with page.expect_response(lambda answer: answer.url.endswith(ROUTE)) as brought:
        page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_selector(f"text=Signed in as {name}", state="attached", timeout=60_000)
    return brought.value
