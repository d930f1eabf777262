"""Shelves day by day, by hand: what is there is handed out, what is not is lacking, nothing goes below zero."""

import numpy as np
import pytest

from core.inventory.cover import days_until_used
from core.inventory.projection import Legs, project
from tests.unit.inventory.shelves_by_hand import camps


def test_a_shelf_is_empty_on_the_first_day_that_is_not_covered():
    found = project(camps([35.0], [10.0]))
    assert (found.first_out == 4).all()
    assert days_until_used(np.array([35.0]), np.full((1, 2), 70.0)) == pytest.approx(3.5)
    assert found.lack[0, :5] == pytest.approx([0, 0, 0, 5, 10])
    assert found.stock[0, :5] == pytest.approx([25, 15, 5, 0, 0])
    assert found.lack_in_all[0] == pytest.approx(140 - 35)


def test_a_shelf_that_is_just_enough_is_never_without():
    assert (project(camps([140.0], [10.0])).first_out == 15).all()


def test_goods_that_come_in_are_used_from_their_day_on():
    found = project(camps([20.0], [10.0], coming=[(0, 50.0, 4, 15)]))
    assert found.out_share[0, :9].tolist() == [0, 0, 1, 0, 0, 0, 0, 0, 1]


def test_goods_that_come_late_in_some_futures_make_a_chance():
    found = project(camps([20.0], [10.0], coming=[(0, 200.0, [2, 3, 4, 6], 15)]))
    assert found.first_out[0].tolist() == [15, 15, 3, 3]
    assert found.out_share[0, 2:5].tolist() == [0.5, 0.25, 0.25]


def test_goods_that_expire_first_are_used_first():
    shelves = camps([30.0], [10.0], expires=[3], coming=[(0, 60.0, 1, 15)])
    found = project(shelves)
    assert not found.expired.any()
    assert (found.first_out == 10).all()


def test_what_is_not_used_by_its_last_day_expires():
    found = project(camps([50.0], [10.0], expires=[3]))
    assert found.expired[0, 0] == pytest.approx(20)
    assert (found.first_out == 4).all()


def test_goods_that_come_after_their_last_day_expire_on_arrival():
    found = project(camps([0.0], [10.0], coming=[(0, 40.0, 5, 4)]))
    assert found.expired[0, 0] == pytest.approx(40)
    assert (found.first_out == 1).all()


def test_need_that_waits_is_met_later():
    waits = project(camps([0.0], [10.0], waits=True, coming=[(0, 140.0, 3, 15)]))
    lost = project(camps([0.0], [10.0], coming=[(0, 140.0, 3, 15)]))
    assert waits.lack[0, :3] == pytest.approx([10, 20, 0])
    assert lost.lack[0, :3] == pytest.approx([10, 10, 0])
    assert waits.lack_in_all[0] == pytest.approx(0)
    assert lost.lack_in_all[0] == pytest.approx(20)


def test_a_depot_is_asked_for_what_its_camps_need_and_do_not_hold():
    found = project(camps([20.0, 0.0], [10.0, 5.0], depots=[60.0], feeds=[0, 0]))
    # two days of the second camp alone, then fifteen a day
    assert (found.first_out[2] == 6).all()
    assert (found.first_out[:2] == [[3], [1]]).all()


def test_goods_reserved_for_a_camp_go_to_it_alone():
    reserved = camps([0.0, 0.0], [10.0, 10.0], depots=[20.0], feeds=[0, 0], held=[(0, 1, 500.0)])
    found = project(reserved)
    assert (found.first_out[2] == 3).all()
    assert found.stock[2, 0] == pytest.approx(10 + 490)


def legs(origin, destination, lead, planned, in_time=None):
    units = np.asarray(planned, float)
    level = np.zeros(len(units), int)
    return Legs(np.array(origin), np.array(destination), np.array(lead), level, units, np.asarray(in_time or units * 0))


def days(*amounts):
    return [*amounts, *[0.0] * (14 - len(amounts))]


def test_what_a_plan_sends_reaches_the_camp_after_its_days_on_the_road():
    moves = legs([1], [0], [7], [days(70.0)])
    found = project(camps([70.0], [10.0], depots=[70.0], moves=moves))
    assert (found.first_out[0] == 15).all()
    assert (found.first_out[1] == 15).all()


def test_a_shipment_leaves_late_when_its_goods_come_in_late():
    moves = legs([1], [0], [0], [days(100.0)])
    found = project(camps([20.0], [10.0], depots=[0.0], coming=[(1, 100.0, [1, 3, 5, 5], 15)], moves=moves))
    assert found.out_share[0, :5].tolist() == [0, 0, 0.5, 0.5, 0]
    assert found.out_share[1, :5].tolist() == [0.75, 0.75, 0.5, 0.5, 0]


def test_goods_that_leave_within_their_week_make_no_depot_one_without():
    in_time = [days(*[100.0] * 6)]
    moves = legs([1], [0], [0], [days(100.0)], in_time)
    found = project(camps([20.0], [10.0], depots=[0.0], coming=[(1, 100.0, [1, 3, 6, 8], 15)], moves=moves))
    assert found.first_out[1].tolist() == [15, 15, 15, 7]


def test_goods_that_are_not_enough_are_shared_in_proportion():
    moves = legs([2, 2], [0, 1], [0, 0], [days(60.0), days(20.0)])
    found = project(camps([0.0, 0.0], [0.0, 0.0], depots=[40.0], moves=moves))
    assert found.stock[:2, 0] == pytest.approx([30, 10])


def test_with_a_plan_less_than_a_days_need_is_a_rounding_of_its_weeks():
    moves = legs([1], [0], [0], [days(0, 0, 0, 200.0)])
    little, more = (camps([stock], [10.0], depots=[200.0], moves=moves) for stock in (26.0, 16.0))
    assert (project(little).first_out[0] == 15).all()
    assert project(little).lack[0, 2] == pytest.approx(4)
    assert (project(more).first_out[0] == 2).all()
    assert project(more).out_share[0, :4].tolist() == [0, 0, 1, 0]


def test_a_junction_passes_on_what_it_received_on_the_same_day():
    moves = Legs(np.array([2, 1]), np.array([1, 0]), np.array([0, 0]), np.array([0, 1]),
                 np.array([days(50.0), days(50.0)]), np.zeros((2, 14)))  # fmt: skip
    found = project(camps([0.0], [10.0], depots=[0.0, 50.0], moves=moves))
    assert (found.first_out[0] == 6).all()


def test_nothing_is_made_and_nothing_vanishes():
    moves = legs([2, 2], [0, 1], [0, 7], [days(60.0), days(20.0, 0, 0, 30.0)])
    shelves = camps([30.0, 12.0], [7.0, 4.0], expires=[2, 15], depots=[90.0], coming=[(2, 33.0, 9, 15)], moves=moves)
    found = project(shelves)
    spent = found.handed_out + found.expired.sum(axis=(0, 1)) + found.closing
    assert spent == pytest.approx(shelves.opening.sum() + found.came_in)
