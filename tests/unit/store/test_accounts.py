"""Accounts, sessions and failed tries on both databases, where several writers come at once."""

import threading

from sqlalchemy import func, select

from core.domain.access import Role, alone
from core.domain.decision import Act
from core.errors import StoreError
from core.store import sessions
from core.store.database import failed_sign_ins, open_database

ROOT = alone("test", "Root")


def at_once(*acts):
    """Run acts in threads at the same moment; gives what each returned, or the error it raised."""
    outcomes = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place, act):
        start.wait()
        try:
            outcomes[place] = act()
        except StoreError as error:
            outcomes[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def add(store, name, *roles, **options):
    return store.accounts.add(name, "hash", roles, ROOT, **options)


def test_an_account_comes_back_as_it_was_stored(store):
    made = add(store, "Amina  Okello", Role.ANALYST, Role.VIEWER, email="Amina@Relief.example")
    assert store.accounts.find("AMINA okello") == made
    assert store.accounts.find_email("amina@relief.EXAMPLE") == made
    assert (made.name, made.roles, made.must_change) == ("Amina Okello", {Role.ANALYST, Role.VIEWER}, True)
    assert store.accounts.find("Baraka") is None


def test_every_change_of_an_account_is_on_record_without_its_password(store):
    amina = add(store, "Amina", Role.ADMINISTRATOR)
    add(store, "Bo", Role.ADMINISTRATOR)
    store.accounts.set_password(amina.id, "another-hash", ROOT, must_change=True, keep_session=None)
    store.accounts.set_roles(amina.id, [Role.VIEWER], ROOT)
    store.accounts.disable(amina.id, ROOT)
    store.accounts.enable(amina.id, ROOT)
    entries = store.decisions.entries()
    assert [entry.act for entry in entries] == [Act.CHANGE_ACCOUNT] * 6
    assert sorted(entry.subject for entry in entries) == [
        "account Amina: disabled",
        "account Amina: enabled",
        "account Amina: given a one-time password",
        "account Amina: made viewer",
        "account Amina: made, administrator",
        "account Bo: made, administrator",
    ]
    assert store.decisions.verify().holds
    assert "hash" not in "".join(entry.subject for entry in entries)


def test_a_change_that_is_refused_leaves_no_entry(store):
    only = add(store, "Only", Role.ADMINISTRATOR)
    outcome, *_ = at_once(lambda: store.accounts.disable(only.id, ROOT))
    assert isinstance(outcome, StoreError)
    assert len(store.decisions.entries()) == 1


def test_of_many_first_administrators_one_is_made(store):
    store.accounts.exist()
    outcomes = at_once(*[lambda n=n: add(store, f"Root {n}", Role.ADMINISTRATOR, only_as_first=True) for n in range(6)])
    assert sum(not isinstance(outcome, StoreError) for outcome in outcomes) == 1
    assert len(store.accounts.all()) == 1


def test_two_administrators_who_disable_each_other_at_once_leave_one(store):
    one, two = add(store, "One", Role.ADMINISTRATOR), add(store, "Two", Role.ADMINISTRATOR)
    outcomes = at_once(
        lambda: store.accounts.disable(one.id, ROOT), lambda: store.accounts.set_roles(two.id, [Role.VIEWER], ROOT)
    )
    assert sum(isinstance(outcome, StoreError) for outcome in outcomes) == 1


def test_a_name_is_taken_once_by_writers_at_once(store):
    store.accounts.exist()
    outcomes = at_once(*[lambda n=n: add(store, n, Role.VIEWER) for n in ("Amina", "AMINA", "amina ")])
    assert sum(isinstance(outcome, StoreError) for outcome in outcomes) == 2


def test_a_disabled_account_has_no_open_session(store):
    add(store, "Root", Role.ADMINISTRATOR)
    amina = add(store, "Amina", Role.VIEWER)
    store.sessions.begin(amina.id, "token", "page")
    store.accounts.disable(amina.id, ROOT)
    session, account = store.sessions.find("token")
    assert session.ended is not None
    assert account.disabled is not None


def test_tries_at_once_are_counted_one_by_one(store):
    store.accounts.exist()

    def attempt():
        return store.failed_sign_ins.count_try("Amina", "page", lambda failures: 1e6 if failures > 2 else 0.0)

    assert sum(seconds == 0 for seconds in at_once(*[attempt] * 8)) == 3


def test_however_many_names_are_typed_few_are_kept_and_none_that_is_being_guessed_at(store, monkeypatch):
    """Names tried once, to push out one that waits; on both databases."""
    monkeypatch.setattr(sessions, "MOST_NAMES", 20)

    def attempt(name):
        return store.failed_sign_ins.count_try(name, "page", lambda failures: 1e6 if failures > 2 else 0.0)

    for _ in range(3):
        attempt("Amina")
    for number in range(60):
        assert attempt(f"nobody {number}") == 0.0
    engine = open_database(store.url)
    with engine.connect() as connection:
        held = connection.execute(select(func.count()).select_from(failed_sign_ins)).scalar_one()
    engine.dispose()
    assert held <= 20
    assert attempt("Amina") > 0
