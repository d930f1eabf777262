"""Every cache of the running pages; what they keep is keyed by data version and question, and never changed."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pandas as pd
import streamlit as st

from core.bootstrap import build_resources
from core.domain.change import apply_scenario
from core.domain.dispatch import Dispatch, DispatchRequest
from core.domain.finding import Finding
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.ration import RationQuestion
from core.domain.scenario import Scenario
from core.domain.sensitivity import Sensitivity
from core.domain.simulation import SimulationQuestion
from core.locale import LANGUAGES
from core.services.actions.recommend import Recommended, actions_key, cached_actions
from core.services.answer_question import actions_question, dispatch_question
from core.services.backtest_forecast import backtest_errors
from core.services.backtest_report import WEEKS, BacktestReport, cached_errors, cached_report, report_key
from core.services.buffer_what_if import buffer_curve
from core.services.compare_scenarios import Comparison, Reason, compare_scenarios, why_short
from core.services.compare_standards import KnownStandards, known_standards
from core.services.count_questions import CountQuestion, count_questions
from core.services.describe_inventory import InventoryView, describe_inventory
from core.services.describe_model import stored_versions
from core.services.design_ration import AuditedRation, design_audited_ration
from core.services.dispatch_papers import DispatchPapers, draft_papers, issued_papers
from core.services.effect_of_change import effect_of_change
from core.services.effect_on_plan import newest_approved_plan
from core.services.evenness import Evenness, Harm, evenness as evenness_of, harm as harm_of
from core.services.expected_demand import RecoveredDemand, recovered_demand
from core.services.explain_coverage import Explained, cached_explanation, explain_key
from core.services.fairness_report import FairnessReport, cached_fairness, fairness_key
from core.services.forecast_drivers import Drivers, forecast_drivers
from core.services.forecast_people import PeopleForecast, forecast_each_method, forecast_people
from core.services.import_files import NO_ANSWERS, ImportAnswers
from core.services.kept_outlook import cached_outlook, futures_of, outlook_key
from core.services.learnt_lead_times import lead_times_of_rules
from core.services.least_met import least_met_items
from core.services.load_situation import Situation, coverage_of_camps, load_situation
from core.services.look_back import Cycle, look_back
from core.services.make_brief import solved_pro_rata
from core.services.make_report import brief_for_screen
from core.services.map_layers import camp_traffic
from core.services.mending import Mending
from core.services.near_best import NearBest, cached_near_best, near_best_key
from core.services.needs_of_people import needs_of_people
from core.services.open_operation import OpenOperation, newest_version, open_version
from core.services.order_advice import policy_of, try_policy
from core.services.overview import Overview, read_overview
from core.services.past_distributions import PastDistributions, past_distributions
from core.services.plan_dispatch import CheckedDispatch, cached_dispatch, dispatch_key
from core.services.plan_distribution import AuditedPlan, cached_plan, plan_key
from core.services.plan_figures import PlanFigures, plan_figures
from core.services.plans_to_dispatch import PlanToDispatch, plan_on_record
from core.services.read_today import Today, read_today
from core.services.read_upload import UploadQuestion, read_upload
from core.services.receive_waybills import Receiving, recorded_until, waybills_of
from core.services.remember_mappings import stamp_of_what_is_kept
from core.services.resources import Resources
from core.services.review_data import Submission, SubmissionReview, review_submission, waiting_submissions
from core.services.review_proposal import ProposalReview, review_proposal
from core.services.seek_goal import Means, Sought, cached_goal, seek_key
from core.services.simulate_policies import Simulation, cached_simulation, simulation_key
from core.services.stock_outlook import StockOutlook
from core.services.stress_plans import StressTest, stress_plans
from core.services.total_people import total_people
from core.services.upload_tables import How, Preview, current_findings
from core.services.what_goes_with import About, Factors, what_goes_with
from core.services.worker_jobs import Job, PlanWorker
from core.settings import PROJECT
from core.store import IssuedDispatch, Proposal, VersionInfo
from ui.readings import Reading, ReadingRoom
from ui.sessions import is_here, this_session

if TYPE_CHECKING:
    from core.services.health import Health
    from core.services.watch_over import Watch

Answered = TypeVar("Answered")

READ_AT_ONCE_BYTES = 1_000_000
"""Uploads up to this size are read at once, in about a second; larger ones beside the pages, with progress."""

SCORED_AT_ONCE_COUNTS = 5_000
"""Past forecasts of so many counts are scored at once, in about a second; of more beside the pages, with progress."""

PATIENCE_SECONDS = 1.2
"""How long a page waits for a plan before it shows the progress instead."""


@st.cache_resource
def resources() -> Resources:
    """What the use cases stand on, once per process."""
    return build_resources()


@dataclass(frozen=True)
class ServedModel:
    """The model that forecasts come from; one made anew under its old name has another fingerprint."""

    version: str
    fingerprint: str


def _served() -> ServedModel:
    registry = resources().registry
    version = registry.current_version()
    return ServedModel(version, registry.fingerprint(version))


@st.cache_resource(max_entries=8)
def _health(version_id: int, model: ServedModel, today: dt.date, _opened: OpenOperation) -> "Health":
    from core.services.kept_look import look_and_keep  # only this page needs what judges forecasts

    return look_and_keep(resources(), _opened, today)


def health(opened: OpenOperation) -> "Health":
    """How an operation's forecasts and data do; looked at once a day, model and data version, its runs anew each time.

    Raises
    ------
    RegistryError
        If no model can be used.
    """
    from core.services.kept_look import with_newest_runs

    found = _health(opened.version.id, _served(), dt.datetime.now(dt.UTC).date(), opened)
    return with_newest_runs(resources(), found)


def watch() -> "Watch":
    """The state of the whole as it is now."""
    from core.services.watch_over import watch_over

    return watch_over(resources())


@st.cache_resource
def worker() -> PlanWorker:
    """The process that solves, once per server; it ends with the server."""
    plan_worker = PlanWorker(PROJECT, resources().settings.home / "worker.log", is_here)
    plan_worker.start()
    return plan_worker


@st.cache_resource(max_entries=8)
def _operation(version_id: int, _version: VersionInfo) -> OpenOperation:
    return open_version(resources(), _version)


def operation(name: str | None) -> OpenOperation:
    """The newest data version of an operation; another person's upload is seen on the next run."""
    version = newest_version(resources(), name)
    return _operation(version.id, version)


