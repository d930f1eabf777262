"""Views: what was known at a cutoff."""

import numpy as np
import pandas as pd
import pytest

from core.forecasting.counts import Counts, day_dates, day_numbers
from core.forecasting.views import build_views


def population(*rows, **columns):
    table = pd.DataFrame(rows, columns=["camp_id", "date", "population"])
    table["date"] = pd.to_datetime(table["date"])
    table["population"] = table["population"].astype(float)
    return table.assign(**columns)


def view(table, camp, cutoff):
    counts = Counts.from_population(table)
    return build_views(counts, counts.positions_of([camp]), day_numbers(pd.Timestamp(cutoff)))


def test_a_view_is_linear_between_past_counts_and_carries_the_last_one():
    table = population(("a", "2020-01-05", 1000), ("a", "2020-01-19", 1200), ("a", "2020-03-01", 5000))
    weekly = view(table, "a", "2020-01-26").weekly[0]
    np.testing.assert_allclose(weekly[:4], [1200, 1200, 1100, 1000])
    assert np.isnan(weekly[4:]).all()


def test_a_later_count_does_not_change_a_view():
    early = population(("a", "2020-01-05", 1000), ("a", "2020-01-19", 1200))
    late = population(("a", "2020-01-05", 1000), ("a", "2020-01-19", 1200), ("a", "2020-01-27", 90_000))
    for name in ("weekly", "recent", "scale", "peak", "level"):
        np.testing.assert_array_equal(
            getattr(view(early, "a", "2020-01-26"), name), getattr(view(late, "a", "2020-01-26"), name)
        )


def test_a_count_on_the_cutoff_is_known():
    assert view(population(("a", "2020-01-05", 1000)), "a", "2020-01-05").level[0] == 1000


def test_blank_counts_are_no_counts():
    table = population(("a", "2020-01-05", 1000), ("a", "2020-01-12", np.nan))
    assert str(day_dates(view(table, "a", "2020-01-19").last_day)[0].date()) == "2020-01-05"


def test_copied_counts_are_left_out_unless_nothing_came_before():
    table = population(
        ("a", "2020-01-05", 1000), ("a", "2020-01-12", 1000), ("b", "2020-01-12", 70), kind=["copied", "copied", None]
    )
    counts = Counts.from_population(table)
    assert list(zip(counts.camp_ids[counts.camp], counts.people, strict=True)) == [("a", 1000.0), ("b", 70.0)]


def test_of_two_lines_of_one_day_the_last_one_holds():
    table = population(("a", "2020-01-05", 1000), ("a", "2020-01-05", 1500))
    assert view(table, "a", "2020-01-05").level[0] == 1500


def test_a_camp_begins_when_its_placeholders_end():
    table = population(
        ("a", "2020-01-05", 0), ("a", "2020-01-12", 7), ("a", "2020-02-02", 7332), ("a", "2020-02-09", 8000)
    )
    seen = view(table, "a", "2020-02-16")
    assert str(day_dates(seen.start_day)[0].date()) == "2020-02-02"
    assert seen.n_counts[0] == 2


def test_a_camp_of_zeros_has_no_scale():
    seen = view(population(("a", "2020-01-05", 0), ("a", "2020-02-05", 0)), "a", "2020-02-16")
    assert seen.scale[0] == 0
    assert seen.level[0] == 0


def test_a_view_without_a_count_is_refused():
    with pytest.raises(ValueError, match="on or before its cutoff"):
        view(population(("a", "2020-01-05", 10)), "a", "2020-01-01")


def test_days_go_to_numbers_and_back():
    days = pd.DatetimeIndex(["1950-03-01", "1970-01-01", "2150-12-31"]).as_unit("ns")
    pd.testing.assert_index_equal(day_dates(day_numbers(days)), days)


def test_a_recount_moves_every_count_before_it_and_is_no_movement():
    rows = [("a", "2020-01-05", 1000), ("a", "2020-01-12", 1100), ("a", "2020-01-19", 700), ("a", "2020-01-26", 720)]
    table = population(*rows, kind=[None, None, "recount", None])
    seen = view(table, "a", "2020-01-26")
    np.testing.assert_allclose(seen.weekly[0][:4], [720, 700, 700, 600])
    assert (seen.level[0], seen.previous[0], seen.peak[0]) == (720, 700, 720)


def test_a_recount_after_the_cutoff_changes_nothing():
    rows = [("a", "2020-01-05", 1000), ("a", "2020-01-12", 1100), ("a", "2020-01-19", 700)]
    seen = view(population(*rows, kind=[None, None, "recount"]), "a", "2020-01-18")
    np.testing.assert_allclose(seen.recent[0][:2], [1100, 1000])


def test_the_first_count_of_a_camp_corrects_nothing_and_camps_do_not_touch_each_other():
    table = population(
        ("a", "2020-01-05", 1000), ("b", "2020-01-05", 50), ("b", "2020-01-12", 60), kind=["recount", "recount", None]
    )
    np.testing.assert_allclose(view(table, "b", "2020-01-12").weekly[0][:2], [60, 50])
