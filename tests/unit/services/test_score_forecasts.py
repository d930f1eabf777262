"""Whether the forecast has beaten the last count."""

import pandas as pd
import pytest

from core.services.score_forecasts import score_past_forecasts


def errors(blend, naive, n=10, camp="a"):
    return pd.DataFrame(
        {
            "camp_id": camp,
            "method": ["net", "last_count", "blend"],
            "horizon_weeks": 4,
            "n": n,
            "mean_absolute_error": [50.0, naive, blend],
            "mean_truth": 1000.0,
            "coverage_80": [0.7, 0.0, 0.8],
        }
    )


def test_the_served_method_comes_first_and_the_naive_second():
    record = score_past_forecasts(errors(80.0, 100.0), "a", 4)
    assert record.scores["method"].tolist() == ["blend", "last_count", "net"]
    assert record.of_camp
    assert record.verdict == "better"
    assert record.row("blend")["miss_share"] == pytest.approx(0.08)


@pytest.mark.parametrize("blend", [97.0, 100.0, 120.0])
def test_a_gain_too_small_to_matter_is_no_gain(blend):
    assert score_past_forecasts(errors(blend, 100.0), "a", 4).verdict == "no better"


def test_a_camp_with_few_past_weeks_is_judged_by_all_camps_weighed_by_their_weeks():
    both = pd.concat([errors(10.0, 20.0, n=2), errors(100.0, 50.0, n=18, camp="b")])
    record = score_past_forecasts(both, "a", 4)
    assert not record.of_camp
    assert record.row("blend")["miss_people"] == pytest.approx(91.0)
    assert record.verdict == "no better"


def test_nothing_scored_is_not_known():
    record = score_past_forecasts(errors(1.0, 2.0).iloc[:0], "a", 4)
    assert record.scores.empty
    assert record.verdict == "not known"
