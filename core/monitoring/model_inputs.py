"""What the learned methods see of each camp, but for what hangs on the lead: the inputs whose drift is watched."""

import numpy as np

from core.forecasting.features import FEATURES, feature_rows
from core.forecasting.real_examples import RealExamples
from core.forecasting.views import Views
from core.monitoring.drift import Sample

_OF_A_CAMP = [number for number, name in enumerate(FEATURES) if not name.startswith(("lead_", "trend_"))]

INPUTS = tuple(FEATURES[number] for number in _OF_A_CAMP)
"""Names of the inputs, in order; every one is free of scale, so large and small camps compare."""


def inputs_of_views(views: Views) -> np.ndarray:
    """Inputs of every view, shape (n, len(INPUTS))."""
    n = len(views)
    if not n:
        return np.empty((0, len(INPUTS)))
    rows = feature_rows(views, np.ones((n, 1)), np.zeros((n, 1)))
    return np.asarray(rows[:, _OF_A_CAMP])


def inputs_of_examples(real: RealExamples) -> Sample:
    """The drift reference of a model: inputs of the real examples it learnt from, camp by camp."""
    camp = np.unique(real.examples.camp_id.astype(str), return_inverse=True)[1]
    return Sample(inputs_of_views(real.examples.views), camp)