@st.cache_resource(max_entries=16)
def _forecast(version_id: int, weeks: int, model: ServedModel, _operation: Operation) -> PeopleForecast:
    return forecast_people(resources(), _operation, _operation.planning_start, weeks, model.version)


def forecast(opened: OpenOperation, weeks: int) -> PeopleForecast:
    """People per camp and week by the promoted model."""
    return _forecast(opened.version.id, weeks, _served(), opened.operation)


@st.cache_resource(max_entries=16)
def _methods(version_id: int, weeks: int, model: ServedModel, _operation: Operation) -> pd.DataFrame:
    return forecast_each_method(resources(), _operation, _operation.planning_start, weeks, model.version)


def methods(opened: OpenOperation, weeks: int) -> pd.DataFrame:
    """The forecast of every method, "same as last count" among them."""
    return _methods(opened.version.id, weeks, _served(), opened.operation)


@st.cache_resource(max_entries=16)
def _totals(version_id: int, weeks: int, model: ServedModel, _operation: Operation) -> pd.DataFrame:
    return total_people(resources(), _operation, _operation.planning_start, weeks, model.version)


def totals(opened: OpenOperation, weeks: int) -> pd.DataFrame:
    """What the forecast of all camps adds up to, by region and country."""
    return _totals(opened.version.id, weeks, _served(), opened.operation)


@st.cache_resource(max_entries=64)
def _drivers(version_id: int, camp_id: str, weeks: int, model: ServedModel, _operation: Operation) -> Drivers | None:
    return forecast_drivers(resources(), _operation, camp_id, _operation.planning_start, weeks, model.version)


def drivers(opened: OpenOperation, camp_id: str, weeks: int) -> Drivers | None:
    """What one camp's forecast for the last of some weeks rests on."""
    return _drivers(opened.version.id, camp_id, weeks, _served(), opened.operation)


@st.cache_resource(max_entries=16)
def _situation(version_id: int, weeks: int, model: ServedModel, _operation: Operation) -> Situation:
    return load_situation(resources(), _operation, weeks)


def situation(opened: OpenOperation, weeks: int) -> Situation:
    """People, cover and needs on the planning day."""
    return _situation(opened.version.id, weeks, _served(), opened.operation)


def calendar_day() -> pd.Timestamp:
    """The day people live in, not the one an operation is planned from."""
    return pd.Timestamp(resources().store.now()).tz_localize(None).normalize()


@st.cache_data(max_entries=8)
def _brief_page(
    version_id: int,
    plan: tuple[str, str, bool],
    model: ServedModel,
    code: str,
    level: Sensitivity,
    day: pd.Timestamp,
    _opened: OpenOperation,
    _audited: AuditedPlan,
) -> bytes:
    number = _opened.version.number
    return brief_for_screen(resources(), _opened.operation, _audited, LANGUAGES[code], level, day, number)


