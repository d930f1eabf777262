"""The signature of a bundle: Ed25519 over its manifest, with the key that made it beside."""

import base64
import binascii
import json

from core.errors import SourceUnavailable
from core.keys import OwnKey, is_signed_by

_ABOUT = b"Refugee Aid Planner bundle, version 1\n"
"""Signed before the manifest, so that a signature made for another purpose is none of a bundle."""


def signature_of(key: OwnKey, data: bytes) -> bytes:
    """The signature of a manifest, as JSON; equal for equal data."""
    signature = base64.b64encode(key.sign(_ABOUT, data)).decode()
    return (json.dumps({"key": key.public, "signature": signature}, sort_keys=True) + "\n").encode()


def signer_of(data: bytes, signature: bytes | None) -> str:
    """The public key that signed a manifest.

    Raises
    ------
    SourceUnavailable
        If there is no signature or it is not of these bytes.
    """
    if signature is None:
        raise SourceUnavailable("This bundle is not signed.", "Ask for it again; every bundle is signed when made.")
    try:
        values = json.loads(signature.decode("utf-8"))
        key, signed = str(values["key"]), base64.b64decode(values["signature"], validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError) as error:
        raise SourceUnavailable("The signature of this bundle cannot be read.", "Ask for it again.") from error
    if not is_signed_by(key, _ABOUT, data, signed):
        raise SourceUnavailable(
            "The signature of this bundle is not of its “manifest.json”: it was altered after it was signed.",
            "Nothing of it was used; ask for it again.",
        )
    return key
