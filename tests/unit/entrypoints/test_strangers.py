"""Where people sign in, no command shows or changes what the store keeps for somebody who did not."""

import pytest
from click.testing import CliRunner

from core.bootstrap import build_resources
from entrypoints.cli import main
from tests.builders import small_operation
from tests.people import use_quick_hashing, with_administrator

NAME = "Small operation"
COMMANDS = (
    ("versions",),
    ("versions", "--show", "1"),
    ("submit", "stock.csv", "--to", NAME),
    ("approve", "1"),
    ("reject", "1", "--reason", "no"),
    ("publish", "1"),
    ("rebase", "1"),
    ("rollback", NAME, "--to", "1"),
    ("plans", "list"),
    ("plans", "propose", NAME),
    ("plans", "approve", "1"),
    ("plans", "reject", "1", "--reason", "no"),
    ("plans", "replay", "1"),
    ("decisions",),
    ("verify",),
    ("verify", "--head"),
    ("import", "stock.csv", "--into", "folder"),
    ("export", "folder", "--out", "out"),
    ("figures", "list", NAME),
    ("receipts", "list", NAME),
    ("receipts", "expected", NAME),
    ("receipts", "add", NAME, "--waybill", "00000-00000", "--date", "2025-07-01", "--as-sent"),
    ("cycle", NAME, "plan"),
    ("bundle", NAME, "--out", "out"),
    ("bundle", "--key"),
    ("merge", "some.aidbundle", "--into", NAME),
    ("keys",),
    ("keys", "trust", "Kasulu", "ed25519:x"),
    ("keys", "forget", "Kasulu"),
    ("backup", "--out", "out"),
    ("restore", "some.aidcopy"),
    ("tidy",),
    ("accounts", "list"),
    ("accounts", "create", "Eve", "--role", "approver"),
    ("promote", "some"),
    ("deploy", "some"),
    ("models", "propose", "some"),
    ("models", "proposals"),
    ("models", "accept", "1"),
    ("models", "decline", "1", "--reason", "no"),
    ("models", "shadow"),
    ("models", "rollback"),
    ("models", "compliance", "some"),
    ("models", "export", "some", "--out", "model.zip"),
)


@pytest.fixture
def shut(home, tmp_path, monkeypatch):
    """An installation with an account, in a folder with a table; nobody is signed in on the command line."""
    use_quick_hashing(monkeypatch)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("AID_USER", "AID_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stock.csv").write_text("place_id,item_id,quantity\nhub,cereal,5\n")
    resources = build_resources()
    resources.store.save_version(small_operation(), parent=None, author="Amina")
    return resources, with_administrator(resources)


def test_every_command_on_the_store_asks_who_acts(shut, tmp_path, monkeypatch):
    resources, token = shut
    entries, files = len(resources.store.decisions.entries()), sorted(tmp_path.iterdir())
    # a session of the pages is none of the command line
    for given in ("", token):
        monkeypatch.setenv("AID_TOKEN", given)
        for words in COMMANDS:
            result = CliRunner().invoke(main, words)
            assert (result.exit_code, "Nobody is signed in" in result.output) == (1, True), (words, result.output)
            assert "Amina" not in result.output
    assert len(resources.store.decisions.entries()) == entries
    assert sorted(tmp_path.iterdir()) == files
