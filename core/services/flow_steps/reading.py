"""The first step of every flow: which data version and which model the run is about."""

import pandas as pd

from core.services.flow_steps.flow import FlowContext, Step, Values, Worked
from core.services.open_operation import OpenOperation, open_named, open_version

READ_OUTPUTS = ("data_version", "data_fingerprint", "as_of", "model_version", "model_fingerprint")


def read(context: FlowContext, values: Values) -> Worked:
    """The newest data version of the operation and the served model; the day to look from.

    Illustrative data are looked at as of their planning start, for their world stands still.
    """
    opened = open_named(context.resources, values["operation"])
    registry, settings = context.resources.registry, opened.operation.settings
    version = registry.current_version()
    day = opened.operation.planning_start.date() if settings.illustrative else context.today
    return Worked(
        {
            "data_version": opened.version.id,
            "data_fingerprint": opened.version.fingerprint,
            "as_of": day.isoformat(),
            "model_version": version,
            "model_fingerprint": registry.fingerprint(version),
        },
        f"Data version {opened.version.number} of {opened.version.operation}, model {version}, as of {day}.",
    )


READ = Step("read", ("operation",), READ_OUTPUTS, read, is_repeatable=False)


def opened_again(context: FlowContext, values: Values) -> OpenOperation:
    """The data version a run began with, whatever was published since."""
    return open_version(context.resources, context.resources.store.version_of_id(values["data_version"]))


def day_of(values: Values) -> pd.Timestamp:
    """The day a run looks from."""
    return pd.Timestamp(values["as_of"])
