"""What holds for every total, whatever the forecast."""

import dataclasses

import numpy as np
from hypothesis import given, settings, strategies as st

from core.forecasting.dependence import MEASURED
from core.forecasting.joint_paths import CampForecasts, joint_scores, people_at, region_samples
from core.forecasting.scores import LEVEL_ARRAY

SAMPLES = 100
WEEKS = np.array([1.0, 2.0, 5.0])


@st.composite
def forecasts(draw):
    """One to eight camps in up to three countries, any sorted quantiles, some of them all equal or 0."""
    n = draw(st.integers(1, 8))
    quantiles = np.empty((n, len(WEEKS), 9))
    for camp in range(n):
        low, width = draw(st.floats(0, 50_000)), draw(st.sampled_from([0.0, 1.0, 500.0, 20_000.0]))
        steps = np.array(draw(st.lists(st.floats(0, 1), min_size=9, max_size=9)))
        quantiles[camp] = low + width * np.cumsum(steps) * WEEKS[:, None]
    place = st.lists(st.sampled_from(["", "a", "b"]), min_size=n, max_size=n)
    ids = np.array([f"c{camp}" for camp in range(n)], dtype=object)
    country, region = (np.array(draw(place), dtype=object) for _ in range(2))
    return CampForecasts(ids, country, region, quantiles, WEEKS, draw(st.sampled_from(["2026-11-08", "2027-01-03"])))


def part(camps, rows):
    return dataclasses.replace(
        camps,
        camp_ids=camps.camp_ids[rows],
        country=camps.country[rows],
        region=camps.region[rows],
        quantiles=camps.quantiles[rows],
    )


def totals(camps):
    ones = np.ones((len(camps.camp_ids), 1))
    return {(f.country, f.region): f.people[0] for f in region_samples(camps, ones, MEASURED, SAMPLES)}


@settings(max_examples=40, deadline=None)
@given(forecasts())
def test_camps_add_up_to_regions_in_every_sample(camps):
    people = people_at(camps.quantiles, joint_scores(camps, MEASURED, SAMPLES))
    for found in region_samples(camps, np.ones((len(camps.camp_ids), 1)), MEASURED, SAMPLES):
        np.testing.assert_allclose(found.people[0], people[found.rows].sum(axis=0), rtol=1e-9, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(forecasts())
def test_quantiles_of_a_region_lie_between_the_ends_of_its_camps(camps):
    ends = people_at(camps.quantiles, np.broadcast_to([-8.0, 8.0], (*camps.quantiles.shape[:2], 2)))
    for found in region_samples(camps, np.ones((len(camps.camp_ids), 1)), MEASURED, SAMPLES):
        quantiles = np.quantile(found.people[0], LEVEL_ARRAY, axis=-1)
        low, high = np.moveaxis(ends[found.rows].sum(axis=0), -1, 0)
        assert (quantiles >= low - 1e-6).all()
        assert (quantiles <= high * (1 + 1e-9) + 1e-6).all()
        assert (np.diff(quantiles, axis=0) >= -1e-9).all()


@settings(max_examples=30, deadline=None)
@given(forecasts(), st.randoms(use_true_random=False))
def test_the_order_of_camps_does_not_matter(camps, random):
    order = list(range(len(camps.camp_ids)))
    random.shuffle(order)
    shuffled, plain = totals(part(camps, np.array(order))), totals(camps)
    assert list(shuffled) == list(plain)
    for place, people in plain.items():
        np.testing.assert_array_equal(shuffled[place], people)


@settings(max_examples=30, deadline=None)
@given(forecasts())
def test_ten_times_the_people_give_ten_times_the_totals(camps):
    ten = totals(dataclasses.replace(camps, quantiles=camps.quantiles * 10))
    for place, people in totals(camps).items():
        np.testing.assert_allclose(ten[place], people * 10, rtol=1e-9, atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(forecasts())
def test_another_camp_changes_no_other_region(camps):
    fewer = totals(part(camps, np.arange(len(camps.camp_ids) - 1)))
    last = (str(camps.country[-1]), str(camps.region[-1]))
    whole = totals(camps)
    for place, people in fewer.items():
        if place != last:
            np.testing.assert_array_equal(whole[place], people)
