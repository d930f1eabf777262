"""What every method promises: sorted quantiles of people, never negative, wider with time."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.forecasting.blend import BlendWeights, blended
from core.forecasting.boosting import fit_boosting
from core.forecasting.calibration import calibrated, fit_factors
from core.forecasting.counts import Counts, day_numbers
from core.forecasting.example_weights import example_weights
from core.forecasting.features import FEATURES, feature_rows
from core.forecasting.hyperparameters import Boosting as BoostingChoices, Sources
from core.forecasting.last_count import LastCount
from core.forecasting.leaf_tables import LeafTables, weighted_quantiles
from core.forecasting.linear import fit_linear
from core.forecasting.net import quantiles_of_outputs
from core.forecasting.scores import LEVEL_ARRAY, pinball, summary
from core.forecasting.trees import Trees
from core.forecasting.trend import Trend
from core.forecasting.views import build_views
from tests.builders import views_of_age

TREND = Trend(half_life_weeks=4.0, damping=0.8, shrinkage=0.0)


def views_of(people, every_days=7, start="2020-01-05", wait_days=0):
    dates = pd.date_range(start, periods=len(people), freq=f"{every_days}D")
    counts = Counts.from_population(
        pd.DataFrame({"camp_id": "a", "date": dates, "population": np.array(people, float)})
    )
    return build_views(counts, np.array([0]), day_numbers(dates[-1]) + wait_days)


def test_the_trend_of_a_flat_camp_stays_where_it_is():
    views = views_of([5000.0] * 10)
    assert TREND.displacement(views, np.array([[1.0, 8.0]])).tolist() == [[0.0, 0.0]]


def test_the_trend_grows_by_less_each_week():
    views = views_of(5000 + 100 * np.arange(12))
    people = TREND.people(views, TREND.displacement(views, np.array([[1.0, 2.0, 3.0, 40.0]])))[0]
    steps = np.diff(np.concatenate([views.level, people]))
    np.testing.assert_allclose(steps[:3], [80, 64, 51.2])
    assert people[-1] == pytest.approx(6100 + 400, abs=1)


def test_the_trend_starts_at_the_last_registration_and_not_at_the_cutoff():
    lead = np.array([[2.0]])
    fresh, stale = views_of(5000 + 100 * np.arange(12)), views_of(5000 + 100 * np.arange(12), wait_days=7)
    people = [TREND.people(v, TREND.displacement(v, asked))[0, 0] for v, asked in ((fresh, lead), (stale, lead - 1))]
    assert people[0] == pytest.approx(people[1])


def test_a_falling_camp_is_never_forecast_below_nobody():
    views = views_of(np.linspace(9000, 100, 12))
    assert (TREND.people(views, TREND.displacement(views, np.array([[1.0, 30.0]]))) >= 0).all()


def test_same_as_last_count_claims_no_interval():
    assert (LastCount().predict(views_of([10, 20, 30]), np.array([[1.0, 2.0]])) == 30).all()


def test_features_are_finite_and_free_of_scale():
    lead = np.array([[0.5, 3.0, 13.0]])
    for people in ([4000.0], [0.0, 0.0], [4000.0, 0.0], list(4000 * np.exp(np.arange(30) / 9))):
        rows = [
            feature_rows(v, lead, TREND.displacement(v, lead))
            for v in (views_of(people), views_of(np.array(people) * 10))
        ]
        assert rows[0].shape == (3, len(FEATURES))
        assert np.isfinite(rows[0]).all()
        np.testing.assert_allclose(rows[0], rows[1], atol=1e-9)


def test_plain_trees_answer_as_scikit_learn_does():
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(800, 4))
    target = rows[:, 0] * 2 + rng.normal(size=800)
    choices = BoostingChoices(
        iterations=12, learning_rate=0.2, leaves=8, depth=4, smallest_leaf=20, l2=0.0, most_rows=800
    )
    estimators = fit_boosting(rows, target, np.ones(len(rows)), choices, seed=1)
    trees = Trees.from_estimators(estimators)
    again = Trees.from_arrays(trees.to_arrays())
    asked = rng.normal(size=(3000, 4)) * 2
    expected = np.column_stack([e.predict(asked) for e in estimators])
    np.testing.assert_allclose(trees.predict(asked), expected, rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(again.predict(asked), trees.predict(asked))


def test_outputs_of_the_net_become_ascending_quantiles():
    outputs = np.random.default_rng(2).normal(size=(50, 9)) * 5
    quantiles = quantiles_of_outputs(outputs)
    assert (np.diff(quantiles, axis=1) > 0).all()
    np.testing.assert_allclose(quantiles[:, 4], outputs[:, 4])


def test_the_linear_baseline_finds_a_line():
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(500, len(FEATURES)))
    rows[:, 0] = 1.0
    fitted = fit_linear(rows, 3 * rows[:, 6] + 0.5, 1e-6, TREND, 13.0)
    assert fitted.coefficients[6] == pytest.approx(3, abs=1e-3)
    quantiles = fitted.predict(views_of([100, 120, 150]), np.array([[1.0, 4.0]]))
    assert (np.diff(quantiles, axis=2) >= 0).all()


def test_the_blend_goes_over_from_young_to_settled_without_a_jump():
    weights = BlendWeights({"a": 1.0}, {"b": 1.0}, 6.0, 12.0, 1.0)
    low, high = np.full((3, 2, 9), 100.0), np.full((3, 2, 9), 200.0)
    mixed = weights.mix({"a": low, "b": high}, views_of_age(12, 9, 6))
    np.testing.assert_allclose(mixed[:, 0, 0], [100, 150, 200])
    assert weights.methods() == ["a", "b"]
    np.testing.assert_allclose(blended({"a": low, "b": high}, {"a": 0.5, "b": 0.5}), 150)


def test_only_young_camps_get_the_wider_spread():
    weights = BlendWeights({"a": 1.0}, {"a": 1.0}, 6.0, 12.0, 2.0)
    fan = np.tile(np.arange(96.0, 105.0), (2, 1))
    mixed = weights.mix({"a": fan}, views_of_age(20, 3))
    assert mixed[0, 8] - mixed[0, 0] == pytest.approx(8)
    assert mixed[1, 8] - mixed[1, 0] == pytest.approx(16)


def test_a_young_camp_is_carried_further_and_its_influx_may_stop():
    fan = np.tile(np.arange(104.0, 113.0), (2, 1))
    reaching = BlendWeights({"a": 1.0}, {"a": 1.0}, 6.0, 12.0, 1.0, young_reach=1.5)
    old, young = reaching.mix({"a": fan}, views_of_age(20, 3))
    np.testing.assert_allclose(old, fan[0])
    np.testing.assert_allclose(young, 100 + 1.5 * (fan[0] - 100))
    stopping = replace(reaching, young_may_stop=True).mix({"a": fan}, views_of_age(20, 3))
    np.testing.assert_allclose(stopping[1], [100, *young[1:]])
    np.testing.assert_allclose(stopping[0], fan[0])


def test_a_shrinking_young_camp_is_never_carried_below_nobody():
    reaching = BlendWeights({"a": 1.0}, {"a": 1.0}, 6.0, 12.0, 1.0, young_reach=2.0, young_may_stop=True)
    fan = np.linspace(10.0, 90.0, 9)[None]
    mixed = reaching.mix({"a": fan}, views_of_age(3))[0]
    assert mixed[0] == 0
    assert (np.diff(mixed) >= 0).all()


def test_a_settled_camp_has_the_spread_of_the_age_of_its_last_count():
    weights = BlendWeights({"a": 1.0}, {"a": 1.0}, 6.0, 12.0, 1.0, stale_weeks=(2.0, 4.0), stale_spread=(0.5, 1.5))
    fan = np.tile(np.arange(96.0, 105.0), (4, 1))
    views = views_of_age(20, 20, 20, 3)
    views = replace(views, last_day=views.cutoff - 7 * np.array([1, 3, 9, 9]))
    mixed = weights.mix({"a": fan}, views)
    np.testing.assert_allclose(mixed[:, 8] - mixed[:, 0], [4, 8, 12, 8])
    np.testing.assert_allclose(mixed[:, 4], 100)


def test_a_stored_blend_without_the_later_choices_forecasts_as_it_did():
    before = {
        "settled": {"a": 1.0}, "young": {"a": 1.0}, "young_from_weeks": 6.0, "young_until_weeks": 12.0,
        "young_spread": 1.0,
    }  # fmt: skip
    fan = np.tile(np.arange(104.0, 113.0), (3, 1))
    np.testing.assert_array_equal(BlendWeights.from_json(before).mix({"a": fan}, views_of_age(1, 9, 40)), fan)
    weights = BlendWeights.from_json({**before, "stale_weeks": [2.0, 4.0], "stale_spread": [0.5, 1.5]})
    assert weights.stale_weeks == (2.0, 4.0)


def test_quantiles_of_a_leaf_are_the_weighted_quantiles_of_what_fell_into_it():
    value = np.array([5.0, 1.0, 3.0, 2.0, 4.0, 7.0])
    group = np.array([0, 0, 0, 0, 0, 1])
    found = weighted_quantiles(group, value, np.ones(6), 2)
    assert found[0, 4] == pytest.approx(3.0)
    assert (found[1] == 7).all()
    heavy = weighted_quantiles(group, value, np.array([1, 1, 1, 1, 20.0, 1]), 2)
    assert heavy[0, 4] == pytest.approx(4.0, abs=0.2)


def test_plain_leaf_tables_reach_the_leaves_the_library_reaches():
    from sklearn.ensemble import ExtraTreesRegressor

    rng = np.random.default_rng(6)
    rows = rng.normal(size=(400, 5))
    target = rows[:, 0] + rng.normal(size=400)
    forest = ExtraTreesRegressor(7, min_samples_leaf=9, random_state=1).fit(rows.astype(np.float32), target)
    tables = LeafTables.from_estimator(forest, rows, target, np.ones(400))
    reached = forest.apply(rows.astype(np.float32))
    wanted = np.mean(
        [
            weighted_quantiles(np.unique(leaf, return_inverse=True)[1], target, np.ones(400), len(np.unique(leaf)))[
                np.unique(leaf, return_inverse=True)[1]
            ]
            for leaf in reached.T
        ],
        axis=0,
    )
    np.testing.assert_allclose(tables.predict(rows), wanted, rtol=2e-3, atol=1e-3)
    np.testing.assert_array_equal(tables.predict(rows[:3]), tables.predict(rows)[:3])


def test_rows_of_a_kind_of_source_share_out_what_the_kind_counts():
    source = np.array(["simulated"] * 90 + ["somewhere"] * 10, dtype=object)
    sources = Sources(simulated=1.0, emergencies=0.25, sites=0.5)
    weight = example_weights(source, np.arange(100).astype(str), np.ones(100), np.ones(100), sources)
    assert weight[:90].sum() == pytest.approx(4 * weight[90:].sum())
    assert weight.mean() == pytest.approx(1)


def test_calibration_widens_intervals_that_hold_too_little():
    rng = np.random.default_rng(5)
    truth = rng.normal(1000, 50, 4000)
    narrow = np.tile(1000 + 20 * np.array([-1.28, -0.84, -0.52, -0.25, 0, 0.25, 0.52, 0.84, 1.28]), (4000, 1))
    factors = fit_factors(narrow, truth)
    assert 2.3 < factors[0] <= 2.5
    assert factors[4] == 1
    wide = calibrated(narrow, factors)
    assert ((truth >= wide[:, 0]) & (truth <= wide[:, 8])).mean() == pytest.approx(0.8, abs=0.02)
    assert (np.diff(wide, axis=1) >= 0).all()


def test_the_quantile_loss_of_a_point_forecast_is_its_absolute_error():
    assert pinball(np.array([10.0]), np.full((1, 9), 7.0)) == pytest.approx([3.0])
    assert LEVEL_ARRAY.mean() == pytest.approx(0.5)


def test_the_summary_holds_errors_and_coverage():
    found = summary(np.array([10.0, 20.0]), np.tile(np.arange(10.0, 19.0), (2, 1)), np.array([1.0, 1.0]))
    assert found["mae"] == pytest.approx(5)
    assert found["rmse"] == pytest.approx((0.5 * (16 + 36)) ** 0.5)
    assert found["coverage_80"] == 0.5