def brief_page(opened: OpenOperation, audited: AuditedPlan, code: str, level: Sensitivity) -> bytes:
    """The one-page brief in a language, as a web page to look at."""
    has_pro_rata = solved_pro_rata(resources(), opened.operation, audited.plan) is not None
    # the key of a plan leaves its name out, and the brief says it
    about = audited.key, audited.plan.scenario.name, has_pro_rata
    return _brief_page(opened.version.id, about, _served(), code, level, calendar_day(), opened, audited)


@st.cache_resource
def standards() -> KnownStandards:
    """Profiles of known standards, read and checked once per process."""
    return known_standards(resources().settings.standards)


@st.cache_resource(max_entries=3)
def _preview(
    question: str, digest: str, remembered: str, _question: UploadQuestion, _before: Operation | None,
    _files: Mapping[str, bytes],
) -> Preview:  # fmt: skip
    return read_upload(resources(), _question, _files, _before, standards())


@st.cache_resource
def reading_room() -> ReadingRoom:
    """Where large uploads are read, once per server; its processes end with the server."""
    return ReadingRoom(PROJECT)


def preview(
    current: OpenOperation | None, files: Mapping[str, bytes], digest: str, how: How, mending: Mending,
    answers: ImportAnswers = NO_ANSWERS,
) -> Preview | Reading:  # fmt: skip
    """What an upload would change; read and checked once per content and answers, however often the page is drawn.

    A large one is read beside the pages: its reading comes back until it has ended, and where it failed.
    """
    question = UploadQuestion(current.version.id if current else 0, how, calendar_day(), mending, answers)
    remembered = stamp_of_what_is_kept(resources())
    if sum(map(len, files.values())) <= READ_AT_ONCE_BYTES:
        before = current.operation if current else None
        return _preview(question.to_text(), digest, remembered, question, before, files)
    key = sha256(f"{digest} {remembered} {question.to_text()}".encode()).hexdigest()
    reading_room().ask(key, question, files)
    reading = reading_room().wait(key, PATIENCE_SECONDS)
    assert reading is not None  # asked for a moment ago; only an ended one gives way
    return reading.preview if reading.preview is not None else reading


@st.cache_resource(max_entries=8)
def _effect(
    version_id: int, after: str, model: ServedModel | None, _before: Operation | None, _after: Operation
) -> pd.DataFrame:
    return effect_of_change(resources(), _before, _after)


def effect(current: OpenOperation | None, after: Operation) -> pd.DataFrame:
    """What an upload means for people, shelves and needs."""
    version_id = current.version.id if current else 0
    before = current.operation if current else None
    model = None if stored_versions(resources())[1] is None else _served()
    return _effect(version_id, after.fingerprint, model, before, after)


@st.cache_resource(max_entries=8)
def _submission_review(number: int, newest: int, plan: int, model: ServedModel | None) -> SubmissionReview:
    return review_submission(resources(), number)


def submission_review(submission: Submission) -> SubmissionReview:
    """What a submission would change, looked at anew once a newer version, plan or model is there."""
    store = resources().store
    newest = store.latest_version(submission.operation)
    plan = newest_approved_plan(resources(), submission.operation)
    model = None if stored_versions(resources())[1] is None else _served()
    return _submission_review(submission.id, newest.id if newest else 0, plan.id if plan else 0, model)


@st.cache_resource(max_entries=8)
def _proposal_review(number: int, newest: int, plan: int) -> ProposalReview:
    return review_proposal(resources(), number)


def proposal_review(proposal: Proposal) -> ProposalReview:
    """What a proposed plan does and takes away, looked at anew once a newer version or approved plan is there."""
    newest = resources().store.latest_version(proposal.operation)
    plan = newest_approved_plan(resources(), proposal.operation)
    return _proposal_review(proposal.id, newest.id if newest else 0, plan.id if plan else 0)


@st.cache_resource(max_entries=8)
def _findings(version_id: int, today: pd.Timestamp, _operation: Operation) -> tuple[Finding, ...]:
    return current_findings(_operation, today, standards())


def findings(opened: OpenOperation) -> tuple[Finding, ...]:
    """Questions and notes about the data version that is shown."""
    return _findings(opened.version.id, calendar_day(), opened.operation)


@st.cache_resource(max_entries=8)
def _receiving(
    version_id: int, dispatches: tuple[int, ...], waiting: tuple[int, ...], as_of: pd.Timestamp, _opened: OpenOperation
) -> Receiving:
    return waybills_of(resources(), _opened.operation, _opened.version.operation, as_of)


def receiving(opened: OpenOperation) -> Receiving:
    """Waybills issued here and what was received of them; looked at anew as soon as somebody issues or enters any."""
    name = opened.version.operation
    dispatches = tuple(dispatch.id for dispatch in resources().store.waybills.dispatches(name))
    waiting = tuple(submission.id for submission in waiting_submissions(resources(), name))
    as_of = recorded_until(resources(), opened.operation, name, calendar_day().date())
    return _receiving(opened.version.id, dispatches, waiting, as_of, opened)


