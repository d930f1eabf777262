"""Weeks end on Sundays; week 1 ends on the first Sunday after the start."""

import pandas as pd
import pytest

from core.domain.weeks import day_from_text, planning_weeks, week_ending, week_numbers
from core.errors import InvalidTable


@pytest.mark.parametrize(
    ("start", "first"),
    [("2015-10-04", "2015-10-11"), ("2015-10-05", "2015-10-11"), ("2015-10-10", "2015-10-11")],
)
def test_week_one_ends_on_the_first_sunday_after_the_start(start, first):
    assert planning_weeks(start, 1)[0] == pd.Timestamp(first)


def test_a_date_falls_in_the_week_of_its_sunday():
    days = pd.Series(pd.to_datetime(["2015-10-05", "2015-10-11", "2015-10-12"]))
    assert week_ending(days).dt.strftime("%d").tolist() == ["11", "11", "18"]
    assert week_numbers(days, "2015-10-04").tolist() == [0, 0, 1]


def test_dates_on_or_before_the_start_lie_before_the_first_week():
    days = pd.Series(pd.to_datetime(["2015-10-07", "2015-10-08", "2015-10-12"]))
    assert week_numbers(days, "2015-10-07").tolist() == [-1, 0, 1]


def test_a_date_that_is_none_is_refused():
    with pytest.raises(InvalidTable, match="3/4/16"):
        day_from_text("3/4/16")


@pytest.mark.parametrize("day", ["2250-12-31", "9999-12-31"])
def test_a_day_whose_weeks_no_table_could_name_is_refused(day):
    with pytest.raises(InvalidTable, match="too late to plan from"):
        planning_weeks(day, 52)


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "2251-01-01"])
def test_a_day_typed_in_a_command_lies_within_those_a_table_may_hold(text):
    with pytest.raises(InvalidTable, match="is not a day from 1700-01-01 to 2250-12-31"):
        day_from_text(text)
