"""Keys of others: trusted by name, forgotten, or revoked for ever."""

import pytest

from core.errors import SourceUnavailable
from core.keys import KnownKeys, OwnKey, is_signed_by, short_key
from core.secrets_folder import SecretsFolder


@pytest.fixture
def keys(tmp_path):
    return KnownKeys(SecretsFolder(tmp_path / "secrets"))


@pytest.fixture
def theirs(tmp_path):
    return OwnKey(SecretsFolder(tmp_path / "theirs"))


def test_a_signature_is_of_its_bytes_its_purpose_and_its_key(tmp_path, theirs):
    other = OwnKey(SecretsFolder(tmp_path / "other"))
    signature = theirs.sign(b"purpose", b"data")
    assert is_signed_by(theirs.public, b"purpose", b"data", signature)
    assert not is_signed_by(theirs.public, b"another", b"data", signature)
    assert not is_signed_by(theirs.public, b"purpose", b"date", signature)
    assert not is_signed_by(other.public, b"purpose", b"data", signature)
    assert short_key(theirs.public) != short_key(other.public)


@pytest.mark.parametrize("by_name", [True, False])
def test_a_revoked_key_is_trusted_no_more_and_never_again(keys, theirs, by_name):
    keys.trust("Kasulu", theirs.public)
    keys.revoke("Kasulu" if by_name else theirs.public)
    assert keys.all() == {}
    assert keys.revoked() == {theirs.public: "Kasulu"}
    with pytest.raises(SourceUnavailable, match="was revoked"):
        keys.trust("Kasulu", theirs.public)


def test_what_is_neither_a_name_nor_a_key_cannot_be_revoked(keys):
    with pytest.raises(SourceUnavailable, match="is no public key"):
        keys.revoke("Nobody")
    assert keys.revoked() == {}


def test_a_file_of_keys_that_cannot_be_read_is_named(keys, theirs):
    keys.trust("Kasulu", theirs.public)
    (keys._secrets.folder / "trusted-keys.json").write_text("[")
    with pytest.raises(SourceUnavailable, match=r"trusted-keys\.json"):
        keys.all()
