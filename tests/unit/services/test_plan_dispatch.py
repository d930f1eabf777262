"""A dispatch is made once per question, checked, kept in files, and never shown when the check fails."""

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pandas as pd
import pytest

from core.dispatch import DispatchCheck
from core.dispatch_folder import read_dispatch
from core.domain.dispatch import DispatchRequest
from core.domain.scenario import Scenario
from core.domain.schemas import DISPATCH_TABLES
from core.errors import InvalidScenario, InvalidTable, SolverFailed, SourceUnavailable
from core.plan_folder import read_plan, write_plan
from core.services import plan_dispatch as service
from core.services.answer_question import answer_question, dispatch_question, is_question
from core.services.plan_dispatch import (
    cached_dispatch,
    dispatch_key,
    dispatch_request,
    keep_dispatch,
    plan_dispatch,
)
from core.services.plan_distribution import plan_distribution
from core.services.tell_dispatch import dispatch_in_words
from tests.builders import small_operation
from tests.unit.dispatch.hand_made import SUNDAY, operation, plan

REQUEST = DispatchRequest(SUNDAY, iterations=100)
SENT = (("hub_north", "maize", 9000.0), ("hub_south", "stove", 60.0))


def test_the_same_question_is_answered_from_the_cache_with_equal_tables(resources, monkeypatch):
    of, sent = operation(), plan(*SENT)
    first = plan_dispatch(resources, of, sent, REQUEST)
    monkeypatch.setattr("core.dispatch.solve_dispatch", lambda *a, **k: pytest.fail("solved again"))
    again = plan_dispatch(resources, of, sent, REQUEST)
    assert again.key == first.key
    assert again.check.limits_checked == first.check.limits_checked
    for name, table in first.dispatch.tables.items():
        pd.testing.assert_frame_equal(table, again.dispatch.tables[name], check_dtype=False)


def test_every_input_is_part_of_the_key(resources):
    of, sent = operation(), plan(*SENT)
    key = dispatch_key(resources, of, sent, REQUEST)
    assert cached_dispatch(resources, key, REQUEST) is None
    others = [
        dispatch_key(resources, operation(vehicles=None), sent, REQUEST),
        dispatch_key(resources, of, plan(("hub_north", "maize", 9001.0)), REQUEST),
        dispatch_key(resources, of, replace(sent, summary={"planning_start": "2026-11-03"}), REQUEST),
        dispatch_key(resources, of, plan(*SENT, closures=[{"route_id": "hub_north"}]), REQUEST),
        *(
            dispatch_key(resources, of, sent, replace(REQUEST, **{name: value}))
            for name, value in {"seed": 1, "seconds": 2.0, "iterations": 5, "objective": "co2"}.items()
        ),
        dispatch_key(resources, of, sent, REQUEST, pd.DataFrame({"origin_id": ["hub"]})),
        dispatch_key(replace(resources, settings=replace(resources.settings, osrm_url="http://x")), of, sent, REQUEST),
    ]
    assert len({key, *others}) == 1 + len(others)


def test_a_dispatch_that_fails_the_check_is_not_shown(resources, monkeypatch):
    broken = pd.DataFrame({"rule": ["kg"], "vehicle": ["hub/truck/1"], "message": ["too heavy"]})
    monkeypatch.setattr(service, "check_dispatch", lambda *a: DispatchCheck(broken, 1))
    with pytest.raises(SolverFailed, match="too heavy"):
        plan_dispatch(resources, operation(), plan(*SENT), REQUEST)


def test_a_dispatch_survives_its_folder(resources, tmp_path):
    made = plan_dispatch(resources, operation(), plan(*SENT), REQUEST)
    keep_dispatch(made, tmp_path / "dispatch")
    read = read_dispatch(tmp_path / "dispatch")
    assert read.request == REQUEST
    for name in DISPATCH_TABLES:
        pd.testing.assert_frame_equal(read.tables[name], made.dispatch.tables[name], check_dtype=False)
    header = (tmp_path / "dispatch" / "visits.csv").read_text().splitlines()
    assert header[0] == "vehicle,trip,sequence,place_id,arrive,depart,distance_km"
    assert "2026-11-02T06:00:00" in header[1]


def test_a_folder_of_something_else_is_left_alone(resources, tmp_path):
    made = plan_dispatch(resources, operation(), plan(*SENT), REQUEST)
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "visits.csv").write_text("mine")
    (folder / "other").write_text("mine")
    with pytest.raises(SourceUnavailable, match="“other”"):
        keep_dispatch(made, folder)
    with pytest.raises(SourceUnavailable):
        read_dispatch(tmp_path / "nowhere")


