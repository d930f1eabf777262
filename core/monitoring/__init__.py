"""How a running installation does: drift of what the model sees, forecasts against later counts, age of the data.

Pure functions over tables; nothing here reads a clock, a store or a file.
"""

from core.monitoring.camp_groups import GROUPED_BY as GROUPED_BY
from core.monitoring.data_age import DataAge as DataAge, data_age as data_age
from core.monitoring.drift import DriftTable as DriftTable, Sample as Sample, drift_table as drift_table
from core.monitoring.drift_limits import DriftLimits as DriftLimits, drift_limits as drift_limits
from core.monitoring.flags import (
    Flags as Flags,
    implausible_forecasts as implausible_forecasts,
    out_of_range as out_of_range,
)
from core.monitoring.interval_coverage import CoverageTable as CoverageTable, coverage_table as coverage_table
from core.monitoring.model_inputs import (
    INPUTS as INPUTS,
    inputs_of_examples as inputs_of_examples,
    inputs_of_views as inputs_of_views,
)
from core.monitoring.recorded_points import recorded_points as recorded_points
