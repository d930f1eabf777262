"""UNHCR totals and demographics, HAPI refugees: what may be added is added, zeros that mean nothing are blank."""

from core.sources import SourceContext, source_of
from tests.unit.sources.found_samples import faults, found, only, rules, sample

NOTHING = SourceContext()
DEMOGRAPHICS = (
    "Year,ISO3CoO,ISO3CoA,PT,location,Female_0_4,Female_5_11,Female_12_17,Female_18_59,Female_60,"
    "Male_0_4,Male_5_11,Male_12_17,Male_18_59,Male_60,Total\n"
)


def understood(table, context=NOTHING):
    return source_of(table)[0].understand(table, context)


def test_end_year_totals_are_added_over_origins_and_dated_on_the_last_day():
    result = understood(sample("unhcr_end_year.csv"))
    counts = result.tables["population"].set_index(["camp_id", "date"])["population"]
    assert counts["irn", "1979-12-31"] == "130000"
    assert counts["afg", "1993-12-31"] == "15023"
    assert counts["pak", "2000-12-31"] == "51"
    assert result.tables["camps"].set_index("camp_id")["name"].to_dict()["irn"] == "Iran"
    assert "stateless" in only(result, "not_added")
    assert faults(result) == []


def test_the_newer_header_with_words_gives_the_same():
    """Header and first row as UNHCR publishes them on HDX since 2022."""
    result = understood(
        found(
            "Year,Country of Origin Code,Country of Asylum Code,Country of Origin Name,Country of Asylum Name,Refugees,"
            "Asylum seekers,Other people in need of international protection,Internally displaced persons,"
            "Stateless Persons,Others of concern to UNHCR,Host community\n"
            "1951,UKN,AUS,Various / unknown,Australia,180000,0,0,0,0,0,0\n"
        )
    )
    assert result.source == "unhcr_end_year"
    assert result.tables["population"].iloc[0, :3].tolist() == ["aus", "1951-12-31", "180000"]
    assert rules(result) == ["no_coordinates", "not_added"]


def test_the_newer_header_of_demographics_is_known_too():
    """Illustrative row."""
    ages = ",".join(f"{sex} {age}" for sex in ("Female", "Male") for age in ("0-4", "5-11", "12-17", "18-59", "60"))
    header = f"Year,Country of Origin Code,Country of Asylum Code,Population Type,location,{ages},Total\n"
    result = understood(found(header + "2023,COD,TZA,REF,Nduta,1,1,1,1,1,1,1,1,1,1,10\n"))
    assert result.tables["population"][["population", "children_under_5"]].values.tolist() == [["10", "2"]]


def test_rows_keep_the_row_of_the_file_that_names_them_first():
    assert understood(sample("unhcr_end_year.csv")).tables["population"].index.tolist() == [1, 2, 4, 6]


def test_all_ages_zero_and_a_total_leave_the_groups_blank():
    result = understood(sample("unhcr_demographics.csv"))
    people = result.tables["population"].set_index("camp_id")
    assert people.loc["afg", "population"] == "1200000"
    assert people.loc["afg", ["women", "children_under_5", "children_5_17", "older_people"]].isna().all()
    assert "1,200,000" in only(result, "not_disaggregated")
    assert faults(result) == []


def test_ages_known_of_a_part_leave_the_groups_blank_and_the_found_figures_beside_them():
    people = understood(sample("unhcr_demographics.csv")).tables["population"].set_index("camp_id")
    assert people.loc["irn", "population"] == "1868000"
    assert people.loc["irn", "children_under_5":"older_people"].isna().all()
    assert people.loc["irn", "Female_0_4"] == str(68918 + 1685)


def test_people_who_went_home_are_a_movement_and_not_added():
    result = understood(sample("unhcr_demographics.csv"))
    assert "went home" in only(result, "not_added")


def test_ages_that_fit_become_groups():
    """Illustrative rows of one camp."""
    rows = "2023,COD,TZA,REF,Nyarugusu : Point,10,20,15,40,5,10,20,15,30,5,170\n"
    rows += "2023,BDI,TZA,ASY,Nyarugusu : Point,0,0,0,10,0,0,0,0,0,0,10\n"
    result = understood(found(DEMOGRAPHICS + rows))
    row = result.tables["population"].iloc[0]
    groups = row[["women", "children_under_5", "children_5_17", "older_people"]].tolist()
    assert (row["camp_id"], row["population"], groups) == ("nyarugusu", "180", ["50", "20", "70", "10"])
    assert result.tables["camps"]["country"].tolist() == ["TZA"]


def test_the_rest_of_a_country_is_another_place_than_its_camps():
    """Illustrative rows."""
    rows = "2023,COD,TZA,REF,Nduta,1,1,1,1,1,1,1,1,1,1,10\n2023,COD,TZA,REF,,1,1,1,1,1,1,1,1,1,1,10\n"
    names = understood(found(DEMOGRAPHICS + rows)).tables["camps"]["name"].tolist()
    assert names == ["Nduta", "Tanzania, place not stated"]


def test_a_group_that_nobody_knows_is_asked_about_and_not_added():
    rows = "2023,COD,TZA,XYZ,Nduta,1,1,1,1,1,1,1,1,1,1,10\n"
    result = understood(found(DEMOGRAPHICS + rows))
    assert result.tables == {}
    assert "XYZ" in only(result, "unknown_group")


HAPI = (
    "origin_location_code,asylum_location_code,population_group,gender,age_range,min_age,max_age,population,"
    "reference_period_start,reference_period_end\n"
)


def hapi_row(origin, group, sex, age, people):
    return f"{origin},TCD,{group},{sex},{age},,,{people},2023-01-01T00:00:00,2023-12-31T23:59:59\n"


def test_hapi_totals_and_their_parts_are_never_added_together():
    """Illustrative rows: a total of 100, its two sexes and its ages."""
    parts = [
        ("f", "0-4", 10),
        ("m", "0-4", 10),
        ("f", "5-11", 10),
        ("m", "5-11", 10),
        ("f", "18-59", 40),
        ("m", "18-59", 20),
    ]
    text = HAPI + hapi_row("SDN", "REF", "all", "all", 100)
    text += hapi_row("SDN", "REF", "f", "all", 60) + hapi_row("SDN", "REF", "m", "all", 40)
    text += "".join(hapi_row("SDN", "REF", *part) for part in parts)
    result = understood(found(text))
    row = result.tables["population"].iloc[0]
    assert (row["population"], row["date"]) == ("100", "2023-12-31")
    assert (row["women"], row["children_under_5"], row["children_5_17"]) == ("40", "20", "20")
    assert faults(result) == []


def test_hapi_sexes_make_the_total_where_there_is_none():
    text = HAPI + hapi_row("SDN", "REF", "f", "all", 60) + hapi_row("SDN", "REF", "m", "all", 40)
    assert understood(found(text)).tables["population"]["population"].tolist() == ["100"]


def test_hapi_parts_without_a_total_are_left_aside_and_said():
    result = understood(found(HAPI + hapi_row("SDN", "REF", "f", "0-4", 10)))
    assert result.tables == {}
    assert rules(result) == ["no_total"]
