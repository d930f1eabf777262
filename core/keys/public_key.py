"""Ed25519 public keys as text, and whether one of them signed something."""

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

from core.errors import SourceUnavailable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PREFIX = "ed25519:"


def text_of(key: "Ed25519PublicKey") -> str:
    """A public key as text."""
    return PREFIX + base64.urlsafe_b64encode(key.public_bytes_raw()).decode().rstrip("=")


def key_text(told: str) -> str:
    """A public key as a person gave it, checked.

    Raises
    ------
    SourceUnavailable
        If it is no public key.
    """
    _public_key(told.strip())
    return told.strip()


def short_key(key: str) -> str:
    """Twelve letters that name a public key where it is too long to print."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def is_signed_by(key: str, about: bytes, data: bytes, signature: bytes) -> bool:
    """Whether a key signed these bytes for this purpose.

    Parameters
    ----------
    key
        Public key as text.
    about
        Purpose that was signed before the bytes, so that a signature made for one thing is none of another.

    Raises
    ------
    SourceUnavailable
        If it is no public key.
    """
    from cryptography.exceptions import InvalidSignature

    try:
        _public_key(key).verify(signature, about + data)
    except InvalidSignature:
        return False
    return True


def _public_key(text: str) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        if not text.startswith(PREFIX) or len(text) != len(PREFIX) + 43:
            raise ValueError(text)
        return Ed25519PublicKey.from_public_bytes(
            base64.b64decode(text[len(PREFIX) :] + "=", altchars="-_", validate=True)
        )
    except (ValueError, binascii.Error) as error:
        raise SourceUnavailable(
            f"“{text[:60]}” is no public key; {PREFIX} and 43 characters were expected.",
            "Ask the other installation for the output of: aid bundle --key",
        ) from error
