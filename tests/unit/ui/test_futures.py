"""Plans beside each other over many futures: one that is missing is not left unsaid."""

import pytest

from core.services.worker_jobs import Job
from ui.plan_page.futures import why_missing


@pytest.mark.parametrize(
    ("job", "told"),
    [
        (None, "being solved"),
        (Job("k", state="running"), "being solved"),
        (Job("k", state="cancelled"), "was cancelled"),
        (Job("k", state="failed", error="Too many camps.", hint="Plan fewer weeks."), "Too many camps. Plan fewer"),
    ],
)
def test_a_plan_that_is_missing_says_why(job, told):
    assert told in why_missing("many futures", job)
