"""Every importer knows its own files by their headers and tags, and no others."""

import pytest

from core.sources import SOURCES, SourceContext, source_of
from tests.unit.sources.found_samples import found, real, sample

FLEE = '"#name","region","country","lat","lon","location_type","conflict_date","population"\n'
PUBLISHED = {
    "unhcr_demographics": sample("unhcr_demographics.csv"),
    "unhcr_end_year": sample("unhcr_end_year.csv"),
    "iom_dtm": sample("iom_dtm.csv"),
    "hapi_idps": sample("hapi_idps.csv"),
    "wfp_prices": sample("wfp_prices.csv"),
    "pcode_list": sample("pcodes.csv"),
    "hapi_refugees": found(
        "origin_location_code,asylum_location_code,population_group,gender,age_range,min_age,max_age,population,"
        "reference_period_start,reference_period_end\n"
    ),
    "unhcr_sites": found(
        "pcode,Country,name,name_alt,loc_type,loc_subtype,createdate,closedate,updatedate,source,unhcr_assist,status,"
        "POINT_X,POINT_Y,type\n"
    ),
    "cod_boundaries": found("ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,date,validOn,validTo,Shape_Leng,Shape_Area\n"),
    "camp_list": found(FLEE),
    "road_links": found("#name1,name2,distance,forced_redirection\n"),
    "flee_closures": found("#closure_type,name1,name2,closure_start,closure_end\n"),
    "kobo": found("site/site_name,site/population,_uuid,_submission_time,_index\n"),
}


@pytest.mark.parametrize("identifier", PUBLISHED)
def test_a_published_header_is_recognised_by_its_importer_alone(identifier):
    table = PUBLISHED[identifier]
    assert source_of(table)[0].identifier == identifier
    others = [s.identifier for s in SOURCES if s.recognise(table) >= source_of(table)[1] and s.identifier != identifier]
    assert others == []


def test_the_older_header_of_food_prices_is_recognised_too():
    assert source_of(sample("wfp_prices_old.csv"))[0].identifier == "wfp_prices"


def test_a_table_is_recognised_by_its_tags_where_its_headers_are_in_another_language():
    translated = sample("iom_dtm.csv")
    words = {column: f"colonne {place}" for place, column in enumerate(translated.cells.columns)}
    table = type(translated)(
        "f", "", translated.cells.rename(columns=words), hxl={words[c]: tag for c, tag in translated.hxl.items()}
    )
    source, _ = source_of(table)
    assert source.identifier == "iom_dtm"
    assert len(source.understand(table, SourceContext()).tables["population"]) == 4


@pytest.mark.parametrize(
    "header",
    [
        "camp_id,name,country,latitude,longitude",
        "camp_id,date,population",
        "route_id,origin_id,destination_id,distance_km",
        "2015-05-15,27144",
        "DateTime,Nombre de réfugiés",
        "name,age,phone",
    ],
)
def test_tables_of_ours_and_of_nobody_are_left_to_the_mapping_of_columns(header):
    assert source_of(found(header + "\n")) is None


def test_a_file_without_header_is_nobodys():
    table = found("name,country,latitude,longitude\n")
    assert source_of(type(table)("f", "", table.cells, has_header=False)) is None


def test_real_files_beside_the_project_find_their_importers():
    expected = {
        "unhcrwash.csv": "unhcr_wash",
        "as-found/mali2012-locations.csv": "camp_list",
        "syria2013/places.csv": "camp_list",
        "burundi2015/roads.csv": "road_links",
    }
    assert {name: source_of(real(name))[0].identifier for name in expected} == expected


@pytest.mark.parametrize("identifier", PUBLISHED)
def test_a_table_with_a_header_and_no_rows_gives_no_tables_and_no_crash(identifier):
    table = PUBLISHED[identifier]
    empty = type(table)(table.file, "", table.cells.iloc[:0], hxl=table.hxl)
    assert source_of(empty)[0].understand(empty, SourceContext()).tables == {}
