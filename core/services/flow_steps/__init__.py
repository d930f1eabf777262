"""Flows: what runs unattended, as plain functions with named inputs and outputs; a schedule only calls them."""

from core.services.flow_steps.catalog import FLOWS as FLOWS, flow_named as flow_named
from core.services.flow_steps.flow import Flow as Flow, FlowContext as FlowContext, Step as Step, Worked as Worked
from core.services.flow_steps.run_flow import (
    FlowResult as FlowResult,
    begin_run as begin_run,
    run_flow as run_flow,
    run_step as run_step,
)
from core.services.flow_steps.run_unattended import (
    FlowTurn as FlowTurn,
    lease_name as lease_name,
    run_unattended as run_unattended,
)
from core.services.flow_steps.scheduling import Schedule as Schedule, run_on_schedule as run_on_schedule
