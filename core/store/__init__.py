"""What must not be lost: data, decisions, scenarios, plans, overrides, in SQLite or PostgreSQL; raw files by hash."""

from core.store.accepted_plans import PlanInfo as PlanInfo
from core.store.accounts import Account as Account
from core.store.actions import ActionAnswer as ActionAnswer, Answer as Answer
from core.store.api_keys import ApiKey as ApiKey
from core.store.decision_log import Entry as Entry, Verification as Verification
from core.store.flow_runs import Outcome as Outcome, StepRun as StepRun
from core.store.health_records import HealthRecord as HealthRecord
from core.store.jobs import JobRecord as JobRecord, JobState as JobState, NewJob as NewJob
from core.store.kept_forecasts import KeptForecast as KeptForecast
from core.store.leases import Lease as Lease
from core.store.model_proposals import (
    ModelDraft as ModelDraft,
    ModelProposal as ModelProposal,
    ModelState as ModelState,
)
from core.store.once_only import KeptAnswer as KeptAnswer
from core.store.overrides import Override as Override
from core.store.proposals import PlanDraft as PlanDraft, PlanState as PlanState, Proposal as Proposal
from core.store.scenarios import StoredScenario as StoredScenario
from core.store.sessions import Session as Session
from core.store.shadow_forecasts import ShadowForecast as ShadowForecast
from core.store.store import Store as Store
from core.store.submission import Draft as Draft, State as State, Submission as Submission
from core.store.taking_in import TakenIn as TakenIn, take_in as take_in
from core.store.versions import VersionInfo as VersionInfo
from core.store.waybills import (
    IssuedDispatch as IssuedDispatch,
    IssuedWaybill as IssuedWaybill,
    TakenDispatch as TakenDispatch,
)
from core.store.webhooks import Delivery as Delivery, DeliveryState as DeliveryState, Webhook as Webhook
