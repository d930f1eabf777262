"""What is stored can be read, in pages, with the figures the commands give."""

from core.services.forecast_people import forecast_people
from core.services.needs_of_people import needs_of_people
from core.services.plain_values import rows_of
from tests.builders import small_operation


def test_an_operation_is_found_by_its_name_and_by_its_id(client, operation_path):
    listed = client.get("/api/v1/operations").json()["items"]
    by_id = client.get(f"/api/v1/operations/{listed[0]['id']}")
    by_name = client.get(operation_path)
    assert by_id.json() == by_name.json()
    assert by_name.json()["tables"]["camps"] == 3


def test_what_is_not_stored_is_told_as_a_problem_with_what_to_do(client):
    answer = client.get("/api/v1/operations/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["type"], problem["status"]) == ("urn:aid:NotFound", 404)
    assert "nowhere" in problem["detail"]
    assert problem["hint"]
    assert problem["request_id"] == answer.headers["x-request-id"]


def test_pages_of_a_table_join_to_the_whole_of_it(client, operation_path):
    address, rows = f"{operation_path}/tables/population?limit=100", []
    while address:
        page = client.get(address).json()
        rows += page["items"]
        address = page["next"]
    assert rows == rows_of(small_operation().population)
    assert page["total"] == len(rows)


def test_a_page_larger_than_the_settings_allow_is_refused(client, operation_path):
    answer = client.get(f"{operation_path}/tables/population?limit=99999")
    assert answer.status_code == 422
    assert "5,000" in answer.json()["detail"]


def test_who_has_an_answer_is_told_that_it_still_holds(client, operation_path):
    first = client.get(operation_path)
    again = client.get(operation_path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_forecast_is_that_of_the_use_case(client, resources, operation_path):
    operation = small_operation()
    expected = forecast_people(resources, operation, operation.planning_start, 3)
    answer = client.get(f"{operation_path}/forecast?weeks=3").json()
    assert answer["items"] == rows_of(expected.table)
    assert answer["model_version"] == resources.registry.current_version()
    assert answer["missing"] == list(expected.missing)


def test_needs_are_those_of_the_use_case(client, resources, operation_path):
    operation = small_operation()
    expected = needs_of_people(resources, operation, operation.planning_start, 2, 0.8)
    answer = client.get(f"{operation_path}/needs?weeks=2&quantile=0.8&limit=5000").json()
    assert answer["items"] == rows_of(expected.table)
    assert answer["notes"] == list(expected.notes)


def test_a_quantile_no_forecast_has_is_refused_in_words(client, operation_path):
    answer = client.get(f"{operation_path}/needs?quantile=0.123")
    assert answer.status_code == 422
    assert "quantile" in answer.json()["detail"]


def test_findings_have_the_codes_of_the_page(client, operation_path):
    answer = client.get(f"{operation_path}/findings").json()
    assert answer["total"] == len(answer["items"])
    assert all({"level", "rule", "message", "suggestion"} <= set(row) for row in answer["items"])


def test_a_scenario_is_kept_found_and_deleted(client, operation_path):
    put = client.put(f"{operation_path}/scenarios/Less money", json={"weeks": 4, "budget_usd": 1000.0})
    assert put.status_code == 200
    assert put.json()["changes"]
    listed = client.get(f"{operation_path}/scenarios").json()["items"]
    assert "Less money" in [one["name"] for one in listed]
    assert client.delete(f"{operation_path}/scenarios/Less money").status_code == 204
    assert client.delete(f"{operation_path}/scenarios/Less money").status_code == 404


def test_a_scenario_that_names_what_is_not_there_is_refused(client, operation_path):
    asked = {"influx": [{"camp_id": "nowhere", "date": "2026-11-10", "people": 5}]}
    answer = client.post(f"{operation_path}/scenarios/check", json=asked)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:aid:InvalidScenario"


def test_a_folder_of_this_machine_cannot_be_named_from_outside(client, operation_path):
    answer = client.post(f"{operation_path}/plans", json={"scenario": {"promised": "/etc"}})
    assert answer.status_code == 422
    assert "key" in answer.json()["detail"]


def test_models_are_listed_with_the_one_that_is_served(client, resources):
    answer = client.get("/api/v1/models").json()
    assert answer["served"] == resources.registry.current_version()
    card = client.get(f"/api/v1/models/{answer['served']}").json()
    assert card["is_served"] is True
    assert card["changed"] == []
    assert client.get("/api/v1/models/none-of-these").status_code == 404
