"""What holds for every shelf: never below zero, nothing made or lost, more never makes a lack likelier."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from core.inventory.projection import Legs, project
from tests.unit.inventory.shelves_by_hand import camps

UNITS = st.floats(0, 500)
DAYS = st.integers(1, 15)


@st.composite
def shelves(draw):
    """Two camps that a depot feeds, with lots that expire, come in late, or are kept for one of them."""
    coming = [
        (draw(st.integers(0, 2)), draw(UNITS), draw(st.lists(DAYS, min_size=4, max_size=4)), draw(DAYS))
        for _ in range(draw(st.integers(0, 3)))
    ]
    made = camps(
        [draw(UNITS), draw(UNITS)],
        [draw(st.floats(0, 40)), draw(st.floats(0, 40))],
        expires=[draw(DAYS), draw(DAYS)],
        coming=coming,
        depots=[draw(UNITS)],
        feeds=[0, 0],
        held=[(0, draw(st.integers(0, 1)), draw(UNITS))],
        waits=draw(st.booleans()),
    )
    spread = draw(st.lists(st.floats(0.5, 1.5), min_size=4, max_size=4))
    return replace(made, need=made.need * np.array(spread))


@settings(max_examples=80, deadline=None)
@given(shelves())
def test_stock_is_never_below_zero_and_every_unit_is_accounted_for(drawn):
    found = project(drawn)
    assert (found.stock >= 0).all()
    assert (found.lack >= 0).all()
    spent = found.handed_out + found.expired.sum(axis=(0, 1)) + found.closing
    assert spent == pytest.approx(drawn.opening.sum() + found.came_in)


@settings(max_examples=80, deadline=None)
@given(shelves(), st.integers(0, 3), st.floats(0, 300))
def test_more_stock_never_makes_a_day_without_likelier(drawn, key, more):
    opening = drawn.opening.copy()
    opening[0, key] += more
    before, after = project(drawn), project(replace(drawn, opening=opening))
    assert (after.first_out >= before.first_out).all()
    assert (after.out_share <= before.out_share + 1e-12).all()
    assert (after.lack_in_all <= before.lack_in_all + 1e-6).all()


@settings(max_examples=60, deadline=None)
@given(shelves())
def test_ten_times_the_goods_and_people_have_the_same_chances(drawn):
    ten = replace(drawn, opening=drawn.opening * 10, coming_units=drawn.coming_units * 10, need=drawn.need * 10)
    small, large = project(drawn), project(ten)
    assert large.lack == pytest.approx(small.lack * 10, abs=1e-6)
    assert large.expired == pytest.approx(small.expired * 10, abs=1e-6)
    # a lack of the size of a rounding error may count in one of the two alone
    assert (large.out_share == small.out_share).mean() > 0.97


@settings(max_examples=60, deadline=None)
@given(shelves(), st.integers(1, 5))
def test_goods_that_come_later_never_help(drawn, late):
    later = replace(drawn, coming_day=drawn.coming_day + late)
    assert (project(later).lack_in_all[:2] >= project(drawn).lack_in_all[:2] - 1e-6).all()


@settings(max_examples=60, deadline=None)
@given(shelves(), st.lists(st.tuples(st.integers(0, 1), st.integers(0, 13), UNITS, st.integers(0, 9)), max_size=5))
def test_with_a_plan_nothing_is_below_zero_and_nothing_is_made(drawn, sent):
    planned = np.zeros((len(sent), 14))
    planned[np.arange(len(sent)), [day for _, day, _, _ in sent]] = [units for _, _, units, _ in sent]
    legs = Legs(
        origin=np.full(len(sent), 2),
        destination=np.array([camp for camp, *_ in sent], int),
        lead_days=np.array([lead for *_, lead in sent], int),
        level=np.zeros(len(sent), int),
        planned=planned,
        in_time=np.zeros_like(planned),
    )
    found = project(replace(drawn, moves=legs))
    assert (found.stock >= 0).all()
    spent = found.handed_out + found.expired.sum(axis=(0, 1)) + found.closing
    assert spent == pytest.approx(drawn.opening.sum() + found.came_in)