def cycle(opened: OpenOperation, proposal: Proposal) -> Cycle:
    """What became of an approved plan so far."""
    return look_back(opened.operation, approved_plan(proposal).plan, receiving(opened))


@st.cache_resource(max_entries=8)
def _questions(version_id: int, _operation: Operation) -> tuple[CountQuestion, ...]:
    return count_questions(_operation)


def questions_about_counts(opened: OpenOperation) -> tuple[CountQuestion, ...]:
    """Open questions about the counts of the data version that is shown."""
    return _questions(opened.version.id, opened.operation)


@st.cache_resource(max_entries=32)
def _kept_plans() -> dict[str, AuditedPlan]:
    return {}


@st.cache_resource(max_entries=16)
def _changed_situation(
    version_id: int, question: str, model: ServedModel, weeks: int, _changed: Operation
) -> Situation:
    return load_situation(resources(), _changed, weeks)


def situation_in(opened: OpenOperation, scenario: Scenario) -> Situation:
    """People, cover and needs on the planning day as a scenario would have them, over its weeks."""
    model = _served()
    changed = apply_scenario(opened.operation, scenario)
    return _changed_situation(opened.version.id, scenario.key, model, scenario.weeks, changed)


@st.cache_resource(max_entries=32)
def _today(
    plan_key_: str, version_id: int, question: str, model: ServedModel, _opened: OpenOperation, _scenario: Scenario,
    _audited: AuditedPlan | None,
) -> Today:  # fmt: skip
    changed, situation_ = apply_scenario(_opened.operation, _scenario), situation_in(_opened, _scenario)
    return read_today(_opened.operation, changed, situation_, _audited.plan if _audited else None)


def today(opened: OpenOperation, scenario: Scenario, audited: AuditedPlan | None) -> Today:
    """The first page's answer: what runs out, who is short, what to do first."""
    key, model = audited.key if audited else "", _served()
    return _today(key, opened.version.id, scenario.key, model, opened, scenario, audited)


@st.cache_resource(max_entries=16)
def _needs(
    version_id: int, question: str, weeks: int, model: ServedModel, _changed: Operation
) -> tuple[PeopleForecast, pd.DataFrame, tuple[str, ...]]:
    start = _changed.planning_start
    needs_ = needs_of_people(resources(), _changed, start, weeks, version=model.version)
    return forecast_people(resources(), _changed, start, weeks, model.version), needs_.table, needs_.notes


def needs(
    opened: OpenOperation, scenario: Scenario, weeks: int
) -> tuple[PeopleForecast, pd.DataFrame, tuple[str, ...]]:
    """Forecast, needs (``NeedsTable``, median) and notes of what was estimated, with a scenario applied."""
    model = _served()
    return _needs(opened.version.id, scenario.key, weeks, model, apply_scenario(opened.operation, scenario))


@st.cache_resource(max_entries=4)
def _recovered(version_id: int, _operation: Operation) -> RecoveredDemand | None:
    return recovered_demand(_operation)


def recovered(opened: OpenOperation) -> RecoveredDemand | None:
    """Demand behind the stock reports, where an empty shelf hid it; None without reports."""
    return _recovered(opened.version.id, opened.operation)


@st.cache_resource(max_entries=8)
def _past(version_id: int, weeks: int, threshold: float, _operation: Operation) -> PastDistributions | None:
    return past_distributions(_operation, weeks, threshold)


def past(opened: OpenOperation, weeks: int, threshold: float) -> PastDistributions | None:
    """What was handed out against need, in periods of so many weeks; None where nothing is on record."""
    return _past(opened.version.id, weeks, threshold, opened.operation)


@st.cache_resource(max_entries=12, show_spinner=False)
def _goes_with(version_id: int, about: About, _operation: Operation) -> Factors:
    return what_goes_with(_operation, about)


def goes_with(opened: OpenOperation, about: About) -> Factors:
    """What shortage, delay or loss goes with."""
    return _goes_with(opened.version.id, about, opened.operation)


KEPT_PLANS, KEPT_REPORTS, KEPT_FAIRNESS, KEPT_OUTLOOKS, KEPT_DISPATCHES = 64, 8, 16, 8, 32
KEPT_ACTIONS = 16


@dataclass(frozen=True)
class Asked(Generic[Answered]):
    """What the worker answered, or the job that is still to find it or that failed; neither where nobody asked yet."""

    key: str
    answer: Answered | None
    job: Job | None

    def is_under_way(self) -> bool:
        """Whether an answer may still come."""
        return self.answer is None and (self.job is None or self.job.is_under_way())


