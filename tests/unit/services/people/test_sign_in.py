"""Sign-in: one answer to every wrong try, a wait that grows and outlives a restart, sessions that end."""

import logging
import statistics
import threading
import time as clock
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from core.bootstrap import build_resources
from core.domain.access import Right, Role, alone
from core.errors import AidError, SignInNeeded, SignInRefused
from core.services.people import passwords
from core.services.people.manage_accounts import (
    change_roles,
    create_account,
    disable_account,
    enable_account,
    reset_password,
)
from core.services.people.own_account import (
    change_password,
    choose_password,
    end_other_sessions,
    own_sessions,
)
from core.services.people.sign_in import sign_in, sign_in_by_email, sign_out
from core.services.people.who_acts import is_sign_in_required, who_acts
from tests.people import PASSWORD, with_person

HOSTILE = [
    "", " ", "\x00", "x" * 100_000, "Root\nsigned in account='Root'", "\ud800", "' OR 1=1 --", "<script>",
]  # fmt: skip


def wrong(resources, name="Root", door="page", password="not it, not at all"):
    with pytest.raises(SignInRefused) as refused:
        sign_in(resources, name, password, door)
    return refused.value


def test_without_accounts_one_person_may_do_everything_and_nothing_is_proved(resources):
    actor = who_acts(resources, "page", "", " Amina ")
    assert (actor.name, actor.signed_in, actor.may(Right.MANAGE_PEOPLE)) == ("Amina", False, True)
    assert not is_sign_in_required(resources)


def test_where_sign_in_is_required_nobody_acts_before_the_first_account(resources):
    strict = replace(resources, settings=replace(resources.settings, is_sign_in_required=True))
    with pytest.raises(SignInNeeded, match="no account yet"):
        who_acts(strict, "page", "", "Amina")


def test_with_an_account_every_door_asks_who_it_is(resources, root):
    assert is_sign_in_required(resources)
    for door in ("page", "command line", "api"):
        with pytest.raises(SignInNeeded, match="Nobody is signed in"):
            who_acts(resources, door, "", "Root")
    actor = who_acts(resources, "page", root, "somebody else")
    assert (actor.name, actor.roles, actor.signed_in) == ("Root", {Role.ADMINISTRATOR}, True)


@pytest.mark.parametrize("name", ["root", " ROOT ", "Ｒｏｏｔ"])
def test_a_name_counts_as_one_however_it_is_written(resources, root, name):
    assert sign_in(resources, name, PASSWORD, "page").name == "Root"


def test_a_token_is_of_one_door_and_is_stored_nowhere(resources, root, home):
    with pytest.raises(SignInNeeded):
        who_acts(resources, "command line", root)
    resources.store.close()
    assert root.encode() not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_unknown_name_wrong_password_and_disabled_account_are_told_alike(resources, root):
    with_person(resources, root, "Amina", "analyst")
    disable_account(resources, "Amina", who_acts(resources, "page", root))
    with pytest.raises(SignInRefused) as disabled:
        sign_in(resources, "Amina", PASSWORD, "page")
    told = {str(wrong(resources)), str(wrong(resources, "Nobody")), str(disabled.value)}
    assert told == {"Name and password do not go together."}


def test_unknown_name_and_wrong_password_take_the_same_time(resources, root, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=8192, parallelism=1))
    monkeypatch.setattr(passwords, "_nobody", {})
    stored = passwords.hash_password(PASSWORD)

    def seconds(hashed):
        begun = clock.process_time()
        assert not passwords.is_password(hashed, "not it, not at all")
        return clock.process_time() - begun

    seconds(None)
    known, unknown = (statistics.median(seconds(hashed) for _ in range(9)) for hashed in (stored, None))
    assert 0.5 < unknown / known < 2


def test_wrong_tries_wait_longer_and_longer_and_the_right_password_ends_the_wait(resources, root, time):
    waits = []
    for doubled in range(1, 7):
        while "too many" not in (refused := wrong(resources)).message:
            pass
        waits.append(refused.message)
        with pytest.raises(SignInRefused, match="too many"):
            sign_in(resources, "Root", PASSWORD, "page")  # not even the right one is looked at
        time.move(seconds=2**doubled)
    assert "Wait 2 seconds" in waits[0]
    assert len(set(waits)) == len(waits)
    time.move(minutes=16)
    assert sign_in(resources, "Root", PASSWORD, "page").token
    assert "go together" in wrong(resources).message
    assert "go together" in wrong(resources).message


