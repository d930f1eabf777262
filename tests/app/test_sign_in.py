"""Sign-in on the pages: strangers see nothing, deep links come back, roles hold, sessions end."""

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from core.domain.access import Role
from core.domain.scenario import Scenario
from core.services.people.manage_accounts import create_account, disable_account
from core.services.people.sign_in import sign_in, sign_out
from core.services.people.who_acts import who_acts
from tests.app.conftest import PAGES, assert_drawn, title_of, words_of
from tests.builders import small_operation
from tests.people import PASSWORD, use_quick_hashing, with_administrator, with_person

SIGN_IN = "Sign in to the planner"
NAME = "Small operation"
SECRETS = (NAME, "North Camp", "North", "Illustrative", "12,580")


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch):
    use_quick_hashing(monkeypatch)


@pytest.fixture
def root(resources):
    return with_administrator(resources)


def enter(app, name, password=PASSWORD):
    app.text_input(key="sign-in:name").set_value(name)
    app.text_input(key="sign-in:password").set_value(password)
    return app.button(key="sign-in:go").click().run()


def everything_of(app):
    """All that was sent to the browser but the style sheet."""
    return "".join(str(element.proto) for element in app.main if getattr(element, "proto", None)) + words_of(app)


def test_without_accounts_the_frame_says_that_everybody_may_do_everything(open_page):
    page = open_page("accounts", small_operation())
    assert_drawn(page)
    assert "everyone who sits here may do everything" in words_of(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_sees_nothing_at_any_address(open_page, root, name):
    page = open_page(name, small_operation())
    assert title_of(page) == SIGN_IN
    assert not [word for word in SECRETS if word in everything_of(page)]
    assert {box.key for box in page.text_input} == {"sign-in:name", "sign-in:password"}
    kinds = ("dataframe", "selectbox", "download_button", "file_uploader", "plotly_chart", "number_input", "table")
    assert not [kind for kind in kinds if page.get(kind)]


def test_a_stranger_with_a_made_up_token_sees_nothing(open_page, root):
    page = open_page("today", small_operation())
    page.session_state["token"] = "made-up"
    assert title_of(page.run()) == SIGN_IN


def test_a_deep_link_comes_back_after_sign_in_with_what_it_carries(open_page, root):
    scenario = Scenario(name="Budget cut", budget_usd=1000)
    page = open_page("needs", small_operation(), camp="south", scenario=scenario.to_json())
    assert title_of(page) == SIGN_IN
    enter(page, "Root")
    assert_drawn(page)
    assert "Budget cut" in words_of(page)
    assert page.session_state["camp"] == "south"
    assert "Signed in as Root: administrator." in words_of(page)
    assert NAME in everything_of(page)  # so that its absence above means something


def test_a_wrong_password_is_told_and_neither_is_kept_in_the_window(open_page, root):
    page = open_page("today", small_operation())
    enter(page, "Root", "not it, not at all")
    assert title_of(page) == SIGN_IN
    assert "Name and password do not go together" in words_of(page)
    assert page.text_input(key="sign-in:password").value == ""
    for _ in range(3):
        enter(page, "Root", "not it, not at all")
    assert "too many wrong tries" in words_of(page)


@pytest.mark.parametrize("ending", ["signed out elsewhere", "disabled"])
def test_a_session_that_ended_shows_nothing_more(open_page, resources, root, ending):
    page = open_page("data", small_operation())
    with_person(resources, root, "Amina", "coordinator")
    enter(page, "Amina")
    assert NAME in everything_of(page)
    if ending == "disabled":
        disable_account(resources, "Amina", who_acts(resources, "page", root))
    else:
        sign_out(resources, page.session_state["token"], "page")
    page.run()
    assert title_of(page) == SIGN_IN
    assert NAME not in everything_of(page)


def test_signing_out_forgets_what_was_done_in_the_window(open_page, resources, root):
    page = open_page("accounts", small_operation())
    with_person(resources, root, "Amina", "analyst")
    enter(page, "Amina")
    page.session_state["drafts"] = {"Mine": Scenario(name="Mine")}
    page.button(key="frame:sign_out").click().run()
    assert title_of(page) == SIGN_IN
    assert "drafts" not in page.session_state
    with_person(resources, root, "Baraka", "analyst")
    enter(page, "Baraka")
    assert "Mine" not in words_of(page)


def test_another_person_in_the_same_window_starts_afresh(open_page, resources, root):
    page = open_page("accounts", small_operation())
    token = with_person(resources, root, "Amina", "analyst")
    with_person(resources, root, "Baraka", "analyst")
    enter(page, "Amina")
    page.session_state["upload"] = "files of Amina"
    sign_out(resources, page.session_state["token"], "page")
    sign_out(resources, token, "page")
    enter(page.run(), "Baraka")
    assert "upload" not in page.session_state


def test_who_came_by_the_cookie_of_the_browser_signs_out_for_good(open_page, resources, root, monkeypatch):
    from ui.people import kept_sign_in

    token = with_person(resources, root, "Amina", "analyst")
    # no browser connects here, so what it would send is put in its place
    monkeypatch.setattr(kept_sign_in, "_token_of_cookie", lambda: token)
    monkeypatch.setattr(kept_sign_in, "is_of_own_page", lambda headers: True)
    page = open_page("accounts", small_operation())
    assert "Signed in as Amina: analyst." in words_of(page)
    assert "aid/session" not in words_of(page)  # the browser keeps it already
    page.session_state["upload"] = "files of Amina"
    page.button(key="frame:sign_out").click().run()
    assert title_of(page) == SIGN_IN  # the cookie of the beginning is not taken again
    assert "upload" not in page.session_state


def test_an_ended_session_of_the_cookie_says_why_and_leaves_nothing_to_the_next_person(
    open_page, resources, root, monkeypatch
):
    from ui.people import kept_sign_in

    token = with_person(resources, root, "Amina", "analyst")
    with_person(resources, root, "Baraka", "analyst")
    monkeypatch.setattr(kept_sign_in, "_token_of_cookie", lambda: token)
    monkeypatch.setattr(kept_sign_in, "is_of_own_page", lambda headers: True)
    page = open_page("accounts", small_operation())
    page.session_state["upload"] = "files of Amina"
    sign_out(resources, token, "page")
    page.run()
    assert title_of(page) == SIGN_IN
    assert "You are signed out." in words_of(page)
    assert "aid/session" in words_of(page)  # the browser is asked to forget it
    assert token not in everything_of(page)
    enter(page, "Baraka")
    assert "Signed in as Baraka: analyst." in words_of(page)
    assert "upload" not in page.session_state


def test_a_one_time_password_leads_to_the_choice_of_another_and_nowhere_else(open_page, resources, root):
    made = create_account(resources, "Amina", ["analyst"], who_acts(resources, "page", root))
    page = open_page("accounts", small_operation())
    enter(page, "Amina", made.password)
    assert title_of(page) == "Amina, choose a password of your own"
    assert NAME not in everything_of(page)
    assert "sign-in:old" not in {box.key for box in page.text_input}  # it was given a moment ago
    page.text_input(key="sign-in:new").set_value(PASSWORD)
    page.text_input(key="sign-in:again").set_value(PASSWORD)
    page.button(key="sign-in:take").click().run()
    assert_drawn(page)
    assert "Signed in as Amina: analyst." in words_of(page)


def test_who_may_not_submit_data_sees_no_box_for_files_and_why(open_page, resources, root):
    with_person(resources, root, "Ben", "approver")
    page = open_page("data", small_operation())
    enter(page, "Ben")
    assert_drawn(page)
    assert not page.file_uploader
    assert not page.segmented_control
    assert "Ben (approver) may not submit data. Ask somebody who is analyst or coordinator." in words_of(page)
    assert page.selectbox(key="data:operation").options == [NAME]


def test_a_viewer_may_look_and_is_told_why_nothing_can_be_saved(open_page, resources, root):
    with_person(resources, root, "Vera", "viewer")
    page = open_page("forecast", small_operation(), camp="north")
    enter(page, "Vera")
    assert_drawn(page)
    keep = next(b for b in page.button if b.label == "Keep this figure beside the forecast")
    assert keep.disabled
    assert "Vera (viewer) may not give a figure of their own" in words_of(page)


def test_who_is_signed_in_is_not_asked_for_a_name_and_the_record_has_theirs(open_page, resources, root):
    with_person(resources, root, "Amina", "analyst")
    page = open_page("forecast", small_operation(), camp="north", weeks="4")
    enter(page, "Amina")
    assert "forecast:own:author" not in {box.key for box in page.text_input}
    page.number_input(key="forecast:own:people:north").set_value(14_000.0)
    page.text_input(key="forecast:own:reason:north").set_value("buses announced")
    next(b for b in page.button if b.label == "Keep this figure beside the forecast").click().run()
    assert_drawn(page)
    assert [one.author for one in resources.store.overrides.of(NAME)] == ["Amina"]


def test_the_first_account_is_made_on_the_page_and_closes_it(open_page, resources):
    page = open_page("accounts", small_operation())
    assert "everyone who sits here may do everything" in title_of(page)
    page.text_input(key="accounts:new:name").set_value("Root")
    page.text_input(key="accounts:new:password").set_value(PASSWORD)
    page.text_input(key="accounts:new:again").set_value("something else")
    page.button(key="accounts:first:go").click().run()
    assert "typed in two ways" in words_of(page)
    for key in ("accounts:new:password", "accounts:new:again"):
        page.text_input(key=key).set_value(PASSWORD)
    page.button(key="accounts:first:go").click().run()
    assert title_of(page) == SIGN_IN
    enter(page, "Root")
    assert_drawn(page)
    assert title_of(page) == "1 person can sign in"


def test_an_administrator_makes_changes_and_disables_accounts(open_page, resources, root):
    page = open_page("accounts", small_operation())
    enter(page, "Root")
    page.text_input(key="accounts:new:name").set_value("Amina")
    page.multiselect(key="accounts:new:roles").set_value([Role.ANALYST])
    page.button(key="accounts:make:go").click().run()
    assert_drawn(page)
    password = page.code[0].value
    assert sign_in(resources, "Amina", password, "page").must_change
    page.button(key="accounts:noted").click().run()
    assert not page.code
    page.selectbox(key="accounts:whose").set_value("Amina").run()
    next(m for m in page.multiselect if m.label == "Its roles").set_value([Role.VIEWER, Role.APPROVER]).run()
    page.button(key="accounts:roles").click().run()
    assert resources.store.accounts.find("Amina").roles == {Role.VIEWER, Role.APPROVER}
    page.button(key="accounts:disable").click().run()
    assert_drawn(page)
    assert resources.store.accounts.find("Amina").disabled
    page.selectbox(key="accounts:whose").set_value("Root").run()
    page.button(key="accounts:disable").click().run()
    assert "last administrator" in words_of(page)


def test_others_see_their_own_account_only(open_page, resources, root):
    with_person(resources, root, "Amina", "analyst")
    page = open_page("accounts", small_operation())
    enter(page, "Amina")
    assert_drawn(page)
    assert title_of(page) == "Amina: analyst"
    assert "Root" not in everything_of(page)
    assert not page.multiselect


def test_an_open_server_that_others_reach_shows_nothing(open_page, monkeypatch):
    import streamlit as st

    option = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: "0.0.0.0" if name == "server.address" else option(name))
    page = open_page("today", small_operation())
    assert "The server listens on 0.0.0.0, and there is no account" in words_of(page)
    assert NAME not in everything_of(page)


