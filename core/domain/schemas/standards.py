"""Known standards: what profiles such as Sphere say a person or household should have."""

from pandera.typing import Series

from core.domain.schemas.column import Table, column
from core.domain.schemas.goods import NEED_BASES, SECTORS
from core.domain.schemas.people import GROUPS

PHASES = ("emergency", "post_emergency")
STANDARD_ID = r"^[a-z][a-z0-9_]*$"


class Standards(Table):
    """One standard of one profile and phase, with the bounds outside which nobody would set it."""

    profile: Series[str] = column("Profile", str_matches=STANDARD_ID, description="Name of the file without its ending")
    phase: Series[str] = column("Phase", isin=PHASES)
    standard: Series[str] = column(
        "Standard", str_matches=STANDARD_ID, description="What items name in their column standard"
    )
    sector: Series[str] = column("Sector", isin=SECTORS)
    value: Series[float] = column("Value", "units", gt=0, le=1e6)
    unit: Series[str] = column("Unit")
    basis: Series[str] = column("Basis", isin=NEED_BASES)
    group: Series[str] = column("For", required=False, isin=GROUPS, description="Blank means everybody")
    least: Series[float] = column(
        "Hard lower bound", "units", ge=0, le=1e6, description="In the unit and basis of value"
    )
    most: Series[float] = column(
        "Hard upper bound", "units", gt=0, le=1e6, description="In the unit and basis of value"
    )
    source: Series[str] = column("Source")
    page: Series[str] = column("Page", blank=True, description="“page not checked” where nobody looked it up")
    date: Series[str] = column(
        "Date of the source", blank=True, str_matches=r"^\d{4}(-\d{2}){0,2}$", description="Year, month or day"
    )
