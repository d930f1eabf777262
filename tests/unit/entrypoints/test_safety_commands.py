"""``aid bundle``, ``merge``, ``keys``, ``backup``, ``restore``, ``tidy`` as a person types them."""

import json

import pytest
from click.testing import CliRunner

from entrypoints.cli import main
from tests.unit.safety_copy.test_safety_copies import NAME, operation

__all__ = ["operation"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    def typed(home, *arguments, code=0):
        monkeypatch.setenv("AID_HOME", str(tmp_path / home))
        result = CliRunner().invoke(main, list(map(str, arguments)))
        assert result.exit_code == code, result.output
        return result.output

    return typed


@pytest.fixture
def stored(resources, operation):
    """A working folder ``home`` that holds the operation."""
    return resources.store.save_version(operation, None, "Ann", name=NAME)


def test_an_operation_goes_from_laptop_to_laptop(run, stored, operation, resources, tmp_path):
    file = tmp_path / "one.aidbundle"
    told = run("home", "bundle", NAME, "--out", file)
    assert "signed, not encrypted" in told
    key = run("home", "bundle", "--key").strip()
    assert "nobody here trusts" in run("other", "merge", file, "--into", NAME, code=1)
    run("other", "keys", "trust", "Kasulu", key)
    assert f"Kasulu: {key}" in run("other", "keys")
    assert "Signed by Kasulu" in run("other", "merge", file, "--into", NAME)
    assert json.loads(run("other", "merge", file, "--into", NAME, "--json"))["done"] is False
    camps = operation.camps
    camps["name"] = ["=1+1", *camps["name"][1:]]
    resources.store.save_version(operation.replaced(camps=camps), stored.id, "Ann", name=NAME)
    run("home", "bundle", NAME, "--out", tmp_path / "two.aidbundle")
    folder = tmp_path / "folder"
    from core.intake import write_folder

    camps["name"] = ["Mine", *camps["name"][1:]]
    write_folder(operation.replaced(camps=camps), folder)
    report = tmp_path / "conflicts.csv"
    arguments = ("merge", tmp_path / "two.aidbundle", "--into", folder, "--report", report)
    assert "wait for a decision" in run("other", *arguments, code=1)
    # a cell that a spreadsheet would run is kept text
    assert ",=1+1" not in report.read_text(encoding="utf-8-sig")
    assert "=1+1" in report.read_text(encoding="utf-8-sig")
    run("other", *arguments, "--prefer", "theirs")
    assert "=1+1" in (folder / "camps.csv").read_text()
    run("other", "keys", "forget", "Kasulu")
    run("home", "bundle", NAME, code=2)


def test_a_safety_copy_is_made_checked_put_back_and_tidied(run, stored, tmp_path):
    """A copy holds the entry that it was made."""
    file = tmp_path / "copy.aidcopy"
    assert "1 data versions" in run("home", "backup", "--out", file)
    assert "is there already" in run("home", "backup", "--out", file, code=1)
    assert "Signed by this installation" in run("home", "backup", "--check", file)
    key = run("home", "bundle", "--key").strip()
    refused = run("new", "restore", file, code=1)
    assert f"signed by a key nobody here trusts, {key}" in refused
    assert "aid keys trust NAME KEY" in refused
    run("new", "keys", "trust", "Kasulu", key)
    told = run("new", "restore", file)
    assert "Put back 1 data versions" in told
    assert "Signed by Kasulu" in told
    assert "There is no account: everybody at this machine may do everything." in told
    assert "made a safety copy" in run("new", "decisions")
    assert "not empty" in run("new", "restore", file, code=1)
    kept = json.loads(run("new", "restore", file, "--replace", "--json"))["kept_before"]
    assert json.loads(run("new", "backup", "--check", kept, "--json"))["rows"]["data_versions"] == 1
    assert "Nothing is too old" in run("new", "tidy", "--dry-run")
    file.write_bytes(file.read_bytes()[:-30])
    assert "cut short" in run("new", "backup", "--check", file, code=1)
    run("home", "backup", code=2)
