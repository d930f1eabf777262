"""The row of HXL tags, which says what columns mean (hxlstandard.org, version 1.1)."""

from collections.abc import Sequence

from core.domain.hxl_tag import parse_hxl

LAST_TAG_ROW = 25
"""Tags are looked for down to this row of the file."""

CORE = frozenset(
    {
        *("access", "activity", "adm1", "adm2", "adm3", "adm4", "adm5", "affected", "beneficiary", "capacity", "cause"),
        *("channel", "contact", "country", "crisis", "currency", "date", "delivery", "description", "event"),
        *("frequency", "geo", "group", "impact", "indicator", "inneed", "item", "loc", "meta", "modality", "need"),
        *("operations", "org", "output", "population", "reached", "region", "respondee", "sector", "service"),
        *("severity", "status", "subsector", "targeted", "value", "adm", "id", "operation", "round", "assessment"),
    }
)
"""Hashtags of the standard, and those of displacement tracking tables that it does not have."""


def is_tag(cell: str | None) -> bool:
    """Whether a cell parses as a hashtag with attributes.

    Examples
    --------
    >>> is_tag("#affected +f+children"), is_tag("#1round"), is_tag("people")
    (True, False, False)
    """
    return parse_hxl(cell or "") is not None


def tag_of(cell: str) -> str:
    """A tag in its plain form: small letters, no blanks.

    Examples
    --------
    >>> tag_of("#Affected +F +children")
    '#affected+f+children'
    """
    return "".join(cell.split()).lower()


def is_tag_row(cells: Sequence[str | None], has_row_above: bool) -> bool:
    """Whether a row is the tag row of its table.

    At least half of its cells must parse as tags and one be of the standard: a ``#`` before the first name of a
    column is a comment mark of other programs (``#name,region,country``). Names beside tags are
    believed only below a header.

    Parameters
    ----------
    cells
        The row.
    has_row_above
        Whether any row stands above it.
    """
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    tags = [tag_of(cell) for cell in filled if is_tag(cell)]
    if not tags or 2 * len(tags) < len(filled):
        return False
    if not has_row_above and any(not cell.startswith("#") for cell in filled):
        return False
    return any(tag[1:].partition("+")[0] in CORE for tag in tags)
