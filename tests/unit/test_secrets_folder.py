"""Secrets: for their owner's eyes only, never where git would take them along."""

import subprocess

import pytest

from core.errors import SourceUnavailable
from core.secrets_folder import SecretsFolder, secrets_folder


def test_a_secret_is_kept_once_for_its_owner_only(tmp_path):
    secrets = SecretsFolder(tmp_path / "deep" / "secrets")
    assert (secrets.read("key"), secrets.names()) == (None, [])
    assert secrets.keep("key", b"one") == b"one"
    # whoever comes second gets what is there
    assert secrets.keep("key", b"two") == b"one" == secrets.read("key")
    assert secrets.keep("key", b"three", replace=True) == secrets.read("key") == b"three"
    assert secrets.names() == ["key"]
    assert (secrets.folder / "key").stat().st_mode & 0o777 == 0o600
    assert secrets.folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["../key", "", ".hidden", "a/b", "x" * 101])
def test_a_name_that_is_no_plain_name_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="plain name"):
        SecretsFolder(tmp_path).read(name)


def test_a_secret_that_others_may_read_is_not_used(tmp_path):
    secrets = SecretsFolder(tmp_path / "secrets")
    secrets.keep("key", b"one")
    (secrets.folder / "key").chmod(0o640)
    with pytest.raises(SourceUnavailable, match="may be read by others") as told:
        secrets.read("key")
    assert "chmod 600" in told.value.hint


def test_a_folder_that_git_would_take_along_is_refused(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    with pytest.raises(SourceUnavailable, match="git does not ignore it"):
        SecretsFolder(tmp_path / "conf" / "secrets").keep("key", b"one")
    assert not (tmp_path / "conf").exists()
    (tmp_path / ".gitignore").write_text("secrets/\n")
    SecretsFolder(tmp_path / "conf" / "secrets").keep("key", b"one")


def test_the_environment_names_the_folder(tmp_path):
    assert secrets_folder(tmp_path, {}).folder == tmp_path / "secrets"
    assert secrets_folder(tmp_path, {"AID_SECRETS": str(tmp_path / "x")}).folder == tmp_path / "x"
