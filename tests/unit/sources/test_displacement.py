"""IOM DTM and HAPI figures of displaced people: grains are never mixed, and a person is asked which one."""

from core.sources import SourceContext, source_of
from tests.unit.sources.found_samples import faults, found, only, rules, sample


def understood(table, **answers):
    context = SourceContext(answers=answers)
    return source_of(table)[0].understand(table, context)


def counts(result):
    table = result.tables["population"]
    return dict(zip(zip(table["camp_id"], table["date"], strict=True), table["population"], strict=True))


def test_one_operation_assessment_and_level_are_used_and_the_others_asked_about():
    result = understood(sample("iom_dtm.csv"))
    assert counts(result) == {
        ("HT01", "2022-11-30"): "155166",
        ("HT01", "2023-11-30"): "146584",
        ("HT06", "2023-11-30"): "28975",
        ("HT05", "2023-11-30"): "22440",
    }
    assert {"several_operations", "several_assessment_types", "several_admin_levels"} <= set(rules(result))
    assert {f.level for f in result.findings if f.rule.startswith("several_")} == {"question"}
    assert only(result, "inactive_operation").startswith("1 rows are of operations that ended (Haiti Earthquake)")
    assert faults(result) == []


def test_answers_choose_the_grain():
    result = understood(sample("iom_dtm.csv"), **{"level": "0", "assessment HTI": "SA"})
    assert counts(result) == {("hti", "2022-11-30"): "39492"}
    assert {f.level for f in result.findings if f.rule == "several_admin_levels"} == {"note"}


def test_choices_name_keys_options_and_what_is_used():
    table = sample("iom_dtm.csv")
    choices = {choice.key: choice for choice in source_of(table)[0].choices(table, SourceContext())}
    assert list(choices) == ["operation HTI", "assessment HTI", "level HTI"]
    assert (choices["level HTI"].used, list(choices["level HTI"].options)) == ("1", ["0", "1"])
    assert choices["operation HTI"].used == "Countrywide monitoring"


def test_an_answer_that_is_no_option_changes_nothing():
    assert counts(understood(sample("iom_dtm.csv"), level="7")) == counts(understood(sample("iom_dtm.csv")))


def test_areas_carry_their_pcode_and_no_coordinates():
    camps = understood(sample("iom_dtm.csv")).tables["camps"].set_index("camp_id")
    assert camps.loc["HT06", ["name", "country", "admin1", "pcode"]].tolist() == ["Centre", "HTI", "Centre", "HT06"]
    assert camps["latitude"].isna().all()


DTM = (
    "id,operation,admin0Name,admin0Pcode,admin1Name,admin1Pcode,adminLevel,numPresentIdpInd,reportingDate,roundNumber,"
    "displacementReason,assessmentType,operationStatus\n"
)
BY_REASON = (
    "1,O,Haiti,HTI,Ouest,HT01,1,100,2024-05-31T00:00:00,7,Conflict,BA,Active\n"
    "2,O,Haiti,HTI,Ouest,HT01,1,30,2024-05-31T00:00:00,7,Disaster,BA,Active\n"
)


def test_different_counts_of_a_day_are_left_aside_until_a_person_says_they_are_parts():
    """Illustrative rows by reason."""
    table = found(DTM + BY_REASON)
    asked = understood(table)
    assert asked.tables == {}
    assert "several_counts" in rules(asked)
    added = understood(table, several_counts="add")
    assert counts(added) == {("HT01", "2024-05-31"): "130"}
    assert added.tables["population"]["displacementReason"].isna().all()


def test_a_country_without_active_operation_keeps_all_of_it():
    result = understood(found(DTM + BY_REASON.splitlines()[0].replace("Active", "Inactive") + "\n"))
    assert counts(result) == {("HT01", "2024-05-31"): "100"}


def test_hapi_says_what_it_warns_of_and_leaves_wrong_rows_aside():
    result = understood(sample("hapi_idps.csv"))
    assert counts(result) == {
        ("HT01", "2010-11-30"): "1059849",
        ("HT02", "2010-11-30"): "9033",
        ("HT02", "2011-01-30"): "7893",
    }
    assert "Pcode unknown" in only(result, "hapi_warning")
    assert "Duplicate row" in only(result, "hapi_error")
    assert [f.row for f in result.findings if f.rule == "hapi_error"] == [7]
    assert faults(result) == []
