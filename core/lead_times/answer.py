"""What is told of asked orders, and by which rule."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.lead_times.trial import Trial


@dataclass(frozen=True, eq=False)
class Answer:
    """Quantiles of each asked order, and the comparison that chose the rule.

    Attributes
    ----------
    quantiles
        Days, or USD per kg, shape (q, 9), ascending.
    trial
        The forest beside the plain rule on past days.
    """

    quantiles: np.ndarray
    trial: Trial

    @property
    def method(self) -> Literal["forest", "plain rule"]:
        """The rule that answered."""
        return "forest" if self.trial.forest_is_kept else "plain rule"
