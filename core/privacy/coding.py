"""Codes in place of names and numbers: the same person gets the same code in every file, and nobody can go back.

HMAC-SHA256 (RFC 2104) with a key of this installation. Without the key a code tells nothing, not even to somebody who
tries all names; with it, whoever has a name can find its code, so the key is kept like a password.
"""

import base64
import hashlib
import hmac
import os
import secrets
import unicodedata
from pathlib import Path

import pandas as pd

from core.errors import StoreError

KEY_FILE = "coding.key"
KEY_BYTES = 32
CODE_LENGTH = 12
"""Signs of a code, 5 bits each: among a million persons two share a code in one of two million files."""


def coding_key(home: Path) -> bytes:
    """The key of this installation, made on first use in ``secrets/`` of the working folder for its owner.

    Raises
    ------
    StoreError
        If it cannot be written or read, or is not a key; a new one is never made over it, as old codes would not fit.
    """
    path = Path(home) / "secrets" / KEY_FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_once(path)
        key = path.read_bytes()
    except OSError as error:
        raise StoreError(f"The key for codes cannot be kept: {error.strerror}.", "Check the working folder.") from error
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


def _make_once(path: Path) -> None:
    """Write a key unless there is one; of two that start at once, one key stays, and it is whole."""
    if path.exists():
        return
    draft = path.with_name(f".{secrets.token_hex(8)}.draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)
