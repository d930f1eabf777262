"""The application: every address behind one gate, documented with examples that run."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, FastAPI

from core import __version__
from core.services.resources import Resources
from core.services.worker_jobs import PlanWorker
from core.settings import PROJECT
from entrypoints.api.context import ApiContext
from entrypoints.api.desk import JobDesk
from entrypoints.api.gate import MEGABYTE, VERSION_1, Gate, GateLimits
from entrypoints.api.media_type import refuse_other_kinds
from entrypoints.api.problems import DOCUMENTED, Problem, tell_problems
from entrypoints.api.rate import TokenBuckets
from entrypoints.api.routers import (
    deliveries,
    forecasts,
    health,
    imports,
    inventory,
    jobs,
    models,
    needs,
    operations,
    plans,
    reasons,
    reports,
    routes,
    scenarios,
)
from entrypoints.api.scenario_schema import tell_scenarios
from entrypoints.api.settings import ServingSettings

SUBJECTS = (
    *(operations, imports, forecasts, needs, scenarios, plans, reasons, inventory, routes, reports, deliveries),
    *(models, jobs),
)
LOG_FILE = "api-worker.log"


def build_app(resources: Resources, settings: ServingSettings) -> FastAPI:
    """The application of one process; its worker starts with the first job and ends with it."""
    desk = JobDesk(resources, PlanWorker(PROJECT, resources.settings.home / LOG_FILE), settings.limits.most_jobs)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_sync(desk.open)
        try:
            yield
        finally:
            await run_sync(desk.close)

    app = FastAPI(
        title="Refugee Aid Planner",
        version=__version__,
        description=_ABOUT,
        lifespan=lifespan,
        responses=DOCUMENTED,
        redoc_url=None,
        # pages of this kind load their scripts from another host; /openapi.json is what tools read
        docs_url=None,
        separate_input_output_schemas=False,
    )
    app.state.aid = ApiContext(resources, desk, settings)
    app.include_router(health.router)
    version_1 = APIRouter(prefix=VERSION_1, dependencies=[Depends(refuse_other_kinds)])
    for subject in SUBJECTS:
        version_1.include_router(subject.router)
    app.include_router(version_1)
    tell_problems(app)
    processes = settings.server.workers
    buckets = TokenBuckets(settings.rate.burst / processes, settings.rate.requests_per_second / processes)
    limits = GateLimits(int(settings.limits.body_mb * MEGABYTE), int(settings.limits.upload_mb * MEGABYTE))
    app.add_middleware(Gate, resources=resources, buckets=buckets, limits=limits)
    _document(app)
    return app


def _document(app: FastAPI) -> None:
    """Complete the description: the form of problems, how keys are sent, what a request may carry."""
    made = app.openapi

    def complete() -> dict[str, Any]:
        if app.openapi_schema is not None:
            return app.openapi_schema
        told = made()
        parts = told.setdefault("components", {})
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        parts.setdefault("schemas", {}).update({**schema.pop("$defs", {}), "Problem": schema})
        parts["schemas"].pop("HTTPValidationError", None)
        parts["schemas"].pop("ValidationError", None)
        tell_scenarios(told)
        parts["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": _KEYS}}
        for path, methods in told["paths"].items():
            if not path.startswith("/api/"):
                continue
            for method, about in methods.items():
                about["security"] = [{"key": []}, {}]
                if method == "post":
                    about.setdefault("parameters", []).append(_ONCE)
        return told

    app.openapi = complete  # type: ignore[method-assign]


_ABOUT = """Forecasts, needs, plans, reasons, reports: the use cases of the pages, for programs.

Work that takes long is taken on with 202 and a job; its answer is read when the job is done. Errors are problem details
(RFC 9457) with what to do next. Quantities are in item units, shares 0 to 1, days YYYY-MM-DD."""
_KEYS = "`aid api keys create ACCOUNT`; needed as soon as an account exists."
_ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "description": "A name for this request: sent again within 24 hours it is answered again and not done again",
}
