"""The map of a brief: as many discs as can be told apart, the worst-off never covered by leaving it out."""

import numpy as np

from core.report.camp_map import MOST_DISCS, _apart


def test_few_camps_are_all_drawn():
    assert _apart(np.zeros((30, 2))).tolist() == list(range(30))


def test_of_many_camps_the_first_of_each_place_is_drawn():
    spread = np.random.default_rng(1).uniform(0, 60, (20_000, 2))
    shown = _apart(spread)
    assert 500 < len(shown) <= MOST_DISCS
    assert shown[0] == 0
    assert (np.diff(shown) > 0).all()
