"""The key pair of this installation, whose private half never leaves the folder of secrets."""

import base64
import binascii

from core.errors import SourceUnavailable
from core.keys.public_key import text_of
from core.secrets_folder import SecretsFolder

SECRET = "bundle-key"
"""Name of the private key in the folder of secrets: its 32 bytes as base64."""


class OwnKey:
    """The key pair of this installation; made at first use.

    Raises
    ------
    SourceUnavailable
        If the secret cannot be read or kept, or is no key.
    """

    def __init__(self, secrets: SecretsFolder) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

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
        return text_of(self._private.public_key())

    def sign(self, about: bytes, data: bytes) -> bytes:
        """The signature of some bytes for a purpose, 64 bytes; equal for equal data."""
        return self._private.sign(about + data)


def own_public_key(secrets: SecretsFolder) -> str | None:
    """The public key of this installation; None where it has signed nothing yet, and none is made."""
    return None if secrets.read(SECRET) is None else OwnKey(secrets).public
