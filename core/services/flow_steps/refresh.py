"""Refresh: forecast, needs and plan of a stored operation, so that whoever opens it in the morning need not wait."""

from core.domain.scenario import Scenario
from core.services.flow_steps.flow import Flow, FlowContext, Step, Values, Worked
from core.services.flow_steps.reading import READ, READ_OUTPUTS, day_of, opened_again
from core.services.health import keep_forecast
from core.services.needs_of_people import needs_of_people
from core.services.plan_distribution import plan_distribution
from core.services.shadow_forecast import forecast_in_shadow


def forecast(context: FlowContext, values: Values) -> Worked:
    """Forecast the people of every camp and put it on record, a challenger's beside it, for later counts to score."""
    opened, day = opened_again(context, values), day_of(values)
    is_new = keep_forecast(context.resources, opened, day, Scenario().weeks)
    forecast_in_shadow(context.resources, opened)
    camps = len(opened.operation.camps)
    return Worked({"camps": camps}, f"{camps} camps forecast; {'put' if is_new else 'already'} on record.")


def needs(context: FlowContext, values: Values) -> Worked:
    """Work out what these people will need."""
    opened = opened_again(context, values)
    if opened.operation.items.empty:
        return Worked({"needs": 0}, "No items, so no needs and no plan.")
    found = needs_of_people(context.resources, opened.operation, day_of(values), Scenario().weeks)
    return Worked({"needs": len(found.table)}, f"{len(found.table):,} needs by camp, item and week.")


def plan(context: FlowContext, values: Values) -> Worked:
    """Plan by the scenario that a page opens with; the plan is proposed to nobody."""
    if not values["needs"]:
        return Worked({"plan": ""}, "Nothing to plan.")
    opened = opened_again(context, values)
    # from the operation's own day of planning, on which its stock was counted, as the pages plan it
    made = plan_distribution(context.resources, opened.operation, Scenario(), version=values["model_version"])
    summary = made.plan.summary
    return Worked(
        {"plan": made.key}, f"{summary['status']}, worst camp {summary['worst_coverage']:.0%}, plan {made.key[:8]}."
    )


def _is_plan_kept(context: FlowContext, outputs: Values) -> bool:
    return not outputs["plan"] or context.resources.results.holds(outputs["plan"])


REFRESH = Flow(
    "refresh",
    "Forecast, needs and plan of an operation, kept for pages and commands; the forecast is put on record.",
    ("operation",),
    (
        READ,
        # cached by content; there may be a challenger by now, whose forecast is kept beside it
        Step("forecast", READ_OUTPUTS, ("camps",), forecast, is_repeatable=False),
        Step("needs", READ_OUTPUTS, ("needs",), needs),
        Step("plan", (*READ_OUTPUTS, "needs"), ("plan",), plan, is_still_there=_is_plan_kept),
    ),
)
