"""One table as CSV for people: UTF-8 with byte order mark, text that a spreadsheet cannot take for a formula."""

from core.exchange.outgoing import Outgoing
from core.intake.csv_for_people import table_csv


def write_csv(outgoing: Outgoing, table: str) -> bytes:
    """A table as CSV; uploaded again it is equal."""
    return table_csv(outgoing.tables[table])
