"""Dates are read only as far as the whole column proves them."""

import pandas as pd
import pytest

from core.intake.mapping.dates import convert_dates


def read(cells, **more):
    converted, findings = convert_dates(pd.Series(cells, dtype="str"), "population", "Date", **more)
    return converted.tolist(), findings


@pytest.mark.parametrize(
    ("cells", "days", "rule", "level"),
    [
        (["3/4/16", "25/6/16"], ["2016-04-03", "2016-06-25"], "dates_converted", "note"),
        (["3/4/16", "6/25/16"], ["2016-03-04", "2016-06-25"], "dates_converted", "note"),
        (["4/4/2015"], ["2015-04-04"], "dates_converted", "note"),
        (["2015/10/4"], ["2015-10-04"], "dates_converted", "note"),
        (["2015-10-04 00:00:00"], ["2015-10-04"], "dates_converted", "note"),
        (["4 août 2015"], ["2015-08-04"], "dates_converted", "note"),
        (["4 de marzo de 2015"], ["2015-03-04"], "dates_converted", "note"),
        (["March 4, 2015"], ["2015-03-04"], "dates_converted", "note"),
        (["2015-02"], ["2015-02-28"], "day_of_period", "question"),
        (["Feb 2016"], ["2016-02-29"], "day_of_period", "question"),
        (["2016"], ["2016-12-31"], "day_of_period", "question"),
        (["16436"], ["2015-01-01"], "epoch_days", "question"),
        (["42005"], ["2015-01-01"], "epoch_days", "question"),
    ],
)
def test_a_date_is_converted_and_said(cells, days, rule, level):
    converted, findings = read(cells)
    assert converted == days
    assert [(f.rule, f.level, f.row, f.column) for f in findings] == [(rule, level, 2, "Date")]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [(["3/4/16", "5/6/16"], "ambiguous_dates"), (["25/6/16", "6/25/16"], "mixed_dates")],
)
def test_a_column_that_can_be_read_in_two_ways_is_refused_once_and_left_as_it_is(cells, rule):
    converted, findings = read(cells)
    assert converted == cells
    assert [(f.rule, f.level) for f in findings] == [(rule, "error")]


def test_an_answer_settles_how_dates_are_written():
    assert read(["3/4/16"], order="day first")[0] == ["2016-04-03"]
    assert read(["3/4/16"], order="month first")[0] == ["2016-03-04"]


def test_iso_dates_arabic_digits_and_what_is_no_date_say_nothing():
    assert read(["2015-10-04", None, "soon"]) == (["2015-10-04", pytest.approx(float("nan"), nan_ok=True), "soon"], [])
    assert read(["٢٠١٥-١٠-٠٤"])[0] == ["2015-10-04"]
