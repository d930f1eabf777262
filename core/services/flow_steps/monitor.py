"""Monitor: drift, coverage, skill and age of the data, put on record; and whether the model should be trained anew."""

from core.services.flow_steps.flow import Flow, FlowContext, Step, Values, Worked
from core.services.flow_steps.reading import READ, READ_OUTPUTS, day_of, opened_again
from core.services.health import health_of, keep_health


def look(context: FlowContext, values: Values) -> Worked:
    """Look at the operation's health and put it on record."""
    opened = opened_again(context, values)
    health = health_of(
        context.resources,
        opened.operation,
        opened.version.operation,
        day_of(values),
        values["model_version"],
        opened.version.number,
    )
    keep_health(context.resources, opened, health)
    overall = health.overall
    held = "no forecast scored yet" if overall is None else f"80 % interval held {overall['coverage_80']:.0%}"
    age = health.data_age.median_days
    told = "no counts" if age is None else f"counts {age:g} days old"
    return Worked(
        {"reasons": health.reasons_to_retrain},
        f"{len(health.drifted)} of {len(health.drift)} inputs drifted; {held}; {told}.",
    )


def judge(_context: FlowContext, values: Values) -> Worked:
    """Say whether the model should be trained anew."""
    reasons = values["reasons"]
    if not reasons:
        return Worked({"should_retrain": False}, "Nothing speaks for a new model.")
    return Worked({"should_retrain": True}, f"Train anew: {'; '.join(reasons)}.")


MONITOR = Flow(
    "monitor",
    "Drift, coverage, skill and age of the data of an operation, put on record.",
    ("operation",),
    (
        READ,
        # what people entered and earlier forecasts count too, and they are no input that has a hash
        Step("look", READ_OUTPUTS, ("reasons",), look, is_repeatable=False),
        Step("judge", ("reasons",), ("should_retrain",), judge),
    ),
)
