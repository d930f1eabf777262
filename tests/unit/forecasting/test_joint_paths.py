"""Joint samples: camps keep their quantiles, and add up in every sample."""

import dataclasses

import numpy as np
import pytest
from scipy.special import ndtri

from core.forecasting.dependence import MEASURED, Dependence
from core.forecasting.joint_paths import CampForecasts, joint_scores, people_at, region_samples, score_of
from core.forecasting.scores import LEVEL_ARRAY

WEEKS = np.arange(1.0, 5.0)


def camps(n, seed=1, weeks=WEEKS, regions=3):
    rng = np.random.default_rng(seed)
    middle = np.exp(rng.normal(9, 1, n))[:, None, None]
    spread = middle * rng.uniform(0.02, 0.3, n)[:, None, None] * np.sqrt(weeks)[:, None]
    quantiles = np.maximum(middle + spread * ndtri(LEVEL_ARRAY), 0.0)
    return CampForecasts(
        np.array([f"c{i:03d}" for i in range(n)], dtype=object),
        np.array(["A" if i % regions else "B" for i in range(n)], dtype=object),
        np.array([f"r{i % regions}" for i in range(n)], dtype=object),
        quantiles,
        weeks,
        "2026-11-08",
    )


def with_dependence(value):
    return dataclasses.replace(MEASURED, between_countries=value, within_country=value, within_region=value)


def whole(asked, dependence, samples=4000):
    ones = np.ones((len(asked.camp_ids), 1))
    return sum(found.people[0] for found in region_samples(asked, ones, dependence, samples))


def test_people_at_the_levels_are_the_quantiles_and_scores_lead_back():
    asked = camps(5)
    scores = np.broadcast_to(ndtri(LEVEL_ARRAY), (5, 4, 9))
    np.testing.assert_allclose(people_at(asked.quantiles, scores), asked.quantiles, rtol=1e-12)
    there = people_at(asked.quantiles[:, :1], np.full((5, 1, 1), 1.9))[:, 0, 0]
    np.testing.assert_allclose(score_of(asked.quantiles[:, 0], there), 1.9, rtol=1e-9)


def test_scores_of_a_camp_that_stands_still_are_in_the_middle_or_at_an_end():
    still = np.full((3, 9), 500.0)
    assert score_of(still, np.array([500.0, 501.0, 499.0])).tolist() == pytest.approx([0.0, 3.0, -3.0], abs=1e-9)


def drawn_people(asked, dependence, samples):
    """People of every camp in every future."""
    return people_at(asked.quantiles, joint_scores(asked, dependence, samples))


def test_samples_of_a_camp_have_its_quantiles():
    asked = camps(1)
    drawn = drawn_people(asked, MEASURED, 20_000)[0]
    found = np.quantile(drawn, LEVEL_ARRAY, axis=-1).T
    np.testing.assert_allclose(found, asked.quantiles[0], rtol=0.02)


def test_camps_add_up_to_their_region_in_every_sample():
    asked = camps(12)
    ones, people = np.ones((12, 1)), drawn_people(asked, MEASURED, 200)
    for found in region_samples(asked, ones, MEASURED, 200):
        np.testing.assert_allclose(found.people[0], people[found.rows].sum(axis=0), rtol=1e-9)


def test_camps_that_miss_alike_give_the_sum_of_the_quantiles_and_independent_ones_a_narrower_band():
    asked = camps(30)
    naive = asked.quantiles.sum(axis=0)
    together = np.quantile(whole(asked, with_dependence(1.0), 20_000), LEVEL_ARRAY, axis=-1).T
    np.testing.assert_allclose(together, naive, rtol=0.02)
    widths = [
        np.ptp(np.quantile(whole(asked, with_dependence(value), 20_000), [0.1, 0.9], axis=-1), axis=0)
        for value in (0.0, 0.4)
    ]
    assert (widths[0] < widths[1]).all()
    assert (widths[1] < naive[:, -1] - naive[:, 0]).all()
    # independent normal camps: variances add up
    spread = np.sqrt(((asked.quantiles[:, :, -1] - asked.quantiles[:, :, 0]) ** 2).sum(axis=0))
    np.testing.assert_allclose(widths[0], spread, rtol=0.06)


def test_weeks_near_each_other_miss_more_alike():
    drawn = drawn_people(camps(1, weeks=np.arange(1.0, 13.0)), MEASURED, 4000)[0]
    close, far = (np.corrcoef(drawn[10], drawn[at])[0, 1] for at in (11, 0))
    assert close == pytest.approx((11 / 12) ** MEASURED.weeks_exponent, abs=0.03)
    assert far == pytest.approx((1 / 11) ** MEASURED.weeks_exponent, abs=0.05)


def test_more_camps_than_one_chunk_add_up():
    asked = camps(250, regions=1)
    found = next(region_samples(asked, np.ones((250, 1)), MEASURED, 20))
    own = drawn_people(asked, MEASURED, 20).sum(axis=0)
    np.testing.assert_allclose(found.people[0], own, rtol=1e-9)


@pytest.mark.parametrize("samples", [0, 7])
def test_an_odd_number_of_samples_is_refused(samples):
    with pytest.raises(ValueError, match="even number"):
        next(region_samples(camps(1), np.ones((1, 1)), MEASURED, samples))


@pytest.mark.parametrize("layers", [(0.3, 0.2, 0.4), (-0.1, 0.2, 0.4), (0.1, 0.2, 1.2)])
def test_correlations_that_do_not_nest_are_refused(layers):
    with pytest.raises(ValueError, match="between_countries"):
        Dependence(*layers, 0.5, "a test")


def test_five_thousand_camps_over_twelve_weeks_stay_small_and_quick():
    import time
    import tracemalloc

    asked = camps(5000, weeks=np.arange(1.0, 13.0), regions=100)
    tracemalloc.start()
    began = time.process_time()
    totals = [found.people[0].mean() for found in region_samples(asked, np.ones((5000, 1)), MEASURED)]
    seconds, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(totals) == 100
    assert peak < 150e6
    assert seconds < 30