def _from_worker(
    key: str, find: Callable[[], Answered | None], ask: Callable[[], Job], patience_seconds: float
) -> Asked[Answered]:
    """What was answered before, or what comes of asking within so many seconds."""
    known = find()
    if known is not None:
        return Asked(key, known, None)
    job = worker().join(key, this_session())
    if job is None or job.state == "done":
        ask()
    job = worker().wait(key, patience_seconds, this_session())
    return Asked(key, find(), job)


def _kept(kept: dict[str, Answered], question: str, most: int, find: Callable[[], Answered | None]) -> Answered | None:
    """What is kept under a question, else what is found, kept from now on; the oldest give way."""
    # sessions share what is kept: another one may take an entry away between two lines
    found = kept.get(question) or find()
    if found is not None and question not in kept:
        for oldest in list(kept)[: max(0, len(kept) - most + 1)]:
            kept.pop(oldest, None)
        kept[question] = found
    return found


def plan(opened: OpenOperation, scenario: Scenario, patience_seconds: float = PATIENCE_SECONDS) -> Asked[AuditedPlan]:
    """The plan of a scenario, solved by the worker where it is not known yet.

    Waits a little, so that a small operation is drawn at once; a longer solve comes back as its job.
    """
    key = plan_key(resources(), opened.operation, scenario)

    def find() -> AuditedPlan | None:
        return _kept(_kept_plans(), key + scenario.name, KEPT_PLANS, lambda: cached_plan(resources(), key, scenario))

    return _from_worker(key, find, lambda: _ask_plan(key, opened, scenario), patience_seconds)


def _ask_plan(key: str, opened: OpenOperation, scenario: Scenario) -> Job:
    return worker().ask(key, opened.version.id, scenario, this_session())


def solve_again(opened: OpenOperation, scenario: Scenario, key: str) -> None:
    """Ask anew for a plan that was cut short; the one there is goes."""
    for question in [kept for kept in _kept_plans() if kept.startswith(key)]:
        _kept_plans().pop(question, None)
    resources().results.discard(key)
    _ask_plan(key, opened, scenario)


def let_go(key: str) -> None:
    """Stop making a plan that its asker has moved on from; one that is made already stays."""
    worker().let_go(key, this_session())


def cancel(key: str) -> None:
    """Stop waiting for an answer; where nobody else waits for it, its making ends."""
    worker().cancel(key, this_session())


def under_way(key: str) -> Job | None:
    """The job of an answer as this session sees it; one that looks on waits for it too."""
    return worker().join(key, this_session())


def forget(key: str) -> None:
    """Drop what is known of a job that ended, so that it can be asked for anew."""
    worker().forget(key, this_session())


def ask_question(opened: OpenOperation, key: str, question: dict[str, Any], patience_seconds: float) -> None:
    """Ask a question about a plan, and wait a little for the answer."""
    worker().ask_question(key, opened.version.id, question, this_session())
    worker().wait(key, patience_seconds, this_session())


@st.cache_resource
def _kept_reports() -> dict[str, BacktestReport]:
    return {}


def backtest(opened: OpenOperation, patience_seconds: float = PATIENCE_SECONDS) -> Asked[BacktestReport]:
    """The backtest of the served model on the operation, made by the worker where it is not known yet."""
    model = resources().registry.current_version()
    key = report_key(resources(), opened.operation, model)
    # names of camps and open questions are of the data version; the forecasts under the key are not
    question = f"{key} {opened.version.id}"

    def find() -> BacktestReport | None:
        return _kept(
            _kept_reports(), question, KEPT_REPORTS, lambda: cached_report(resources(), opened.operation, model)
        )

    return _from_worker(
        key,
        find,
        lambda: worker().ask_backtest(key, opened.version.id, model, WEEKS, this_session()),
        patience_seconds,
    )


@st.cache_resource
def _kept_errors() -> dict[str, pd.DataFrame]:
    return {}


@st.cache_resource(max_entries=8)
def _errors(version_id: int, weeks: int, model: ServedModel, _operation: Operation) -> pd.DataFrame:
    return backtest_errors(resources(), _operation, weeks, model.version)


def errors(opened: OpenOperation, weeks: int, patience_seconds: float = PATIENCE_SECONDS) -> Asked[pd.DataFrame]:
    """Errors of past forecasts by camp, method and horizon; of many counts by the worker, where not known yet."""
    model, operation = _served(), opened.operation
    key = report_key(resources(), operation, model.version, weeks)
    if len(operation.population) <= SCORED_AT_ONCE_COUNTS:
        return Asked(key, _errors(opened.version.id, weeks, model, operation), None)
    return _from_worker(
        key,
        lambda: _kept(_kept_errors(), key, KEPT_REPORTS, lambda: cached_errors(resources(), key)),
        lambda: worker().ask_backtest(key, opened.version.id, model.version, weeks, this_session()),
        patience_seconds,
    )


