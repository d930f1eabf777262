"""Found tables from CSV text, as the reader gives them."""

from core.intake.found import FoundTable, read_found


def found_in(name: str, text: str) -> FoundTable:
    """The one table of a small file."""
    (table,) = read_found(name, text.encode()).tables
    return table
