"""The gate: who is let in, how often, how much, and what was asked before."""

import pytest

from core.registry import Served
from entrypoints.api.settings import RatePart, ServingSettings
from tests.unit.entrypoints.api.conftest import client_of, tight


def test_every_answer_has_an_id_and_one_that_was_sent_is_kept(client):
    assert len(client.get("/healthz").headers["x-request-id"]) == 32
    assert client.get("/healthz", headers={"X-Request-ID": "mine-7"}).headers["x-request-id"] == "mine-7"
    assert client.get("/healthz", headers={"X-Request-ID": "two words"}).headers["x-request-id"] != "two words"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "planner.example"},
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=["a name that was made to lead here", "a page of another address", "what a browser says itself"],
)
def test_without_accounts_only_programs_of_this_machine_are_served(client, headers):
    answer = client.get("/api/v1/operations", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:aid:NotAllowed"


def test_a_body_larger_than_allowed_is_refused_before_it_is_read(resources, operation_path):
    with client_of(resources, tight(body_mb=0.001)) as client:
        answer = client.post(f"{operation_path}/scenarios/check", json={"name": "x" * 2000})
        assert answer.status_code == 413
        small = client.post(f"{operation_path}/scenarios/check", json={"name": "x" * 20})
        assert small.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"weeks": NaN}',
        b'{"weeks": -Infinity}',
        b'{"name": "\\ud800"}',
        b'{"name": "\\u0000"}',
        b"\xff",
        b"[" * 100_000,
    ],
    ids=["cut off", "not a number", "endless", "half a character", "NUL", "no UTF-8", "nested"],
)
def test_a_body_that_is_no_plain_json_is_refused(client, operation_path, body):
    headers = {"Content-Type": "application/json"}
    answer = client.post(f"{operation_path}/scenarios/check", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_words_that_look_like_numbers_that_are_none_are_text_inside_of_text(client, operation_path):
    assert client.post(f"{operation_path}/scenarios/check", json={"name": 'To "Infinity"'}).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", None]
)
def test_a_body_of_another_kind_than_is_read_is_415_and_named(client, operation_path, kind):
    headers = {} if kind is None else {"Content-Type": kind}
    answer = client.post(f"{operation_path}/scenarios/check", content=b'{"weeks": 4}', headers=headers)
    assert answer.status_code == 415, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:aid:UnsupportedMediaType"
    assert "application/json was expected" in answer.json()["detail"]


def test_json_where_files_are_read_is_415_too_and_a_kind_of_json_is_json(client, operation_path):
    answer = client.post("/api/v1/imports", json={"operation": "x"})
    assert (answer.status_code, "multipart/form-data was expected" in answer.json()["detail"]) == (415, True)
    headers = {"Content-Type": "application/merge-patch+json"}
    checked = client.post(f"{operation_path}/scenarios/check", content=b'{"weeks": 4}', headers=headers)
    assert checked.status_code == 200
    described = client.get("/openapi.json").json()["paths"]["/api/v1/imports"]["post"]
    assert described["responses"]["415"]["description"] == "The body is of another kind than is read here"


@pytest.mark.parametrize("value", [True, "0.5", 1.5, -1])
def test_what_is_no_share_is_not_taken_for_one(client, operation_path, value):
    answer = client.post(f"{operation_path}/goals", json={"floor": value, "means": "budget"})
    assert answer.status_code == 422
    assert answer.json()["findings"][0]["column"] == "body.floor"


def test_who_asks_too_often_is_told_when_to_ask_again(resources, operation_path):
    slow = ServingSettings(rate=RatePart(burst=2, requests_per_second=0.5))
    with client_of(resources, slow) as client:
        answers = [client.get("/api/v1/models") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2].headers["retry-after"] == "2"
        assert client.get("/healthz").status_code == 200


def test_the_same_request_with_its_name_is_answered_again_and_not_done_again(client, operation_path):
    rows = {"rows": [{"camp_id": "north", "item_id": "cereal", "date": "2026-10-01", "quantity": 5.0}]}
    name = {"Idempotency-Key": "delivery-1"}
    first = client.post(f"{operation_path}/deliveries", json=rows, headers=name)
    again = client.post(f"{operation_path}/deliveries", json=rows, headers=name)
    assert first.status_code == 201
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotent-replayed"] == "true"
    versions = client.get(f"{operation_path}/versions").json()["total"]
    assert versions == 2


def test_the_same_name_with_another_request_is_refused_and_named(client, operation_path):
    name = {"Idempotency-Key": "check-1"}
    assert client.post(f"{operation_path}/scenarios/check", json={"weeks": 4}, headers=name).status_code == 200
    answer = client.post(f"{operation_path}/scenarios/check", json={"weeks": 5}, headers=name)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:aid:IdempotencyKeyReused"


def test_a_request_whose_first_answer_was_lost_is_not_done_again(client, resources, operation_path):
    name = {"Idempotency-Key": "lost-1"}
    client.post(f"{operation_path}/scenarios/check", json={"weeks": 4}, headers=name)
    from core.store.database import once_only_answers

    with resources.store._transaction() as connection:
        connection.execute(once_only_answers.update().values(status=0, body=b""))
    answer = client.post(f"{operation_path}/scenarios/check", json={"weeks": 4}, headers=name)
    assert answer.status_code == 409
    assert "interrupted" in answer.json()["detail"]


def test_addresses_and_methods_that_are_none_are_problems_too(client):
    assert client.get("/api/v1/nothing").json()["type"] == "urn:aid:NotFound"
    answer = client.put("/api/v1/operations")
    assert (answer.status_code, answer.json()["type"]) == (405, "urn:aid:MethodNotAllowed")


def test_what_nobody_expected_is_told_without_what_it_was(client, resources, monkeypatch, operation_path):
    def broken(*_):
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("entrypoints.api.routers.models.stored_versions", broken)
    answer = client.get("/api/v1/models")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_store_that_cannot_be_used_is_503(client, resources, tmp_path):
    resources.store.close()
    resources.store.url = f"sqlite:///{tmp_path / 'no.sqlite'}"
    (tmp_path / "no.sqlite").write_bytes(b"this is not a database, however long one reads in it" * 100)
    answer = client.get("/api/v1/models")
    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:aid:StoreUnavailable"
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_figures_for_prometheus_count_by_route_and_not_by_address(client, operation_path):
    client.get(operation_path)
    client.request("FOO", operation_path)
    told = client.get("/metrics").text
    assert 'aid_api_requests_total{method="GET",route="/api/v1/operations/{operation}",status="200"}' in told
    assert "aid_api_request_seconds_bucket" in told
    assert "aid_api_jobs_under_way 0.0" in told
    assert "FOO" not in told
    assert small_name(operation_path) not in told
    assert "aid_store_up 1.0" in told


def test_figures_are_for_this_machine(resources):
    with client_of(resources, machine="192.0.2.7") as stranger:
        assert stranger.get("/metrics").status_code == 403


def test_a_model_that_answers_in_place_of_another_is_named(resources, client, monkeypatch):
    monkeypatch.setattr(resources.registry, "served", lambda: Served("1", "2", "a file of it differs from its hash"))
    ready = client.get("/readyz").json()
    assert (ready["model"], ready["in_place_of"]) == ("1", "2")
    listed = client.get("/api/v1/models").json()
    assert (listed["served"], listed["in_place_of"], listed["fault"]) == ("1", "2", ready["fault"])


def small_name(path):
    """Name of the operation in an address."""
    return path.rsplit("/", 1)[1]
