"""A deployment asks the server that runs, and hears when it is not ready."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from entrypoints.running_server import PID_FILE, asker, what_is_wrong


@pytest.fixture
def server():
    class Answer(BaseHTTPRequestHandler):
        code = 200

        def do_GET(self):
            self.send_response(self.code if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, *_):
            pass

    serving = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield Answer, f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    thread.join()
    serving.server_close()


def test_a_ready_server_says_nothing_and_another_says_what_is_wrong(server, tmp_path):
    answer, address = server
    assert asker(tmp_path) is None
    (tmp_path / PID_FILE).write_text(json.dumps({"pid": 1, "born": "1", "address": address}))
    asked = asker(tmp_path)
    assert asked() == ""
    answer.code = 503
    assert asked() == f"the server at {address} is not ready: 503"


def test_a_file_left_over_from_a_server_that_ended_is_no_fault_of_the_model():
    assert what_is_wrong("http://127.0.0.1:9") == ""
    assert "does not answer" in what_is_wrong("http://nowhere.invalid")


def test_a_file_that_cannot_be_read_is_no_server(tmp_path):
    (tmp_path / PID_FILE).write_text("{")
    assert asker(tmp_path) is None
