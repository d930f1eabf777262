"""What a changed operation means for its camps."""

import pandas as pd

from core.services.effect_of_change import effect_of_change
from tests.builders import small_operation, small_tables


def with_a_larger_north():
    population = small_tables()["population"]
    day = pd.to_datetime(population["date"])
    last = (population["camp_id"] == "north") & (day == day.max())
    population.loc[last, "population"] = population.loc[last, "population"] * 1.5
    return small_operation(population=population)


def test_only_camps_that_change_are_listed_with_their_needs(resources):
    effect = effect_of_change(resources, small_operation(), with_a_larger_north())
    first = effect.iloc[0]
    assert first["camp_id"] == "north"
    assert first["name"] == "North Camp"
    assert round(first["change_share"], 3) == 0.5
    assert first["need_t_now"] > first["need_t_before"]


def test_equal_operations_have_no_effect(resources):
    assert effect_of_change(resources, small_operation(), small_operation()).empty


def test_a_new_operation_has_nothing_before(resources):
    effect = effect_of_change(resources, None, small_operation())
    assert set(effect["camp_id"]) == {"north", "south", "east"}
    assert effect["count_before"].isna().all()


def test_without_items_counts_are_compared_and_needs_are_blank(resources):
    bare = {name: None for name in small_tables() if name not in ("camps", "population", "settings")}
    effect = effect_of_change(resources, small_operation(), small_operation(**bare))
    assert effect["need_t_now"].isna().all()
