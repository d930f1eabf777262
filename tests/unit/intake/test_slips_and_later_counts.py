"""Counts ten times the one before are asked about as slips; later counts are asked about with the way to use them."""

import pandas as pd
import pytest

from core.intake import check_tables
from tests.builders import small_tables


def findings_of(counts, **overrides):
    days = pd.date_range("2025-05-04", periods=len(counts), freq="7D").strftime("%Y-%m-%d")
    population = pd.DataFrame({"camp_id": "north", "date": days, "population": counts, **overrides})
    tables = small_tables(population=population, settings={"planning_start": "2025-06-22"})
    return check_tables(tables)[1]


def asked(counts, **overrides):
    rules = ("ten_times", "step", "outlier")
    return [(f.rule, f.row) for f in findings_of(counts, **overrides) if f.rule in rules]


def test_a_count_ten_times_the_one_before_is_asked_about_once_with_the_likely_slip():
    counts = [60000, 60400, 604000, 60500]
    assert asked(counts) == [("ten_times", 4)]
    words = next(f.message for f in findings_of(counts) if f.rule == "ten_times")
    assert words == "north: 604,000 on 2025-05-18 is about ten times the 60,400 before: a typing error?"


def test_the_newest_count_is_asked_about_too():
    assert asked([60000, 60400, 598000]) == [("ten_times", 4)]


def test_a_tenth_is_asked_about_and_the_way_back_is_not():
    assert asked([60000, 6040, 60500, 60400]) == [("ten_times", 3)]


def test_a_step_that_is_no_slip_stays_a_step():
    assert asked([60000, 90000, 90500, 91000]) == [("step", 3)]


def test_a_figure_that_a_person_found_right_asks_nothing_more():
    assert asked([60000, 604000, 604500], count_answer=[None, "right", None]) == []


def test_small_camps_may_grow_tenfold():
    assert ("ten_times", 3) not in asked([50, 500, 505])


@pytest.mark.parametrize(("last", "words"), [("2025-06-22", None), ("2025-06-29", "1 count is dated after")])
def test_later_counts_are_a_question_with_the_day_to_plan_from(last, words):
    population = pd.DataFrame({"camp_id": "north", "date": ["2025-06-15", last], "population": [500, 510]})
    tables = small_tables(population=population, settings={"planning_start": "2025-06-22"})
    later = [f for f in check_tables(tables)[1] if f.rule == "later_count"]
    if words is None:
        assert later == []
        return
    assert [f.level for f in later] == ["question"]
    assert words in later[0].message
    assert "Plan from 2025-06-29" in later[0].suggestion
    assert "aid plan --as-of 2025-06-29" in later[0].suggestion
