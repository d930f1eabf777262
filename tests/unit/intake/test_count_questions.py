"""What counts make us ask: steps, counts that stand alone, copied runs, and camps that mirror each other."""

import time

import numpy as np
import pandas as pd
import pytest

from core.domain.operation import Operation
from core.intake import ask_about_counts

CAMPS = {"a": (-3.6, 30.7), "b": (-3.9, 30.9), "far": (10.0, 40.0)}


def operation(*rows, **columns):
    camps = pd.DataFrame(
        [(c, c.upper(), "TZA", lat, lon) for c, (lat, lon) in CAMPS.items()],
        columns=["camp_id", "name", "country", "latitude", "longitude"],
    )
    counts = pd.DataFrame(rows, columns=["camp_id", "date", "population"]).astype({"population": "float64"})
    return Operation.build({"camps": camps, "population": counts.assign(**columns)})


def asked(*rows, **columns):
    made = operation(*rows, **columns)
    table = ask_about_counts(made.population, made.camps)
    return list(zip(table["rule"], table["camp_id"], table["date"].dt.strftime("%m-%d"), strict=True))


STEP = [("a", "2025-01-05", 1000), ("a", "2025-01-12", 1010), ("a", "2025-01-19", 2000), ("a", "2025-01-26", 2010)]


def test_a_step_is_one_question():
    assert asked(*STEP) == [("step", "a", "01-19")]


@pytest.mark.parametrize("kind", ["recount", "movement", "copied"])
def test_a_step_whose_kind_explains_it_is_not_asked_about(kind):
    assert ("step", "a", "01-19") not in asked(*STEP, kind=[None, None, kind, None])


def test_a_registration_does_not_explain_a_step():
    assert asked(*STEP, kind="registration") == [("step", "a", "01-19")]


def test_a_count_found_right_is_not_asked_about_again():
    assert asked(*STEP, count_answer=[None, None, "Right ", None]) == []
    assert asked(*STEP, count_answer=[None, None, "right", None], as_reported=[None, None, "2000", None]) == []


def test_an_answer_about_another_figure_is_void():
    found = asked(*STEP, count_answer=[None, None, "right", None], as_reported=[None, None, "1500", None])
    assert found == [("step", "a", "01-19")]


def test_a_slip_between_two_counts_of_a_growing_camp_is_one_question():
    rows = [("a", "2015-08-03", 7332), ("a", "2015-09-30", 155), ("a", "2015-10-31", 10506), ("a", "2015-11-10", 10900)]
    assert asked(*rows) == [("outlier", "a", "09-30")]


def test_a_camp_that_opens_is_no_slip():
    rows = [("a", "2015-07-30", 7), ("a", "2015-08-03", 7332), ("a", "2015-08-10", 155), ("a", "2015-08-17", 10506)]
    assert ("outlier", "a", "08-03") not in asked(*rows)


def test_the_largest_jump_is_asked_first_and_what_the_forecast_no_longer_sees_last():
    rows = [("a", "2019-01-06", 90_000), ("a", "2019-01-13", 20_000), ("a", "2019-01-20", 20_100)]
    rows += [
        ("b", "2025-01-05", 1000),
        ("b", "2025-01-12", 2000),
        ("b", "2025-01-19", 8000),
        ("a", "2025-01-19", 20_000),
    ]
    assert asked(*rows) == [("step", "b", "01-19"), ("step", "b", "01-12"), ("step", "a", "01-13")]


def test_a_fall_that_a_near_camp_mirrors_within_days_names_that_camp():
    rows = [("a", "2025-01-05", 20_000), ("a", "2025-01-12", 12_000), ("b", "2025-01-08", 50_000)]
    rows += [("b", "2025-01-15", 57_000), ("far", "2025-01-05", 50_000), ("far", "2025-01-12", 58_000)]
    made = operation(*rows)
    fall = ask_about_counts(made.population, made.camps).iloc[0]
    assert (fall["camp_id"], fall["beside"], fall["beside_people"]) == ("a", "b", 7000)
    assert 0 < fall["beside_km"] < 60


@pytest.mark.parametrize(
    "mirror",
    [[("b", "2025-03-08", 50_000), ("b", "2025-03-15", 57_000)], [("b", "2025-01-05", 90), ("b", "2025-01-12", 99)]],
)
def test_a_rise_weeks_later_or_of_another_size_mirrors_nothing(mirror):
    made = operation(("a", "2025-01-05", 20_000), ("a", "2025-01-12", 12_000), *mirror)
    assert ask_about_counts(made.population, made.camps)["beside"].isna().all()


RUN = [("a", f"2025-01-{day:02}", 500) for day in (5, 12, 19, 26)]


def test_a_run_of_equal_counts_is_one_question_until_it_is_answered():
    assert asked(*RUN) == [("copied_forward", "a", "01-05")]
    assert asked(*RUN, kind=[None, "copied", "copied", "copied"]) == []
    assert asked(*RUN, count_answer=[None, "right", "right", "right"]) == []


def test_a_run_that_goes_on_after_it_was_found_right_is_asked_about_again():
    longer = [*RUN, *[("a", f"2025-02-{day:02}", 500) for day in (2, 9, 16)]]
    answers = [None, "right", "right", "right", None, None, None]
    assert asked(*longer, count_answer=answers) == [("copied_forward", "a", "01-05")]


@pytest.mark.parametrize(
    "rows", [[("a", "2025-01-05", 500)], [("a", "2025-01-05", 0), ("a", "2025-01-12", 0)], [("a", "2025-01-05", None)]]
)
def test_one_count_zeros_or_blanks_ask_nothing_of_this_kind(rows):
    assert asked(*rows) == []


def test_thirty_years_of_daily_counts_are_looked_through_in_a_moment():
    days = pd.date_range("1995-01-01", periods=10_958)
    rng = np.random.default_rng(0)
    tables = [
        pd.DataFrame({"camp_id": c, "date": days, "population": rng.integers(0, 20_000, len(days))}) for c in CAMPS
    ]
    made = operation(("a", "2025-01-05", 1))
    counts = made.replaced(population=pd.concat(tables, ignore_index=True)).population
    started = time.perf_counter()
    assert len(ask_about_counts(counts, made.camps)) > 1000
    assert time.perf_counter() - started < 5


def test_the_counts_around_a_copied_run_are_those_before_and_after_it():
    made = operation(("a", "2025-01-01", 480), *RUN, ("a", "2025-02-02", 530))
    run = ask_about_counts(made.population, made.camps).iloc[0]
    assert (run["before"], run["after"], run["times"]) == (480, 530, 4)
    assert (str(run["through"].date()), str(run["after_date"].date())) == ("2025-01-26", "2025-02-02")