def test_a_clock_that_is_set_back_shuts_nobody_out_and_keeps_no_session_alive(resources, root, time):
    time.move(days=900)  # a laptop with an empty battery, far ahead
    token = sign_in(resources, "Root", PASSWORD, "page").token
    while "too many" not in wrong(resources).message:
        pass
    time.move(days=-900)
    assert "Wait 2 seconds" in wrong(resources).message
    with pytest.raises(SignInNeeded, match="clock was set back"):
        who_acts(resources, "page", token)
    time.move(seconds=3)
    assert sign_in(resources, "Root", PASSWORD, "page").token


def test_waits_are_of_one_name_at_one_door(resources, root, time):
    for _ in range(3):
        wrong(resources)
    assert "too many" in wrong(resources).message
    assert "go together" in wrong(resources, "Somebody").message
    assert sign_in(resources, "Root", PASSWORD, "command line").token


def test_a_restart_resets_no_wait(resources, root, time, monkeypatch):
    for _ in range(4):
        wrong(resources)
    again = build_resources(resources.settings)
    monkeypatch.setattr(again.store, "now", time)
    assert "too many" in wrong(again).message
    again.store.close()


def test_many_tries_at_once_are_not_all_the_first(resources, root):
    told = []

    def attempt():
        try:
            sign_in(resources, "Root", "not it, not at all", "page")
        except SignInRefused as refused:
            told.append(refused.message)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 12
    assert sum("go together" in words for words in told) == 3


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_are_refused_in_words_and_logged_on_one_line_without_password(
    resources, root, caplog, monkeypatch, name
):
    monkeypatch.setattr(logging.getLogger("core"), "propagate", True)
    with caplog.at_level(logging.WARNING, "core"):
        assert "go together" in wrong(resources, name, password="secret-of-amina").message
    (line,) = {record.getMessage() for record in caplog.records}
    assert "\n" not in line
    assert "secret-of-amina" not in line
    assert line.isascii()
    assert len(line) < 700


def test_nothing_typed_as_a_name_is_stored_in_the_clear(resources, root, home):
    wrong(resources, "my-password-by-mistake")
    resources.store.close()
    assert b"my-password-by-mistake" not in b"".join(p.read_bytes() for p in home.rglob("*") if p.is_file())


def test_a_session_ends_when_it_is_not_used_and_after_a_day_at_the_latest(resources, root, time):
    time.move(minutes=59)
    assert who_acts(resources, "page", root)
    time.move(minutes=59)
    assert who_acts(resources, "page", root)
    time.move(minutes=61)
    with pytest.raises(SignInNeeded, match="60 minutes without use"):
        who_acts(resources, "page", root)
    token = sign_in(resources, "Root", PASSWORD, "page").token
    for _ in range(14):
        time.move(minutes=50)
        assert who_acts(resources, "page", token)
    time.move(minutes=50)
    with pytest.raises(SignInNeeded, match="12 hours"):
        who_acts(resources, "page", token)


def test_signing_out_ends_the_session_and_no_other(resources, root):
    other = sign_in(resources, "Root", PASSWORD, "page").token
    sign_out(resources, root, "command line")
    assert who_acts(resources, "page", root)
    sign_out(resources, root, "page")
    with pytest.raises(SignInNeeded, match="signed out"):
        who_acts(resources, "page", root)
    assert who_acts(resources, "page", other)


def test_disabling_an_account_ends_its_sessions_for_good(resources, root):
    token = with_person(resources, root, "Amina", "analyst")
    actor = who_acts(resources, "page", root)
    disable_account(resources, "Amina", actor)
    with pytest.raises(SignInNeeded, match="disabled"):
        who_acts(resources, "page", token)
    enable_account(resources, "Amina", actor)
    with pytest.raises(SignInNeeded, match="signed out"):
        who_acts(resources, "page", token)


def test_changed_roles_hold_at_once_in_open_sessions(resources, root):
    token = with_person(resources, root, "Amina", "analyst")
    assert who_acts(resources, "page", token).may(Right.SUBMIT_DATA)
    change_roles(resources, "Amina", ["viewer"], who_acts(resources, "page", root))
    assert not who_acts(resources, "page", token).may(Right.SUBMIT_DATA)


def test_a_one_time_password_is_good_for_choosing_another_and_nothing_else(resources, root):
    made = create_account(resources, "Amina", ["analyst"], who_acts(resources, "page", root))
    session = sign_in(resources, "Amina", made.password, "page")
    assert session.must_change
    with pytest.raises(SignInNeeded, match="one-time password"):
        who_acts(resources, "page", session.token)
    change_password(resources, "page", session.token, made.password, PASSWORD)
    assert who_acts(resources, "page", session.token).may(Right.SUBMIT_DATA)
    assert "go together" in wrong(resources, "Amina", password=made.password).message


