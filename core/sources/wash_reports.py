"""Monthly people per site from UNHCR camp WASH report cards as a model is trained on them, one table per country."""

from pathlib import Path

import pandas as pd

from core.domain.schemas import Population
from core.errors import SourceUnavailable
from core.sources.unhcr_wash import ROLES

FILE = "unhcrwash.csv"
LICENCE = "UNHCR camp WASH report cards, openwashdata/unhcrwash, CC BY 4.0"
_SITE, _COUNTRY, _PEOPLE, _MONTH = _COLUMNS = tuple(ROLES[role][0] for role in ("site", "country", "people", "month"))


def read_wash_reports(path: Path) -> dict[str, pd.DataFrame]:
    """``population`` tables by country.

    Monthly and annual records share the file; annual ones have no people and are left out, as are months of no people.

    Raises
    ------
    SourceUnavailable
        If the file cannot be read or lacks a column.
    """
    try:
        table = pd.read_csv(path, usecols=list(_COLUMNS), dtype={_SITE: "str", _COUNTRY: "str"})
    except (OSError, ValueError) as error:
        raise SourceUnavailable(
            f"{path.name} could not be read: {error}", f"It should have the columns {', '.join(_COLUMNS)}."
        ) from error
    people = pd.to_numeric(table[_PEOPLE], errors="coerce")
    days = pd.to_numeric(table[_MONTH], errors="coerce")
    usable = people.gt(0) & days.notna() & table[_COUNTRY].notna()
    monthly = pd.DataFrame(
        {
            Population.camp_id: table.loc[usable, _SITE],
            Population.date: pd.Timestamp(0) + pd.to_timedelta(days[usable], unit="D"),
            Population.population: people[usable],
            "country": table.loc[usable, _COUNTRY],
        }
    )
    return {str(country): rows.drop(columns="country") for country, rows in monthly.groupby("country")}
