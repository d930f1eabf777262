"""People sign in through a real OpenID provider, as docs/accounts.md tells an administrator to set it up."""

import pytest

from core.bootstrap import build_resources
from core.services.people.manage_accounts import create_account
from core.services.people.sign_in import sign_in
from core.services.people.who_acts import who_acts
from core.settings import read_environment
from tests.browser.conftest import Visit
from tests.browser.identity_provider import running_provider
from tests.people import PASSWORD, with_administrator
from tests.serving import running_app

pytestmark = pytest.mark.nightly

TITLE = "Sign in to the planner"
MAIN = "[data-testid=stMain]"
STRANGER = "ben@relief.example"
BUTTON = "Sign in with your organisation's account"
FONT_OF_THE_PROVIDERS_PAGE = "https://fonts.googleapis.com/"


@pytest.fixture(scope="module")
def provider():
    with running_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def resources(tmp_path_factory):
    """The demonstration with an administrator, and an analyst who has an e-mail."""
    resources = build_resources(read_environment({"AID_HOME": str(tmp_path_factory.mktemp("home"))}))
    with_administrator(resources)
    create_account(resources, "Amina", ["analyst"], administrator_of(resources), email="Amina@relief.example")
    yield resources
    resources.store.close()


@pytest.fixture(scope="module")
def closed_server(resources, provider, tmp_path_factory):
    """A server that was set up by the example of the documentation."""
    person = tmp_path_factory.mktemp("person")
    settings = person / ".streamlit" / "secrets.toml"
    settings.parent.mkdir()
    settings.write_text(provider.settings, encoding="utf-8")
    with running_app(resources.settings.home, port=provider.planner_port, HOME=str(person)) as running:
        yield running


def administrator_of(resources):
    return who_acts(resources, "page", sign_in(resources, "Root", PASSWORD, "page").token)


@pytest.fixture
def window(browser, closed_server):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Visit(context.new_page(), closed_server)
    context.close()


def answer_provider(window, email):
    """Sign in at the provider, agree that the planner learns the e-mail, and come back."""
    page = window.page
    page.get_by_placeholder("Enter any login").fill(email)
    page.get_by_placeholder("and password").fill("anything")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{window.server.address}/")
    window.ready()


def leave_provider(window, button):
    """Sign out of the planner by a button, and of the provider, which asks; then one is a stranger again."""
    window.page.get_by_role("button", name=button, exact=True).click()
    window.page.get_by_role("button", name="Yes, sign me out").click()
    window.page.wait_for_url(f"{window.server.address}/")
    window.ready(TITLE)
    assert window.page.get_by_role("button", name="Sign out there").count() == 0


def assert_nothing_else_was_asked(window):
    assert [url for url in window.outside if not url.startswith(FONT_OF_THE_PROVIDERS_PAGE)] == []
    assert window.errors == []


def test_a_person_signs_in_through_the_provider_has_their_role_and_signs_out_of_both(window, provider):
    page = window.open("accounts", TITLE)
    for _ in range(2):  # whoever signed out has to sign in there anew
        page.get_by_role("button", name=BUTTON).click()
        page.wait_for_url(f"{provider.address}/**")
        answer_provider(window, "amina@relief.example")
        page.wait_for_selector("text=Signed in as Amina: analyst.")
        window.shoot("provider-in")
        page.reload()
        page.wait_for_selector("text=Signed in as Amina: analyst.")
        window.ready()
        leave_provider(window, "Sign out")
    assert "You are signed out." in page.inner_text(MAIN)
    page.reload()
    window.ready(TITLE)
    assert_nothing_else_was_asked(window)


def test_whoever_has_no_account_is_told_what_to_do_and_comes_in_once_an_administrator_has_done_it(window, resources):
    page = window.open("", TITLE)
    page.get_by_role("button", name=BUTTON).click()
    answer_provider(window, STRANGER)
    window.says("No account that can be used has this e-mail.")
    window.says("Ask an administrator for an account.")
    window.shoot("provider-stranger")
    page.get_by_role("textbox", name="Name").fill("Root")
    page.get_by_role("textbox", name="Password").fill("a wrong one of 12 letters")
    page.get_by_role("button", name="Sign in", exact=True).click()
    window.says("Name and password do not go together.")

    create_account(resources, "Ben", ["coordinator"], administrator_of(resources), email=STRANGER)
    page.reload()
    page.wait_for_selector("text=Signed in as Ben: coordinator.")
    window.ready()
    leave_provider(window, "Sign out")
    assert_nothing_else_was_asked(window)


def test_an_email_that_the_provider_has_not_verified_opens_nothing(window, resources):
    email = "unverified@relief.example"
    create_account(resources, "Chiara", ["approver"], administrator_of(resources), email=email)
    page = window.open("", TITLE)
    page.get_by_role("button", name=BUTTON).click()
    answer_provider(window, email)
    window.says("The identity provider gave no e-mail that it has verified.")
    leave_provider(window, "Sign out there")
    assert_nothing_else_was_asked(window)
