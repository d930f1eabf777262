"""A file that cannot be read as a table, with the reason."""

from core.domain.finding import Finding
from core.errors import InvalidTable

AS_TABLE = "Give the table as CSV, XLSX, XLS, ODS, parquet or GeoJSON."


def refused(place: str, rule: str, message: str, suggestion: str, row: int | None = None) -> InvalidTable:
    """The error to raise, its one finding with the place.

    Parameters
    ----------
    place
        Name of the file or sheet.
    rule, message, suggestion, row
        As those of a finding.
    """
    return InvalidTable(
        f"{place}: {message}", [Finding("error", place, row, None, rule, message, suggestion)], suggestion
    )
