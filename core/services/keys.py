"""Content keys: equal questions about equal data have equal keys."""

import hashlib

import pandas as pd


def content_key(*parts: object) -> str:
    """sha256 of the parts' text, in order; every input of a result must be among them."""
    digest = hashlib.sha256()
    for part in parts:
        text = str(part).encode()
        digest.update(len(text).to_bytes(8, "big") + text)
    return digest.hexdigest()


def fingerprint_of_table(table: pd.DataFrame) -> str:
    """sha256 of the names of a table's columns and of its rows, in their order."""
    digest = hashlib.sha256("\x1f".join(map(str, table.columns)).encode())
    digest.update(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes())
    return digest.hexdigest()
