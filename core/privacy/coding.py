"""Codes in place of names and numbers: the same person gets the same code in every file, and nobody can go back.

HMAC-SHA256 (RFC 2104) with a key of this installation. Without the key a code tells nothing, not even to somebody who
tries all names; with it, whoever has a name can find its code, so the key is kept like a password.
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata

import pandas as pd

from core.errors import StoreError
from core.secrets_folder import SecretsFolder

KEY_FILE = "coding.key"
KEY_BYTES = 32
CODE_LENGTH = 12
"""Signs of a code, 5 bits each: among a million persons two share a code in one of two million files."""


def stamp_of_coding_key(secrets_of: SecretsFolder) -> str:
    """Which key codes are made with, without telling it and without making one; empty where there is none yet."""
    key = secrets_of.read(KEY_FILE)
    return hashlib.sha256(b"stamp" + key).hexdigest() if key else ""


def coding_key(secrets_of: SecretsFolder) -> bytes:
    """The key of this installation, made on first use among its secrets.

    Raises
    ------
    StoreError
        If what is kept is not a key; a new one is never made over it, as old codes would not fit.
    SourceUnavailable
        If the secrets cannot be read or written, or others may read them.
    """
    key = secrets_of.read(KEY_FILE) or secrets_of.keep(KEY_FILE, secrets.token_bytes(KEY_BYTES))
    if len(key) != KEY_BYTES:
        raise StoreError(
            f"{KEY_FILE} has {len(key)} bytes; {KEY_BYTES} were expected.", "Restore it from a backup of the secrets."
        )
    return key


def codes_of(cells: pd.Series, key: bytes) -> pd.Series:
    """A code for each cell, blank where it is blank; writing, blanks and capitals make no other person.

    Examples
    --------
    >>> codes_of(pd.Series(["Amina  Yusuf", "amina yusuf", None]), b"k" * 32).tolist()
    ['NGRAIJSJ7J23', 'NGRAIJSJ7J23', nan]
    """
    values = cells.dropna().unique()
    return cells.map({value: _code(value, key) for value in values}).astype("str")


def _code(value: str, key: bytes) -> str:
    digest = hmac.new(key, _plain(value).encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return base64.b32encode(digest).decode("ascii")[:CODE_LENGTH]


def _plain(value: str) -> str:
    """One writing of a value: signs of a number alone where it has no letter, else words in one case."""
    text = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    if any(sign.isalpha() for sign in text):
        return text
    digits = "".join(sign for sign in text.removesuffix(".0") if sign.isdigit())
    return digits.removeprefix("00") or text
