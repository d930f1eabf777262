"""Fetch: ask the sources configured for an operation, and submit what is new for approval by a person."""

from core.connectors import Connectors
from core.errors import AidError
from core.services.connectors.fetch import fetch as fetch_one
from core.services.flow_steps.flow import Flow, FlowContext, Step, Values, Worked
from core.services.submit_data import draft_of_upload, submit_data
from core.services.submit_files import read_submission_of


def fetch(context: FlowContext, values: Values) -> Worked:
    """Ask each source once; one that fails is told and stops no other, and nothing that is published changes."""
    told: list[str] = []
    submissions: list[int] = []
    faults: list[str] = []
    resources, operation = context.resources, values["operation"]
    notes = [submission.note for submission in resources.store.submissions.of(operation)]
    for connector in Connectors(resources.settings.home).all():
        if connector.operation != operation:
            continue
        try:
            fetched = fetch_one(resources, connector.name, context.actor, tell=context.tell)
            begins = f"Fetched by connector {connector.name}, table "
            note = begins + fetched.record.told["table_sha256"][:12]
            # what a person rejected is not put before them again until the source says something else than last time
            if note == next((known for known in notes if known.startswith(begins)), None):
                told.append(f"{connector.name}: nothing new.")
                continue
            preview, current = read_submission_of(resources, {fetched.file: fetched.table}, operation, "add")
            made = submit_data(resources, draft_of_upload(preview, current, note), context.actor)
            submissions.append(made.id)
            told.append(f"{connector.name}: submission {made.id} waits for approval.")
        except AidError as error:
            faults.append(connector.name)
            told.append(f"{connector.name}: {error.message}")
    return Worked({"submissions": submissions, "faults": faults}, " ".join(told) or "No source is configured for it.")


FETCH = Flow(
    "fetch",
    "Ask the sources configured for an operation; what is new is submitted for approval.",
    ("operation",),
    (Step("fetch", ("operation",), ("submissions", "faults"), fetch, tries=1, is_repeatable=False),),
)
