"""Jobs, once-only answers and keys of the API in the store, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.domain.access import Scope, alone
from core.errors import NotFound, StoreError
from core.store import JobState, NewJob
from tests.builders import small_operation

WHO = alone("page", "Amina")


@pytest.fixture
def job(store):
    version = store.save_version(small_operation(), parent=None)
    new = NewJob("a" * 32, version.operation, version.id, "plan", "b" * 64, {"scenario": {}}, "Amina", "host:1:x")
    return store.jobs.begin(new, is_done=False)


def test_a_job_is_read_as_it_was_begun(store, job):
    assert store.jobs.get(job.id) == job
    assert (job.state, job.question, job.is_under_way()) == (JobState.QUEUED, {"scenario": {}}, True)
    with pytest.raises(NotFound):
        store.jobs.get("c" * 32)


def test_a_job_that_has_ended_stays_as_it_ended(store, job):
    store.jobs.tell(job.id, JobState.FAILED, 0.4, "Failed", {"kind": "Infeasible"})
    store.jobs.tell(job.id, JobState.RUNNING, 0.5, "Late words")
    found = store.jobs.ask_cancel(job.id)
    assert (found.state, found.message, found.is_cancel_asked) == (JobState.FAILED, "Failed", False)
    assert found.failure == {"kind": "Infeasible"}
    assert store.jobs.of_owner("host:1:x") == []


def test_a_job_under_way_is_found_by_its_owner_and_can_be_cancelled_by_all(store, job):
    assert store.jobs.ask_cancel(job.id).is_cancel_asked
    assert [one.id for one in store.jobs.of_owner("host:1:x")] == [job.id]
    assert [one.id for one in store.jobs.silent(-3600)] == [job.id]
    assert store.jobs.page(0, 10)[1] == store.jobs.page(0, 10, job.operation)[1] == 1
    assert store.jobs.page(0, 10, "another")[1] == 0


def test_only_one_of_many_requests_of_one_name_is_let_through(store):
    def begin(_):
        return store.once_only.begin("asker", "name", "hash")

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(begin, range(8)))
    assert found.count(None) == 1
    assert all(one is None or one.status == 0 for one in found)


def test_an_answer_is_kept_for_its_asker_alone(store):
    store.once_only.begin("asker", "name", "hash")
    store.once_only.keep("asker", "name", 201, {"location": "/x"}, b"{}")
    kept = store.once_only.begin("asker", "name", "hash")
    assert (kept.status, kept.headers, kept.body) == (201, {"location": "/x"}, b"{}")
    assert store.once_only.begin("another", "name", "hash") is None
    store.once_only.forget("asker", "name")
    assert store.once_only.begin("asker", "name", "other hash") is None


def test_a_key_is_found_by_its_secret_until_it_is_ended(store):
    account = store.accounts.add("Amina", None, {"analyst"}, WHO)
    made = store.api_keys.add(account, "secret", "board", {Scope.READ, Scope.PLAN}, WHO, None)
    assert store.api_keys.find("secret") == (made, account)
    assert store.api_keys.find("guess") is None
    ended = store.api_keys.revoke(made.id, WHO)
    assert ended.revoked_by == "Amina"
    with pytest.raises(StoreError, match="before"):
        store.api_keys.revoke(made.id, WHO)
    with pytest.raises(StoreError, match="no API key"):
        store.api_keys.revoke(99, WHO)
    assert [entry.subject for entry in store.decisions.entries()][:2] == [
        "API key 1 of Amina ended",
        "API key 1 of Amina made",
    ]
