"""Jobs: handed over, watched by any process, cancelled, interrupted, found again."""

import time

import pytest

from core.domain.access import alone
from core.domain.scenario import Scenario
from core.services.jobs_on_record import put_on_record
from core.services.long_work import plan_work
from core.services.open_operation import open_operation
from tests.api_server import ended
from tests.unit.entrypoints.api.conftest import client_of, tight

PLAN = {"scenario": {"weeks": 2}}


def test_a_plan_is_taken_on_made_and_read(client, operation_path):
    taken = client.post(f"{operation_path}/plans", json=PLAN)
    assert taken.status_code == 202
    job = taken.json()
    assert taken.headers["location"] == f"/api/v1/jobs/{job['id']}"
    assert ended(client, job["id"])["state"] == "done"
    result = client.get(f"/api/v1/jobs/{job['id']}/result")
    assert result.json()["values"]["audit"]["passed"] is True
    assert result.json()["values"]["summary"]["status"]
    shipped = client.get(f"/api/v1/jobs/{job['id']}/tables/shipments?limit=3").json()
    assert shipped["total"] == result.json()["tables"]["shipments"]
    assert client.get(f"/api/v1/jobs/{job['id']}/tables/nothing").status_code == 404
    have = {"If-None-Match": result.headers["etag"]}
    assert client.get(f"/api/v1/jobs/{job['id']}/result", headers=have).status_code == 304
    again = client.post(f"{operation_path}/plans", json=PLAN).json()
    assert (again["state"], again["key"]) == ("done", job["key"])
    _questions_about_the_plan(client, operation_path)


def _questions_about_the_plan(client, operation_path):
    """What is asked about a plan that is made: why, on many futures, written down, proposed, approved."""
    why = client.post(f"{operation_path}/reasons", json={**PLAN, "camp": "north"}).json()
    assert ended(client, why["id"])["state"] == "done"
    assert client.get(why["links"]["result"]).json()["values"]["sentences"]["why"]
    stress = client.post(f"{operation_path}/stress", json={**PLAN, "futures": 10}).json()
    assert ended(client, stress["id"])["state"] == "done"
    assert 0 <= client.get(stress["links"]["result"]).json()["values"]["summary"]["chance_any_under"] <= 1
    report = client.post(f"{operation_path}/reports", json={**PLAN, "formats": ["hxl"]})
    assert report.content[:2] == b"PK"
    proposed = client.post(f"{operation_path}/proposals", json={**PLAN, "note": "as agreed"})
    assert proposed.status_code == 201
    number = proposed.json()["id"]
    assert (
        client.post(f"/api/v1/proposals/{number}/approve", json={"reason": "looks right"}).json()["state"] == "approved"
    )
    assert client.post(f"/api/v1/proposals/{number}/approve", json={}).status_code == 409


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("reasons", {**PLAN, "camp": "north"}),
        ("reports", {**PLAN, "formats": ["hxl"]}),
        ("proposals", PLAN),
        ("dispatches", {**PLAN, "week": "2026-11-08"}),
    ],
)
def test_what_needs_a_plan_says_that_it_is_not_made(client, operation_path, subject, body):
    answer = client.post(f"{operation_path}/{subject}", json=body)
    assert answer.status_code == 409
    assert "plan" in answer.json()["hint"]


def test_there_is_no_answer_before_there_is_one(client, resources, operation_path):
    record = _of_another_process(resources, "somewhere:1:a")
    answer = client.get(f"/api/v1/jobs/{record.id}/result")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:aid:StoreError")
    assert client.get("/api/v1/jobs/" + "0" * 32).status_code == 404


def test_another_process_answers_for_a_job_and_can_have_it_cancelled(client, resources, operation_path):
    record = _of_another_process(resources, "somewhere:1:a")
    assert client.get(f"/api/v1/jobs/{record.id}").json()["state"] == "queued"
    assert client.post(f"/api/v1/jobs/{record.id}/cancel").status_code == 202
    assert resources.store.jobs.get(record.id).is_cancel_asked


def test_a_job_whose_process_is_gone_is_interrupted_and_says_to_ask_again(client, resources, operation_path):
    import socket

    record = _of_another_process(resources, f"{socket.gethostname()[:40]}:{2**22 + 1}:a")
    found = client.get(f"/api/v1/jobs/{record.id}").json()
    assert found["state"] == "interrupted"
    assert found["problem"]["hint"].startswith("Ask again")


def test_a_job_whose_process_is_gone_is_done_where_its_answer_is_kept(client, resources, operation_path):
    record = _of_another_process(resources, "somewhere:1:a")
    resources.results.put(record.key, {"summary": {"kept": True}})
    from entrypoints.api import desk

    real = resources.store.now
    import datetime as dt

    resources.store.now = lambda: real() + dt.timedelta(seconds=desk.SILENT_SECONDS + 1)
    assert client.get(f"/api/v1/jobs/{record.id}").json()["state"] == "done"


def test_a_job_that_waits_ends_when_it_is_cancelled(client, operation_path):
    first = client.post(f"{operation_path}/fairness", json={"scenario": {"weeks": 8}}).json()
    waits = client.post(f"{operation_path}/plans", json={"scenario": {"weeks": 3}}).json()
    for job in (waits, first):
        client.post(job["links"]["cancel"])
    assert ended(client, waits["id"])["state"] == "cancelled"
    assert ended(client, first["id"])["state"] in ("cancelled", "done")


def test_a_plan_that_cannot_be_says_which_limits_clash(client, operation_path):
    limit = [{"camp_id": "north", "min_coverage": 1.0}]
    asked = {"scenario": {"weeks": 2, "budget_usd": 0.0, "camp_limits": limit, "stock": []}}
    job = ended(client, client.post(f"{operation_path}/plans", json=asked).json()["id"])
    assert job["state"] == "failed", job
    assert job["problem"]["type"] == "urn:aid:Infeasible"
    assert job["problem"]["limits"]
    assert client.get(job["links"]["result"]).status_code == 409


def test_more_work_than_the_settings_allow_is_refused(resources, operation_path):
    with client_of(resources, tight(most_jobs=1)) as client:
        first = client.post(f"{operation_path}/fairness", json={"scenario": {"weeks": 8}})
        second = client.post(f"{operation_path}/plans", json={"scenario": {"weeks": 3}})
        assert (first.status_code, second.status_code) == (202, 429)
        assert second.headers["retry-after"]
        client.post(first.json()["links"]["cancel"])


def test_what_was_under_way_is_interrupted_when_the_api_ends(resources, operation_path):
    with client_of(resources) as client:
        job = client.post(f"{operation_path}/fairness", json={"scenario": {"weeks": 8}}).json()
    assert resources.store.jobs.get(job["id"]).state in ("interrupted", "done")


def test_jobs_are_listed_newest_first(client, resources, operation_path):
    made = [_of_another_process(resources, "somewhere:1:a").id for _ in range(3) if time.sleep(0.01) is None]
    page = client.get("/api/v1/jobs?limit=2").json()
    assert [job["id"] for job in page["items"]] == made[:0:-1]
    assert page["total"] == 3


def _of_another_process(resources, owner):
    opened = open_operation(resources)
    work = plan_work(resources, opened.operation, Scenario(weeks=2))
    from core.services.jobs_on_record import new_job_id

    return put_on_record(resources, new_job_id(), work, opened, alone("api"), owner)
