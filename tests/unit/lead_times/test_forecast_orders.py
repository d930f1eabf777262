"""Answers to orders: nothing of the future, better than the plain rule where there is something to learn."""

import numpy as np
import pandas as pd
import pytest

from core.domain.schemas import QUANTILES, Orders
from core.errors import NotEnoughHistory
from core.lead_times.days import try_days
from core.lead_times.shipments import known_on, one_row_per_order, sound_orders
from core.lead_times.target import LEAD
from core.lead_times.trial import Trial
from core.services.forecast_orders import UNITS, forecast_orders as forecast_with
from tests.unit.lead_times.order_books import LAST_DAY, drawn_lines, lines_of

DAY = pd.Timestamp("2024-07-01")


def forecast_orders(lines, asked, day, target):
    """With few trees, for the same answer in less time."""
    return forecast_with(lines, asked, day, target, trees=25)


LEARNT = [Orders.delivered, Orders.recorded, Orders.freight_usd]


@pytest.fixture(scope="module")
def lines():
    return drawn_lines(400)


@pytest.fixture(scope="module")
def asked(lines):
    """Orders that were open on the day or placed soon after."""
    soon = (lines[Orders.recorded] >= DAY) & (lines[Orders.ordered] < DAY + pd.Timedelta(days=90))
    return lines[soon].drop(columns=LEARNT).assign(**dict.fromkeys(LEARNT[:2], pd.NaT), freight_usd=np.nan)


@pytest.mark.parametrize("target", UNITS)
def test_what_was_recorded_later_changes_no_answer(lines, asked, target):
    cut = lines[(lines[Orders.recorded] < DAY) | (lines[Orders.ordered] < DAY)].copy()
    cut.loc[~(cut[Orders.recorded] < DAY), [*LEARNT, Orders.weight_kg]] = None
    whole, without = (forecast_orders(table, asked, DAY, target) for table in (lines, cut))
    pd.testing.assert_frame_equal(whole.table, without.table)
    assert whole.answer.trial == without.answer.trial


def test_the_promised_date_is_not_looked_at_for_days_from_the_order(lines, asked):
    moved = pd.Timedelta(days=300)
    there = forecast_orders(lines, asked, DAY, "lead").table
    elsewhere = forecast_orders(
        lines.assign(promised=lines["promised"] + moved), asked.assign(promised=asked["promised"] - moved), DAY, "lead"
    ).table
    pd.testing.assert_frame_equal(there, elsewhere)


def test_the_forest_learns_the_vendor_that_the_plain_rule_does_not_see(lines, asked):
    found = forecast_orders(lines, asked, DAY, "lead")
    assert found.answer.method == "forest"
    assert found.answer.trial.forest_score < 0.8 * found.answer.trial.plain_score
    medians = found.table.set_index("order_id")["q50"]
    new = asked[asked[Orders.ordered] >= DAY].set_index("order_id")
    sea = new[new["mode"] == "ocean"]
    assert (
        medians[sea.index[sea["origin"] == "slow"]].median()
        > 1.5 * medians[sea.index[sea["origin"] == "quick"]].median()
    )


def test_answers_ascend_and_an_open_order_never_ends_before_today(lines, asked):
    found = forecast_orders(lines, asked, DAY, "lead").table.set_index("order_id")[list(QUANTILES)]
    assert (np.diff(found.to_numpy(), axis=1) >= 0).all()
    age = (DAY - asked.set_index("order_id")[Orders.ordered]).dt.days.clip(lower=0)
    assert (found["q10"] >= age[found.index]).all()


def test_the_same_question_has_the_same_answer(lines, asked):
    one, two = (forecast_orders(lines, asked, DAY, "late").table for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_where_nothing_is_to_be_learnt_the_plain_rule_is_not_beaten_for_free():
    """A forest that loses in the trial does not answer, and a draw does not dismiss it."""
    assert Trial(500, 10.0, 9.0, 0.1, 0.8, 0.8).forest_is_kept
    assert Trial(500, 10.0, 10.05, 0.1, 0.8, 0.8).forest_is_kept
    assert not Trial(500, 10.0, 10.2, 0.1, 0.8, 0.8).forest_is_kept
    assert not Trial(20, 10.0, 5.0, 0.1, 0.8, 0.8).forest_is_kept


def test_a_trial_looks_at_nothing_after_its_day(lines):
    orders, _ = sound_orders(one_row_per_order(lines))
    early = pd.Timestamp("2024-01-01")
    again = known_on(known_on(orders, DAY), early)
    assert try_days(LEAD, known_on(orders, early), early, 20) == try_days(LEAD, again, early, 20)


def test_with_few_past_orders_the_plain_rule_answers_and_says_so(lines, asked):
    few = lines.sort_values(Orders.recorded).head(12)
    found = forecast_orders(few, asked, DAY, "lead")
    assert found.answer.method == "plain rule"
    assert "too little was known" in found.told()


def test_a_day_with_no_past_is_named(lines, asked):
    with pytest.raises(NotEnoughHistory, match="before 2021-01-01"):
        forecast_orders(lines, asked, pd.Timestamp("2021-01-01"), "lead")
    with pytest.raises(NotEnoughHistory, match="freight_usd"):
        forecast_orders(lines.assign(freight_usd=np.nan), asked, DAY, "freight")


def test_what_is_odd_about_the_asked_orders_is_named_and_answered(lines):
    odd = lines_of(
        [
            {"order_id": "z", "destination_country": "MLI", "mode": "camel", "ordered": ""},
            {"order_id": "a", "destination_country": "UGA", "mode": "", "ordered": "2024-06-01"},
            {"order_id": "o0000", "destination_country": "UGA", "mode": "air", "ordered": "2024-06-20"},
        ],
        origin="quick",
    )
    found = forecast_orders(lines, odd, LAST_DAY, "lead")
    assert list(found.table["order_id"]) == list(odd["order_id"])
    assert not found.table.isna().any(axis=None)
    assert {f.rule for f in found.findings} == {"not_seen_before", "no_mode", "no_start_day", "delivered_already"}


def test_freight_falls_with_weight_and_is_dearer_by_air(lines):
    rows = [
        {"order_id": name, "mode": mode, "weight_kg": kg}
        for name, mode, kg in (
            ("light", "air", 60),
            ("heavy", "air", 3000),
            ("sea", "ocean", 3000),
            ("unknown", "air", ""),
        )
    ]
    found = forecast_orders(
        lines, lines_of(rows, origin="quick", destination_country="UGA", quantity=100, value_usd=3000), DAY, "freight"
    )
    middle = found.table.set_index("order_id")["q50"]
    assert middle["light"] > middle["heavy"] > middle["sea"] > 0
    assert middle["sea"] < middle["unknown"] < middle["light"] * 1.2
    assert found.answer.method == "forest"
