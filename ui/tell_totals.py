"""The words of totals: places, people with their spread, groups that add up."""

import pandas as pd

from core.domain.group_partitions import EVERYBODY, OTHERS
from core.domain.planning_figures import LABEL
from core.domain.schemas import Population, TotalsTable
from core.locale import message
from ui import tell_forecast, text
from ui.language import say

Place = tuple[str, str, str]
"""Level, country, region."""

REST = {
    "age": message("People of 18 to 59 years"),
    "sex": message("Everybody but women"),
    "pregnancy": message("Everybody not pregnant"),
    "disability": message("People without disabilities"),
}
"""Who is left by each partition."""
MOST_MISSING = 4


def places(totals: pd.DataFrame) -> list[Place]:
    """Places of a table of totals, the whole first, then each country with its regions below it."""
    rows = totals[[TotalsTable.level, TotalsTable.country, TotalsTable.region]].drop_duplicates()
    whole = rows[rows[TotalsTable.level] == "operation"]
    parts = rows[rows[TotalsTable.level] != "operation"]
    # "country" sorts before "region", so a country heads its own
    parts = parts.sort_values([TotalsTable.country, TotalsTable.level, TotalsTable.region], kind="stable")
    return [(str(level), str(country), str(region)) for level, country, region in pd.concat([whole, parts]).to_numpy()]


def name_of(place: Place) -> str:
    """A place as people read it."""
    level, country, region = place
    if level == "operation":
        return say("All camps")
    if level == "country":
        return country
    return f"{region or say('Region not told')}, {country}"


def heading(row: pd.Series, place: Place, start: pd.Timestamp) -> str:
    """The finding: how many people, where, by when."""
    camps = text.counted(int(row[TotalsTable.camps]), "camp")
    where = "" if place[0] == "operation" else say(" in {place}", place=name_of(place))
    by = tell_forecast.day(row[TotalsTable.week], start)
    return f"{camps}{where} together: about {text.people(row[TotalsTable.q50])} by {by}"


def notes(row: pd.Series, missing: list[str], past: pd.DataFrame, from_zero: bool) -> list[str]:
    """Caption of the fan: what is added up, what is not, how; axis and model version."""
    planned = int(row[TotalsTable.planning_figures])
    told = (
        [say("{counted} among them by a {label}.", counted=text.counted(planned, "camp"), label=say(LABEL))]
        if planned
        else []
    )
    if missing:
        named = text.joined(missing[:MOST_MISSING])
        left = len(missing) - MOST_MISSING
        told.append(
            say(
                "Not known and in no total: {named}{value}.",
                named=named,
                value=say(" and {left} more", left=left) if left > 0 else "",
            )
        )
    counted = int(past["camps"].iloc[-1])
    if counted:
        of = (
            say(" of the {counted} counted", counted=text.counted(counted, "camp"))
            if counted < row[TotalsTable.camps]
            else ""
        )
        told.append(say("The line is the sum of the newest counts{of}.", of=of))
        if not past["complete"].all():
            told.append(say("It begins where all of them had one."))
    told.append(
        say(
            "The band holds 80\u00a0% of the sums over joint futures; it is narrower than the camps’ "
            "bands summed, since not all camps miss alike. Regions add up to countries, countries to "
            "all camps."
        )
    )
    told += [
        "" if from_zero else say("Axis does not start at zero."),
        say("Version {version}.", version=row[TotalsTable.model_version]),
    ]
    return told


def group_table(totals: pd.DataFrame) -> pd.DataFrame:
    """Median with spread of each group at the last week, as words."""
    end = totals[totals[TotalsTable.week] == totals[TotalsTable.week].max()]
    rows = [
        (
            _group(row[TotalsTable.by], row[TotalsTable.group]),
            text.hundreds(row[TotalsTable.q50]),
            text.between(row[TotalsTable.q10], row[TotalsTable.q90]),
        )
        for row in end.to_dict("records")
        if row[TotalsTable.by] != EVERYBODY
    ]
    return pd.DataFrame(rows, columns=[message("Group"), message("People"), message("80\u00a0% band")])


def groups_explained(has_groups: bool) -> str:
    """What the groups rest on."""
    if not has_groups:
        return say("No camp has counted a group by this day.")
    return say(
        "By age, by sex, by pregnancy, by disability: each adds up to everybody, camp by camp. "
        "Shares are those last counted; where a camp never counted a group, the mean of the "
        "others."
    )


def place_table(totals: pd.DataFrame) -> pd.DataFrame:
    """People of every country and region at the last week, as words."""
    end = totals[(totals[TotalsTable.week] == totals[TotalsTable.week].max()) & (totals[TotalsTable.by] == EVERYBODY)]
    by_place = end.set_index([TotalsTable.level, TotalsTable.country, TotalsTable.region])
    rows = []
    for place in places(totals):
        row = by_place.loc[place]
        rows.append(
            (
                name_of(place),
                text.whole(row[TotalsTable.camps]),
                text.hundreds(row[TotalsTable.q50]),
                text.between(row[TotalsTable.q10], row[TotalsTable.q90]),
                text.hundreds(row[TotalsTable.mean]),
            )
        )
    return pd.DataFrame(
        rows,
        columns=[message("Place"), message("Camps"), message("Median"), message("80\u00a0% band"), message("Mean")],
    )


def _group(by: str, group: str) -> str:
    return say(REST[by] if group == OTHERS else str(Population.to_schema().columns[group].title))
