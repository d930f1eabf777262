"""Keys: each acts as one account, within scopes, and is stored by its hash alone."""

import datetime as dt

import pytest
from click.testing import CliRunner

from core.domain.access import Actor, Right, Role, Scope, rights_of_scopes
from core.errors import AidError, NotAllowed, SignInNeeded
from core.services.people.api_keys import create_key, keys_of, revoke_key, who_acts_with_key
from core.services.people.manage_accounts import create_account, disable_account
from core.services.people.who_acts import who_acts
from entrypoints.cli import main
from tests.people import use_quick_hashing, with_administrator
from tests.unit.entrypoints.api.conftest import client_of


@pytest.fixture
def root(resources, monkeypatch):
    use_quick_hashing(monkeypatch)
    return who_acts(resources, "page", with_administrator(resources))


@pytest.fixture
def amina(resources, root):
    create_account(resources, "Amina", [Role.COORDINATOR], root)
    return "Amina"


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def test_as_soon_as_an_account_exists_a_key_is_needed(resources, operation_path, amina, root):
    with client_of(resources) as client:
        refused = client.get("/api/v1/operations")
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        made = create_key(resources, amina, [], root)
        assert client.get("/api/v1/operations", headers=bearer(made.secret)).status_code == 200
        assert client.get("/api/v1/operations", headers=bearer(made.secret + "x")).status_code == 401
        # with a key, programs of other machines are let in
        assert client.get("/api/v1/operations", headers={**bearer(made.secret), "Host": "planner.example"}).is_success


def test_a_key_does_no_more_than_its_scopes(resources, operation_path, amina, root):
    reads, writes = (create_key(resources, amina, scopes, root).secret for scopes in ([], ["write"]))
    rows = {"rows": [{"camp_id": "north", "item_id": "cereal", "date": "2026-10-01", "quantity": 5.0}]}
    with client_of(resources) as client:
        refused = client.post(f"{operation_path}/deliveries", json=rows, headers=bearer(reads))
        assert refused.status_code == 403
        assert "scope write" in refused.json()["hint"]
        done = client.post(f"{operation_path}/deliveries", json=rows, headers=bearer(writes))
        assert done.status_code == 201
        assert done.json()["submission"] == 1
        assert done.json()["data_version"] is None


def test_the_record_of_decisions_names_the_account_and_the_key(resources, operation_path, amina, root):
    made = create_key(resources, amina, ["write"], root, label="field tablet")
    rows = {"rows": [{"camp_id": "north", "item_id": "cereal", "date": "2026-10-01", "quantity": 5.0}]}
    with client_of(resources) as client:
        client.post(f"{operation_path}/deliveries", json=rows, headers=bearer(made.secret))
    last = resources.store.decisions.entries()[0]
    assert "Amina" in str(last)
    assert f"api key {made.key.id}" in str(last)


def test_a_key_never_gives_more_than_the_roles_of_its_account(resources, amina, root):
    made = create_key(resources, amina, list(Scope), root)
    actor = who_acts_with_key(resources, made.secret)
    assert not actor.may(Right.APPROVE_PLAN)
    assert not actor.may(Right.MANAGE_PEOPLE)
    assert actor.may(Right.PROPOSE_PLAN)


def test_no_scope_gives_what_is_for_people_alone():
    every = rights_of_scopes(Scope)
    people_alone = {Right.MANAGE_PEOPLE, Right.BACK_UP, Right.RESTORE, Right.MANAGE_WEBHOOKS, Right.MANAGE_CONNECTORS}
    assert {right for right in Right if right not in every} == people_alone
    limited = Actor("Root", frozenset({Role.ADMINISTRATOR}), "api", limited_to=every)
    assert not limited.may(Right.MANAGE_PEOPLE)


def test_a_key_that_was_ended_or_is_too_old_lets_nobody_in(resources, amina, root, monkeypatch):
    ended, old = create_key(resources, amina, [], root), create_key(resources, amina, [], root, days=1)
    revoke_key(resources, ended.key.id, root)
    with pytest.raises(SignInNeeded, match="was ended"):
        who_acts_with_key(resources, ended.secret)
    real = resources.store.now
    monkeypatch.setattr(resources.store, "now", lambda: real() + dt.timedelta(days=2))
    with pytest.raises(SignInNeeded, match="ended on"):
        who_acts_with_key(resources, old.secret)
    with pytest.raises(AidError, match="before"):
        revoke_key(resources, ended.key.id, root)


def test_a_disabled_account_has_no_keys_that_work(resources, amina, root):
    made = create_key(resources, amina, [], root)
    disable_account(resources, amina, root)
    with pytest.raises(SignInNeeded, match="disabled"):
        who_acts_with_key(resources, made.secret)


def test_the_secret_is_stored_nowhere(resources, amina, root, home):
    made = create_key(resources, amina, [], root)
    resources.store.close()
    stored = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert made.secret.encode() not in stored
    assert made.secret.removeprefix("aid_").encode() not in stored


def test_only_who_manages_accounts_makes_keys(resources, amina, root):
    with pytest.raises(NotAllowed):
        create_key(resources, amina, [], Actor("Amina", frozenset({Role.COORDINATOR}), "page"))
    with pytest.raises(AidError, match="scopes"):
        create_key(resources, amina, ["everything"], root)
    with pytest.raises(AidError, match="no account"):
        create_key(resources, "Nobody", [], root)


def test_commands_make_list_and_end_keys(home, monkeypatch, resources):
    use_quick_hashing(monkeypatch)
    token = with_administrator(resources, door="command line")
    monkeypatch.setenv("AID_TOKEN", token)
    run = CliRunner().invoke
    made = run(main, ["api", "keys", "create", "Root", "--scope", "plan", "--label", "board", "--days", "9"])
    assert made.exit_code == 0, made.output
    assert "aid_" in made.output
    listed = run(main, ["api", "keys", "list"])
    assert "1: Root, plan, read, “board”, ends" in listed.output
    assert "aid_" not in listed.output
    assert run(main, ["api", "keys", "revoke", "1"]).exit_code == 0
    assert keys_of(resources, who_acts(resources, "command line", token))[0].revoked is not None
