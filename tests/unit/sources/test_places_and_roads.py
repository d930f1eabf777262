"""Camp lists, UNHCR site lists, road links and closures."""

import pandas as pd

from core.services.import_files import import_files
from core.sources import SourceContext, source_of
from tests.unit.sources.found_samples import faults, found, only, real, rules

FLEE = "#name,region,country,latitude,longitude,location_type,conflict_date,population\n"
SITES = "pcode,Country,name,loc_type,loc_subtype,createdate,closedate,status,POINT_X,POINT_Y\n"
LINKS = "#name1,name2,distance,forced_redirection\n"


def understood(table, context=None):
    return source_of(table)[0].understand(table, context or SourceContext())


def test_the_published_list_of_mali_gives_seven_camps_and_sixteen_junctions():
    result = understood(real("as-found/mali2012-locations.csv"))
    camps, depots = result.tables["camps"], result.tables["depots"]
    assert (len(camps), len(depots), set(depots["kind"])) == (7, 16, {"junction"})
    assert set(camps["country"]) == {"MRT", "BFA", "NER"}
    assert camps.loc[16, ["camp_id", "latitude"]].tolist() == ["fassala-mbera", "15.639012"]
    assert faults(result) == []


def test_people_without_a_date_are_no_count_and_no_capacity():
    result = understood(real("as-found/mali2012-locations.csv"))
    assert set(result.tables) == {"camps", "depots"}
    assert "population" not in result.tables["camps"].columns
    assert "capacity_people" not in result.tables["camps"].columns
    assert "later count" in only(result, "undated_count")
    assert result.columns["population"] == ()


def test_a_list_of_camps_with_dated_counts_is_no_list_of_places_alone():
    """Its counts would be carried along unused: it is read column by column, into camps and population."""
    rows = b"name,country,lat,lon,date,refugees\nNorth,TZA,-3.5,30.5,2015-01-01,900\n"
    imported = import_files(None, {"found.csv": rows})
    assert imported.tables[0].tables == {"population": 1, "camps": 1}
    assert imported.reading.tables["population"]["population"].tolist() == ["900"]


def test_road_links_find_the_towns_of_a_list_in_the_same_import():
    context = SourceContext(others=(real("burundi2015/places.csv"), real("burundi2015/camps.csv")))
    result = understood(real("burundi2015/roads.csv"), context)
    assert set(result.tables) == {"routes"}
    assert len(result.tables["routes"]) == 41
    assert set(result.tables["routes"]["both_ways"]) == {"true"}
    assert rules(result) == []
    assert faults(result) == []


def test_a_town_that_nothing_names_becomes_a_junction_without_coordinates_and_is_asked_about():
    places = found(FLEE + "Kidal,K,Mali,18.4,1.4,town,,5\nMentao,P,Burkina_Faso,13.9,-1.6,camp,,5\n", "places.csv")
    result = understood(found(LINKS + "Kidal,Mentao,400,0\nKidall,Mentao,410,2\n"), SourceContext(others=(places,)))
    assert result.tables["routes"]["origin_id"].tolist() == ["kidal", "kidall"]
    assert result.tables["depots"][["depot_id", "kind"]].values.tolist() == [["kidall", "junction"]]
    assert "Did you mean “Kidal”?" in only(result, "unknown_town")
    assert only(result, "forced_redirection").startswith("1 links")
    assert faults(result) == []


def test_two_links_of_the_same_towns_are_asked_about_and_both_kept():
    result = understood(found(LINKS + "A,B,10,0\nB,A,12,0\nA,B,11,0\n"))
    assert result.tables["routes"]["route_id"].tolist() == ["a--b", "b--a", "a--b-2"]
    assert [f.row for f in result.findings if f.rule == "repeated_link"] == [2, 3, 4]


def test_a_place_without_a_name_or_with_a_strange_country_is_said():
    result = understood(found(FLEE + ",r,Mali,1,2,camp,,\nX,r,Atlantis,1,2,camp,,\nY,r,Mali,1,2,castle,,\n"))
    assert only(result, "no_name")
    assert "Atlantis" in only(result, "unknown_country")
    assert "castle" in only(result, "unknown_kind")
    assert result.tables["depots"]["name"].tolist() == ["Y"]


def test_camps_of_one_name_in_two_countries_have_two_identifiers():
    result = understood(found(FLEE + "Site 1,r,Mali,1,2,camp,,\nSite 1,r,Niger,3,4,camp,,\nSite 1,r,Mali,1,2,camp,,\n"))
    assert result.tables["camps"]["camp_id"].tolist() == ["site-1-mli", "site-1-ner", "site-1-mli"]


def test_a_known_camp_keeps_its_identifier():
    camps = pd.DataFrame(
        {"camp_id": ["m1"], "name": ["Mentao"], "country": ["BFA"], "latitude": [1.0], "longitude": [2.0]}
    )
    result = understood(found(FLEE + "MENTAO,r,Burkina_Faso,13.9,-1.6,camp,,\n"), SourceContext(camps=camps))
    assert result.tables["camps"]["camp_id"].tolist() == ["m1"]


def test_a_decimal_comma_becomes_a_point_in_coordinates():
    table = found("name;country;latitude;longitude\n".replace(";", ",") + 'A,Mali,"13,9","-1,6"\n')
    table = type(table)(table.file, "", table.cells, decimal=",")
    assert understood(table).tables["camps"][["latitude", "longitude"]].values.tolist() == [["13.9", "-1.6"]]


def test_unhcr_sites_become_camps_and_offices_do_not():
    """Illustrative rows."""
    rows = "TCDs1,Chad,Farchana,Refugee Camp,Planned,1/1/2010 0:00:00,,1,21.8,13.6\n"
    rows += "TCDs2,Chad,Abeche,UNHCR Presence,Office,2010-01-01,,1,20.8,13.8\n"
    rows += "TCDs3,Chad,Bredjing,Refugee Location,,3/4/2016,,0,21.7,13.4\n"
    result = understood(found(SITES + rows))
    camps = result.tables["camps"]
    assert camps[["camp_id", "name", "country", "pcode", "latitude", "longitude"]].values.tolist()[0] == [
        "TCDs1", "Farchana", "TCD", "TCDs1", "13.6", "21.8",
    ]  # fmt: skip
    assert camps["name"].tolist() == ["Farchana", "Bredjing"]
    assert "1 rows" in only(result, "not_a_camp")
    assert "1 sites" in only(result, "closed_sites")
    assert camps["opened"].fillna("").tolist() == ["2010-01-01", ""]
    assert "“3/4/2016”" in only(result, "unread_dates")
    assert camps["createdate"].tolist() == ["1/1/2010 0:00:00", "3/4/2016"]
    assert faults(result) == []


def test_closures_of_a_simulation_stay_out_of_the_operation():
    result = understood(found("#closure_type,name1,name2,closure_start,closure_end\ncountry,Mali,Niger,20,-1\n"))
    assert result.tables == {}
    assert "scenario" in next(f.suggestion for f in result.findings if f.rule == "closure")
