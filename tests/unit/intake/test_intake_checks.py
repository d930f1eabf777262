"""Questions and notes: what is odd is asked about, and nothing is repaired."""

import pandas as pd

from core.intake import check_tables
from tests.builders import PLANNING_START, small_tables


def rules(tables, level=None):
    operation, findings = check_tables(tables)
    assert operation is not None, findings
    return {(f.rule, f.table, f.row) for f in findings if level in (None, f.level)}


def with_counts(counts, kind=None, camp="north"):
    """The small operation with other counts for one camp, rows 2 and on."""
    dates = pd.date_range(end=PLANNING_START, periods=len(counts), freq="7D")
    own = pd.DataFrame({"camp_id": camp, "date": dates, "population": pd.Series(counts, dtype="float64"), "kind": kind})
    base = small_tables()["population"]
    return small_tables(population=pd.concat([own, base[base["camp_id"] != camp][list(own)]], ignore_index=True))


def test_the_small_operation_raises_no_question():
    assert rules(small_tables(), "question") == set()


def test_a_step_is_asked_about_unless_its_kind_explains_it():
    counts = [1000, 1010, 2000, 2010]
    assert ("step", "population", 4) in rules(with_counts(counts))
    assert not any(rule == "step" for rule, *_ in rules(with_counts(counts, [None, None, "recount", None])))


def test_a_count_that_stands_alone_is_one_question_not_two_steps():
    found = {r for r in rules(with_counts([7332, 155, 7400, 7410]), "question") if r[1] == "population"}
    assert found == {("outlier", "population", 3)}


def test_copied_and_later_counts_are_asked_about_and_blank_ones_are_a_note():
    copied = with_counts([500, 500, 500, 500, None])
    assert ("copied_forward", "population", 2) in rules(copied, "question")
    assert ("blank_count", "population", 6) in rules(copied, "note")
    later = small_tables(settings={"planning_start": "2025-06-01"})
    assert any(rule == "later_count" for rule, *_ in rules(later, "question"))


def test_a_question_about_a_count_says_how_to_answer_it_in_the_file():
    _, findings = check_tables(with_counts([1000, 1010, 2000, 2010]))
    step = next(f for f in findings if f.rule == "step")
    assert all(word in step.suggestion for word in ("“kind”", "“as_reported”", "right in “count_answer”"))


def test_a_camp_of_zeros_and_zeros_before_the_first_people_are_told():
    assert ("only_zeros", "population", 2) in rules(with_counts([0, 0, 0]), "question")
    found = rules(with_counts([0, 0, 900, 0]))
    assert ("zero_at_first", "population", 2) in found
    assert not any(rule == "only_zeros" for rule, *_ in found)


def test_counts_dated_after_the_day_of_the_check_are_asked_about_unless_they_are_illustrative():
    today = PLANNING_START - pd.Timedelta(days=10)
    for illustrative, expected in (("false", {"future_count"}), ("true", set())):
        _, findings = check_tables(small_tables(settings={"illustrative": illustrative}), today)
        assert {f.rule for f in findings if f.rule == "future_count"} == expected


def test_two_rows_of_one_day_are_an_error_that_names_both_figures():
    tables = small_tables()
    again = tables["population"].iloc[[0]].assign(population=5.0)
    tables["population"] = pd.concat([tables["population"], again], ignore_index=True)
    operation, findings = check_tables(tables)
    assert operation is None
    assert "in row 2, with population 8,000 there and 5 here" in findings[0].message


def test_stale_and_missing_counts_are_asked_about():
    found = rules(small_tables(settings={"planning_start": "2025-08-31"}), "question")
    assert {("stale_count", "camps", row) for row in (2, 3, 4)} <= found
    tables = small_tables()
    tables["population"] = tables["population"][tables["population"]["camp_id"] != "south"]
    assert ("never_counted", "camps", 3) in rules(tables, "question")


def test_roads_and_coordinates_that_look_wrong_are_asked_about():
    tables = small_tables()
    tables["routes"] = tables["routes"].assign(distance_km=[50.0, 180, 75, 25, 190, 110])
    tables["camps"] = tables["camps"].assign(latitude=[30.78, 0, -3.95], longitude=[-3.69, 0, 31.2])
    found = rules(tables, "question")
    assert ("road_shorter_than_line", "routes", 2) in found
    assert ("swapped_coordinates", "camps", 2) in found
    assert ("zero_coordinates", "camps", 3) in found


def test_stock_above_storage_expired_and_unknown_stock_are_found():
    tables = small_tables()
    stock = tables["stock"].copy()
    stock.loc[0, "quantity"] = 5e7
    stock.loc[1, "quantity"] = None
    stock.loc[4, "expires"] = pd.Timestamp("2025-06-01")
    found = rules(tables | {"stock": stock})
    assert {
        ("stock_above_storage", "depots", 3),
        ("unknown_quantity", "stock", 3),
        ("expired_stock", "stock", 6),
        ("blank_limit", "routes", 2),
    } <= found


def test_an_implausible_standard_is_asked_about():
    tables = small_tables()
    tables["items"] = tables["items"].assign(need_quantity=[400.0, 1, 2], source=[None, "x", "an Estimate"])
    found = rules(tables)
    assert ("implausible_standard", "items", 2) in found
    assert ("unsourced_standard", "items", 2) in found
    assert ("estimated_standard", "items", 4) in found


def test_a_range_that_does_not_hold_the_household_size_is_asked_about():
    camps = small_tables()["camps"].assign(household_size_low=[5.0, 4, 4], household_size_high=[6.0, 6, 6])
    found = rules(small_tables() | {"camps": camps}, "question")
    assert {r for r in found if r[1] == "camps"} == {("household_range", "camps", 2), ("household_range", "camps", 4)}


def test_questions_are_asked_although_there_are_errors():
    tables = with_counts([1000, 1010, 2000, 2010])
    tables["camps"] = tables["camps"].assign(country="Tanzania")
    operation, findings = check_tables(tables)
    assert operation is None
    assert {"form", "step"} <= {f.rule for f in findings}
    assert [f.level for f in findings] == sorted((f.level for f in findings), key="error question note".index)


def test_no_tables_at_all_are_two_findings():
    operation, findings = check_tables({})
    assert operation is None
    assert [f.rule for f in findings if f.level == "error"] == ["missing_table", "missing_table"]
