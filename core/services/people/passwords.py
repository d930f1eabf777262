"""Passwords: hashed with argon2id, checked in the same time for every name, made at random where one is needed once."""

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from core.domain.same_name import name_key
from core.errors import AidError

SHORTEST, LONGEST = 12, 200
"""Characters of a password."""
FEWEST_DIFFERENT = 5
"""Different characters of a password."""

HASHER = PasswordHasher()
"""The second of the two sets of parameters that RFC 9106 recommends: 64 MiB, 3 rounds."""

_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 64 MiB; many tries at the same moment must not take the memory of the machine."""
_UNAMBIGUOUS = "abcdefghjkmnpqrstuvwxyz23456789"


def hash_password(password: str) -> str:
    """A password as it is stored."""
    with _AT_ONCE:
        return HASHER.hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Whether a password is the one stored; without a stored one it is False, after the same time."""
    given = password if len(password) <= LONGEST else ""
    try:
        with _AT_ONCE:
            HASHER.verify(stored or _of_nobody(), given)
    except (VerifyMismatchError, VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a stored hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def one_time_password() -> str:
    """A random password of 99 bits that can be read aloud and typed."""
    return "-".join("".join(secrets.choice(_UNAMBIGUOUS) for _ in range(5)) for _ in range(4))


def refuse_weak(password: str, name: str) -> None:
    """Refuse a password that is easily guessed.

    Raises
    ------
    AidError
        With every reason.
    """
    faults = []
    if len(password) < SHORTEST:
        faults.append(f"it has {len(password)} characters, at least {SHORTEST} are wanted")
    if len(password) > LONGEST:
        faults.append(f"it has {len(password):,} characters, at most {LONGEST} are taken")
    if len(set(password)) < FEWEST_DIFFERENT:
        faults.append(f"it has {len(set(password))} different characters, at least {FEWEST_DIFFERENT} are wanted")
    if name and name_key(name) in name_key(password):
        faults.append("it holds the name of the account")
    if any(not sign.isprintable() for sign in password):
        faults.append("it holds a character that cannot be seen")
    if faults:
        raise AidError(
            f"The password was not taken: {'; '.join(faults)}.", "Four or five words that nobody would guess are good."
        )


_nobody: dict[str, str] = {}


def _of_nobody() -> str:
    """A hash that no password fits, made with the parameters of the others so that it takes as long."""
    if "hash" not in _nobody:
        _nobody["hash"] = HASHER.hash(secrets.token_urlsafe(32))
    return _nobody["hash"]
