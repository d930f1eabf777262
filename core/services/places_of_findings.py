"""Where on a map the findings of a check lie."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from core.domain.finding import LEVELS, Finding
from core.domain.schemas import OPERATION_TABLES, Camps, Depots, Routes

OF_A_PLACE = ("camp", "depot", "place")
COLUMNS = ["place_id", "name", "latitude", "longitude", "level", "count", "errors", "questions", "notes", "first"]


def places_of_findings(findings: Iterable[Finding], tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Places that findings are about, with how many; one row per place that has coordinates.

    A finding belongs to the camp or depot whose row it names, or that the row of another table names; one about a
    route to its destination. Findings about whole tables, and those of places without coordinates, have no place.

    Parameters
    ----------
    findings
        As ``check_tables`` gives them: ``row`` is the table's index + 2.
    tables
        Tables by name: those that were checked, or ``Operation.tables`` where the files had no blank lines.

    Returns
    -------
    pd.DataFrame
        ``place_id, name, latitude, longitude`` (degrees), ``level`` (the worst), ``count``, ``errors, questions,
        notes`` (how many of each), ``first`` (message of the first of the worst), the worst first.
    """
    found = list(findings)
    rows = pd.DataFrame(
        {
            "table": [finding.table for finding in found],
            "label": [np.nan if finding.row is None else finding.row - 2 for finding in found],
            "level": pd.Categorical([finding.level for finding in found], categories=LEVELS, ordered=True),
            "first": [finding.message for finding in found],
        }
    ).dropna(subset=["label"])
    rows["place_id"] = _place_of_rows(rows, tables)
    places = _places(tables)
    rows = rows[rows["place_id"].isin(places.index)].sort_values("level", kind="stable")
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    by_place = rows.groupby("place_id", sort=False)
    counts = pd.crosstab(rows["place_id"], rows["level"]).reindex(columns=list(LEVELS), fill_value=0)
    out = pd.DataFrame({"level": by_place["level"].first().astype("str"), "count": by_place.size()})
    out["first"] = by_place["first"].first()
    for level in LEVELS:
        out[f"{level}s"] = counts[level].reindex(out.index)
    return out.join(places).reset_index(names="place_id")[COLUMNS]


def _place_of_rows(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """The camp or depot of each finding's row; blank where it names none."""
    out = pd.Series(pd.NA, index=rows.index, dtype="object")
    for name, own in rows.groupby("table"):
        column = _naming_column(str(name))
        table = tables.get(str(name))
        if column is None or table is None or column not in table.columns or not table.index.is_unique:
            continue
        out[own.index] = table[column].reindex(own["label"].astype("int64")).to_numpy()
    return out


def _naming_column(table: str) -> str | None:
    if table == "camps":
        return Camps.camp_id
    if table == "depots":
        return Depots.depot_id
    if table == "routes":
        return Routes.destination_id
    schema = OPERATION_TABLES.get(table)
    references = schema.references() if schema else {}
    return next((column for column, kind in references.items() if kind in OF_A_PLACE), None)


def _places(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Name and coordinates in degrees by identifier, of places that have both."""
    kept = ["place_id", "name", "latitude", "longitude"]
    both = [
        tables[table].rename(columns={key: "place_id"}).reindex(columns=kept)
        for table, key in (("camps", Camps.camp_id), ("depots", Depots.depot_id))
        if table in tables
    ]
    places = pd.concat(both) if both else pd.DataFrame(columns=kept)
    for column, most in (("latitude", 90), ("longitude", 180)):
        degrees = pd.to_numeric(places[column], errors="coerce")
        places[column] = degrees.where(degrees.abs() <= most)
    return places.dropna().drop_duplicates("place_id").set_index("place_id")
