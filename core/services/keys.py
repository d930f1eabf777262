"""Content keys: equal questions about equal data have equal keys."""

import hashlib


def content_key(*parts: object) -> str:
    """sha256 of the parts' text, in order; every input of a result must be among them."""
    digest = hashlib.sha256()
    for part in parts:
        text = str(part).encode()
        digest.update(len(text).to_bytes(8, "big") + text)
    return digest.hexdigest()
