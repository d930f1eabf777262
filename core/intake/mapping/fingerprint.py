"""The mark by which a source is known again: the names of its columns, whatever their order and capitals."""

import hashlib

from core.domain.plain_words import header_words
from core.intake.found import FoundTable


def header_fingerprint(found: FoundTable) -> str | None:
    """A hash of the column names and tags; None where the file names no columns, as nothing tells two such apart."""
    if not found.has_header:
        return None
    names = sorted(f"{header_words(str(column))}|{found.hxl.get(column, '')}" for column in found.cells.columns)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()
