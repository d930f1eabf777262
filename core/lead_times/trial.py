"""The forest beside the plain rule on past days, within what is known: it is not used where it was worse."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.forecasting.scores import inside_80, pinball

TRIAL_DAYS_BEFORE = (365, 182)
"""Days before the day of asking from which both are tried."""
ASKED_DAYS = 182
"""Days after such a day in which the orders tried were placed, promised or delivered."""
LEAST_PAST, LEAST_TRIED = 30, 40
"""Past orders that a forest needs, and orders in all that a comparison needs."""


@dataclass(frozen=True, eq=False)
class Answers:
    """Both answers to orders whose outcome is known, shapes (q,), (q, 9), (q, 9)."""

    truth: np.ndarray
    plain: np.ndarray
    forest: np.ndarray


@dataclass(frozen=True)
class Trial:
    """How both did.

    Attributes
    ----------
    orders
        Orders tried, over all trial days.
    plain_score, forest_score
        Pinball loss over the nine levels, doubled: days, or for freight the logarithm of USD per kg.
    error
        Standard error of the mean difference of the two scores, order by order.
    plain_held_share, forest_held_share
        Share of orders inside the 80 % interval.
    """

    orders: int
    plain_score: float
    forest_score: float
    error: float
    plain_held_share: float
    forest_held_share: float

    @property
    def forest_is_kept(self) -> bool:
        """Whether enough was tried and the plain rule was not better by more than chance makes it.

        Over all held-out years and countries the forest is better (docs/lead-times.md); a draw in one year says
        nothing against that, a loss does.
        """
        return self.orders >= LEAST_TRIED and self.forest_score <= self.plain_score + self.error


def try_both(day: pd.Timestamp, answers_on: Callable[[pd.Timestamp], Answers | None]) -> Trial:
    """Score the answers given on each trial day; a day on which too little was known gives none."""
    given = [answers_on(day - pd.Timedelta(days=before)) for before in TRIAL_DAYS_BEFORE]
    told = [answers for answers in given if answers is not None and len(answers.truth)]
    if not told:
        return Trial(0, np.nan, np.nan, np.nan, np.nan, np.nan)
    truth = np.concatenate([answers.truth for answers in told])
    plain = np.concatenate([answers.plain for answers in told])
    forest = np.concatenate([answers.forest for answers in told])
    plain_loss, forest_loss = pinball(truth, plain), pinball(truth, forest)
    return Trial(
        len(truth),
        float(plain_loss.mean()),
        float(forest_loss.mean()),
        float((forest_loss - plain_loss).std() / np.sqrt(len(truth))),
        float(inside_80(truth, plain).mean()),
        float(inside_80(truth, forest).mean()),
    )
