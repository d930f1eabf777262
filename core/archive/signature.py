"""Ed25519 signatures: a key pair of this installation, whose private half never leaves the folder of secrets."""

import base64
import binascii
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.errors import SourceUnavailable
from core.secrets_folder import SecretsFolder

SECRET = "bundle-key"
"""Name of the private key in the folder of secrets: its 32 bytes as base64."""

_PREFIX = "ed25519:"


class OwnKey:
    """The key pair of this installation; made at first use.

    Raises
    ------
    SourceUnavailable
        If the secret cannot be read or kept, or is no key.
    """

    def __init__(self, secrets: SecretsFolder) -> None:
        kept = secrets.read(SECRET)
        if kept is None:
            kept = secrets.keep(SECRET, base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()))
        try:
            self._private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(kept, validate=True))
        except (ValueError, binascii.Error) as error:
            raise SourceUnavailable(
                f"The secret {SECRET} in {secrets.folder} is no key.",
                "Put the one of a safety copy back, or take the file away: a new key is then made, which others do "
                "not know yet.",
            ) from error

    @property
    def public(self) -> str:
        """The public half as text, for others to trust."""
        return _PREFIX + base64.urlsafe_b64encode(self._private.public_key().public_bytes_raw()).decode().rstrip("=")

    def sign(self, data: bytes, kind: str) -> bytes:
        """The signature of the manifest of an archive of a kind, as JSON; equal for equal data."""
        signature = base64.b64encode(self._private.sign(_about(kind) + data)).decode()
        return (json.dumps({"key": self.public, "signature": signature}, sort_keys=True) + "\n").encode()


def key_text(told: str) -> str:
    """A public key as a person gave it, checked.

    Raises
    ------
    SourceUnavailable
        If it is no public key.
    """
    _public_key(told.strip())
    return told.strip()


def own_public_key(secrets: SecretsFolder) -> str | None:
    """The public key of this installation; None where it has signed nothing yet, and none is made."""
    return None if secrets.read(SECRET) is None else OwnKey(secrets).public


def signer_of(data: bytes, signature: bytes | None, kind: str) -> str:
    """The public key that signed the manifest of an archive of a kind.

    Raises
    ------
    SourceUnavailable
        If there is no signature or it is not of these bytes.
    """
    if signature is None:
        raise SourceUnavailable(f"This {kind} is not signed.", f"Ask for it again; every {kind} is signed when made.")
    try:
        values = json.loads(signature.decode("utf-8"))
        key, signed = str(values["key"]), base64.b64decode(values["signature"], validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError) as error:
        raise SourceUnavailable(f"The signature of this {kind} cannot be read.", "Ask for it again.") from error
    try:
        _public_key(key).verify(signed, _about(kind) + data)
    except InvalidSignature as error:
        raise SourceUnavailable(
            f"The signature of this {kind} is not of its “manifest.json”: it was altered after it was signed.",
            "Nothing of it was used; ask for it again.",
        ) from error
    return key


def _about(kind: str) -> bytes:
    """Signed before the manifest, so that a signature made for another purpose is none of this kind."""
    return f"Refugee Aid Planner {kind}, version 1\n".encode()


def _public_key(text: str) -> Ed25519PublicKey:
    try:
        if not text.startswith(_PREFIX) or len(text) != len(_PREFIX) + 43:
            raise ValueError(text)
        return Ed25519PublicKey.from_public_bytes(
            base64.b64decode(text[len(_PREFIX) :] + "=", altchars="-_", validate=True)
        )
    except (ValueError, binascii.Error) as error:
        raise SourceUnavailable(
            f"“{text[:60]}” is no public key; {_PREFIX} and 43 characters were expected.",
            "Ask the other installation for the output of: aid bundle --key",
        ) from error
