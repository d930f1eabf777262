"""Same as last count: what every other method has to beat."""

from dataclasses import dataclass

import numpy as np

from core.domain.schemas import LEVELS
from core.forecasting.views import Views


@dataclass(frozen=True)
class LastCount:
    """Every quantile is the last count; it claims no interval."""

    name: str = "last_count"

    def predict(self, views: Views, lead_weeks: np.ndarray) -> np.ndarray:
        """Quantiles of people, shape (n, h, 9); see ``Method.predict``."""
        return np.broadcast_to(views.level[:, None, None], (*lead_weeks.shape, len(LEVELS))).copy()