def test_who_signed_in_with_a_one_time_password_chooses_another_without_it(resources, root, time):
    made = create_account(resources, "Amina", ["analyst"], who_acts(resources, "page", root))
    token = sign_in(resources, "Amina", made.password, "page").token
    for bad, why in ((made.password, "one-time password"), ("short", "12")):
        with pytest.raises(AidError, match=why):
            choose_password(resources, "page", token, bad)
    choose_password(resources, "page", token, PASSWORD)
    assert who_acts(resources, "page", token).may(Right.SUBMIT_DATA)
    with pytest.raises(SignInNeeded, match="password of its own"):
        choose_password(resources, "page", token, "five other words for today")
    again = reset_password(resources, "Amina", who_acts(resources, "page", root))
    late = sign_in(resources, "Amina", again.password, "page").token
    time.move(minutes=16)
    with pytest.raises(SignInNeeded, match="15 minutes"):
        choose_password(resources, "page", late, PASSWORD)


def test_another_password_ends_the_other_sessions(resources, root):
    other = sign_in(resources, "Root", PASSWORD, "page").token
    change_password(resources, "page", root, PASSWORD, "five other words for today")
    assert who_acts(resources, "page", root)
    with pytest.raises(SignInNeeded):
        who_acts(resources, "page", other)


def test_everybody_sees_and_ends_their_own_sessions(resources, root):
    other = sign_in(resources, "Root", PASSWORD, "page").token
    with_person(resources, root, "Amina", "analyst")
    this, sessions = own_sessions(resources, "page", root)
    assert len(sessions) == 2
    assert this in {session.id for session in sessions}
    assert end_other_sessions(resources, "page", root) == 1
    with pytest.raises(SignInNeeded):
        who_acts(resources, "page", other)


def test_the_old_password_cannot_be_guessed_at_an_open_session(resources, root):
    told = []
    for _ in range(4):
        with pytest.raises(SignInRefused) as refused:
            change_password(resources, "page", root, "not it, not at all", "five other words for today")
        told.append(refused.value.message)
    assert "too many" in told[-1]


def test_hashes_of_older_parameters_are_made_anew_at_sign_in(resources, root, monkeypatch):
    before = resources.store.accounts.find("Root").password_hash
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    assert sign_in(resources, "Root", PASSWORD, "page").token
    assert resources.store.accounts.find("Root").password_hash != before
    assert sign_in(resources, "Root", PASSWORD, "page").token


def test_whom_the_provider_knows_has_the_roles_of_the_account_with_that_email(resources, root):
    actor = who_acts(resources, "page", root)
    create_account(resources, "Amina", ["analyst"], actor, email="Amina@Relief.example")
    with pytest.raises(SignInRefused, match="verified"):
        sign_in_by_email(resources, "amina@relief.example", "page", is_verified=False)
    with pytest.raises(SignInRefused, match="No account"):
        sign_in_by_email(resources, "other@relief.example", "page", is_verified=True)
    assert sign_in_by_email(resources, "AMINA@relief.example", "page", is_verified=True).name == "Amina"
    disable_account(resources, "Amina", actor)
    with pytest.raises(SignInRefused, match="No account"):
        sign_in_by_email(resources, "amina@relief.example", "page", is_verified=True)


@pytest.mark.parametrize("other", ["\N{LATIN SMALL LIGATURE FI}fi@relief.example", "fifi@stra\xdfe.example"])
def test_another_address_that_folds_to_the_same_letters_is_not_the_account(resources, root, other):
    actor = who_acts(resources, "page", root)
    for email, name in (("fifi@relief.example", "Fifi"), ("fifi@strasse.example", "Fi")):
        create_account(resources, name, ["approver"], actor, email=email)
    with pytest.raises(SignInRefused, match="No account"):
        sign_in_by_email(resources, other, "page", is_verified=True)


def test_an_unknown_email_may_look_where_the_settings_say_so(resources, root):
    lenient = replace(resources, settings=replace(resources.settings, is_unknown_email_viewer=True))
    token = sign_in_by_email(lenient, "new@relief.example", "page", is_verified=True).token
    actor = who_acts(lenient, "page", token)
    assert (actor.name, actor.roles) == ("new@relief.example", {Role.VIEWER})
    assert "go together" in wrong(lenient, "new@relief.example", password="").message


def test_the_first_account_closes_the_open_door_at_once(resources, time):
    open_actor = who_acts(resources, "page", "")
    assert open_actor == alone("page")
    from tests.people import with_administrator

    with_administrator(resources)
    with resources.store._reading() as connection:
        assert connection.execute(text("select count(*) from accounts")).scalar_one() == 1
    with pytest.raises(SignInNeeded):
        who_acts(resources, "page", "")
