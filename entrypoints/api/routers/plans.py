"""Plans: made as jobs, set beside other rules and futures, proposed, approved by a second person."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from core.domain.scenario import Scenario
from core.services.long_work import (
    alternatives_work,
    fairness_work,
    goal_work,
    made_plan,
    plan_work,
    stress_work,
)
from core.services.plain_values import plain_values
from core.services.plans_on_record import PlanState, Proposal, plans_of
from core.services.propose_plan import propose_plan
from core.services.review_plan import approve_plan, reject_plan
from entrypoints.api.context import About, Context, Looker, Number, Share, Strict, Text, Who
from entrypoints.api.job_resource import TAKEN_ON, taken_on
from entrypoints.api.paging import Page, Rows
from entrypoints.api.proposals import known_proposal
from entrypoints.api.scenario_schema import SCENARIO_MARK

router = APIRouter(tags=["plans"])

ScenarioValues = Annotated[
    dict[str, Any],
    Field(
        description="Keys of a scenario as in a scenario file; unknown ones are refused",
        json_schema_extra={SCENARIO_MARK: True},
    ),
]


class OfScenario(Strict):
    """A question about the plan of a scenario; without keys, of the operation as it stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"scenario": {"weeks": 4}}]})

    scenario: ScenarioValues = Field(default_factory=dict)

    def read(self) -> Scenario:
        """The scenario; raises InvalidScenario where it cannot be used."""
        return Scenario.from_values(self.scenario)


class GoalQuestion(OfScenario):
    """The least of one means so that no camp is under a floor."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"scenario": {"weeks": 4}, "floor": 0.8, "means": "budget"}]}
    )

    floor: Share = 0.8
    means: Literal["budget", "trips", "stock"] = "budget"


class AlternativesQuestion(OfScenario):
    """Plans nearly as good that differ most."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"scenario": {"weeks": 4}, "count": 2, "within": 0.01}]})

    count: Annotated[int, Field(strict=True, ge=1, le=10)] = 3
    within: Share = 0.01


class StressQuestion(OfScenario):
    """The plan over many futures of need."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"scenario": {"weeks": 4}, "futures": 100, "threshold": 0.8}]}
    )

    futures: Annotated[int, Field(strict=True, ge=10, le=10_000)] = 500
    threshold: Share = 0.8


class ProposalDraft(OfScenario):
    """The plan of a scenario, for a second person to decide about."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"scenario": {"weeks": 4}, "note": "As agreed on Monday."}]}
    )

    note: Text = ""


class Verdict(Strict):
    """A decision, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Compared with the camps' own lists."}]})

    reason: Text = ""


@router.post("/operations/{operation}/plans", summary="Make a plan", **TAKEN_ON)
def ask_plan(request: Request, about: About, asked: OfScenario) -> Response:
    """Forecast, needs, solve, audit. A plan that fails the audit is never an answer.

    Tables of the answer: shipments, trips, stock, purchases, losses, coverage, needs. Where hard limits cannot hold
    together, the job fails and its problem names them and the ways out.
    """
    return taken_on(request, about, plan_work(about.resources, about.opened.operation, asked.read()))


@router.post("/operations/{operation}/fairness", summary="Set every fairness rule beside the others", **TAKEN_ON)
def ask_fairness(request: Request, about: About, asked: OfScenario) -> Response:
    """A plan by each rule, and the price of fairness between the efficient and the fairest."""
    return taken_on(request, about, fairness_work(about.resources, about.opened.operation, asked.read()))


@router.post("/operations/{operation}/goals", summary="Seek what it would take", **TAKEN_ON)
def ask_goal(request: Request, about: About, asked: GoalQuestion) -> Response:
    """The least budget, extra trips or extra stock so that no camp is under a floor."""
    work = goal_work(about.resources, about.opened.operation, asked.read(), asked.floor, asked.means)
    return taken_on(request, about, work)


@router.post("/operations/{operation}/alternatives", summary="Find other plans nearly as good", **TAKEN_ON)
def ask_alternatives(request: Request, about: About, asked: AlternativesQuestion) -> Response:
    """Plans within a share of the best that differ most, each audited."""
    work = alternatives_work(about.resources, about.opened.operation, asked.read(), asked.count, asked.within)
    return taken_on(request, about, work)


@router.post("/operations/{operation}/stress", summary="Try a plan on many futures", **TAKEN_ON)
def ask_stress(request: Request, about: About, asked: StressQuestion) -> Response:
    """Chance that a camp falls under a threshold, and by how much; the plan is made first where it is not."""
    work = stress_work(about.resources, about.opened.operation, asked.read(), asked.futures, asked.threshold)
    return taken_on(request, about, work)


@router.post("/operations/{operation}/proposals", summary="Propose a plan", status_code=201)
def add_proposal(about: About, draft: ProposalDraft) -> dict[str, Any]:
    """Put a plan that is made on record, with all it was made from; 409 where it is not made yet."""
    scenario = draft.read()
    made_plan(about.resources, about.opened.operation, scenario)
    return _shown(propose_plan(about.resources, about.opened, scenario, about.actor, draft.note))


@router.get("/operations/{operation}/proposals", summary="List proposed plans")
def list_proposals(
    about: About,
    rows: Rows,
    state: Annotated[PlanState | None, Query(description="Only in this state", examples=["proposed"])] = None,
) -> Page:
    """Proposed plans of an operation, the newest first."""
    return rows.of_list([_shown(one) for one in plans_of(about.resources, about.version.operation, state)])


@router.get("/proposals/{number}", summary="See a proposed plan")
def show_proposal(context: Context, looker: Looker, number: Number) -> dict[str, Any]:
    """Summary, scenario, who proposed it and who decided."""
    return _shown(known_proposal(context.resources, number))


@router.post("/proposals/{number}/approve", summary="Approve a plan")
def approve(context: Context, who: Who, number: Number, verdict: Verdict) -> dict[str, Any]:
    """Approve a plan that somebody else proposed."""
    known_proposal(context.resources, number)
    return _shown(approve_plan(context.resources, number, who, verdict.reason))


@router.post("/proposals/{number}/reject", summary="Reject a plan")
def reject(context: Context, who: Who, number: Number, verdict: Verdict) -> dict[str, Any]:
    """Reject a plan; it stays on record."""
    known_proposal(context.resources, number)
    return _shown(reject_plan(context.resources, number, who, verdict.reason))


def _shown(proposal: Proposal) -> dict[str, Any]:
    told: dict[str, Any] = plain_values({**vars(proposal), "scenario": proposal.scenario.to_values()})
    return told
