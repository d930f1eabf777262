"""Sign-in on the command line: asked for as soon as there is an account, kept where nobody else can read it."""

import json
import stat

import pytest
from click.testing import CliRunner

from core.services.people.sign_in import sign_in
from entrypoints.cli import main
from entrypoints.commands.kept_sign_in import token_file
from tests.builders import small_operation
from tests.people import PASSWORD, use_quick_hashing


@pytest.fixture
def aid(home, tmp_path, monkeypatch):
    """Run a command as it is typed; gives exit code and words. ``typed`` goes to standard input."""
    use_quick_hashing(monkeypatch)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("AID_USER", "AID_TOKEN"):
        monkeypatch.delenv(name, raising=False)

    def run(*words, typed=""):
        result = CliRunner().invoke(main, [*map(str, words)], input=typed)
        return result.exit_code, result.output

    return run


def made(aid, *words):
    code, told = aid(*words, "--json")
    assert code == 0, told
    return json.loads(told)["one_time_password"]


@pytest.fixture
def root(aid):
    """The first administrator, signed in with a password of her own."""
    once = made(aid, "accounts", "create-first", "Root")
    assert aid("sign-in", "Root", "--password-stdin", typed=once)[0] == 0
    assert aid("accounts", "password", "--password-stdin", typed=f"{once}\n{PASSWORD}\n")[0] == 0
    return aid


def person(aid, name, *roles):
    once = made(aid, "accounts", "create", name, *[word for role in roles for word in ("--role", role)])
    assert aid("sign-in", name, "--password-stdin", typed=once)[0] == 0
    return once


def test_without_accounts_everybody_may_do_everything_and_it_is_said(aid):
    assert "everyone at this machine may do everything" in aid("whoami")[1]


def test_a_one_time_password_is_good_for_choosing_another(aid):
    once = made(aid, "accounts", "create-first", "Root")
    code, told = aid("sign-in", "root", "--password-stdin", typed=once)
    assert (code, "aid accounts password" in told) == (0, True)
    assert aid("accounts", "list")[0] == 1
    assert aid("accounts", "password", "--password-stdin", typed=f"{once}\n{PASSWORD}\n")[0] == 0
    assert "Root: administrator" in aid("accounts", "list")[1]
    code, told = aid("accounts", "create-first", "Another")
    assert (code, "exist already" in told) == (1, True)


def test_what_changes_something_asks_who_it_is(root):
    assert root("sign-out")[0] == 0
    for words in (
        ("whoami",),
        ("figures", "list", "anything"),
        ("promote", "1"),
        ("accounts", "list"),
        ("accounts", "reset", "Root"),
        ("models", "evaluate", "1"),
        ("train",),
    ):
        code, told = root(*words)
        assert (code, "Nobody is signed in" in told) == (1, True), words


def test_roles_hold_on_the_command_line(root):
    code, told = root("promote", "1")
    assert (code, "Root (administrator) may not promote a model" in told) == (1, True)
    person(root, "Amina", "analyst")
    assert "one-time password" in root("accounts", "create", "Mallory", "--role", "administrator")[1]


def test_the_token_is_readable_to_its_owner_alone_and_ends_with_the_session(root, home):
    file = token_file(f"sqlite:///{home / 'planner.sqlite'}")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    token = json.loads(file.read_text())["Root"]
    root("sign-out")
    assert token not in file.read_text()
    assert "signed out" in CliRunner(env={"AID_TOKEN": token}).invoke(main, ["whoami"]).output


def test_several_people_who_signed_in_are_told_apart(root, monkeypatch):
    once = person(root, "Amina", "analyst")
    root("accounts", "password", "--password-stdin", typed=f"{once}\n{PASSWORD}\n")
    assert "Amina" in root("whoami")[1]
    monkeypatch.setenv("AID_USER", "Root")
    assert "Root" in root("whoami")[1]
    monkeypatch.setenv("AID_USER", "Nobody")
    assert root("whoami")[0] == 1


def test_a_token_can_be_given_without_being_kept(root, monkeypatch):
    code, token = root("sign-in", "Root", "--password-stdin", "--print-token", typed=PASSWORD)
    assert code == 0
    root("sign-out")
    monkeypatch.setenv("AID_TOKEN", token.strip())
    assert "Root: administrator" in root("whoami")[1]


def test_a_token_of_the_page_is_none_of_the_command_line(root, resources, monkeypatch):
    monkeypatch.setenv("AID_TOKEN", sign_in(resources, "Root", PASSWORD, "page").token)
    assert root("whoami")[0] == 1


def test_nobody_gives_another_name_than_their_own(root, resources):
    resources.store.save_version(small_operation(), parent=None, author="test")
    once = person(root, "Amina", "analyst")
    root("accounts", "password", "--password-stdin", typed=f"{once}\n{PASSWORD}\n")
    words = ("figures", "add", "Small operation", "--camp", "north", "--week", "2025-07-27", "--people", 14_000)
    code, told = root(*words, "--reason", "buses", "--author", "Baraka")
    assert (code, "You are signed in as Amina" in told) == (1, True)
    assert resources.store.overrides.of("Small operation") == []
    assert resources.store.accounts.find("Amina").created_by == "Root"


def test_a_wrong_password_is_refused_and_slows_down(root):
    told = [root("sign-in", "Root", "--password-stdin", typed="not it, not at all")[1] for _ in range(4)]
    assert "go together" in told[0]
    assert "too many wrong tries" in told[-1]


@pytest.mark.parametrize("content", ["", "[]", "not json", '{"Root": 5}', "[" * 100_000])
def test_a_damaged_file_of_tokens_is_as_if_nobody_signed_in(root, home, content):
    token_file(f"sqlite:///{home / 'planner.sqlite'}").write_text(content)
    code, told = root("whoami")
    assert (code, "Nobody is signed in" in told) == (1, True)
    assert root("sign-in", "Root", "--password-stdin", typed=PASSWORD)[0] == 0


@pytest.mark.parametrize(
    "command", [*(f"accounts {name}" for name in main.commands["accounts"].commands), "sign-in", "sign-out", "whoami"]
)
def test_every_command_has_help_with_an_example(aid, command):
    assert f"Example: aid {command}" in aid(*command.split(), "--help")[1]