@st.cache_resource
def _kept_fairness() -> dict[str, FairnessReport]:
    return {}


def fairness(
    opened: OpenOperation, scenario: Scenario, patience_seconds: float = PATIENCE_SECONDS
) -> Asked[FairnessReport]:
    """Every fairness rule on a scenario and the price between them, solved by the worker where not known yet."""
    key = fairness_key(resources(), opened.operation, scenario)

    def find() -> FairnessReport | None:
        return _kept(
            _kept_fairness(), key, KEPT_FAIRNESS, lambda: cached_fairness(resources(), opened.operation, scenario)
        )

    return _from_worker(
        key,
        find,
        lambda: worker().ask_fairness(key, opened.version.id, scenario, this_session()),
        patience_seconds,
    )


@st.cache_resource
def _kept_outlooks() -> dict[str, StockOutlook]:
    return {}


def inventory(
    opened: OpenOperation,
    scenario: Scenario,
    weeks: int,
    with_plan: bool,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Asked[StockOutlook]:
    """Shelves looked ahead under a scenario, with its plan or without one, by the worker where not known yet."""
    about = resources(), opened.operation, scenario, weeks, with_plan
    key = outlook_key(*about)

    def find() -> StockOutlook | None:
        return _kept(_kept_outlooks(), key, KEPT_OUTLOOKS, lambda: cached_outlook(*about))

    def ask() -> Job:
        return worker().ask_inventory(key, opened.version.id, scenario, weeks, with_plan, this_session())

    return _from_worker(key, find, ask, patience_seconds)


@st.cache_resource(max_entries=32)
def _inventory_view(key: str, place_id: str | None, _operation: Operation, _outlook: StockOutlook) -> InventoryView:
    return describe_inventory(_operation, _outlook, place_id)


def inventory_view(
    opened: OpenOperation, scenario: Scenario, asked: Asked[StockOutlook], place_id: str | None
) -> InventoryView | None:
    """The shelves looked ahead as the page draws them, of all places or of one; None where they are not yet known."""
    if asked.answer is None:
        return None
    changed = apply_scenario(opened.operation, scenario.with_arrivals_as_told())
    # names and sectors are of the data version; chances are of the question
    return _inventory_view(f"{asked.key} {opened.version.id}", place_id, changed, asked.answer)


@st.cache_resource(max_entries=64)
def _buffer(
    version_id: int, scenario_key: str, weeks: int, place_id: str, item_id: str, plan_key_: str, model: ServedModel,
    _operation: Operation, _plan: Plan | None,
) -> pd.DataFrame:  # fmt: skip
    return buffer_curve(resources(), _operation, weeks, place_id, item_id, _plan, futures_of(_operation))


def buffer(
    opened: OpenOperation, scenario: Scenario, weeks: int, place_id: str, item_id: str, audited: AuditedPlan | None
) -> pd.DataFrame:
    """What more stock of an item at a place would cost and save."""
    changed = apply_scenario(opened.operation, scenario.with_arrivals_as_told())
    key, plan_of = (audited.key, audited.plan) if audited else ("", None)
    return _buffer(opened.version.id, scenario.key, weeks, place_id, item_id, key, _served(), changed, plan_of)


@st.cache_resource(max_entries=64)
def _tried(
    version_id: int, scenario_key: str, weeks: int, policy: tuple[str, str, float, float, float], model: ServedModel,
    _operation: Operation,
) -> pd.DataFrame:  # fmt: skip
    return try_policy(resources(), _operation, weeks, policy_of(*policy))


def tried_policy(
    opened: OpenOperation, scenario: Scenario, weeks: int, policy: tuple[str, str, float, float, float]
) -> pd.DataFrame:
    """Order advice for a place, an item, a service level, a lead time and a review that a person tries."""
    changed = apply_scenario(opened.operation, scenario.with_arrivals_as_told())
    return _tried(opened.version.id, scenario.key, weeks, policy, _served(), changed)


@st.cache_resource(max_entries=8)
def _lead_times(version_id: int, _operation: Operation) -> pd.DataFrame:
    return lead_times_of_rules(_operation)


def lead_times(opened: OpenOperation) -> pd.DataFrame:
    """Lead times of the reorder rules beside those of past orders; empty where too few orders tell of them."""
    return _lead_times(opened.version.id, opened.operation)


@st.cache_resource(max_entries=32)
def _evenness(plan_key_: str, version_id: int, _operation: Operation, _plan: Plan) -> Evenness:
    return evenness_of(_operation, _plan)


def evenness(opened: OpenOperation, audited: AuditedPlan) -> Evenness:
    """Lorenz curves and Gini coefficients of a plan."""
    return _evenness(audited.key, opened.version.id, opened.operation, audited.plan)


@st.cache_resource(max_entries=32)
def _harm(keys: tuple[str, str], version_id: int, _operation: Operation, _plan: Plan, _pro_rata: Plan) -> Harm:
    return harm_of(_operation, _plan, _pro_rata)


def harm(opened: OpenOperation, audited: AuditedPlan, pro_rata: AuditedPlan) -> Harm:
    """Who gets less by a plan than by pro-rata."""
    keys = audited.key, pro_rata.key
    return _harm(keys, opened.version.id, opened.operation, audited.plan, pro_rata.plan)


@st.cache_resource(max_entries=16)
def _overview(plan_key_: str, version_id: int, _now: Operation, _plan: PlanToDispatch) -> Overview:
    return read_overview(_now, _plan)


def overview(opened: OpenOperation, plan_: PlanToDispatch) -> Overview:
    """What managers look at first, by a plan on record or by that of a scenario."""
    return _overview(plan_.key, opened.version.id, opened.operation, plan_)


@st.cache_resource(max_entries=8)
def _plan_on_record(number: int, key: str) -> PlanToDispatch:
    return plan_on_record(resources(), number)


def approved_plan(proposal: Proposal) -> PlanToDispatch:
    """An approved plan as it is on record."""
    return _plan_on_record(proposal.id, proposal.key)


@st.cache_resource
def _kept_dispatches() -> dict[str, CheckedDispatch]:
    return {}


def dispatch(
    chosen: PlanToDispatch, request: DispatchRequest, patience_seconds: float = PATIENCE_SECONDS
) -> Asked[CheckedDispatch]:
    """Vehicles for a week of a plan, found by the worker where they are not known yet."""
    key = dispatch_key(resources(), chosen.operation, chosen.plan, request)

    def find() -> CheckedDispatch | None:
        return _kept(_kept_dispatches(), key, KEPT_DISPATCHES, lambda: cached_dispatch(resources(), key, request))

    question = dispatch_question(chosen.plan.scenario, request, chosen.proposal)
    return _from_worker(
        key, find, lambda: worker().ask_question(key, chosen.version.id, question, this_session()), patience_seconds
    )


@st.cache_resource(max_entries=16)
def _draft_papers(key: str, plan: str, version_id: int, _chosen: PlanToDispatch, _dispatch: Dispatch) -> DispatchPapers:
    return draft_papers(_chosen, _dispatch)


def papers_of_draft(chosen: PlanToDispatch, checked: CheckedDispatch) -> DispatchPapers:
    """Papers of a dispatch whose waybills are not issued."""
    # equal data may be stored under two names, and the papers say which
    return _draft_papers(checked.key, chosen.key, chosen.version.id, chosen, checked.dispatch)


@st.cache_resource(max_entries=16)
def _issued_papers(number: int, version_id: int, _issued: IssuedDispatch, _operation: Operation) -> DispatchPapers:
    return issued_papers(resources(), _operation, _issued)


def papers_of_issued(chosen: PlanToDispatch, issued: IssuedDispatch) -> DispatchPapers:
    """Papers of the waybills that were issued for a week of a plan."""
    return _issued_papers(issued.id, chosen.version.id, issued, chosen.operation)


@st.cache_resource
def _kept_actions() -> dict[str, Recommended]:
    return {}


def actions(opened: OpenOperation, scenario: Scenario, patience_seconds: float = 0.0) -> Asked[Recommended]:
    """What is worth doing beside the plan of a scenario, weighed by the worker where not known yet."""
    name = opened.version.operation
    about = resources(), opened.operation, scenario, name
    key = actions_key(*about)

    def find() -> Recommended | None:
        return _kept(_kept_actions(), key, KEPT_ACTIONS, lambda: cached_actions(*about))

    question = actions_question(scenario, name)
    return _from_worker(
        key, find, lambda: worker().ask_question(key, opened.version.id, question, this_session()), patience_seconds
    )


def explanation(
    opened: OpenOperation, audited: AuditedPlan, camp_id: str, item_id: str | None, target: float
) -> Asked[Explained]:
    """Why a camp gets what it gets, where it was worked out."""
    about = resources(), opened.operation, audited, camp_id, item_id, target
    key = explain_key(*about)
    return Asked(key, cached_explanation(*about), worker().job(key, this_session()))


def goal(opened: OpenOperation, scenario: Scenario, floor: float, means: Means) -> Asked[Sought]:
    """The least of one means for a floor, where it was worked out."""
    about = resources(), opened.operation, scenario, floor, means
    key = seek_key(*about)
    return Asked(key, cached_goal(*about), worker().job(key, this_session()))


def near_best(opened: OpenOperation, scenario: Scenario, count: int, within: float) -> Asked[NearBest]:
    """Plans nearly as good, where they were found."""
    about = resources(), opened.operation, scenario, count, within
    key = near_best_key(*about)
    return Asked(key, cached_near_best(*about), worker().job(key, this_session()))


def simulation(opened: OpenOperation, scenario: Scenario, asked: SimulationQuestion) -> Asked[Simulation]:
    """What came of policies week by week, where it was simulated."""
    key = simulation_key(resources(), opened.operation, scenario, asked)
    return Asked(key, cached_simulation(resources(), key), worker().job(key, this_session()))


@st.cache_resource(max_entries=64)
def _coverage(plan_key_: str, version_id: int, _operation: Operation, _plan: Plan) -> pd.DataFrame:
    return coverage_of_camps(_operation, _plan)


def coverage(opened: OpenOperation, audited: AuditedPlan) -> pd.DataFrame:
    """Share of need met per camp with its spread."""
    return _coverage(audited.key, opened.version.id, opened.operation, audited.plan)


@st.cache_resource(max_entries=64)
def _least_met(plan_key_: str, version_id: int, _operation: Operation, _plan: Plan) -> pd.DataFrame:
    return least_met_items(_operation, _plan)


def least_met(opened: OpenOperation, audited: AuditedPlan) -> pd.DataFrame:
    """The item each camp gets least of."""
    return _least_met(audited.key, opened.version.id, opened.operation, audited.plan)


@st.cache_resource(max_entries=64)
def _figures(plan_key_: str, version_id: int, _operation: Operation, _audited: AuditedPlan) -> PlanFigures:
    return plan_figures(_operation, _audited)


def figures(opened: OpenOperation, audited: AuditedPlan) -> PlanFigures:
    """The few figures by which plans are set side by side."""
    return _figures(audited.key, opened.version.id, opened.operation, audited)


@st.cache_resource(max_entries=64)
def _comparison(
    keys: tuple[str, str], version_id: int, _operation: Operation, _before: AuditedPlan, _after: AuditedPlan
) -> Comparison:
    return compare_scenarios(_operation, _before, _after)


def comparison(opened: OpenOperation, before: AuditedPlan, after: AuditedPlan) -> Comparison:
    """What changes from one plan to another."""
    return _comparison((before.key, after.key), opened.version.id, opened.operation, before, after)


@st.cache_resource(max_entries=128)
def _why(
    plan_key_: str, camp_id: str, item_id: str | None, version_id: int, _operation: Operation, _audited: AuditedPlan
) -> list[Reason]:
    return why_short(_operation, _audited, camp_id, item_id)


def why(opened: OpenOperation, audited: AuditedPlan, camp_id: str, item_id: str | None = None) -> list[Reason]:
    """Why a camp is short in a plan, of one item or of each it is short of."""
    return _why(audited.key, camp_id, item_id, opened.version.id, opened.operation, audited)


@st.cache_resource(max_entries=16)
def _stress(
    keys: tuple[str, ...], version_id: int, futures: int, threshold: float, _operation: Operation,
    _plans: Mapping[str, Plan],
) -> StressTest:  # fmt: skip
    return stress_plans(_operation, _plans, futures, threshold, resources().settings.parallel)


def stress(opened: OpenOperation, plans: Mapping[str, AuditedPlan], futures: int, threshold: float) -> StressTest:
    """Plans by their words over many futures of need; the one asked about first."""
    keys = tuple(f"{words} {audited.key}" for words, audited in plans.items())
    found = {words: audited.plan for words, audited in plans.items()}
    return _stress(keys, opened.version.id, futures, threshold, opened.operation, found)


@st.cache_resource(max_entries=64)
def _traffic(plan_key_: str, version_id: int, _operation: Operation, _plan: Plan | None) -> pd.DataFrame:
    return camp_traffic(_operation, _plan)


def traffic(opened: OpenOperation, audited: AuditedPlan | None) -> pd.DataFrame:
    """What each camp got last and gets next."""
    plan_of = audited.plan if audited else None
    return _traffic(audited.key if audited else "", opened.version.id, opened.operation, plan_of)


@st.cache_resource(max_entries=32)
def _ration(version_id: int, question: RationQuestion, _operation: Operation) -> AuditedRation:
    return design_audited_ration(_operation, question)


def ration(opened: OpenOperation, question: RationQuestion) -> AuditedRation:
    """The ration of least cost for a question, audited."""
    return _ration(opened.version.id, question, opened.operation)