def test_where_sign_in_is_required_and_nobody_can_it_says_how_to_begin(open_page, monkeypatch):
    monkeypatch.setenv("AID_SIGN_IN", "required")
    page = open_page("today", small_operation())
    assert title_of(page) == SIGN_IN
    assert "aid accounts create-first" in words_of(page)
    assert not page.text_input


def known_to_provider(page, email, **claims):
    page.secrets["auth"] = {"client_id": "test"}
    page.user = {"is_logged_in": True, "email": email, "email_verified": True, **claims}
    return page.run()


def test_whom_the_identity_provider_knows_has_the_roles_of_their_account(open_page, resources, root):
    administrator = who_acts(resources, "page", root)
    create_account(resources, "Amina", ["analyst"], administrator, email="amina@relief.example")
    page = open_page("accounts", small_operation())
    known_to_provider(page, "amina@relief.example", email_verified=False)
    assert "no e-mail that it has verified" in words_of(page)
    page = known_to_provider(open_page("accounts"), "stranger@relief.example")
    assert title_of(page) == SIGN_IN
    assert "No account that can be used has this e-mail" in words_of(page)
    page = known_to_provider(open_page("accounts"), "Amina@relief.example")
    assert_drawn(page)
    assert "Signed in as Amina: analyst." in words_of(page)
    sign_out(resources, page.session_state["token"], "page")
    assert title_of(page.run()) == SIGN_IN  # a session that has ended does not begin again by itself


def test_drawing_a_page_again_asks_the_database_four_things(open_page, root, resources):
    page = open_page("map", small_operation())
    page.session_state["token"] = root
    page.run()
    asked = []

    def note(connection, cursor, statement, *given):
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert_drawn(page.run())
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    # whether people sign in, who this is, which operations there are, which version is the newest
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 4
    assert not [statement for statement in asked if not statement.startswith(("SELECT", "BEGIN"))]
