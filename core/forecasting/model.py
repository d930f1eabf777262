"""The models served together: methods, their blend and its calibration, under one version."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.forecasting.blend import BlendWeights
from core.forecasting.calibration import calibrated
from core.forecasting.last_count import LastCount
from core.forecasting.method import Method
from core.forecasting.views import Views

BLEND = "blend"
"""Name of the forecast the program uses."""

CHUNK_VIEWS = 4000
"""Views forecast at once; keeps memory flat for thousands of camps."""


@dataclass(frozen=True, eq=False)
class ForecastModel:
    """What a forecast is made with.

    Attributes
    ----------
    version
        Version in the registry.
    methods
        Name to method.
    blend
        Weight of each method, by age of the camp.
    factors
        Calibration factor of each level, shape (9,).
    """

    version: str
    methods: Mapping[str, Method]
    blend: BlendWeights
    factors: np.ndarray
    name: str = BLEND

    def predict(self, views: Views, lead_weeks: np.ndarray) -> np.ndarray:
        """Quantiles of the calibrated blend, shape (n, h, 9); see ``Method.predict``."""
        out = np.empty((*lead_weeks.shape, len(self.factors)))
        for begin in range(0, len(views), CHUNK_VIEWS):
            rows = slice(begin, begin + CHUNK_VIEWS)
            part, leads = views.part(rows), lead_weeks[rows]
            single = {name: self.methods[name].predict(part, leads) for name in self.blend.methods()}
            out[rows] = self.combined(single, part)
        return out

    def predict_by_method(self, views: Views, lead_weeks: np.ndarray) -> dict[str, np.ndarray]:
        """Quantiles of the blend, of each method, and of "same as last count"."""
        found: dict[str, list[np.ndarray]] = {}
        for begin in range(0, max(len(views), 1), CHUNK_VIEWS):
            rows = slice(begin, begin + CHUNK_VIEWS)
            part, leads = views.part(rows), lead_weeks[rows]
            single = {name: method.predict(part, leads) for name, method in self.methods.items()}
            together = {
                BLEND: self.combined(single, part),
                **single,
                LastCount.name: LastCount().predict(part, leads),
            }
            for name, quantiles in together.items():
                found.setdefault(name, []).append(quantiles)
        return {name: np.concatenate(pieces) for name, pieces in found.items()}

    def combined(self, single: Mapping[str, np.ndarray], views: Views) -> np.ndarray:
        """Calibrated blend of the methods' quantiles of these views."""
        return calibrated(self.blend.mix(single, views), self.factors)
