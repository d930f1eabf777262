"""UNHCR camp WASH reports: months and years are different records, figures stay as they are."""

import pandas as pd

from core.sources import SourceContext, source_of
from tests.unit.sources.found_samples import faults, found, only, real, rules

HEADER = (
    "form_id,start_date,end_date,location_id,location_name,country,liters_per_person_per_day,refugee_pop,"
    "reporting_monthly,reporting_annual\n"
)
MONTH = "1,2024-12-02,2024-12-29,541,Buramino,Ethiopia,9,49000,20058,NA\n"


def understood(text, context=None):
    table = found(HEADER + text) if isinstance(text, str) else text
    return source_of(table)[0].understand(table, context or SourceContext())


def test_a_month_counts_days_since_1970():
    result = understood(MONTH)
    row = result.tables["population"].iloc[0]
    assert (row["camp_id"], row["date"], row["population"]) == ("541", "2024-12-01", "49000")
    assert row["liters_per_person_per_day"] == "9"
    assert result.tables["camps"].iloc[0]["country"] == "ETH"
    assert faults(result) == []


def test_annual_records_are_left_aside_and_said():
    result = understood(MONTH + "2,2024-01-01,2024-12-31,518,Dagahaley,Kenya,NA,NA,NA,2024-05-17\n")
    assert result.tables["population"]["camp_id"].tolist() == ["541"]
    assert only(result, "annual_records").startswith("1 annual record")


def test_6762_litres_are_asked_about_and_not_changed():
    result = understood(MONTH.replace(",9,", ",6762,"))
    assert "6,762" in only(result, "implausible_water")
    assert result.tables["population"]["liters_per_person_per_day"].tolist() == ["6762"]


def test_nine_litres_are_suffering_and_no_fault():
    assert "implausible_water" not in rules(understood(MONTH))


def test_a_blank_count_stays_blank_and_a_zero_zero():
    result = understood(MONTH.replace("49000", "NA") + MONTH.replace("49000,20058", "0,20089"))
    assert result.tables["population"]["population"].isna().tolist() == [True, False]
    assert result.tables["population"]["population"].tolist()[1] == "0"


def test_of_two_reports_of_a_month_the_one_of_a_whole_month_is_used_and_the_other_named():
    year = "2,2022-01-01,2022-12-31,3886,Site,Chad,0,48959,18993,NA\n"
    month = "3,2022-01-03,2022-01-30,3886,Site,Chad,16,45598,18993,NA\n"
    result = understood(year + month)
    assert result.tables["population"]["population"].tolist() == ["45598"]
    assert "48,959" in only(result, "two_reports_a_month")
    assert [f.row for f in result.findings if f.rule == "two_reports_a_month"] == [2]


def test_coordinates_come_from_a_list_of_sites_of_the_same_import():
    sites = found("name,country,latitude,longitude,location_type\nBURAMINO,Ethiopia,4.3,40.1,camp\n", "sites.csv")
    result = understood(MONTH, SourceContext(others=(sites,)))
    camp = result.tables["camps"].iloc[0]
    assert (camp["camp_id"], camp["latitude"], camp["longitude"]) == ("buramino", "4.3", "40.1")
    assert result.tables["population"]["camp_id"].tolist() == ["buramino"]
    assert "no_coordinates" not in rules(result)


def test_a_site_of_the_same_name_in_another_country_lends_no_coordinates():
    sites = found("name,country,latitude,longitude,location_type\nBuramino,Kenya,4.3,40.1,camp\n", "sites.csv")
    result = understood(MONTH, SourceContext(others=(sites,)))
    assert result.tables["camps"]["latitude"].isna().all()
    assert only(result, "no_coordinates").startswith("1 of 1")


def test_a_camp_that_the_operation_has_keeps_its_identifier():
    camps = pd.DataFrame(
        {"camp_id": ["dolo-1"], "name": ["Buramino"], "country": ["ETH"], "latitude": [4.3], "longitude": [40.1]}
    )
    result = understood(MONTH, SourceContext(camps=camps))
    assert result.tables["camps"][["camp_id", "latitude"]].values.tolist() == [["dolo-1", "4.3"]]


def test_the_whole_published_file_is_understood():
    result = understood(real("unhcrwash.csv"))
    population, camps = result.tables["population"], result.tables["camps"]
    assert (len(camps), len(population)) == (226, 6058)
    assert only(result, "annual_records").startswith("357 ")
    assert only(result, "empty_rows").startswith("2 ")
    assert camps["country"].notna().all()
    assert not population.duplicated(["camp_id", "date"]).any()
    litres = population["liters_per_person_per_day"]
    assert (litres == "6762").sum() == 1
    assert pd.to_numeric(litres, errors="coerce").lt(15).sum() > 1000
    asked = [f.row for f in result.findings if f.rule == "implausible_water"]
    assert len(asked) == 11
    assert faults(result) == []
