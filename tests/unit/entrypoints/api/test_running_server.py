"""The real server: its examples run, no request breaks it, and what dies in the middle of work is told."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from click.testing import CliRunner

from core.settings import PROJECT, read_environment
from entrypoints.api import background
from entrypoints.cli import main
from tests.api_server import DEMONSTRATION, ended, free_port, running_api

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server on the demonstration operation for the tests that leave it alive."""
    with running_api(tmp_path_factory.mktemp("api")) as made:
        yield made


def fuzz(server, phases, examples, seconds):
    """Run schemathesis against a server; its own words where it finds anything."""
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{server.address}/openapi.json", "--seed", "1"),
        *("--max-examples", str(examples), "--phases", phases, "--checks", CHECKS, "--no-color"),
        *("--suppress-health-check", "all", "--request-timeout", "120"),
    ]
    # it keeps notes where it runs
    return subprocess.run(command, cwd=server.log.parent, capture_output=True, text=True, timeout=seconds, check=False)


def test_no_request_breaks_the_server_or_has_an_undocumented_answer(server):
    done = fuzz(server, "fuzzing", 2, 240)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.nightly
def test_no_request_of_thousands_breaks_the_server(server):
    done = fuzz(server, "examples,coverage,fuzzing", 30, 3600)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def examples_of(description):
    """A request for each documented operation, from its examples alone."""
    for path, methods in description["paths"].items():
        for method, about in methods.items():
            address, query = path, {}
            for parameter in about.get("parameters", ()):
                schema = parameter["schema"]
                told = parameter.get("examples", schema.get("examples"))
                if told is None:
                    assert not parameter.get("required"), (path, parameter["name"], "has no example")
                    continue
                if parameter["in"] == "path":
                    address = address.replace(f"{{{parameter['name']}}}", quote(str(told[0])))
                else:
                    query[parameter["name"]] = told[0]
            content = about.get("requestBody", {}).get("content", {}).get("application/json")
            body = None
            if content is not None:
                schema = content["schema"]
                if "$ref" in schema and "examples" not in schema:
                    schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
                body = schema["examples"][0]
            yield method, path, address, query, body


@pytest.mark.nightly
def test_every_example_of_the_description_runs(server):
    with server.client() as client:
        description = client.get("/openapi.json").json()
        plan = client.post(f"{DEMONSTRATION}/plans", json={"scenario": {"weeks": 4}}).json()
        assert ended(client, plan["id"], 240)["state"] == "done"
        client.put(f"{DEMONSTRATION}/scenarios/Less money", json={"weeks": 4})
        outcomes, asked_for = {}, []
        requests = [one for one in examples_of(description) if one[1] != "/api/v1/imports"]
        # what is deleted, decided or cancelled goes last
        for method, path, address, query, body in sorted(requests, key=lambda one: one[0] == "delete"):
            answer = client.request(method, address.replace("0" * 32, plan["id"]), params=query, json=body)
            outcomes[f"{method} {path}"] = answer.status_code
            if answer.status_code == 202 and "cancel" not in path:
                asked_for.append(answer.json()["links"]["cancel"])
        for cancel in asked_for:
            client.post(cancel)
    # no waybill is issued and nothing waits for a second person in the demonstration; a job's example is a plan
    excused = {key for key in outcomes if "/submissions/" in key or key.endswith(("/receipts", "/reject"))}
    failed = {key: status for key, status in outcomes.items() if status >= 300 and key not in excused}
    assert failed == {}
    assert {outcomes[key] for key in excused} <= {404, 409, 422}


def test_files_are_imported_with_the_findings_of_the_page(server):
    counts = b"camp_id,date,population,kind\nmahama,2026-11-02,-5,registration\n"
    with server.client() as client:
        told = {"operation": "Great Lakes response", "how": "add"}
        refused = client.post("/api/v1/imports", data=told, files={"files": ("population.csv", counts)})
        assert refused.status_code == 422
        assert [one["level"] for one in refused.json()["findings"]].count("error") >= 1
        right = counts.replace(b"-5", b"61000")
        looked = client.post("/api/v1/imports", data=told, files={"files": ("population.csv", right)}).json()
        assert (looked["written"], looked["tables"]) == (False, {"population": 1})
        told["write"] = "true"
        done = client.post("/api/v1/imports", data=told, files={"files": ("population.csv", right)}).json()
        assert done["written"] is True
        newest = client.get(DEMONSTRATION).json()
        assert newest["data_version"] == done["data_version"]


