"""Where the learned forecast is used: for items on which it beat the plain rule in the latest periods, held out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demand.examples import examples_of
from core.demand.features import Views
from core.demand.model import BLEND, DemandModel
from core.demand.panel import Panel
from core.demand.plain_rules import PRACTICE
from core.domain.schemas import Consumption
from core.forecasting.scores import LEVEL_ARRAY

HELD_OUT_PERIODS = 6
"""Latest periods that a model of its own is asked about, which saw none of them."""
FEWEST_SCORED = 100
"""Held-out outcomes of an item under which it goes with all items together."""


@dataclass(frozen=True, eq=False)
class Choice:
    """Method of each item.

    Attributes
    ----------
    losses
        item_id, outcomes, and the mean loss of each method over scale, held out; the last row, with a blank item, is
        over all.
    """

    losses: pd.DataFrame

    def method_of(self, items: pd.Series, methods: Mapping[str, np.ndarray]) -> np.ndarray:
        """Name of the method for each item, shape (n,); the plain rule where nothing was learnt."""
        if BLEND not in methods:
            return np.full(len(items), PRACTICE, dtype=object)
        if self.losses.empty or BLEND not in self.losses:
            return np.full(len(items), BLEND, dtype=object)
        overall = self.losses[self.losses["item_id"].isna()].iloc[0]
        enough = self.losses[self.losses["outcomes"] >= FEWEST_SCORED].set_index("item_id")
        beats = (enough[BLEND] <= enough[PRACTICE]).to_dict()
        fallback = bool(overall[BLEND] <= overall[PRACTICE])
        return np.where(items.map(lambda item: beats.get(item, fallback)), BLEND, PRACTICE)


def choose(panel: Panel, views: Views, earlier: DemandModel | None, learnt_until: int) -> Choice:
    """Score an earlier model on what came after it.

    Parameters
    ----------
    panel
        All that is known now.
    earlier
        A model that saw no outcome after ``learnt_until``; without one nothing is compared.
    """
    if earlier is None:
        return Choice(pd.DataFrame())
    rows = examples_of(panel, views, since=learnt_until).rows
    if not len(rows.series):
        return Choice(pd.DataFrame())
    truth = panel.seen[rows.series, rows.origin + rows.horizon]
    losses = pd.DataFrame({"item_id": panel.series[Consumption.item_id].to_numpy(object)[rows.series]})
    for name, units in earlier.predict_by_method(rows).items():
        losses[name] = scaled_loss(units, truth, rows.scale)
    methods = [name for name in losses if name != "item_id"]
    by_item = losses.groupby("item_id")[methods].mean()
    by_item.insert(0, "outcomes", losses.groupby("item_id").size())
    overall = pd.DataFrame([{"item_id": None, "outcomes": len(losses), **losses[methods].mean().to_dict()}])
    return Choice(pd.concat([by_item.reset_index(), overall], ignore_index=True))


def scaled_loss(quantiles: np.ndarray, truth: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Twice the pinball loss, averaged over the levels, over the scale, shape (n,)."""
    error = truth[:, None] - quantiles
    pinball = np.maximum(LEVEL_ARRAY * error, (LEVEL_ARRAY - 1) * error)
    return np.asarray(2 * pinball.mean(axis=1) / scale)
