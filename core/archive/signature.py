"""The signature of an archive: Ed25519 over its manifest, with the key that made it beside."""

import base64
import binascii
import json

from core.errors import SourceUnavailable
from core.keys import OwnKey, is_signed_by


def signature_of(key: OwnKey, data: bytes, kind: str) -> bytes:
    """The signature of the manifest of an archive of a kind, as JSON; equal for equal data."""
    signature = base64.b64encode(key.sign(_about(kind), data)).decode()
    return (json.dumps({"key": key.public, "signature": signature}, sort_keys=True) + "\n").encode()


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
    if not is_signed_by(key, _about(kind), data, signed):
        raise SourceUnavailable(
            f"The signature of this {kind} is not of its “manifest.json”: it was altered after it was signed.",
            "Nothing of it was used; ask for it again.",
        )
    return key


def _about(kind: str) -> bytes:
    """Signed before the manifest, so that a signature made for another purpose is none of this kind."""
    return f"Refugee Aid Planner {kind}, version 1\n".encode()
