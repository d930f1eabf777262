"""The QR code of a seal, as runs of dark modules."""

from functools import lru_cache

QUIET = 4
"""Modules left free around the code, as its standard asks."""


@lru_cache(512)
def dark_runs(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Modules along a side with the quiet zone, and ``(column, row, length)`` of every run of dark modules."""
    import segno

    matrix = segno.make(text, error="m", micro=False).matrix
    runs = []
    for row, modules in enumerate(matrix):
        start = None
        for column, dark in enumerate([*modules, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append((start + QUIET, row + QUIET, column - start))
                start = None
    return len(matrix) + 2 * QUIET, tuple(runs)
