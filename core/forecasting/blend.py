"""Blend: the weighted mean of the methods' quantiles, level by level; young camps have weights of their own."""

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
    """Who is listened to, by the age of the camp.

    Attributes
    ----------
    settled, young
        Method to weight, each summing to 1.
    young_from_weeks, young_until_weeks
        Below the first age a camp is all young, above the second all settled, between them the two forecasts are
        mixed in proportion, so that no forecast jumps on a birthday.
    young_spread
        Factor on the distance of each level from the median while a camp is young.
    """

    settled: Mapping[str, float]
    young: Mapping[str, float]
    young_from_weeks: float
    young_until_weeks: float
    young_spread: float

    @classmethod
    def from_choices(cls, choices: BlendChoices) -> "BlendWeights":
        """Weights of the hyperparameters, made to sum to 1."""
        return cls(
            _shares(choices.settled),
            _shares(choices.young),
            choices.young_from_weeks,
            choices.young_until_weeks,
            choices.young_spread,
        )

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "BlendWeights":
        """Weights of stored values."""
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__})

    def methods(self) -> list[str]:
        """Methods that have a say somewhere."""
        return sorted({name for part in (self.settled, self.young) for name, weight in part.items() if weight})

    def youth(self, views: Views) -> np.ndarray:
        """Share in 0 to 1 in which each view is young, shape (n,)."""
        span = max(self.young_until_weeks - self.young_from_weeks, 1e-9)
        return np.clip((self.young_until_weeks - views.age_weeks) / span, 0.0, 1.0)

    def mix(self, forecasts: Mapping[str, np.ndarray], youth: np.ndarray) -> np.ndarray:
        """Quantiles of the blend, same shape as each forecast; ``youth`` has one value per row of the first axis."""
        share = youth.reshape(-1, *[1] * (next(iter(forecasts.values())).ndim - 1))
        young = spread_by(blended(forecasts, self.young), self.young_spread)
        return (1 - share) * blended(forecasts, self.settled) + share * young


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}