@pytest.mark.nightly
def test_a_promoted_model_answers_from_the_next_request_on(tmp_path):
    models = tmp_path / "models"
    shutil.copytree(read_environment().models, models)
    first = (models / "CURRENT").read_text().strip()
    shutil.copytree(models / first, models / "another.1")
    with running_api(tmp_path / "home", AID_MODELS=str(models)) as server, server.client() as client:
        asked = f"{DEMONSTRATION}/forecast?weeks=2"
        assert client.get(asked).json()["model_version"] == first
        (models / "CURRENT.new").write_text("another.1\n")
        os.replace(models / "CURRENT.new", models / "CURRENT")
        assert client.get(asked).json()["model_version"] == "another.1"
        assert server.process.poll() is None


@pytest.mark.nightly
def test_a_server_killed_in_the_middle_of_a_plan_loses_nothing_that_was_acknowledged(tmp_path):
    home = tmp_path / "home"
    with running_api(home) as other, other.client() as asking_other:
        with running_api(home) as first, first.client() as client:
            name = {"Idempotency-Key": "kept"}
            kept = client.put(f"{DEMONSTRATION}/scenarios/Kept", json={"weeks": 3}).json()
            row = {"camp_id": "mahama", "item_id": "maize-flour", "date": "2026-10-30", "quantity": 7.0}
            saved = client.post(f"{DEMONSTRATION}/deliveries", json={"rows": [row]}, headers=name)
            job = client.post(f"{DEMONSTRATION}/fairness", json={"scenario": {"weeks": 8}}).json()
            first.process.kill()
            first.process.wait()
        found = asking_other.get(f"/api/v1/jobs/{job['id']}").json()
        assert found["state"] == "interrupted"
        assert found["problem"]["hint"].startswith("Ask again")
        scenarios = asking_other.get(f"{DEMONSTRATION}/scenarios").json()["items"]
        assert kept["scenario"]["weeks"] in [one.get("weeks") for one in scenarios if one["name"] == "Kept"]
        again = asking_other.post(f"{DEMONSTRATION}/deliveries", json={"rows": [row]}, headers=name)
        assert (again.status_code, again.content) == (201, saved.content)
        assert asking_other.get(f"{DEMONSTRATION}/versions").json()["total"] == 2


@pytest.mark.nightly
def test_the_api_starts_tells_and_ends_in_the_background(home):
    run, port = CliRunner().invoke, str(free_port())
    assert json.loads(run(main, ["api", "status", "--json"]).output) == {"running": False, "ready": False}
    # by a process of its own: what it starts stays when it has ended
    command = [sys.executable, "-m", "entrypoints.cli", "api", "start", "--port", port, "--json"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=True)
    started = json.loads(done.stdout)
    try:
        assert httpx.get(f"{started['address']}/readyz").status_code == 200
        twice = run(main, ["api", "start", "--port", port])
        assert twice.exit_code == 1
        assert "runs already" in twice.output
        assert json.loads(run(main, ["api", "status", "--json"]).output)["ready"] is True
    finally:
        assert json.loads(run(main, ["api", "stop", "--json"]).output)["ended"] == started["pid"]
    assert run(main, ["api", "stop"]).exit_code == 0
    assert not (home / background.PID_FILE).exists()


def test_a_file_of_a_process_that_is_gone_counts_for_nothing(home):
    home.mkdir(parents=True)
    told = {"pid": os.getpid(), "born": "1", "address": "http://127.0.0.1:1"}
    (home / background.PID_FILE).write_text(json.dumps(told))
    assert background.running(home) is None
    assert background.stop(home) is None
    assert Path(f"/proc/{os.getpid()}").exists()


def test_a_start_that_fails_leaves_nothing_behind(home, tmp_path):
    wrong = tmp_path / "serving.toml"
    wrong.write_text('[server]\nhost = "0.0.0.0"\n')
    answer = CliRunner().invoke(main, ["api", "start", "--settings", str(wrong), "--port", str(free_port())])
    assert answer.exit_code == 1
    assert "could do everything" in answer.output
    assert [path.name for path in home.glob("api.pid*")] == []
