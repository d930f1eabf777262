"""Days until asked orders are delivered, by the forest where it proved better, else by the plain rule."""

import numpy as np
import pandas as pd

from core.domain.schemas import Orders
from core.errors import NotEnoughHistory
from core.lead_times.answer import Answer
from core.lead_times.forest import forest_quantiles
from core.lead_times.neighbours import TREES
from core.lead_times.plain_rule import plain_quantiles
from core.lead_times.shipments import known_on
from core.lead_times.spans import lasted, spans_of
from core.lead_times.target import Target
from core.lead_times.trial import ASKED_DAYS, LEAST_PAST, Answers, Trial, try_both

TRIAL_TREES = 100
"""Trees of a trial: its forest is a little worse than the one that answers, never better."""


def forecast_days(
    target: Target, orders: pd.DataFrame, asked: pd.DataFrame, day: pd.Timestamp, trees: int = TREES
) -> Answer:
    """Quantiles of days for asked orders, from what was recorded before a day.

    Parameters
    ----------
    orders
        ``shipments.sound_orders``; what was recorded on the day or later is not looked at.
    asked
        As ``shipments.one_row_per_order``; taken as not delivered before the day.

    Raises
    ------
    NotEnoughHistory
        If no order was delivered and recorded before the day.
    """
    known = known_on(orders, day)
    past = spans_of(target, known, day)
    if not past.ended.any():
        raise NotEnoughHistory(
            f"No order with a day of “{target.starts}” was delivered and recorded before {day.date()}.",
            "Ask for a later day, or add past orders with the days they were ordered, promised, delivered, recorded.",
        )
    trial = try_days(target, known, day, min(trees, TRIAL_TREES))
    at_least = lasted(target, asked, day)
    if trial.forest_is_kept:
        return Answer(forest_quantiles(target, past, asked, at_least, trees), trial)
    return Answer(plain_quantiles(past, asked, at_least), trial)


def try_days(target: Target, known: pd.DataFrame, day: pd.Timestamp, trees: int = TRIAL_TREES) -> Trial:
    """Both answers beside what became of orders that were open or new on earlier days.

    An order that is still open counts with the days it has taken so far.
    """

    def answers_on(cutoff: pd.Timestamp) -> Answers | None:
        past = spans_of(target, known_on(known, cutoff), cutoff)
        starts = known[target.starts]
        asked = known[
            ~(known[Orders.recorded] < cutoff)
            & (starts < min(cutoff + pd.Timedelta(days=ASKED_DAYS), day - pd.Timedelta(days=target.wait_days)))
        ].reset_index(drop=True)
        if past.ended.sum() < LEAST_PAST or asked.empty:
            return None
        until = asked[Orders.delivered].fillna(day) - asked[target.starts]
        truth = np.clip(until.dt.days.to_numpy(float), target.least_days, target.most_days)
        at_least = lasted(target, asked, cutoff)
        return Answers(
            truth,
            plain_quantiles(past, asked, at_least),
            forest_quantiles(target, past, asked, at_least, trees),
        )

    return try_both(day, answers_on)