def test_a_damaged_dispatch_names_file_and_column(resources, tmp_path):
    keep_dispatch(plan_dispatch(resources, operation(), plan(*SENT), REQUEST), tmp_path / "dispatch")
    visits = tmp_path / "dispatch" / "visits.csv"
    visits.write_text(visits.read_text().replace("2026-11-02T06:00:00", "some time"))
    with pytest.raises(InvalidTable, match=r"visits\.csv, column arrive"):
        read_dispatch(tmp_path / "dispatch")


def test_a_dispatch_says_of_every_trip_whether_it_is_locked(resources, tmp_path):
    keep_dispatch(plan_dispatch(resources, operation(), plan(*SENT), REQUEST), tmp_path / "dispatch")
    trips = tmp_path / "dispatch" / "trips.csv"
    trips.write_text(trips.read_text().replace("False", "perhaps", 1))
    with pytest.raises(InvalidTable, match=r"trips\.csv, column locked"):
        read_dispatch(tmp_path / "dispatch")


def test_the_week_is_the_first_with_shipments_where_none_is_named():
    assert dispatch_request(plan(*SENT), None).week == SUNDAY
    assert dispatch_request(plan(*SENT), None, days="Mon, Wed").working_days == ("Mon", "Wed")
    with pytest.raises(InvalidScenario, match="nothing to dispatch"):
        dispatch_request(plan(), None)


def test_a_page_and_the_worker_find_the_same_dispatch(resources, tmp_path):
    of = small_operation()
    scenario = Scenario(weeks=3)
    made = plan_distribution(resources, of, scenario).plan
    request = replace(dispatch_request(made, None), iterations=50)
    question = json.loads(json.dumps(dispatch_question(scenario, request)))
    assert is_question(question)
    key = answer_question(resources, of, question, cancelled=lambda: False, progress=lambda share, message: None)
    from_cache = plan_distribution(resources, of, scenario).plan
    write_plan(made, tmp_path / "plan")
    for same in (made, from_cache, read_plan(tmp_path / "plan")):
        assert dispatch_key(resources, of, same, request) == key
    found = cached_dispatch(resources, key, request)
    assert found is not None
    assert dispatch_in_words(of, found.dispatch)[0].startswith("Small operation, week to 2025-07-06, least cost:")


class Roads(BaseHTTPRequestHandler):
    """A road server that answers what was recorded: every way is 100 km and takes two hours, or it is broken."""

    code = 200
    hours = 2.0

    def do_GET(self):
        places = self.path.split("/driving/")[1].split("?")[0].count(";") + 1
        km = (np.ones((places, places)) - np.eye(places)) * 100_000
        body = json.dumps(
            {"code": "Ok", "distances": km.tolist(), "durations": (km / 100_000 * 3600 * self.hours).tolist()}
        )
        self.send_response(self.code)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def road_server():
    server = HTTPServer(("127.0.0.1", 0), Roads)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def with_roads(resources, url):
    return replace(resources, settings=replace(resources.settings, osrm_url=url))


def test_a_road_server_measures_the_roads(resources, road_server):
    made = plan_dispatch(with_roads(resources, road_server), operation(), plan(("hub_north", "maize", 900.0)), REQUEST)
    assert made.dispatch.summary["distance_km"] == pytest.approx(200)
    assert made.dispatch.summary["distances"].startswith("a road server")
    assert not made.dispatch.summary["distances_are_estimates"]


@pytest.mark.parametrize("hours", [-1.0, float("nan")])
def test_a_way_whose_time_a_road_server_does_not_know_stays_as_it_was(resources, road_server, monkeypatch, hours):
    monkeypatch.setattr(Roads, "hours", hours)
    made = plan_dispatch(with_roads(resources, road_server), operation(), plan(("hub_north", "maize", 900.0)), REQUEST)
    assert made.dispatch.summary["distance_km"] == pytest.approx(160)
    assert any("does not know" in note for note in made.dispatch.summary["notes"])


def test_a_road_server_that_fails_or_is_away_leaves_the_table(resources, road_server, monkeypatch):
    monkeypatch.setattr(Roads, "code", 500)
    for url in (road_server, "http://127.0.0.1:9", "ftp://somewhere"):
        made = plan_dispatch(with_roads(resources, url), operation(), plan(("hub_north", "maize", 900.0)), REQUEST)
        assert made.dispatch.summary["distance_km"] == pytest.approx(160)
        assert any("road server gave no distances" in note for note in made.dispatch.summary["notes"])
