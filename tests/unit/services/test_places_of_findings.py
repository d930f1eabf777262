"""Findings on a map: each at the place its row is about."""

import pandas as pd

from core.domain.finding import Finding
from core.intake import check_tables
from core.services.places_of_findings import COLUMNS, places_of_findings
from tests.builders import small_operation, small_tables


def finding(level, table, row):
    return Finding(level, table, row, None, "step", f"{table} {row}", "")


def test_findings_gather_at_the_place_their_row_is_about_the_worst_first():
    tables = small_operation().tables
    found = [
        finding("note", "camps", 2),
        finding("question", "population", 2),
        finding("question", "depots", 3),
        finding("error", "routes", 2),
        finding("question", "items", 2),
        finding("question", "population", None),
        finding("note", "settings", 2),
    ]
    places = places_of_findings(found, tables).set_index("place_id")
    first_camp = tables["population"]["camp_id"].iloc[0]
    destination = tables["routes"]["destination_id"].iloc[0]
    assert set(places.index) == {"north", first_camp, "hub", destination}
    assert places["count"].sum() == 4
    assert places.iloc[0]["level"] == "error"
    assert places.loc[destination, "first"] == "routes 2"
    assert (places[["errors", "questions", "notes"]].sum(axis=1) == places["count"]).all()
    assert places["latitude"].between(-90, 90).all()


def test_a_place_without_coordinates_has_no_point_and_no_finding_gives_no_row():
    tables = dict(small_operation().tables)
    tables["camps"] = tables["camps"].assign(latitude=None)
    assert list(places_of_findings([finding("note", "camps", 2)], tables).columns) == COLUMNS
    assert places_of_findings([finding("note", "camps", 2)], tables).empty
    assert places_of_findings([], tables).empty


def test_raw_tables_of_text_will_do():
    tables = small_tables()
    tables["camps"] = tables["camps"].assign(latitude=["30.78", "-4.22", "200"], longitude="30.5").astype("str")
    _, findings = check_tables(tables)
    places = places_of_findings(findings, tables)
    assert "east" not in set(places["place_id"])
    assert pd.api.types.is_float_dtype(places["latitude"])
