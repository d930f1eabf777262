"""KoboToolbox exports (illustrative rows): repeat groups are joined to their form; some forms give no table."""

from core.sources import SourceContext, source_of
from core.sources.kobo import joined
from tests.unit.sources.found_samples import faults, found, only, rules

FORM = """\
start,intro/country,intro/region,_id,_uuid,_submission_time,_index
2024-05-01T08:00:00,Chad,Ouaddai,11,u1,2024-05-01T10:00:00,1
2024-05-02T08:00:00,Chad,Sila,12,u2,2024-05-02T10:00:00,2
"""
SITES = (
    "sites/site_name,sites/population,sites/children_under_5,sites/respondent_phone,"
    "_index,_parent_table_name,_parent_index,_submission__uuid\n"
    "Farchana,28000,5600,555,1,Survey,1,u1\n"
    "Bredjing,45000,,556,2,Survey,1,u1\n"
    "Goz Amir,30000,,557,3,Survey,2,u2\n"
)
WORKBOOK = (found(FORM, "export.xlsx", "Survey"), found(SITES, "export.xlsx", "sites"))


def understood(table, *others, **answers):
    return source_of(table)[0].understand(table, SourceContext(others=others, answers=answers))


def test_a_repeat_group_has_the_answers_of_its_form_in_each_row():
    form, sites = WORKBOOK
    cells = joined(sites, (form,)).cells
    assert cells["intro/region"].tolist() == ["Ouaddai", "Ouaddai", "Sila"]
    assert cells["sites/site_name"].tolist() == ["Farchana", "Bredjing", "Goz Amir"]
    assert cells.index.tolist() == sites.cells.index.tolist()


def test_sites_of_a_repeat_group_become_camps_with_counts_of_the_day_of_the_form():
    form, sites = WORKBOOK
    result = understood(sites, form)
    assert result.tables["population"][["camp_id", "date", "population"]].values.tolist() == [
        ["farchana", "2024-05-01", "28000"],
        ["bredjing", "2024-05-01", "45000"],
        ["goz-amir", "2024-05-02", "30000"],
    ]
    assert result.tables["population"]["children_under_5"].fillna("").tolist() == ["5600", "", ""]
    assert set(result.tables["camps"]["country"]) == {"TCD"}
    assert faults(result) == []


def test_other_questions_are_carried_along_for_the_check_of_personal_data():
    form, sites = WORKBOOK
    assert understood(sites, form).tables["population"]["sites/respondent_phone"].tolist() == ["555", "556", "557"]


def test_a_form_that_counts_nobody_gives_no_table_and_says_so():
    form, sites = WORKBOOK
    result = understood(form, sites)
    assert result.tables == {}
    assert rules(result) == ["no_counts_of_sites"]


def test_a_form_without_repeat_groups_counts_by_itself():
    text = "site,total_individuals,today,gps,_gps_latitude,_gps_longitude,country,_uuid,_index\n"
    text += "A,10,2024-01-02,x,13.1,21.2,Chad,u,1\n"
    result = understood(found(text))
    assert result.tables["camps"][["camp_id", "latitude", "longitude"]].values.tolist() == [["a", "13.1", "21.2"]]
    assert faults(result) == []


def test_rows_whose_form_is_missing_are_said_and_not_lost():
    form, sites = WORKBOOK
    lost = type(sites)(sites.file, sites.sheet, sites.cells.assign(_parent_index=["1", "9", "2"]))
    result = understood(lost, form)
    assert "Row 9" in only(result, "no_parent_row")
    assert "no_place_or_date" in rules(result)


def test_a_repeat_group_alone_asks_for_the_workbook():
    assert "no_parent_sheet" in rules(understood(WORKBOOK[1]))


def test_a_repeat_in_a_repeat_reaches_the_form():
    inner = found("sites/blocks/block,_index,_parent_table_name,_parent_index\nB1,1,sites,3\n", "export.xlsx", "blocks")
    cells = joined(inner, WORKBOOK).cells
    assert cells[["sites/site_name", "intro/region"]].values.tolist() == [["Goz Amir", "Sila"]]


def test_two_counts_of_a_site_on_one_day_are_left_to_a_person():
    form, _ = WORKBOOK
    text = SITES.replace("Bredjing", "Farchana")
    asked = understood(found(text, "export.xlsx", "sites"), form)
    assert asked.tables["population"]["camp_id"].tolist() == ["goz-amir"]
    added = understood(found(text, "export.xlsx", "sites"), form, several_counts="add")
    assert added.tables["population"]["population"].tolist() == ["73000", "30000"]
    assert added.tables["population"]["children_under_5"].isna().all()
