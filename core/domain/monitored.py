"""What answers to a monitoring question come to: the share that agrees, from a share or from people counted."""

import numpy as np
import pandas as pd

from core.domain.schemas import Monitoring

FEWEST_ASKED = 30
"""People from which a share is used by a plan: of 30 people asked, a share is off by up to 18 points in 95 of 100
cases (1.96 x the square root of 0.25 / 30)."""


def share_that_agrees(monitoring: pd.DataFrame) -> pd.Series:
    """Share, 0 to 1, by row: as given, else people who agree over people asked; NaN where neither is known.

    Examples
    --------
    >>> rows = pd.DataFrame({"share_yes": [0.8, None, None], "people_yes": [None, 30.0, None]}, dtype="float64")
    >>> share_that_agrees(rows.assign(people_asked=[100.0, 40.0, 40.0])).tolist()
    [0.8, 0.75, nan]
    """
    counted = share_counted(monitoring)
    return monitoring[Monitoring.share_yes].fillna(counted.where(counted <= 1))


def share_counted(monitoring: pd.DataFrame) -> pd.Series:
    """People who agree over people asked, by row; NaN where one is not known or nobody was asked."""
    asked = monitoring[Monitoring.people_asked]
    return monitoring[Monitoring.people_yes] / asked.where(asked > 0, np.nan)
