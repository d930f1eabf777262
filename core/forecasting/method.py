"""The one interface of every forecasting method."""

from typing import Protocol

import numpy as np

from core.forecasting.views import Views


class Method(Protocol):
    """Turns views into quantiles.

    Attributes
    ----------
    name
        Stable identifier, as in tables and files.
    """

    @property
    def name(self) -> str:
        """Stable identifier of the method."""
        ...

    def predict(self, views: Views, lead_weeks: np.ndarray) -> np.ndarray:
        """Quantiles of people.

        Parameters
        ----------
        views
            What was known, n views.
        lead_weeks
            Weeks from each cutoff to each day asked for, > 0, fractions allowed, shape (n, h).

        Returns
        -------
        np.ndarray
            People at levels 0.1 to 0.9, sorted, >= 0, shape (n, h, 9).
        """
        ...
