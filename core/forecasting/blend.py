"""Blend: the weighted mean of the methods' quantiles, level by level, and what young camps and old counts need.

The methods learn mostly from simulated camps and settled sites. Emergencies left out of the fit show what they miss:
young camps grow on for longer, and bands after a long time without a count are too narrow, after a fresh one too wide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.forecasting.calibration import spread_by
from core.forecasting.hyperparameters import Blend as BlendChoices
from core.forecasting.views import Views


def blended(forecasts: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> np.ndarray:
    """Weighted mean of quantiles; stays sorted because each part is."""
    return np.sum([weight * forecasts[name] for name, weight in weights.items() if weight], axis=0)


@dataclass(frozen=True)
class BlendWeights:
    """Who is listened to, by the age of the camp, and how far the blend reaches.

    Attributes
    ----------
    settled, young
        Method to weight, each summing to 1.
    young_from_weeks, young_until_weeks
        Below the first age a camp is all young, above the second all settled, between them the two forecasts are
        mixed in proportion, so that no forecast jumps on a birthday.
    young_spread
        Factor on the distance of each level from the median while a camp is young.
    young_reach
        Factor on the distance of each level from the last count while a camp is young.
    young_may_stop
        Whether the lowest level of a young camp is at most its last count: any influx may end tomorrow.
    stale_weeks, stale_spread
        Weeks since the last count, ascending, and the factor on the distance of each level from the median there, for
        camps that are not young; linear between, level beyond.
    """

    settled: Mapping[str, float]
    young: Mapping[str, float]
    young_from_weeks: float
    young_until_weeks: float
    young_spread: float
    young_reach: float = 1.0
    young_may_stop: bool = False
    stale_weeks: tuple[float, ...] = (0.0,)
    stale_spread: tuple[float, ...] = (1.0,)

    @classmethod
    def from_choices(cls, choices: BlendChoices) -> "BlendWeights":
        """Weights of the hyperparameters, made to sum to 1."""
        return cls(
            _shares(choices.settled),
            _shares(choices.young),
            choices.young_from_weeks,
            choices.young_until_weeks,
            choices.young_spread,
            choices.young_reach,
            choices.young_may_stop,
            choices.stale_weeks,
            choices.stale_spread,
        )

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "BlendWeights":
        """Weights of stored values; a version that does not know one of the later choices does without it."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
        return cls(**{**known, **lists})

    def methods(self) -> list[str]:
        """Methods that have a say somewhere."""
        return sorted({name for part in (self.settled, self.young) for name, weight in part.items() if weight})

    def youth(self, views: Views) -> np.ndarray:
        """Share in 0 to 1 in which each view is young, shape (n,)."""
        span = max(self.young_until_weeks - self.young_from_weeks, 1e-9)
        return np.clip((self.young_until_weeks - views.age_weeks) / span, 0.0, 1.0)

    def mix(self, forecasts: Mapping[str, np.ndarray], views: Views) -> np.ndarray:
        """Quantiles of the blend, same shape as each forecast, whose first axis is that of the views."""
        per_view = (-1, *[1] * (next(iter(forecasts.values())).ndim - 1))
        share, last = self.youth(views).reshape(per_view), views.level.reshape(per_view)
        spread = np.interp(views.stale_weeks, self.stale_weeks, self.stale_spread).reshape(per_view)
        return (1 - share) * spread_by(blended(forecasts, self.settled), spread) + share * self._young(forecasts, last)

    def _young(self, forecasts: Mapping[str, np.ndarray], last: np.ndarray) -> np.ndarray:
        people = spread_by(blended(forecasts, self.young), self.young_spread)
        people = np.maximum(last + self.young_reach * (people - last), 0.0)
        if self.young_may_stop:
            people[..., :1] = np.minimum(people[..., :1], last)
        return people


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}
